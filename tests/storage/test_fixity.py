import pytest
from sqlalchemy import select, text

from storage.articles import last_change
from storage.fixity import Inspection
from storage.search.index import SearchIndex
from storage.tables import Capture, Revision
from storage.warc import OPEN


def faults(archive):
    return [(fault.what, fault.why) for fault in Inspection(archive).faults()]


@pytest.fixture
def filled(any_archive, fill, printed):
    """Two runs; the second one captured the same bytes of the first page, and a new page."""
    first = printed()
    fill(any_archive, [first, printed("http://songxi.example.cn/2.html", body="第二篇")])
    fill(any_archive, [first, printed("http://songxi.example.cn/3.html", body="第三篇")])
    return any_archive


def capture(archive, id):
    with archive.reading() as session:
        return session.get_one(Capture, id)


def damage(archive, row, at):
    path = archive.warcs / row.warc_file
    content = bytearray(path.read_bytes())
    content[row.warc_offset + at] ^= 0xFF
    path.write_bytes(content)


def test_a_sound_archive_has_no_fault_and_all_of_it_was_read(filled):
    inspection = Inspection(filled)
    assert list(inspection.faults()) == []
    assert (inspection.captures, inspection.files, inspection.articles, inspection.unlisted) == (4, 2, 3, 0)
    assert inspection.bytes == sum(path.stat().st_size for path in filled.warcs.glob("*.warc.gz"))


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_any_flipped_byte_of_a_file_is_found(filled, part):
    row = capture(filled, 1)
    whole = (filled.warcs / row.warc_file).stat().st_size
    damage(filled, row, int((whole - row.warc_offset) * part))
    assert faults(filled)


def test_a_request_record_that_rotted_is_found_too(filled):
    row = capture(filled, 2)
    damage(filled, row, row.warc_length + 60)
    [(what, why)] = faults(filled)
    assert (what, "cannot be read from byte" in why) == ("file", True)


def test_a_file_that_is_gone_is_named_once(filled):
    (filled.warcs / capture(filled, 1).warc_file).unlink()
    assert faults(filled) == [("file", "No such file or directory; 2 captures are in it")]


def test_a_file_cut_short_is_found(filled):
    path = filled.warcs / capture(filled, 1).warc_file
    path.write_bytes(path.read_bytes()[:-10])
    assert [what for what, _ in faults(filled)] == ["file"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sha256": "0" * 64}, "do not match their digest"),
        ({"size": 7}, "bytes long, not 7"),
        ({"warc_length": 7}, "bytes long, not 7"),
        ({"page_id": 2}, "of another address"),
        ({"warc_offset": 3}, "no record can be read there"),
    ],
)
def test_a_row_that_does_not_fit_its_record_is_found(filled, change, why):
    with filled.writing() as session:
        for name, value in change.items():
            setattr(session.get_one(Capture, 1), name, value)
    assert any(why in said for _, said in faults(filled))


def test_a_revisit_of_other_bytes_is_found(filled):
    with filled.writing() as session:
        [row] = session.scalars(select(Capture).where(Capture.refers_to.is_not(None)))
        row.refers_to = 2
    assert ("capture", "the capture it refers to holds other bytes") in faults(filled)


def test_rows_that_name_what_is_not_there_are_found(filled):
    with filled.writing() as session:
        session.get_one(Revision, 1).last_capture_id = 999
        session.execute(
            text(
                "INSERT INTO attachments (article_id, url, role, name, sha256)"
                " VALUES (1, 'http://songxi.example.cn/a.doc', 'attachment', 'a.doc', 'ff')"
            )
        )
    said = faults(filled)
    assert ("row", "its last_capture_id names a row that is not there") in said
    assert ("row", "no capture holds the bytes of http://songxi.example.cn/a.doc") in said


def test_an_index_that_says_something_else_is_found(filled, fill, printed):
    assert faults(filled) == []
    fill(filled, [printed("http://songxi.example.cn/4.html", body="第四篇")])
    with filled.reading() as session:
        # The last change is taken for another one: article 4 does not come in, and article 1 goes.
        SearchIndex(filled.index).write([(last_change(session), 1)])
    assert faults(filled) == [("index", "2 articles are missing from it; make it again: archiver reindex")]


def test_a_crawl_under_way_is_no_fault(filled):
    """Behind the last row, the file of a run may be half written."""
    path = filled.warcs / capture(filled, 4).warc_file
    path.rename(path.with_name(path.name + OPEN))
    with path.with_name(path.name + OPEN).open("ab") as file:
        file.write(b"\x1f\x8b\x08half")
    assert faults(filled) == []


def test_a_record_without_its_row_is_counted_and_harmless(filled):
    with filled.writing() as session:
        for table, column in (("pages", "full_capture_id"), ("pages", "read_capture_id")):
            session.execute(text(f"UPDATE {table} SET {column} = NULL WHERE {column} = 4"))
        session.execute(text("UPDATE revisions SET first_capture_id = NULL, last_capture_id = NULL WHERE first_capture_id = 4"))  # fmt: skip  # noqa: E501
        session.execute(text("DELETE FROM captures WHERE id = 4"))
    inspection = Inspection(filled)
    assert list(inspection.faults()) == []
    assert inspection.unlisted == 1


def test_a_damaged_database_is_found(archive, fill, printed):
    fill(archive, [printed(f"http://songxi.example.cn/{n}.html", body=f"第{n}篇" * 500) for n in range(20)])
    with archive.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        indexes = "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'articles'"
        root = connection.exec_driver_sql(indexes).scalar()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar()
    archive.close()
    with (archive.home / "archive.db").open("r+b") as file:
        file.seek((root - 1) * size + size - 8)
        file.write(b"\xff" * 8)
    assert "database" in [what for what, _ in faults(archive)]
