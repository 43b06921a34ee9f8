"""What is exported: all articles, or every printing that a query matches, one after the other and counted."""

from collections.abc import Iterator, Sequence
from contextlib import closing

from storage.archive import Archive
from storage.articles import StoredArticle, articles, every
from storage.search.matches import matches
from storage.search.question import question


class Selection:
    """The chosen articles in the order of their numbers, read as they are asked for; `count` says how many came."""

    def __init__(self, archive: Archive, query: str | None = None, *, ids: Sequence[int] | None = None) -> None:
        """`ids` are the articles where they are known already. Raises UsageError for a query that is not understood."""
        self.archive = archive
        self.query = query
        self.count = 0
        self._ids = ids if query is None else matches(*question(archive, query))

    def __iter__(self) -> Iterator[StoredArticle]:
        self.count = 0
        with self.archive.reading() as session:
            chosen = every(session) if self._ids is None else articles(session, self._ids)
            with closing(chosen):
                for stored in chosen:
                    self.count += 1
                    yield stored
