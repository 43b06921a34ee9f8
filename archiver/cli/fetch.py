"""One page from the web without an archive: robots.txt is obeyed and the guard stands as in a crawl."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.utils.project import get_project_settings
from twisted.python.failure import Failure

from archiver.settings import Options, scrapy_settings
from spiders.addresses import start_url
from spiders.errand import ERRAND, Errand
from spiders.portal import PortalSpider, undeclared
from spiders.reasons import reason_of


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from an address."""

    url: str
    body: bytes
    content_type: str | None


def fetch(given: Sequence[str], options: Options) -> dict[str, Fetched | str]:
    """Fetch addresses side by side: for each what came, or the reason why nothing did."""
    found: dict[str, Fetched | str] = {}
    settings = get_project_settings()
    settings.setdict(scrapy_settings(options), priority="cmdline")
    settings.setdict({"EXTENSIONS": {}, "ITEM_PIPELINES": {}, "SPIDER_MIDDLEWARES": {}}, priority="cmdline")
    settings.set(
        "DOWNLOADER_MIDDLEWARES",
        {**settings["DOWNLOADER_MIDDLEWARES"], "spiders.middlewares.captures.KeepCaptures": None},
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    for address in given:
        process.crawl(_one_page(address, found))
    process.start()
    return found


def _one_page(given: str, found: dict[str, Fetched | str]) -> type[PortalSpider]:
    url = start_url(given)

    class OnePage(undeclared(url)):  # type: ignore[misc]
        async def start(self) -> AsyncIterator[Request]:
            yield Request(url, self.parse, errback=self.missed, meta={ERRAND: Errand("article")})

        def parse(self, response: Response) -> Any:
            content_type = response.headers.get("Content-Type")
            found[given] = Fetched(
                response.url, response.body, content_type.decode("latin-1") if content_type else None
            )

        def missed(self, failure: Failure) -> None:
            found[given] = reason_of(failure.value)

    return OnePage
