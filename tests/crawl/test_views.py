# ruff: noqa: E501  pages stand here as portals print them
"""Sixty nights in a few seconds: what the archive tells of an article's views is what the portal's own log says."""

import json
import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage import articles
from storage.archive import Archive
from storage.views import series

FIRST = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
ARTICLES = int(os.environ.get("VIEWS_ARTICLES", "9"))
NIGHTS = int(os.environ.get("VIEWS_NIGHTS", "12"))

# A portal and its visitors in one process with the crawls, so that one clock stands for both.
NIGHTLY = """
import asyncio, json, random, sys, threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor
from archiver.settings import scrapy_settings, read_options
from spiders.portal import undeclared

home, database, counters, first, count, nights = sys.argv[1:]
first, count, nights = datetime.fromisoformat(first), int(count), int(nights)
dice = random.Random(11)
readers = {n: sorted(dice.expovariate(1 / (2 + n)) * 3 % nights for _ in range(dice.randrange(3, 300))) for n in range(count)}
today, own, log = 0, {n: 0 for n in range(count)}, []
SCRIPTS = [
    "{views}",
    "<script src='/e/public/ViewClick/?classid=4&id={n}&addclick=1'></script>",
    "<script src='/plus/count.php?view=yes&aid={n}&mid=1'></script>",
]
TEXT = "<p>四月十二日上午，青山县计生协举办志愿者培训班，来自十四个乡镇的八十名志愿者参加学习。</p>"

def views(n):
    return sum(at <= today for at in readers[n]) + own[n]

def told(n, how):
    log.append([n, today, views(n), how])
    return views(n)

class Portal(BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urlsplit(self.path)
        asked = {name: value[0] for name, value in parse_qs(parts.query).items()}
        status, body = 200, ""
        if parts.path == "/":
            rows = [f"<li><a href='/dongtai/2026/0228/{n}.html'>青山县计生协举办第{n}期志愿者培训班</a><span>2026-02-28</span></li>" for n in range(count)]
            body = f"<html><head><meta charset='utf-8'></head><body><ul>{''.join(rows)}</ul></body></html>"
        elif parts.path.startswith("/dongtai/") and parts.path.rsplit("/", 1)[1][:-5].isdigit():
            n = int(parts.path.rsplit("/", 1)[1][:-5])
            script = SCRIPTS[n % 3].format(n=n, views=told(n, "printed") if n % 3 == 0 else "")
            body = f"<html><head><meta charset='utf-8'></head><body><h1>青山县计生协举办第{n}期志愿者培训班</h1><div>发布时间：2026-02-28 点击：{script}次</div><div>{TEXT * 2}<p>第{n}期</p></div></body></html>"
        elif parts.path == "/e/public/ViewClick/":
            own[int(asked["id"])] += "addclick" in asked
            body = f"document.write('{told(int(asked['id']), 'counter')}');"
        elif parts.path == "/plus/count.php":
            own[int(asked["aid"])] += 1
            body = f"document.write('{told(int(asked['aid']), 'counter-counting')}');"
        else:
            status = 404
        body = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
threading.Thread(target=server.serve_forever, daemon=True).start()
options = read_options(home=home, database=database or None, delay=0, counters=counters)
settings = get_project_settings()
settings.setdict(scrapy_settings(options), priority="cmdline")
settings.set("ARCHIVER_CLOCK", lambda: first + timedelta(days=today), priority="cmdline")
settings.set("AUTOTHROTTLE_ENABLED", False, priority="cmdline")
portal = undeclared(f"http://127.0.0.1:{server.server_port}/")

async def crawl_all():
    global today
    for today in range(nights + 1):
        await AsyncCrawlerRunner(settings).crawl(portal)

REACTOR
print(json.dumps({"log": log, "own": own, "readers": readers}))
"""
RUN = """
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from twisted.internet import reactor
from twisted.internet.defer import Deferred
def ended(result):
    if result is not None and not isinstance(result, int): print(result, file=sys.stderr)
    reactor.stop()
reactor.callWhenRunning(lambda: Deferred.fromFuture(asyncio.ensure_future(crawl_all())).addBoth(ended))
reactor.run()
"""


@pytest.fixture
def nights(any_database, tmp_path: Path, process, monkeypatch: pytest.MonkeyPatch):
    """Crawls the portal night after night; the portal's log, and the archive."""

    def run(counters: str):
        monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "archiver.settings")
        arguments = (any_database or "", counters, FIRST.isoformat(), ARTICLES, NIGHTS)
        child = process(NIGHTLY.replace("REACTOR", RUN), tmp_path / "archive", *arguments)
        out, _ = child.communicate(timeout=1800)
        assert child.returncode == 0
        return json.loads(out.splitlines()[-1]), Archive.open(tmp_path / "archive", any_database)

    return run


@pytest.mark.parametrize("counters", ["read-only", "ask"])
def test_the_series_is_the_portals_own_log(nights, counters):
    portal, archive = nights(counters)
    log = {
        n: [(FIRST + timedelta(days=day), count, how) for m, day, count, how in portal["log"] if m == n]
        for n in range(ARTICLES)
    }
    with archive.reading() as session:
        found = {
            int(urlsplit(one.url).path.rsplit("/", 1)[1][:-5]): series(session, one.id)
            for one in articles.every(session)
        }
    archive.close()
    assert sorted(found) == list(range(ARTICLES))
    for n, points in found.items():
        assert [(nearest(point.at), point.count, point.how) for point in points] == log[n]
        if n % 3 == 2 and counters == "read-only":
            assert points == [], "a counter that counts the question is left alone"
            continue
        assert len(points) > 3
        for before, point in pairwise(points):
            read = sum(day(before.at) < at <= day(point.at) for at in portal["readers"][str(n)])
            assert (point.growth, point.mark in (None, "jump")) == (read, True), "our own hits are no readers"
    own = {int(n): hits for n, hits in portal["own"].items()}
    assert all(own[n] == (len(found[n]) if n % 3 == 2 else 0) for n in own), "each of our hits is on record"


def day(moment: datetime) -> int:
    return round((moment - FIRST) / timedelta(days=1))


def nearest(moment: datetime) -> datetime:
    """The night of an observation: its time is less the milliseconds that the answer took."""
    return FIRST + timedelta(days=day(moment))
