"""What a crawl notes of a portal's pages, for its health."""

import json
from pathlib import Path

from sqlalchemy import select

from archiver.demo.server import DemoPortals
from archiver.items import Article
from spiders.middlewares.census import traits
from storage.archive import Archive
from storage.health.tables import ListPage
from storage.history import history
from storage.tables import Page


def test_what_is_counted_of_an_article(printed) -> None:
    assert traits(printed(views=3)) == ["title", "published", "views", "body"]
    assert traits(printed(published=None, body=None, images=("http://songxi.example.cn/1.jpg",))) == ["title", "body"]
    assert traits(printed(body="县计生协\ufffd\ufffd讲座", source="县报"))[-1] == "damaged"
    assert traits(Article(url="http://songxi.example.cn/")) == []


def test_a_crawl_counts_the_fields_of_its_articles_and_the_articles_of_its_lists(
    portals: DemoPortals, crawl, archiver, home: Path
) -> None:
    county = portals.addresses[0]
    name = crawl(county)["portal"]
    crawl(county)
    archive = Archive.open(home)
    with archive.reading() as session:
        again, first = history(session)
        lists = {
            page.url: listed
            for page, listed in session.execute(select(Page, ListPage).join(ListPage, ListPage.page_id == Page.id))
        }
    archive.close()
    articles = first.counts["articles_new"]
    read = first.counts["articles_read"]
    # One article has an old address too: it redirects, and what comes then may be a 304.
    assert articles <= read["articles"] <= articles + 1
    assert read["articles"] == read["title"] == read["body"]
    assert read["damaged"] == 0
    assert 0 < read["views"] <= articles
    assert "articles_read" not in again.counts, "what answered 304 says nothing of how the portal looks now"
    assert lists[county].articles > 0
    assert all(listed.empty_since is None for listed in lists.values())
    status = archiver("status", name, "--json")
    row = json.loads(status.stdout)
    assert (status.returncode, row["state"]) == (0, "green")
    named = [account for account in row["ledger"]["lists"] if account["announced"] is not None]
    assert len(named) >= 3
    for account in named:
        # One line of a list leads to a page that was taken away.
        assert account["exact"]
        assert 0 <= account["announced"] - account["stored"] <= 1
