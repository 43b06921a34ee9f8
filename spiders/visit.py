"""A visit: a few pages of one portal, fetched for a plan that says from answer to answer what it wants next."""

from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archiver.errors import ArchiverError
from spiders.addresses import tidy
from spiders.errand import ERRAND, Errand
from spiders.portal import PortalSpider
from spiders.reading.page import Page, read_page
from spiders.reasons import reason_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from an address."""

    url: str
    """Where it came from in the end, redirects followed."""
    body: bytes
    content_type: str | None

    def page(self) -> Page:
        """The parsed page; raises UnreadablePage where it is none."""
        return read_page(self.body, self.url, self.content_type)


Answers: TypeAlias = dict[str, Fetched | str]
"""By the address that was asked for: what came, or the reason why nothing did."""
Plan: TypeAlias = Generator[Sequence[str], Answers, T]
"""Yields the addresses it wants, is sent what came, returns what it made of them: no network, clock or file in it."""


def pages(wanted: Sequence[str]) -> Plan[Answers]:
    """The plan that wants these addresses and nothing else."""
    return (yield wanted)


def visitor(portal: type[PortalSpider], plan: Plan[T], done: Callable[[T | ArchiverError], None]) -> type[PortalSpider]:
    """The spider that follows a plan on a portal, at a crawl's pace and behind its guard; `done` gets the result.

    An `ArchiverError` that the plan raises is its result.
    """

    class Visitor(portal):  # type: ignore[misc, valid-type]
        async def start(self) -> AsyncIterator[Request]:
            self.waiting: set[str] = set()
            self.answers: Answers = {}
            for request in self.go_on(lambda: next(plan)):
                yield request

        def go_on(self, step: Callable[[], Sequence[str]]) -> Iterator[Request]:
            try:
                wanted = list(dict.fromkeys(step()))
                while not wanted:
                    wanted = list(dict.fromkeys(plan.send({})))
            except StopIteration as end:
                done(end.value)
                return
            except ArchiverError as error:
                done(error)
                return
            self.waiting, self.answers = set(wanted), {}
            for url in wanted:
                yield Request(
                    tidy(url),
                    self.came,
                    errback=self.missed,
                    cb_kwargs={"asked": url},
                    meta={ERRAND: Errand("article")},
                    dont_filter=True,
                )

        def came(self, response: Response, asked: str) -> Iterator[Request]:
            content_type = response.headers.get("Content-Type")
            header = content_type.decode("latin-1") if content_type else None
            return self.note(asked, Fetched(response.url, response.body, header))

        def missed(self, failure: Failure) -> Iterator[Request]:
            request: Any = failure.request  # type: ignore[attr-defined]
            return self.note(request.cb_kwargs["asked"], reason_of(failure.value))

        def note(self, asked: str, answer: Fetched | str) -> Iterator[Request]:
            self.answers[asked] = answer
            self.waiting.discard(asked)
            if not self.waiting:
                yield from self.go_on(lambda: plan.send(self.answers))

    return Visitor
