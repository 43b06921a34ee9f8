"""The frontier: every address of a portal that is known, and when each is due to be fetched again."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from archiver.items import PrintedTime
from archiver.text.dates import parse_time
from storage.archive import Archive
from storage.gone import note_missing
from storage.policy import PRIORITY, Policy, heed, hint_of, is_back, next_try, urgency
from storage.tables import Article, Attachment, Capture, Page, Quarantine, Revision, View

VISITED = ("list", "more", "article", "absent", "file")
"""Kinds of pages that are visited for their own sake."""


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
    """To be fetched now although it is not due: where a crawl begins."""


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
    news: bool = False
    """Whether it was not known before, or a list says that it changed."""
    turn: int | None = None
    """Days since the turn came of an article that stood there as ever and is not young: it can wait; None for all
    else."""


class Frontier:
    """The frontier of one portal."""

    def __init__(self, archive: Archive, portal_id: int, policy: Policy | None = None) -> None:
        self._archive = archive
        self._portal_id = portal_id
        self.policy = policy or Policy()

    def found(
        self,
        links: Iterable[Found],
        now: datetime,
        *,
        lister: int | None = None,
        further: Iterable[Found] = (),
        visited: Collection[int] = (),
    ) -> list[Waiting]:
        """Note what a page offers; returns what is new or due, in the order given.

        `lister` is the list page that says so: it may hint that an article changed or is back. `further` are the next
        pages of that list: they fall due when it offers news, in the same transaction, so that a kill forgets none;
        but for those `visited` in this run.
        """
        links, further = list(links), list(further)
        with self._archive.writing() as session:
            known = _pages(session, [link.url for link in (*links, *further)])
            waiting = self._noted(session, known, links, lister, now)
            news = any(page.news for page in waiting if page.kind == "article")
            for link in further:
                page = known.get(link.url)
                if news and page is not None and page.portal_id == self._portal_id and page.id not in visited:
                    page.due = now
            return waiting + self._noted(session, known, further, None, now)

    def _noted(
        self, session: Session, known: dict[str, Page], links: list[Found], lister: int | None, now: datetime
    ) -> list[Waiting]:
        new = {link.url: self._new(link, now) for link in reversed(links) if link.url not in known}
        known |= new
        session.add_all(new[url] for url in dict.fromkeys(link.url for link in links) if url in new)
        session.flush()
        waiting = []
        for link in links:
            page = known[link.url]
            if page.portal_id != self._portal_id:
                continue  # another portal's page: its own crawl reads it
            news = new.pop(link.url, None) is not None
            news |= _hear(page, link, lister, now)
            if link.urgent or (page.due is not None and page.due <= now):
                waiting.append(_waiting(page, news))
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
        """All pages to be visited now: what was captured and not yet read, then what is due, the most urgent first."""
        unread = and_(
            Page.full_capture_id.is_not(None),
            or_(Page.read_capture_id.is_(None), Page.read_capture_id < Page.full_capture_id),
            Page.kind.in_(VISITED),
        )
        with self._archive.reading() as session:
            pages = session.scalars(
                select(Page).where(Page.portal_id == self._portal_id, or_(unread, Page.due <= now))
            ).all()
            ordered = sorted(pages, key=lambda page: (urgency(page.kind, page.due or now), page.id))
            found = [self._turn(page, now) for page in ordered]
        return sorted(found, key=lambda page: page.unread is None)

    def _turn(self, page: Page, now: datetime) -> Waiting:
        waiting = _waiting(page)
        sound = page.read_capture_id is not None and not page.attempts and page.missing_since is None
        if page.kind != "article" or not sound:
            return waiting
        born = waiting.published.value.replace(tzinfo=UTC) if waiting.published else page.first_seen
        young = self.policy.step(now - max(born, page.changed_at or born)) <= timedelta(days=1)
        return waiting if young or page.due is None else replace(waiting, turn=max(0, (now - page.due).days))

    def portion(self) -> int:
        """The policy's portion of the portal's pages, in requests."""
        with self._archive.reading() as session:
            own = select(func.count(Page.id)).where(Page.portal_id == self._portal_id, Page.kind.in_(VISITED))
            return self.policy.portion_of(session.scalar(own) or 0)

    def counter_due(self, page_id: int, now: datetime) -> bool:
        """Whether the view counter of the article on this page is worth a request."""
        with self._archive.reading() as session:
            row = session.execute(
                select(Revision.published, Article.first_seen, func.max(View.observed_at))
                .join(Article, Article.revision_id == Revision.id)
                .outerjoin(View, View.article_id == Article.id)
                .where(Article.page_id == page_id)
                .group_by(Revision.published, Article.first_seen)
            ).first()
        return row is None or self.policy.counter_due(now, row[0] or row[1], row[2])

    def stood(self, page_id: int) -> str | None:
        """The text, or else the title, of the article that stood on a page when it was read; None where none did."""
        with self._archive.reading() as session:
            row = session.execute(
                select(Revision.text, Revision.title)
                .join(Article, Article.revision_id == Revision.id)
                .where(Article.page_id == page_id)
            ).first()
        return None if row is None else row.text or row.title

    def missing(self, page_id: int, how: str, now: datetime, capture_id: int | None = None) -> bool:
        """Note that the article of a page is not there; False where none ever stood there: that is a dead link."""
        with self._archive.writing() as session:
            return note_missing(session, page_id, how, now, self.policy, capture_id)

    def some_article(self) -> str | None:
        """The address of an article of this portal, to make up one that cannot exist; None while it has none."""
        with self._archive.reading() as session:
            return session.scalar(
                select(Page.url)
                .join(Article, Article.page_id == Page.id)
                .where(Page.portal_id == self._portal_id)
                .order_by(Page.id)
                .limit(1)
            )

    def not_found(self) -> tuple[str | None, int | None]:
        """The address that was asked for although nothing can stand there, and the capture of the page that came."""
        with self._archive.reading() as session:
            row = session.execute(
                select(Page.url, Page.read_capture_id)
                .where(Page.portal_id == self._portal_id, Page.kind == "absent")
                .order_by(Page.id)
                .limit(1)
            ).first()
        return (None, None) if row is None else (row.url, row.read_capture_id)

    def learned(self, page_id: int, capture_id: int | None, now: datetime) -> None:
        """The portal's answer for an address that cannot exist is known; a capture where it was a page."""
        with self._archive.writing() as session:
            page = session.get_one(Page, page_id)
            page.state, page.attempts, page.error = "fetched", 0, None
            page.read_capture_id = capture_id
            page.due = self.policy.next_turn(now, self.policy.not_found, page_id)

    def read(
        self,
        page_id: int,
        capture_id: int,
        kind: str,
        now: datetime,
        charsets: tuple[str | None, str | None] = (None, None),
        *,
        leads: bool = True,
    ) -> bool:
        """A page that is no article was read to a verdict: a list is due at every run, a file never again.

        A list is a page that `leads` to articles; one that does not (a form, 联系我们) is looked at now and then.
        `charsets` are the character set that the page declares and the one it was read in, for its capture.
        Returns False, and quarantines the page, where an article stood before: what is stored of it stays as it is.
        """
        policy = self.policy
        seldom = policy.next_turn(now, policy.deep_pass, page_id)
        due = {"list": now if leads else seldom, "more": seldom}.get(kind)
        with self._archive.writing() as session:
            capture = session.get_one(Capture, capture_id)
            capture.charset_declared, capture.charset_used = charsets
            article = session.scalar(select(Article.id).where(Article.page_id == page_id))
            if article is not None:
                mark_read(
                    session, page_id, capture_id, "article", policy.next_turn(now, policy.step(timedelta()), page_id)
                )
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

    def failed(self, page_id: int, reason: str, now: datetime, *, lasting: bool, capture_id: int | None = None) -> None:
        """The page could not be fetched or read; it is tried again later, ever more seldom (see `next_try`).

        That it cannot be read is a verdict on its capture (`capture_id`): the next run asks the portal for another.
        """
        with self._archive.writing() as session:
            page = session.get_one(Page, page_id)
            page.attempts += 1
            page.error = reason
            if page.read_capture_id is None:
                page.state = "failed"
            page.read_capture_id = capture_id or page.read_capture_id
            if page.due is not None and page.gone_at is None:
                page.due = next_try(now, page.attempts, lasting=lasting)

    def disregard(self, page_id: int) -> None:
        """What was captured last is no page to read (a block page, bytes that are no text): it is fetched anew."""
        with self._archive.writing() as session:
            page = session.get_one(Page, page_id)
            page.full_capture_id, page.etag, page.last_modified = page.read_capture_id, None, None

    def redirected(self, page_id: int, target: str) -> None:
        """The address leads elsewhere; it is asked for again only if an article stood there."""
        with self._archive.writing() as session:
            page = session.get_one(Page, page_id)
            page.error = f"redirected to {target}"
            if session.scalar(select(Article.id).where(Article.page_id == page_id)) is None:
                page.state, page.due = "redirected", None


def mark_read(session: Session, page_id: int, capture_id: int, kind: str, due: datetime | None) -> Page:
    """Note inside a transaction that a capture of the page was read to a verdict."""
    page = session.get_one(Page, page_id)
    page.kind, page.state, page.read_capture_id = kind, "fetched", capture_id
    page.attempts, page.error, page.due = 0, None, due
    page.missing_since = page.missing_seen = page.missing_how = None
    return page


def _pages(session: Session, urls: list[str]) -> dict[str, Page]:
    pages: dict[str, Page] = {}
    for start in range(0, len(urls), 500):
        chunk = session.scalars(select(Page).where(Page.url.in_(urls[start : start + 500])))
        pages.update((page.url, page) for page in chunk)
    return pages


def _hear(page: Page, link: Found, lister: int | None, now: datetime) -> bool:
    """Note what a page says of another; returns whether a list says that it changed or is back: it is then due."""
    before, page.last_seen = page.last_seen, now
    page.depth = min(page.depth, link.depth)
    if link.kind != "article":
        return False
    date = link.published.isoformat() if link.published else None
    page.channel = page.channel or link.channel
    page.listed_title, page.listed_date = link.title or page.listed_title, date or page.listed_date
    if lister is None:
        return False
    page.hints, changed = heed(page.hints, lister, hint_of(link.title, date), page.changed_at, now)
    changed |= page.missing_since is not None and is_back(before, now)
    if changed:
        page.due = now
    return changed


def _waiting(page: Page, news: bool = False) -> Waiting:
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
        news,
    )


def utc_now() -> datetime:
    """The clock of the shells around this package; everything pure takes the time as a value."""
    return datetime.now(UTC)
