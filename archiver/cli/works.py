"""`archiver works split` and `works join`: a person's word on what is the same article."""

from contextlib import closing
from typing import Annotated

import typer

from archiver.cli.console import ArchiveOption, JsonOption, now, open_archive, print_json
from storage.search.follow import catch_up

app = typer.Typer(no_args_is_help=True, help="Split a work, or join works; later runs respect it.")

Articles = Annotated[list[int], typer.Argument(metavar="ID…", help="Articles by number.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept with the decision.")]


@app.command("split")
def split(articles: Articles, why: Why, as_json: JsonOption = False, archive: ArchiveOption = None) -> None:
    """Take articles out of their work into one of their own; they stay apart until they are joined again.

    例：archiver works split 12 --why 去年的通知
    """
    _rule("split", articles, why, as_json, archive)


@app.command("join")
def join(articles: Articles, why: Why, as_json: JsonOption = False, archive: ArchiveOption = None) -> None:
    """Make the works of these articles one; this also undoes a split.

    例：archiver works join 12 31 --why 同一篇，编者改了标题
    """
    _rule("join", articles, why, as_json, archive)


def _rule(what: str, articles: list[int], why: str, as_json: bool, archive: ArchiveOption) -> None:
    from pipelines import rulings

    with closing(open_archive(archive)) as opened:
        with opened.writing() as session:
            ruling = (rulings.split if what == "split" else rulings.join)(session, articles, why, now())
        catch_up(opened)
    if as_json:
        print_json({"work": ruling.work, "articles": list(ruling.articles)})
    else:
        typer.echo(f"Work {ruling.work} now has the articles {', '.join(map(str, ruling.articles))}.")
