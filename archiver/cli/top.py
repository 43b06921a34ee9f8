"""`archiver top`: the articles that are read most, by portal and period."""

from contextlib import closing
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from archiver.cli.console import ArchiveOption, JsonOption, console, iso, now, open_archive, print_json
from archiver.errors import NothingFound, UsageError
from storage.articles import StoredArticle, articles
from storage.ranking import Ranked, most_read, most_viewed
from storage.search.matches import matches
from storage.search.question import question

_ZONE = ZoneInfo("Asia/Shanghai")


def top(
    query: Annotated[list[str] | None, typer.Argument(metavar="[QUERY]", help="Only articles that it finds.")] = None,
    portal: Annotated[str | None, typer.Option(metavar="NAME", help="Only this portal.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="By the views gained from this day on.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Up to this day, itself included.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")] = 20,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """List the most read articles: by their last count, or with --since by the views they gained since.

    A query narrows it, by what articles say or when they were published. Days are those of Asia/Shanghai.

    例：archiver top --portal hnfpa    archiver top --since 2026-11-01    archiver top 'from:2016 to:2016'
    """
    if until is not None and since is None:
        raise UsageError("--until needs --since: the views gained between the two are what is ranked.")
    begin = since and since.replace(tzinfo=_ZONE)
    end = until.replace(tzinfo=_ZONE) + timedelta(days=1) if until else now()
    if begin is not None and begin >= end:
        raise UsageError("--since lies behind the end; name an earlier day.")
    with closing(open_archive(archive)) as opened:
        among = frozenset(matches(*question(opened, " ".join(query)))) if query else None
        with opened.reading() as session:
            if begin is None:
                ranked = most_viewed(session, limit, portal=portal, among=among)
            else:
                ranked = most_read(session, limit, begin, end, portal=portal, among=among)
            stored = {article.id: article for article in articles(session, [one.id for one in ranked])}
    if not ranked:
        raise NothingFound(
            "No article has a view count here." if begin is None else "No view count here is known to have grown then."
        )
    rows = [as_row(number, one, stored[one.id]) for number, one in enumerate(ranked, 1)]
    if as_json:
        for row in rows:
            print_json(row)
    else:
        print_rows(rows, grown=begin is not None)


def as_row(rank: int, one: Ranked, stored: StoredArticle) -> dict[str, Any]:
    """An article of the list as `top --json` prints it."""
    return {
        "rank": rank,
        "id": stored.id,
        "title": stored.title,
        "portal": stored.portal,
        "url": stored.url,
        "published": stored.published,
        "views": one.views,
        "growth": one.growth and round(one.growth.views),
        "per_day": one.growth and round(one.growth.per_day, 2),
        "from": iso(one.growth.begin) if one.growth else None,
        "to": iso(one.growth.end) if one.growth else None,
        "work": stored.work,
    }


def print_rows(rows: list[dict[str, Any]], *, grown: bool) -> None:
    """The list on the terminal."""
    table = Table(box=None, pad_edge=False)
    numbers = ("views", "gained", "a day") if grown else ("views",)
    for column in ("", *numbers, "published", "portal", "title"):
        table.add_column(column, justify="right" if column in ("", *numbers) else "left", overflow="fold")
    for row in rows:
        gained = [f"+{row['growth']}", f"{row['per_day']:.1f}"] if grown else []
        title = f"{row['title']}  [{row['id']}]".replace("[", "\\[")
        table.add_row(str(row["rank"]), str(row["views"]), *gained, row["published"] or "", row["portal"], title)
    console.print(table)
