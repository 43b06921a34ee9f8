import csv
import io
import json

import pytest

from storage.runs import PortalFacts
from storage.tables import Article

OTHER = PortalFacts(name="zhenghe", site="http://zhenghe.example.cn/")
TWIN = "http://zhenghe.example.cn/news/77.html"
KEYS = [
    *("id", "url", "portal", "channel", "title", "published", "published_raw"),
    *("views", "source", "author", "body", "work", "gone_at", "sha256"),
]


def test_everything_as_json_lines(at_any, any_archive, fill, printed):
    fill(any_archive, [printed(), printed("http://songxi.example.cn/2.html", title="简报", published="2016年11月")])
    answer = at_any("export")
    assert (answer.code, answer.err) == (0, "")
    first, second = answer.rows
    assert list(first) == KEYS
    assert first["body"] == printed().body
    assert (second["published"], second["published_raw"], second["views"]) == ("2016-11", "2016年11月", None)
    assert len(first["sha256"]) == 64


def test_a_query_exports_every_printing(at, archive, fill, printed):
    fill(archive, [printed(), printed("http://songxi.example.cn/2.html", title="简报", body="另一篇")])
    fill(archive, [printed(TWIN)], OTHER)
    assert [row["url"] for row in at("export", "健康知识讲座").rows] == [printed().url, TWIN]


def test_more_than_one_page_of_matches(at, archive, fill, printed):
    fill(archive, [printed(f"http://songxi.example.cn/{n}.html", body=f"第{n}篇") for n in range(250)])
    assert [row["id"] for row in at("export", "健康").rows] == list(range(1, 251))


def test_a_table_for_a_spreadsheet(at, archive, fill, printed):
    fill(archive, [printed(views=7)])
    text = at("export", "--format", "csv").out
    assert text.startswith("\ufeffid,url,")
    header, row = csv.reader(io.StringIO(text[1:]))
    assert header == KEYS
    assert dict(zip(header, row, strict=True))["body"] == printed().body
    assert (row[header.index("views")], row[header.index("author")]) == ("7", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_in_a_table_is_text(at, archive, fill, printed, start):
    fill(archive, [printed(title=f"{start}SUM(A1:A9)")])
    [row] = csv.DictReader(io.StringIO(at("export", "--format", "csv").out[1:], newline=""))
    assert row["title"] == f"'{start}SUM(A1:A9)"
    assert at("export").rows[0]["title"] == f"{start}SUM(A1:A9)"


def test_when_an_article_was_withdrawn_is_said(at, archive, fill, printed):
    fill(archive, [printed()])
    with archive.writing() as session:
        article = session.get_one(Article, 1)
        article.gone_at = article.first_seen
    assert at("export").rows[0]["gone_at"] == "2019-05-06T03:00:00+00:00"


def test_into_a_file(at, archive, fill, printed, tmp_path):
    fill(archive, [printed()])
    file = tmp_path / "全部.csv"
    answer = at("export", "--format", "csv", "--output", file)
    assert (answer.code, answer.out, answer.err) == (0, "", "1 article written.\n")
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid,")
    at("export", "--output", file)
    assert json.loads(file.read_text("utf-8"))["title"] == printed().title
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [file.name]


def test_a_file_that_cannot_be_written_is_one_sentence(at, tmp_path):
    answer = at("export", "--output", tmp_path / "none" / "all.jsonl")
    assert answer.code == 1
    assert answer.err.startswith("archiver: ")
    assert at("export", "--output", tmp_path).code == 2


def test_a_wrong_query_leaves_the_old_file(at, archive, fill, printed, tmp_path):
    fill(archive, [printed()])
    file = tmp_path / "all.jsonl"
    file.write_text("old")
    assert at("export", '"没完', "--output", file).code == 2
    assert file.read_text() == "old"
    assert not list(tmp_path.glob("*.part"))


def test_nothing_to_export_is_said(at):
    answer = at("export")
    assert (answer.code, answer.out, answer.err) == (0, "", "0 articles written.\n")


def test_every_format_goes_into_a_file_and_to_a_pipe(at, archive, fill, printed, tmp_path):
    fill(archive, [printed()])
    for name in ("parquet", "ris", "bibtex", "gbt7714", "warc", "wacz", "bagit"):
        file = tmp_path / f"{name}.zip"
        answer = at("export", "健康知识讲座", "--format", name, "--output", file)
        assert (answer.code, answer.out, answer.err) == (0, "", "1 article written.\n")
        assert file.stat().st_size > 100
    assert at("export", "--format", "ris").out.startswith("TY  - ELEC")
    assert "[EB/OL]" in at("export", "--format", "gbt7714").out


def test_a_bag_is_a_folder_unless_a_zip_is_named(at, archive, fill, printed, tmp_path):
    fill(archive, [printed()])
    assert at("export", "--format", "bagit", "--output", tmp_path / "bag").code == 0
    assert (tmp_path / "bag" / "data" / "articles.jsonl").is_file()
    again = at("export", "--format", "bagit", "--output", tmp_path / "bag")
    assert (again.code, "there already" in again.err) == (2, True)
    assert not list(tmp_path.glob("*.part"))


def test_bytes_are_not_thrown_at_a_terminal(at, archive, fill, printed, monkeypatch):
    fill(archive, [printed()])
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    answer = at("export", "--format", "warc")
    assert (answer.code, answer.out) == (2, "")
    assert "--output" in answer.err


def test_an_unknown_format_names_the_choices(at):
    answer = at("export", "--format", "xml")
    assert answer.code == 2
    assert "'jsonl', 'csv'" in answer.err
