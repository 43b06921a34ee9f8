"""A question to the archive: the index as far as the database goes, and the query as far as it can be settled."""

from storage.archive import Archive
from storage.search.exact import settled
from storage.search.follow import catch_up
from storage.search.index import SearchIndex
from storage.search.query import parse
from storage.search.syntax import Node


def question(archive: Archive, query: str) -> tuple[SearchIndex, Node]:
    """The archive's index, caught up, and the tree of a query, ready for `search`, `matches` and the others.

    Raises UsageError for a query that cannot be understood, ArchiveUnusable where the index cannot be written.
    """
    node = parse(query)
    index = SearchIndex(archive.index)
    catch_up(archive, index)
    return index, settled(node, index, archive)
