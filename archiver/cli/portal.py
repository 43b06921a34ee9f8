"""`archiver portal draft` and `archiver portal check`: propose a declaration, see whether a declared portal is well."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from archiver.cli.console import ArchiveOption, JsonOption, console, options_for, print_json
from archiver.cli.parse import NOTHING, value_of
from archiver.errors import BROKEN, DONE, FAILED, ArchiverError, UsageError

if TYPE_CHECKING:
    from spiders.checkup import Checkup
    from spiders.draft import Draft, Sample

app = typer.Typer(no_args_is_help=True, help="门户：draft a portal's declaration, check a declared portal live.")
ROOT = Path(__file__).resolve().parents[2]


@app.command()
def draft(
    url: Annotated[str, typer.Argument(metavar="URL", help="The portal's home page.")],
    name: Annotated[str | None, typer.Option(help="The portal's name (default: made of its host).")] = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Write the file and, from what came, a list page and an article to test it by."),
    ] = False,
    into: Annotated[Path, typer.Option(metavar="DIR", help="The checkout to write into.")] = ROOT,
    archive: ArchiveOption = None,
) -> None:
    """Look at a portal and propose its declaration, with five articles as they would be read.

    例：archiver portal draft https://www.hnfpa.org.cn/ --write
    """
    # Scrapy takes a second to load, which the other commands need not wait for.
    from archiver.cli.crawls import chosen
    from archiver.cli.fetch import visit
    from spiders.addresses import same_portal, start_url
    from spiders.declaration import declaration, portal_name
    from spiders.draft import draft as plan
    from spiders.portal import undeclared

    found = visit([(undeclared(start_url(url)), plan(url))], options_for(archive))[0]
    if isinstance(found, ArchiverError):
        raise found
    called = name or portal_name(found.site)
    if not (called.isidentifier() and called.isascii() and called == called.lower()):
        raise UsageError(f"{called!r} is no name for a portal; use small letters, digits and _.")
    text = declaration(found, called)
    show_draft(found, text)
    for known in chosen([]):
        if same_portal(known.site, found.site):
            typer.echo(f"This portal is declared already, as {known.name}.")
    if write:
        for path in write_draft(found, called, text, into):
            typer.echo(f"written: {path}")
        typer.echo("Compare expected.json with the pages by eye, then set `reviewed` to true: the test asks for it.")


@app.command()
def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]…", help="Declared portals; all without it.")
    ] = None,
    as_json: JsonOption = False,
    archive: ArchiveOption = None,
) -> None:
    """Look at one list page and one article of a portal, live: each field, or what is missing. Nothing is stored.

    例：archiver portal check hnfpa    archiver portal check --json
    """
    from archiver.cli.crawls import chosen
    from archiver.cli.fetch import visit
    from spiders.checkup import Checkup, checkup

    portals = chosen(names or [])
    ended: list[Checkup] = []

    def tell(number: int, result: "Checkup | ArchiverError") -> None:
        if isinstance(result, ArchiverError):
            result = Checkup(portal=portals[number].name, outcome="unreachable", reason=str(result))
        ended.append(result)
        if as_json:
            print_json(as_row(result))
            sys.stdout.flush()
        else:
            show_checkup(result)

    visit([(portal, checkup(portal)) for portal in portals], options_for(archive), ended=tell)
    outcomes = {result.outcome for result in ended}
    if "unreachable" in outcomes or len(ended) < len(portals):
        sys.exit(FAILED)
    sys.exit(BROKEN if "broken" in outcomes else DONE)


def show_draft(found: "Draft", text: str) -> None:
    """The proposed file, the channels by their names, the samples with what they lack."""
    from spiders.declaration import channel_paths

    console.print(text, markup=False)
    table = Table(box=None, pad_edge=False)
    for column in ("channel", "address"):
        table.add_column(column, overflow="fold")
    for link in found.channels:
        table.add_row(link.title, link.url)
    console.print(table)
    if found.channels and not channel_paths(found):
        console.print("`channels` stays empty: the home page leads to these and to articles outside of them.")
    table = Table(title=f"{len(found.samples)} articles", title_justify="left", show_lines=True)
    table.add_column("title and missing or doubtful fields", overflow="fold", ratio=1)
    for column in ("published", "views", "source", "author", "body"):
        table.add_column(column, overflow="fold", max_width=10)
    for sample in found.samples:
        table.add_row(*sample_row(sample))
    console.print(table, soft_wrap=False)


def sample_row(sample: "Sample") -> list[str]:
    """An article of a draft: its title with what is missing or contradicted by its list, then the other fields."""
    from spiders.specimen import missing

    article = sample.article
    wrong = [*missing(article), *(f"{name} (the list says otherwise)" for name in sample.doubts)]
    cells = {name: value_of(article, name) or NOTHING for name in ("title", "published", "source", "author")}
    views = NOTHING if article.views is None else str(article.views)
    body = f"{len(article.body):,} chars" if article.body else value_of(article, "body") or NOTHING
    return [
        f"{cells['title']}\n  {', '.join(wrong) or 'nothing missing'}",
        cells["published"].replace("T", "\n"),
        "by counter" if article.counter else views,
        cells["source"],
        cells["author"],
        body,
    ]


def write_draft(found: "Draft", name: str, text: str, into: Path) -> list[Path]:
    """Write the declaration and its specimen into a checkout; UsageError where one is there or there is no sample."""
    from spiders.specimen import ARTICLE_PAGE, EXPECTED, LIST_PAGE, expected, rules_for

    module, folder = into / "spiders" / "portals" / f"{name}.py", into / "tests" / "portals" / name
    if not (module.parent.is_dir() and (into / "tests").is_dir()):
        raise UsageError(f"{into} is no checkout of this project; name one with --into.")
    for path in (module, folder):
        if path.exists():
            raise UsageError(f"{path} is there already; remove it first, or choose another --name.")
    sample = found.best
    if sample is None:
        raise UsageError(f"No article of {found.site} could be read, so there is nothing to test the file by.")
    list_page = sample.list_page.sent
    values = expected(list_page, sample.sent, rules_for(found.rules, found.family))
    folder.mkdir(parents=True)
    module.write_text(text, encoding="utf-8")
    (folder / LIST_PAGE).write_bytes(list_page.body)
    (folder / ARTICLE_PAGE).write_bytes(sample.sent.body)
    (folder / EXPECTED).write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return [module, *(folder / file for file in (LIST_PAGE, ARTICLE_PAGE, EXPECTED))]


def show_checkup(result: "Checkup") -> None:
    """A checked portal on the terminal."""
    from spiders.specimen import FIELDS

    console.print(f"{result.portal}: {result.outcome}{f'. {result.reason}' if result.reason else ''}", markup=False)
    if result.list_url:
        console.print(f"{'list page':>12}  {result.list_url}, {result.articles} articles", markup=False)
    if result.article:
        console.print(f"{'article':>12}  {result.article.url}", markup=False)
        for name in FIELDS:
            text = value_of(result.article, name)
            shown = "— missing" if text is None else text if len(text) <= 80 else f"{text[:79]}…"
            console.print(f"{name:>12}  {shown}", markup=False)


def as_row(result: "Checkup") -> dict[str, Any]:
    """A checked portal as `portal check --json` prints it."""
    from spiders.specimen import article_values

    return {
        "portal": result.portal,
        "outcome": result.outcome,
        "reason": result.reason,
        "list_url": result.list_url,
        "articles": result.articles,
        "article_url": result.article and result.article.url,
        "fields": article_values(result.article) if result.article else None,
        "missing": list(result.missing),
    }
