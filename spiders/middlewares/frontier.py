"""Is it due? A spider middleware: every link passes the frontier, and a crawl begins with what is waiting there."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archiver.errors import LayoutChanged, UnreadablePage
from archiver.items import Reading
from spiders.errand import KEPT, SETTLED, Errand, errand_of, errand_of_response, with_errand
from spiders.middlewares.absences import Absences
from spiders.portal import PortalSpider
from spiders.reasons import NotNow, is_lasting, reason_of
from storage.frontier import Found, Waiting
from storage.policy import PRIORITY
from storage.runs import OpenRun


class PassFrontier:
    """Turns links into requests that are new or due, and notes what became of each page."""

    def __init__(self, crawler: Crawler, run: OpenRun, spider: PortalSpider) -> None:
        self._crawler = crawler
        self._run = run
        self._spider = spider
        self._limit: int = crawler.settings.getint("ARCHIVER_LIMIT")
        since = crawler.settings.get("ARCHIVER_SINCE")
        self._since = date.fromisoformat(since) if since else None
        self._asked = self._taken = 0
        self._room = run.frontier.policy.budget
        """So many requests may still be made in this run."""
        self._visited: set[int] = set()
        self._absences = Absences(run)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run, spider = crawler.get_extension(OpenRun), crawler.spider
        if run is None or not isinstance(spider, PortalSpider):
            raise RuntimeError("the frontier needs the run extension and a portal")
        return cls(crawler, run, spider)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """First what a killed run captured and did not read, then the start pages, then all that is due.

        Half of the budget is kept for what has waited longest, so that neither many lists nor much news starves it;
        what the lists leave of the other half goes to the rest. Articles whose turn has come go last.
        """
        waiting = self._run.frontier.waiting(self._run.now())
        unread = [page for page in waiting if page.unread is not None]
        for page in unread:
            yield self._revisit(page)
        # What only a form brings is asked for when the page with that form is read.
        due = [page for page in waiting if page.unread is None and "#" not in page.url]
        lists = [page for page in due if page.kind == "list"]
        due = [page for page in due if page.kind != "list"]
        kept = due[: self._room // 2]
        self._room -= len(kept)
        async for request in start:
            for allowed in self._pass([request]):
                yield allowed
        if question := self._absences.question():
            for allowed in self._pass([self._spider.ask(question, Errand("absent", 1))]):
                yield allowed
        for page in lists:
            if self._wanted(page) and self._spend():
                yield self._revisit(page)
        for page in kept:
            if self._wanted(page):
                yield self._revisit(page)
            else:
                self._room += 1
        for page in due[len(kept) :]:
            await self._crawler.signals.wait_for(signals.scheduler_empty)
            if self._room <= 0:
                break
            if self._wanted(page) and self._spend():
                yield self._revisit(page)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        links: list[Request] = []
        further: list[Request] = []
        content: list[Reading | Request] = []
        async for thing in result:
            kind = errand_of(thing).kind if isinstance(thing, Request) else None
            if kind is None or kind in ("counter", "part"):
                if not self._recent_enough(thing):
                    return  # it stays unread: a later crawl without that bound takes it from its capture
                content.append(self._complete(thing) if kind is not None else thing)
            else:
                (further if kind == "more" else links).append(thing)
        # A list is read on only while its pages show something new; see also the frontier's deep pass.
        for request in self._pass(links, further, response):
            yield request
        content = [thing for thing in content if self._stands(response, thing)]
        # The article last: once it is stored its page counts as read, and where it leads must be noted by then.
        for thing in content:
            if isinstance(thing, Request) or self._has_room():
                yield thing
        errand = errand_of_response(response)
        if errand.kind == "absent" and errand.page_id is not None:
            self._absences.learned(errand.page_id, response)
            return
        self._absences.redirected(response)
        if SETTLED in response.meta and self._stands(response, None):
            # What a script fills is asked for by links with a `#`, and may be a list of articles.
            leads = any(errand_of(link).kind == "article" or "#" in link.url for link in (*links, *further))
            self._settle(response, leads)

    def _settle(self, response: Response, leads: bool) -> None:
        kept, kind = response.meta[KEPT], errand_of_response(response).kind
        now, charsets = self._run.now(), response.meta[SETTLED]
        sound = self._run.frontier.read(kept.page_id, kept.id, kind, now, charsets, leads=leads)
        if kind != "file":
            self._count("pages")
        if not sound:
            self._count("quarantined")

    def _stands(self, response: Response, thing: Reading | Request | None) -> bool:
        """Whether a page is what it seems, and not one that says that nothing stands there."""
        if errand_of_response(response).kind not in ("list", "more", "article"):
            return True  # what completes an article is no page of its own
        reading = thing.cb_kwargs["reading"] if isinstance(thing, Request) else thing
        found = self._absences.judge(response, reading)
        if found == "dead":
            reason = "the portal says there is no such page"
            self._fail(response.meta[KEPT].page_id, errand_of_response(response), reason, lasting=True)
        return found is None

    def process_spider_exception(self, response: Response, exception: Exception) -> list[Any] | None:
        """A page that cannot be read is noted and the crawl goes on; any other error is this program's own."""
        if isinstance(exception, LayoutChanged):
            self._crawler.stats.set_value("archiver/broken", str(exception))
        elif not isinstance(exception, UnreadablePage):
            return None
        kept = response.meta[KEPT]
        self._fail(kept.page_id, errand_of_response(response), str(exception), lasting=True, capture_id=kept.id)
        return []

    def _pass(
        self, requests: list[Request], further: list[Request] | None = None, response: Response | None = None
    ) -> list[Request]:
        """Those of a page's links that are new or due, ready to be fetched, as far as the budget goes."""
        lists = further or []
        by_url: dict[str, Request] = {}
        for request in (*requests, *lists):
            by_url.setdefault(request.url, request)
        last = {request.url for request in lists} - {request.url for request in requests}
        settled = response is not None and SETTLED in response.meta
        waiting = self._run.frontier.found(
            [_found(request) for url, request in by_url.items() if url not in last],
            self._run.now(),
            lister=response.meta[KEPT].page_id if response is not None and settled else None,
            further=[_found(by_url[url]) for url in by_url if url in last],
            visited=self._visited,
        )
        return [
            self._dress(by_url[page.url], page)
            for page in waiting
            if page.page_id not in self._visited
            and self._recent(by_url[page.url])
            and self._within_limit(page.kind)
            and self._spend()
        ]

    def _wanted(self, page: Waiting) -> bool:
        return page.page_id not in self._visited and self._within_limit(page.kind)

    def _spend(self) -> bool:
        """Take one request from the budget; what it no longer lets in stays due, and is visited in a later run."""
        self._room -= 1
        return self._room >= 0

    def _complete(self, request: Request) -> Request | Reading:
        """The request for what an article lacks; the article as it is where a counter's number is not yet due."""
        kind = errand_of(request).kind
        reading: Reading = request.cb_kwargs["reading"]
        page_id = reading.page_id
        if kind == "counter" and page_id is not None and not self._run.frontier.counter_due(page_id, self._run.now()):
            return reading
        self._room -= 1
        return request.replace(priority=PRIORITY[kind])

    def _recent_enough(self, thing: Reading | Request) -> bool:
        """Whether an article, or the one that a request completes, was published inside the bounds of this crawl."""
        reading = thing.cb_kwargs["reading"] if isinstance(thing, Request) else thing
        published = reading.article.published
        return self._since is None or published is None or published.day >= self._since

    def _has_room(self) -> bool:
        self._taken += 1
        return self._limit <= 0 or self._taken <= self._limit

    def _recent(self, request: Request) -> bool:
        """Whether a listed date, if there is one, is not before `--since`."""
        listed = errand_of(request).published
        return self._since is None or listed is None or listed.day >= self._since

    def _within_limit(self, kind: str) -> bool:
        """Whether `--limit` lets a page be asked for: no more articles, and no lists once those are asked for."""
        if self._limit <= 0 or kind == "file":
            return True
        if kind == "article":
            self._asked += 1
        return self._asked <= self._limit

    def _revisit(self, page: Waiting) -> Request:
        errand = Errand(page.kind, page.depth, page.channel, page.title, page.published)
        return self._dress(self._spider.ask(page.url, errand), page)

    def _dress(self, request: Request, page: Waiting) -> Request:
        self._visited.add(page.page_id)
        can_wait = page.turn is not None and page.unread is None
        request = with_errand(request, page_id=page.page_id, unread=page.unread, depth=page.depth, can_wait=can_wait)
        if page.etag:
            request.headers["If-None-Match"] = page.etag
        if page.last_modified:
            request.headers["If-Modified-Since"] = page.last_modified
        priority = PRIORITY["turn"] + min(page.turn or 0, 9) if can_wait else PRIORITY[page.kind]
        return request.replace(errback=self._missed, dont_filter=True, priority=priority)

    def _missed(self, failure: Failure) -> None:
        """A page did not come: a dead link, a refusal, a host that does not answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        kept = request.meta.get(KEPT)
        page_id = kept.page_id if kept is not None else errand_of(request).page_id
        if page_id is None:
            raise RuntimeError(f"a request without a page failed: {request.url}")
        if isinstance(failure.value, NotNow):
            self._unreached(errand_of(request), str(failure.value))
            return
        error, asked = failure.value, errand_of(request).page_id or page_id
        if isinstance(error, HttpError) and error.response.status in (404, 410):
            if errand_of(request).kind == "absent":
                self._absences.learned(asked)
                return
            if self._absences.refused(asked, error.response.status):
                return
        self._fail(page_id, errand_of(request), reason_of(failure.value), lasting=is_lasting(failure.value))

    def _fail(self, page_id: int, errand: Errand, reason: str, *, lasting: bool, capture_id: int | None = None) -> None:
        self._run.frontier.failed(page_id, reason, self._run.now(), lasting=lasting, capture_id=capture_id)
        self._count("failed")
        self._unreached(errand, reason)

    def _unreached(self, errand: Errand, reason: str) -> None:
        if errand.depth == 0 and errand.kind == "list":
            self._crawler.stats.set_value("archiver/unreached", f"The start page cannot be read: {reason.rstrip('.')}.")

    def _count(self, what: str) -> None:
        self._crawler.stats.inc_value(f"archiver/{what}")


def _found(request: Request) -> Found:
    errand = errand_of(request)
    return Found(
        url=request.url,
        kind=errand.kind,
        depth=errand.depth,
        channel=errand.channel,
        title=errand.title,
        published=errand.published,
        urgent=errand.urgent,
    )
