"""How the use of words changes over the years."""

from collections.abc import Sequence
from dataclasses import dataclass

from tantivy import Query

from storage.search.index import SearchIndex
from storage.search.matcher import engine_query
from storage.search.query import parse
from storage.search.syntax import Node
from storage.search.tally import By, count, histogram


@dataclass(frozen=True, slots=True)
class Period:
    name: str
    """A year (2016) or a month (2016-03)."""
    articles: int
    """Articles of that time that a query finds, every printing counted."""
    of: int
    """All articles of that time."""

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where the archive has nothing of that time."""
        return self.articles / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Trend:
    periods: tuple[Period, ...]
    articles: int
    """All that the query finds, those without a printed day too."""
    undated: int
    """Those of them that stand in no period."""


def trends(index: SearchIndex, queries: Sequence[str | Node], by: By = "year") -> list[Trend]:
    """A trend for each query, all over the same periods without a gap: from the first to the last that any is used in.

    Raises UsageError for a query that cannot be understood.
    """
    searcher, schema = index.searcher()
    compiled = [engine_query(parse(query) if isinstance(query, str) else query, schema) for query in queries]
    everything = histogram(searcher, Query.all_query(), by)
    counted = [(histogram(searcher, query, by), count(searcher, query)) for query in compiled]
    used = sorted({period for found, _ in counted for period in found})
    names = _between(used[0], used[-1]) if used else []
    return [
        Trend(
            tuple(Period(name, found.get(name, 0), everything.get(name, 0)) for name in names),
            total,
            total - sum(found.values()),
        )
        for found, total in counted
    ]


def _between(first: str, last: str) -> list[str]:
    if len(first) == 4:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    start, end = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]
