"""The runs of the past: when each began, how it ended and what it counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

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
    """None while it runs, or when its process was killed and no later run has noticed."""
    reason: str | None
    counts: Mapping[str, Any]
    """Empty until the run has ended."""


def history(session: Session, limit: int | None = None) -> list[PastRun]:
    """The last runs, the latest first; all of them without a limit."""
    rows = session.execute(
        select(Run, Portal.name)
        .outerjoin(Portal, Portal.id == Run.portal_id)
        .order_by(Run.started_at.desc(), Run.id.desc())
        .limit(limit)
    )
    return [
        PastRun(
            id=run.id,
            portal=portal,
            started_at=run.started_at,
            ended_at=run.ended_at,
            outcome=run.outcome,
            reason=run.reason,
            counts=run.counts or {},
        )
        for run, portal in rows
    ]
