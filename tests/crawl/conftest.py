"""What the crawl tests share: the demo portals, and the command in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archiver.demo.server import DemoPortals, Request

ROOT = Path(__file__).parents[2]


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
            done = subprocess.run(
                [sys.executable, "-m", "archiver", "crawl", address, "--json"],
                cwd=ROOT,
                env=os.environ | {"ARCHIVER_HOME": str(home), "ARCHIVER_DELAY": "0"},
                capture_output=True,
                text=True,
                timeout=120,
                check=True,
            )
            summaries[address] = json.loads(done.stdout)
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
def start(home: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts `archiver …` on the test's archive, without delay."""
    started: list[subprocess.Popen[str]] = []

    def start_(*arguments: object, **environment: str) -> "subprocess.Popen[str]":
        child = subprocess.Popen(
            [sys.executable, "-m", "archiver", *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | {"ARCHIVER_HOME": str(home), "ARCHIVER_DELAY": "0"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(child)
        return child

    yield start_
    for child in started:
        if child.poll() is None:
            child.kill()
        child.communicate()


@pytest.fixture
def archiver(start: Callable[..., "subprocess.Popen[str]"]) -> Command:
    """Runs `archiver …` to its end."""

    def run(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
        child = start(*arguments, **environment)
        out, err = child.communicate(timeout=120)
        return subprocess.CompletedProcess(child.args, child.returncode, out, err)

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
