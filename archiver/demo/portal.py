"""A demo portal apart from its socket: what stands at which address, and what it answers."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from threading import RLock
from typing import Literal, NamedTuple
from urllib.parse import parse_qs, urlsplit

from archiver.demo.articles import DemoArticle

CHINA = timezone(timedelta(hours=8))


class Rendered(NamedTuple):
    """One page or file as a portal writes it, before it is served."""

    path: str
    body: bytes
    type: str
    modified: datetime
    """Naive local time of the newest article in it."""


class Answer(NamedTuple):
    """What a portal says to one request."""

    status: int
    headers: dict[str, str]
    body: bytes


class Truth(NamedTuple):
    """What a portal really holds, to compare a crawl with."""

    url: str
    title: str
    published: str
    """ISO 8601, as precise as the page prints it."""
    views: int | None
    """The count now; None where no reader can learn it without adding a hit, or where the page shows none."""
    source: str | None
    author: str | None
    """Names: those of the mirror in its characters but without the readings."""
    body: str
    """A paragraph, caption or table row a line; cells parted by one space."""
    channel: str


@dataclass(frozen=True, slots=True)
class _Page:
    body: bytes
    type: str
    modified: datetime

    @property
    def etag(self) -> str:
        return f'"{blake2b(self.body, digest_size=8).hexdigest()}"'


class Portal(ABC):
    """One portal: its articles, the pages made of them, its counter. Safe to ask from several threads."""

    def __init__(self, address: str, articles: Iterable[DemoArticle]) -> None:
        self.address = address
        self.articles = {article.id: article for article in articles}
        self.views = {article.id: article.views for article in self.articles.values()}
        self.hits: list[str] = []
        """Addresses of the requests that added a hit, in order."""
        self._gone: dict[str, int] = {}
        self._lock = RLock()
        self._pages: Mapping[str, _Page] = {}
        self._write(None)

    @abstractmethod
    def path_of(self, article: DemoArticle) -> str:
        """Where the article stands."""

    @abstractmethod
    def render(self) -> Iterable[Rendered]:
        """Every page and file of the portal as it is now."""

    @abstractmethod
    def truth(self) -> list[Truth]:
        """What the portal holds, the newest article first."""

    @abstractmethod
    def missing(self) -> bytes:
        """The page for an address where nothing stands."""

    def redirect(self, path: str, query: Mapping[str, list[str]]) -> str | None:
        """The new address of an old one."""
        folder = f"{path}/"
        return folder if folder in self._pages else None

    def count(self, path: str, query: Mapping[str, list[str]]) -> str | None:
        """The counter's answer, None where the path is no counter; adds a hit where the CMS would."""
        return None

    def answer(self, target: str, conditions: Mapping[str, str]) -> Answer:
        """The answer to GET `target` (path and query) with these request headers (`If-None-Match` …)."""
        parts = urlsplit(target)
        query = parse_qs(parts.query)
        with self._lock:
            counted = self.count(parts.path, query)
            if counted is not None:
                return Answer(200, {"Content-Type": "text/html", "Cache-Control": "no-cache"}, counted.encode("ascii"))
            page = self._pages.get(parts.path)
            if page is None:
                address = self.redirect(parts.path, query)
                if address is not None:
                    return Answer(301, {"Location": address, "Content-Type": "text/html"}, b"")
                return Answer(self._gone.get(parts.path, 404), {"Content-Type": "text/html"}, self.missing())
        validators = {"ETag": page.etag, "Last-Modified": format_datetime(page.modified, usegmt=True)}
        if _unchanged(page, conditions):
            return Answer(304, validators, b"")
        return Answer(200, {"Content-Type": page.type, **validators}, page.body)

    def edit(self, number: int, now: datetime, *, title: str | None = None, body: str | None = None) -> None:
        """Change an article's title or body (a paragraph a line); KeyError for an unknown id."""
        with self._lock:
            article = self.articles[number]
            lines = article.lines if body is None else tuple(line for line in body.split("\n") if line)
            self.articles[number] = replace(article, title=article.title if title is None else title, lines=lines)
            self._write(now)

    def remove(self, number: int, now: datetime, status: Literal[404, 410] = 404) -> None:
        """Take an article away, from its address and from every list; KeyError for an unknown id."""
        with self._lock:
            article = self.articles.pop(number)
            self._gone[self.path_of(article)] = status
            self._write(now)

    def hit(self, number: int, path: str) -> int:
        """Add a hit to an article and remember who asked; the count after it."""
        self.hits.append(self.address.rstrip("/") + path)
        self.views[number] += 1
        return self.views[number]

    def _write(self, now: datetime | None) -> None:
        pages = {}
        for rendered in self.render():
            before = self._pages.get(rendered.path)
            if before is not None and before.body == rendered.body:
                pages[rendered.path] = before
                continue
            modified = rendered.modified.replace(tzinfo=CHINA).astimezone(UTC)
            if now is not None:
                # Last-Modified knows whole seconds: two edits within one must still differ.
                floor = modified if before is None else before.modified
                modified = max(now.astimezone(UTC).replace(microsecond=0), floor + timedelta(seconds=1))
            pages[rendered.path] = _Page(rendered.body, rendered.type, modified)
        self._pages = pages


def first_number(query: Mapping[str, list[str]], name: str) -> int | None:
    """The value of a query parameter as a number; None where there is none."""
    value = query.get(name, [""])[0]
    return int(value) if value.isdecimal() else None


def _unchanged(page: _Page, conditions: Mapping[str, str]) -> bool:
    """Whether a conditional request needs no body; an ETag outranks a date (RFC 9110 §13.2.2)."""
    tags = conditions.get("If-None-Match")
    if tags is not None:
        return any(tag.strip().removeprefix("W/") in ("*", page.etag) for tag in tags.split(","))
    since = conditions.get("If-Modified-Since")
    if since is None:
        return False
    try:
        return page.modified <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
