"""`archiver watch`: saved searches that tell what is new, for cron and feeds."""

import sys
from contextlib import closing
from typing import Annotated

import typer
from rich.text import Text

from archiver.cli.console import ArchiveOption, JsonOption, console, iso, now, open_archive, print_json
from archiver.cli.hits import hit_row, print_articles, stored_hits
from storage.archive import Archive
from storage.search import watches

app = typer.Typer(help="Saved searches: what is new since last time.", no_args_is_help=True, rich_markup_mode=None)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name of the saved search.")]


@app.command()
def add(
    name: NameArgument,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="As for search.")],
    all_printings: Annotated[
        bool, typer.Option("--all-printings", help="A further reprint of what was told already is news too.")
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Save a search. What it finds now is not news; `watch run` tells what comes after.

    例：archiver watch add 留守儿童 '留守儿童 OR 流动儿童'
    """
    words = " ".join(query)
    with closing(open_archive(archive)) as opened:
        found = watches.add(opened, name, words, now(), all_printings=all_printings)
    typer.echo(f"{name} is watched. {found} {'article matches' if found == 1 else 'articles match'} now.", err=True)


@app.command()
def run(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="All without it.")] = None,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Print what is new since last time; nothing where nothing is.

    例：archiver watch run    archiver watch run 留守儿童 --json
    """
    with closing(open_archive(archive)) as opened:
        for name in dict.fromkeys(names or [watch.name for watch in watches.saved(opened)]):
            _tell(opened, name, as_json)


@app.command("list")
def list_(as_json: JsonOption = False, archive: ArchiveOption = None) -> None:
    """Print the saved searches.

    例：archiver watch list
    """
    with closing(open_archive(archive)) as opened:
        for watch in watches.saved(opened):
            if as_json:
                row = {"name": watch.name, "query": watch.query, "all_printings": watch.all_printings}
                print_json(row | {"added_at": iso(watch.added_at), "run_at": iso(watch.told_at), "told": watch.told})
            else:
                console.print(Text(f"{watch.name}: {watch.query}  (last run: {iso(watch.told_at) or 'never'})"))


@app.command()
def remove(name: NameArgument, archive: ArchiveOption = None) -> None:
    """Forget a saved search.

    例：archiver watch remove 留守儿童
    """
    with closing(open_archive(archive)) as opened:
        watches.remove(opened, name)


def _tell(archive: Archive, name: str, as_json: bool) -> None:
    """Print the news of a watch, and only then note it: what a closed pipe swallowed is told again."""
    news = watches.news(archive, name)
    found = stored_hits(archive, news.hits)
    if as_json:
        for hit, article in found:
            print_json({"watch": name, **hit_row(hit, article, news.texts)})
    elif news.hits:
        console.print(Text(f"{name}: {len(news.hits)} new", style="bold"))
        print_articles(console, found, news.texts)
    sys.stdout.flush()
    watches.note(archive, name, news.ids, now())
