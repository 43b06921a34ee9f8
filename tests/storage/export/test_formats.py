"""Each format is read back by a tool that is not ours, with as many articles as the query finds."""

import csv
import io
import json
import os
import shutil
import subprocess
import zipfile
from datetime import timedelta

import bagit
import bibtexparser
import pyarrow.parquet as pq
import pytest
import rispy
from sqlalchemy import select
from warcio.archiveiterator import ArchiveIterator

from pipelines.deduplicate import identity
from pipelines.intake import take_in
from storage import warc
from storage.articles import articles
from storage.export.bagit import bag
from storage.export.formats import FORMATS
from storage.export.selection import Selection
from storage.export.wacz import surt
from storage.runs import PortalFacts
from storage.tables import Article, Capture, Page
from tests.conftest import NOW

OTHER = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/", title="政和县计生协")
QUERY = "健康知识讲座"
FOUND = 6


@pytest.fixture
def filled(any_archive, fill, printed):
    """Six articles that the query finds and one that it does not: a revision, odd titles, a twin of the same bytes, one
    without capture."""
    fill(
        any_archive,
        [
            printed(views=12, source="县计生协", author="张三"),
            printed(
                "http://songxi.example.cn/2.html", title='健康知识讲座 {50%} & "引号", _下划线_ \\ #1', body="第二"
            ),
            printed(
                "http://songxi.example.cn/3.html", title="=健康知识讲座", body="第三\n第二行", published="2016年11月"
            ),
            printed("http://songxi.example.cn/4.html", title="别的事", body="与此无关", published=None),
        ],
    )
    fill(
        any_archive,
        [printed(title="松溪县计生协开展健康知识讲座（更正）", source="县计生协", author="张三")],
        at=NOW + timedelta(days=1),
    )
    fill(any_archive, [printed("http://songxi.example.cn/3.html", title="=健康知识讲座", body="第三\n第二行", published="2016年11月")], at=NOW + timedelta(days=2))  # fmt: skip  # noqa: E501
    # The same bytes at another address: the archive holds them once.
    fill(any_archive, [printed("http://zhenghe.example.cn/5.html", title="健康知识讲座五", body="第五")], OTHER)
    fill(any_archive, [printed("http://zhenghe.example.cn/6.html", title="健康知识讲座五", body="第五")], OTHER)
    given = printed("http://zhenghe.example.cn/7.html", title="健康知识讲座七", body="第七", published=None)
    with any_archive.writing() as session:
        portal = session.scalar(select(Page.portal_id).where(Page.url == "http://zhenghe.example.cn/5.html"))
        page = Page(portal_id=portal, url=given.url, kind="article", state="discovered", depth=0, priority=0, first_seen=NOW, last_seen=NOW)  # fmt: skip  # noqa: E501
        session.add(page)
        session.flush()
        from archiver.items import Reading

        reading = Reading(article=given, fetched_at=NOW, page_id=page.id, views_how="given", reader_version=0)
        take_in(session, reading, identity(given), "Asia/Shanghai", NOW)
    return any_archive


@pytest.fixture
def exported(filled):
    def export(name, query=QUERY):
        chosen = Selection(filled, query)
        whole = b"".join(FORMATS[name].write(chosen, NOW))
        assert chosen.count == (FOUND if query == QUERY else chosen.count)
        return whole

    return export


def titles(archive):
    with archive.reading() as session:
        return {stored.id: stored.title for stored in articles(session, range(1, 20))}


def test_the_same_data_as_lines_a_spreadsheet_and_a_typed_table(exported):
    rows = [json.loads(line) for line in exported("jsonl").splitlines()]
    table = list(csv.DictReader(io.StringIO(exported("csv").decode("utf-8-sig"), newline="")))
    columns = pq.read_table(io.BytesIO(exported("parquet"))).to_pylist()
    assert len(rows) == len(table) == len(columns) == FOUND
    assert columns == rows
    assert [{name: value or "" for name, value in row.items()} for row in table] == [
        {
            name: "" if value is None else f"'{value}" if str(value)[0] == "=" else str(value)
            for name, value in row.items()
        }
        for row in rows
    ]


def test_parquet_has_types_and_no_row_too_many(exported):
    schema = pq.read_schema(io.BytesIO(exported("parquet")))
    assert {name: str(schema.field(name).type) for name in ("id", "views", "title", "gone_at")} == {
        "id": "int64",
        "views": "int64",
        "title": "string",
        "gone_at": "timestamp[us, tz=UTC]",
    }
    assert pq.read_table(io.BytesIO(exported("parquet", "nothingofthekind"))).num_rows == 0


def test_a_reference_manager_reads_ris(exported, filled):
    entries = rispy.loads(exported("ris").decode())
    assert [entry["title"] for entry in entries] == [
        title for title in titles(filled).values() if "健康知识讲座" in title
    ]
    first = entries[0]
    assert (first["type_of_reference"], first["authors"], first["urls"]) == (
        "ELEC",
        ["张三"],
        ["http://songxi.example.cn/a/1.html"],
    )
    assert first["date"] == "2018/06/29/"
    assert "SHA-256" in first["notes"][0]


def test_bibtex_is_read_whole(exported):
    library = bibtexparser.parse_string(exported("bibtex").decode())
    assert (len(library.entries), library.failed_blocks) == (FOUND, [])
    assert len({entry.key for entry in library.entries}) == FOUND
    first = library.entries_dict["songxi-1"]
    assert (first["author"], first["year"], first["date"]) == ("{张三}", "2018", "2018-06-29")


def test_the_chinese_standard_is_a_line_an_article(exported):
    lines = exported("gbt7714").decode().splitlines()
    assert len(lines) == FOUND
    assert all("[EB/OL]" in line for line in lines)


def responses(content):
    with io.BytesIO(content) as stream:
        return {
            record.rec_headers.get_header("WARC-Target-URI"): (
                record.rec_type,
                record.rec_headers.get_header("WARC-Payload-Digest"),
                record.raw_stream.read(),
            )
            for record in ArchiveIterator(stream, check_digests="raise")
            if record.rec_type in ("response", "resource")
        }


def test_a_warc_holds_the_bytes_of_every_article(exported, filled):
    content = exported("warc")
    records = responses(content)
    assert len(records) == FOUND
    with filled.reading() as session:
        for stored in articles(session, range(1, 20)):
            if stored.url not in records:
                assert stored.title == "别的事"
                continue
            kind, digest, body = records[stored.url]
            assert digest == warc.labelled(warc.sha256(body))
            assert kind == ("response" if stored.sha256 else "resource")
            assert stored.sha256 in (None, warc.sha256(body)), "the very bytes of the capture that is cited"
            assert stored.title.encode() in body
    kinds = [record.rec_type for record in ArchiveIterator(io.BytesIO(content))]
    assert kinds.count("revisit") == 0, "nothing refers to what is not in the file"
    assert kinds.count("request") == 4, "what was asked stands beside the captures that were copied"


def test_warcio_checks_it(exported, tmp_path):
    file = tmp_path / "export.warc.gz"
    file.write_bytes(exported("warc"))
    tool = os.path.join(os.path.dirname(os.sys.executable), "warcio")
    done = subprocess.run([tool, "check", str(file)], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_wacz_is_whole_and_its_index_leads_to_the_records(exported):
    package = zipfile.ZipFile(io.BytesIO(exported("wacz")))
    assert package.testzip() is None
    about = json.loads(package.read("datapackage.json"))
    assert about["wacz_version"] == "1.1.1"
    for part in about["resources"]:
        content = package.read(part["path"])
        assert (len(content), f"sha256:{warc.sha256(content)}") == (part["bytes"], part["hash"])
    sealed = json.loads(package.read("datapackage-digest.json"))
    assert sealed["hash"] == f"sha256:{warc.sha256(package.read('datapackage.json'))}"
    pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
    assert (pages[0]["format"], len(pages) - 1) == ("json-pages-1.0", FOUND)
    lines = package.read("indexes/index.cdx").decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == FOUND
    content = package.read("archive/data.warc.gz")
    for line in lines:
        told = json.loads(line.split(" ", 2)[2])
        place = io.BytesIO(content[int(told["offset"]) : int(told["offset"]) + int(told["length"])])
        [record] = ArchiveIterator(place, check_digests="raise")
        assert record.rec_headers.get_header("WARC-Target-URI") == told["url"]
    assert all(part.compress_type == zipfile.ZIP_STORED for part in package.infolist()), "replayers seek in it"


@pytest.mark.skipif(shutil.which("wacz") is None, reason="the tool `wacz` is not installed here")
def test_the_tool_of_the_standard_accepts_it(exported, tmp_path):
    file = tmp_path / "export.wacz"
    file.write_bytes(exported("wacz"))
    done = subprocess.run(["wacz", "validate", "--file", str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_bag_is_valid_packed_and_laid_out(exported, filled, tmp_path):
    with zipfile.ZipFile(io.BytesIO(exported("bagit"))) as package:
        package.extractall(tmp_path / "packed")
    bag(Selection(filled, QUERY), NOW, tmp_path / "laid out")
    for folder in (tmp_path / "packed" / "articles", tmp_path / "laid out"):
        assert bagit.Bag(str(folder)).validate()
        assert len((folder / "data" / "articles.jsonl").read_bytes().splitlines()) == FOUND
        assert len(responses((folder / "data" / "articles.warc.gz").read_bytes())) == FOUND
    (tmp_path / "laid out" / "data" / "articles.jsonl").write_text("{}")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path / "laid out")).validate()


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_withdrawn_is_in_no_format(filled, name):
    with filled.writing() as session:
        for article in session.scalars(select(Article)):
            article.withdrawn_at = NOW
            article.change += 100
    chosen = Selection(filled)
    whole = b"".join(FORMATS[name].write(chosen, NOW))
    assert chosen.count == 0
    assert b"songxi.example.cn" not in whole


def test_bytes_that_rotted_are_not_exported(filled):
    with filled.writing() as session:
        session.get_one(Capture, 2).sha256 = "0" * 64
    with pytest.raises(warc.ArchiveUnusable, match="digest"):
        b"".join(FORMATS["warc"].write(Selection(filled), NOW))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.Example.org.cn/A/1.html?b=2&a=1", "cn,org,example)/a/1.html?a=1&b=2"),
        ("https://example.cn:443", "cn,example)/"),
        ("http://127.0.0.1:8091/x", "127.0.0.1:8091)/x"),
    ],
)
def test_an_address_turned_round(url, expected):
    assert surt(url) == expected
