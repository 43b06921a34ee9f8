# ruff: noqa: E501  pages stand here as portals print them
"""A crawl of one page of every family: which counters are asked, and that none of them is made to count."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select

from storage import articles
from storage.archive import Archive
from storage.tables import Article, Page, View

TEXT = "<p>四月十二日上午，青山县计生协举办志愿者培训班，来自十四个乡镇的八十名志愿者参加学习。</p>"
READ_ONLY = {
    "empirecms": (
        "<script src=/e/public/ViewClick/?classid=4&id=1&addclick=1></script>",
        ("GET", "/e/public/ViewClick/?classid=4&id=1", "document.write('41');"),
    ),
    "kesion": (
        "<Script Src=/item/GetHits.asp?Action=Count&GetFlag=0&m=1&ID=2></Script>",
        ("GET", "/item/GetHits.asp?GetFlag=0&m=1&ID=2", "document.write('42');"),
    ),
    "eyoucms": (
        "<script src='/index.php?m=api&amp;c=Ajax&amp;a=arcclick&amp;type=view&amp;aids=3'></script>",
        ("GET", "/index.php?m=api&c=Ajax&a=arcclick&type=lists&aids=3", "document.write('43');\r\n"),
    ),
    "jeecms": (
        "<script>Cms.viewCount('', '4');</script>",
        ("GET", "/content_view_get.jspx?contentIds=4&view=viewTotal", '{"contentViewsMap":{"4":44}}'),
    ),
    "vsb": (
        "<script>_showDynClicks('wbnews', 1600, 5)</script><img src='/system/resource/code/datainput.jsp?owner=1600&newsid=5'>",
        ("GET", "/system/resource/code/news/click/dynclicks.jsp?clickid=5&owner=1600&clicktype=wbnews", "45"),
    ),
    "webplus": (
        "<span class='WP_VisitCount' url='/_visitcountdisplay?siteId=2&type=3&articleId=6'></span><img src='/_visitcount?siteId=2&type=3&articleId=6'>",
        ("POST", "/_visitcountdisplay?siteId=2&type=3&articleId=6", "<span>46</span>"),
    ),
}
COUNTING = {
    "dedecms": "<script src='/plus/count.php?view=yes&aid=7&mid=1'></script>",
    "phpcms": "<script src='/api.php?op=count&id=8&modelid=1'></script>",
    "powereasy": "<script src='/Common/GetHits.aspx?id=9'></script>",
    "pbootcms": "<script async src='/Do/visits/id/10'></script>",
    "siteserver": "<script src='/api/hits/1/2/11'></script>",
    "hanweb": "<iframe src='/module/visitcount/visit.jsp?type=3&i_articleid=12'></iframe>",
}
ANSWERING = {
    ("GET", "/plus/count.php?view=yes&aid=7&mid=1"): "document.write('47');\r\n",
    ("GET", "/api.php?op=count&id=8&modelid=1"): "$('#todaydowns').html('1');$('#hits').html('48');",
}
TRACKERS = (
    "<script src='https://s4.cnzz.com/z_stat.php?id=1'></script><script src='//hm.baidu.com/hm.js?1'></script>"
    "<img src='//js.users.51.la/1.asp' width='300' height='300'><img src='/vc/vc/interface/visit.jsp?id=1' width='300' height='300'>"
)
ASKED = {(method, address): answer for _, (method, address, answer) in READ_ONLY.values()}
NAMES = [*READ_ONLY, *COUNTING]


def articles_pages() -> dict[str, str]:
    scripts = {name: inside for name, (inside, _) in READ_ONLY.items()} | COUNTING
    return {
        f"/dongtai/2016/0412/{number}.html": f"<html><head><meta charset='utf-8'></head><body><h1>青山县计生协举办第{number}期志愿者培训班</h1><div>发布时间：2016-04-12 点击：{scripts[name]}次</div><div>{TEXT * 2}{TRACKERS}</div></body></html>"
        for number, name in enumerate(NAMES, 1)
    }


class Served:
    """A portal on loopback that notes what it is asked."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str]] = []
        pages = articles_pages()
        entries = "".join(
            f"<li><a href='{path}'>青山县计生协举办第{number}期志愿者培训班</a><span>2016-04-12</span></li>"
            for number, path in enumerate(pages, 1)
        )
        pages["/"] = f"<html><head><meta charset='utf-8'></head><body><ul>{entries}</ul></body></html>"
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                served.requests.append((self.command, self.path))
                if self.command == "POST":
                    self.rfile.read(int(self.headers.get("Content-Length") or 0))
                answer = pages.get(self.path) or (ASKED | ANSWERING).get((self.command, self.path))
                body = (answer or "").encode()
                self.send_response(404 if answer is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                """Nothing: the requests are noted above."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def counters(self) -> set[tuple[str, str]]:
        pages = {"/robots.txt", "/", *articles_pages()}
        return {request for request in self.requests if request[1] not in pages}


@pytest.fixture
def served() -> Iterator[Served]:
    portal = Served()
    yield portal
    portal.close()


def stored(home: Path) -> dict[str, Any]:
    archive = Archive.open(home)
    with archive.reading() as session:
        views = {urlsplit(article.url).path: article.views for article in articles.every(session)}
    archive.close()
    return views


def test_every_read_only_counter_is_asked_once_and_nothing_is_made_to_count(served: Served, crawl, home: Path) -> None:
    summary = crawl(served.address, ARCHIVER_FILES="all")
    assert summary["articles_new"] == len(NAMES)
    asked = {
        (method, urlsplit(url)._replace(query="").geturl(), frozenset(parse_qsl(urlsplit(url).query)))
        for method, url in served.counters()
    }
    wanted = {(method, urlsplit(url).path, frozenset(parse_qsl(urlsplit(url).query))) for method, url in ASKED}
    assert asked == wanted
    assert len([request for request in served.requests if request in served.counters()]) == len(ASKED)
    views = stored(home)
    assert [views[path] for path in articles_pages()] == [41, 42, 43, 44, 45, 46, *[None] * len(COUNTING)]


def test_an_operator_who_says_so_asks_those_that_count_and_no_tracker(served: Served, crawl, home: Path) -> None:
    crawl(served.address, ARCHIVER_COUNTERS="ask")
    beyond = {address for _, address in served.counters() - set(ASKED)}
    assert beyond == {"/plus/count.php?view=yes&aid=7&mid=1", "/api.php?op=count&id=8&modelid=1"}
    archive = Archive.open(home)
    with archive.reading() as session:
        seen = {
            urlsplit(url).path: (count, how)
            for url, count, how in session.execute(
                select(Page.url, View.count, View.how)
                .join(Article, Article.page_id == Page.id)
                .join(View, View.article_id == Article.id)
            )
        }
    archive.close()
    own = {path: count for path, (count, how) in seen.items() if how == "counter-counting"}
    assert own == {"/dongtai/2016/0412/7.html": 47, "/dongtai/2016/0412/8.html": 48}, "our own hits are known as such"
    assert {how for path, (_, how) in seen.items() if path not in own} == {"counter"}
