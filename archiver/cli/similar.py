"""`archiver similar`: articles that are about the same."""

from contextlib import closing
from typing import Annotated

import typer

from archiver.cli.console import ArchiveOption, JsonOption, console, open_archive, print_json
from archiver.cli.hits import hit_row, print_articles, stored_hits
from archiver.errors import NothingFound
from storage.articles import absence, article
from storage.search.follow import catch_up
from storage.search.index import SearchIndex
from storage.search.similar import similar as find_similar


def similar(
    id: Annotated[int, typer.Argument(metavar="ID", help="The article's number, as search prints it.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many articles.")] = 10,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Find articles about the same: other works that share the words which set this one apart. Reprints are left out.

    例：archiver similar 12
    """
    with closing(open_archive(archive)) as opened:
        with opened.reading() as session:
            stored = article(session, id)
            if stored is None:
                raise NothingFound(absence(session, id))
        index = SearchIndex(opened.index)
        catch_up(opened, index)
        hits = find_similar(index, stored.title, stored.body, stored.work, limit)
        if as_json:
            for hit, found in stored_hits(opened, hits):
                print_json(hit_row(hit, found, ()))
        else:
            print_articles(console, stored_hits(opened, hits))
    if not hits:
        raise NothingFound(f"Nothing in the archive is like article {id}.")
