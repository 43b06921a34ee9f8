"""What a crawl meets, for the health of the portal: the fields its articles have, the articles its lists lead to."""

from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

from archiver.items import Article, Listing, Reading
from spiders.errand import KEPT, LISTING, errand_of
from storage.lists import Shown, note_list
from storage.runs import OpenRun

FIELDS = ("title", "published", "views", "source", "author", "body")
_PREFIX = "archiver/articles_read/"


def traits(article: Article) -> list[str]:
    """What is counted of an article: the fields it has, and `damaged` where characters of it could not be decoded."""
    has = [name for name in FIELDS if getattr(article, name) is not None]
    if "body" not in has and (article.images or article.attachments):
        has.append("body")  # a page of pictures, or one that only offers a file, is whole
    damaged = "\ufffd" in (article.body or "") or "\ufffd" in (article.title or "")
    return [*has, "damaged"] if damaged else has


def articles_read(stats: StatsCollector) -> dict[str, dict[str, int]]:
    """The census of a crawl's articles, as a run keeps it among its counts; empty where it read none."""
    names = ("articles", *FIELDS, "damaged")
    if not stats.get_value(_PREFIX + "articles"):
        return {}
    return {"articles_read": {name: stats.get_value(_PREFIX + name, 0) for name in names}}


class TakeCensus:
    """Spider middleware, nearest to the spider: counts what it reads before anything is passed over."""

    def __init__(self, run: OpenRun, stats: StatsCollector) -> None:
        self._run = run
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = crawler.get_extension(OpenRun)
        if run is None:
            raise RuntimeError("the census needs the run extension: set EXTENSIONS as archiver.settings does")
        return cls(run, crawler.stats)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        listed: dict[str, str | None] = {}
        async for thing in result:
            if isinstance(thing, Reading):
                self._count(thing)
            elif isinstance(thing, Request) and errand_of(thing).kind == "article":
                listed[thing.url] = errand_of(thing).channel
            yield thing
        if LISTING in response.meta:
            listing: Listing = response.meta[LISTING]
            shown = Shown(
                articles=len(listed),
                pages=listing.total_pages,
                entries=listing.total_articles,
                channel=next(iter(listed.values()), None),
            )
            note_list(self._run.archive, response.meta[KEPT].page_id, shown, self._run.now())

    def _count(self, reading: Reading) -> None:
        # What answered 304 is the page of an earlier night: it says nothing of how the portal looks now.
        if reading.fresh:
            for name in ("articles", *traits(reading.article)):
                self._stats.inc_value(_PREFIX + name)
