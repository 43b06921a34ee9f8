import re

import pytest

from spiders.reading.absence import absence, impossible, line_keys
from spiders.reading.page import read_page

URL = "http://songxi.example.cn/a/1.html"
TEXT = "六月二十八日上午，县计生协在河东乡举办了一场家庭健康知识讲座。\n会后还为到场的群众量了血压。"
MENU = "<ul><li>网站首页</li><li>通知公告</li><li>工作动态</li></ul><p>主办：松溪县计划生育协会</p>"


def page(body, title="松溪县计生协"):
    return read_page(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), URL)


ARTICLE = "<h1>家庭健康知识讲座</h1>" + "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))
NOT_FOUND = line_keys(page(MENU + "<p>哎呀，您来晚了一步</p>"))


@pytest.mark.parametrize(
    ("body", "stood", "how"),
    [
        (MENU + ARTICLE, TEXT, None),
        (MENU + "<p>哎呀，您来晚了一步</p>", TEXT, "soft-404"),
        (MENU + "<p>哎呀，您来晚了一步</p>", "", "soft-404"),
        (MENU + "<p>对不起，您访问的页面不存在！</p>", "", "soft-404"),
        ("<p>该信息已被删除</p>", TEXT, "soft-404"),
        ("<h1>404 Not Found</h1><p>nginx</p>", "", "soft-404"),
        (
            MENU + "<h1>家庭健康知识讲座</h1><div class=con></div><p>上一篇：没有了</p><p>下一篇：表彰大会</p>",
            TEXT,
            "emptied",
        ),
        (MENU + "<p>换届大会于五月六日上午在县里召开，选出了新一届理事会。</p>", "", None),
        (MENU + "<p>六月二十八日上午，县计生协在河东乡举办了一场家庭健康知识讲座。</p>", TEXT, None),
    ],
)
def test_how_a_page_says_that_nothing_stands_there(body, stood, how):
    assert absence(page(body), stood, NOT_FOUND) == how


def test_an_article_about_missing_pages_is_an_article():
    words = "<p>近日有群众反映，部分网页不存在或者无法打开，市网信办要求各单位自查自纠。</p>" * 12
    assert absence(page(f"<h1>关于网页不存在问题的通报</h1>{words}"), "", None) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.cn/2017/0501/12.html", r"http://a\.cn/2017/0501/[0-9a-f]{12}\.html"),
        ("http://a.cn/show.asp?id=3", r"http://a\.cn/[0-9a-f]{12}\.asp"),
        ("http://a.cn/news/12", r"http://a\.cn/news/[0-9a-f]{12}\.html"),
    ],
)
def test_an_address_that_cannot_exist_looks_like_its_neighbours(url, expected):
    assert re.fullmatch(expected, impossible(url))
    assert impossible(url) == impossible(url)
