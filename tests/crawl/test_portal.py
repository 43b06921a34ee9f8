"""`archiver portal` on the demo portals, over loopback."""

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path):
    for folder in ("spiders/portals", "tests"):
        (tmp_path / "checkout" / folder).mkdir(parents=True)
    return tmp_path / "checkout"


def test_a_draft_is_shown_and_written(archiver, portals, checkout):
    county = portals.addresses[0]
    done = archiver("portal", "draft", county, "--name", "yundu", "--write", "--into", checkout)
    assert done.returncode == 0, done.stderr
    text = (checkout / "spiders/portals/yundu.py").read_text(encoding="utf-8")
    assert text in done.stdout
    assert text.count("\n") <= 15
    for line in (
        'title = "云渡县计划生育协会"',
        'family = "empirecms"',
        'channels = ("tzgg/", "gzdt/", "jyjl/", "zczs/")',
    ):
        assert line in text
    assert "通知公告" in done.stdout
    told = json.loads((checkout / "tests/portals/yundu/expected.json").read_text(encoding="utf-8"))
    truth = {truth.url: truth for truth in portals.truth()}[told["article"]["url"]]
    assert told["reviewed"] is False
    assert told["article"]["title"] == truth.title
    assert told["article"]["published"] == truth.published
    assert told["article"]["body"] == truth.body.split("\n")
    served = {request.path for request in portals.requests}
    assert urlsplit(told["article"]["url"]).path in served
    # Home page, three channels, five articles, robots.txt: nothing else, and no counter.
    assert len(portals.requests) == 10
    assert portals.hits == ()


@pytest.fixture
def own(tmp_path):
    """A checkout with a copy of the program: `own("crawl", …)` runs the command of that copy."""
    place = tmp_path / "own"
    for package in ("archiver", "spiders", "pipelines", "storage"):
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "tests").mkdir()
    shutil.copy(ROOT / "scrapy.cfg", place)

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "archiver", *map(str, arguments)],
            cwd=place,
            env=os.environ | {"ARCHIVER_HOME": str(tmp_path / "archive"), "ARCHIVER_DELAY": "0"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    run.place = place
    return run


def test_a_written_draft_crawls_and_what_breaks_later_is_said(own, portals):
    county = portals.addresses[0]
    assert own("portal", "draft", county, "--name", "yundu", "--write", "--into", own.place).returncode == 0
    told = json.loads((own.place / "tests/portals/yundu/expected.json").read_text(encoding="utf-8"))["article"]
    done = own("crawl", "yundu", "--json")
    assert done.returncode == 0, done.stderr
    truth = {truth.url: truth for truth in portals.truth() if truth.url.startswith(county)}
    assert json.loads(done.stdout)["articles_new"] == len(truth)
    rows = [json.loads(line) for line in own("export", "--format", "jsonl").stdout.splitlines()]
    assert {row["url"] for row in rows} == set(truth)
    sample = next(row for row in rows if row["url"] == told["url"])
    assert (sample["title"], sample["published"], sample["body"].split("\n")) == (
        truth[told["url"]].title,
        truth[told["url"]].published,
        told["body"],
    )
    assert own("portal", "check", "yundu").returncode == 0
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Rebuilt) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        declared = own.place / "spiders/portals/yundu.py"
        moved = declared.read_text(encoding="utf-8").replace(county, f"http://127.0.0.1:{server.server_port}/")
        declared.write_text(moved, encoding="utf-8")
        checked = own("portal", "check", "yundu", "--json")
        server.shutdown()
        thread.join()
    assert checked.returncode == 5, checked.stderr
    row = json.loads(checked.stdout)
    assert row["outcome"] == "broken"
    assert "leads to no article" in row["reason"]


class Rebuilt(http.server.BaseHTTPRequestHandler):
    """A portal after a rebuild: every address answers the same page of a script that nobody knows."""

    def do_GET(self):
        body = b"<html><body><div id='app'></div><script src='/app.js'></script></body></html>"
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing: the answer is always the same."""


def test_a_draft_never_overwrites(archiver, portals, checkout):
    (checkout / "spiders/portals/yundu.py").write_text("mine")
    done = archiver("portal", "draft", portals.addresses[0], "--name", "yundu", "--write", "--into", checkout)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert (checkout / "spiders/portals/yundu.py").read_text() == "mine"
    assert not (checkout / "tests/portals").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("http://127.0.0.1:1/",), 1, "did not come"),
        (("ftp://portal.example.cn/",), 2, "is no web address"),
        (("{county}", "--name", "Yún du"), 2, "no name for a portal"),
        (("{county}", "--name", "yundu", "--write", "--into", "/nowhere"), 2, "no checkout"),
    ],
)
def test_what_a_draft_cannot_do_is_said(archiver, portals, arguments, code, sentence):
    done = archiver("portal", "draft", *(argument.format(county=portals.addresses[0]) for argument in arguments))
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_pause_is_kept_between_the_pages_of_one_host(archiver, portals):
    begun = []
    portals.asked = lambda request: begun.append(request)
    pages = [portals.url(number) for number in (191, 178, 181)]
    done = archiver("parse", "--json", *pages, ARCHIVER_DELAY="0.3")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["url"] for row in rows] == pages
    assert all(row["title"] for row in rows)
    # One robots.txt for all: they are one visit, not one each.
    assert [request.path for request in begun].count("/robots.txt") == 1


def test_no_haste_on_the_web(archiver):
    done = archiver("parse", "https://www.example.org/", ARCHIVER_DELAY="0")
    assert done.returncode == 2
    assert "ARCHIVER_DELAY" in done.stderr


def test_a_name_that_nobody_declared(archiver):
    done = archiver("portal", "check", "nobody")
    assert done.returncode == 2
    assert "No portal is called 'nobody'" in done.stderr
