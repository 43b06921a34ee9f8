# ruff: noqa: E501  pages stand here as portals print them
"""A portal whose lists are filled by scripts, sent by forms and shown in frames, crawled to its last article."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage import articles
from storage.archive import Archive
from storage.articles import StoredArticle

PLACES = "青山 东河 城关 柳浦 石桥 云渡 松溪 南坪 白马 高桥 沙洲 双塔".split()  # noqa: SIM905
TITLES = {number: f"{place}镇计生协开展第{number}期健康宣传服务活动" for number, place in enumerate(PLACES, 1)}


def body(number: int) -> str:
    return f"<p>活动当天，{PLACES[number - 1]}镇卫生院的医生为{number * 37}名群众检查身体，讲解常见病的预防。</p><p>志愿者还上门看望了行动不便的老人。</p>"


def article(number: int, date: str = "2016-04-12") -> str:
    dated = f"发布时间：{date} 来源：青山县计生协" if date else "来源：青山县计生协"
    return f"<h1>{TITLES[number]}</h1><div class='info'>{dated}</div><div>{body(number)}</div>"


def entry(number: int) -> str:
    return f"<li><a href='/art/2016/{number}.html'>{TITLES[number]}</a><span>2016-04-{number:02}</span></li>"


def record(number: int) -> str:
    return f"<record><![CDATA[{entry(number)}]]></record>"


def form(number: int, pages: int, inside: str) -> str:
    pager = (
        "<a href=\"javascript:__doPostBack('lbNext','')\">下一页</a>"
        if number < pages
        else "<a disabled='disabled'>下一页</a>"
    )
    return f"<form method='post' action='NewsList.aspx?ID=4'><input type='hidden' name='__VIEWSTATE' value='state-{number}'><ul>{inside}</ul>{pager}</form>"


HOME = """<div><a href="/col/col12/index.html">工作动态</a> <a href="/NewsList.aspx?ID=4">通知公告</a> <a href="/kuang.html">基层风采</a> <a href="/jp/index.html">政策法规</a></div>
<h2>欢迎访问青山县计生协</h2><p>地址：青山县人民路1号，电话：0599-1234567，传真：0599-7654321。我会热情欢迎社会各界关心支持计划生育协会工作，共建幸福家庭。</p>"""
PROXY = "<script>f({totalRecord:4, proxyUrl:'/module/web/jpage/dataproxy.jsp', params:{'webid':5,'columnid':12,'unitid':'77'}});</script>"
UNIT = """<script src="/unitbuild.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'webId':'w1','tagId':'list','pageId':'p1'}"></script>"""
PAGES = {
    "/": HOME,
    "/col/col12/index.html": f"<div class='default_pgContainer'></div><script type='text/xml'><datastore><recordset>{record(1)}{record(2)}</recordset></datastore></script>{PROXY}",
    "/NewsList.aspx?ID=4": form(1, 3, entry(5) + entry(6)),
    "/kuang.html": "<frameset cols='20%,*'><frame src='/menu.html'><frame src='/list_k.html'></frameset>",
    "/menu.html": "<a href='/'>首页</a>",
    "/list_k.html": f"<ul>{entry(9)}{entry(10)}</ul>",
    "/jp/index.html": f"<div id='unit'></div>{UNIT}",
    **{f"/art/2016/{number}.html": article(number) for number in TITLES},
    # Undated but for its list; a picture and nothing else; a text in a frame.
    "/art/2016/3.html": article(3, ""),
    "/art/2016/6.html": f"<h1>{TITLES[6]}</h1><div class='info'>发布时间：2016-04-12 来源：青山县计生协</div><div class='con'><p><img src='/upload/6.jpg' width='800' height='600'></p></div>",
    "/art/2016/10.html": f"<h1>{TITLES[10]}</h1><div class='info'>发布时间：2016-04-12 来源：青山县计生协</div><iframe id='contentFrame' src='/inner/10.html' width='100%' height='900'></iframe>",
    "/inner/10.html": body(10),
    # A whole article in a frameset, undated.
    "/art/2016/9.html": "<frameset rows='60,*'><frame src='/menu.html'><frame src='/whole/9.html'></frameset>",
    "/whole/9.html": article(9, ""),
}


class Scripted:
    """The portal, and what it was asked."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str]] = []
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                portal.requests.append((self.command, self.path))
                answer = portal.answer(self.command, self.path, parse_qs(sent))
                self.send_response(404 if answer is None else 200)
                page = (
                    f"<html><head><meta charset='utf-8'><title>青山县计生协</title></head><body>{answer}</body></html>"
                )
                page = page.replace("<body><frameset", "<frameset")
                raw = answer is not None and self.path.startswith(("/api-", "/module"))
                bytes_ = (answer or "" if raw or answer is None else page).encode()
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(bytes_)))
                self.end_headers()
                self.wfile.write(bytes_)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                """Nothing: the requests are noted above."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def answer(self, method: str, path: str, sent: dict[str, list[str]]) -> str | None:
        query = parse_qs(urlsplit(path).query)
        if method == "POST":
            # As WebForms does: the state that came with a page says which page is next.
            pages = {"state-1": form(2, 3, entry(7)), "state-2": form(3, 3, entry(8))}
            return pages.get(sent.get("__VIEWSTATE", [""])[0]) if sent.get("__EVENTTARGET") == ["lbNext"] else None
        if path.startswith("/module/web/jpage/dataproxy.jsp") and query.get("startrecord") == ["1"]:
            return f"<datastore><totalrecord>4</totalrecord><recordset>{''.join(map(record, (1, 2, 3, 4)))}</recordset></datastore>"
        if path.startswith("/api-gateway/") and query.get("webId") == ["w1"] and "paramJson" not in query:
            return json.dumps({"data": {"html": f"<ul>{entry(11)}{entry(12)}</ul>"}})
        return PAGES.get(path)

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def portal() -> Iterator[Scripted]:
    served = Scripted()
    yield served
    served.close()


def stored(home: Path) -> dict[str, StoredArticle]:
    archive = Archive.open(home)
    with archive.reading() as session:
        found = {urlsplit(article.url).path: article for article in articles.every(session)}
    archive.close()
    return found


def test_no_article_is_lost_behind_scripts_forms_and_frames(portal: Scripted, crawl, archiver, home: Path) -> None:
    summary = crawl(portal.address)
    found = stored(home)
    assert {article.title for article in found.values()} == set(TITLES.values())
    assert (summary["outcome"], summary["articles_new"], summary["quarantined"]) == ("done", len(TITLES), 0)
    assert found["/art/2016/3.html"].published == "2016-04-03", "the date of its list"
    assert found["/art/2016/1.html"].published == "2016-04-12", "the page's own date goes before the list's"
    assert found["/art/2016/6.html"].body == "", "a picture is the whole article"
    assert "370名群众" in found["/art/2016/10.html"].body
    assert found["/whole/9.html"].published == "2016-04-09", "a frame keeps what its list said"
    assert portal.requests.count(("POST", "/NewsList.aspx?ID=4")) == 2
    status = json.loads(archiver("status", "--json").stdout)
    assert status["fields"] | {"title": 1.0, "published": 1.0, "text or pictures": 1.0} == status["fields"]
    before = len(portal.requests)
    again = crawl(portal.address)
    assert (again["articles_new"], again["revisions"], again["failed"]) == (0, 0, 0)
    asked = portal.requests[before:]
    assert all(method == "GET" for method, _ in asked), "a form is sent again only behind news"
    assert [path for _, path in asked if path.startswith("/art/") and path in PAGES] == []
    kept = [urlsplit(address) for path in (home / "warc").glob("*.warc.gz") for address in targets(path)]
    assert {address.fragment for address in kept} == {""}, "a fragment is ours and no part of an address"
    assert [address.path for address in kept].count("/NewsList.aspx") == 4


def targets(path: Path) -> list[str]:
    with path.open("rb") as stream:
        records = [r for r in ArchiveIterator(stream) if r.rec_type in ("response", "revisit")]
        return [record.rec_headers.get_header("WARC-Target-URI") for record in records]
