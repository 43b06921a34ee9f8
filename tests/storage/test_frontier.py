from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from archiver.text.dates import parse_time
from storage.archive import Archive
from storage.captures import Captures
from storage.frontier import Found, Frontier, mark_read
from storage.runs import PortalFacts, note_portal
from storage.tables import Article, Attachment, Page, Quarantine, Run

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SITE = "http://songxi.example.cn/"
ARTICLE = SITE + "a/1.html"


@pytest.fixture
def frontier(any_archive):
    return Frontier(any_archive, note_portal(any_archive, PortalFacts(name="songxi", site=SITE)))


@pytest.fixture
def capture(any_archive, frontier, exchange):
    """Captures a page as a run does: `capture(page_id, url, at)` gives the capture's id."""
    with any_archive.writing() as session:
        run = Run(portal_id=frontier._portal_id, started_at=NOW)
        session.add(run)
        session.flush()
        run_id = run.id
    captures = Captures(any_archive, run_id, "20190506030000-000001.warc.gz", {})
    yield (
        lambda page_id, url, at=NOW, **headers: (
            captures.keep(page_id, exchange(url, f"{url} {at}".encode(), at, **headers)).id
        )
    )
    captures.close()


def page(archive, url):
    with archive.reading() as session:
        return session.scalars(select(Page).where(Page.url == url)).one()


def test_what_is_new_is_to_be_fetched_once(frontier):
    found = [Found(SITE, "list", 0), Found(ARTICLE, "article", 1), Found(ARTICLE, "article", 1)]
    first = frontier.found(found[:2], NOW)
    assert [waiting.url for waiting in first] == [SITE, ARTICLE]
    assert {waiting.page_id for waiting in frontier.found(found[1:], NOW)} == {first[1].page_id}


def test_more_links_than_a_statement_takes(frontier):
    links = [Found(f"{SITE}a/{number}.html", "article", 1) for number in range(1200)]
    assert len(frontier.found(links, NOW)) == 1200
    assert len(frontier.waiting(NOW)) == 1200


def test_an_article_that_was_read_waits_until_it_is_due(any_archive, frontier, capture):
    [waiting] = frontier.found([Found(ARTICLE, "article", 1)], NOW)
    frontier.read(waiting.page_id, capture(waiting.page_id, ARTICLE), "more", NOW)
    assert frontier.found([Found(ARTICLE, "article", 1)], NOW + DAY) == []
    assert frontier.waiting(NOW + DAY) == []
    assert [again.url for again in frontier.waiting(NOW + 15 * DAY)] == [ARTICLE]


def test_a_list_is_read_on_while_it_offers_news(any_archive, frontier, capture):
    more = Found(SITE + "list_2.html", "more", 2)
    lister = frontier.page(SITE, "list", NOW)
    first = frontier.found([Found(ARTICLE, "article", 1)], NOW, lister=lister, further=[more])
    assert [waiting.url for waiting in first] == [ARTICLE, more.url]
    for waiting in first:
        frontier.read(waiting.page_id, capture(waiting.page_id, waiting.url), waiting.kind, NOW)
    assert frontier.found([Found(ARTICLE, "article", 1)], NOW, lister=lister, further=[more]) == []
    links = [Found(ARTICLE, "article", 1), Found(SITE + "a/2.html", "article", 1)]
    again = frontier.found(links, NOW + DAY, lister=lister, further=[more])
    assert [waiting.url for waiting in again][-2:] == [SITE + "a/2.html", more.url]
    # Killed here, the next run finds nothing new on the first page, and reads on all the same.
    assert more.url in {waiting.url for waiting in frontier.waiting(NOW + DAY)}


def test_what_was_followed_in_this_run_is_not_due_again(frontier, capture):
    more = Found(SITE + "list_2.html", "more", 2)
    [waiting] = frontier.found([more], NOW)
    frontier.read(waiting.page_id, capture(waiting.page_id, waiting.url), "more", NOW)
    links = [Found(ARTICLE, "article", 1)]
    found = frontier.found(links, NOW, lister=1, further=[more], visited={waiting.page_id})
    assert [one.url for one in found] == [ARTICLE]
    assert [one.url for one in frontier.waiting(NOW)] == [ARTICLE]


def test_a_page_that_leads_to_no_article_is_not_asked_for_every_night(frontier, capture):
    [waiting] = frontier.found([Found(SITE + "about.html", "list", 1)], NOW)
    for leads, due in ((False, []), (True, [waiting.url])):
        kept = capture(waiting.page_id, waiting.url, NOW + leads * DAY)
        frontier.read(waiting.page_id, kept, "list", NOW, leads=leads)
        assert [one.url for one in frontier.waiting(NOW)] == due


def test_an_article_is_due_when_its_list_says_something_else(any_archive, frontier, capture):
    lister, other = frontier.page(SITE, "list", NOW), frontier.page(SITE + "tzgg/", "list", NOW)
    [waiting] = frontier.found([Found(ARTICLE, "article", 1, title="换届通知")], NOW, lister=lister)
    frontier.read(waiting.page_id, capture(waiting.page_id, ARTICLE), "more", NOW)
    for says, by, due in (("换届通知", lister, False), ("换届…", other, False), ("换届通知（更正）", lister, True)):
        found = frontier.found([Found(ARTICLE, "article", 1, title=says)], NOW + DAY, lister=by)
        assert [one.news for one in found] == [True] * due


def test_a_budget_starves_nothing(frontier):
    frontier.found([Found(f"{SITE}{kind}/{n}", kind, 1) for kind in ("file", "article") for n in range(3)], NOW)
    frontier.found([Found(f"{SITE}late/{n}", "article", 1) for n in range(3)], NOW + 2 * DAY)
    kinds = [waiting.url.removeprefix(SITE).split("/")[0] for waiting in frontier.waiting(NOW + 3 * DAY)]
    assert kinds == ["article"] * 3 + ["file"] * 3 + ["late"] * 3


def test_only_what_is_known_and_not_young_can_wait(any_archive, frontier, capture):
    known = {"old": "2010-05-06", "young": "2019-05-04", "changed": "2010-05-06", "missing": "2010-05-06"}
    links = [Found(SITE + name, "article", 1, published=parse_time(day)) for name, day in known.items()]
    for waiting in frontier.found(links, NOW):
        kept = capture(waiting.page_id, waiting.url)
        with any_archive.writing() as session:
            page = mark_read(session, waiting.page_id, kept, "article", NOW)
            page.changed_at = NOW - DAY if waiting.url.endswith("changed") else None
            page.missing_since = NOW - DAY if waiting.url.endswith("missing") else None
    frontier.found([Found(SITE + "new", "article", 1, published=parse_time("2010-05-06"))], NOW)
    later = frontier.waiting(NOW + 3 * DAY)
    assert [(one.url, one.turn) for one in later if one.turn is not None] == [(SITE + "old", 3)]
    assert len(frontier.waiting(NOW)) == 5


def test_what_a_list_says_of_an_article_is_kept(any_archive, frontier):
    link = Found(ARTICLE, "article", 2, title="通知", published=parse_time("2018-06-29"))
    frontier.found([link], NOW)
    frontier.found([Found(ARTICLE, "article", 1, channel="通知公告")], NOW + DAY)
    kept = page(any_archive, ARTICLE)
    assert (kept.listed_title, kept.listed_date, kept.channel, kept.depth) == ("通知", "2018-06-29", "通知公告", 1)
    assert (kept.first_seen, kept.last_seen) == (NOW, NOW + DAY)


def test_a_page_of_another_portal_is_left_to_its_own_crawl(any_archive, frontier):
    frontier.found([Found(ARTICLE, "article", 1)], NOW)
    other = Frontier(any_archive, note_portal(any_archive, PortalFacts(name="other", site="http://other.example.cn/")))
    assert other.found([Found(ARTICLE, "article", 1)], NOW) == []
    assert other.waiting(NOW) == []


def test_a_page_captured_and_not_read_comes_first_and_needs_no_request(frontier, capture):
    frontier.found([Found(SITE, "list", 0)], NOW)
    [waiting] = frontier.found([Found(ARTICLE, "article", 1)], NOW)
    kept = capture(waiting.page_id, ARTICLE, etag='"a1"')
    first, *rest = frontier.waiting(NOW)
    assert (first.url, first.unread, first.etag) == (ARTICLE, kept, None)
    assert [again.url for again in rest] == [SITE]


def test_conditional_headers_are_sent_only_for_what_was_read(frontier, capture):
    [waiting] = frontier.found([Found(SITE, "list", 0)], NOW)
    frontier.read(waiting.page_id, capture(waiting.page_id, SITE, etag='"a1"'), "list", NOW)
    [again] = frontier.waiting(NOW + DAY)
    assert (again.etag, again.unread) == ('"a1"', None)


def test_a_page_that_cannot_be_read_is_asked_of_the_portal_again_not_of_the_archive(any_archive, frontier, capture):
    [waiting] = frontier.found([Found(SITE, "list", 0)], NOW)
    kept = capture(waiting.page_id, SITE, etag='"a1"')
    frontier.failed(waiting.page_id, "it leads nowhere", NOW, lasting=True, capture_id=kept)
    assert frontier.waiting(NOW) == []
    [again] = frontier.waiting(NOW + 2 * DAY)
    assert (again.unread, again.etag) == (None, '"a1"'), "unchanged, it cannot be read any better"
    assert page(any_archive, SITE).state == "failed"


def test_a_page_that_failed_is_tried_again_ever_later(any_archive, frontier):
    [waiting] = frontier.found([Found(ARTICLE, "article", 1)], NOW)
    frontier.failed(waiting.page_id, "no answer within 60 seconds", NOW, lasting=False)
    assert [again.url for again in frontier.waiting(NOW)] == [ARTICLE]
    frontier.failed(waiting.page_id, "no answer within 60 seconds", NOW, lasting=False)
    assert frontier.waiting(NOW) == []
    assert frontier.waiting(NOW + DAY) != []
    failed = page(any_archive, ARTICLE)
    assert (failed.state, failed.attempts, failed.error) == ("failed", 2, "no answer within 60 seconds")


def test_a_failure_does_not_undo_what_was_read(any_archive, frontier, capture):
    [waiting] = frontier.found([Found(ARTICLE, "article", 1)], NOW)
    frontier.read(waiting.page_id, capture(waiting.page_id, ARTICLE), "list", NOW)
    frontier.failed(waiting.page_id, "503", NOW + DAY, lasting=False)
    assert page(any_archive, ARTICLE).state == "fetched"


def test_a_redirected_address_is_not_asked_for_again(any_archive, frontier):
    [waiting] = frontier.found([Found(ARTICLE, "article", 1)], NOW)
    frontier.redirected(waiting.page_id, SITE)
    assert frontier.waiting(NOW + 1000 * DAY) == []
    assert page(any_archive, ARTICLE).state == "redirected"


def test_what_a_crawl_needs_beside_its_pages_is_never_due(frontier):
    frontier.page(SITE + "robots.txt", "robots", NOW)
    assert frontier.waiting(NOW + 1000 * DAY) == []


def test_a_file_that_was_fetched_is_known_to_the_articles_that_offer_it(any_archive, frontier, capture):
    url = SITE + "upload/1.doc"
    article_page, file_page = frontier.page(ARTICLE, "article", NOW), frontier.page(url, "file", NOW)
    with any_archive.writing() as session:
        session.add(Article(id=1, page_id=article_page, portal_id=frontier._portal_id, first_seen=NOW, change=1))
        session.flush()
        session.add(Attachment(article_id=1, url=url, role="attachment", name="总结.doc", type="doc"))
    frontier.read(file_page, capture(file_page, url), "file", NOW)
    with any_archive.reading() as session:
        kept = session.scalars(select(Attachment)).one()
    assert kept.sha256 is not None
    assert kept.size == len(f"{url} {NOW}")


def test_an_article_that_turned_into_a_list_is_quarantined_and_kept(archive: Archive, fill, printed) -> None:
    (verdict,) = fill(archive, [printed(title="松溪县计生协换届")])
    with archive.reading() as session:
        article = session.get_one(Article, verdict.article_id)
        page = session.get_one(Page, article.page_id)
    sound = Frontier(archive, page.portal_id).read(page.id, page.full_capture_id, "list", NOW + DAY)
    with archive.reading() as session:
        assert not sound
        assert session.get_one(Page, page.id).kind == "article"
        assert session.get_one(Article, verdict.article_id).revision_id == article.revision_id
        (quarantined,) = session.query(Quarantine)
        assert quarantined.reason == "no-article"


def test_what_a_list_says_of_an_article_is_known_at_every_visit(frontier):
    listed = parse_time("2019-05-01 08:30")
    [new] = frontier.found([Found(ARTICLE, "article", 1, title="健康讲座", published=listed)], NOW)
    [later] = frontier.waiting(NOW)
    for page in (new, later):
        assert page.title == "健康讲座"
        assert page.published is not None
        assert (page.published.value, page.published.precision) == (listed.value, listed.precision)
