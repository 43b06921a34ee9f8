"""A portal that changes its looks from one night to the next, as the operator hears of it."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from spiders.run import judge

ARTICLE = (
    "<html><head><meta charset=utf-8><title>{0}</title></head><body><h1>{0}</h1><p>发布时间：2019-05-0{1} 09:30</p>"
    "<div class=content><p>五月{1}日上午，县计生协在第{1}村举办健康知识讲座，七十余名群众到场听讲，会后发放了折页。</p>"
    "<p>讲座由县医院的医生主讲，会后还为到场的群众量了血压，并就日常保健回答了大家的提问。</p></div></body></html>"
)
LIST = "<html><head><meta charset=utf-8><title>松溪县计生协</title></head><body><ul>{}</ul></body></html>"
ITEM = "<li><a href='/a/{0}.html'>县计生协在第{0}村举办健康知识讲座</a> 2019-05-0{0}</li>"


class Portal(ThreadingHTTPServer):
    """A portal of six articles on loopback; it takes notices too."""

    rebuilt = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.address = f"http://127.0.0.1:{self.server_port}/"
        self.notices: list[dict] = []

    def page(self, path: str) -> str | None:
        if path == "/":
            items = "" if self.rebuilt else "".join(ITEM.format(number) for number in range(1, 7))
            return LIST.format(items)
        number = path.removeprefix("/a/").removesuffix(".html")
        return ARTICLE.format(f"县计生协在第{number}村举办健康知识讲座", number) if number.isdecimal() else None


class _Answers(BaseHTTPRequestHandler):
    server: Portal

    def do_GET(self) -> None:
        page = self.server.page(self.path)
        body = (page or "").encode()
        self.send_response(404 if page is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.server.notices.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_rebuilt_portal_is_told_once_by_notice_and_every_night_by_exit_code(portal: Portal, archiver) -> None:
    notices = f"json://127.0.0.1:{portal.server_port}/notices"

    def night() -> tuple[int, list[str]]:
        done = archiver("crawl", portal.address, ARCHIVER_NOTICES=notices)
        return done.returncode, [line for line in done.stderr.splitlines() if " is red" in line or " again" in line]

    assert night() == (0, [])
    portal.rebuilt = True
    code, told = night()
    assert code == 5
    assert len(told) == 1
    assert "may have changed. Try: archiver portal check 127.0.0.1:" in told[0]
    assert night() == (5, [])
    status = archiver("status")
    assert status.returncode == 5
    assert "● red" in status.stdout
    portal.rebuilt = False
    code, told = night()
    assert (code, len(told)) == (0, 1)
    assert told[0].endswith(" is green again.")
    name = portal.address.removeprefix("http://").rstrip("/")
    assert [notice["title"] for notice in portal.notices] == [
        f"Archiver: {name} is red",
        f"Archiver: {name} is green",
    ]


def test_only_its_own_errors_are_held_against_a_crawl() -> None:
    crawler = get_crawler()
    stats = MemoryStatsCollector(crawler)
    stats.set_value("log_count/CRITICAL", 6)
    assert judge(stats, "finished") == ("done", None)
    stats.inc_value("archiver/item_errors")
    assert judge(stats, "finished")[0] == "failed"
