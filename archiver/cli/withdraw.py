"""`archiver withdraw`: take articles out of sight for the law or for privacy, and undo it; everything is kept."""

import getpass
from contextlib import closing
from typing import Annotated

import typer
from rich.text import Text

from archiver.cli.console import ArchiveOption, JsonOption, console, iso, now, open_archive, print_json
from archiver.errors import UsageError
from storage import withdrawals
from storage.archive import Archive
from storage.search.follow import catch_up


def withdraw(
    ids: Annotated[list[int] | None, typer.Argument(metavar="ID…", help="Articles by number.")] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept with the decision.")] = "",
    all_printings: Annotated[
        bool, typer.Option("--all-printings", help="Every printing of their works, wherever it stands.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Show them again; the decision stays on record.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="Every decision so far, the latest first.")] = False,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Hide articles from search, pages, feeds, exports and lists of reprints; their bytes stay in the archive.

    例：archiver withdraw 12 --why '本人要求删除个人信息' --all-printings    archiver withdraw 12 --undo --why 核实无误
    """
    if listing == bool(ids):
        raise UsageError("Name articles by number, or look at past decisions with --list.")
    with closing(open_archive(archive)) as opened:
        if listing:
            _list(opened, as_json)
            return
        decide = withdrawals.restore if undo else withdrawals.withdraw
        with opened.writing() as session:
            done = decide(session, ids or [], why, now(), _account(), all_printings=all_printings)
        catch_up(opened)
    if as_json:
        print_json({"articles": done, "withdrawn": not undo})
    else:
        what = "shown again" if undo else "withdrawn: hidden everywhere, kept in the archive"
        typer.echo(f"{'Article' if len(done) == 1 else 'Articles'} {', '.join(map(str, done))} {what}.")


def _account() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a number that has no name.
        return None


def _list(archive: Archive, as_json: bool) -> None:
    with archive.reading() as session:
        past = withdrawals.withdrawals(session)
    for one in past:
        if as_json:
            print_json(
                {
                    "id": one.article,
                    "url": one.url,
                    "why": one.why,
                    "decided_at": iso(one.decided_at),
                    "decided_by": one.decided_by,
                    "undone_at": iso(one.undone_at),
                    "undone_by": one.undone_by,
                    "undone_why": one.undone_why,
                }
            )
            continue
        console.print(Text(f"[{one.article}] {one.url}", style="bold"))
        console.print(f"    withdrawn {one.decided_at:%Y-%m-%d %H:%M} UTC by {one.decided_by or 'unknown'}: {one.why}")
        if one.undone_at is not None:
            console.print(
                f"    undone {one.undone_at:%Y-%m-%d %H:%M} UTC by {one.undone_by or 'unknown'}: {one.undone_why}"
            )
