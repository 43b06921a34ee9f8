from datetime import UTC, date, datetime, timedelta

from storage.frontier import Found, Frontier
from storage.health.findings import findings
from storage.health.observation import observed
from storage.lists import Shown, note_list
from storage.runs import OpenRun, PortalFacts
from storage.tables import Run

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
SITE = "http://songxi.example.cn/"


def test_an_archive_without_portals_has_nothing_to_observe(any_archive):
    with any_archive.reading() as session:
        assert observed(session, NOW) == []


def test_what_is_known_of_each_portal(any_archive, fill, printed):
    fill(any_archive, [], PortalFacts("zhenghe", "http://zhenghe.example.cn/"), NOW - timedelta(days=3))
    articles = [
        printed(f"{SITE}{number}.html", f"第{number}期简报", f"第{number}期简报的正文，说的是第{number}件事。", day)
        for number, day in enumerate(("2019-05-03", "2019-05-03 09:00", "2019-04-01", "2016-01-01", None))
    ]
    fill(any_archive, articles, at=NOW - timedelta(days=1))
    fill(any_archive, [], at=NOW)
    with any_archive.reading() as session:
        songxi, zhenghe = observed(session, NOW)
        [alone] = observed(session, NOW, ["songxi"])
    assert alone == songxi
    assert songxi.articles == 5
    assert [crawl.started_at for crawl in songxi.crawls] == [NOW, NOW - timedelta(days=1)]
    assert (songxi.crawls[0].outcome, songxi.crawls[1].pages) == ("done", 5)
    assert songxi.met == NOW - timedelta(days=1)
    # Days of UTC: what bears a day alone is eight hours older there.
    assert sorted(songxi.days) == [date(2019, 3, 31), date(2019, 5, 2), date(2019, 5, 3)]
    assert (zhenghe.articles, zhenghe.days, zhenghe.met) == (0, [], NOW - timedelta(days=3))


def test_articles_without_a_date_are_dated_by_when_they_were_first_seen(any_archive, fill, printed):
    fill(any_archive, [printed(published=None)], at=NOW - timedelta(days=9))
    with any_archive.reading() as session:
        assert list(observed(session, NOW)[0].days) == [date(2019, 4, 27)]


def test_a_run_without_an_end_is_under_way_or_was_killed(any_archive, fill):
    fill(any_archive, [])
    with any_archive.writing() as session:
        session.get_one(Run, 1).ended_at = None
        session.get_one(Run, 1).outcome = None
    with any_archive.reading() as session:
        [killed], [alive] = observed(session, NOW), observed(session, NOW, under_way={1})
    assert (killed.crawls[0].outcome, alive.crawls[0].outcome) == ("died", None)


def test_a_list_page_that_led_to_articles_and_no_longer_does(any_archive):
    run = OpenRun(any_archive, PortalFacts("songxi", SITE), SITE, {}, NOW)
    frontier = Frontier(any_archive, run.portal_id)
    pages = [frontier.page(SITE + path, "list", NOW) for path in ("a/", "b/", "c/")]
    run.frontier.found([Found(SITE + "a/", "list", 1)], NOW)
    for at, counts in enumerate([(20, 20, 0), (20, 0, 0), (19, 0, 0)]):
        for page, count in zip(pages, counts, strict=True):
            note_list(any_archive, page, Shown(articles=count), NOW + timedelta(days=at))
    with any_archive.reading() as session:
        [seen] = observed(session, NOW + timedelta(days=2))
    assert seen.emptied == [(SITE + "b/", NOW + timedelta(days=1))]
    assert seen.lists == 2, "a list that never led anywhere is only a page of the menu"
    assert [finding.name for finding in findings(seen)] == ["list-empty", "killed"]
    note_list(any_archive, pages[1], Shown(articles=3), NOW + timedelta(days=3))
    with any_archive.reading() as session:
        assert observed(session, NOW + timedelta(days=3))[0].emptied == []
    run.close("done", None, {}, NOW)
