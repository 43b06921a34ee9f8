"""View counts over time: every observation of an article, and what it says of how the article is read.

A count that was not observed is not in the series; it is never 0 for that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Article, View

Mark = Literal["reset", "fell", "jump"]

_DAY = timedelta(days=1)
_RESET = 0.5
"""A count below this share of the one before began anew; above it, it only fell back."""
_JUMP, _JUMP_VIEWS, _JUMP_AFTER, _JUMP_LOOK = 10, 100, 2, 7
"""A jump is a rate ten times the usual one of the last seven intervals, and a hundred views; not before the third."""
COUNTING = "counter-counting"
"""How an observation was made whose own request added a hit."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A count as it was read."""

    at: datetime
    count: int
    how: str
    """`printed`, `counter` (read-only), `counter-counting` (our request added a hit), `given` (with a file)."""


@dataclass(frozen=True, slots=True)
class Point:
    """An observation beside the one before it."""

    at: datetime
    count: int
    how: str
    growth: int | None
    """Views since the one before, our own hits left out; None where that cannot be told: at first, after a fall. After
    a reset it is what the new count holds: so many at least."""
    per_day: float | None
    """The growth by the day; None where the growth is not known whole."""
    mark: Mark | None
    """`reset`: the counter began anew. `fell`: it stands a little lower, as an old copy of the page does. `jump`: it
    rose as never before."""


def points(observations: Iterable[Observation]) -> list[Point]:
    """The series of one article from its observations in the order of time."""
    found: list[Point] = []
    rates: list[float] = []
    base: Observation | None = None
    """The observation that growth is counted from: the last one that did not only fall back."""
    fallen: Observation | None = None
    for seen in observations:
        if fallen is not None and base is not None and seen.count < base.count:
            # It stays down: the counter was set back, and counts on from there.
            base = fallen
        point = _point(seen, base, rates)
        if point.mark == "fell":
            fallen = seen
        else:
            base, fallen = seen, None
        if point.per_day is not None:
            rates.append(point.per_day)
        found.append(point)
    return found


def _point(seen: Observation, base: Observation | None, rates: list[float]) -> Point:
    own = 1 if seen.how == COUNTING else 0
    if base is None:
        return Point(seen.at, seen.count, seen.how, None, None, None)
    if seen.count < base.count * _RESET:
        return Point(seen.at, seen.count, seen.how, max(seen.count - own, 0), None, "reset")
    if seen.count < base.count:
        return Point(seen.at, seen.count, seen.how, None, None, "fell")
    growth = max(seen.count - base.count - own, 0)
    days = (seen.at - base.at) / _DAY
    rate = growth / days if days > 0 else None
    usual = median(rates[-_JUMP_LOOK:]) if len(rates) >= _JUMP_AFTER else None
    jumped = rate is not None and usual is not None and growth >= _JUMP_VIEWS and rate > _JUMP * usual
    return Point(seen.at, seen.count, seen.how, growth, rate, "jump" if jumped else None)


@dataclass(frozen=True, slots=True)
class Growth:
    """How a count grew in a stretch of time."""

    views: float
    """Views in it; of an interval that reaches over an end, the share that lies inside."""
    begin: datetime
    end: datetime
    """From when to when observations cover the stretch."""

    @property
    def per_day(self) -> float:
        return self.views / max((self.end - self.begin) / _DAY, 1e-9)


def growth(series: Iterable[Point], since: datetime, until: datetime) -> Growth | None:
    """The growth between two times, so far as the series tells; None where it tells nothing of them."""
    views, begin, end = 0.0, None, None
    before: datetime | None = None
    for point in series:
        if point.growth is not None and before is not None and before < until and point.at > since:
            inside = min(point.at, until) - max(before, since)
            whole = point.at - before
            # After a reset nobody knows when it began anew: what it holds counts where it was seen.
            share = inside / whole if point.mark != "reset" else float(point.at <= until)
            views += point.growth * share
            begin, end = begin or max(before, since), min(point.at, until)
        if point.mark != "fell":
            before = point.at
    return None if begin is None or end is None else Growth(views, begin, end)


def series(session: Session, id: int) -> list[Point]:
    """The view counts of an article over time; empty where none was ever observed, or the article is not shown."""
    rows = session.execute(
        select(View.observed_at, View.count, View.how)
        .join(Article, Article.id == View.article_id)
        .where(View.article_id == id, Article.withdrawn_at.is_(None))
        .order_by(View.observed_at)
    )
    return points(Observation(*row) for row in rows)


def observed(session: Session, ids: Sequence[int]) -> dict[int, list[Observation]]:
    """What was observed of each of a page of articles, in the order of time; articles without any are left out."""
    found: dict[int, list[Observation]] = {}
    rows = session.execute(
        select(View.article_id, View.observed_at, View.count, View.how)
        .where(View.article_id.in_(ids))
        .order_by(View.article_id, View.observed_at)
    )
    for id, at, count, how in rows:
        found.setdefault(id, []).append(Observation(at, count, how))
    return found
