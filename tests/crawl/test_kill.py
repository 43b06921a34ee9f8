"""A crawl that is killed leaves nothing torn, and the next one arrives where an undisturbed one would."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin

import pytest
from warcio.checker import Checker

from archiver.demo.server import DemoPortals
from storage.archive import Archive
from storage.captures import read_capture
from storage.reprints import OF_REVISION
from storage.tables import Article, Capture, Fingerprint, Page, Revision, View
from tests.crawl.conftest import Crawled
from tests.forked import Forked

ROOT = Path(__file__).parents[2]
Start = Callable[..., Forked]


def content(home: Path, address: str) -> set[tuple[object, ...]]:
    """What an archive knows, apart from when and in which order it learnt it."""
    archive = Archive.open(home)
    with archive.reading() as session:
        rows = session.execute(
            Page.__table__.join(Article.__table__, Article.page_id == Page.id)
            .join(Revision.__table__, Revision.article_id == Article.id)
            .join(Fingerprint.__table__, OF_REVISION)
            .select()
            .with_only_columns(Page.url, Revision.number, Fingerprint.fingerprint, Revision.title, Article.views)
        )
        found = {(row[0].removeprefix(address), *row[1:]) for row in rows}
    archive.close()
    return found


def assert_sound(home: Path) -> None:
    """Every capture's bytes are there and match; every WARC file is finished and whole."""
    archive = Archive.open(home)
    with archive.reading() as session:
        captures = [row.id for row in session.query(Capture.id)]
    assert captures
    for capture in captures:
        read_capture(archive, capture)
    archive.close()
    assert list(home.glob("warc/*.open")) == []
    files = sorted(map(str, home.glob("warc/*.warc.gz")))
    assert Checker(type("Options", (), {"inputs": files, "verbose": False})()).process_all() == 0


@pytest.fixture
def undisturbed(crawled: Crawled) -> set[tuple[object, ...]]:
    """What an undisturbed crawl of the county's portal brings in."""
    whole = content(crawled.home, crawled.portals.addresses[0])
    return {row for row in whole if not str(row[0]).startswith("http:")}


@pytest.mark.parametrize("requests", [2, 30, 110])
def test_a_killed_crawl_goes_on(
    portals: DemoPortals, start: Start, crawl, home: Path, undisturbed: set[tuple[object, ...]], requests: int
) -> None:
    child: list[Forked] = []
    seen = len(portals.requests)

    def kill(_request: object) -> None:
        if child and len(portals.requests) - seen == requests:
            child[0].kill()

    portals.asked = kill
    child.append(start("crawl", portals.addresses[0]))
    assert child[0].wait(60) == -signal.SIGKILL
    portals.asked = None
    assert list(home.glob("warc/*.open"))
    summary = crawl(portals.addresses[0])
    assert summary["outcome"] == "done"
    assert content(home, portals.addresses[0]) == undisturbed
    assert_sound(home)


def test_a_page_captured_and_not_read_arrives_although_the_portal_says_304(
    portals: DemoPortals, archiver, crawl, home: Path, tmp_path: Path, undisturbed: set[tuple[object, ...]]
) -> None:
    script = tmp_path / "killed.py"
    script.write_text(
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "import pipelines.components as components\n"
        "from archiver.cli import main\n"
        "taken = components.Store.process_item\n"
        "def process_item(self, item):\n"
        "    if self.stats.get_value('archiver/articles_new', 0) == 7:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return taken(self, item)\n"
        "components.Store.process_item = process_item\n"
        "sys.argv = ['archiver', 'crawl', sys.argv[1]]\n"
        "main()\n"
    )
    environment = os.environ | {"ARCHIVER_HOME": str(home), "ARCHIVER_DELAY": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script, portals.addresses[0]], env=environment, cwd=ROOT, timeout=60)
    assert done.returncode == -signal.SIGKILL
    archive = Archive.open(home)
    with archive.reading() as session:
        unread = {
            page.url
            for page in session.query(Page).where(Page.full_capture_id.is_not(None), Page.read_capture_id.is_(None))
            if re.search(r"/\d+\.html$", page.url)
        }
    archive.close()
    assert unread
    before = len(portals.requests)
    crawl(portals.addresses[0])
    asked_again = {portals.addresses[0].rstrip("/") + request.path for request in portals.requests[before:]}
    assert not unread & asked_again, "what was captured is read from the WARC file, not fetched again"
    assert content(home, portals.addresses[0]) == undisturbed
    assert_sound(home)


def test_where_an_article_leads_is_noted_before_the_article_counts_as_read(
    portals: DemoPortals, home: Path, tmp_path: Path
) -> None:
    """A kill right behind the first article must not lose the pages that only this article leads to."""
    script = tmp_path / "killed.py"
    script.write_text(
        "import os, signal, sys\n"
        "import pipelines.components as components\n"
        "from archiver.cli import main\n"
        "taken = components.Store.process_item\n"
        "def process_item(self, item):\n"
        "    taken(self, item)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "components.Store.process_item = process_item\n"
        "sys.argv = ['archiver', 'crawl', sys.argv[1]]\n"
        "main()\n"
    )
    environment = os.environ | {"ARCHIVER_HOME": str(home), "ARCHIVER_DELAY": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script, portals.addresses[0]], env=environment, cwd=ROOT, timeout=60)
    assert done.returncode == -signal.SIGKILL
    archive = Archive.open(home)
    with archive.reading() as session:
        known = {page.url for page in session.query(Page)}
        (read,) = session.query(Page).join(Article, Article.page_id == Page.id)
        sent = read_capture(archive, read.read_capture_id).answer.body
    archive.close()
    # Which article comes first is a matter of moments, and one of them is in UTF-8 whatever it says.
    with suppress(UnicodeDecodeError):
        sent = sent.decode().encode("gb18030")
    neighbours = set(re.findall(r'[上下]一篇：<a href="?([^">]+)', sent.decode("gb18030")))
    assert neighbours
    assert {urljoin(read.url, address) for address in neighbours} <= known


def test_views_are_not_observed_twice_for_one_answer(crawled: Crawled) -> None:
    archive = Archive.open(crawled.home)
    with archive.reading() as session:
        observed = [(view.article_id, view.observed_at) for view in session.query(View)]
    archive.close()
    assert len(observed) == len(set(observed)) > 50


def test_two_crawls_of_one_host_do_not_meet(portals: DemoPortals, start: Start, archiver) -> None:
    second: list[subprocess.CompletedProcess[str]] = []

    def meet(request: object) -> None:
        portals.asked = None
        second.append(archiver("crawl", portals.addresses[0]))

    portals.asked = meet
    # Its robots.txt takes as long to come as the second one takes, and so long it then waits between two pages.
    first = start("crawl", portals.addresses[0], "--limit", "1", ARCHIVER_FILES="none")
    out, _ = first.communicate(timeout=60)
    assert first.returncode == 0, out
    assert second[0].returncode == 4
    assert second[0].stderr.count("\n") == 1
    assert "Another run is crawling" in second[0].stderr
