"""Asking the index: hits in a stable order, one a work, with exact totals and facets."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

from tantivy import DocAddress, Query, Schema, Searcher

from storage.search.index import SearchIndex
from storage.search.matcher import at_most, engine_query, expected, ranks
from storage.search.query import parse
from storage.search.schema import id_of
from storage.search.syntax import Node
from storage.search.tally import Tally, count, tally, total_of, works_of

Sort = Literal["relevance", "date", "views"]
_ASIDE = ThreadPoolExecutor(max_workers=4, thread_name_prefix="facets")
_FEW = 2_000
"""So many matches are counted in less time than it takes to have another thread do it."""
_SPARE = 16
"""So many rows are fetched beyond those that are shown: there are further printings among them, and ties."""
_SORT_FIELDS = {"date": "by_day", "views": "by_views"}


@dataclass(frozen=True, slots=True)
class Hit:
    id: int
    work: int
    score: float | None
    """The higher the better; None where the hits are not sorted by relevance, or the query cannot rank them."""
    printings: int
    """How many articles of the archive are printings of this work."""


class Results:
    """What a search found. The hits are there at once; what is counted is counted aside, or when it is asked for."""

    def __init__(self, hits: tuple[Hit, ...], total: int | None, tally: Callable[[], Tally]) -> None:
        self.hits = hits
        self._total = total
        self._count = tally

    @cached_property
    def _tally(self) -> Tally:
        return self._count()

    @property
    def total(self) -> int:
        """Articles that match, each printing counted."""
        return self._tally.total if self._total is None else self._total

    @property
    def works(self) -> int:
        """How many works they are; where not `works_exact`, there are more."""
        return self._tally.works

    @property
    def works_exact(self) -> bool:
        return self._tally.works_exact

    @property
    def facets(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """For each of `FACETS`, its values with the number of matching articles, the most frequent first; empty where
        facets were not asked for."""
        return self._tally.facets


def search(
    index: SearchIndex,
    query: str | Node,
    *,
    sort: Sort = "relevance",
    limit: int = 10,
    offset: int = 0,
    all_printings: bool = False,
    facets: bool = False,
) -> Results:
    """What matches, best, newest or most viewed first; then the later id. What has no day or no views comes last.

    Of a work only the first printing in that order is a hit, unless `all_printings`; `offset` and `limit` count hits. A
    query that cannot rank (filters, one single character) sorts by date instead of relevance. Works are counted exactly
    up to `tally.MOST_COUNTED` articles. Raises UsageError for a query that cannot be understood, ValueError for
    one with an `exact:` that was not settled.
    """
    node = parse(query) if isinstance(query, str) else query
    searcher, schema = index.searcher()
    compiled = engine_query(node, schema)
    field = _SORT_FIELDS.get(sort, None if ranks(node) else "by_day")
    told: Callable[[], Tally] | None = None
    if facets:
        most = at_most(node, searcher)
        told = partial(tally, searcher, schema, compiled, expected(node, searcher), most)
        if most > _FEW:
            # Side by side with the hits and with what is made of them: the engine lets go of the interpreter meanwhile.
            told = _ASIDE.submit(told).result
    found, total = ordered(searcher, compiled, field, limit, offset, all_printings, counted=not facets)
    hits = tuple(Hit(id, work, score, count_printings(searcher, schema, work)) for id, work, score in found)
    if told is None:
        assert total is not None
        told = partial(works_of, searcher, schema, compiled, total)
    return Results(hits, total, told)


def ordered(
    searcher: Searcher,
    compiled: Query,
    field: str | None,
    limit: int,
    offset: int = 0,
    all_printings: bool = False,
    counted: bool = True,
) -> tuple[list["Row"], int | None]:
    """The rows that `search` makes its hits of, by the engine's sort key `field` or else by score; and all matches,
    where they are `counted`, which costs a tenth of the time."""
    in_order = _by_score if field is None else _by_field(field)
    wanted = offset + limit
    # The engine sets memory aside for as many hits as it is asked for; one more than there are ends it.
    most = searcher.num_docs + 1
    fetched = min(wanted + _SPARE, most)
    while True:
        rows, total, ended = in_order(searcher, compiled, fetched, counted)
        shown = rows if all_printings else _first_of_each_work(rows)
        if len(shown) >= wanted or ended:
            break
        fetched = min(fetched * 4, most)
    return shown[offset:wanted], total


Row = tuple[int, int, float | None]
"""Id, work, score."""
_Rows = tuple[list[Row], int | None, bool]
"""The best rows, all matches if they are counted, and whether there are no further rows."""
_Order = Callable[[Searcher, Query, int, bool], _Rows]


def _by_field(field: str) -> _Order:
    def in_order(searcher: Searcher, query: Query, fetched: int, counted: bool) -> _Rows:
        found = searcher.search(query, fetched, counted, order_by_field=field)
        works = searcher.fast_field_values("work", [address for _, address in found.hits])
        rows: list[Row] = [(id_of(key), int(work or 0), None) for (key, _), work in zip(found.hits, works, strict=True)]
        return rows, total_of(found) if counted else None, len(rows) < fetched

    return in_order


def _by_score(searcher: Searcher, query: Query, fetched: int, counted: bool) -> _Rows:
    """Equal scores by id. The engine breaks ties by place, which changes when it merges: a tie that reaches over the
    end of what was fetched is left out, or fetched whole where nothing else is left."""
    while True:
        found = searcher.search(query, fetched, counted)
        identities = _identities(searcher, [address for _, address in found.hits])
        scores = [score for score, _ in found.hits]
        rows: list[Row] = [(id, work, score) for (id, work), score in zip(identities, scores, strict=True)]
        rows.sort(key=lambda row: (-(row[2] or 0.0), -row[0]))
        ended = len(rows) < fetched
        if not ended:
            rows = [row for row in rows if row[2] != scores[-1]]
            if not rows:
                fetched *= 4
                continue
        return rows, total_of(found) if counted else None, ended


def _identities(searcher: Searcher, addresses: list[DocAddress]) -> list[tuple[int, int]]:
    ids = searcher.fast_field_values("id", addresses)
    works = searcher.fast_field_values("work", addresses)
    return [(int(id or 0), int(work or 0)) for id, work in zip(ids, works, strict=True)]


def _first_of_each_work(rows: list[Row]) -> list[Row]:
    firsts: dict[int, Row] = {}
    for row in rows:
        firsts.setdefault(row[1], row)
    return list(firsts.values())


def count_printings(searcher: Searcher, schema: Schema, work: int) -> int:
    """How many articles of the index are printings of a work."""
    return count(searcher, Query.term_query(schema, "work", work, "basic"))
