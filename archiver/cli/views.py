"""`archiver views`: how often an article was viewed, over time."""

import csv
import sys
from contextlib import closing
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from archiver.cli.console import ArchiveOption, JsonOption, console, iso, open_archive, print_json
from archiver.errors import NothingFound, UsageError
from storage.articles import absence, article
from storage.views import Point, series

COLUMNS = ("id", "observed_at", "count", "how", "growth", "per_day", "mark")
_SAID = {"reset": "the counter began anew", "fell": "an older count again", "jump": "a jump"}


def views(
    id: Annotated[int, typer.Argument(metavar="ID", help="The article's number, as search prints it.")],
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")] = False,
    archive: ArchiveOption = None,
) -> None:
    """Show every view count that was observed of an article, how it grew, and where its counter began anew or jumped.

    例：archiver views 12    archiver views 12 --csv > 浏览.csv
    """
    if as_json and as_csv:
        raise UsageError("Choose one of --json and --csv.")
    with closing(open_archive(archive)) as opened, opened.reading() as session:
        stored = article(session, id)
        if stored is None:
            raise NothingFound(absence(session, id))
        found = series(session, id)
    if not found:
        raise NothingFound(f"No view count of article {id} was ever seen: its page shows none that can be read.")
    if as_json:
        for point in found:
            print_json(as_row(id, point))
    elif as_csv:
        sys.stdout.write("\ufeff")
        table = csv.writer(sys.stdout)
        table.writerow(COLUMNS)
        table.writerows(as_row(id, point).values() for point in found)
    else:
        console.print(Text(stored.title, style="bold"))
        print_points(found)


def as_row(id: int, point: Point) -> dict[str, Any]:
    """An observation as `views --json` prints it: `COLUMNS` in order."""
    return {
        "id": id,
        "observed_at": iso(point.at),
        "count": point.count,
        "how": point.how,
        "growth": point.growth,
        "per_day": None if point.per_day is None else round(point.per_day, 2),
        "mark": point.mark,
    }


def print_points(found: list[Point]) -> None:
    """The series on the terminal."""
    table = Table(box=None, pad_edge=False)
    for column in ("observed", "count", "growth", "a day", "how", ""):
        table.add_column(column, justify="right" if column in ("count", "growth", "a day") else "left")
    for point in found:
        table.add_row(
            f"{point.at.astimezone():%Y-%m-%d %H:%M}",
            str(point.count),
            "" if point.growth is None else f"+{point.growth}",
            "" if point.per_day is None else f"{point.per_day:.1f}",
            point.how,
            _SAID.get(point.mark or "", ""),
        )
    console.print(table)
