"""Searches as data: hits, trends, exports, saved searches, the portals and their runs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from archiver.cli.console import iso
from archiver.cli.hits import hit_row
from archiver.cli.runs import run_row
from archiver.cli.status import status_row
from archiver.errors import UsageError
from archiver.web.api import shapes
from archiver.web.api.answers import answer, cursor, offset_of, problems
from archiver.web.frame import shelf
from archiver.web.inquiry import DEEPEST, LONGEST, Inquiry, inquiry
from archiver.web.pages.trends import MOST
from storage.articles import briefs
from storage.export.formats import FORMATS
from storage.export.selection import Selection
from storage.search import watches
from storage.search.find import search as find
from storage.search.matches import matches
from storage.search.query import parse
from storage.search.syntax import sought_texts
from storage.search.trend import trends as compare

router = APIRouter(prefix="/api/v1", tags=["archive"])

Words = Annotated[str, Query(max_length=LONGEST, description="A query as people type it; all articles without one.")]
Values = Annotated[list[str], Query(max_length=50, description="Any of these values will do.")]
Day = Annotated[str, Query(max_length=20, description="A year, month or day: 2017, 2017-01, 2017-01-31.")]
FormatName = Literal["jsonl", "csv", "parquet", "ris", "bibtex", "gbt7714", "warc", "wacz", "bagit"]


def asked(
    q: str, portal: list[str], province: list[str], channel: list[str], source: list[str], flags: list[str],
    since: str, until: str, sort: str = "relevance", all_printings: bool = False,
) -> Inquiry:  # fmt: skip
    """The inquiry of an operation's parameters. Raises UsageError where it cannot be understood."""
    facets = {"portal": portal, "province": province, "channel": channel, "source": source, "flags": flags}
    chosen = [(name, value) for name, values in facets.items() for value in values]
    rest = [("q", q), ("from", since), ("to", until), ("sort", sort), ("all", "1" if all_printings else "")]
    return inquiry([*chosen, *rest])


@router.get("/search", response_model=shapes.Search, responses=problems())
def search(
    request: Request,
    q: Words = "",
    portal: Values = [],  # noqa: B006 - FastAPI copies it
    province: Values = [],  # noqa: B006
    channel: Values = [],  # noqa: B006
    source: Values = [],  # noqa: B006
    flags: Values = [],  # noqa: B006
    since: Annotated[Day, Query(alias="from")] = "",
    until: Annotated[Day, Query(alias="to")] = "",
    sort: Literal["relevance", "date", "views"] = "relevance",
    all_printings: Annotated[bool, Query(alias="all", description="Each printing, not one hit a work.")] = False,
    facets: Annotated[bool, Query(description="Also count by portal, province, channel, year, source, flags.")] = False,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor_given: Annotated[str | None, Query(alias="cursor", max_length=100)] = None,
) -> Response:
    """Find articles; `next` is the cursor of the answers that follow."""
    wanted = asked(q, portal, province, channel, source, flags, since, until, sort, all_printings)
    offset = offset_of(wanted, cursor_given)
    if offset + limit > DEEPEST:
        raise UsageError(f"Only the first {DEEPEST} hits can be paged through; narrow the search, or export it.")
    room = shelf(request)
    node = room.settled(wanted.query())
    found = find(room.index, node, sort=wanted.sort, limit=limit, offset=offset, all_printings=all_printings,
                 facets=facets)  # fmt: skip
    texts = sought_texts(node)
    with room.archive.reading() as session:
        stored = {one.id: one for one in briefs(session, [hit.id for hit in found.hits])}
    after = offset + len(found.hits)
    last = found.total if all_printings else found.works
    more = len(found.hits) == limit and (after < last or not found.works_exact) and after + limit <= DEEPEST
    return answer(
        request,
        {
            "total": found.total,
            "works": found.works,
            "works_exact": found.works_exact,
            "hits": [hit_row(hit, stored[hit.id], texts) for hit in found.hits if hit.id in stored],
            "next": cursor(wanted, after) if more else None,
            "facets": {name: dict(values) for name, values in found.facets.items()} if facets else None,
        },
    )


@router.get("/export", response_class=StreamingResponse, responses=problems(404))
def export(
    request: Request,
    q: Words = "",
    portal: Values = [],  # noqa: B006
    province: Values = [],  # noqa: B006
    channel: Values = [],  # noqa: B006
    source: Values = [],  # noqa: B006
    flags: Values = [],  # noqa: B006
    since: Annotated[Day, Query(alias="from")] = "",
    until: Annotated[Day, Query(alias="to")] = "",
    format: FormatName = "jsonl",
) -> Response:
    """Every printing of the articles found, streamed; the whole archive where nothing is asked."""
    wanted = asked(q, portal, province, channel, source, flags, since, until)
    chosen = FORMATS[format]
    chosen.require()
    room = shelf(request)
    ids = None if wanted.blank else matches(room.index, room.settled(wanted.query()))
    selection = Selection(room.archive, ids=ids)
    headers = {"Content-Disposition": f'attachment; filename="articles{chosen.suffix}"'}
    return StreamingResponse(_begun(chosen.write(selection, datetime.now(UTC))), 200, headers, chosen.media_type)


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces with the first one made: what fails at once is still told as a problem."""
    first = next(pieces, b"")
    return chain((first,), pieces)


@router.get("/trends", response_model=shapes.Trends, responses=problems())
def trends(
    request: Request,
    q: Annotated[list[Annotated[str, Query(max_length=LONGEST)]], Query(min_length=1, max_length=MOST)],
    by: Literal["year", "month"] = "year",
) -> Response:
    """How the use of words changes: of the articles of each period, those that each query finds."""
    room = shelf(request)
    found = compare(room.index, [room.settled(parse(word)) for word in q], by)
    rows = [
        {
            "word": word,
            "articles": one.articles,
            "undated": one.undated,
            "periods": [
                {"period": period.name, "articles": period.articles, "of": period.of, "share": period.share}
                for period in one.periods
            ],
        }
        for word, one in zip(q, found, strict=True)
    ]
    return answer(request, {"by": by, "trends": rows})


@router.get("/portals", response_model=shapes.Portals, responses=problems())
def portals(request: Request) -> Response:
    """Every portal with its state, as it was counted last."""
    seen = shelf(request).overview()
    rows = [status_row(portal, seen.health.get(portal.portal, ())) for portal in seen.portals]
    return answer(request, {"at": iso(seen.at), "portals": rows})


@router.get("/runs", response_model=shapes.Runs, responses=problems())
def runs(request: Request) -> Response:
    """The last runs, the latest first."""
    seen = shelf(request).overview()
    return answer(request, {"at": iso(seen.at), "runs": [run_row(run) for run in seen.runs]})


@router.get("/watches", response_model=shapes.Watches, responses=problems())
def saved(request: Request) -> Response:
    """The saved searches; `/feed?watch=NAME` is the feed of one."""
    rows = [
        {
            "name": watch.name,
            "query": watch.query,
            "all_printings": watch.all_printings,
            "added_at": iso(watch.added_at),
            "run_at": iso(watch.told_at),
            "told": watch.told,
        }
        for watch in watches.saved(shelf(request).archive)
    ]
    return answer(request, {"watches": rows})
