"""The frontier: every address of a portal that is known, and when each is due to be fetched again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from archiver.items import PrintedTime
from archiver.text.dates import parse_time
from storage.archive import Archive
from storage.tables import Article, Attachment, Capture, Page, Quarantine

PRIORITY = {"list": 100, "more": 90, "unknown": 60, "article": 50, "file": 10}
"""List pages go first, since they say what is new; files last."""
DEEP_PASS = timedelta(days=7)
"""How often the further pages of a list are read although its first page shows nothing new."""

_STEPS: tuple[tuple[timedelta, timedelta], ...] = (
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=60), timedelta(days=7)),
    (timedelta(days=730), timedelta(days=30)),
)
_LATER = timedelta(days=365)
_PATIENCE = timedelta(days=30)


def next_due(now: datetime, born: datetime) -> datetime:
    """When an article is to be fetched again: daily for a week, weekly for two months, monthly for two years, yearly.

    `born` is the time printed on it, or when it was first seen.
    """
    age = now - born
    # An hour less, so that a nightly run which starts a little earlier than the last does not skip a night.
    step = next((every for until, every in _STEPS if age < until), _LATER)
    return now + (step - timedelta(hours=1))


def next_try(now: datetime, attempts: int, *, lasting: bool) -> datetime:
    """When a page that failed `attempts` times is tried again: after 1, 2, 4 … 30 days.

    What may pass (`lasting` false: a time-out, a server error) is tried once more at the next run.
    """
    if attempts <= 1 and not lasting:
        return now
    doublings = attempts - (1 if lasting else 2)
    return now + min(timedelta(days=1 << min(doublings, 10)), _PATIENCE) - timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a page offers."""

    url: str
    kind: str
    depth: int
    channel: str | None = None
    title: str | None = None
    published: PrintedTime | None = None
    urgent: bool = False
    """To be fetched now although it is not due: a further list page behind one that shows something new."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page to be fetched, or read from its capture (`unread`) because a run died between the two."""

    page_id: int
    url: str
    kind: str
    depth: int
    channel: str | None
    title: str | None = None
    published: PrintedTime | None = None
    """Title and date that a list prints of an article."""
    etag: str | None = None
    last_modified: str | None = None
    unread: int | None = None


class Frontier:
    """The frontier of one portal."""

    def __init__(self, archive: Archive, portal_id: int) -> None:
        self._archive = archive
        self._portal_id = portal_id

    def found(self, links: Iterable[Found], now: datetime) -> list[Waiting]:
        """Note what a page offers; returns those that are new or due, in the order given."""
        links = list(links)
        with self._archive.writing() as session:
            known = _pages(session, [link.url for link in links])
            waiting = []
            for link in links:
                page = known.get(link.url)
                if page is None:
                    page = known[link.url] = self._new(link, now)
                    session.add(page)
                    session.flush()
                elif page.portal_id != self._portal_id:
                    continue  # another portal's page: its own crawl reads it
                else:
                    _hear_again(page, link, now)
                if link.urgent or (page.due is not None and page.due <= now):
                    waiting.append(_waiting(page))
        return waiting

    def _new(self, link: Found, now: datetime) -> Page:
        return Page(
            portal_id=self._portal_id,
            url=link.url,
            kind=link.kind,
            state="discovered",
            channel=link.channel,
            listed_title=link.title,
            listed_date=link.published.isoformat() if link.published else None,
            depth=link.depth,
            priority=PRIORITY.get(link.kind, 0),
            first_seen=now,
            last_seen=now,
            due=now,
            attempts=0,
        )

    def page(self, url: str, kind: str, now: datetime) -> int:
        """The row of an address that is asked for without being found on a page (robots.txt, a counter, a redirect)."""
        with self._archive.writing() as session:
            page = session.scalar(select(Page).where(Page.url == url))
            if page is None:
                page = self._new(Found(url, kind, 0), now)
                page.due = None
                session.add(page)
                session.flush()
            return page.id

    def waiting(self, now: datetime) -> list[Waiting]:
        """All pages to be visited now: first those captured and not yet read, then what is due by priority."""
        unread = and_(
            Page.full_capture_id.is_not(None),
            or_(Page.read_capture_id.is_(None), Page.read_capture_id < Page.full_capture_id),
            Page.kind.in_(PRIORITY),
        )
        with self._archive.reading() as session:
            pages = session.scalars(
                select(Page)
                .where(Page.portal_id == self._portal_id, or_(unread, Page.due <= now))
                .order_by(Page.priority.desc(), Page.due, Page.id)
            )
            found = [_waiting(page) for page in pages]
        return sorted(found, key=lambda page: page.unread is None)

    def read(
        self,
        page_id: int,
        capture_id: int,
        kind: str,
        now: datetime,
        charsets: tuple[str | None, str | None] = (None, None),
    ) -> bool:
        """A page that is no article was read to a verdict: a list is due at every run, a file never again.

        `charsets` are the character set that the page declares and the one it was read in, for its capture.
        Returns False, and quarantines the page, where an article stood before: what is stored of it stays as it is.
        """
        due = {"list": now, "more": now + DEEP_PASS}.get(kind)
        with self._archive.writing() as session:
            capture = session.get_one(Capture, capture_id)
            capture.charset_declared, capture.charset_used = charsets
            article = session.scalar(select(Article.id).where(Article.page_id == page_id))
            if article is not None:
                mark_read(session, page_id, capture_id, "article", next_due(now, now))
                detail = "An article stood here; now the page only leads to others."
                session.add(
                    Quarantine(page_id=page_id, capture_id=capture_id, reason="no-article", detail=detail, at=now)
                )
                return False
            page = mark_read(session, page_id, capture_id, kind, due)
            if kind == "file":
                session.execute(
                    update(Attachment)
                    .where(Attachment.url == page.url)
                    .values(sha256=capture.sha256, size=capture.size)
                )
        return True

    def failed(self, page_id: int, reason: str, now: datetime, *, lasting: bool) -> None:
        """The page could not be fetched or read; it is tried again later, ever more seldom (see `next_try`)."""
        with self._archive.writing() as session:
            page = session.get_one(Page, page_id)
            page.attempts += 1
            page.error = reason
            if page.read_capture_id is None:
                page.state = "failed"
            if page.due is not None:
                page.due = next_try(now, page.attempts, lasting=lasting)

    def redirected(self, page_id: int, target: str) -> None:
        """The address leads elsewhere; the target stands for itself from now on."""
        with self._archive.writing() as session:
            page = session.get_one(Page, page_id)
            page.state, page.error, page.due = "redirected", f"redirected to {target}", None


def mark_read(session: Session, page_id: int, capture_id: int, kind: str, due: datetime | None) -> Page:
    """Note inside a transaction that a capture of the page was read to a verdict."""
    page = session.get_one(Page, page_id)
    page.kind, page.state, page.read_capture_id = kind, "fetched", capture_id
    page.attempts, page.error, page.due = 0, None, due
    return page


def _pages(session: Session, urls: list[str]) -> dict[str, Page]:
    pages: dict[str, Page] = {}
    for start in range(0, len(urls), 500):
        chunk = session.scalars(select(Page).where(Page.url.in_(urls[start : start + 500])))
        pages.update((page.url, page) for page in chunk)
    return pages


def _hear_again(page: Page, link: Found, now: datetime) -> None:
    page.last_seen = now
    page.depth = min(page.depth, link.depth)
    if link.kind == "article":
        date = link.published.isoformat() if link.published else None
        page.listed_title, page.listed_date = link.title or page.listed_title, date or page.listed_date
        page.channel = page.channel or link.channel


def _waiting(page: Page) -> Waiting:
    unread = page.full_capture_id
    if unread is None or (page.read_capture_id is not None and page.read_capture_id >= unread):
        unread = None
    conditional = page.read_capture_id is not None and unread is None
    return Waiting(
        page.id,
        page.url,
        page.kind,
        page.depth,
        page.channel,
        page.listed_title,
        parse_time(page.listed_date.replace("T", " ")) if page.listed_date else None,
        page.etag if conditional else None,
        page.last_modified if conditional else None,
        unread,
    )


def utc_now() -> datetime:
    """The clock of the shells around this package; everything pure takes the time as a value."""
    return datetime.now(UTC)
