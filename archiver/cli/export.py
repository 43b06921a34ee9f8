"""`archiver export`: articles as data, as references or as web archives, streamed."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer

from archiver.cli.console import ArchiveOption, now, open_archive
from archiver.errors import ArchiverError, UsageError
from storage.export.bagit import bag
from storage.export.formats import FORMATS
from storage.export.selection import Selection

Name = Literal["jsonl", "csv", "parquet", "ris", "bibtex", "gbt7714", "warc", "wacz", "bagit"]


def export(
    query: Annotated[list[str] | None, typer.Argument(metavar="[QUERY]", help="As for search; all without it.")] = None,
    format: Annotated[
        Name,
        typer.Option(
            help="JSON lines; a table for spreadsheets or data tools; references; web archives; a bag of JSON and WARC."
        ),
    ] = "jsonl",
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write into this file (a bag: a folder, unless it ends in .zip)."),
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """Write out the articles of the archive, or every printing that a query matches.

    例：archiver export --format csv --output 全部.csv    archiver export '流动人口 from:2016'
    """
    chosen_format = FORMATS[format]
    chosen_format.require()
    if output is None and not chosen_format.text and sys.stdout.isatty():
        raise UsageError(f"{format} is no text for a terminal; name a file by --output.")
    with closing(open_archive(archive)) as opened:
        selection = Selection(opened, " ".join(query) if query else None)
        if format == "bagit" and output is not None and output.suffix != ".zip":
            with _folder(output) as folder:
                bag(selection, now(), folder)
        else:
            with destination(output) as stream:
                for piece in chosen_format.write(selection, now()):
                    stream.write(piece)
    if output is not None or not selection.count:
        typer.echo(f"{selection.count} {'article' if selection.count == 1 else 'articles'} written.", err=True)


@contextmanager
def destination(output: Path | None) -> Iterator[BinaryIO]:
    """Where an export goes: stdout, or a file that appears under its name only when it is whole."""
    if output is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if output.is_dir():
        raise UsageError(f"{output} is a folder; name a file.")
    unfinished = output.with_name(output.name + ".part")
    try:
        with unfinished.open("wb") as stream:
            yield stream
        unfinished.replace(output)
    except OSError as error:
        raise ArchiverError(f"{output} cannot be written ({error.strerror}).") from error
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _folder(output: Path) -> Iterator[Path]:
    """A folder that appears under its name only when it is whole."""
    if output.exists():
        raise UsageError(f"{output} is there already; name a new folder, or a file that ends in .zip.")
    unfinished = output.with_name(output.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        yield unfinished
        unfinished.rename(output)
    except OSError as error:
        raise ArchiverError(f"{output} cannot be written ({error.strerror}).") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
