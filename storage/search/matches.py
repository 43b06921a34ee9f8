"""Every article that a query finds, for what works through all of them: no ranking, no pages."""

from storage.search.index import SearchIndex
from storage.search.matcher import engine_query
from storage.search.query import parse
from storage.search.syntax import Node
from storage.search.tally import count


def matches(index: SearchIndex, query: str | Node) -> list[int]:
    """The ids of all matching articles in ascending order, each printing for itself.

    Raises UsageError for a query that cannot be understood, ValueError for one with an `exact:` that was not settled.
    """
    return sorted(id for id, _ in with_works(index, query))


def with_works(index: SearchIndex, query: str | Node) -> list[tuple[int, int]]:
    """The same with the work of each article; in no order."""
    node = parse(query) if isinstance(query, str) else query
    searcher, schema = index.searcher()
    compiled = engine_query(node, schema)
    total = count(searcher, compiled)
    if not total:
        return []
    found = searcher.search(compiled, total, order_by_field="by_day")
    addresses = [address for _, address in found.hits]
    ids, works = (searcher.fast_field_values(name, addresses) for name in ("id", "work"))
    return [(int(id or 0), int(work or 0)) for id, work in zip(ids, works, strict=True)]
