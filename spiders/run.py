"""The run behind a crawl, as Scrapy knows it: opened before the first request, closed with its counts."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector

from spiders.addresses import host_of
from spiders.middlewares.census import articles_read
from spiders.portal import PortalSpider
from storage.archive import Archive
from storage.frontier import utc_now
from storage.gone import confirm
from storage.policy import REVISIT, Policy, read_steps
from storage.runs import OpenRun, PortalFacts, note_portal
from storage.search.follower import Follower

_log = logging.getLogger(__name__)
COUNTS = ("pages", "articles_new", "revisions", "unchanged", "reprints", "gone", "failed", "quarantined")
"""What the summary of a crawl counts, in its order."""


class CrawlRun(OpenRun):
    """Scrapy extension: holds the host's lock, the captures and the frontier of this crawl.

    Raises Locked or ArchiveUnusable when the crawl cannot start.
    """

    crawler: Crawler
    follower: Follower | None
    """None where whoever shares the archive among crawls keeps its index up."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider = crawler.spider
        if not isinstance(spider, PortalSpider):
            raise TypeError("only portals can be crawled into an archive")
        settings = crawler.settings
        # Crawls side by side share one archive: each would have connections, and what they remember, of its own.
        shared = settings.get("ARCHIVER_ARCHIVE")
        archive = (
            shared()
            if shared
            else Archive.open(Path(settings["ARCHIVER_HOME"]), settings["ARCHIVER_DATABASE"], create=True)
        )
        info = {
            "software": settings["USER_AGENT"],
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "isPartOf": spider.name,
        }
        facts = PortalFacts(
            name=spider.name,
            site=spider.site,
            title=spider.title,
            province=spider.province,
            kind=spider.kind,
            timezone=spider.timezone,
            family=spider.family,
        )
        clock = settings.get("ARCHIVER_CLOCK") or utc_now
        run = cls(archive, facts, host_of(spider.site), info, clock(), policy_of(settings))
        run.now = clock
        run.crawler = crawler
        run.follower = None if shared else Follower(archive)
        crawler.signals.connect(run.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(run.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(run.item_error, signal=signals.item_error)
        return run

    def spider_opened(self) -> None:
        if self.follower is not None:
            self.follower.start()

    def item_error(self) -> None:
        self.crawler.stats.inc_value("archiver/item_errors")

    def spider_closed(self, spider: Spider, reason: str) -> None:
        stats = self.crawler.stats
        missing = confirm(self.archive, self.portal_id, self.run_id, self.started_at, self.now(), self.frontier.policy)
        for gone in missing.gone:
            elsewhere = f"; it stands at {gone.moved_to} now" if gone.moved_to else ""
            _log.info("gone: article %s at %s (%s)%s", gone.article_id, gone.url, gone.how, elsewhere)
        stats.inc_value("archiver/gone", len(missing.gone))
        if missing.wholesale:
            sentence = f"{missing.missed} of {missing.visited} known articles are not where they were."
            stats.set_value("archiver/broken", f"{sentence} The portal may have been rebuilt.")
        outcome, why = judge(stats, reason)
        if self.facts.title is None and isinstance(spider, PortalSpider) and spider.title:
            note_portal(self.archive, replace(self.facts, title=spider.title))
        if self.follower is not None:
            self.follower.close()
        self.crawler.stats.set_value("archiver/outcome", outcome)
        self.crawler.stats.set_value("archiver/reason", why)
        counts = summary(stats) | articles_read(stats)
        if blocked := stats.get_value("archiver/blocked"):
            counts["blocked"] = blocked
        self.close(outcome, why, counts, self.now())


def policy_of(settings: BaseSettings) -> Policy:
    """The policy that the settings ask for."""
    steps, later = read_steps(settings.get("ARCHIVER_REVISIT") or REVISIT)
    return Policy(steps, later, budget=settings.getint("ARCHIVER_BUDGET") or Policy().budget)


def summary(stats: StatsCollector) -> dict[str, Any]:
    """The counts of a crawl so far."""
    counts: dict[str, Any] = {name: stats.get_value(f"archiver/{name}", 0) for name in COUNTS}
    return counts | {"requests": stats.get_value("downloader/request_count", 0)}


def judge(stats: StatsCollector, reason: str) -> tuple[str, str | None]:
    """How a crawl ended, and why, in a sentence.

    `done`; `waiting`: it is not the portal's hour, or it is left alone; `blocked`: it refuses us; `broken`: it changed
    looks; `failed`; `stopped`.
    """
    if waiting := stats.get_value("archiver/waiting"):
        return "waiting", str(waiting)
    if refused := stats.get_value("archiver/refused"):
        return "blocked", str(refused)
    if down := stats.get_value("archiver/down"):
        return "failed", str(down)
    if paused := stats.get_value("archiver/paused"):
        return "done", str(paused)
    broken = stats.get_value("archiver/broken")
    if broken:
        return "broken", str(broken)
    unreached = stats.get_value("archiver/unreached")
    if unreached:
        return "failed", str(unreached)
    # Not `log_count/CRITICAL`: it counts what any crawl of this process logs, and the closing of a busy one logs much.
    errors = stats.get_value("spider_exceptions/count", 0) + stats.get_value("archiver/item_errors", 0)
    if errors:
        return "failed", f"{errors} pages met an error in this program; the log says which."
    if reason == "finished":
        return "done", None
    if reason == "closespider_pagecount":
        return "done", "The crawl used up the pages it may ask for in one run; the next one goes on from here."
    return "stopped", f"The crawl was ended early ({reason}); the next one goes on from here."
