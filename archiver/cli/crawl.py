"""`archiver crawl`: fetch what is new or due of one portal or many."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from archiver.cli.console import ArchiveOption, JsonOption, options_for, print_json
from archiver.errors import BROKEN, DONE, FAILED, LOCKED, UsageError


def crawl(
    portals: Annotated[
        list[str] | None, typer.Argument(metavar="[PORTAL|URL]…", help="Portals by name, or addresses.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every declared portal.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many articles of each portal.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only articles listed with this date or a later one.")
    ] = None,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Crawl portals: new articles come in, due ones are looked at again, dead links are counted.

    例：archiver crawl https://www.hnfpa.org.cn/    archiver crawl --all
    """
    # Scrapy takes a second to load, which the other commands need not wait for.
    from archiver.cli.crawls import chosen, run_crawls
    from archiver.cli.health import check_notices, tend

    options = options_for(archive)
    if bool(portals) == every:
        raise UsageError("Name a portal or an address, or give --all; `archiver portals` lists what is declared.")
    check_notices(options)
    show = not as_json and sys.stdout.isatty()
    summaries = run_crawls(chosen(portals or []), options, limit=limit, since=since, show=show)
    for summary in summaries:
        if as_json:
            print_json(summary.as_json())
        else:
            typer.echo(summary.sentence())
        if summary.reason:
            typer.echo(f"archiver: {summary.portal}: {summary.reason}", err=True)
    red = tend(options, [summary.portal for summary in summaries if summary.outcome != "locked"])
    sys.exit(exit_code([summary.outcome for summary in summaries], red=red))


def exit_code(outcomes: Sequence[str], *, red: bool = False) -> int:
    """The exit code of several crawls: a failure first, then a portal that looks broken; a lock only if it was all."""
    if not {"failed", "stopped", "blocked"}.isdisjoint(outcomes):
        return FAILED
    if "broken" in outcomes or red:
        return BROKEN
    if outcomes and all(outcome == "locked" for outcome in outcomes):
        return LOCKED
    return DONE
