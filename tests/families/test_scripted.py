# ruff: noqa: E501  pages stand here as portals print them
"""Lists that a script fills: where they are asked, what their answers say, where they go on, and where nothing is asked."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from archiver.items import Listing
from spiders.reading.article import article_of
from spiders.reading.listing import read_listing
from spiders.reading.page import read_page
from spiders.reading.rules import GENERIC

HOST = "http://portal.example.cn"
TITLES = ["青山县计生协召开年度工作部署会议", "东河乡为独生子女家庭送去春耕物资", "全县计生协理事会议在城关镇召开"]


def listing(inside: str, address: str) -> Listing:
    return read_listing(read_page(inside.encode(), HOST + address), GENERIC)


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def titles(found: Listing) -> list[tuple[str, str | None]]:
    return [(link.title, link.published and link.published.isoformat()) for link in found.articles]


def records(first: int, count: int) -> str:
    return "".join(
        f'<record><![CDATA[<li><a href="/art/2016/4/{number}/art_12_{300 + number}.html">{TITLES[number % 3]}{number}</a><span>2016-04-{number:02}</span></li>]]></record>'
        for number in range(first, first + count)
    )


JCMS = """<div id="77" class="default_pgContainer"></div><script>$('#77').jpage({totalRecord:120, perPage:15, proxyUrl:'/module/web/jpage/dataproxy.jsp',
params:{'col':1,'appid':1,'webid':5,'path':'/','columnid':12,'unitid':'77','webname':'青山','permissiontype':0}});</script>"""


def test_hanweb_is_asked_for_the_records_that_its_page_does_not_hold() -> None:
    [first] = listing(JCMS, "/col/col12/index.html").asked
    assert urlsplit(first).path == "/module/web/jpage/dataproxy.jsp"
    assert query(first) | {
        "startrecord": "1",
        "endrecord": "100",
        "page": "1",
        "columnid": "12",
        "unitid": "77",
    } == query(first)
    answer = f"<datastore><totalrecord>120</totalrecord><recordset>{records(1, 9)}</recordset></datastore>"
    found = listing(answer, first.removeprefix(HOST))
    assert titles(found)[0] == (TITLES[1] + "1", "2016-04-01")
    assert len(found.articles) == 9
    assert found.next_page is not None
    assert query(found.next_page) | {"startrecord": "101", "endrecord": "120", "page": "2", "columnid": "12"} == query(
        found.next_page
    )
    assert listing(JCMS.replace("'unitid':'77',", ""), "/col/col12/index.html").asked == ()


TRUECMS = """<div class="simple_pgContainer"></div><script>var perpage = 20; var columnId = '4031';
var address = "/truecms/messageController/getMessage.do?startrecord=1";</script>"""


def test_truecms_is_asked_in_windows_of_its_own_size() -> None:
    [first] = listing(TRUECMS, "/njt/xwdt/list.html").asked
    assert urlsplit(first).path == "/truecms/messageController/getMessage.do"
    assert query(first) == {
        "startrecord": "1",
        "endrecord": "20",
        "perpage": "20",
        "columnId": "4031",
        "callback": "list",
    }
    store = f"<datastore><totalrecord>45</totalrecord><recordset>{records(1, 20)}</recordset></datastore>"
    for answer in (f"list({json.dumps(store)});", f"list({store})", f"list({json.dumps({'data': store})})"):
        found = listing(answer, first.removeprefix(HOST))
        assert len(found.articles) == 20, answer[:30]
        assert titles(found)[0] == (TITLES[1] + "1", "2016-04-01")
        assert found.next_page is not None
        assert query(found.next_page) == {**query(first), "startrecord": "21", "endrecord": "40"}
    last = listing(f"list({json.dumps(store)})", first.removeprefix(HOST).replace("endrecord=20", "endrecord=45"))
    assert last.next_page is None
    assert listing(TRUECMS.replace("var perpage = 20;", ""), "/njt/xwdt/list.html").asked == ()


JPAAS = """<div id="a"></div><script src="/script/unitbuild.js" parseType="bulidstatic" url="/api-gateway/jpaas-publish-server/front/page/build/unit"
queryData="{'parseType':'bulidstatic','webId':'w1','tplSetId':'t1','pageType':'column','tagId':'信息列表','editType':'null','pageId':'p1'}"></script>
<script src="/script/unitbuild.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'webId':'w1'}"></script>"""


def test_jpaas_is_asked_for_the_units_that_its_page_names() -> None:
    [unit] = listing(JPAAS, "/col/col12/index.html").asked
    assert urlsplit(unit).path == "/api-gateway/jpaas-publish-server/front/page/build/unit"
    assert query(unit) == {
        "parseType": "bulidstatic",
        "webId": "w1",
        "tplSetId": "t1",
        "pageType": "column",
        "tagId": "信息列表",
        "editType": "null",
        "pageId": "p1",
    }
    entries = "".join(
        f'<li><a href="/art/2016/4/{n}/art_12_{300 + n}.html" title="{TITLES[n % 3]}{n}">{TITLES[n % 3]}{n}</a><span>2016-04-{n:02}</span></li>'
        for n in range(1, 16)
    )
    answer = json.dumps({"code": 200, "data": {"html": f'<ul pageSize="15">{entries}</ul>'}})
    found = listing(answer, unit.removeprefix(HOST))
    assert len(found.articles) == 15
    assert titles(found)[0] == (TITLES[1] + "1", "2016-04-01")
    assert found.next_page is not None
    assert json.loads(query(found.next_page)["paramJson"]) == {"pageNo": 2, "pageSize": "15"}
    second = listing(answer, found.next_page.removeprefix(HOST))
    assert second.next_page is not None
    assert json.loads(query(second.next_page)["paramJson"])["pageNo"] == 3
    few = json.dumps({"data": {"html": f"<ul>{entries[:600]}</ul>"}})
    assert listing(few, found.next_page.removeprefix(HOST)).next_page is None
    assert listing('{"data":{"html":""}}<i>', found.next_page.removeprefix(HOST)).next_page is None


GKMLPT = """<ul><li><a href="/gkmlpt/index#2158">工作动态</a></li><li><a href="http://portal.example.cn/gkmlpt/index#2160">政策文件</a></li></ul>
<script>window._CONFIG = {SID: '755041', NAME: '青山县'}</script>"""


def test_gkmlpt_is_asked_for_each_category_of_its_menu() -> None:
    asked = listing(GKMLPT, "/gkmlpt/index").asked
    assert [url.removeprefix(HOST) for url in asked] == [
        f"/gkmlpt/api/all/{category}?page={page}&sid=755041" for category in (2158, 2160) for page in (0, 1)
    ]
    one = {"id": 318, "title": TITLES[0], "url": HOST + "/gkmlpt/content/2/318/post_318.html", "date": 1460446200}
    answer = {"total": 240, "articles": [{**one, "url": one["url"].replace("318", str(n))} for n in range(100, 200)]}
    found = listing(json.dumps(answer), "/gkmlpt/api/all/2158?page=1&sid=755041")
    assert len(found.articles) == 100
    assert titles(found)[0] == (TITLES[0], "2016-04-12T15:30:00")
    assert found.next_page == HOST + "/gkmlpt/api/all/2158?page=2&sid=755041"
    few = json.dumps({"total": 1, "articles": [one]})
    assert listing(few, "/gkmlpt/api/all/2158?page=1&sid=755041").next_page is None
    assert listing(GKMLPT.replace("SID", "x"), "/gkmlpt/index").asked == ()
    assert listing(GKMLPT, "/gkmlpt/content/2/318/post_318.html").asked == ()


UCAP = """<div id="list"></div><script>var channel = "c9a1"; $.get("/search/c9a1?_isAgg=true&amp;_isJson=true&_pageSize=2&_template=index&_channelName=&page=", show);</script>"""


def test_ucap_is_asked_where_its_page_asks() -> None:
    [first] = listing(UCAP, "/c104/list.shtml").asked
    assert urlsplit(first).path == "/search/c9a1"
    assert query(first) == {"_isAgg": "true", "_isJson": "true", "_pageSize": "2", "_template": "index", "page": "1"}
    rows = [
        {"title": f"<em>{title}</em>", "url": f"/c104/201604/c31{n}.shtml", "publishedTimeStr": "2016-04-12 09:00"}
        for n, title in enumerate(TITLES[:2])
    ]
    found = listing(json.dumps({"data": {"results": rows}}), first.removeprefix(HOST))
    assert titles(found) == [(title, "2016-04-12T09:00") for title in TITLES[:2]]
    assert found.next_page is not None
    assert query(found.next_page)["page"] == "2"
    assert listing(json.dumps({"data": {"results": rows[:1]}}), first.removeprefix(HOST)).next_page is None
    fragment = (
        "<ul>" + "".join(f'<li><a href="{row["url"]}">{row["title"]}</a>2016-04-12</li>' for row in rows) + "</ul>"
    )
    there = "/es-search/search/c9a1?_template=ucap/list_ejs&_isAgg=1&page=1"
    assert listing(fragment, there).next_page == HOST + there.replace("ucap/", "ucap%2F").replace("page=1", "page=2")


@pytest.mark.parametrize(
    ("inside", "address"),
    [
        ('<div class="TRS_Editor"></div><script>$.get("/list/get.do?page=1")</script>', "/dt/index.html"),
        (
            '<script src="/js/webBuilderCommon.js"></script><script>$.post("/EpointWebBuilder/rest/x/getPageInfoListNew2", p)</script>',
            "/xwzx/moreinfo.html",
        ),
        ('<script>var u = "/search/${id}?_isAgg=true&page=" + n</script>', "/c104/list.shtml"),
        ('<div class="default_pgContainer"></div><script src="/unitbuild.js"></script>', "/col/col1/index.html"),
    ],
)
def test_nothing_is_asked_where_the_page_does_not_say_how(inside: str, address: str) -> None:
    found = listing(inside, address)
    assert (found.asked, found.next_page) == ((), None)


def test_an_answer_is_never_an_article() -> None:
    answer = json.dumps(
        {
            "data": {
                "html": f"<h1>{TITLES[0]}</h1><p>发布时间：2016-04-12</p><ul><li><a href='/a/1.html'>{TITLES[1]}</a></li></ul><p>{'学员们分组做了演练，效果很好。' * 9}</p>"
            }
        }
    )
    assert article_of(read_page(answer.encode(), HOST + "/x")).kind == "list"
