import signal
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from archiver.errors import Locked
from storage import warc
from storage.archive import Archive
from storage.runs import OpenRun, PortalFacts, note_portal
from storage.tables import Capture, Portal, Run

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
HOST = "http://songxi.example.cn"
FACTS = PortalFacts(name="songxi", site=HOST + "/", title="松溪县计生协", province="福建", kind="计生协")

CRAWL_AND_WAIT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage.archive import Archive
from storage.runs import OpenRun, PortalFacts
from storage.warc import Exchange
archive = Archive.open(Path(sys.argv[1]), sys.argv[2] or None)
now = datetime.now(UTC)
host = "http://songxi.example.cn"
run = OpenRun(archive, PortalFacts(name="songxi", site=host + "/"), host, {}, now)
for number in range(3):
    url = f"{host}/{number}"
    run.captures.keep(run.frontier.page(url, "article", now), Exchange(
        url, now, 200, "OK", [], url.encode() * 100, "GET", [], b"", {}))
print("crawling", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def reopened(any_archive, any_database):
    """Opens the archive once more, since a run closes its own."""
    opened = []

    def open_():
        opened.append(Archive.open(any_archive.home, any_database))
        return opened[-1]

    yield open_
    for archive in opened:
        archive.close()


def test_a_run_is_noted_with_its_counts(any_archive, reopened):
    run = OpenRun(reopened(), FACTS, HOST, {"software": "test"}, NOW)
    run.close("done", None, {"pages": 3}, NOW + timedelta(minutes=1))
    with any_archive.reading() as session:
        row = session.scalars(select(Run)).one()
    assert (row.outcome, row.counts, row.ended_at) == ("done", {"pages": 3}, NOW + timedelta(minutes=1))


def test_a_second_run_on_the_same_host_is_refused(any_archive, reopened):
    run = OpenRun(reopened(), FACTS, HOST, {}, NOW)
    with pytest.raises(Locked):
        OpenRun(reopened(), FACTS, HOST, {}, NOW)
    run.close("done", None, {}, NOW)
    OpenRun(reopened(), FACTS, HOST, {}, NOW).close("done", None, {}, NOW)


def test_after_a_kill_the_next_run_takes_up_what_was_kept(any_archive, any_database, reopened, process):
    child = process(CRAWL_AND_WAIT, any_archive.home, any_database or "")
    assert child.stdout.readline() == "crawling\n"
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    for _ in range(200):  # a server notices a dead client a moment later
        try:
            run = OpenRun(reopened(), FACTS, HOST, {}, NOW)
            break
        except Locked:
            signal.sigtimedwait([], 0.05)
    else:
        pytest.fail("the lock outlived its holder")
    waiting = run.frontier.waiting(NOW)
    assert len(waiting) == 3
    for page in waiting:
        assert run.captures.body(page.unread).answer.body == page.url.encode() * 100
    run.close("done", None, {}, NOW)
    with any_archive.reading() as session:
        assert session.scalars(select(Run.outcome).order_by(Run.id)).all() == ["died", "done"]
        files = set(session.scalars(select(Capture.warc_file)))
    assert {path.name for path in any_archive.warcs.iterdir()} == files
    for file in files:
        assert len([kind for kind, _ in warc.records(any_archive.warcs / file) if kind == "response"]) == 3


def test_a_portal_is_brought_up_to_date_with_its_declaration(any_archive):
    first = note_portal(any_archive, PortalFacts(name="songxi", site="http://old.example.cn/", family="plain"))
    assert note_portal(any_archive, FACTS) == first
    with any_archive.reading() as session:
        portal = session.get_one(Portal, first)
    assert (portal.site, portal.title, portal.family) == (FACTS.site, FACTS.title, "plain")
