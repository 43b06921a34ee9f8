"""The pace of a crawl: Scrapy's AutoThrottle, which follows how long the portal takes to answer."""

from typing import Any

from scrapy import signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from spiders.manners import paused

_ORDINARY = (304, 404)
_LONGEST = 3600.0
"""Seconds; a robots.txt that asks for a longer pause means that nobody should come."""


class Pace(AutoThrottle):
    """AutoThrottle that takes 304 and 404 for answers like any other, and obeys `Crawl-delay`.

    AutoThrottle lets the delay fall only on 200. A crawl of what was seen before is answered by 304 nearly throughout,
    and would keep the delay of its slowest moment to the end.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        crawler.signals.connect(self._obey, signal=signals.robots_parsed)

    def _obey(self, robotparser: RobotParser) -> None:
        """Keep the pause that a robots.txt asks for, from the next request on."""
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if asked is None or asked <= self.mindelay:
            return
        self.mindelay = paused(min(asked, _LONGEST))
        self.maxdelay = max(self.maxdelay, self.mindelay)
        downloader: Any = self.crawler.engine and self.crawler.engine.downloader
        downloader._delay = self.mindelay
        for slot in downloader.slots.values():
            slot.delay = max(slot.delay, self.mindelay)

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        if response.status in _ORDINARY:
            response = response.replace(status=200)
        super()._adjust_delay(slot, latency, response)
