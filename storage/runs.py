"""A run: one crawl of one portal, from taking the host's lock to its counts."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage import warc
from storage.archive import Archive
from storage.captures import Captures
from storage.frontier import Frontier, utc_now
from storage.policy import Policy
from storage.tables import Article, Portal, Run


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """What is declared of a portal, or known of one that was named by its address."""

    name: str
    site: str
    title: str | None = None
    province: str | None = None
    kind: str | None = None
    timezone: str = "Asia/Shanghai"
    family: str | None = None


def note_portal(archive: Archive, facts: PortalFacts) -> int:
    """The portal's row, made or brought up to date with what is declared. The search index hears of what differs."""
    with archive.writing() as session:
        portal = session.scalar(select(Portal).where(Portal.name == facts.name))
        if portal is None:
            portal = Portal(name=facts.name, refusals=0)
            session.add(portal)
            told: tuple[str | None, ...] = ()
        else:
            told = _indexed(portal)
        portal.title, portal.province, portal.kind = facts.title or portal.title, facts.province, facts.kind
        portal.site, portal.timezone = facts.site, facts.timezone
        portal.family = facts.family or portal.family
        session.flush()
        if told and told != _indexed(portal):
            _articles_changed(session, portal.id)
        return portal.id


def _indexed(portal: Portal) -> tuple[str | None, ...]:
    """What the search index tells of a portal with each of its articles; their printed day depends on the time zone."""
    return portal.title, portal.province, portal.kind, portal.timezone


def _articles_changed(session: Session, portal: int) -> None:
    last = session.scalar(select(func.max(Article.change))) or 0
    numbered = (
        select(Article.id, func.row_number().over(order_by=Article.id).label("number"))
        .where(Article.portal_id == portal)
        .subquery()
    )
    session.execute(
        update(Article).where(Article.id == numbered.c.id).values(change=last + numbered.c.number),
        execution_options={"synchronize_session": False},
    )


class OpenRun:
    """A crawl under way: the archive, the lock on its host, its captures and its frontier."""

    now: Callable[[], datetime] = staticmethod(utc_now)
    """The clock of this run."""

    def __init__(
        self,
        archive: Archive,
        facts: PortalFacts,
        host: str,
        info: Mapping[str, str],
        now: datetime,
        policy: Policy | None = None,
    ) -> None:
        """Take the lock of `host` (raises Locked), finish what dead runs left behind, and note the start."""
        self.archive = archive
        self.facts = facts
        self.started_at = now
        self._held = ExitStack()
        self._held.enter_context(archive.host_lock(host))
        try:
            warc.recover(archive.warcs)
            self.portal_id = note_portal(archive, facts)
            with archive.writing() as session:
                session.execute(
                    update(Run)
                    .where(Run.portal_id == self.portal_id, Run.ended_at.is_(None))
                    .values(ended_at=now, outcome="died", reason="the process ended before the crawl did")
                )
                self.resting_until = session.get_one(Portal, self.portal_id).resting_until
                run = Run(portal_id=self.portal_id, started_at=now)
                session.add(run)
                session.flush()
                self.run_id = run.id
        except BaseException:
            self._held.close()
            raise
        name = f"{now:%Y%m%d%H%M%S}-{self.run_id:06}.warc.gz"
        self.captures = Captures(archive, self.run_id, name, info)
        self.frontier = Frontier(archive, self.portal_id, policy)

    def note_refusal(self, rest: Callable[[int], timedelta]) -> datetime:
        """Note that the portal refuses this run: it is left alone for what `rest` says to so many refused runs."""
        with self.archive.writing() as session:
            portal = session.get_one(Portal, self.portal_id)
            portal.refusals += 1
            until = portal.resting_until = self.now() + rest(portal.refusals)
        return until

    def note_answer(self) -> None:
        """Note that the portal answers as it should: earlier refusals are forgotten."""
        with self.archive.writing() as session:
            portal = session.get_one(Portal, self.portal_id)
            portal.refusals, portal.resting_until = 0, None

    def close(self, outcome: str, reason: str | None, counts: dict[str, Any], now: datetime) -> None:
        """Finish the WARC file, note how the run ended, free the host."""
        try:
            self.captures.close()
            with self.archive.writing() as session:
                session.execute(
                    update(Run)
                    .where(Run.id == self.run_id)
                    .values(ended_at=now, outcome=outcome, reason=reason, counts=counts)
                )
        finally:
            self._held.close()
            self.archive.close()
