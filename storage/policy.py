"""The policy of the frontier: when a page is fetched again, and which goes first; pure rules over values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from archiver.text.fold import fingerprint

PRIORITY = {"list": 100, "more": 90, "counter": 60, "part": 55, "article": 50, "absent": 40, "turn": 30, "file": 10}
"""In one run: list pages first, since they say what is new; what completes an article before the next; articles whose
turn has come behind all news, a day's delay before the next (up to nine above `turn`); files last."""

_HEAD_START = {"list": timedelta(days=3650), "more": timedelta(days=3), "article": timedelta(days=1)}
_DAY = timedelta(days=1)
_SLACK = timedelta(hours=6)
"""So much sooner than a day: a nightly run that starts a little earlier, or is quicker, does not skip a night."""
_PATIENCE = timedelta(days=30)
_ABSENCE = timedelta(hours=36)
_MOST_SOURCES = 6
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_GOLDEN = 0.6180339887498949

REVISIT = "7:1 60:7 730:30 365"
_REVISIT = re.compile(r"(?:\d+:\d+ +)*\d+")


@dataclass(frozen=True, slots=True)
class Policy:
    """How often the pages of one portal are fetched again."""

    steps: tuple[tuple[timedelta, timedelta], ...] = (
        (timedelta(days=7), _DAY),
        (timedelta(days=60), timedelta(days=7)),
        (timedelta(days=730), timedelta(days=30)),
    )
    """An article younger than the first is fetched every second of a pair."""
    later: timedelta = timedelta(days=365)
    """And older ones that often."""
    deep_pass: timedelta = timedelta(days=14)
    """How often a further page of a list is read although the pages before it show nothing new."""
    counters: timedelta = timedelta(days=60)
    """How often the view counter of an article is asked once it is no longer visited weekly."""
    confirm: timedelta = timedelta(days=2)
    """An article that was missing is looked for again after this time, and gone if it is still missing."""
    confirm_wholesale: timedelta = timedelta(days=14)
    """The same where a portal lost most of its articles at once."""
    gone: timedelta = timedelta(days=30)
    """How often it is looked whether a gone article is back."""
    not_found: timedelta = timedelta(days=30)
    """How often the portal is asked for an address that cannot exist, to know its not-found page."""
    budget: int = 20_000
    """Requests to the portal in one run."""
    portion: float = 0.05
    least_portion: int = 100
    """Once a run has made requests for that share of the portal's pages, and so many at the least, articles whose turn
    has come wait for the next: what an outage left over is spread over the nights behind it."""

    def step(self, age: timedelta) -> timedelta:
        """How often an article of this age is fetched."""
        return next((every for until, every in self.steps if age < until), self.later)

    def next_visit(self, now: datetime, born: datetime, changed: datetime | None, page_id: int) -> datetime:
        """When an article is to be fetched again; a change makes it as young as new.

        `born` is the time printed on it, or when it was first seen.
        """
        return self.next_turn(now, self.step(now - max(born, changed or born)), page_id)

    def next_turn(self, now: datetime, every: timedelta, page_id: int) -> datetime:
        """When a page visited `every` so often is to be visited next.

        Each page has a turn of its own within the period, so that a portal taken in during one night is not asked for
        as a whole again in one night a year later.
        """
        if every <= _DAY:
            return now + every - min(_SLACK, every / 4)
        turn = _EPOCH + every * (page_id * _GOLDEN % 1)
        earliest = now + _DAY - _SLACK
        return turn + every * -((turn - earliest) // every)

    def portion_of(self, pages: int) -> int:
        """So many requests a run makes before it leaves articles whose turn has come to the next."""
        return max(self.least_portion, int(pages * self.portion))

    def counter_due(self, now: datetime, born: datetime, observed: datetime | None) -> bool:
        """Whether a view counter is worth a request, when it was last observed then."""
        weekly = self.step(now - born) <= timedelta(days=7)
        return observed is None or weekly or now - observed >= self.counters - _SLACK


def read_steps(text: str) -> tuple[tuple[tuple[timedelta, timedelta], ...], timedelta]:
    """Steps and the last one from `7:1 60:7 365`: days of age, a colon, days between visits; ValueError otherwise."""
    if not _REVISIT.fullmatch(text.strip()):
        raise ValueError("write days of age and days between visits like 7:1 60:7 730:30 365")
    *pairs, last = text.split()
    steps = tuple(
        (timedelta(days=int(age)), timedelta(days=int(every))) for age, every in (p.split(":") for p in pairs)
    )
    if any(not every for _, every in steps) or not int(last) or list(steps) != sorted(steps):
        raise ValueError("ages must rise and visits be a day apart or more")
    return steps, timedelta(days=int(last))


def next_try(now: datetime, attempts: int, *, lasting: bool) -> datetime:
    """When a page that failed `attempts` times is tried again: after 1, 2, 4 … 30 days.

    What may pass (`lasting` false: a time-out, a server error) is tried once more at the next run.
    """
    if attempts <= 1 and not lasting:
        return now
    doublings = attempts - (1 if lasting else 2)
    return now + min(timedelta(days=1 << min(doublings, 10)), _PATIENCE) - _SLACK


def urgency(kind: str, due: datetime) -> datetime:
    """What waits is visited in this order: by how long it has waited, with a head start by kind.

    Nothing starves: whatever waits long enough comes before all that fell due later.
    """
    return due - _HEAD_START.get(kind, timedelta())


def hint_of(title: str | None, date: str | None) -> str:
    """What a list says of an article, as eight digits to compare."""
    return fingerprint(f"{title or ''} {date or ''}")[:8]


def heed(
    hints: Mapping[str, Any] | None, source: int, hint: str, changed: datetime | None, now: datetime
) -> tuple[dict[str, Any], bool]:
    """What is remembered of the lists' hints, and whether this one says that the article changed.

    Compared is what the same list said before. A list that says something else every night (a count behind the title)
    is believed ever more seldom: after 1, 2, 4 … 30 days while the article itself stays as it is.
    """
    known = dict(hints or {})
    said: dict[str, str] = dict(known.get("said", {}))
    before = said.pop(str(source), None)
    said[str(source)] = hint
    known["said"] = dict(list(said.items())[-_MOST_SOURCES:])
    if before is None or before == hint:
        return known, False
    heeded = datetime.fromisoformat(known["at"]) if "at" in known else None
    vain = known.get("vain", 0) if heeded is None or changed is None or changed < heeded else 0
    if heeded is not None and now - heeded < min(_DAY * (1 << min(vain, 10)), _PATIENCE) - _SLACK:
        return known, False
    return known | {"at": now.isoformat(), "vain": vain + 1}, True


def is_back(listed: datetime, now: datetime) -> bool:
    """Whether a list that offers a missing article again, last heard of then, says that it was put back."""
    return now - listed > _ABSENCE
