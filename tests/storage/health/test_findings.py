from datetime import UTC, datetime, timedelta

import pytest

from storage.health.findings import Crawled, Observed, findings, state_of

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
WELL = {"articles": 8, "title": 8, "published": 8, "views": 4, "source": 8, "author": 0, "body": 8, "damaged": 0}


def night(ago: int = 0, outcome: str | None = "done", **more: object) -> Crawled:
    facts = {"pages": 40, "requests": 50, "failed": 1, "read": WELL} | more
    return Crawled(started_at=NOW - timedelta(days=ago, hours=1), outcome=outcome, **facts)


def nights(*latest: Crawled, of: int = 12) -> list[Crawled]:
    """The given nights, the latest first, before them ordinary ones."""
    return [*latest, *(night(ago) for ago in range(len(latest), of))]


def seen(*latest: Crawled, silent: int = 0, **more: object) -> Observed:
    """A portal that published daily, up to `silent` days ago."""
    facts = {
        "crawls": nights(*latest),
        "met": NOW - timedelta(days=400),
        "articles": 500,
        "days": [(NOW - timedelta(days=silent + ago)).date() for ago in range(300)],
    } | more
    return Observed(portal="songxi", now=NOW, **facts)


def names(observed: Observed) -> dict[str, str]:
    return {finding.name: finding.state for finding in findings(observed)}


def test_a_portal_that_is_as_usual_is_green():
    assert names(seen()) == {}
    assert state_of(findings(seen())) == "green"


def test_nothing_is_said_of_a_portal_that_was_never_crawled():
    assert names(Observed(portal="songxi", now=NOW)) == {}


@pytest.mark.parametrize(("days", "expected"), [(7, {}), (8, {"quiet": "amber"}), (15, {"silent": "red"})])
def test_silence_is_measured_by_the_portals_own_rhythm(days, expected):
    assert names(seen(silent=days)) == expected


def test_the_sentence_says_the_norm_and_the_command_helps():
    [finding] = findings(seen(silent=23))
    assert finding.sentence == "Nothing new for 23 days; usually every day, never more than 1 day in two years."
    assert finding.command == "archiver portal check songxi"


def test_silence_counts_up_to_the_last_crawl_that_went_well():
    crawls = [night(ago) for ago in range(20, 30)]
    assert "silent" not in names(seen(crawls=crawls, silent=20))


def test_a_portal_that_was_silent_before_the_archive_met_it_is_not_told():
    assert names(seen(silent=800, met=NOW - timedelta(days=100), days=[])) == {}
    days = [(NOW - timedelta(days=200 + ago)).date() for ago in range(300)]
    assert names(seen(met=NOW - timedelta(days=100), days=days)) == {}
    assert names(seen(met=NOW - timedelta(days=200), days=days)) == {"silent": "red"}


def test_a_changed_layout_is_red():
    [finding] = findings(seen(night(outcome="broken", reason="http://a/ leads to no article.")))
    assert (finding.name, finding.state, finding.sentence) == ("layout", "red", "http://a/ leads to no article.")


def test_a_portal_without_any_article_is_red_once_it_was_crawled():
    assert names(seen(articles=0, days=[])) == {"nothing": "red"}


def test_empty_lists_are_amber_all_of_them_red():
    one = [("http://songxi.example.cn/tz/", NOW - timedelta(days=2))]
    assert names(seen(emptied=one, lists=4)) == {"list-empty": "amber"}
    assert names(seen(emptied=one, lists=1)) == {"list-empty": "red"}
    assert names(seen(emptied=[(one[0][0], NOW - timedelta(days=31))], lists=4)) == {}


def test_a_portal_that_cannot_be_reached_is_red_the_second_time():
    down = {"outcome": "failed", "reason": "The start page cannot be read: HTTP 503."}
    assert names(seen(night(**down))) == {"unreachable": "amber"}
    [finding] = findings(seen(night(**down), night(1, **down)))
    assert finding.state == "red"
    assert finding.sentence == "The start page cannot be read: HTTP 503. 2 runs in a row failed."


def test_a_run_that_was_stopped_says_nothing_of_the_portal():
    down = night(1, outcome="failed")
    assert names(seen(night(outcome="stopped"), down)) == {"unreachable": "amber"}


def test_block_pages_are_told():
    assert names(seen(night(blocked=3))) == {"blocked": "amber"}
    assert names(seen(night(blocked=3), night(1, outcome="blocked"))) == {"blocked": "red"}


@pytest.mark.parametrize(
    ("field", "expected"),
    [("published", {"field-published": "red"}), ("source", {"field-source": "amber"}), ("author", {})],
)
def test_a_field_that_is_lost_is_found(field, expected):
    lost = night(read=WELL | {field: 0})
    assert names(seen(lost)) == expected


def test_a_field_that_half_the_articles_have_is_lost_after_more_of_them():
    few, many = WELL | {"views": 0}, {name: count * 10 for name, count in WELL.items()} | {"views": 0}
    assert names(seen(night(read=few))) == {}
    [finding] = findings(seen(night(read=many)))
    assert finding.sentence == "Only 0 of the last 80 articles have a view count; usually 50%."


def test_fields_of_few_articles_are_put_together_over_several_nights():
    one = {name: int(count > 0) for name, count in WELL.items()}
    lost = [night(ago, read=one | {"published": 0}) for ago in range(5)]
    assert names(seen(*lost[:2])) == {}
    assert names(seen(*lost)) == {"field-published": "red"}


def test_fields_need_a_history():
    assert names(seen(crawls=[night(read=WELL | {"published": 0}), night(1)])) == {}


def test_broken_characters_are_told():
    [finding] = findings(seen(night(read=WELL | {"damaged": 8})))
    assert (finding.name, finding.state) == ("charset", "amber")
    assert "8 of the last 8 articles" in finding.sentence


def test_dead_links_are_told_where_they_are_more_than_usual():
    assert names(seen(night(failed=4))) == {}
    assert names(seen(night(failed=24))) == {"errors": "amber"}
    assert names(seen(night(failed=40))) == {"errors": "red"}
    always = [night(ago, failed=24) for ago in range(12)]
    assert names(seen(crawls=always)) == {}
    assert names(seen(crawls=[night(failed=40)])) == {"errors": "amber"}


def test_pages_that_cannot_be_taken_in_are_told():
    [finding] = findings(seen(night(quarantined=30)))
    assert (finding.name, finding.state) == ("unreadable", "red")
    assert finding.sentence == "30 of 40 pages were quarantined in the last run; usually 0%."


def test_killed_runs_are_told_until_one_ends():
    assert names(seen(night(outcome="died"))) == {"killed": "amber"}
    [finding] = findings(seen(night(outcome=None), night(1, outcome="died"), night(2, outcome="died")))
    assert finding.sentence.startswith("The last 2 runs were killed")
    assert names(seen(night(), night(1, outcome="died"))) == {}


def test_a_schedule_that_no_longer_runs_is_told():
    crawls = [night(ago) for ago in range(4, 14)]
    [finding] = findings(seen(crawls=crawls, silent=4))
    assert (finding.name, finding.state) == ("unattended", "amber")
    assert finding.sentence == "Not crawled for 4 days; usually every day."
    assert names(seen(crawls=crawls[:2], silent=4)) == {}
    by_hand = [
        Crawled(started_at=NOW - timedelta(days=4, minutes=minute), outcome="done", pages=40, requests=50)
        for minute in range(5)
    ]
    assert names(seen(crawls=by_hand, silent=4)) == {}


def test_the_worst_comes_first():
    found = findings(seen(night(outcome="died"), night(1, outcome="broken"), silent=10))
    assert [finding.state for finding in found] == ["red", "amber", "amber"]
    assert state_of(found) == "red"
