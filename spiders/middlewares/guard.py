"""Where a crawl may go: public web addresses and what the operator named outright, never where it is only counted.

Asked again at every hop.
"""

import asyncio
import socket
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import dnscache

from spiders.addresses import is_public, same_owner, same_portal
from spiders.errand import errand_of
from spiders.portal import PortalSpider
from spiders.trackers import counts_a_view, is_tracker


class Refused(IgnoreRequest):
    """An address a page led to is not one that this crawl may visit."""


class Guard:
    """Downloader middleware, nearest to the engine of ours: redirects, counters and files pass here as well."""

    def __init__(self, site: str, named: tuple[str, ...], *, may_count: bool = False) -> None:
        self._site = site
        self._may_count = may_count
        self._named = {_place(url) for url in named}
        self._judged: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider = crawler.spider
        if not isinstance(spider, PortalSpider):
            raise TypeError("the guard needs a portal to stand before")
        may_count = crawler.settings.get("ARCHIVER_COUNTERS") == "ask"
        return cls(spider.site, (spider.site, *spider.starts), may_count=may_count)

    async def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https") or parts.hostname is None:
            raise Refused(f"{parts.scheme} is no web address")
        kind = errand_of(request).kind
        if is_tracker(request.url):
            raise Refused("it only counts who asks for it")
        if counts_a_view(request.url) and not (kind == "counter" and self._may_count):
            raise Refused("it counts a view whenever it is asked")
        if kind in ("list", "more", "article", "part") and not same_portal(request.url, self._site):
            raise Refused("it leads to another portal")
        if kind in ("file", "counter") and not same_owner(request.url, self._site):
            raise Refused("it leads to a stranger's host")
        if _place(request.url) in self._named:
            return
        host = parts.hostname
        if host not in self._judged:
            self._judged[host] = await _objection(host)
        if self._judged[host]:
            raise Refused(self._judged[host])


def _place(url: str) -> tuple[str | None, int]:
    parts = urlsplit(url)
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


async def _objection(host: str) -> str | None:
    """Why a host may not be visited; None when all its addresses are public, one of which is then pinned."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return None  # the download fails by itself and says so
    addresses = [str(entry[4][0]) for entry in found]
    if not all(map(is_public, addresses)):
        return f"{host} has a private address"
    usable = [str(entry[4][0]) for entry in found if entry[0] == socket.AF_INET]
    if usable:
        # The name could be made to answer otherwise a moment later: the download uses what was judged here.
        dnscache[host] = usable[0]
    return None
