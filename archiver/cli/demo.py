"""`archiver demo`: a small portal on loopback, crawled and searchable, for a first look."""

import sys
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from archiver.cli.console import ArchiveOption, options_for
from archiver.cli.hits import print_hits
from archiver.errors import FAILED
from archiver.settings import Options
from storage.archive import Archive
from storage.search.find import search
from storage.search.index import SearchIndex
from storage.search.query import parse
from storage.search.syntax import sought_texts
from storage.tables import Article, Membership, Portal, Revision

if TYPE_CHECKING:
    from archiver.demo.server import DemoPortals

PORTS = (8091, 8092, 8093)
SEARCHES = ("计划生育", "計劃生育", "以会员小组为纽带")
"""A word in simplified characters, the same in traditional ones, and a phrase whose copy has pinyin pushed in."""

screen = Console(highlight=False, soft_wrap=True)


def demo(archive: ArchiveOption = None) -> None:
    """Start a small portal, crawl it, and show what can be asked: no network is needed.

    例：archiver demo && archiver search 计划生育
    """
    # Scrapy takes a second to load, which the other commands need not wait for.
    from archiver.cli.crawls import run_crawls
    from spiders.portal import undeclared

    options = options_for(archive, delay=0.0, contact="demo@localhost")
    with _portals() as portals:
        screen.print(
            "[bold]A county association's portal, the city's, and a mirror that pushed pinyin into the text:[/]"
        )
        for address in portals.addresses:
            screen.print(f"  {address}")
        summaries = run_crawls(
            [undeclared(address) for address in portals.addresses], options, show=sys.stderr.isatty()
        )
    for summary in summaries:
        screen.print(summary.sentence())
    if any(summary.outcome != "done" for summary in summaries):
        raise typer.Exit(FAILED)
    opened = Archive.open(options.home, options.database)
    try:
        _show_intake(opened)
        index = SearchIndex(opened.index)
        for words in SEARCHES:
            screen.print(f"\n[bold]archiver search {words}[/]")
            print_hits(screen, opened, search(index, words, limit=3), sought_texts(parse(words)))
    finally:
        opened.close()
    _show_next(options)


def _portals() -> "DemoPortals":
    """The portals behind their usual ports, so that a second demo crawls the same ones; behind free ones if taken."""
    from archiver.demo.server import DemoPortals

    try:
        return DemoPortals(PORTS)
    except OSError:
        screen.print(f"One of the ports {', '.join(map(str, PORTS))} is taken; the demo uses free ones.")
        return DemoPortals()


def _show_intake(archive: Archive) -> None:
    """What came in: how many articles of each portal have which field, and which are printed more than once."""
    table = Table(title="What came in", title_justify="left")
    for column in ("portal", "articles", "with title", "with date", "with views"):
        table.add_column(column, justify="left" if column == "portal" else "right")
    with archive.reading() as session:
        rows = session.execute(
            select(
                Portal.name,
                func.count(),
                func.count(Revision.title),
                func.count(Revision.published),
                func.count(Article.views),
            )
            .join(Article, Article.portal_id == Portal.id)
            .join(Revision, Revision.id == Article.revision_id)
            .group_by(Portal.name)
            .order_by(Portal.name)
        )
        for name, *counts in rows:
            table.add_row(name, *map(str, counts))
        reprinted = session.scalar(
            select(func.count()).select_from(
                select(Membership.work_id)
                .where(Membership.undone_at.is_(None))
                .group_by(Membership.work_id)
                .having(func.count() > 1)
                .subquery()
            )
        )
    screen.print(table)
    screen.print(f"{reprinted} articles are printed on more than one portal; each is one work.")


def _show_next(options: Options) -> None:
    where = "" if str(options.home) == "archive" else f" --archive {options.home}"
    screen.print("\n[bold]Try next:[/]")
    for command, what in (
        ("search '\"生育关怀\" from:2017 to:2019'", "a phrase, within years"),
        ("search 通知 --sort views", "most read first"),
        ("show 1", "one article"),
        ("serve", "the same in a browser"),
        ("status", "what the archive holds"),
        ("export --format csv --output articles.csv", "for a spreadsheet"),
        ("crawl https://…", "a portal of your own"),
    ):
        screen.print(f"  archiver {command}{where}  [dim]{what}[/]")
