"""`archiver search`: find articles by the words people type, in either script."""

from contextlib import closing
from typing import Annotated, Literal

import typer

from archiver.cli.console import ArchiveOption, JsonOption, console, open_archive, print_json
from archiver.cli.hits import hit_row, print_hits, stored_hits
from archiver.errors import NothingFound
from storage.search.find import search as find
from storage.search.follow import catch_up
from storage.search.index import SearchIndex
from storage.search.query import parse
from storage.search.syntax import sought_texts


def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words, as you would type them.")],
    sort: Annotated[Literal["relevance", "date", "views"], typer.Option(help="What comes first.")] = "relevance",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many hits.")] = 10,
    offset: Annotated[int, typer.Option(min=0, max=1_000_000, help="Skip so many hits.")] = 0,
    facets: Annotated[
        bool, typer.Option("--facets", help="Also count by portal, province, channel, year, source.")
    ] = False,
    all_printings: Annotated[
        bool, typer.Option("--all-printings", help="Show every reprint instead of one hit a work.")
    ] = False,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Find articles: all words, "a phrase", -without, OR, ( ), title: portal: channel: source: from: to: views:>1000.

    例：archiver search '计划生育 宣传 from:2017-01 to:2018 -会议'
    """
    words = " ".join(query)
    texts = sought_texts(parse(words))
    with closing(open_archive(archive)) as opened:
        index = SearchIndex(opened.index)
        catch_up(opened, index)
        results = find(index, words, sort=sort, limit=limit, offset=offset, all_printings=all_printings, facets=facets)
        if as_json:
            for hit, article in stored_hits(opened, results):
                print_json(hit_row(hit, article, texts))
            if facets:
                counts = {name: dict(values) for name, values in results.facets.items()}
                print_json({"total": results.total, "facets": counts})
        elif results.total:
            print_hits(console, opened, results, texts, offset + 1)
    if not results.total:
        raise NothingFound(f"Nothing in the archive matches {words}; try fewer or shorter words.")
