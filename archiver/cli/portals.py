"""`archiver portals`: which portals are declared, and which the archive has met."""

from contextlib import closing
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

from archiver.cli.console import ArchiveOption, JsonOption, console, options_for, print_json
from archiver.errors import ArchiveUnusable
from archiver.settings import Options
from storage.archive import Archive
from storage.coverage import known_portals

if TYPE_CHECKING:
    from spiders.portal import PortalSpider

COLUMNS = ("name", "title", "province", "kind", "site", "status")


def portals(as_json: JsonOption = False, archive: ArchiveOption = None) -> None:
    """List the declared portals and those met in crawls of addresses.

    例：archiver portals    archiver portals --json --archive 档案库
    """
    # Scrapy takes a second to load, which the other commands need not wait for.
    from archiver.cli.crawls import chosen

    rows = [declared_row(portal) for portal in chosen([])]
    names = {row["name"] for row in rows}
    rows += [row for row in met(options_for(archive)) if row["name"] not in names]
    if as_json:
        for row in rows:
            print_json(row)
        return
    table = Table(box=None, pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(row[column] or "" for column in COLUMNS))
    console.print(table)


def declared_row(portal: "type[PortalSpider]") -> dict[str, Any]:
    """A declared portal as `portals --json` prints it."""
    return {
        "name": portal.name,
        "title": portal.title,
        "province": portal.province,
        "kind": portal.kind,
        "site": portal.site,
        "status": "checked" if portal.checked else "declared, not yet checked live",
    }


def met(options: Options) -> list[dict[str, Any]]:
    """The portals in the archive; none where there is no archive, and a word on stderr where it cannot be opened."""
    if not options.home.is_dir():
        return []
    try:
        opened = Archive.open(options.home, options.database)
    except ArchiveUnusable as error:
        typer.echo(f"archiver: {error}", err=True)
        return []
    with closing(opened), opened.reading() as session:
        return [
            {
                "name": known.name,
                "title": known.title,
                "province": known.province,
                "kind": known.kind,
                "site": known.site,
                "status": "met, not declared",
            }
            for known in known_portals(session)
        ]
