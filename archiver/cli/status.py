"""`archiver status`: how every portal is and how far the archive reaches, on one screen."""

import difflib
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from archiver.cli.console import ArchiveOption, JsonOption, console, iso, now, open_archive, options_for, print_json
from archiver.cli.health import Health, heed, judged, print_changes
from archiver.errors import BROKEN, DONE, FAILED, UsageError
from spiders.addresses import host_of
from storage.coverage import Coverage, coverage
from storage.health.findings import WORST, Finding, State, state_of
from storage.history import running
from storage.ledger import Ledger, ledger, ranges

_COLOURS: dict[State, str] = {"red": "bold red", "amber": "yellow", "green": "green"}
_UNFINISHED = "under way"
_GAPS = 10


def status(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PORTAL]…", help="Portals to show in full (default: all, a line each)."),
    ] = None,
    notify: Annotated[
        bool,
        typer.Option("--notify", help="For cron: print and tell (ARCHIVER_NOTICES) only what changed."),
    ] = False,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Show how each portal is, the worst first: what is wrong, since when, and the command that helps.

    Ends with exit code 5 where a portal looks broken (red).

    例：archiver status    archiver status hnfpa    archiver status --notify
    """
    options = options_for(archive)
    with closing(open_archive(archive)) as opened:
        with opened.reading() as session:
            portals = coverage(session, now(), running(opened, session, host_of))
        if names:
            portals = chosen(portals, names)
        with opened.reading() as session:
            books = {name: ledger(session, name) for name in names or ()}
        health = judged(opened, now(), [portal.portal for portal in portals])
        changes, failures = heed(opened, options, health, now()) if notify else ([], [])
    print_changes(changes, failures)
    states = {name: state_of(found) for name, found in health.items()}
    if as_json:
        for portal in portals:
            book = books.get(portal.portal)
            print_json(status_row(portal, health[portal.portal]) | ({"ledger": ledger_row(book)} if book else {}))
    elif names and not notify:
        for portal in portals:
            print_portal(portal, health[portal.portal])
            print_ledger(books[portal.portal])
    elif not notify:
        print_screen(sorted(portals, key=lambda portal: WORST.index(states[portal.portal])), health)
    sys.exit(FAILED if failures else BROKEN if "red" in states.values() else DONE)


def chosen(portals: Sequence[Coverage], names: Sequence[str]) -> list[Coverage]:
    """The portals of these names; UsageError for one that the archive does not know."""
    known = {portal.portal: portal for portal in portals}
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.5)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise UsageError(f"The archive knows no portal called {name!r}.{hint} `archiver status` lists them.")
    return [known[name] for name in dict.fromkeys(names)]


def print_screen(portals: Sequence[Coverage], health: Health) -> None:
    """Every portal on a line, what is wrong with it below, and a last line that sums up."""
    states = Counter(state_of(health[portal.portal]) for portal in portals)
    if portals:
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("state")
        table.add_column("portal", no_wrap=True)
        for column in ("articles", "new", "due"):
            table.add_column(column, justify="right")
        table.add_column("newest")
        table.add_column("last run", no_wrap=True)
        for portal in portals:
            state, last = state_of(health[portal.portal]), portal.last_run
            table.add_row(
                Text(f"● {state}", style=_COLOURS[state]),
                portal.portal,
                str(portal.articles),
                "" if last is None or last.new is None else str(last.new),
                str(portal.due),
                portal.newest or "",
                "" if last is None else f"{last.started_at.astimezone():%Y-%m-%d %H:%M} {last.outcome or _UNFINISHED}",
            )
        console.print(table)
    for portal in portals:
        for finding in health[portal.portal]:
            console.print(told(portal.portal, finding))
    counts = ", ".join(f"{states[state]} {state}" for state in WORST if states[state])
    articles = sum(portal.articles for portal in portals)
    console.print(f"{articles} articles of {len(portals)} portals{f': {counts}' if counts else ''}.")


def told(portal: str, finding: Finding) -> Text:
    """A finding on the terminal: of which portal, what is wrong, what helps."""
    return (
        Text(f"● {portal}: ", style=_COLOURS[finding.state])
        .append(finding.sentence, "default not bold")
        .append(f"  {finding.command}", "dim not bold")
    )


def print_portal(portal: Coverage, found: Sequence[Finding]) -> None:
    """A portal on the terminal: how it is, what is there, what is to do, what is known, how the last run went."""
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
    state = state_of(found)
    console.print(
        Text(portal.portal, style="bold")
        .append(f"  {portal.title or ''}  {portal.site}  ", "dim not bold")
        .append(f"● {state}", _COLOURS[state])
    )
    for finding in found:
        console.print(told(portal.portal, finding))
    for name, value in lines.items():
        if value:
            console.print(Text(f"{name:>13}  ", style="dim").append(value))


def print_ledger(book: Ledger) -> None:
    """What the portal's lists say there is, against what is there; gaps in the numbers of its articles."""
    for account in book.accounts:
        said = (
            ""
            if account.announced is None
            else f"{'' if account.exact else 'at least '}{account.announced} announced, "
        )
        gone = f", {account.gone} of them gone" if account.gone else ""
        line = f"{account.channel or '(no name)'}: {said}{account.known} found, {account.stored} stored{gone}"
        console.print(Text(f"{'list':>13}  ", style="dim").append(line))
    for one in book.numberings:
        span = f"{one.form}: {one.known} of the numbers {one.first}–{one.last}"
        shown = ranges(one.gaps[:_GAPS]) + (" …" if len(one.gaps) > _GAPS else "")
        missing = f"; not {shown}" if one.gaps else ""
        console.print(Text(f"{'numbers':>13}  ", style="dim").append(span + missing))


def ledger_row(book: Ledger) -> dict[str, Any]:
    """A portal's ledger as `status NAME --json` prints it."""
    return {
        "lists": [asdict(account) for account in book.accounts],
        "numbers": [asdict(one) | {"missing": one.missing} for one in book.numberings],
    }


def status_row(portal: Coverage, found: Sequence[Finding]) -> dict[str, Any]:
    """A portal as `status --json` prints it."""
    last = portal.last_run
    return {
        "portal": portal.portal,
        "state": state_of(found),
        "findings": [finding_row(finding) for finding in found],
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


def finding_row(finding: Finding) -> dict[str, str]:
    """A finding as data."""
    return {
        "name": finding.name,
        "state": finding.state,
        "sentence": finding.sentence,
        "command": finding.command,
    }
