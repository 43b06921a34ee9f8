"""What the commands share: the options that all take, and how answers are printed."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from archiver.settings import Options, read_options

if TYPE_CHECKING:
    from storage.archive import Archive

ArchiveOption = Annotated[
    Path | None,
    typer.Option("--archive", metavar="DIR", help="Folder of the archive (default: $ARCHIVER_HOME, else ./archive)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


class Terminal(Console):
    """Rich's console, but for output that nobody reads any more: `main` ends the command, and that is no failure."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


console = Terminal(highlight=False, soft_wrap=True)


def open_archive(folder: Path | None) -> "Archive":
    """The archive a command reads; raises ArchiveUnusable where there is none."""
    # With it comes the database, which schedules, passwords and pages in files need not wait for.
    from storage.archive import Archive

    options = read_options(home=folder)
    return Archive.open(options.home, options.database)


def options_for(folder: Path | None, **given: Any) -> Options:
    """The settings in force for a command."""
    return read_options(home=folder, **given)


def print_json(value: dict[str, Any]) -> None:
    """One JSON object as one line, Chinese readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def iso(moment: datetime | None) -> str | None:
    """A moment as answers print it: ISO 8601 in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def now() -> datetime:
    return datetime.now(UTC)
