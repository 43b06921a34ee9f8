"""What the archive has observed of its portals, as their health is judged by."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.health.findings import Crawled, Observed
from storage.health.tables import ListPage
from storage.tables import Article, Page, Portal, Revision, Run

_RUNS = 30
_WINDOW = timedelta(days=730)


def observed(
    session: Session, now: datetime, portals: Collection[str] | None = None, under_way: Collection[int] = ()
) -> list[Observed]:
    """What is known of each portal, by name; of those named alone where names are given.

    `under_way` are the runs that are known to be running: any other run without an end was killed.
    """
    query = select(Portal).order_by(Portal.name)
    wanted = session.scalars(query if portals is None else query.where(Portal.name.in_(portals))).all()
    ids = [portal.id for portal in wanted]
    crawls = _crawls(session, ids, under_way)
    met = _by_portal(session, Run.portal_id, func.min(Run.started_at), ids)
    articles = _by_portal(session, Article.portal_id, func.count(), ids)
    days = _days(session, ids, now)
    lists: dict[int, list[tuple[str, datetime | None]]] = {}
    for portal, url, empty_since in session.execute(
        select(Page.portal_id, Page.url, ListPage.empty_since)
        .join(ListPage, ListPage.page_id == Page.id)
        .where(Page.portal_id.in_(ids), Page.kind == "list", ListPage.most > 0)
        .order_by(ListPage.empty_since.desc(), Page.id)
    ):
        lists.setdefault(portal, []).append((url, empty_since))
    return [
        Observed(
            portal=portal.name,
            now=now,
            crawls=crawls.get(portal.id, []),
            met=met.get(portal.id),
            articles=articles.get(portal.id, 0),
            days=days.get(portal.id, []),
            emptied=[(url, since) for url, since in lists.get(portal.id, []) if since is not None],
            lists=len(lists.get(portal.id, [])),
        )
        for portal in wanted
    ]


def _by_portal(session: Session, portal: Any, value: Any, ids: Collection[int]) -> dict[int, Any]:
    rows = session.execute(select(portal, value).where(portal.in_(ids)).group_by(portal))
    return {row[0]: row[1] for row in rows}


def _crawls(session: Session, ids: Collection[int], under_way: Collection[int]) -> dict[int, list[Crawled]]:
    place = func.row_number().over(partition_by=Run.portal_id, order_by=(Run.started_at.desc(), Run.id.desc()))
    numbered = select(Run.id, place.label("place")).where(Run.portal_id.in_(ids)).subquery()
    rows = session.scalars(
        select(Run)
        .join(numbered, numbered.c.id == Run.id)
        .where(numbered.c.place <= _RUNS)
        .order_by(Run.portal_id, numbered.c.place)
    )
    crawls: dict[int, list[Crawled]] = {}
    for run in rows:
        if run.portal_id is not None:
            crawls.setdefault(run.portal_id, []).append(_crawled(run, run.id in under_way))
    return crawls


def _crawled(run: Run, running: bool) -> Crawled:
    counts = run.counts or {}
    ended = run.outcome if run.ended_at is not None else None if running else "died"
    numbers = {name: counts.get(name, 0) for name in ("pages", "requests", "failed", "quarantined", "blocked")}
    return Crawled(
        started_at=run.started_at, outcome=ended, reason=run.reason, read=counts.get("articles_read", {}), **numbers
    )


def _days(session: Session, ids: Collection[int], now: datetime) -> dict[int, list[date]]:
    """The days (of UTC) on which each portal published; where its articles bear no date, those of its new articles."""
    printed = func.date(Revision.published)
    seen = func.date(Article.first_seen)
    days: dict[int, list[date]] = {}
    for day in (printed, seen):
        query = (
            select(Article.portal_id, day)
            .join(Revision, Revision.id == Article.revision_id)
            .where(Article.portal_id.in_([id_ for id_ in ids if id_ not in days]))
            .where((Revision.published if day is printed else Article.first_seen).between(now - _WINDOW, now))
            .where(Revision.published.is_(None) if day is seen else Revision.published.is_not(None))
            .distinct()
        )
        found: dict[int, list[date]] = {}
        for portal, text in session.execute(query):
            found.setdefault(portal, []).append(date.fromisoformat(str(text)))
        days |= found
    return days
