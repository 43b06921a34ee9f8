from datetime import UTC, datetime, timedelta

import pytest

from storage.archive import Archive
from storage.frontier import Found
from storage.gone import confirm
from storage.policy import Policy
from storage.runs import OpenRun, PortalFacts
from storage.tables import Article, Page, Removal

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FACTS = PortalFacts(name="songxi", site="http://songxi.example.cn/", title="松溪县计生协", province="福建")


@pytest.fixture
def portal(any_archive, fill, printed, rows):
    """A portal of 30 articles; `visit(missing, day, how)` misses some of them and ends the run."""
    pages = [f"http://songxi.example.cn/a/{n}.html" for n in range(30)]
    fill(
        any_archive,
        [printed(url, f"第{n}次会员大会", f"第{n}次会员大会在县里召开。" * 9) for n, url in enumerate(pages)],
    )
    return pages


@pytest.fixture
def rows(any_archive):
    def all_of(table):
        with any_archive.reading() as session:
            return session.query(table).order_by(table.id).all()

    return all_of


@pytest.fixture
def visit(any_archive, any_database, exchange):
    def visit_(urls, day, how="404", look_at=()):
        at = NOW + day * DAY
        run = OpenRun(Archive.open(any_archive.home, any_database), FACTS, "http://songxi.example.cn", {}, at)
        for url in (*urls, *look_at):
            page = run.frontier.page(url, "article", at)
            kept = run.captures.keep(page, exchange(url, b"", at, 404 if url in urls else 304))
            if url in urls:
                assert run.frontier.missing(page, how, at, kept.id if how == "emptied" else None)
        found = confirm(run.archive, run.portal_id, run.run_id, at, at, Policy())
        run.close("done", None, {}, at)
        return found

    return visit_


def test_an_article_is_gone_when_it_was_missed_twice_days_apart(portal, visit, rows):
    change = rows(Article)[0].change
    assert visit(portal[:1], 10).gone == []
    assert visit(portal[:1], 11).gone == [], "a day is not enough"
    [gone] = visit(portal[:1], 12).gone
    article, page = rows(Article)[0], rows(Page)[0]
    assert (gone.url, gone.how, gone.moved_to) == (portal[0], "404", None)
    assert article.gone_at == page.gone_at == NOW + 10 * DAY
    assert article.change > change, "the search index hears of it"
    assert page.due > NOW + 12 * DAY
    [removal] = rows(Removal)
    assert (removal.missing_since, removal.confirmed_at, removal.back_at) == (NOW + 10 * DAY, NOW + 12 * DAY, None)
    assert visit(portal[:1], 50).gone == [], "it is gone once"


def test_it_is_looked_for_again_after_two_days(portal, visit, rows):
    visit(portal[:1], 10)
    page = rows(Page)[0]
    assert NOW + 11.5 * DAY < page.due < NOW + 12 * DAY


def test_an_article_that_is_back_is_not_gone_and_its_removal_stays_on_record(
    portal, visit, rows, any_archive, printed, fill
):
    visit(portal[:1], 10)
    visit(portal[:1], 12)
    fill(any_archive, [printed(portal[0], "第0次会员大会", "第0次会员大会在县里召开。" * 9)], at=NOW + 20 * DAY)
    article, page = rows(Article)[0], rows(Page)[0]
    assert (article.gone_at, page.gone_at, page.missing_since, page.state) == (None, None, None, "fetched")
    assert rows(Removal)[0].back_at == NOW + 20 * DAY


def test_an_article_seen_between_two_misses_is_not_gone(portal, visit, any_archive, printed, fill):
    visit(portal[:1], 10)
    fill(any_archive, [printed(portal[0], "第0次会员大会", "第0次会员大会在县里召开。" * 9)], at=NOW + 11 * DAY)
    assert visit(portal[:1], 12).gone == []


def test_a_dead_link_was_never_an_article(any_archive, fill):
    fill(any_archive, [])
    run = OpenRun(any_archive, FACTS, "http://songxi.example.cn", {}, NOW)
    [waiting] = run.frontier.found([Found("http://songxi.example.cn/x.html", "article", 1)], NOW)
    assert not run.frontier.missing(waiting.page_id, "404", NOW)
    run.close("done", None, {}, NOW)


def test_a_portal_that_lost_most_pages_at_once_is_not_believed_for_two_weeks(portal, visit):
    first = visit(portal[:20], 10, look_at=portal[20:])
    assert (first.wholesale, first.missed, first.visited) == (True, 20, 30)
    for day in (12, 15, 20):
        assert visit(portal[:20], day, look_at=portal[20:]).gone == []
    assert len(visit(portal[:20], 24, look_at=portal[20:]).gone) == 20


def test_many_missing_among_more_that_stand_are_an_editor_s_doing(portal, visit):
    visit(portal[:12], 10, look_at=portal[12:])
    assert len(visit(portal[:12], 12, look_at=portal[12:]).gone) == 12


def test_what_turned_up_elsewhere_on_the_portal_has_moved(portal, visit, rows, any_archive, fill, printed):
    new = "http://songxi.example.cn/new/0.html"
    fill(any_archive, [printed(new, "第0次会员大会", "第0次会员大会在县里召开。" * 9)], at=NOW + 9 * DAY)
    visit(portal[:1], 10, how="redirected")
    [gone] = visit(portal[:1], 12, how="redirected").gone
    assert (gone.how, gone.moved_to) == ("moved", new)


def test_a_printing_that_stood_beside_it_all_along_is_no_move(portal, visit, any_archive, fill, printed):
    twin = printed("http://songxi.example.cn/b/0.html", "第0次会员大会", "第0次会员大会在县里召开。" * 9)
    fill(any_archive, [twin], at=NOW)
    fill(any_archive, [printed(portal[0], "第0次会员大会", "第0次会员大会在县里召开。" * 9)], at=NOW + 5 * DAY)
    visit(portal[:1], 10)
    [gone] = visit(portal[:1], 12).gone
    assert (gone.how, gone.moved_to) == ("404", None)


def test_an_emptied_page_counts_as_read(portal, visit, rows, any_archive, any_database):
    visit(portal[:1], 10, how="emptied")
    page = rows(Page)[0]
    assert page.read_capture_id is not None
    assert page.missing_how == "emptied"
