"""Saved searches: what is new for them since they were last asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from archiver.errors import NothingFound, UsageError
from storage.archive import Archive
from storage.search.find import Hit, count_printings
from storage.search.matches import matches, with_works
from storage.search.question import question
from storage.search.syntax import sought_texts
from storage.tables import Told, Watch

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class SavedSearch:
    name: str
    query: str
    all_printings: bool
    """Whether a further printing of a work that was told already is news."""
    added_at: datetime
    told_at: datetime | None
    """When it was last asked what is new; None before the first time."""
    told: int
    """Articles that matched when it was added or were told since."""


def add(archive: Archive, name: str, query: str, now: datetime, *, all_printings: bool = False) -> int:
    """Save a search. What it finds now is not news; returns how many articles that are.

    Raises UsageError for a name that is taken or empty, or a query that cannot be understood.
    """
    if not name.strip():
        raise UsageError("A watch needs a name. Write archiver watch add NAME QUERY.")
    found = matches(*question(archive, query))
    with archive.writing() as session:
        if session.scalar(select(Watch.id).where(Watch.name == name)) is not None:
            raise UsageError(f"There is a watch {name} already. Remove it first (archiver watch remove {name}).")
        watch = Watch(name=name, query=query, all_printings=all_printings, added_at=now)
        session.add(watch)
        session.flush()
        _note(session, watch.id, found)
    return len(found)


def remove(archive: Archive, name: str) -> None:
    """Forget a saved search. Raises NothingFound where there is none of this name."""
    with archive.writing() as session:
        watch = _named(session, name)
        session.execute(delete(Told).where(Told.watch_id == watch.id))
        session.delete(watch)


def saved(archive: Archive) -> list[SavedSearch]:
    """All saved searches, by name."""
    told = select(func.count()).select_from(Told).where(Told.watch_id == Watch.id).scalar_subquery()
    with archive.reading() as session:
        return [
            SavedSearch(watch.name, watch.query, watch.all_printings, watch.added_at, watch.told_at, number)
            for watch, number in session.execute(select(Watch, told).order_by(Watch.name))
        ]


@dataclass(frozen=True, slots=True)
class News:
    texts: tuple[str, ...]
    """What the saved search looks for, folded: what snippets mark."""
    hits: tuple[Hit, ...]
    """What is to be told, in the order it came: one a work, unless the search wants all printings."""
    ids: tuple[int, ...]
    """All articles that are no news once these are told."""


def news(archive: Archive, name: str) -> News:
    """What a saved search finds that was not told yet. Nothing is noted: that is for `note`.

    Raises NothingFound where there is no search of this name.
    """
    with archive.reading() as session:
        watch = _named(session, name)
        old = set(session.scalars(select(Told.article_id).where(Told.watch_id == watch.id)))
    index, node = question(archive, watch.query)
    matched = sorted(with_works(index, node))
    told_works = {work for id, work in matched if id in old}
    fresh: list[tuple[int, int]] = []
    for id, work in matched:
        if id in old or (work in told_works and not watch.all_printings):
            continue
        told_works.add(work)
        fresh.append((id, work))
    searcher, schema = index.searcher()
    hits = tuple(Hit(id, work, None, count_printings(searcher, schema, work)) for id, work in fresh)
    return News(sought_texts(node), hits, tuple(id for id, _ in matched if id not in old))


def note(archive: Archive, name: str, ids: Iterable[int], now: datetime) -> None:
    """These articles were told. Raises NothingFound where there is no search of this name."""
    with archive.writing() as session:
        watch = _named(session, name)
        _note(session, watch.id, ids)
        session.execute(update(Watch).where(Watch.id == watch.id).values(told_at=now))


def _named(session: Session, name: str) -> Watch:
    watch = session.scalar(select(Watch).where(Watch.name == name))
    if watch is None:
        raise NothingFound(f"There is no watch {name}. Those there are: archiver watch list.")
    return watch


def _note(session: Session, watch: int, ids: Iterable[int]) -> None:
    # Two that ask at once may tell the same.
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{"watch_id": watch, "article_id": id} for id in ids]
    for start in range(0, len(rows), _CHUNK):
        session.execute(insert(Told).on_conflict_do_nothing(), rows[start : start + _CHUNK])
