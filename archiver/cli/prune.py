"""`archiver prune`: let go of old captures that only led elsewhere."""

from contextlib import closing
from datetime import timedelta
from typing import Annotated

import typer

from archiver.cli.console import ArchiveOption, JsonOption, now, open_archive, options_for, print_json
from archiver.errors import UsageError
from storage.retention import prune as let_go


def prune(
    older_than: Annotated[
        int | None, typer.Option(min=1, metavar="DAYS", help="Captures older than this (default: ARCHIVER_KEEP_LISTS).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Remove old captures of list pages, counters and robots.txt, never the last one of a page.

    What an article, a revision, a file or a verdict was read from always stays.

    例：archiver prune --older-than 730 --dry-run
    """
    days = older_than or options_for(archive).keep_lists
    if days is None:
        raise UsageError("Everything is kept. Say --older-than DAYS, or set ARCHIVER_KEEP_LISTS.")
    with closing(open_archive(archive)) as opened:
        gone = let_go(opened, now() - timedelta(days=days), only_count=dry_run)
    if as_json:
        print_json({"captures": gone.captures, "files": gone.files, "bytes": gone.bytes, "removed": not dry_run})
    else:
        what = "would go" if dry_run else "removed"
        typer.echo(f"{gone.captures} captures in {gone.files} files {what}, {gone.bytes / 1e6:.1f} MB.")
