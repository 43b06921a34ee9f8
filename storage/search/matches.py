"""Every article that a query finds, for what works through all of them: no ranking, no pages."""

from storage.search.index import SearchIndex
from storage.search.matcher import engine_query
from storage.search.query import parse


def matches(index: SearchIndex, query: str) -> list[int]:
    """The ids of all matching articles in ascending order, each printing for itself.

    Raises UsageError for a query that cannot be understood.
    """
    node = parse(query)
    searcher, schema = index.searcher()
    compiled = engine_query(node, schema)
    total: int = searcher.search(compiled, 1).count  # type: ignore[attr-defined]
    if not total:
        return []
    found = searcher.search(compiled, total, order_by_field="by_day")
    return sorted(int(id or 0) for id in searcher.fast_field_values("id", [address for _, address in found.hits]))
