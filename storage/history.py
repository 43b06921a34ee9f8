"""The runs of the past: when each began, how it ended and what it counted."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.archive import Archive
from storage.coverage import facts_of
from storage.runs import PortalFacts
from storage.tables import Portal, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """One run, as the archive remembers it."""

    id: int
    portal: str | None
    """None for a run that took in files."""
    started_at: datetime
    ended_at: datetime | None
    outcome: str | None
    """None while it runs; `died` when its process was killed."""
    reason: str | None
    counts: Mapping[str, Any]
    """Empty until the run has ended."""


def running(archive: Archive, session: Session, host_of: Callable[[str], str]) -> set[int]:
    """The runs that are under way, told from those that were killed by asking for the lock of their host.

    `host_of` names what is locked for a portal's site. A run that takes in files holds no lock and is
    taken at its word.
    """
    rows = session.execute(
        select(Run.id, Portal.site)
        .outerjoin(Portal, Portal.id == Run.portal_id)
        .where(Run.ended_at.is_(None))
        .order_by(Run.started_at, Run.id)
    )
    alive: set[int] = set()
    latest: dict[str, int] = {}
    for run, site in rows:
        if site is None:
            alive.add(run)
        else:
            latest[host_of(site)] = run
    return alive | {run for host, run in latest.items() if archive.is_crawled(host)}


def crawled_portals(session: Session) -> list[PortalFacts]:
    """The portals that were crawled at least once, by name: not those that are known from files alone."""
    crawled = select(Run.portal_id).where(Run.portal_id.is_not(None))
    return [
        facts_of(row) for row in session.scalars(select(Portal).where(Portal.id.in_(crawled)).order_by(Portal.name))
    ]


def history(
    session: Session, limit: int | None = None, portal: str | None = None, under_way: Collection[int] = ()
) -> list[PastRun]:
    """The last runs, of one portal or all, the latest first; all of them without a limit."""
    query = (
        select(Run, Portal.name)
        .outerjoin(Portal, Portal.id == Run.portal_id)
        .order_by(Run.started_at.desc(), Run.id.desc())
        .limit(limit)
    )
    rows = session.execute(query if portal is None else query.where(Portal.name == portal))
    return [_past(run, name, run.id in under_way) for run, name in rows]


def _past(run: Run, portal: str | None, alive: bool) -> PastRun:
    killed = run.ended_at is None and not alive
    return PastRun(
        id=run.id,
        portal=portal,
        started_at=run.started_at,
        ended_at=run.ended_at,
        outcome="died" if killed else run.outcome,
        reason="the process ended before the crawl did" if killed else run.reason,
        counts=run.counts or {},
    )
