"""How the health of portals changes: each change a row, and which of them is still to be told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage.health.findings import Finding, State, state_of
from storage.health.tables import PortalState
from storage.tables import Portal


@dataclass(frozen=True, slots=True)
class Change:
    """A portal's health became another."""

    id: int
    portal: str
    before: State
    """What it was, or was told to be; a portal that nothing is known of counts as green."""
    state: State
    since: datetime
    findings: tuple[Finding, ...]
    """What was found when it changed."""


def note(session: Session, health: Mapping[str, Sequence[Finding]], now: datetime) -> list[Change]:
    """Note how portals are, given what was found of each; returns those whose state is another than before."""
    standing = _standing(session, health)
    changes = []
    for portal in session.scalars(select(Portal).where(Portal.name.in_(health)).order_by(Portal.name)):
        found, last = health[portal.name], standing.get(portal.id)
        state, before = state_of(found), _state(last)
        if last is None or state != before:
            row = PortalState(
                portal_id=portal.id, since=now, state=state, findings=[asdict(finding) for finding in found]
            )
            session.add(row)
            session.flush()
            if state != before:
                changes.append(_change(row, portal.name, before))
    return changes


def untold(session: Session, portals: Collection[str]) -> list[Change]:
    """The portals that stand otherwise than was last told of them, the state that was told before each.

    A portal that was red for an hour while no notice got through, and is green again, is no news.
    """
    news = []
    names = {portal.id: portal.name for portal in session.scalars(select(Portal).where(Portal.name.in_(portals)))}
    told = _last(session, names, PortalState.told_at.is_not(None))
    for portal, row in sorted(_standing(session, portals).items(), key=lambda item: names[item[0]]):
        if row.told_at is None and row.state != _state(told.get(portal)):
            news.append(_change(row, names[portal], _state(told.get(portal))))
    return news


def told(session: Session, changes: Collection[Change], now: datetime) -> None:
    """Note that these changes were told."""
    ids = [change.id for change in changes]
    session.execute(update(PortalState).where(PortalState.id.in_(ids)).values(told_at=now))


def _standing(session: Session, portals: Collection[str]) -> dict[int, PortalState]:
    ids = session.scalars(select(Portal.id).where(Portal.name.in_(portals))).all()
    return _last(session, ids)


def _last(session: Session, portals: Collection[int], *conditions: object) -> dict[int, PortalState]:
    """The last row of each portal that meets the conditions."""
    latest = (
        select(func.max(PortalState.id))
        .where(PortalState.portal_id.in_(portals), *conditions)  # type: ignore[arg-type]
        .group_by(PortalState.portal_id)
    )
    return {row.portal_id: row for row in session.scalars(select(PortalState).where(PortalState.id.in_(latest)))}


def _state(row: PortalState | None) -> State:
    return "green" if row is None else row.state


def _change(row: PortalState, portal: str, before: State) -> Change:
    found = tuple(Finding(**finding) for finding in row.findings)
    return Change(row.id, portal, before, row.state, row.since, found)
