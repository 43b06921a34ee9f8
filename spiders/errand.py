"""What a request is for: carried in its meta from the page that offered it to the verdict on its answer."""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast

from scrapy import Request
from scrapy.http import Response

from archiver.items import PrintedTime

ERRAND, KEPT, LISTING = "errand", "kept", "listing"
"""Keys in a request's meta: its errand, the capture of its answer (`storage.captures.Kept`), and of a list
page what it leads to."""
ARCHIVED, NOT_MODIFIED = "archived", "not-modified"
"""Flags of a response that was read back from the archive; the second when the portal answered 304 just now."""

SETTLED = "settled"
"""Key in a request's meta: the page was no article; the value is its character set as declared and as used."""
Charsets: TypeAlias = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Errand:
    """Why an address is asked for."""

    kind: str
    """As in the frontier's table: `list`, `more`, `article`, `part`, `file`, `counter`, `robots`."""
    depth: int = 0
    """Links between the start page and this one."""
    channel: str | None = None
    title: str | None = None
    published: PrintedTime | None = None
    urgent: bool = False
    can_wait: bool = False
    """Whether only the article's turn has come: a run that has asked enough leaves it to the next."""
    shown: frozenset[str] = frozenset()
    """The articles of the list page before this one: a further page that shows no others is the last."""
    page_id: int | None = None
    unread: int | None = None
    """A capture that a killed run left unread: it is read from the WARC file instead of being fetched."""


def errand_of(request: Request) -> Errand:
    """The errand of a request; what Scrapy asks for by itself is robots.txt."""
    return cast(Errand, request.meta.get(ERRAND) or Errand("robots"))


def with_errand(request: Request, **changes: Any) -> Request:
    """The request with some of its errand changed."""
    return request.replace(meta={**request.meta, ERRAND: replace(errand_of(request), **changes)})


def settle(response: Response, kind: str, charsets: Charsets = (None, None)) -> None:
    """Say what a page turned out to be: the frontier notes it once all that the page offers is noted."""
    response.meta[ERRAND] = replace(errand_of_response(response), kind=kind)
    response.meta[SETTLED] = charsets


def errand_of_response(response: Response) -> Errand:
    """The errand that brought this response."""
    return cast(Errand, response.meta.get(ERRAND) or Errand("robots"))
