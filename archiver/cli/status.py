"""`archiver status` and `archiver runs`: how far the archive reaches, and how the crawls went."""

from contextlib import closing
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from archiver.cli.console import ArchiveOption, JsonOption, console, iso, now, open_archive, print_json
from storage.coverage import Coverage, coverage
from storage.history import PastRun, history

_UNFINISHED = "under way or killed"


def status(as_json: JsonOption = False, archive: ArchiveOption = None) -> None:
    """Show the state of each portal: articles, pages, what is due or went wrong, and which fields are known.

    例：archiver status --archive 档案库
    """
    with closing(open_archive(archive)) as opened, opened.reading() as session:
        portals = coverage(session, now())
    if as_json:
        for portal in portals:
            print_json(status_row(portal))
        return
    for portal in portals:
        print_portal(portal)
    console.print(f"{sum(portal.articles for portal in portals)} articles of {len(portals)} portals.")


def print_portal(portal: Coverage) -> None:
    """A portal on the terminal: what is there, what is to do, what is known, how the last run went."""
    pages = ", ".join(f"{count} {state}" for state, count in portal.pages.items())
    known = ", ".join(f"{name} {share:.0%}" for name, share in portal.fields.items() if share is not None)
    lines = {
        "articles": str(portal.articles) + (f", {portal.gone} of them gone" if portal.gone else ""),
        "newest": portal.newest,
        "known": known,
        "pages": f"{pages or 'none'}; {portal.due} due, {portal.quarantined} quarantined",
        "attachments": f"{portal.attachments_kept} of {portal.attachments} kept" if portal.attachments else None,
    }
    if last := portal.last_run:
        reason = f": {last.reason}" if last.reason else ""
        lines["last run"] = f"{last.started_at.astimezone():%Y-%m-%d %H:%M}, {last.outcome or _UNFINISHED}{reason}"
    console.print(Text(portal.portal, style="bold").append(f"  {portal.title or ''}  {portal.site}", "dim"))
    for name, value in lines.items():
        if value:
            console.print(Text(f"{name:>13}  ", style="dim").append(value))


def status_row(portal: Coverage) -> dict[str, Any]:
    """A portal as `status --json` prints it."""
    last = portal.last_run
    return {
        "portal": portal.portal,
        "title": portal.title,
        "province": portal.province,
        "kind": portal.kind,
        "site": portal.site,
        "articles": portal.articles,
        "gone": portal.gone,
        "newest": portal.newest,
        "pages": portal.pages,
        "due": portal.due,
        "quarantined": portal.quarantined,
        "attachments": portal.attachments,
        "attachments_kept": portal.attachments_kept,
        "captures": portal.captures,
        "fields": {name: share if share is None else round(share, 4) for name, share in portal.fields.items()},
        "last_run": last
        and {
            "started_at": iso(last.started_at),
            "ended_at": iso(last.ended_at),
            "outcome": last.outcome,
            "reason": last.reason,
        },
    }


def runs(
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many, the latest first.")] = 20,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """List the crawls of the past, the latest first.

    例：archiver runs --limit 5 --archive 档案库
    """
    with closing(open_archive(archive)) as opened, opened.reading() as session:
        past = history(session, limit)
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
            (run.outcome or _UNFINISHED) + (f": {run.reason}" if run.reason else ""),
            ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in run.counts.items() if count),
        )
    console.print(table)


def run_row(run: PastRun) -> dict[str, Any]:
    """A run as `runs --json` prints it."""
    return {
        "id": run.id,
        "portal": run.portal,
        "started_at": iso(run.started_at),
        "ended_at": iso(run.ended_at),
        "outcome": run.outcome,
        "reason": run.reason,
        "counts": dict(run.counts),
    }
