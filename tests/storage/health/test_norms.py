from datetime import date, timedelta

from storage.health.norms import fell, rhythm, rose

FIRST = date(2018, 1, 1)


def every(step: int, times: int) -> list[date]:
    return [FIRST + timedelta(days=step * number) for number in range(times)]


def test_a_rhythm_needs_days_enough_over_a_span():
    assert rhythm([]) is None
    assert rhythm(every(10, 9)) is None
    assert rhythm(every(1, 20)) is None, "three weeks are no year"
    assert rhythm(every(1, 31)) is not None


def test_a_daily_portal_is_quiet_after_a_week_and_silent_after_two():
    told = rhythm(every(1, 400))
    assert (told.usual, told.longest, told.quiet, told.silent) == (1, 1, 7, 14)


def test_the_rhythm_follows_the_portal_and_its_holidays():
    monthly = rhythm(every(30, 20))
    assert (monthly.usual, monthly.quiet, monthly.silent) == (30, 60, 61)
    # Daily, but for three weeks around New Year.
    days = [*every(1, 300), *(day + timedelta(days=320) for day in every(1, 300))]
    holidays = rhythm(days)
    assert (holidays.usual, holidays.longest, holidays.quiet, holidays.silent) == (1, 21, 7, 32)


def test_the_order_and_doublets_of_days_do_not_matter():
    assert rhythm(every(3, 40)[::-1] * 2) == rhythm(every(3, 40))


def test_a_share_falls_only_by_more_than_chance_explains():
    assert fell((0, 5), (100, 100))
    assert not fell((4, 5), (100, 100))
    assert not fell((0, 5), (50, 100)), "five tails in a row happen"
    assert fell((0, 100), (50, 100))
    assert not fell((0, 5), (0, 100))
    assert not fell((100, 100), (50, 100))


def test_a_share_rises_likewise():
    assert rose((5, 5), (0, 100))
    assert not rose((1, 5), (0, 100))
    assert not rose((0, 5), (100, 100))
