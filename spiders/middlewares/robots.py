"""robots.txt: obeyed, and taken for a refusal as long as it cannot be read (RFC 9309 §2.3.1)."""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred

from spiders.reasons import NotNow, reason_of


class Unread:
    """Stands for a robots.txt that could not be read: nothing is asked of that host."""

    def __init__(self, why: str) -> None:
        self.why = why


class ObeyRobots(RobotsTxtMiddleware):
    """Scrapy's own, but for a robots.txt that fails: stock Scrapy then takes everything to be allowed."""

    def process_request_2(self, rp: Any, request: Request) -> None:
        if isinstance(rp, Unread):
            raise NotNow(f"its robots.txt cannot be read: {rp.why}")
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._settle(netloc, Unread(f"the portal answers with HTTP {response.status}"))
            return
        if 400 <= response.status < 500:
            response = response.replace(body=b"")  # there is none: the page that says so holds no rules
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._settle(netloc, Unread(reason_of(exc)))

    def _settle(self, netloc: str, verdict: Unread) -> None:
        waiting: Any = self._parsers[netloc]
        parsers: dict[str, Deferred[RobotParser | None] | RobotParser | Any | None] = self._parsers
        parsers[netloc] = verdict
        waiting.callback(verdict)
