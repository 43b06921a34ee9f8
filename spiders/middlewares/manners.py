"""How a portal wants to be treated: its hours, the pauses it asks for, the budget of a run, and when it refuses us."""

import asyncio
import time
from datetime import timedelta
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from spiders.errand import ARCHIVED, KEPT, errand_of
from spiders.manners import PATIENCE, REFUSALS, is_open, read_window, rest, retry_after
from spiders.reading.obstacle import obstacle
from spiders.reasons import NotNow, reason_of
from storage.runs import OpenRun

_WAITS = "archiver_waits"
_BEHIND = 5
"""So many requests may still follow from the articles that were asked for last: their counters, their further parts."""
_SAYS = {
    "captcha": "a page that asks for a captcha",
    "refusal": "a page that refuses us",
    "maintenance": "a page that says it is closed for maintenance",
}


class Manners:
    """Downloader middleware behind decompression and before retries: decides whether and when a request goes out."""

    def __init__(self, crawler: Crawler, run: OpenRun) -> None:
        self._crawler, self._run = crawler, run
        window = crawler.settings.get("ARCHIVER_WINDOW")
        self._window = read_window(window) if window else None
        self._hours = window
        self._zone = ZoneInfo(run.facts.timezone)
        self._asked = self._refused = 0
        self._answered = False
        self._pause_until = 0.0
        self._wanted: timedelta | None = None
        self._over: str | None = None
        if run.resting_until is not None and run.started_at < run.resting_until:
            when = f"{run.resting_until.astimezone(self._zone):%Y-%m-%d %H:%M}"
            self._end("archiver/waiting", f"The portal refused the last crawl; it is left alone until {when}.")
        elif not self._is_open():
            self._end("archiver/waiting", f"It is crawled at {window} of its own time only.")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = crawler.get_extension(OpenRun)
        if run is None:
            raise RuntimeError("manners need the run extension: set EXTENSIONS as archiver.settings does")
        return cls(crawler, run)

    async def process_request(self, request: Request) -> None:
        if errand_of(request).unread is not None:
            return  # it is read from the archive
        if self._over is None and not self._is_open():
            self._end("archiver/paused", f"Its hours ({self._hours}) are over; the next crawl goes on from here.")
        budget = self._run.frontier.policy.budget
        if self._over is None and self._asked >= budget:
            self._end("archiver/paused", f"The {budget} requests of one run are used up; the next goes on from here.")
        if self._over is not None:
            raise NotNow(self._over)
        if errand_of(request).can_wait and self._asked >= self._portion - _BEHIND:
            raise NotNow("the run has asked for its portion of the portal's pages")
        self._asked += 1
        while (seconds := self._pause_until - time.monotonic()) > 0:
            await asyncio.sleep(seconds)

    @cached_property
    def _portion(self) -> int:
        return self._run.frontier.portion()

    def process_response(self, request: Request, response: Response) -> Response | Request:
        errand, archived = errand_of(request), ARCHIVED in response.flags
        if errand.kind == "robots":
            return response
        if response.status in (429, 503):
            return self._pause(request, response)
        found = obstacle(response.body) if response.status == 200 and errand.kind != "file" else None
        if found is not None:
            kept = request.meta.get(KEPT)
            if kept is not None:
                self._run.frontier.disregard(kept.page_id)
            if not archived:
                self._refuse(f"it sends {_SAYS[found]}")
            raise NotNow(f"it sent {_SAYS[found]}")
        if response.status == 403 or response.status >= 500:
            self._refuse(f"it answers with HTTP {response.status}", alone=True, down=response.status != 403)
        elif not archived:
            self._refused = 0
            if not self._answered:
                self._run.note_answer()
            self._answered = True
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if not isinstance(exception, IgnoreRequest) and errand_of(request).kind != "robots":
            self._refuse(reason_of(exception), alone=True, down=True)

    def _pause(self, request: Request, response: Response) -> Request:
        """Wait as long as the portal asks, if that is not long; else it refuses us."""
        header = response.headers.get("Retry-After")
        asked = retry_after(header.decode("latin-1") if header else None, self._run.now())
        waits = request.meta.get(_WAITS, 0)
        if asked is not None and asked <= PATIENCE and waits < 2:
            self._pause_until = max(self._pause_until, time.monotonic() + asked.total_seconds())
            return request.replace(meta={**request.meta, _WAITS: waits + 1}, dont_filter=True)
        self._wanted = max(asked or timedelta(), self._wanted or timedelta())
        why = "it asks to come less often (HTTP 429)" if response.status == 429 else "it is not available (HTTP 503)"
        self._refuse(why)
        raise NotNow(why)

    def _refuse(self, why: str, *, alone: bool = False, down: bool = False) -> None:
        """Count a refusal; enough of them in a row end the crawl. `down`: it is not us who are meant.

        Raises NotNow unless it may concern this page alone: then the page is at fault until more say so.
        """
        self._refused += 1
        if not down:
            self._crawler.stats.inc_value("archiver/blocked")
        if self._over is None and (self._refused >= REFUSALS or not (self._answered or alone)):
            until = self._run.note_refusal(lambda count: rest(count, self._wanted))
            left = f"It is left alone until {until.astimezone(self._zone):%Y-%m-%d %H:%M}."
            if down:
                self._end("archiver/down", f"The portal is down: {why}. {left}")
            else:
                self._end("archiver/refused", f"The portal refuses the crawl: {why}. {left}")
        if not alone:
            raise NotNow(why)

    def _end(self, stat: str, sentence: str) -> None:
        if self._over is None:
            self._over = sentence
            self._crawler.stats.set_value(stat, sentence)

    def _is_open(self) -> bool:
        return is_open(self._window, self._run.now().astimezone(self._zone).time())
