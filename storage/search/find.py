"""Asking the index: hits in a stable order, one a work, with exact totals and facets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from tantivy import DocAddress, Query, Schema, Searcher, SearchResult

from storage.search.index import SearchIndex
from storage.search.matcher import engine_query, ranks
from storage.search.query import parse
from storage.search.schema import FACETS

Sort = Literal["relevance", "date", "views"]
FACET_VALUES = 1000
"""So many values of a facet are told, the most frequent ones."""

_SORT_FIELDS = {"date": "by_day", "views": "by_views"}


@dataclass(frozen=True, slots=True)
class Hit:
    id: int
    work: int
    score: float | None
    """The higher the better; None where the hits are not sorted by relevance, or the query cannot rank them."""
    printings: int
    """How many articles of the archive are printings of this work."""


@dataclass(frozen=True, slots=True)
class Results:
    hits: tuple[Hit, ...]
    total: int
    """Articles that match, each printing counted."""
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    """For each of `FACETS`, its values with the number of matching articles, the most frequent first."""


def search(
    index: SearchIndex,
    query: str,
    *,
    sort: Sort = "relevance",
    limit: int = 10,
    offset: int = 0,
    all_printings: bool = False,
    facets: bool = False,
) -> Results:
    """What matches, best, newest or most viewed first; then the later id. What has no day or no views comes last.

    Of a work only the first printing in that order is a hit, unless `all_printings`; `offset` and `limit` count hits. A
    query that cannot rank (filters, one single character) sorts by date instead of relevance. Raises UsageError for a
    query that cannot be understood.
    """
    node = parse(query)
    searcher, schema = index.searcher()
    compiled = engine_query(node, schema)
    field = _SORT_FIELDS.get(sort, None if ranks(node) else "by_day")
    in_order = _by_score if field is None else _by_field(field)
    wanted = offset + limit
    # The engine sets memory aside for as many hits as it is asked for.
    everything = max(searcher.num_docs, 1)
    fetched = min(wanted + 32 if all_printings else 2 * wanted + 64, everything)
    while True:
        rows, total = in_order(searcher, compiled, fetched)
        shown = rows if all_printings else _first_of_each_work(rows)
        if len(shown) >= wanted or fetched >= total:
            break
        fetched = min(fetched * 4, everything)
    hits = tuple(Hit(id, work, score, _printings(searcher, schema, work)) for id, work, score in shown[offset:wanted])
    return Results(hits, total, _facets(searcher, compiled) if facets else {})


_Row = tuple[int, int, float | None]
"""Id, work, score."""
_Order = Callable[[Searcher, Query, int], tuple[list[_Row], int]]


def _by_field(field: str) -> _Order:
    def in_order(searcher: Searcher, query: Query, fetched: int) -> tuple[list[_Row], int]:
        found = searcher.search(query, fetched, order_by_field=field)
        addresses = [address for _, address in found.hits]
        return [(id, work, None) for id, work in _identities(searcher, addresses)], _count(found)

    return in_order


def _by_score(searcher: Searcher, query: Query, fetched: int) -> tuple[list[_Row], int]:
    """The best rows, equal scores by id. The engine breaks ties by place, which changes when it merges: a tie that
    reaches over the end of what was fetched is left out, or fetched whole where nothing else is left."""
    while True:
        found = searcher.search(query, fetched)
        identities = _identities(searcher, [address for _, address in found.hits])
        scores = [score for score, _ in found.hits]
        rows: list[_Row] = [(id, work, score) for (id, work), score in zip(identities, scores, strict=True)]
        rows.sort(key=lambda row: (-(row[2] or 0.0), -row[0]))
        total = _count(found)
        if len(rows) < total:
            whole = [row for row in rows if row[2] != scores[-1]]
            if not whole:
                fetched *= 4
                continue
            rows = whole
        return rows, total


def _identities(searcher: Searcher, addresses: list[DocAddress]) -> list[tuple[int, int]]:
    ids = searcher.fast_field_values("id", addresses)
    works = searcher.fast_field_values("work", addresses)
    return [(int(id or 0), int(work or 0)) for id, work in zip(ids, works, strict=True)]


def _first_of_each_work(rows: list[_Row]) -> list[_Row]:
    firsts: dict[int, _Row] = {}
    for row in rows:
        firsts.setdefault(row[1], row)
    return list(firsts.values())


def _printings(searcher: Searcher, schema: Schema, work: int) -> int:
    return _count(searcher.search(Query.term_query(schema, "work", work, "basic"), 1))


def _count(found: SearchResult) -> int:
    """All documents that match; the engine's type hints do not know the attribute."""
    count: int = found.count  # type: ignore[attr-defined]
    return count


def _facets(searcher: Searcher, query: Query) -> dict[str, tuple[tuple[str, int], ...]]:
    asked = {name: {"terms": {"field": f"facet_{name}", "size": FACET_VALUES}} for name in FACETS}
    counted = searcher.aggregate(query, asked)
    return {
        name: tuple(
            sorted(
                ((bucket["key"], bucket["doc_count"]) for bucket in counted[name]["buckets"]),
                key=lambda value: (-value[1], value[0]),
            )
        )
        for name in FACETS
    }
