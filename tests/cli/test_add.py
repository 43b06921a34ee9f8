import json

import pytest
from sqlalchemy import select

from storage.tables import Page, Portal, Revision, View

BODY = (
    "3月5日上午，松溪县计生协在河东乡召开年度工作会议，各乡镇会长、秘书长共25人参加了会议。"
    "会议回顾了去年的工作，肯定了会员小组在走访困难家庭、举办健康讲座、组织义诊等方面取得的成绩。"
)
ROW = {
    "url": "http://songxi.example.cn/a/1.html",
    "title": "松溪县计生协召开工作会议",
    "published": "2018-03-06 10:54",
    "body": BODY,
    "portal": "songxi",
    "views": 12,
    "source": "县计生协",
    "fetched_at": "2019-05-06T11:00:00+08:00",
}


@pytest.fixture
def add(at_any, tmp_path):
    """Adds rows, or lines as they are, and returns what the command answered."""

    def add_(*rows):
        file = tmp_path / "articles.jsonl"
        file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
        return at_any("add", file, "--json")

    return add_


def test_an_article_is_taken_in_as_given(add, any_archive):
    answer = add(ROW)
    assert answer.code == 0
    assert answer.rows[-1] | {"seconds": 0} == {
        "lines": 1,
        "articles_new": 1,
        "revisions": 0,
        "unchanged": 0,
        "reprints": 0,
        "quarantined": 0,
        "failed": 0,
        "seconds": 0,
    }
    with any_archive.reading() as session:
        [revision] = session.scalars(select(Revision)).all()
        [portal] = session.scalars(select(Portal)).all()
        [view] = session.scalars(select(View)).all()
    assert (revision.title, revision.published_raw, revision.precision) == (ROW["title"], "2018-03-06 10:54", "minute")
    assert (portal.name, portal.site) == ("songxi", "http://songxi.example.cn/")
    assert (view.count, view.how) == (12, "given")


def test_the_same_url_again_is_a_later_fetch(add):
    assert add(ROW, ROW | {"fetched_at": "2019-06-01"}).rows[-1]["unchanged"] == 1
    assert add(ROW | {"body": BODY.replace("25人", "26人")}).rows[-1]["revisions"] == 1
    assert add(ROW).rows[-1]["revisions"] == 1, "put back"


def test_a_bad_line_is_reported_with_its_number_and_the_rest_goes_in(add):
    answer = add(
        ROW,
        "{broken",
        {"title": "无址"},
        ROW | {"url": "ftp://a/1"},
        ROW | {"url": "http://a.cn/2", "published": "某日"},
        ROW | {"url": "http://a.cn/3", "views": "多"},
        ROW | {"url": "http://zhenghe.example.cn/9.html", "portal": "zhenghe"},
    )
    assert answer.code == 1
    assert (answer.rows[-1]["articles_new"], answer.rows[-1]["failed"], answer.rows[-1]["reprints"]) == (2, 5, 1)
    for number in (2, 3, 4, 5, 6):
        assert f"line {number}:" in answer.err
    assert "Traceback" not in answer.err


def test_what_is_not_given_is_unknown_and_a_page_without_title_is_quarantined(add, any_archive):
    rows = add(
        {"url": "http://a.cn/1", "title": "只有标题和正文", "body": BODY}, {"url": "http://a.cn/2", "body": BODY}
    )
    assert (rows.rows[-1]["articles_new"], rows.rows[-1]["quarantined"]) == (1, 1)
    with any_archive.reading() as session:
        [revision] = session.scalars(select(Revision)).all()
        assert session.scalars(select(Portal.name)).all() == ["a.cn"]
        assert len(session.scalars(select(Page)).all()) == 2
    assert (revision.published, revision.source) == (None, None)


def test_a_missing_file_is_wrong_use(at, tmp_path):
    answer = at("add", tmp_path / "nothing.jsonl")
    assert (answer.code, "There is no file" in answer.err) == (2, True)


def test_an_export_can_be_added_to_another_archive(at, archiver, tmp_path):
    file, lines = tmp_path / "one.jsonl", tmp_path / "all.jsonl"
    rows = [ROW, ROW | {"url": "http://b.cn/1", "portal": "b", "published": "2016-11"}]
    file.write_text("\n".join(map(json.dumps, rows)))
    at("add", file)
    at("export", "--format", "jsonl", "--output", lines)
    answer = archiver("add", lines, "--json", "--archive", tmp_path / "other")
    assert (answer.code, answer.rows[-1]["articles_new"], answer.rows[-1]["reprints"]) == (0, 2, 1)
