from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from archiver.errors import ArchiveUnusable
from storage import warc
from storage.captures import Captures, read_capture
from storage.frontier import Frontier
from storage.runs import PortalFacts, note_portal
from storage.tables import Capture, Page, Run

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
SITE = "http://songxi.example.cn/"
PAGE = "<html><h1>通知</h1><p>各乡镇计生协：请于本月底前报送工作总结。</p></html>".encode()


@pytest.fixture
def crawl(any_archive):
    """Captures and frontier of one run."""
    portal_id = note_portal(any_archive, PortalFacts(name="songxi", site=SITE))
    with any_archive.writing() as session:
        run = Run(portal_id=portal_id, started_at=NOW)
        session.add(run)
        session.flush()
        run_id = run.id
    captures = Captures(any_archive, run_id, f"20190506030000-{run_id:06}.warc.gz", {"software": "test"})
    yield any_archive, captures, Frontier(any_archive, portal_id)
    captures.close()


def kinds(archive):
    return [kind for path in sorted(archive.warcs.glob("*.warc.gz")) for kind, _ in warc.records(path)]


def test_a_capture_is_read_back_from_its_row(crawl, exchange):
    archive, captures, frontier = crawl
    kept = captures.keep(frontier.page(SITE, "list", NOW), exchange(SITE, PAGE, etag='"a1"', Last_Modified="yesterday"))
    again = read_capture(archive, kept.id)
    assert again.answer.body == PAGE == kept.answer.body
    assert again.fetched_at == NOW
    with archive.reading() as session:
        page = session.get_one(Page, kept.page_id)
        assert (page.full_capture_id, page.read_capture_id, page.etag, page.last_modified) == (
            kept.id,
            None,
            '"a1"',
            "yesterday",
        )


def test_equal_bytes_are_kept_once(crawl, exchange):
    archive, captures, frontier = crawl
    first = captures.keep(frontier.page(SITE, "list", NOW), exchange(SITE, PAGE))
    other = captures.keep(frontier.page(SITE + "index.html", "list", NOW), exchange(SITE + "index.html", PAGE))
    third = captures.keep(other.page_id, exchange(SITE + "index.html", PAGE, NOW + timedelta(days=1)))
    captures.close()
    assert kinds(archive) == [
        "warcinfo",
        *("response", "request", "metadata"),
        *("revisit", "request", "metadata"),
        *("revisit", "request", "metadata"),
    ]
    for kept in (other, third):
        assert read_capture(archive, kept.id).answer.body == PAGE
        with archive.reading() as session:
            assert session.get_one(Capture, kept.id).refers_to == first.id


def test_not_modified_is_the_page_as_it_was_read_last(crawl, exchange):
    archive, captures, frontier = crawl
    url = SITE + "a/1.html"
    page_id = frontier.page(url, "article", NOW)
    first = captures.keep(page_id, exchange(url, PAGE, etag='"a1"'))
    frontier.read(page_id, first.id, "list", NOW)
    later = captures.keep(page_id, exchange(url, b"", NOW + timedelta(days=1), 304))
    assert later.not_modified
    assert later.answer.body == PAGE
    assert later.fetched_at == NOW + timedelta(days=1)
    captures.close()
    assert kinds(archive)[4] == "revisit"
    with archive.reading() as session:
        row = session.get_one(Capture, later.id)
        assert (row.status, row.refers_to, row.sha256) == (304, first.id, warc.sha256(PAGE))
        assert session.get_one(Page, page_id).full_capture_id == first.id


def test_not_modified_by_a_page_never_read_is_no_text(crawl, exchange):
    _, captures, frontier = crawl
    url = SITE + "a/1.html"
    kept = captures.keep(frontier.page(url, "article", NOW), exchange(url, b"", status=304))
    assert not kept.not_modified
    assert (kept.answer.status, kept.answer.body) == (304, b"")


def test_an_error_page_is_kept_and_does_not_stand_for_the_page(crawl, exchange):
    archive, captures, frontier = crawl
    url = SITE + "a/1.html"
    page_id = frontier.page(url, "article", NOW)
    kept = captures.keep(page_id, exchange(url, b"not here", status=404))
    assert read_capture(archive, kept.id).answer.status == 404
    with archive.reading() as session:
        assert session.get_one(Page, page_id).full_capture_id is None


def test_a_body_that_does_not_match_its_digest_is_found(crawl, exchange):
    archive, captures, frontier = crawl
    kept = captures.keep(frontier.page(SITE, "list", NOW), exchange(SITE, PAGE))
    other = captures.keep(frontier.page(SITE + "2", "list", NOW), exchange(SITE + "2", PAGE + b"2"))
    with archive.writing() as session:
        row, foreign = session.get_one(Capture, kept.id), session.get_one(Capture, other.id)
        place, foreign.warc_offset = foreign.warc_offset, -1
        session.flush()
        row.warc_offset = place
    with pytest.raises(ArchiveUnusable, match="does not match its digest"):
        read_capture(archive, kept.id)


def test_a_flipped_byte_in_the_file_is_found(crawl, exchange):
    archive, captures, frontier = crawl
    body = bytes(range(256)) * 64
    kept = captures.keep(frontier.page(SITE, "list", NOW), exchange(SITE, body))
    captures.close()
    with archive.reading() as session:
        row = session.get_one(Capture, kept.id)
    path = archive.warcs / row.warc_file
    content = bytearray(path.read_bytes())
    content[row.warc_offset + row.warc_length // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(ArchiveUnusable):
        read_capture(archive, kept.id)


def test_a_run_that_fetches_nothing_leaves_no_file(crawl):
    archive, captures, _ = crawl
    captures.close()
    assert list(archive.warcs.iterdir()) == []


def test_the_bytes_are_on_disk_before_the_row_is(crawl, exchange):
    archive, captures, frontier = crawl
    for number in range(5):
        url = f"{SITE}{number}"
        captures.keep(frontier.page(url, "article", NOW), exchange(url, PAGE + str(number).encode()))
    with archive.reading() as session:
        rows = list(session.scalars(select(Capture)))
    for row in rows:
        size = (archive.warcs / (row.warc_file + warc.OPEN)).stat().st_size
        assert row.warc_offset + row.warc_length <= size
