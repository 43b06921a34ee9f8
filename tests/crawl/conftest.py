"""What the crawl tests share: the demo portals, and the command in a process of its own."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archiver.demo.server import DemoPortals, Request
from tests.forked import Forked


@dataclass(frozen=True)
class Crawled:
    """The demo portals as one crawl of each found them; nobody changes them, and `home` is only read or copied."""

    portals: DemoPortals
    home: Path
    summaries: dict[str, dict[str, Any]]
    requests: tuple[Request, ...]
    """What the crawls asked for, in that order: first the county's portal."""


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """A crawl of each demo portal into one archive, for tests that look at what came of it."""
    home = tmp_path_factory.mktemp("crawled") / "archive"
    with DemoPortals() as served:
        summaries = {}
        for address in served.addresses:
            own = {"ARCHIVER_HOME": str(home), "ARCHIVER_DELAY": "0"}
            with closing(Forked(["crawl", address, "--json"], os.environ | own)) as done:
                out, err = done.communicate(timeout=120)
                assert done.returncode == 0, err
            summaries[address] = json.loads(out)
        yield Crawled(served, home, summaries, served.requests)


@pytest.fixture
def portals() -> Iterator[DemoPortals]:
    with DemoPortals() as served:
        yield served


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "archive"


Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def start(home: Path) -> Iterator[Callable[..., Forked]]:
    """Starts `archiver …` on the test's archive, without delay."""
    started: list[Forked] = []

    def start_(*arguments: object, **environment: str) -> Forked:
        own = {"ARCHIVER_HOME": str(home), "ARCHIVER_DELAY": "0"} | environment
        child = Forked([str(argument) for argument in arguments], os.environ | own)
        started.append(child)
        return child

    yield start_
    for child in started:
        child.close()


@pytest.fixture
def archiver(start: Callable[..., Forked]) -> Command:
    """Runs `archiver …` to its end."""

    def run(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
        child = start(*arguments, **environment)
        out, err = child.communicate(timeout=120)
        return subprocess.CompletedProcess(child.args, child.returncode or 0, out, err)

    return run


Crawl = Callable[..., dict[str, Any]]


@pytest.fixture
def crawl(archiver: Command) -> Crawl:
    """Crawls one portal to its end and returns its summary."""

    def run(address: str, *arguments: object, **environment: str) -> dict[str, Any]:
        done = archiver("crawl", address, "--json", *arguments, **environment)
        assert done.stdout, done.stderr
        summary: dict[str, Any] = json.loads(done.stdout)
        return summary

    return run
