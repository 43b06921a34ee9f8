"""What goes wrong at the front door: one clear sentence, the right exit code, and an archive as it was."""

import http.server
import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.demo.server import DemoPortals
from tests.crawl.conftest import Crawled


class Odd(http.server.BaseHTTPRequestHandler):
    """A host with nothing but oddities; the path says which."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self.path.strip("/").split("/")[0]
        if name == "circle":
            return self.answer(302, b"", "text/html", Location=self.path)
        if name == "large":
            return self.answer(200, b"<p>" + b"a" * (50 << 20), "text/html")
        if name == "stranger":
            return self.answer(302, b"", "text/html", Location="http://169.254.169.254/latest/")
        bodies = {
            "paper.pdf": (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
            "empty": (b"", "text/html"),
            "picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), "text/html"),
            "bare": (b"<html><body><p>nothing leads on</p></body></html>", "text/html"),
        }
        if name not in bodies:
            return self.answer(404, b"no", "text/html")
        return self.answer(200, *bodies[name])

    def answer(self, status: int, body: bytes, type_: str, **headers: str) -> None:
        self.send_response(status)
        for header, value in {"Content-Type": type_, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(header, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True  # the client has had enough

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def odd() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Odd) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("paper.pdf", "PDF"),
        ("empty", "empty"),
        ("large", "larger than 16 MiB"),
        ("circle", "circle"),
        ("picture", "is an image"),
        ("missing", "no such page"),
        ("bare", "leads to no article"),
        ("stranger", "another portal"),
    ],
)
def test_a_start_page_that_is_none(odd: str, archiver, crawled: Crawled, home: Path, path: str, sentence: str) -> None:
    shutil.copytree(crawled.home, home)
    before = articles_of(home)
    done = archiver("crawl", odd + path)
    assert done.returncode == (5 if path == "bare" else 1)
    said, *health = done.stderr.splitlines()
    assert sentence in said
    # It is news of the portal's health as well, which comes with the command that helps.
    assert all(" is amber: " in line or " is red: " in line for line in health)
    assert len(health) <= 1
    assert "Traceback" not in done.stdout + done.stderr
    assert articles_of(home) == before != []


def test_an_index_that_cannot_be_written_is_said_and_what_was_read_is_kept(portals: DemoPortals, archiver, home: Path):
    home.mkdir()
    (home / "index").write_text("no folder")
    done = archiver("crawl", portals.addresses[0], "--json")
    assert done.returncode == 1
    assert "search index" in done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["outcome"] == "failed"
    assert len(articles_of(home)) == json.loads(done.stdout)["articles_new"] > 0


def articles_of(home: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "archive.db") as database:
        rows = database.execute(
            "SELECT * FROM articles JOIN revisions ON revisions.id = articles.revision_id"
        ).fetchall()
    database.close()
    return rows


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["crawl", "hunanfpa"], 2, "No portal is called 'hunanfpa'. Did you mean hnfpa?"),
        (["crawl"], 2, "Name a portal or an address"),
        (["crawl", "ftp://example.org/"], 2, "no web address"),
        (["crawl", "htp:/example.org/"], 2, "no web address"),
        (["crawl", "http:/example.org/"], 2, "no web address"),
        (["crawl", "http://127.0.0.1:1/"], 1, "nothing listens there"),
        (["crawl", "http://no-such-host.invalid/"], 2, "for loopback only"),
        (["crawl", "demo", "--limit", "0"], 2, "--limit"),
        (["search", "计划"], 1, "No archive in"),
        (["parse", "no-such-file.html"], 1, "cannot be read"),
    ],
)
def test_wrong_use_is_one_sentence(archiver, arguments: list[str], code: int, sentence: str) -> None:
    done = archiver(*arguments)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_an_unknown_host_name_is_said(archiver) -> None:
    done = archiver("crawl", "http://no-such-host.invalid/", ARCHIVER_DELAY="1")
    assert done.returncode == 1
    assert "the host name is not known" in done.stderr


def test_a_setting_that_cannot_be_is_said(archiver) -> None:
    done = archiver("crawl", "demo", ARCHIVER_DELAY="often")
    assert done.returncode == 2
    assert "ARCHIVER_DELAY" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_said(archiver, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = archiver("crawl", "demo", "--archive", tmp_path / "file" / "archive")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_newer_database_is_left_alone(archiver, crawled: Crawled, home: Path) -> None:
    shutil.copytree(crawled.home, home)
    with sqlite3.connect(home / "archive.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    before = (home / "archive.db").read_bytes()
    for command in (["crawl", crawled.portals.addresses[1]], ["search", "计划"], ["migrate"]):
        done = archiver(*command)
        assert done.returncode == 1
        assert "newer Archiver" in done.stderr
    assert (home / "archive.db").read_bytes() == before


@pytest.mark.parametrize("name", ["paper.pdf", "empty.html", "noise.html"])
def test_a_file_that_is_no_page(archiver, tmp_path: Path, name: str) -> None:
    body = {"paper.pdf": b"%PDF-1.7 ", "empty.html": b"", "noise.html": bytes(range(256)) * 40}[name]
    (tmp_path / name).write_bytes(body)
    done = archiver("parse", tmp_path / name)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
