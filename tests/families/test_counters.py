# ruff: noqa: E501  pages stand here as portals print them
"""How each family's counter is asked: read-only wherever there is such a form, else not at all by default."""

import pytest

from archiver.errors import UsageError
from spiders.families.registry import FAMILIES, family_named, recognise
from spiders.reading.article import article_of
from spiders.reading.page import Page, read_page

HOST = "http://portal.example.cn"


def page(inside: str) -> Page:
    return read_page(f"<html><body>{inside}</body></html>".encode(), HOST + "/xw/31.html")


READ_ONLY = {
    "empirecms": (
        "<script src=/e/public/ViewClick/?classid=4&id=31&addclick=1></script>",
        "/e/public/ViewClick/?classid=4&id=31",
    ),
    "kesion": (
        "<Script Src=/item/GetHits.asp?Action=Count&GetFlag=0&m=1&ID=31></Script>",
        "/item/GetHits.asp?GetFlag=0&m=1&ID=31",
    ),
    "eyoucms": (
        "<script src='/index.php?m=api&amp;c=Ajax&amp;a=arcclick&amp;type=view&amp;aids=31'></script>",
        "/index.php?m=api&c=Ajax&a=arcclick&type=lists&aids=31",
    ),
    "jeecms": (
        "<script>Cms.viewCount('', '31');</script>",
        "/content_view_get.jspx?contentIds=31&view=viewTotal",
    ),
    "vsb": (
        '<script>_showDynClicks("wbnews", 1600, 31)</script>',
        "/system/resource/code/news/click/dynclicks.jsp?clickid=31&owner=1600&clicktype=wbnews",
    ),
    "webplus": (
        '<div class="wp_articlecontent"></div><span class="WP_VisitCount" url="/_visitcountdisplay?siteId=2&type=3&articleId=31"></span>',
        "/_visitcountdisplay?siteId=2&type=3&articleId=31",
    ),
}
COUNTING = {
    "dedecms": "<script src='/plus/count.php?view=yes&aid=31&mid=1'></script>",
    "phpcms": "<script src='http://portal.example.cn/api.php?op=count&id=31&modelid=1'></script>",
}


@pytest.mark.parametrize("name", READ_ONLY)
def test_a_read_only_form_is_asked_under_either_policy(name: str) -> None:
    inside, address = READ_ONLY[name]
    family = recognise(page(inside))
    assert family is not None
    assert family.name == name
    for policy in ("read-only", "ask"):
        request = family.counter(page(inside), policy)
        assert request is not None
        assert (request.url, request.family, request.counting) == (HOST + address, name, False)


@pytest.mark.parametrize("name", COUNTING)
def test_a_counting_one_only_where_the_operator_says_so(name: str) -> None:
    family = recognise(page(COUNTING[name]))
    assert family is not None
    assert family.name == name
    assert family.counter(page(COUNTING[name]), "read-only") is None
    request = family.counter(page(COUNTING[name]), "ask")
    assert request is not None
    assert request.counting


ANSWERS = {
    "dedecms": [("document.write('227');\r\n", 227)],
    "phpcms": [("$('#todaydowns').html('1');$('#weekdowns').html('9');$('#hits').html('227');", 227), ("", None)],
    "empirecms": [("document.write('227');", 227)],
    "kesion": [("document.write('227');", 227)],
    "eyoucms": [("document.write('227');\r\n", 227), ('{"31": {"click": 227}}', 227), ("227", 227)],
    "jeecms": [('{"contentViewsMap": {"31": 227}}', 227), ("[227, 3, 0, 1, 0]", 227), ("[]", None)],
    "vsb": [("227", 227), ("", None)],
    "webplus": [("227", 227), ("<span>227</span>", 227), ("0", None), ("", None)],
}


def test_every_counter_that_is_asked_has_an_answer() -> None:
    assert set(ANSWERS) == {*READ_ONLY, *COUNTING}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answers_of_a_counter(name: str) -> None:
    for answer, count in ANSWERS[name]:
        assert family_named(name).read_counter(answer) == count, answer
    for other in ("<html><body>404 Not Found</body></html>", '{"value":true}', "var ok;"):
        assert family_named(name).read_counter(other) is None


def test_webplus_is_asked_as_its_page_asks() -> None:
    inside, _ = READ_ONLY["webplus"]
    request = family_named("webplus").counter(page(inside))
    assert request is not None
    assert (request.method, request.body) == ("POST", "")
    assert family_named("webplus").read_counter("<span>12</span>") == 12
    assert family_named("webplus").read_counter("0") is None


def test_empire_asks_for_the_views_alone_where_several_counts_are_shown() -> None:
    inside = "<script src='/e/public/ViewClick/ViewMore.php?classid=4&id=31&onclick=1&down=1&addclick=1'></script>"
    request = family_named("empirecms").counter(page(inside), "ask")
    assert request is not None
    assert request.url == HOST + "/e/public/ViewClick/ViewMore.php?classid=4&id=31&onclick=1"
    answer = 'if(document.getElementById("onclickshowdiv")) document.getElementById("onclickshowdiv").innerHTML="12";'
    assert family_named("empirecms").read_counter(answer) == 12
    without = inside.replace("onclick=1&", "")
    assert family_named("empirecms").counter(page(without), "ask") is None


@pytest.mark.parametrize("name", COUNTING)
def test_read_only_asks_nothing_that_counts(name: str) -> None:
    article = article_of(page(f"<h1>志愿者走进社区宣传健康知识</h1><p>2019-05-01 点击：{COUNTING[name]}次</p>"))
    assert article.counter is None
    assert article.views is None


def test_a_printed_nought_beside_a_counter_only_keeps_the_place() -> None:
    place = '<span class="WP_VisitCount" url="/_visitcountdisplay?siteId=2&type=3&articleId=31">0</span>'
    text = "<div class='wp_articlecontent'>各乡镇协会组织参加，并于月底前报送名单。</div>"
    head = "<h1>志愿者走进社区宣传健康知识</h1><p>发布时间：2019-05-01 浏览次数："
    article = article_of(page(f"{head}{place}</p>{text}"))
    assert article.views is None
    assert article.counter is not None
    assert "views" not in article.evidence
    plain = article_of(page(f"{head}0</p>{text}"))
    assert plain.views == 0


@pytest.mark.parametrize("down", [1, 2, 5])
def test_a_script_that_counts_downloads_or_praise_is_no_view_counter(down: int) -> None:
    inside = f"<script src=/e/public/ViewClick/?classid=4&id=31&down={down}></script>"
    assert family_named("empirecms").counter(page(inside), "ask") is None


@pytest.mark.parametrize(
    "inside",
    [
        "<script src='/Do/visits/id/31'></script>",
        "<script src='/Common/GetHits.aspx?id=31'></script>",
        "<script src='/e/public/onclick/?enews=donews&classid=4&id=31'></script>",
        "<script src='/system/resource/js/x.js'></script><img src='/system/resource/code/addclicktimes.jsp?wburlid=31'>",
        "<script src='/api/hits/1/2/3'></script>",
        "<iframe src='/module/visitcount/visit.jsp?type=3&i_articleid=31'></iframe>",
        "<script src='/wp-content/plugins/x.js'></script>",
        "<img src='/_visitcount?siteId=2&type=3&articleId=31'>",
        "<img src='/system/resource/code/datainput.jsp?owner=1600&e=1'>",
    ],
)
def test_trackers_are_never_asked(inside: str) -> None:
    family = recognise(page(inside))
    assert family is not None
    assert family.counter(page(inside), "ask") is None


def test_a_plain_page_has_no_family_and_names_are_unique() -> None:
    assert recognise(page("<p>欢迎访问</p>")) is None
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)
    with pytest.raises(UsageError, match="dedecms"):
        family_named("dedecsm")
