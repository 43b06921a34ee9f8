import json

import pytest

PAGE = """<html><head><meta charset="gb2312"><title>柳浦镇试点祖辈育儿课堂-云渡县计生协</title></head><body>
<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/gzdt/">工作动态</a></div>
<h1>柳浦镇试点祖辈育儿课堂</h1><div class="info">发布时间：2022-10-19 15:09 来源：柳浦镇计生协 浏览次数：87</div>
<div class="text"><p>奶粉多放一勺孩子是不是长得快，课堂从老人们最常问的几个问题讲起。</p>
<p>镇上先办四期，每期二十户。<img src="/upload/1.jpg" width="600" height="400"></p>
<p>附件：<a href="/upload/1.doc">报名表.doc</a></p></div>
<p>上一篇：<a href="/gzdt/0.html">柳浦镇慰问独居老人</a></p><p>下一篇：没有了</p></body></html>"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "文章.html"
    path.write_bytes(PAGE.encode("gb18030"))
    return path


def test_the_fields_one_a_line(archiver, page):
    answer = archiver("parse", "--url", "http://yundu.example.cn/gzdt/1.html", page)
    assert answer.code == 0
    assert "\n       title  柳浦镇试点祖辈育儿课堂\n" in answer.out
    assert "\n   published  2022-10-19T15:09\n" in answer.out
    assert "  author  —\n" in answer.out
    assert "  breadcrumb  首页 > 工作动态\n" in answer.out
    assert "  attachment  报名表.doc  http://yundu.example.cn/upload/1.doc\n" in answer.out


def test_explain_shows_rule_element_and_text_of_each_value(archiver, page, monkeypatch):
    monkeypatch.setattr("archiver.cli.console.console.width", 200)
    answer = archiver("parse", "--explain", page)
    assert answer.code == 0
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in answer.out.splitlines() if "│" in line]
    by_field = {row[0]: row[1:] for row in rows if row[0]}
    assert by_field["views"][0] == "87"
    assert by_field["views"][1] == "info-line"
    assert by_field["views"][2] == "body > div.info"
    assert "浏览次数：87" in by_field["views"][3]
    assert by_field["author"] == ["—", "—", "—", "—"]
    assert by_field["channel"][0] == "工作动态"
    assert by_field["charset"][0] == "gb18030"
    assert by_field["charset"][3] == "declared: gb2312"


def test_json_says_what_is_beside_the_text(archiver, page):
    [row] = archiver("parse", "--json", "--url", "http://yundu.example.cn/gzdt/1.html", page).rows
    assert row["charsets"] == {"declared": "gb2312", "used": "gb18030"}
    assert row["images"] == ["http://yundu.example.cn/upload/1.jpg"]
    assert row["previous"] == {"title": "柳浦镇慰问独居老人", "url": "http://yundu.example.cn/gzdt/0.html"}
    assert (row["next"], row["next_part"], row["counter"]) == (None, None, None)


def test_json_says_how_a_counter_would_be_asked(archiver, tmp_path):
    path = tmp_path / "a.html"
    script = '<script src="/e/public/ViewClick/?classid=4&id=1&addclick=1"></script>'
    path.write_bytes(PAGE.replace("浏览次数：87", f"浏览次数：{script}").encode("gb18030"))
    [row] = archiver("parse", "--json", "--url", "http://yundu.example.cn/gzdt/1.html", path).rows
    assert row["views"] is None
    assert row["counter"] == {
        "url": "http://yundu.example.cn/e/public/ViewClick/?classid=4&id=1",
        "method": "GET",
        "counting": False,
    }


def test_markup_in_a_page_is_text_on_the_terminal(archiver, tmp_path):
    path = tmp_path / "a.html"
    path.write_text(PAGE.replace("祖辈育儿课堂", "[red]课堂[/nothing]"), encoding="gb18030")
    assert "柳浦镇试点[red]课堂[/nothing]" in archiver("parse", path).out
    assert "[/nothing]" in "".join(archiver("parse", "--explain", path).out.split())


def test_many_files_in_one_process_and_a_bad_one_among_them(archiver, page, tmp_path):
    pdf = tmp_path / "b.html"
    pdf.write_bytes(b"%PDF-1.7")
    answer = archiver("parse", "--json", page, pdf, *[page] * 30)
    assert answer.code == 1
    assert len(answer.rows) == 32
    assert answer.rows[0]["evidence"]["title"][0]
    assert "PDF" in answer.rows[1]["error"]
    assert json.dumps(answer.rows[0]) == json.dumps(answer.rows[31])


def test_a_declared_portal_lends_its_family(archiver, page):
    assert archiver("parse", "--json", "--portal", "xxjsx", page).rows[0]["family"] == "empirecms"
