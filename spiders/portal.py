"""The spider for any portal: from list pages to articles. A portal is a subclass that declares what differs."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from typing import Any, Self
from urllib.parse import urldefrag, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from archiver.errors import LayoutChanged
from archiver.items import Article, CounterRequest, Evidence, Link, Listing, Reading
from spiders.addresses import folder, is_home, name_of, same_owner, same_portal, tidy
from spiders.errand import ERRAND, KEPT, LISTING, NOT_MODIFIED, SETTLED, Errand, errand_of_response, settle
from spiders.families.registry import family_named
from spiders.reading import READER_VERSION
from spiders.reading.article import article_of
from spiders.reading.frames import whole_text
from spiders.reading.listing import read_listing
from spiders.reading.names import site_name
from spiders.reading.page import Page, read_page
from spiders.reading.parts import MOST_PARTS, is_part, joined
from spiders.reading.published import dated_by_list
from spiders.reading.rules import Rules
from spiders.reasons import NotNow
from spiders.trackers import is_tracker

# The links of a pager: page numbers and its words.
_PAGER = re.compile(r"\W*(\d+|[上下前后後首末尾]一?[页頁]|第\d+[页頁]|next|prev\w*|last|first|»|>+)\W*", re.IGNORECASE)
_MORE = re.compile(r"更多|more|»|>>|查看全部", re.IGNORECASE)


class PortalSpider(Spider):
    """Reads a portal from its home page or its channels; what is undeclared is recognised or read generically."""

    title: str | None = None
    province: str | None = None
    kind: str | None = None
    site: str = ""
    """The home page."""
    channels: tuple[str, ...] = ()
    """Addresses of list pages, relative to the site; empty: the home page leads to them."""
    family: str | None = None
    timezone = "Asia/Shanghai"
    checked = False
    """Whether it was seen to work on the live portal."""
    rules = Rules()

    files = "all"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.files = crawler.settings.get("ARCHIVER_FILES", "all")
        spider.rules = replace(
            spider.rules,
            family=spider.rules.family or spider.family,
            counters=crawler.settings.get("ARCHIVER_COUNTERS", "read-only"),
        )
        return spider

    @property
    def starts(self) -> tuple[str, ...]:
        """The list pages that a crawl begins with."""
        return tuple(tidy(self.site.rstrip("/") + "/" + c.lstrip("/")) for c in self.channels) or (tidy(self.site),)

    async def start(self) -> AsyncIterator[Request]:
        for url in self.starts:
            yield self.ask(url, Errand("list", urgent=True))

    def ask(self, url: str, errand: Errand) -> Request:
        """The request for a page, its answer going where its kind is read."""
        callback = self.parse_file if errand.kind in ("file", "absent") else self.parse
        return Request(url, callback=callback, meta={ERRAND: errand})

    def parse(self, response: Response) -> Iterator[Any]:
        """A page of text: what it is decides its own content, and every page may lead to further ones."""
        errand = errand_of_response(response)
        page, article = self.read(response)
        listing = read_listing(page, self.rules)
        starting = errand.depth == 0
        if self.title is None and is_home(response.url):
            self.title = site_name(page.title_tag, page.meta)
        if article.kind == "article" and not starting:
            yield from self.take(response, article)
            yield from self.follow_files(response, article)
        else:
            leads = listing.articles or listing.channels
            if starting and not (leads or listing.asked or listing.frames):
                raise LayoutChanged(f"{response.url} leads to no article and no channel; its layout may have changed.")
            # Nothing new begins with a page that is nothing but frames, or a script's answer without an article.
            passing = (listing.frames and not leads and not starting) or (page.answered and not listing.articles)
            kind = "more" if errand.kind == "more" or passing else "list"
            settle(response, kind, (article.charset_declared, article.charset_used))
            response.meta[LISTING] = listing
        yield from self.follow(response, article, listing)

    def read(self, response: Response) -> tuple[Page, Article]:
        content_type = response.headers.get("Content-Type")
        # What a form brought has the address of its page, told apart by a fragment that only the request knows.
        asked = response.request.url if response.request is not None else response.url
        url = asked if urldefrag(asked).fragment else response.url
        page = read_page(response.body, url, content_type.decode("latin-1") if content_type else None)
        return page, article_of(page, self.rules)

    def take(self, response: Response, article: Article) -> Iterator[Any]:
        """The article, once all of it is there."""
        errand = errand_of_response(response)
        kept = response.meta[KEPT]
        article = dated_by_list(article, errand.published)
        reading = Reading(
            article=article if article.channel or not errand.channel else replace(article, channel=errand.channel),
            fetched_at=kept.fetched_at,
            page_id=kept.page_id,
            capture_id=kept.id,
            fresh=NOT_MODIFIED not in response.flags,
            reader_version=READER_VERSION,
        )
        yield self.complete(reading, 1)

    def complete(self, reading: Reading, parts: int) -> Reading | Request:
        """The reading itself, or the request for what it still lacks: its next part, then its views."""
        article = reading.article
        if article.next_part and parts < MOST_PARTS and same_portal(article.next_part, self.site):
            return Request(
                tidy(article.next_part),
                callback=self.parse_part,
                errback=self.part_missed,
                cb_kwargs={"reading": reading, "parts": parts},
                meta={ERRAND: Errand("part")},
                dont_filter=True,
            )
        return self.ask_counter(article.counter, reading) if article.counter else reading

    def parse_part(self, response: Response, reading: Reading, parts: int) -> Iterator[Reading | Request]:
        """A further page of an article, or the frame that shows its text: its words go behind what there is."""
        page, part = self.read(response)
        further = is_part(response.url, reading.article.url)
        whole = part if part.body or further else whole_text(page)
        yield self.complete(replace(reading, article=joined(reading.article, whole)), parts + 1)

    def part_missed(self, failure: Any) -> Iterator[Reading | Request]:
        """A part did not come: the article goes in as far as it came, and is completed when it is due again.

        One that was not asked for in this run is asked for in the next, when the page is read from its capture.
        """
        if isinstance(failure.value, NotNow):
            return
        reading: Reading = failure.request.cb_kwargs["reading"]
        self.logger.warning("a part is missing: %s of %s", failure.request.url, reading.article.url)
        yield self.complete(replace(reading, article=replace(reading.article, next_part=None)), 1)

    def ask_counter(self, counter: CounterRequest, reading: Reading) -> Request:
        return Request(
            counter.url,
            method=counter.method,
            body=counter.body,
            callback=self.parse_counter,
            errback=self.counter_missed,
            cb_kwargs={"counter": counter, "reading": reading},
            headers={"Referer": reading.article.url},
            meta={ERRAND: Errand("counter")},
            dont_filter=True,
        )

    def parse_counter(self, response: Response, counter: CounterRequest, reading: Reading) -> Iterator[Reading]:
        text = response.body.decode("utf-8", "replace")
        count = family_named(counter.family).read_counter(text)
        if count is None:
            yield reading
            return
        evidence = {**reading.article.evidence, "views": Evidence(f"counter:{counter.family}", counter.url, text[:200])}
        yield replace(
            reading,
            article=replace(reading.article, views=count, evidence=evidence),
            fetched_at=response.meta[KEPT].fetched_at,
            views_how="counter-counting" if counter.counting else "counter",
        )

    def counter_missed(self, failure: Any) -> Iterator[Reading]:
        """The counter did not answer: the article goes in all the same, its views unknown."""
        yield failure.request.cb_kwargs["reading"]

    def parse_file(self, response: Response) -> None:
        """A file, or the answer for an address that cannot exist: its capture is all there is to keep."""
        settle(response, errand_of_response(response).kind)

    def follow(self, response: Response, article: Article, listing: Listing) -> Iterator[Request]:
        """Requests for what a page leads to inside this portal, or inside the channels that were named."""
        errand = errand_of_response(response)
        is_list = SETTLED in response.meta
        if not is_list and self.channels:
            return
        channel = (article.channel or errand.channel) if is_list and errand.depth else None
        for link in self.inside(listing.articles):
            if is_list or not is_part(link.url, response.url):
                yield from self.lead(link, errand, "article", channel)
        shown = frozenset(link.url for link in listing.articles)
        if listing.next_page and is_list and not (errand.shown and shown <= errand.shown):
            yield from self.lead(Link(listing.next_page, ""), errand, "more", channel, listing.next_form, shown)
        for url in listing.asked if is_list else ():
            yield from self.lead(Link(url, ""), errand, "list", channel)
        for url in listing.frames if is_list else ():
            # What a list said of the page holds for what the page shows.
            yield from self.lead(Link(url, errand.title or "", errand.published), errand, "list", channel)
        for link in listing.channels:
            if _PAGER.fullmatch(link.title):
                if is_list:
                    yield from self.lead(link, errand, "more", channel)
            elif not self.channels or any(link.url.startswith(folder(start)) for start in self.starts):
                yield from self.lead(link, errand, "list", _channel_name(link.title))

    def inside(self, links: Sequence[Link]) -> Sequence[Link]:
        """Where channels were named: the articles in their folders, if any stand there, and not the sidebar's."""
        if not self.channels:
            return links
        folders = tuple(map(folder, self.starts))
        return [link for link in links if link.url.startswith(folders)] or links

    def lead(
        self,
        link: Link,
        errand: Errand,
        kind: str,
        channel: str | None,
        form: str | None = None,
        shown: frozenset[str] = frozenset(),
    ) -> Iterator[Request]:
        url = tidy(link.url)
        if not same_portal(url, self.site):
            return
        further = Errand(kind, errand.depth + 1, channel, link.title or None, link.published, shown=shown)
        request = self.ask(url, further)
        if form is not None:
            request = request.replace(url=f"{url}#{urldefrag(link.url).fragment}", method="POST", body=form)
            request.headers["Content-Type"] = "application/x-www-form-urlencoded"
        yield request

    def follow_files(self, response: Response, article: Article) -> Iterator[Request]:
        """Requests for what belongs to an article: its attachments, and its own pictures."""
        wanted = [file.url for file in article.attachments] if self.files != "none" else []
        wanted += article.images if self.files == "all" else []
        depth = errand_of_response(response).depth + 1
        for url in dict.fromkeys(map(tidy, wanted)):
            if same_owner(url, self.site) and not is_tracker(url):
                yield self.ask(url, Errand("file", depth))


def _channel_name(link_title: str) -> str | None:
    """What a menu entry calls its channel; None for `更多` and for what is too long to be a name."""
    return link_title if 2 <= len(link_title) <= 16 and not _MORE.search(link_title) else None


def undeclared(url: str) -> type[PortalSpider]:
    """The portal of an address that nobody declared, named by its host: all of it, or the channel that was named."""
    parts = urlsplit(url)
    facts: dict[str, Any] = {"name": name_of(url), "site": url}
    if not is_home(url):
        facts["site"] = f"{parts.scheme}://{parts.netloc}/"
        facts["channels"] = (url.removeprefix(facts["site"]),)
    return type("UndeclaredPortal", (PortalSpider,), facts)
