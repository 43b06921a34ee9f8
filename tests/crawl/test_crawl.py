"""A whole portal, from its home page into the archive, and again."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from archiver.demo.server import DemoPortals, Request
from archiver.text.fold import key
from storage import articles
from storage.archive import Archive
from storage.tables import Capture, Page
from tests.crawl.conftest import Crawled

ROOT = Path(__file__).parents[2]


def stored(home: Path, database: str | None = None) -> dict[str, articles.StoredArticle]:
    archive = Archive.open(home, database)
    with archive.reading() as session:
        found = {article.url: article for article in articles.every(session)}
    archive.close()
    return found


def test_every_article_of_a_portal_comes_in_as_the_portal_holds_it(crawled: Crawled) -> None:
    county = crawled.portals.addresses[0]
    summary = crawled.summaries[county]
    truth = {truth.url: truth for truth in crawled.portals.truth() if truth.url.startswith(county)}
    found = {url: article for url, article in stored(crawled.home).items() if url.startswith(county)}
    assert set(found) == set(truth)
    assert summary["outcome"] == "done"
    assert summary["articles_new"] == len(truth)
    for url, true in truth.items():
        article = found[url]
        assert (article.title, article.published, article.source, article.author, article.channel, article.views) == (
            true.title,
            true.published,
            true.source,
            true.author,
            true.channel,
            true.views,
        ), url
        assert key(article.body) == key(true.body), url


def test_every_page_is_kept_with_the_charset_it_names_and_the_one_it_is_in(
    portals: DemoPortals, crawl, home: Path
) -> None:
    county = portals.addresses[0]
    crawl(county, "--limit", "3", ARCHIVER_FILES="none")
    archive = Archive.open(home)
    with archive.reading() as session:
        kept = session.execute(
            select(Page.kind, Capture.charset_declared, Capture.charset_used).join(Capture, Capture.page_id == Page.id)
        )
        charsets = {(kind, declared, used) for kind, declared, used in kept if kind in ("list", "article")}
    archive.close()
    assert charsets == {("list", "gb2312", "gb18030"), ("article", "gb2312", "gb18030")}


def test_the_crawl_never_makes_a_counter_count(crawled: Crawled) -> None:
    assert crawled.portals.hits == ()
    assert any("ViewClick" in request.path for request in crawled.requests)


def test_an_operator_may_ask_counters_that_count(portals: DemoPortals, crawl, home: Path) -> None:
    city = portals.addresses[1]
    crawl(city, ARCHIVER_COUNTERS="ask")
    assert portals.hits
    assert all(article.views is not None for article in stored(home).values())


def test_a_reprint_and_a_pinyin_copy_are_the_same_work(crawled: Crawled) -> None:
    works: dict[int, set[str]] = {}
    for article in stored(crawled.home).values():
        works.setdefault(article.work, set()).add(article.portal)
    assert sorted(len(hosts) for hosts in works.values() if len(hosts) > 1) == [2, 3]


def test_a_second_crawl_finds_nothing_new_and_asks_conditionally(crawled: Crawled, crawl, home: Path) -> None:
    portals, county = crawled.portals, crawled.portals.addresses[0]
    first = crawled.summaries[county]
    shutil.copytree(crawled.home, home)
    before = len(portals.requests)
    second = crawl(county)
    again = portals.requests[before:]
    assert (second["articles_new"], second["revisions"], second["failed"]) == (0, 0, 0)
    assert second["requests"] < first["requests"] / 4
    pages = [request for request in again if request.path != "/robots.txt"]
    assert [request.path.count("/") for request in pages if request.status == 404] == [3], "one that cannot exist"
    assert {request.status for request in pages if request.status not in (301, 404)} == {304}
    files = [file for file in map(as_file, (*crawled.requests, *again)) if file is not None]
    assert len(files) == len(set(files)) >= 4, "a file is fetched once"
    archive = Archive.open(home)
    with archive.reading() as session:
        kept = [file for article in stored(home).values() for file in articles.attachments(session, article.id)]
    archive.close()
    assert sum(file.sha256 is not None for file in kept) == len(files), "and known by its digest"


def as_file(request: Request) -> tuple[str, str] | None:
    """Which file of which portal came with an answer."""
    fetched = request.status == 200 and re.search(r"\.(png|pdf|doc)$", request.path)
    return (request.address, request.path) if fetched else None


def test_a_new_article_is_found_behind_known_ones(portals: DemoPortals, crawl) -> None:
    county = portals.addresses[0]
    crawl(county, "--limit", "5")
    summary = crawl(county)
    whole = [truth for truth in portals.truth() if truth.url.startswith(county)]
    assert summary["articles_new"] == len(whole) - 5


def test_since_leaves_older_articles_for_later(portals: DemoPortals, crawl, home: Path) -> None:
    county = portals.addresses[0]
    crawl(county, "--since", "2020-01-01")
    dated = {article.published[:4] for article in stored(home).values() if article.published}
    assert min(dated) == "2020"


def test_one_channel_alone_can_be_crawled(portals: DemoPortals, crawl, home: Path) -> None:
    county = portals.addresses[0]
    crawl(county + "tzgg/")
    wanted = {t.url for t in portals.truth() if t.url.startswith(county) and t.channel == "通知公告"}
    assert set(stored(home)) == wanted


@pytest.mark.parametrize(("wanted", "kinds"), [("attachments", {"pdf", "doc"}), ("none", set())])
def test_which_files_are_kept_is_a_setting(portals: DemoPortals, crawl, wanted: str, kinds: set[str]) -> None:
    crawl(portals.addresses[0], ARCHIVER_FILES=wanted)
    asked = {m[1] for r in portals.requests if (m := re.search(r"\.(png|pdf|doc)$", r.path))}
    assert asked == kinds


def test_robots_txt_is_asked_first_and_obeyed(crawled: Crawled) -> None:
    assert crawled.requests[0].path == "/robots.txt"
    assert all(request.user_agent.startswith("Archiver/") for request in crawled.requests if request.user_agent)


@pytest.mark.postgresql
def test_the_same_archive_comes_about_on_postgresql(portals: DemoPortals, crawl, home: Path, postgresql: str) -> None:
    county = portals.addresses[0]
    summary = crawl(county, ARCHIVER_DATABASE=postgresql)
    found = stored(home, postgresql)
    assert summary["articles_new"] == len(found) == len([t for t in portals.truth() if t.url.startswith(county)])
    again = crawl(county, ARCHIVER_DATABASE=postgresql)
    assert (again["articles_new"], again["revisions"]) == (0, 0)


def test_a_limited_crawl_is_short(portals: DemoPortals, crawl, home: Path) -> None:
    crawl(portals.addresses[0], "--limit", "3", ARCHIVER_FILES="none")
    assert len(stored(home)) == 3
    pages = [request for request in portals.requests if "/e/public/" not in request.path]
    assert len(pages) <= 12, "it does not walk all lists of a portal to show three articles"


def test_scrapy_crawl_does_the_same(portals: DemoPortals, home: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    city = portals.addresses[1]
    environment = os.environ | {"ARCHIVER_HOME": str(home), "ARCHIVER_DELAY": "0"}
    script = "from scrapy.cmdline import execute; from spiders.portals.demo import Demo; import sys; " + (
        f"Demo.site = {city!r}; sys.argv = ['scrapy', 'crawl', 'demo', '--nolog']; execute()"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, timeout=60, check=False)
    assert done.returncode == 0
    assert len(stored(home)) == len([truth for truth in portals.truth() if truth.url.startswith(city)])


def test_a_portal_that_nobody_declared_is_called_as_its_home_page_says(portals: DemoPortals, crawl, home: Path) -> None:
    crawl(portals.addresses[1])
    assert {article.portal_title for article in stored(home).values()} == {"岚州市计划生育协会"}
