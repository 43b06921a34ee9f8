"""`archiver parse`: read pages and show every field with its evidence; stores nothing."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from archiver.cli.console import JsonOption, console, options_for, print_json
from archiver.errors import DONE, FAILED, ArchiverError, UnreadablePage
from archiver.items import Article
from spiders.reading.article import read_article
from spiders.reading.rules import GENERIC, Rules

if TYPE_CHECKING:
    from archiver.cli.fetch import Fetched

FIELDS = ("title", "published", "views", "source", "author", "breadcrumb", "channel", "body")


def parse(
    pages: Annotated[list[str], typer.Argument(metavar="FILE|URL…", help="Saved pages, or addresses to fetch.")],
    url: Annotated[str | None, typer.Option(help="The address that a saved page came from.")] = None,
    portal: Annotated[str | None, typer.Option(help="Read by the rules of this declared portal.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Read pages and show every field with where it was read; nothing is stored.

    例：archiver parse 文章.html    archiver parse --json pages/*.html
    """
    rules = _rules_of(portal) if portal else GENERIC
    fetched = _fetched([given for given in pages if "://" in given])
    failed = False
    for given in pages:
        try:
            article = _read(given, url, rules, fetched.get(given))
        except ArchiverError as error:
            failed = True
            if as_json:
                print_json(empty(given, url, str(error)))
            else:
                typer.echo(f"archiver: {given}: {error}", err=True)
            continue
        if as_json:
            print_json(as_row(given, url, article))
        else:
            show(given, article)
    sys.exit(FAILED if failed else DONE)


def _rules_of(portal: str) -> Rules:
    from archiver.cli.crawls import chosen

    return chosen([portal])[0].rules


def _fetched(addresses: list[str]) -> "dict[str, Fetched | str]":
    if not addresses:
        return {}
    # Scrapy takes a second to load, which saved pages need not wait for.
    from archiver.cli.fetch import fetch

    return fetch(addresses, options_for(None))


def _read(given: str, url: str | None, rules: Rules, answer: "Fetched | str | None") -> Article:
    if isinstance(answer, str):
        raise UnreadablePage(answer)
    if answer is not None:
        return read_article(answer.body, answer.url, rules, content_type=answer.content_type)
    try:
        body = Path(given).read_bytes()
    except OSError as error:
        raise UnreadablePage(f"the file cannot be read ({error.strerror})") from error
    return read_article(body, url or Path(given).absolute().as_uri(), rules)


def as_row(given: str, url: str | None, article: Article) -> dict[str, Any]:
    """The article as `parse --json` prints it."""
    return {
        "file": None if "://" in given else given,
        "url": article.url if "://" in given else url,
        "kind": article.kind,
        "title": article.title,
        "published": article.published and article.published.isoformat(),
        "published_raw": article.published and article.published.raw,
        "views": article.views,
        "source": article.source,
        "author": article.author,
        "breadcrumb": list(article.breadcrumb),
        "channel": article.channel,
        "body": article.body,
        "attachments": [{"name": file.name, "url": file.url, "type": file.type} for file in article.attachments],
        "family": article.family,
        "evidence": {name: [e.rule, e.where, e.text] for name, e in article.evidence.items()},
        "error": None,
    }


def empty(given: str, url: str | None, error: str) -> dict[str, Any]:
    """The row of a page that could not be read: every key, and the sentence that says why."""
    row = as_row(given, url, Article(url=url or given))
    return {**row, "error": error}


def show(given: str, article: Article) -> None:
    """The fields as a table: what was read, by which rule, and where."""
    kind = "article" if article.kind == "article" else "list page, not an article"
    table = Table(title=f"{given} — {kind}, {article.family or 'no family'}, {article.charset_used}")
    for column in ("field", "value", "rule", "where"):
        table.add_column(column, overflow="fold")
    row = as_row(given, None, article)
    for name in FIELDS:
        value = row[name]
        text = " > ".join(value) if isinstance(value, list) else "" if value is None else str(value)
        evidence = article.evidence.get(name)
        table.add_row(name, text[:400], evidence.rule if evidence else "", evidence.where if evidence else "")
    for file in article.attachments:
        table.add_row("attachment", file.name, "", file.url)
    console.print(table)
