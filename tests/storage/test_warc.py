import gzip
import signal
import zlib
from datetime import UTC, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archiver.errors import ArchiveUnusable
from storage import warc
from storage.warc import Answer, Original, Record, WarcWriter

NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
NAME = "20190506030000-000001.warc.gz"
URL = "http://songxi.example.cn/a/1.html"

WRITE_AND_WAIT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage.warc import Exchange, WarcWriter
writer = WarcWriter(Path(sys.argv[1]), sys.argv[2], {"software": "test"})
for number in range(3):
    writer.write(Exchange(f"http://songxi.example.cn/{number}", datetime.now(UTC), 200, "OK", [], b"a" * 5000,
                          "GET", [], b"", {}))
print("written", flush=True)
sys.stdin.read()
"""


def written(folder, *exchanges):
    writer = WarcWriter(folder, NAME, {"software": "test"})
    places = [writer.write(exchange) for exchange in exchanges]
    writer.close()
    return places


def test_a_response_comes_back_byte_for_byte(tmp_path, exchange):
    body = gzip.compress("计生协".encode("gb18030"))
    [place] = written(tmp_path, exchange(URL, body, Content_Encoding="gzip"))
    answer = warc.read(tmp_path, place)
    assert (answer.url, answer.status, answer.body) == (URL, 200, body)
    assert ("Content-Encoding", "gzip") in answer.headers


def test_a_record_can_be_read_while_its_file_is_still_written(tmp_path, exchange):
    writer = WarcWriter(tmp_path, NAME, {})
    place = writer.write(exchange(URL, b"<p>one</p>"))
    assert warc.read(tmp_path, place).body == b"<p>one</p>"
    assert not (tmp_path / NAME).exists()
    writer.close()
    assert warc.read(tmp_path, place).body == b"<p>one</p>"


def test_another_tool_reads_the_finished_file(tmp_path, exchange):
    written(tmp_path, exchange(URL, b"one"), exchange(URL + "?2", b""))
    with (tmp_path / NAME).open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    assert kinds == ["warcinfo"] + 2 * ["response", "request", "metadata"]


def test_a_revisit_names_what_it_repeats(tmp_path, exchange):
    writer = WarcWriter(tmp_path, NAME, {})
    writer.write(exchange(URL, b"one"))
    place = writer.write(exchange(URL + "?again", b"one"), Original(URL, NOW, warc.sha256(b"one")))
    writer.close()
    with (tmp_path / NAME).open("rb") as file:
        revisit = next(record for record in ArchiveIterator(file) if record.rec_type == "revisit")
        assert revisit.rec_headers.get_header("WARC-Refers-To-Target-URI") == URL
        assert revisit.rec_headers.get_header("WARC-Profile").endswith("identical-payload-digest")
    assert warc.read(tmp_path, place).body == b""


def test_the_bytes_of_a_killed_writer_are_kept(tmp_path, process):
    child = process(WRITE_AND_WAIT, tmp_path, NAME)
    assert child.stdout.readline() == "written\n"
    assert warc.recover(tmp_path) == [], "its writer lives"
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    assert warc.recover(tmp_path) == [NAME]
    addresses = [url for kind, url in warc.records(tmp_path / NAME) if kind == "response"]
    assert addresses == [f"http://songxi.example.cn/{number}" for number in range(3)]
    assert {path.name for path in tmp_path.iterdir()} == {NAME}


@pytest.mark.parametrize("cut", [1, 40, 300])
def test_a_torn_tail_is_cut_off(tmp_path, exchange, cut):
    places = written(tmp_path, exchange(URL, b"one" * 300), exchange(URL + "?2", bytes(range(256)) * 20))
    torn = (tmp_path / NAME).read_bytes()[:-cut]
    (tmp_path / NAME).unlink()
    (tmp_path / (NAME + warc.OPEN)).write_bytes(torn)
    assert warc.recover(tmp_path) == [NAME]
    assert warc.read(tmp_path, places[0]).body == b"one" * 300
    with (tmp_path / NAME).open("rb") as file:
        assert all(record.content_stream().read() is not None for record in ArchiveIterator(file))
    assert Checker(type("Arguments", (), {"inputs": [str(tmp_path / NAME)], "verbose": False})()).process_all() == 0


def test_rubbish_behind_the_last_record_is_cut_off(tmp_path, exchange):
    [place] = written(tmp_path, exchange(URL, b"one"))
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).rename(tmp_path / (NAME + warc.OPEN))
    with (tmp_path / (NAME + warc.OPEN)).open("ab") as file:
        file.write(bytes(4096))
    warc.recover(tmp_path)
    assert (tmp_path / NAME).read_bytes() == whole
    assert warc.read(tmp_path, place).body == b"one"


def test_a_file_without_a_whole_record_goes(tmp_path):
    (tmp_path / (NAME + warc.OPEN)).write_bytes(b"\x1f\x8b\x08")
    warc.recover(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [lambda path: path.unlink(), lambda path: path.write_bytes(b"\0" * 400), lambda path: path.write_bytes(b"")],
    ids=["missing", "overwritten", "emptied"],
)
def test_a_damaged_file_is_one_clear_sentence(tmp_path, exchange, damage):
    [place] = written(tmp_path, exchange(URL, b"one"))
    damage(tmp_path / NAME)
    with pytest.raises(ArchiveUnusable, match=NAME):
        warc.read(tmp_path, place)


def test_a_place_that_is_no_record_is_one_clear_sentence(tmp_path, exchange):
    [place] = written(tmp_path, exchange(URL, b"one" * 100))
    with pytest.raises(ArchiveUnusable, match=NAME):
        warc.read(tmp_path, Record(place.file, place.offset + 5, place.length))


def test_one_name_is_written_by_one_writer(tmp_path):
    writer = WarcWriter(tmp_path, NAME, {})
    with pytest.raises(OSError):  # noqa: PT011 - a lock held or a file that exists, as the system says it
        WarcWriter(tmp_path, NAME, {})
    writer.close()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"page", mtime=0)),
        ("x-gzip", gzip.compress(b"page", mtime=0)),
        ("deflate", zlib.compress(b"page")),
        ("deflate", zlib.compress(b"page", wbits=-15)),
        ("gzip", b"page"),
        ("unheard-of", b"page"),
    ],
)
def test_a_page_is_unpacked_as_it_was_packed(encoding, packed):
    answer = Answer(URL, 200, [("Content-Type", "text/html"), ("content-encoding", encoding)], packed)
    assert warc.decoded(answer) == b"page"


def test_a_page_cut_short_gives_what_there_is():
    packed = gzip.compress("计生协".encode() * 9000, 1)
    body = warc.decoded(Answer(URL, 200, [("Content-Encoding", "gzip")], packed[: len(packed) // 2]))
    assert body.startswith("计生协".encode())
