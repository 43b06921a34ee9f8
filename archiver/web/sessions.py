"""Who is logged in, and who asks too much: kept in memory, bounded, forgotten with the process."""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

IDLE = 12 * 3600.0
"""Seconds without a page after which a login is over."""
MOST = 10_000


@dataclass(slots=True)
class Session:
    reader: str
    csrf: str
    until: float


class Sessions:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, reader: str, token: str | None = None) -> str:
        """A new session; returns its secret, which only the reader's browser knows."""
        token = token or secrets.token_urlsafe(32)
        with self._lock:
            self._open[token] = Session(reader, secrets.token_urlsafe(32), self._clock() + IDLE)
            while len(self._open) > MOST:
                self._open.popitem(last=False)
        return token

    def find(self, token: str | None) -> Session | None:
        with self._lock:
            session = self._open.get(token or "")
            if session is None or token is None:
                return None
            if session.until < self._clock():
                del self._open[token]
                return None
            session.until = self._clock() + IDLE
            self._open.move_to_end(token)
            return session

    def end(self, token: str | None) -> None:
        with self._lock:
            self._open.pop(token or "", None)


class Allowance:
    """So many in a row, and then so many a second, for each who asks."""

    def __init__(self, burst: int, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, a_second, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> float:
        """0 where one more is allowed; else the seconds to wait."""
        now = self._clock()
        with self._lock:
            left, at = self._left.pop(who, (float(self._burst), now))
            left = min(float(self._burst), left + (now - at) * self._rate)
            allowed = left >= 1
            self._left[who] = (left - 1 if allowed else left, now)
            while len(self._left) > MOST:
                self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._rate
