"""`archiver parse`: read pages and show every field with its evidence; stores nothing."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from archiver.cli.console import JsonOption, console, options_for, print_json
from archiver.errors import DONE, FAILED, ArchiverError, UnreadablePage
from archiver.items import Article, CounterRequest, Link
from spiders.reading.article import read_article
from spiders.reading.rules import GENERIC, Rules

if TYPE_CHECKING:
    from spiders.visit import Answers, Fetched

FIELDS = ("title", "published", "views", "source", "author", "breadcrumb", "channel", "body")
NOTHING = "—"


def parse(
    pages: Annotated[list[str], typer.Argument(metavar="FILE|URL…", help="Saved pages, or addresses to fetch.")],
    url: Annotated[str | None, typer.Option(help="The address that a saved page came from.")] = None,
    portal: Annotated[str | None, typer.Option(help="Read by the rules of this declared portal.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show by which rule, in which element and text each value was read.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read pages and show every field; nothing is stored. JSON always holds where each value was read.

    例：archiver parse --explain 文章.html    archiver parse --json pages/*.html
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
        elif explain:
            show_evidence(given, article)
        else:
            show(given, article)
    sys.exit(FAILED if failed else DONE)


def _rules_of(portal: str) -> Rules:
    from archiver.cli.crawls import chosen
    from spiders.specimen import rules_of

    return rules_of(chosen([portal])[0])


def _fetched(addresses: list[str]) -> "Answers":
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
        "images": list(article.images),
        "previous": _neighbour(article.previous),
        "next": _neighbour(article.next),
        "next_part": article.next_part,
        "counter": _counter(article.counter),
        "charsets": {"declared": article.charset_declared, "used": article.charset_used},
        "family": article.family,
        "evidence": {name: [e.rule, e.where, e.text] for name, e in article.evidence.items()},
        "error": None,
    }


def _neighbour(link: Link | None) -> dict[str, Any] | None:
    return {"title": link.title, "url": link.url} if link else None


def _counter(counter: CounterRequest | None) -> dict[str, Any] | None:
    return {"url": counter.url, "method": counter.method, "counting": counter.counting} if counter else None


def empty(given: str, url: str | None, error: str) -> dict[str, Any]:
    """The row of a page that could not be read: every key, and the sentence that says why."""
    row = as_row(given, url, Article(url=url or given))
    return {**row, "error": error}


def value_of(article: Article, name: str) -> str | None:
    """A field as a person reads it, the body by its length and beginning; None where it has no value."""
    value = getattr(article, name)
    if name == "views" and value is None and article.counter is not None:
        return "asked of a counter"
    if name == "published" and article.published is not None:
        return article.published.isoformat()
    if name == "body" and article.body is not None:
        return f"{len(article.body):,} characters: {article.body[:60]}".replace("\n", " ")
    if name == "body" and (article.images or article.attachments):
        return f"no text, {len(article.images)} pictures and {len(article.attachments)} files"
    if name == "body" and article.next_part:
        return f"in a frame: {article.next_part}"
    if isinstance(value, tuple):
        return " > ".join(value) or None
    return None if value is None else str(value)


def heading(given: str, article: Article) -> str:
    kind = "article" if article.kind == "article" else "list page, not an article"
    charset = f"{article.charset_used} (declared: {article.charset_declared or 'nothing'})"
    return f"{given} — {kind}, {article.family or 'no family'}, {charset}"


def show(given: str, article: Article) -> None:
    """The fields, one a line."""
    console.print(heading(given, article), markup=False)
    lines = [(name, value_of(article, name)) for name in FIELDS]
    lines += [("attachment", f"{file.name}  {file.url}") for file in article.attachments]
    for name, text in lines:
        console.print(f"{name:>12}  {text or NOTHING}", markup=False)


def show_evidence(given: str, article: Article) -> None:
    """The fields as a table: the value, the rule that chose it, the element it stood in, the text found there."""
    table = Table(title=Text(heading(given, article)), title_justify="left", show_lines=True)
    for column, least in (("field", 10), ("value", 12), ("rule", 8), ("element", 8), ("text", 12)):
        table.add_column(column, overflow="fold", min_width=least)
    for row in evidence_rows(article):
        table.add_row(*map(Text, row))
    console.print(table, soft_wrap=False)


def evidence_rows(article: Article) -> list[tuple[str, str, str, str, str]]:
    """Field, value, rule, element and text of every field; a dash where there is none."""
    rows = []
    for name in [*FIELDS, *(other for other in article.evidence if other not in FIELDS)]:
        value = value_of(article, name) if name in FIELDS else None
        # The channel is the last item of the breadcrumb.
        evidence = article.evidence.get("breadcrumb" if name == "channel" and value else name)
        where = (evidence.rule, evidence.where, evidence.text) if evidence else (NOTHING,) * 3
        if name == "views" and article.counter and article.views is None:
            where = (f"counter:{article.counter.family}", article.counter.url, NOTHING)
        rows.append((name, value or NOTHING, *where))
    rows += [("attachment", file.name, NOTHING, file.url, file.type or NOTHING) for file in article.attachments]
    rows += [("image", url, NOTHING, NOTHING, NOTHING) for url in article.images]
    if article.next_part:
        rows.append(("next part", article.next_part, NOTHING, NOTHING, NOTHING))
    rows += [
        (name, link.title, NOTHING, NOTHING, link.url)
        for name, link in (("previous", article.previous), ("next", article.next))
        if link
    ]
    declared = article.charset_declared or NOTHING
    rows.append(("charset", article.charset_used or NOTHING, NOTHING, NOTHING, f"declared: {declared}"))
    rows.append(("family", article.family or NOTHING, NOTHING, NOTHING, NOTHING))
    return rows
