"""Hits of a search, as data and on the terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from archiver.text.pinyin import is_obfuscated, readable
from storage.archive import Archive
from storage.articles import BriefArticle, briefs
from storage.search.find import Hit, Results
from storage.search.snippet import Marked, highlight, snippet

_JSON_WIDTH = 80
_MARK = "bold red"
_FACET_SHOWN = 8


def stored_hits(archive: Archive, hits: Sequence[Hit]) -> Iterator[tuple[Hit, BriefArticle]]:
    """Each hit with its article, in order."""
    with archive.reading() as session:
        stored = {article.id: article for article in briefs(session, [hit.id for hit in hits])}
    return ((hit, stored[hit.id]) for hit in hits if hit.id in stored)


def hit_row(hit: Hit, article: BriefArticle, texts: Sequence[str]) -> dict[str, Any]:
    """A hit as `search --json` prints it."""
    return {
        "id": article.id,
        "title": article.title,
        "portal": article.portal,
        "channel": article.channel,
        "url": article.url,
        "published": article.published,
        "views": article.views,
        "snippet": "".join(piece for piece, _ in snippet(article.body, texts, _JSON_WIDTH)),
        "work": article.work,
        "printings": hit.printings,
        "score": hit.score,
    }


def print_hits(console: Console, archive: Archive, results: Results, texts: Sequence[str] = (), first: int = 1) -> None:
    """The hits on the terminal, numbered from `first`, the folded `texts` of the query marked, then the counts."""
    print_articles(console, stored_hits(archive, results.hits), texts, first)
    print_counts(console, results)


def print_articles(
    console: Console, found: Iterable[tuple[Hit, BriefArticle]], texts: Sequence[str] = (), first: int = 1
) -> None:
    """Hits with their articles on the terminal, numbered from `first`, the folded `texts` marked."""
    for number, (hit, article) in enumerate(found, first):
        _print_hit(console, number, hit, article, texts)


def _print_hit(console: Console, number: int, hit: Hit, article: BriefArticle, texts: Sequence[str]) -> None:
    """A hit on the terminal; the text of an obfuscated page without its pinyin."""
    obfuscated = is_obfuscated(article.body)
    title, body = (readable(text, obfuscated) for text in (article.title, article.body))
    facts = [article.portal_title or article.portal, article.published or "no date"]
    facts += [f"{article.views} views"] if article.views is not None else []
    facts += [f"{hit.printings} printings"] if hit.printings > 1 else []
    facts += ["gone"] if article.gone_at else []
    console.print(Text(f"{number}. ").append_text(_marked(highlight(title, texts))).append(f"  [{article.id}]"))
    console.print(Text(f"    {'  '.join(facts)}", style="dim"))
    console.print(Text(f"    {article.url}", style="dim"))
    # A Chinese character is two columns wide, so that this many are two lines.
    width = max(40, console.width - 8)
    for line in _marked(snippet(body, texts, width - 4)).wrap(console, width):
        line.rstrip()
        console.print(Text("    ").append_text(line))
    console.print()


def print_counts(console: Console, results: Results) -> None:
    """How many articles match, and what they have in common."""
    for name, counts in results.facets.items():
        shown = "  ".join(f"{value} {count}" for value, count in counts[:_FACET_SHOWN])
        more = f"  … {len(counts) - _FACET_SHOWN} more" if len(counts) > _FACET_SHOWN else ""
        if counts:
            console.print(Text(f"{name}: {shown}{more}"))
    total = f"{results.total} {'article matches' if results.total == 1 else 'articles match'}"
    works = f"{'' if results.works_exact else 'more than '}{results.works} {'work' if results.works == 1 else 'works'}"
    console.print(Text(f"{total}{f', {works}' if results.works != results.total else ''}."))


def _marked(pieces: Marked) -> Text:
    return Text.assemble(*((piece, _MARK if marked else "") for piece, marked in pieces))
