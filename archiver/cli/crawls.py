"""Several crawls in one process: hosts side by side, the portals of one host in turn."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from archiver.cli.log import keep_log
from archiver.errors import ArchiverError, Locked, UsageError
from archiver.settings import Options, scrapy_settings, settings_of
from spiders.addresses import host_of, is_public
from spiders.catalogue import declared, portal_named
from spiders.portal import PortalSpider
from spiders.run import COUNTS, summary
from storage import memory
from storage.archive import Archive
from storage.frontier import utc_now
from storage.search.follower import Follower

_SIDE_BY_SIDE = 128
_NOTHING: dict[str, Any] = dict.fromkeys((*COUNTS, "requests"), 0)


@dataclass(frozen=True, slots=True)
class Summary:
    """How one crawl went."""

    portal: str
    counts: dict[str, Any]
    seconds: float
    outcome: str
    """`done`, `waiting`, `blocked`, `broken`, `failed`, `stopped` or `locked`."""
    reason: str | None

    def as_json(self) -> dict[str, Any]:
        return {"portal": self.portal, **self.counts, "seconds": round(self.seconds, 1), "outcome": self.outcome}

    def sentence(self) -> str:
        c = self.counts
        return (
            f"{self.portal}: {self.outcome} in {self.seconds:.0f} s. {c['pages']} pages read: "
            f"{c['articles_new']} new articles ({c['reprints']} of them reprints), {c['revisions']} revised, "
            f"{c['gone']} gone, {c['unchanged']} unchanged; {c['quarantined']} quarantined, {c['failed']} dead links."
        )


def chosen(given: Sequence[str]) -> list[type[PortalSpider]]:
    """The portals of names and addresses, each once; every declared one where none is given."""
    known = declared(get_project_settings())
    return list(dict.fromkeys(portal_named(name, known) for name in given)) if given else known


def run_crawls(
    portals: Sequence[type[PortalSpider]],
    options: Options,
    *,
    limit: int | None = None,
    since: datetime | None = None,
    show: bool = False,
) -> list[Summary]:
    """Crawl the portals, hosts side by side and the portals of one host in turn; a summary each, in their order."""
    for portal in portals:
        refuse_haste(portal, options)
    archive = Archive.open(options.home, options.database, create=True)
    settings = crawl_settings(options)
    settings.set("ARCHIVER_ARCHIVE", lambda: archive, priority="cmdline")
    settings.set("ARCHIVER_LIMIT", limit or 0, priority="cmdline")
    settings.set("ARCHIVER_SINCE", since and since.date().isoformat(), priority="cmdline")
    keep_log(options.home / "logs")
    own = {portal.name: settings_of(portal.name, options) for portal in portals}
    crawls = Crawls(settings, portals, show=show, own=own)
    memory.give_back()
    follower = Follower(archive)
    follower.start()
    crawls.start()
    summaries = crawls.summaries
    try:
        follower.close()
    except ArchiverError as error:
        summaries = [replace(done, outcome="failed", reason=str(error)) for done in summaries]
    archive.close()
    return summaries


def crawl_settings(options: Options, clock: Callable[[], datetime] = utc_now) -> Settings:
    """Scrapy's settings for crawls by this clock."""
    settings = get_project_settings()
    settings.setdict(scrapy_settings(options), priority="cmdline")
    settings.set("ARCHIVER_CLOCK", clock, priority="cmdline")
    return settings


def refuse_haste(portal: type[PortalSpider], options: Options) -> None:
    """Raise UsageError for a crawl without any delay of anything but this machine itself."""
    if options.delay > 0:
        return
    host = urlsplit(portal.site).hostname or ""
    if host != "localhost" and not (host.replace(".", "").isdigit() and not is_public(host)):
        raise UsageError(f"ARCHIVER_DELAY=0 is for loopback only; {host} needs a pause between two requests.")


class Crawls(AsyncCrawlerProcess):
    """Crawls the portals it is given and keeps a summary of each, in their order."""

    def __init__(
        self,
        settings: Settings,
        portals: Sequence[type[PortalSpider]],
        *,
        show: bool,
        own: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """`own` are the settings that differ for a portal, by its name."""
        super().__init__(settings)
        self._own = own or {}
        self._portals = portals
        self._show = show
        self._stopping = False
        self._ended: dict[int, Summary] = {}
        self._running: dict[int, tuple[Crawler, TaskID]] = {}
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[counts]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not show,
        )

    @property
    def summaries(self) -> list[Summary]:
        return [self._ended[number] for number in sorted(self._ended)]

    async def join(self) -> None:
        """Run all crawls; the process ends when this does."""
        hosts: dict[str, list[int]] = {}
        for number, portal in enumerate(self._portals):
            hosts.setdefault(host_of(portal.site), []).append(number)
        room = asyncio.Semaphore(_SIDE_BY_SIDE)
        with self._progress:
            watching = asyncio.create_task(self._watch())
            await asyncio.gather(*(self._one_host(numbers, room) for numbers in hosts.values()))
            watching.cancel()
            self._draw()

    async def stop(self) -> None:
        self._stopping = True
        await super().stop()

    async def _one_host(self, numbers: list[int], room: asyncio.Semaphore) -> None:
        for number in numbers:
            async with room:
                if not self._stopping:
                    self._ended[number] = await self._one(number)

    async def _one(self, number: int) -> Summary:
        portal = self._portals[number]
        began = time.monotonic()
        crawler = self.create_crawler(portal)
        crawler.settings.setdict(self._own.get(portal.name, {}), priority="cmdline")
        self.crawlers.add(crawler)
        self._running[number] = crawler, self._progress.add_task(portal.name, total=None, counts="")
        try:
            await crawler.crawl_async()
        except ArchiverError as error:
            outcome = "locked" if isinstance(error, Locked) else "failed"
            return Summary(portal.name, _NOTHING, time.monotonic() - began, outcome, str(error))
        finally:
            self.crawlers.discard(crawler)
        stats = crawler.stats
        outcome = stats.get_value("archiver/outcome", "failed")
        reason = stats.get_value("archiver/reason")
        return Summary(portal.name, summary(stats), time.monotonic() - began, outcome, reason)

    async def _watch(self) -> None:
        while True:
            self._draw()
            await asyncio.sleep(0.25)

    def _draw(self) -> None:
        for number, (crawler, task) in self._running.items():
            ended = self._ended.get(number)
            counts = ended.counts if ended else summary(crawler.stats) if crawler.spider else _NOTHING
            line = f"{counts['pages']} pages, {counts['articles_new']} new articles, {counts['failed']} dead links"
            self._progress.update(task, counts=line, total=1 if ended else None, completed=1 if ended else 0)
