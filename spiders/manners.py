"""Manners: when a portal may be asked, how long it wants to be left alone, and when it has had enough; pure."""

import re
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime

PATIENCE = timedelta(minutes=2)
"""A pause that a portal asks for is waited out inside the run if it is no longer than this."""
REFUSALS = 5
"""So many refusals in a row, and the portal is left alone."""
_LATE = 0.05
"""Seconds that a request may be late on its way."""
_LONGEST = timedelta(days=30)
_WINDOW = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")


def read_window(text: str) -> tuple[time, time]:
    """The hours of `22:00-06:00`; ValueError for what names none."""
    found = _WINDOW.fullmatch(text.strip())
    if found is None:
        raise ValueError("write two times of day like 22:00-06:00")
    try:
        begin, end = time(int(found[1]), int(found[2])), time(int(found[3]) % 24, int(found[4]))
    except ValueError as error:
        raise ValueError("write two times of day like 22:00-06:00") from error
    if begin == end:
        raise ValueError("hours that begin when they end are none")
    return begin, end


def is_open(window: tuple[time, time] | None, local: time) -> bool:
    """Whether a portal may be asked at this time of its day."""
    if window is None:
        return True
    begin, end = window
    return begin <= local < end if begin < end else local >= begin or local < end


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long a `Retry-After` header asks to wait, seconds or a date; None where it says nothing sensible."""
    if value is None:
        return None
    if value.strip().isdecimal():
        seconds = int(value.strip()[:9])
        return min(timedelta(seconds=seconds), _LONGEST)
    try:
        until = parsedate_to_datetime(value.strip())
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), _LONGEST)


def rest(refusals: int, asked: timedelta | None) -> timedelta:
    """How long a portal that refused so many runs in a row is left alone: 1, 2, 4 … 30 days, or as long as it asks."""
    own = min(timedelta(days=1 << min(max(refusals, 1) - 1, 10)), _LONGEST) - timedelta(hours=6)
    return max(own, asked or timedelta())


def paused(delay: float) -> float:
    """The pause to keep so that no request comes sooner than `delay` behind the one before, which may have been late.

    Seconds; on a machine that is busy otherwise a request is up to 35 milliseconds late.
    """
    return delay + _LATE if delay else 0.0
