"""The front page and the search page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from archiver.errors import UsageError
from archiver.text.pinyin import is_obfuscated, readable
from archiver.web.charts import Bar, bars, spark, ticks
from archiver.web.frame import page, shelf
from archiver.web.inquiry import DEEPEST, FACETS, PER_PAGE, SORTS, Facet, Inquiry, inquiry
from archiver.web.markup import marked
from archiver.web.shelf import Overview, Shelf
from storage.articles import BriefArticle, briefs
from storage.search.find import Hit, Results, search
from storage.search.matcher import engine_query
from storage.search.snippet import highlight, snippet
from storage.search.suggest import suggestions
from storage.search.syntax import And, Node, sought_texts
from storage.search.tally import By, histogram, of_all
from storage.views import observed

router = APIRouter(include_in_schema=False)

EXAMPLES = (
    "计划生育",
    '"会员小组" 流动人口',
    "留守儿童 OR 流动儿童",
    "title:总结 from:2017-01 to:2018",
    "生育关怀 views:>1000",
    'exact:"計劃生育"',
    "is:gone",
)
SHOWN = 8
"""So many values of a facet stand open; the rest can be unfolded."""
MOST_SHOWN = 60
_WIDTH = 110


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit as the list shows it."""

    hit: Hit
    article: BriefArticle
    title: Markup
    snippet: Markup
    spark: str | None
    obfuscated: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet."""

    value: str
    label: str
    articles: int
    chosen: bool
    address: str


@router.get("/")
def front(request: Request) -> Response:
    """The box, what the archive holds, and its newest articles."""
    room = shelf(request)
    everything = And(())
    newest = search(room.index, everything, sort="date", limit=8)
    overview = room.overview()
    return page(
        request,
        "front.html",
        inquiry=Inquiry(),
        overview=overview,
        titles=overview.titles,
        hits=shown_hits(room, newest.hits, ()),
        timeline=timeline(room, Inquiry(), everything, dict(of_all(room.index.searcher()[0])["year"])),
        examples=EXAMPLES,
    )


@router.get("/search")
def results(request: Request) -> Response:
    """What a query finds; a query that cannot be understood is answered by its sentence, in the same frame."""
    room = shelf(request)
    asked = Inquiry(words=request.query_params.get("q", "")[:200])
    try:
        asked = inquiry(request.query_params.multi_items())
        return page(request, "search.html", **_answered(room, asked))
    except UsageError as error:
        return page(
            request, "search.html", 400, inquiry=asked, problem=str(error), examples=EXAMPLES, sorts=SORTS, results=None
        )


def _answered(room: Shelf, asked: Inquiry) -> dict[str, Any]:
    node = room.settled(asked.query())
    found = search(
        room.index,
        node,
        sort=asked.sort,
        limit=PER_PAGE,
        offset=asked.offset,
        all_printings=asked.all_printings,
        facets=True,
    )
    overview = room.overview()
    last = min(_hits(found, asked), DEEPEST)
    return {
        "inquiry": asked,
        "problem": None,
        "examples": EXAMPLES,
        "sorts": SORTS,
        "results": found,
        "hits": shown_hits(room, found.hits, sought_texts(node)),
        "titles": overview.titles,
        "facets": {facet: choices(room, asked, facet, found, overview) for facet in FACETS},
        "chips": chips(asked, overview),
        "timeline": timeline(room, asked, node, dict(found.facets["year"])),
        "pages": pager(asked.page, -(-last // PER_PAGE)),
        "more": asked.offset + len(found.hits) < last,
        "advice": suggestions(room.index, node) if not found.total and asked.words else [],
    }


def _hits(found: Results, asked: Inquiry) -> int:
    return found.total if asked.all_printings else found.works


def shown_hits(room: Shelf, hits: Sequence[Hit], texts: Sequence[str]) -> list[ShownHit]:
    """Hits with their articles; the text of an obfuscated page without its pinyin."""
    ids = [hit.id for hit in hits]
    with room.archive.reading() as session:
        stored = {article.id: article for article in briefs(session, ids)}
        seen = observed(session, ids)
    return [shown_hit(hit, stored[hit.id], texts, spark(seen.get(hit.id, ()))) for hit in hits if hit.id in stored]


def shown_hit(hit: Hit, article: BriefArticle, texts: Sequence[str], line: str | None = None) -> ShownHit:
    obfuscated = is_obfuscated(article.body)
    title, body = (readable(text, obfuscated) for text in (article.title, article.body))
    return ShownHit(
        hit,
        article,
        marked(highlight(title, texts, False)),
        marked(snippet(body, texts, _WIDTH)),
        line,
        obfuscated,
    )


def choices(room: Shelf, asked: Inquiry, facet: Facet, found: Results, overview: Overview) -> list[Choice]:
    """The values of a facet with their counts; of a facet that is chosen from, as if nothing of it were chosen yet."""
    counted = found.facets[facet]
    chosen = asked.values(facet)
    if chosen:
        node = room.settled(asked.without(facet).query())
        counted = search(room.index, node, limit=1, facets=True).facets[facet]
    known = dict(counted)
    listed = [(value, known.get(value, 0)) for value in chosen]
    listed += [(value, count) for value, count in counted if value not in chosen]
    return [
        Choice(value, _label(facet, value, overview), count, value in chosen, asked.toggled(facet, value).address())
        for value, count in listed[:MOST_SHOWN]
    ]


def _label(facet: str, value: str, overview: Overview) -> str:
    return overview.titles.get(value, value) if facet == "portal" else value


def chips(asked: Inquiry, overview: Overview) -> list[tuple[str, str, str]]:
    """The filters in force: facet, what it says, and the address without it."""
    said: list[tuple[str, str, str]] = [
        (facet, _label(facet, value, overview), asked.toggled(facet, value).address()) for facet, value in asked.chosen
    ]
    if asked.since:
        said.append(("from", asked.since, asked.but(since="").address()))
    if asked.until:
        said.append(("to", asked.until, asked.but(until="").address()))
    return said


@dataclass(frozen=True, slots=True)
class Timeline:
    by: By
    bars: list[tuple[Bar, str]]
    """Each with the address of what it stands for."""
    ticks: list[Bar]
    wider: str | None
    """The address of all years, where months are shown."""


def timeline(room: Shelf, asked: Inquiry, node: Node, years: Mapping[str, int]) -> Timeline:
    """Articles by year, whichever years are chosen; by month within a span of at most three years.

    `years`: how many articles the query finds of each year.
    """
    span = _span(asked)
    by: By = "month" if span is not None and span <= 3 else "year"
    counts: Mapping[str, int] = dict(sorted(years.items()))
    if by == "month" or asked.since or asked.until:
        if by == "year":
            node = room.settled(asked.query(dates=False))
        searcher, schema = room.index.searcher()
        counts = histogram(searcher, engine_query(node, schema), by)
    found = bars(counts, asked.since, asked.until)
    narrow = by == "month"
    linked = [(bar, asked.but(since=bar.name, until=bar.name).address()) for bar in found]
    return Timeline(by, linked, ticks(found), replace(asked, since="", until="", page=1).address() if narrow else None)


def _span(asked: Inquiry) -> int | None:
    """How many years lie between the days asked for; None where a side is open or no year is written first."""
    since, until = asked.since[:4], asked.until[:4]
    if not (since.isdecimal() and until.isdecimal()):
        return None
    return int(until) - int(since) + 1


def pager(current: int, last: int) -> list[int | None]:
    """The pages that are named: the first, the last and those around the current one; None where some are left out."""
    named = [n for n in range(1, last + 1) if n in (1, last) or abs(n - current) <= 2]
    found: list[int | None] = []
    for number in named:
        if found and found[-1] is not None and number > found[-1] + 1:
            found.append(None)
        found.append(number)
    return found
