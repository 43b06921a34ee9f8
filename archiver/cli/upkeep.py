"""`archiver reindex` and `archiver migrate`: the search index made again, the database brought up to date."""

import time
from contextlib import closing

import typer

from archiver.cli.console import ArchiveOption, JsonOption, open_archive, options_for, print_json
from storage import archive as archives
from storage.search.follow import reindex as make_again


def reindex(as_json: JsonOption = False, archive: ArchiveOption = None) -> None:
    """Make the search index again from the database; searches go on meanwhile.

    例：archiver reindex --archive 档案库
    """
    began = time.monotonic()
    with closing(open_archive(archive)) as opened:
        count = make_again(opened)
    seconds = time.monotonic() - began
    if as_json:
        print_json({"articles": count, "seconds": round(seconds, 1)})
    else:
        typer.echo(f"{count} {'article' if count == 1 else 'articles'} indexed in {seconds:.1f} s.")


def migrate(archive: ArchiveOption = None) -> None:
    """Bring an archive that an older Archiver wrote up to date.

    例：archiver migrate --archive 档案库
    """
    options = options_for(archive)
    before, after = archives.migrate(options.home, options.database)
    typer.echo(
        f"The database is up to date (version {after})."
        if before == after
        else f"The database was brought from version {before or 'none'} to {after}."
    )
