"""Whether the index says what the archive says."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tantivy import Query, Schema, Searcher

from storage import articles
from storage.archive import Archive
from storage.search.document import digest
from storage.search.follow import document
from storage.search.index import SearchIndex

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an index was found to be, against the database."""

    articles: int
    """Articles compared."""
    missing: int
    outdated: int
    """Articles that the index knows, but not as they are."""
    surplus: int
    """Entries of the index for no article, or for one that has its own already."""
    damaged: tuple[Path, ...]
    """Files of the index that are not as they were written."""

    @property
    def sound(self) -> bool:
        return not (self.missing or self.outdated or self.surplus or self.damaged)


def verify(archive: Archive, index: SearchIndex) -> Comparison:
    """Compare the index, every byte and every article, with the database. What changed after it last followed is passed
    over: it is not yet there, and rightly so."""
    damaged = tuple(index.damaged())
    change = index.change
    searcher, schema = index.searcher()
    compared = missing = outdated = known = 0
    with archive.reading() as session:
        stored = articles.every_brief(session)
        while chunk := list(islice(stored, _CHUNK)):
            entries = _entries(searcher, schema, [article.id for article in chunk])
            known += len(entries)
            for article in chunk:
                if article.change > change:
                    # An older state of it may be there.
                    continue
                compared += 1
                if article.id not in entries:
                    missing += 1
                elif entries[article.id] != digest(document(article)):
                    outdated += 1
        # Withdrawn after the index last followed: an entry that is rightly still there.
        leaving = [id for _, id in articles.withdrawn_since(session, change)]
        for start in range(0, len(leaving), _CHUNK):
            known += len(_entries(searcher, schema, leaving[start : start + _CHUNK]))
    return Comparison(compared, missing, outdated, searcher.num_docs - known, damaged)


def _entries(searcher: Searcher, schema: Schema, ids: list[int]) -> dict[int, int]:
    """The digest that the index holds for each of these articles."""
    found = searcher.search(Query.term_set_query(schema, "id", ids), 2 * len(ids), order_by_field="id")
    addresses = [address for _, address in found.hits]
    known, told = (searcher.fast_field_values(name, addresses) for name in ("id", "digest"))
    return {int(id or 0): int(value or 0) for id, value in zip(known, told, strict=True)}
