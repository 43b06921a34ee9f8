"""Counting what a query finds: articles, works, facets, years and months."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from tantivy import Occur, Query, Schema, Searcher, SearchResult

from storage.search.schema import FACETS, GROUPS, group_field, group_values

FACET_VALUES = 1000
"""So many values of a facet are told, the most frequent ones."""
MOST_COUNTED = 10_000
"""Up to so many articles it is counted exactly how many works they are."""

_MOST_BUCKETS = 65_000
"""As many as the engine gives."""

By = Literal["year", "month"]
_DAYS: dict[By, int] = {"year": 10_000, "month": 100}


def total_of(found: SearchResult) -> int:
    """All documents that match; the engine's type hints do not know the attribute."""
    total: int = found.count  # type: ignore[attr-defined]
    return total


def count(searcher: Searcher, query: Query) -> int:
    """How many articles match."""
    return total_of(searcher.search(query, 1))


def works_of(
    searcher: Searcher, schema: Schema, query: Query, total: int, reprints: int | None = None
) -> tuple[int, bool]:
    """How many works the `total` matches are, and whether that is exact; else it is the least they can be.

    Only what is reprinted shares its work with another, so only that is fetched; `reprints` says how many of the
    matches that are, where it was counted already.
    """
    if not total:
        return 0, True
    reprinted = Query.const_score_query(Query.term_query(schema, "flags", "reprinted", "basic"), 0.0)
    both = Query.boolean_query([(Occur.Must, query), (Occur.Must, reprinted)])
    if total > MOST_COUNTED:
        shared = count(searcher, both) if reprints is None else reprints
        return total - shared + min(shared, 1), not shared
    found = searcher.search(both, total, order_by_field="by_day")
    works = set(searcher.fast_field_values("work", [address for _, address in found.hits]))
    return total - len(found.hits) + len(works), True


def facet_counts(searcher: Searcher, query: Query, total: int = 0) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each of `FACETS`, its values with the number of matching articles, the most frequent first.

    `total`: how many match, where that is known. If it is more than half of all articles, the others are counted.
    """
    if 2 * total > searcher.num_docs:
        others = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])
        rest = _counted(searcher, others)
        counted = {name: counts - rest[name] for name, counts in _of_all(searcher).items()}
    else:
        counted = _counted(searcher, query)
    return {
        name: tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:FACET_VALUES])
        for name, counts in counted.items()
    }


def _counted(searcher: Searcher, query: Query) -> dict[str, Counter[str]]:
    asked = {group_field(group): {"terms": {"field": group_field(group), "size": _MOST_BUCKETS}} for group in GROUPS}
    answered = searcher.aggregate(query, asked)
    counted: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for group in GROUPS:
        for bucket in answered[group_field(group)]["buckets"]:
            for name, value in group_values(group, bucket["key"]):
                counted[name][value] += bucket["doc_count"]
    return counted


@lru_cache(maxsize=1)
def _of_all(searcher: Searcher) -> dict[str, Counter[str]]:
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
