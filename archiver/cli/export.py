"""`archiver export`: articles as JSON lines or as a table, streamed."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO

import typer

from archiver.cli.console import ArchiveOption, iso, open_archive
from archiver.errors import ArchiverError, UsageError
from storage.articles import StoredArticle, articles, every
from storage.search.matches import matches
from storage.search.question import question

COLUMNS = (
    "id",
    "url",
    "portal",
    "channel",
    "title",
    "published",
    "published_raw",
    "views",
    "source",
    "author",
    "body",
    "work",
    "gone_at",
    "sha256",
)
_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(
    query: Annotated[list[str] | None, typer.Argument(metavar="[QUERY]", help="As for search; all without it.")] = None,
    format: Annotated[
        Literal["jsonl", "csv"], typer.Option(help="JSON lines, or a table for a spreadsheet.")
    ] = "jsonl",
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write into this file.")] = None,
    archive: ArchiveOption = None,
) -> None:
    """Write out the articles of the archive, or every printing that a query matches.

    例：archiver export --format csv --output 全部.csv    archiver export '流动人口 from:2016'
    """
    words = " ".join(query or [])
    with closing(open_archive(archive)) as opened, destination(output) as stream, opened.reading() as session:
        chosen = articles(session, matches(*question(opened, words))) if query else every(session)
        written = (write_csv if format == "csv" else write_jsonl)(chosen, stream)
    if output is not None or not written:
        typer.echo(f"{written} {'article' if written == 1 else 'articles'} written.", err=True)


def as_row(stored: StoredArticle) -> dict[str, Any]:
    """An article as it is exported: `COLUMNS` in order."""
    return {name: iso(stored.gone_at) if name == "gone_at" else getattr(stored, name) for name in COLUMNS}


def write_jsonl(chosen: Iterable[StoredArticle], stream: TextIO) -> int:
    """One JSON object a line; returns how many."""
    written = 0
    for stored in chosen:
        stream.write(json.dumps(as_row(stored), ensure_ascii=False) + "\n")
        written += 1
    return written


def write_csv(chosen: Iterable[StoredArticle], stream: TextIO) -> int:
    """A table (RFC 4180) that spreadsheets open as UTF-8, formulas in it as text; returns how many rows."""
    stream.write(_BOM)
    table = csv.writer(stream)
    table.writerow(COLUMNS)
    written = 0
    for stored in chosen:
        table.writerow([_cell(value) for value in as_row(stored).values()])
        written += 1
    return written


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


@contextmanager
def destination(output: Path | None) -> Iterator[TextIO]:
    """Where an export goes: stdout, or a file that appears under its name only when it is whole."""
    if output is None:
        yield sys.stdout
        return
    if output.is_dir():
        raise UsageError(f"{output} is a folder; name a file.")
    unfinished = output.with_name(output.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        unfinished.replace(output)
    except OSError as error:
        raise ArchiverError(f"{output} cannot be written ({error.strerror}).") from error
    finally:
        unfinished.unlink(missing_ok=True)
