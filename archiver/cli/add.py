"""`archiver add`: take in articles that are read already, one a JSON line."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from archiver.cli.console import ArchiveOption, JsonOption, now, options_for, print_json
from archiver.errors import DONE, FAILED, UsageError
from storage import deliveries
from storage.archive import Archive
from storage.search.follow import catch_up

BATCH = 500
"""So many lines are one transaction: what a kill loses, and what other writers wait for."""
Advance = Callable[[int], None]


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.jsonl…", help="Files of JSON lines.")],
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Take in articles: url, title, published, body, portal, views, source, fetched_at; the same url again is a
    later fetch. A line that holds no article is reported and skipped.

    例：archiver add 文章.jsonl --archive 档案库
    """
    # It brings in the folding tables, which the other commands need not wait for.
    from pipelines.delivery import COUNTS, BadLine, Delivered, delivered, take_in_batch

    refuse_missing(files)
    options = options_for(archive)
    began = time.monotonic()
    counts: Counter[str] = Counter(dict.fromkeys(("lines", *COUNTS), 0))
    with closing(Archive.open(options.home, options.database, create=True)) as opened:
        run = deliveries.begin(opened, now())
        try:
            for file in files:
                with file.open("rb") as stream, progress(file, as_json) as advance:
                    lines = _numbered(stream, advance)
                    while some := list(islice(lines, BATCH)):
                        batch: list[Delivered] = []
                        for number, line in some:
                            counts["lines"] += 1
                            try:
                                batch.append(delivered(line.decode("utf-8-sig"), now()))
                            except (BadLine, UnicodeDecodeError) as error:
                                counts["failed"] += 1
                                typer.echo(f"archiver: {file}, line {number}: {error}; skipped.", err=True)
                        with opened.writing() as session:
                            counts.update(take_in_batch(session, batch, now()))
            outcome = "done"
        except BaseException:
            outcome = "stopped"
            raise
        finally:
            deliveries.end(opened, run, outcome, counts, now())
        catch_up(opened)
    finish(counts, time.monotonic() - began, as_json)


def finish(counts: Counter[str], seconds: float, as_json: bool) -> None:
    """The last line, and the exit code: a line or record that was skipped is a failure, and was said."""
    row = {**counts, "seconds": round(seconds, 1)}
    if as_json:
        print_json(row)
    else:
        typer.echo(sentence(row))
    sys.exit(FAILED if counts["failed"] else DONE)


def sentence(row: dict[str, Any]) -> str:
    return (
        f"Taken in within {row['seconds']:.0f} s: {row['articles_new']} new articles ({row['reprints']} of them"
        f" reprints), {row['revisions']} revised, {row['unchanged']} unchanged; {row['quarantined']} quarantined,"
        f" {row['failed']} skipped."
    )


def refuse_missing(files: list[Path]) -> None:
    for file in files:
        if not file.is_file():
            raise UsageError(f"There is no file {file}.")


@contextmanager
def progress(file: Path, as_json: bool) -> Iterator[Advance]:
    """A bar on a terminal over the bytes of a file; silence elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=as_json or not sys.stderr.isatty(),
    )
    with shown:
        task = shown.add_task(file.name, total=file.stat().st_size)
        yield lambda size: shown.advance(task, size)


def _numbered(stream: BinaryIO, advance: Advance) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(stream, 1):
        advance(len(line))
        if line.strip():
            yield number, line
