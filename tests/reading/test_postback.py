# ruff: noqa: E501  pages stand here as portals print them
"""Pagers that send a form instead of being a link."""

from urllib.parse import parse_qs

import pytest

from spiders.reading.listing import read_listing
from spiders.reading.page import read_page
from spiders.reading.postback import Postback, read_postback
from spiders.reading.rules import GENERIC

URL = "http://portal.example.cn/NewsList.aspx?ID=4"
FORM = """<form method="post" action="./NewsList.aspx?ID=4" id="form1"><input type="hidden" name="__VIEWSTATE" value="dDwx/+=="><input type="hidden" name="__EVENTTARGET" value="">
<input name="key" value="计生"><input type="submit" name="go" value="搜索"><select name="size"><option value="10">10</option><option selected value="20">20</option></select>
<input type="checkbox" name="all"><input type="hidden" name="off" value="1" disabled><textarea name="note">无</textarea>
<ul><li><a href="ShowInfo.aspx?id=318">青山县计生协召开年度工作部署会议</a> 2016-04-12</li></ul>{pager}</form>"""
WORDS = """<span>1</span> <a href="javascript:__doPostBack('pager','2')">2</a> <a href="javascript:__doPostBack('pager','2')">下一页</a>"""


def postback(pager: str, url: str = URL) -> Postback | None:
    return read_postback(read_page(FORM.format(pager=pager).encode(), url))


def test_the_form_is_sent_as_a_browser_would_send_it() -> None:
    found = postback(WORDS)
    assert found is not None
    assert found.url == URL + "#page-2"
    assert parse_qs(found.body, keep_blank_values=True) == {
        "__VIEWSTATE": ["dDwx/+=="],
        "__EVENTTARGET": ["pager"],
        "__EVENTARGUMENT": ["2"],
        "key": ["计生"],
        "size": ["20"],
        "note": ["无"],
    }


@pytest.mark.parametrize(
    ("pager", "url", "following"),
    [
        ("""<a href="javascript:__doPostBack('lbNext','')">下一页</a>""", URL, "#page-2"),
        ("""<a href="javascript:__doPostBack('lbNext','')">下一页</a>""", URL + "#page-7", "#page-8"),
        ("""<a href="#" onclick="__doPostBack(&#39;g&#39;,&#39;Page$3&#39;)">3</a>""", URL + "#page-2", "#page-3"),
        ("""<a href="javascript:__doPostBack('g','Page$3')">3</a>""", URL, None),
        ("""<a disabled="disabled" href="javascript:__doPostBack('lbNext','')">下一页</a>""", URL, None),
        ("""<a href="javascript:__doPostBack('lbLast','')">尾页</a>""", URL, None),
        ("""<a href="javascript:next()">下一页</a><script>function __doPostBack(a, b) {}</script>""", URL, None),
    ],
)
def test_which_page_is_next(pager: str, url: str, following: str | None) -> None:
    found = postback(pager, url)
    assert (found and found.url) == (following and URL + following)


def test_a_page_without_a_form_has_nothing_to_send() -> None:
    assert read_postback(read_page(WORDS.encode(), URL)) is None


def test_a_list_says_what_to_send_and_prefers_a_link() -> None:
    found = read_listing(read_page(FORM.format(pager=WORDS).encode(), URL), GENERIC)
    assert [link.title for link in found.articles] == ["青山县计生协召开年度工作部署会议"]
    assert found.next_page == URL + "#page-2"
    assert found.next_form is not None
    link = WORDS + '<a href="NewsList.aspx?ID=4&page=2">下一页</a>'
    found = read_listing(read_page(FORM.format(pager=link).encode(), URL), GENERIC)
    assert (found.next_page, found.next_form) == (URL + "&page=2", None)
    other = FORM.replace("./NewsList.aspx?ID=4", "http://elsewhere.example.cn/x").format(pager=WORDS)
    assert read_listing(read_page(other.encode(), URL), GENERIC).next_page is None
