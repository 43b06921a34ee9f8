import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from archiver.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict]:
        """The output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Answer]


@pytest.fixture
def archiver(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the `archiver` command in this process: `archiver("search", "计生", "--json")`."""
    for name in ("HOME", "DATABASE", "DELAY", "CONTACT"):
        monkeypatch.delenv(f"ARCHIVER_{name}", raising=False)

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["archiver", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Answer(ended.value.code or 0, printed.out, printed.err)

    return run


@pytest.fixture
def at(archiver: Command, archive) -> Command:
    """Runs a command on the test's archive (SQLite)."""
    return lambda *arguments: archiver(*arguments, "--archive", archive.home)


@pytest.fixture
def at_any(archiver: Command, any_archive, any_database, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command on the test's archive, on either database."""
    if any_database:
        monkeypatch.setenv("ARCHIVER_DATABASE", any_database)
    return lambda *arguments: archiver(*arguments, "--archive", any_archive.home)
