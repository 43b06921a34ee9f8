"""The pipeline as Scrapy knows it: thin shells, one a verb, over the pure modules beside them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from archiver.items import Reading
from pipelines.deduplicate import Identity, identity
from pipelines.intake import quarantine, take_in
from pipelines.validate import objection
from storage.runs import OpenRun


@dataclass(frozen=True, slots=True)
class Identified:
    """A reading with what identifies it."""

    reading: Reading
    identity: Identity


def open_run(crawler: Crawler) -> OpenRun:
    """The run that this crawl belongs to."""
    run = crawler.get_extension(OpenRun)
    if run is None:
        raise RuntimeError("the pipelines need the run extension: set EXTENSIONS as archiver.settings does")
    return run


class Component:
    """What the three shells share: the run, and the counts that the summary reads."""

    def __init__(self, run: OpenRun, stats: StatsCollector) -> None:
        self.run = run
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(open_run(crawler), crawler.stats)

    def count(self, what: str) -> None:
        self.stats.inc_value(f"archiver/{what}")


class Validate(Component):
    """100: quarantines what cannot be right."""

    def process_item(self, reading: Reading) -> Reading:
        now = self.run.now()
        local: datetime = now.astimezone(ZoneInfo(self.run.facts.timezone)).replace(tzinfo=None)
        found = objection(reading.article, local)
        if found is None:
            return reading
        with self.run.archive.writing() as session:
            quarantine(session, reading, *found, now)
        self.count("pages")
        self.count("quarantined")
        raise DropItem(f"quarantined {reading.article.url}: {found[1]}", log_level="INFO")


class Deduplicate(Component):
    """200: computes what needs no archive."""

    def process_item(self, reading: Reading) -> Identified:
        return Identified(reading, identity(reading.article))


class Store(Component):
    """300: one transaction an article."""

    def process_item(self, item: Identified) -> Reading:
        with self.run.archive.writing() as session:
            run = self.run
            verdict = take_in(session, item.reading, item.identity, run.facts.timezone, run.now(), run.frontier.policy)
        self.count("pages")
        self.count(
            {"new": "articles_new", "revision": "revisions", "reverted": "revisions"}.get(
                verdict.standing, verdict.standing
            )
        )
        if verdict.reprint:
            self.count("reprints")
        return item.reading
