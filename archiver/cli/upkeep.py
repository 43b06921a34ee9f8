"""`archiver reindex` and `archiver migrate`: the search index made again, the database brought up to date."""

import time
from contextlib import closing
from typing import Annotated

import typer

from archiver.cli.console import ArchiveOption, JsonOption, open_archive, options_for, print_json
from archiver.errors import ArchiverError
from storage import archive as archives
from storage.archive import Archive
from storage.search.follow import catch_up
from storage.search.follow import reindex as make_again
from storage.search.index import SearchIndex
from storage.search.verify import verify as compare


def reindex(
    verify: Annotated[
        bool, typer.Option("--verify", help="Make nothing; compare the index with the database, every byte of it.")
    ] = False,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Make the search index again from the database; searches go on meanwhile.

    例：archiver reindex --archive 档案库    archiver reindex --verify
    """
    began = time.monotonic()
    with closing(open_archive(archive)) as opened:
        if verify:
            _compare(opened, as_json)
            return
        count = make_again(opened)
    seconds = time.monotonic() - began
    if as_json:
        print_json({"articles": count, "seconds": round(seconds, 1)})
    else:
        typer.echo(f"{count} {'article' if count == 1 else 'articles'} indexed in {seconds:.1f} s.")


def _compare(archive: Archive, as_json: bool) -> None:
    index = SearchIndex(archive.index)
    catch_up(archive, index)
    found = compare(archive, index)
    counts = {"missing": found.missing, "outdated": found.outdated, "surplus": found.surplus}
    if as_json:
        print_json({"articles": found.articles, **counts, "damaged": len(found.damaged), "sound": found.sound})
    elif found.sound:
        typer.echo(f"The index is sound: {found.articles} {'article' if found.articles == 1 else 'articles'} compared.")
    if not found.sound:
        told = ", ".join(
            f"{number} {name}" for name, number in (counts | {"files damaged": len(found.damaged)}).items()
        )
        raise ArchiverError(f"The search index differs from the database ({told}); make it again: archiver reindex.")


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
