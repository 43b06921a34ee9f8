"""The nouns that travel from a portal to the archive: values, with no behaviour but their own shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Kind = Literal["article", "list"]
Precision = Literal["month", "day", "minute", "second"]

_FORMATS: dict[Precision, str] = {
    "month": "%Y-%m",
    "day": "%Y-%m-%d",
    "minute": "%Y-%m-%dT%H:%M",
    "second": "%Y-%m-%dT%H:%M:%S",
}


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A time as a portal prints it: local wall clock, no finer than printed, with the printed text."""

    value: datetime
    """Naive local time; parts finer than `precision` are zero (one for the day)."""
    precision: Precision
    raw: str
    """The characters it was read from, as printed."""

    def isoformat(self) -> str:
        """The time in ISO 8601, exactly as precise as it was printed."""
        return self.value.strftime(_FORMATS[self.precision])

    @property
    def day(self) -> date:
        return self.value.date()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read: the rule that chose it, the place in the page, the text found there."""

    rule: str
    """Who says so, in order of trust: `portal`, `family:NAME`, `meta:NAME`, `info-line`, `heading`, …"""
    where: str
    """The element, as a short CSS path (`div.info > span`), or the address or meta name it came from."""
    text: str
    """The text as it stood there, at most 200 characters."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article offers for download."""

    name: str
    url: str
    type: str | None
    """File name extension in lower case without the dot, or None where neither name nor address has one."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a page offers, with what the page says of it."""

    url: str
    title: str
    published: PrintedTime | None = None


@dataclass(frozen=True, slots=True)
class CounterRequest:
    """How to ask a portal's script how often an article was viewed."""

    url: str
    family: str
    counting: bool
    """Whether asking adds a hit; such a counter is only asked where the operator says so."""
    method: Literal["GET", "POST"] = "GET"
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One printing of an article as read from one page; every value is read or None, never guessed."""

    url: str
    kind: Kind = "article"
    """`list` for a page that only leads to articles; its other fields are then not to be trusted."""
    title: str | None = None
    published: PrintedTime | None = None
    views: int | None = None
    """Views as printed on the page; None where a script fills the number or none is shown."""
    counter: CounterRequest | None = None
    source: str | None = None
    author: str | None = None
    breadcrumb: tuple[str, ...] = ()
    channel: str | None = None
    body: str | None = None
    """Plain text, a paragraph a line, as printed (pinyin brackets of a mirror included)."""
    html: str | None = None
    """The body as cleaned HTML: an allow-list of tags, links and images absolute."""
    attachments: tuple[Attachment, ...] = ()
    images: tuple[str, ...] = ()
    """Absolute addresses of the pictures inside the body."""
    previous: Link | None = None
    """上一篇: the neighbouring article that the page links to; None where it says 没有了."""
    next: Link | None = None
    """下一篇, in the same way."""
    next_part: str | None = None
    """Address of the following page of an article that is printed on several, or of the frame that shows its text."""
    family: str | None = None
    charset_declared: str | None = None
    charset_used: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    """Field name to evidence, for every field that has a value.

    `published:meta` and `published:url` are what a meta or the address says, where they name another day than
    `published` does.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a page leads to."""

    articles: tuple[Link, ...] = ()
    channels: tuple[Link, ...] = ()
    """Pages that look like lists of articles: columns of the menu, `more` links."""
    next_page: str | None = None
    next_form: str | None = None
    """What is sent to `next_page` by POST, where a form leads there and no link; `#page-N` tells its pages apart."""
    total_pages: int | None = None
    total_articles: int | None = None
    """How many articles the list says it has, on all its pages."""
    asked: tuple[str, ...] = ()
    """Lists that the page leaves to a script: where it asks for the first part of each."""
    frames: tuple[str, ...] = ()
    """Pages of the same host that it shows in frames."""


ViewsHow = Literal["printed", "counter", "counter-counting", "given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article as read from one capture, on its way to the archive."""

    article: Article
    fetched_at: datetime
    """Aware; when the portal sent it."""
    page_id: int | None = None
    """The frontier's page; None where an article is taken in without a crawl."""
    capture_id: int | None = None
    fresh: bool = True
    """False when the portal said 304: what is printed on the page was not observed anew."""
    views_how: ViewsHow = "printed"
    reader_version: int
    """Of the rules that read it; 0 for an article that came already read."""
