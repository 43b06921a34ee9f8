"""Where an article's text comes from: every capture of its page, and the bytes of its files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.archive import Archive
from storage.captures import read_capture
from storage.tables import Article, Capture, Revision
from storage.warc import decoded


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCapture:
    """One response to a request for the article's page, and where its bytes are."""

    id: int
    fetched_at: datetime
    status: int
    media_type: str | None
    charset_declared: str | None
    charset_used: str | None
    sha256: str
    size: int
    warc_file: str
    warc_offset: int
    warc_length: int
    refers_to: int | None
    """The capture whose bytes it shares; None where the bytes are its own."""
    revision: int | None
    """Number of the text it showed; None where it showed none (an error page)."""


def captures_of(session: Session, article: int) -> list[KeptCapture]:
    """Every capture of the article's page, the first one first."""
    rows = session.execute(
        select(Capture, Revision.number)
        .join(Article, Article.page_id == Capture.page_id)
        .outerjoin(Revision, Revision.id == Capture.revision_id)
        .where(Article.id == article)
        .order_by(Capture.fetched_at, Capture.id)
    )
    return [
        KeptCapture(
            id=row.id,
            fetched_at=row.fetched_at,
            status=row.status,
            media_type=row.media_type,
            charset_declared=row.charset_declared,
            charset_used=row.charset_used,
            sha256=row.sha256,
            size=row.size,
            warc_file=row.warc_file,
            warc_offset=row.warc_offset,
            warc_length=row.warc_length,
            refers_to=row.refers_to,
            revision=number,
        )
        for row, number in rows
    ]


def file_bytes(archive: Archive, sha256: str) -> bytes | None:
    """The bytes of a file whose digest is known; None where no capture holds them.

    Raises ArchiveUnusable where the capture's WARC file is lost or damaged.
    """
    with archive.reading() as session:
        capture = session.scalar(
            select(Capture.id)
            .where(Capture.sha256 == sha256, Capture.refers_to.is_(None))
            .order_by(Capture.id)
            .limit(1)
        )
    return None if capture is None else decoded(read_capture(archive, capture).answer)


def beside(session: Session, article: int) -> tuple[int | None, int | None]:
    """The articles of the same portal that were taken in just before this one and just after it."""
    portal = select(Article.portal_id).where(Article.id == article).scalar_subquery()
    before = select(func.max(Article.id)).where(Article.portal_id == portal, Article.id < article)
    after = select(func.min(Article.id)).where(Article.portal_id == portal, Article.id > article)
    return session.scalar(before), session.scalar(after)
