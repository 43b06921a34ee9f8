"""`archiver runs`: how the crawls of the past went, and which is under way."""

from contextlib import closing
from typing import Annotated, Any

import typer
from rich.table import Table

from archiver.cli.console import ArchiveOption, JsonOption, console, iso, open_archive, print_json
from spiders.addresses import host_of
from storage.history import PastRun, history, running


def runs(
    portal: Annotated[str | None, typer.Option(metavar="NAME", help="Of this portal alone.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many, the latest first.")] = 20,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """List the crawls of the past, the latest first, and those under way.

    例：archiver runs --limit 5    archiver runs --portal hnfpa
    """
    with closing(open_archive(archive)) as opened, opened.reading() as session:
        past = history(session, limit, portal, running(opened, session, host_of))
    if as_json:
        for run in past:
            print_json(run_row(run))
        return
    table = Table(box=None, pad_edge=False)
    for column in ("run", "portal", "began", "took", "outcome", "counts"):
        table.add_column(column, overflow="fold")
    for run in past:
        table.add_row(
            str(run.id),
            run.portal or "",
            f"{run.started_at.astimezone():%Y-%m-%d %H:%M}",
            "" if run.ended_at is None else str(run.ended_at - run.started_at).split(".")[0],
            (run.outcome or "under way") + (f": {run.reason}" if run.reason else ""),
            ", ".join(
                f"{name.replace('_', ' ')} {count}"
                for name, count in run.counts.items()
                if count and not isinstance(count, dict)
            ),
        )
    console.print(table)


def run_row(run: PastRun) -> dict[str, Any]:
    """A run as `runs --json` prints it."""
    return {
        "id": run.id,
        "portal": run.portal,
        "started_at": iso(run.started_at),
        "ended_at": iso(run.ended_at),
        "seconds": None if run.ended_at is None else round((run.ended_at - run.started_at).total_seconds(), 1),
        "outcome": run.outcome,
        "reason": run.reason,
        "counts": dict(run.counts),
    }
