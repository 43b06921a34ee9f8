"""Counting what a query finds: articles, works, facets, years and months."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from tantivy import Occur, Query, Schema, Searcher, SearchResult

from storage.search.schema import FACETS, GROUPS, group_field, group_values

FACET_VALUES = 1000
"""So many values of a facet are told, the most frequent ones."""
MOST_COUNTED = 10_000
"""Up to so many articles it is counted exactly how many works they are."""

_MOST_TOLD_APART = 20_000
"""Of so many articles the works may be told apart while the facets are counted: it takes as long for each again."""
_MOST_BUCKETS = 65_000
"""As many as the engine gives."""

_BY_GROUP = {group_field(group): {"terms": {"field": group_field(group), "size": _MOST_BUCKETS}} for group in GROUPS}
_BY_WORK = {"work": {"terms": {"field": "work", "size": _MOST_BUCKETS, "min_doc_count": 2}}}
"""Only the works of which several printings match."""

By = Literal["year", "month"]
_DAYS: dict[By, int] = {"year": 10_000, "month": 100}


def total_of(found: SearchResult) -> int:
    """All documents that match; the engine's type hints do not know the attribute."""
    total: int = found.count  # type: ignore[attr-defined]
    return total


def count(searcher: Searcher, query: Query) -> int:
    """How many articles match."""
    return total_of(searcher.search(query, 1))


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted of the matches of a query."""

    total: int
    """All articles."""
    works: int
    works_exact: bool
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def tally(searcher: Searcher, schema: Schema, query: Query, expected: int, at_most: int) -> Tally:
    """Works and facets. `expected`: how many articles about match, 0 where that is not known; `at_most`: no more do.

    Where they are not too many for it, one pass over the matches counts both.
    """
    if expected <= MOST_COUNTED and at_most <= _MOST_TOLD_APART:
        answered = searcher.aggregate(query, _BY_GROUP | _BY_WORK)
        total, facets = _total(answered), _most_frequent(_by_facet(answered))
        if total <= MOST_COUNTED:
            return Tally(total, total - _further_printings(answered), True, facets)
    else:
        total, facets = facet_counts(searcher, query, expected)
    return works_of(searcher, schema, query, total, facets)


def works_of(
    searcher: Searcher,
    schema: Schema,
    query: Query,
    total: int,
    facets: Mapping[str, tuple[tuple[str, int], ...]] | None = None,
) -> Tally:
    """How many works the `total` matches are, and whether that is exact; else it is the least they can be.

    Only what is reprinted shares its work with another; `facets`, where they were counted already, say how many of the
    matches that are.
    """
    reprints = None if facets is None else dict(facets["flags"]).get("reprinted", 0)
    facets = facets or {}
    if not total or reprints == 0:
        return Tally(total, total, True, facets)
    if total <= MOST_COUNTED:
        works = total - _further_printings(searcher.aggregate(query, _BY_WORK))
        return Tally(total, works, True, facets)
    reprinted = Query.const_score_query(Query.term_query(schema, "flags", "reprinted", "basic"), 0.0)
    both = Query.boolean_query([(Occur.Must, query), (Occur.Must, reprinted)])
    shared = count(searcher, both) if reprints is None else reprints
    return Tally(total, total - shared + min(shared, 1), not shared, facets)


def _further_printings(answered: Mapping[str, Any]) -> int:
    return sum(bucket["doc_count"] - 1 for bucket in answered["work"]["buckets"])


def facet_counts(
    searcher: Searcher, query: Query, expected: int = 0
) -> tuple[int, dict[str, tuple[tuple[str, int], ...]]]:
    """How many articles match; and for each of `FACETS`, its values with their number, the most frequent first.

    `expected`: about how many match, where that is known. If it is more than half of all articles, the others are
    counted.
    """
    if 2 * expected > searcher.num_docs:
        others = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])
        (every, whole), (others_found, rest) = _of_all(searcher), _counted(searcher, others)
        total, counted = every - others_found, {name: counts - rest[name] for name, counts in whole.items()}
    else:
        total, counted = _counted(searcher, query)
    return total, _most_frequent(counted)


def _most_frequent(counted: Mapping[str, Counter[str]]) -> dict[str, tuple[tuple[str, int], ...]]:
    return {
        name: tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:FACET_VALUES])
        for name, counts in counted.items()
    }


def _counted(searcher: Searcher, query: Query) -> tuple[int, dict[str, Counter[str]]]:
    answered = searcher.aggregate(query, _BY_GROUP)
    return _total(answered), _by_facet(answered)


def _total(answered: Mapping[str, Any]) -> int:
    """Every article has one value in each group, if an empty one."""
    return sum(bucket["doc_count"] for bucket in answered[group_field(GROUPS[0])]["buckets"])


def _by_facet(answered: Mapping[str, Any]) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for group in GROUPS:
        for bucket in answered[group_field(group)]["buckets"]:
            for name, value in group_values(group, bucket["key"]):
                counted[name][value] += bucket["doc_count"]
    return counted


def of_all(searcher: Searcher) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """The facets of all articles."""
    return _most_frequent(_of_all(searcher)[1])


@lru_cache(maxsize=1)
def _of_all(searcher: Searcher) -> tuple[int, dict[str, Counter[str]]]:
    """Of all articles: the same as long as the index shows the same state, and so the same searcher."""
    return _counted(searcher, Query.all_query())


def histogram(searcher: Searcher, query: Query, by: By) -> Mapping[str, int]:
    """How many matching articles were published in each year (2016) or month (2016-03), in order.

    Periods without any are left out, and so are articles of no known day.
    """
    asked = {"days": {"histogram": {"field": "day", "interval": _DAYS[by], "min_doc_count": 1}}}
    buckets = searcher.aggregate(query, asked)["days"]["buckets"]
    return {_period(int(bucket["key"]), by): bucket["doc_count"] for bucket in buckets}


def _period(day: int, by: By) -> str:
    return f"{day // 10_000:04}" if by == "year" else f"{day // 10_000:04}-{day // 100 % 100:02}"
