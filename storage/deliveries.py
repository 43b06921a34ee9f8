"""Articles that come as files: the run that takes them in, and the rows of their portals and pages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.archive import Archive
from storage.policy import PRIORITY
from storage.runs import PortalFacts
from storage.tables import Capture, Page, Portal, Run

_TOGETHER = 500


def begin(archive: Archive, now: datetime) -> int:
    """Note that a delivery begins; returns its run."""
    with archive.writing() as session:
        run = Run(portal_id=None, started_at=now)
        session.add(run)
        session.flush()
        return run.id


def end(archive: Archive, run_id: int, outcome: str, counts: Mapping[str, Any], now: datetime) -> None:
    """Note how the delivery ended."""
    with archive.writing() as session:
        session.execute(update(Run).where(Run.id == run_id).values(ended_at=now, outcome=outcome, counts=dict(counts)))


def portal_of(session: Session, facts: PortalFacts) -> Portal:
    """The portal of this name, as the archive knows it, or made of these facts."""
    portal = session.scalar(select(Portal).where(Portal.name == facts.name))
    if portal is None:
        portal = Portal(
            name=facts.name,
            site=facts.site,
            title=facts.title,
            province=facts.province,
            kind=facts.kind,
            timezone=facts.timezone,
            family=facts.family,
        )
        session.add(portal)
        session.flush()
    return portal


def portals_of(session: Session, facts: Mapping[str, PortalFacts]) -> dict[str, Portal]:
    """The portals of these names, as the archive knows them, or made of these facts."""
    known = {portal.name: portal for portal in session.scalars(select(Portal).where(Portal.name.in_(facts)))}
    return known | {name: portal_of(session, facts[name]) for name in facts if name not in known}


def pages_at(session: Session, urls: Sequence[str]) -> dict[str, Page]:
    """The pages that are known at these addresses."""
    known: dict[str, Page] = {}
    for start in range(0, len(urls), _TOGETHER):
        pages = session.scalars(select(Page).where(Page.url.in_(urls[start : start + _TOGETHER])))
        known.update((page.url, page) for page in pages)
    return known


def new_page(portal_id: int, url: str, now: datetime) -> Page:
    """A page for an article that came with a file: due, so that a crawl of its portal looks at it as at any other."""
    return Page(
        portal_id=portal_id,
        url=url,
        kind="article",
        state="fetched",
        depth=0,
        priority=PRIORITY["article"],
        first_seen=now,
        last_seen=now,
        due=now,
        attempts=0,
    )


def is_captured(session: Session, url: str, fetched_at: datetime, sha256: str) -> bool:
    """Whether the archive holds this very response: same address, moment and bytes."""
    found = (
        select(Capture.id)
        .join(Page, Page.id == Capture.page_id)
        .where(Page.url == url, Capture.fetched_at == fetched_at, Capture.sha256 == sha256)
        .limit(1)
    )
    return session.scalar(found) is not None


def capture_at(session: Session, url: str, fetched_at: datetime) -> int | None:
    """The capture of a whole page at this address and moment."""
    found = (
        select(Capture.id)
        .join(Page, Page.id == Capture.page_id)
        .where(Page.url == url, Capture.fetched_at == fetched_at, Capture.status == 200)
        .limit(1)
    )
    return session.scalar(found)
