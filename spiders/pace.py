"""The pace of a crawl: Scrapy's AutoThrottle, which follows how long the portal takes to answer."""

from scrapy.core.downloader import Slot
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

_ORDINARY = (304, 404)


class Pace(AutoThrottle):
    """AutoThrottle that takes 304 and 404 for answers like any other.

    AutoThrottle lets the delay fall only on 200. A crawl of what was seen before is answered by 304 nearly throughout,
    and would keep the delay of its slowest moment to the end.
    """

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        if response.status in _ORDINARY:
            response = response.replace(status=200)
        super()._adjust_delay(slot, latency, response)
