from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from storage.policy import Policy, heed, hint_of, is_back, next_try, read_steps

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
POLICY = Policy()


@pytest.mark.parametrize(
    ("age", "expected"),
    [(0, 1), (6, 1), (7, 7), (59, 7), (60, 30), (729, 30), (730, 365), (9000, 365)],
)
def test_the_older_an_article_the_seldomer_it_is_fetched(age, expected):
    due = POLICY.next_visit(NOW, NOW - age * DAY, None, 1)
    assert NOW + 18 * DAY / 24 <= due <= NOW + (expected + 1) * DAY
    again = POLICY.next_visit(due, due - age * DAY, None, 1)
    assert again == due + expected * DAY or expected == 1


def test_a_nightly_run_that_starts_early_skips_no_night():
    assert POLICY.next_visit(NOW + timedelta(hours=4), NOW, None, 1) <= NOW + timedelta(hours=23)


def test_a_run_asks_for_a_twentieth_of_a_large_portal():
    assert [POLICY.portion_of(pages) for pages in (60, 2000, 6200)] == [100, 100, 310]


def test_a_change_makes_an_article_young():
    assert POLICY.next_visit(NOW, NOW - 3000 * DAY, NOW - 2 * DAY, 1) < NOW + DAY


def test_what_came_in_one_night_is_not_due_in_one_night():
    due = Counter((POLICY.next_visit(NOW, NOW - 1000 * DAY, None, page) - NOW).days for page in range(3650))
    assert set(due) <= set(range(366))
    assert max(due.values()) <= 14


def test_a_counter_is_asked_weekly_and_later_seldom():
    assert POLICY.counter_due(NOW, NOW - 50 * DAY, NOW - 7 * DAY)
    assert not POLICY.counter_due(NOW, NOW - 100 * DAY, NOW - 30 * DAY)
    assert POLICY.counter_due(NOW, NOW - 100 * DAY, NOW - 60 * DAY)
    assert POLICY.counter_due(NOW, NOW - 900 * DAY, None)


@pytest.mark.parametrize(("attempts", "days"), [(2, 1), (3, 2), (4, 4), (6, 16), (7, 30), (500, 30)])
def test_the_more_often_a_page_failed_the_later_it_is_tried(attempts, days):
    assert next_try(NOW, attempts, lasting=False) == NOW + days * DAY - timedelta(hours=6)
    assert next_try(NOW, attempts - 1, lasting=True) == next_try(NOW, attempts, lasting=False)


def test_what_may_pass_is_tried_at_the_next_run():
    assert next_try(NOW, 1, lasting=False) == NOW


def test_the_steps_are_a_setting():
    assert read_steps("7:1 60:7 730:30 365") == (POLICY.steps, POLICY.later)
    assert read_steps("30") == ((), 30 * DAY)
    for wrong in ("", "60:7 7:1 365", "7:0 365", "7:1", "weekly", "7:1 0"):
        with pytest.raises(ValueError, match=r"days|apart"):
            read_steps(wrong)


def test_a_list_that_always_says_something_else_is_believed_ever_more_seldom():
    hints, heeded = None, []
    for night in range(40):
        hints, changed = heed(hints, 1, hint_of(f"通知 ({night})", None), None, NOW + night * DAY)
        heeded += [night] if changed else []
    assert heeded == [1, 3, 7, 15, 31]


def test_a_hint_that_was_right_is_believed_at_once():
    hints, _ = heed(None, 1, hint_of("通知", None), None, NOW)
    for night in range(1, 6):
        changed_at = NOW + (night - 1) * DAY + timedelta(minutes=5)
        hints, changed = heed(hints, 1, hint_of(f"通知（更正{night}）", None), changed_at, NOW + night * DAY)
        assert changed


def test_a_missing_article_that_stays_on_its_list_is_not_back():
    assert not is_back(NOW, NOW + DAY)
    assert is_back(NOW, NOW + 2 * DAY)
