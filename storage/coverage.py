"""How far the archive reaches: per portal what is kept, what waits, what went wrong and which fields are known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import Session

from storage.runs import PortalFacts
from storage.tables import Article, Attachment, Capture, Page, Portal, Quarantine, Revision, Run

FIELDS = ("title", "published", "text or pictures", "views", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The run of a portal that began last."""

    started_at: datetime
    ended_at: datetime | None
    outcome: str | None
    """None while it runs; `died` when its process was killed."""
    reason: str | None
    new: int | None
    """New articles; None until it has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The state of one portal in the archive."""

    portal: str
    title: str | None
    province: str | None
    kind: str | None
    site: str
    articles: int
    gone: int
    pages: dict[str, int]
    """Pages by state: `discovered`, `fetched`, `failed`, `redirected`, `gone`."""
    due: int
    """Pages to be fetched now."""
    quarantined: int
    """Pages that could not be taken in and still cannot."""
    attachments: int
    attachments_kept: int
    """Those of them whose bytes are in the archive."""
    captures: int
    last_run: LastRun | None
    fields: dict[str, float | None]
    """For each of `FIELDS` the share of articles whose value is known, 0 to 1; None while there are no articles."""
    newest: str | None
    """The latest day printed on an article, ISO 8601 in the portal's time zone."""


def facts_of(row: Portal) -> PortalFacts:
    """A portal as it was declared at its last crawl."""
    return PortalFacts(row.name, row.site, row.title, row.province, row.kind, row.timezone, row.family)


def known_portals(session: Session) -> list[PortalFacts]:
    """Every portal that the archive has met, by name, as it was declared at its last crawl."""
    return [facts_of(row) for row in session.scalars(select(Portal).order_by(Portal.name))]


def coverage(session: Session, now: datetime, under_way: Collection[int] = ()) -> list[Coverage]:
    """The state of every portal of the archive, by name; `under_way` are the runs known to be running."""
    portals = session.scalars(select(Portal).order_by(Portal.name)).all()
    of_article = _counted(session, Article.portal_id, Article.id)
    gone = _counted(session, Article.portal_id, Article.id, Article.gone_at.is_not(None))
    due = _counted(session, Page.portal_id, Page.id, Page.due <= now)
    quarantined = dict(
        _pairs(
            session,
            select(Page.portal_id, func.count())
            .join(Quarantine, Quarantine.page_id == Page.id)
            .where(Quarantine.resolved_at.is_(None))
            .group_by(Page.portal_id),
        )
    )
    captures = dict(
        _pairs(
            session,
            select(Page.portal_id, func.count()).join(Capture, Capture.page_id == Page.id).group_by(Page.portal_id),
        )
    )
    states: dict[int, dict[str, int]] = {}
    for portal, state, count in session.execute(
        select(Page.portal_id, Page.state, func.count()).group_by(Page.portal_id, Page.state).order_by(Page.state)
    ):
        states.setdefault(portal, {})[state] = count
    files = {
        portal: (count, kept)
        for portal, count, kept in session.execute(
            select(Article.portal_id, func.count(), func.count(Attachment.sha256))
            .join(Attachment, Attachment.article_id == Article.id)
            .where(Attachment.role == "attachment")
            .group_by(Article.portal_id)
        )
    }
    known, newest = _fields(session)
    runs = _last_runs(session, under_way)
    return [
        Coverage(
            portal=portal.name,
            title=portal.title,
            province=portal.province,
            kind=portal.kind,
            site=portal.site,
            articles=of_article.get(portal.id, 0),
            gone=gone.get(portal.id, 0),
            pages=states.get(portal.id, {}),
            due=due.get(portal.id, 0),
            quarantined=quarantined.get(portal.id, 0),
            attachments=files.get(portal.id, (0, 0))[0],
            attachments_kept=files.get(portal.id, (0, 0))[1],
            captures=captures.get(portal.id, 0),
            last_run=runs.get(portal.id),
            fields=known.get(portal.id, dict.fromkeys(FIELDS)),
            newest=_day(newest.get(portal.id), portal.timezone),
        )
        for portal in portals
    ]


def _counted(session: Session, by: Any, what: Any, where: ColumnElement[bool] | None = None) -> dict[int, int]:
    query = select(by, func.count(what)).group_by(by)
    return dict(_pairs(session, query if where is None else query.where(where)))


def _pairs(session: Session, query: Any) -> list[tuple[int, int]]:
    return [(portal, count) for portal, count in session.execute(query)]


def _fields(session: Session) -> tuple[dict[int, dict[str, float | None]], dict[int, datetime]]:
    """Per portal the share of articles with each field, and the latest time printed."""
    known: dict[int, dict[str, float | None]] = {}
    newest: dict[int, datetime] = {}
    rows = session.execute(
        select(
            Article.portal_id,
            func.count(),
            func.count(func.nullif(Revision.title, "")),
            func.count(Revision.published),
            func.sum(case((or_(Revision.text != "", _has_pictures()), 1), else_=0)),
            func.count(Article.views),
            func.count(Revision.source),
            func.max(Revision.published),
        )
        .join(Revision, Revision.id == Article.revision_id)
        .group_by(Article.portal_id)
    )
    for portal, count, *values, latest in rows:
        known[portal] = {name: value / count for name, value in zip(FIELDS, values, strict=True)}
        if latest is not None:
            newest[portal] = latest
    return known, newest


def _has_pictures() -> ColumnElement[bool]:
    """Pages that are nothing but a poster or a scanned notice are articles as well."""
    return exists().where(Attachment.article_id == Article.id, Attachment.role == "image")


def _last_runs(session: Session, under_way: Collection[int]) -> dict[int, LastRun]:
    last = select(func.max(Run.id)).where(Run.portal_id.is_not(None)).group_by(Run.portal_id)
    return {
        run.portal_id: LastRun(
            started_at=run.started_at,
            ended_at=run.ended_at,
            outcome="died" if run.ended_at is None and run.id not in under_way else run.outcome,
            reason=run.reason,
            new=(run.counts or {}).get("articles_new"),
        )
        for run in session.scalars(select(Run).where(Run.id.in_(last)))
        if run.portal_id is not None
    }


def _day(moment: datetime | None, timezone: str) -> str | None:
    return None if moment is None else moment.astimezone(ZoneInfo(timezone)).date().isoformat()
