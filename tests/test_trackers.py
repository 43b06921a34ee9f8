"""Addresses that only count are known, and never asked for."""

import asyncio

import pytest
from scrapy import Request

from spiders.errand import ERRAND, Errand
from spiders.middlewares.guard import Guard, Refused
from spiders.trackers import is_tracker

SITE = "http://127.0.0.1:8071/"
STRANGERS = (
    "https://s4.cnzz.com/z_stat.php?id=1&web_id=1",
    "https://hm.baidu.com/hm.js?abc",
    "http://js.users.51.la/1.js",
    "https://www.google-analytics.com/collect",
)
BEACONS = (
    "_visitcount?siteId=2&type=3&articleId=6",
    "system/resource/code/datainput.jsp?owner=1600&newsid=5",
    "system/resource/code/addclicktimes.jsp?wburlid=5",
    "module/visitcount/visit.jsp?type=3&i_articleid=12",
    "e/public/onclick/?enews=donews&classid=4&id=31",
    "Do/visits/id/10",
    "api/hits/1/2/11",
)
COUNTING = ("plus/count.php?view=yes&aid=7&mid=1", "api.php?op=count&id=8&modelid=1")


def go(url: str, kind: str, **policy: bool) -> None:
    guard = Guard(SITE, (SITE,), **policy)
    asyncio.run(guard.process_request(Request(url, meta={ERRAND: Errand(kind)})))


@pytest.mark.parametrize("kind", ["article", "list", "part", "file", "counter"])
@pytest.mark.parametrize("url", [*STRANGERS, *(SITE + path for path in BEACONS)])
def test_the_guard_refuses_a_tracker_whatever_leads_there(url: str, kind: str) -> None:
    assert is_tracker(url)
    for may_count in (False, True):
        with pytest.raises(Refused, match="only counts"):
            go(url, kind, may_count=may_count)


@pytest.mark.parametrize("path", COUNTING)
def test_a_counter_that_counts_is_asked_only_as_one_and_only_where_the_operator_says_so(path: str) -> None:
    go(SITE + path, "counter", may_count=True)
    for kind, may_count in (("counter", False), ("file", True), ("article", True)):
        with pytest.raises(Refused, match="counts a view"):
            go(SITE + path, kind, may_count=may_count)


@pytest.mark.parametrize(
    "path",
    [
        "_visitcountdisplay?siteId=2&type=3&articleId=6",
        "system/resource/code/news/click/dynclicks.jsp?clickid=5&owner=1600&clicktype=wbnews",
        "e/public/ViewClick/?classid=4&id=1",
        "content_view_get.jspx?contentIds=4&view=viewTotal",
        "item/GetHits.asp?GetFlag=0&m=1&ID=2",
        "dongtai/2016/0412/318.html",
    ],
)
def test_what_only_answers_may_be_asked(path: str) -> None:
    go(SITE + path, "counter")
    assert not is_tracker(SITE + path)
