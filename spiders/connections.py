"""Connections to a portal: Scrapy's own, ended without an error where the process has much to do."""

import asyncio

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from twisted.internet.defer import Deferred

_ENDING = 1.0
"""Seconds that a portal has to let go of the connections that are still open at the end of its crawl."""


class Connections(HTTP11DownloadHandler):
    """Scrapy ends the waiting by a timer of its own, which logs an AlreadyCalledError where the connections end in the
    same turn of a busy loop: with a hundred crawls side by side that is every other one.
    """

    async def close(self) -> None:
        ended: Deferred[None] = self._pool.closeCachedConnections()  # type: ignore[no-untyped-call]
        await asyncio.wait([ended.asFuture(asyncio.get_running_loop())], timeout=_ENDING)
