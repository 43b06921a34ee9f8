"""Pages from the web without an archive: robots.txt is obeyed, the guard stands and the pace is kept as in a crawl."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from archiver.cli.crawls import refuse_haste
from archiver.errors import ArchiverError
from archiver.settings import Options, scrapy_settings
from spiders.addresses import host_of, start_url
from spiders.portal import PortalSpider, undeclared
from spiders.visit import Answers, Plan, pages, visitor

T = TypeVar("T")
_SIDE_BY_SIDE = 16


def fetch(given: Sequence[str], options: Options) -> Answers:
    """Fetch addresses, those of one host in turn: for each what came, or the reason why nothing did."""
    hosts: dict[str, dict[str, str]] = {}
    for address in given:
        url = start_url(address)
        hosts.setdefault(host_of(url), {})[address] = url
    plans = [(undeclared(next(iter(own.values()))), pages(list(own.values()))) for own in hosts.values()]
    found: Answers = {}
    for own, answers in zip(hosts.values(), visit(plans, options), strict=True):
        for address, url in own.items():
            found[address] = str(answers) if isinstance(answers, ArchiverError) else answers[url]
    return found


def visit(
    plans: Sequence[tuple[type[PortalSpider], Plan[T]]],
    options: Options,
    *,
    ended: Callable[[int, T | ArchiverError], None] | None = None,
) -> list[T | ArchiverError]:
    """Follow a plan on each portal, hosts side by side and the portals of one host in turn; the results in their order.

    `ended` is told the number and the result of each as it ends. What a plan could not do is its ArchiverError.
    Raises UsageError where no pause is set for anything but this machine itself.
    """
    for portal, _ in plans:
        refuse_haste(portal, options)
    settings = get_project_settings()
    settings.setdict(scrapy_settings(options), priority="cmdline")
    settings.setdict({"EXTENSIONS": {}, "ITEM_PIPELINES": {}, "SPIDER_MIDDLEWARES": {}}, priority="cmdline")
    settings.set(
        "DOWNLOADER_MIDDLEWARES",
        settings.getdict("DOWNLOADER_MIDDLEWARES")
        | dict.fromkeys(("spiders.middlewares.captures.KeepCaptures", "spiders.middlewares.manners.Manners")),
        priority="cmdline",
    )
    visits = _Visits(settings, plans, ended or (lambda number, result: None))
    visits.start()
    broken_off = ArchiverError("The visit was broken off before its end; run the command again.")
    return [visits.results.get(number, broken_off) for number in range(len(plans))]


class _Visits(AsyncCrawlerProcess):
    """Follows the plans; the process ends when they do."""

    def __init__(
        self,
        settings: Settings,
        plans: Sequence[tuple[type[PortalSpider], Plan[Any]]],
        ended: Callable[[int, Any], None],
    ) -> None:
        super().__init__(settings)
        self.results: dict[int, Any] = {}
        self._plans = plans
        self._tell = ended
        self._stopping = False

    async def join(self) -> None:
        hosts: dict[str, list[int]] = {}
        for number, (portal, _) in enumerate(self._plans):
            hosts.setdefault(host_of(portal.site), []).append(number)
        room = asyncio.Semaphore(_SIDE_BY_SIDE)
        await asyncio.gather(*(self._one_host(numbers, room) for numbers in hosts.values()))

    async def stop(self) -> None:
        self._stopping = True
        await super().stop()

    async def _one_host(self, numbers: list[int], room: asyncio.Semaphore) -> None:
        for number in numbers:
            async with room:
                if not self._stopping:
                    await self._one(number)

    async def _one(self, number: int) -> None:
        portal, plan = self._plans[number]

        def done(result: Any) -> None:
            self.results[number] = result
            self._tell(number, result)

        crawler = self.create_crawler(visitor(portal, plan, done))
        self.crawlers.add(crawler)
        try:
            await crawler.crawl_async()
        finally:
            self.crawlers.discard(crawler)
