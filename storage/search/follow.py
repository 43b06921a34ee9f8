"""The index follows the archive: fed from the database with whatever changed since, or from the beginning."""

from collections.abc import Iterator
from contextlib import contextmanager
from heapq import merge
from operator import itemgetter

from filelock import FileLock, Timeout
from sqlalchemy.orm import Session

from archiver.errors import Locked
from storage import articles
from storage.archive import Archive
from storage.articles import BriefArticle
from storage.search.document import Document
from storage.search.index import BATCH, SearchIndex

PATIENCE = 60.0
"""Seconds that a rebuilding waits for another process to finish feeding."""


def catch_up(archive: Archive, index: SearchIndex | None = None) -> int:
    """Bring the index up to the database; returns how many articles it took in.

    Returns at once, with 0, where another process is feeding it: that one brings in what is missing.
    """
    try:
        with _feeding(archive, 0):
            return _feed(archive, index or SearchIndex(archive.index))
    except Timeout:
        return 0


def reindex(archive: Archive, index: SearchIndex | None = None) -> int:
    """Make the index again from the database; returns how many articles it holds.

    Searches go on meanwhile, on the index as it stands.
    Raises Locked where another process is feeding it and does not finish within a minute.
    """
    try:
        with _feeding(archive, PATIENCE):
            index = index or SearchIndex(archive.index)
            with archive.reading() as session:
                return index.rebuild(_changes(session, 0))
    except Timeout:
        raise Locked("Another process is writing the search index; wait for it to end.") from None


def document(stored: BriefArticle) -> Document:
    """What the index is told about an article."""
    year, month, day = _printed_day(stored.published)
    return Document(
        id=stored.id,
        work=stored.work,
        title=stored.title,
        body=stored.body,
        day=None if year is None else year * 10_000 + month * 100 + day,
        views=stored.views,
        portal=stored.portal,
        portal_title=stored.portal_title,
        province=stored.province,
        channel=stored.channel,
        year=year,
        source=stored.source,
        author=stored.author,
        kind=stored.kind,
        url=stored.url,
        gone=stored.gone_at is not None,
        revised=stored.revisions > 1,
        reprinted=stored.printings > 1,
    )


def _printed_day(published: str | None) -> tuple[int | None, int, int]:
    """Year, month and day of a printed time; day 0 where only the month is printed."""
    if published is None:
        return None, 0, 0
    year, month, *day = published[:10].split("-")
    return int(year), int(month), int(day[0]) if day else 0


def _feed(archive: Archive, index: SearchIndex) -> int:
    with archive.reading() as session:
        if index.change > articles.last_change(session):
            # The database was put back from a backup: what the index holds beyond it never was.
            index.clear()
        if index.change == articles.last_change(session):
            return 0
        return index.write(_changes(session, index.change), BATCH)


def _changes(session: Session, after: int) -> Iterator[tuple[int, Document | int]]:
    """What changed, in order; of an article that is withdrawn only its id, which is to go."""
    shown = ((stored.change, document(stored)) for stored in articles.changed_since(session, after))
    return merge(shown, articles.withdrawn_since(session, after), key=itemgetter(0))


@contextmanager
def _feeding(archive: Archive, patience: float) -> Iterator[None]:
    folder = archive.home / "locks"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / "index.lock", timeout=patience):
        yield
