"""Bytes to `Article`: every field a printed value or None, with the place where it was read."""

from collections.abc import Callable
from typing import TypeVar

from archiver.items import Article, CounterRequest, Evidence, Kind
from spiders.families.family import Family
from spiders.families.registry import family_named, recognise
from spiders.reading import declared
from spiders.reading.attachments import read_attachments, read_images
from spiders.reading.body import find_body
from spiders.reading.breadcrumb import Trail, channel_of, trails
from spiders.reading.byline import read_author, read_source
from spiders.reading.clean import clean_html
from spiders.reading.evidence import Found, css_path, found
from spiders.reading.frames import framed_text
from spiders.reading.head import Head, dated, find_head
from spiders.reading.infoline import info_lines
from spiders.reading.kind import read_kind
from spiders.reading.names import Names
from spiders.reading.neighbours import read_neighbours
from spiders.reading.page import Page, read_page
from spiders.reading.parts import next_part
from spiders.reading.published import read_conflicts, read_published
from spiders.reading.rules import GENERIC, Rules
from spiders.reading.title import read_title
from spiders.reading.views import read_views

T = TypeVar("T")
Layers = list[tuple[str, Rules]]


def read_article(body: bytes, url: str, rules: Rules = GENERIC, *, content_type: str | None = None) -> Article:
    """Read one page from its bytes; the same function serves crawl, parse, import and re-reading.

    Raises `UnreadablePage` where the bytes are no HTML page, and nothing else on any bytes.
    """
    return article_of(read_page(body, url, content_type), rules)


def article_of(page: Page, rules: Rules = GENERIC) -> Article:
    """Read a page that is parsed already.

    Each field is trusted in this order: the portal's selector, the family's, a publishing meta that agrees with the
    page, the generic reading of info line and text.
    """
    family = family_named(rules.family) if rules.family else recognise(page)
    layers: Layers = [] if rules is GENERIC else [("portal", rules)]
    if family is not None and family.rules is not GENERIC:
        layers.append((f"family:{family.name}", family.rules))
    lines = page.lines
    ways = trails(lines)
    candidates = info_lines(lines)
    names = Names(page.title_tag, page.meta)
    head = find_head(lines, candidates, ways, names)
    text = _first(layers, lambda rule, own: declared.declared_body(page, own, rule, head)) or find_body(lines, head)
    evidence: dict[str, Evidence] = {}
    title = _kept(evidence, "title", _text(page, layers, "title", 300) or read_title(page, head, candidates, names))
    trail = _first(layers, lambda rule, own: declared.declared_items(page, own, rule)) or _nearest(ways, head)
    items = _kept(evidence, "breadcrumb", trail) or ()
    views = _kept(
        evidence,
        "views",
        _first(layers, lambda rule, own: declared.declared_count(page, own, rule))
        or read_views(head.info, lines, text.last if text else None),
    )
    published = _first(layers, lambda rule, own: declared.declared_time(page, own, rule)) or read_published(
        page, dated(head, candidates)
    )
    if published is not None:
        evidence.update(read_conflicts(page, published))
    words = text.text() if text else None
    if text and words:
        evidence["body"] = Evidence(text.rule, css_path(text.container), words[:200])
    kind: Kind = "list" if page.answered else read_kind(page, head, text)
    counter = _counter(family, page, rules) if not views and kind == "article" else None
    if counter is not None and views == 0:
        # Beside a counter that fills it, a printed 0 only keeps the place.
        views = None
        del evidence["views"]
    part: str | None = None
    if kind == "article":
        part = (next_part(page, text) if text else None) or framed_text(page, head, text)
    previous, following = read_neighbours(page, text) if kind == "article" else (None, None)
    return Article(
        url=page.url,
        kind=kind,
        title=title,
        published=_kept(evidence, "published", published),
        views=views,
        counter=counter,
        source=_kept(
            evidence,
            "source",
            _text(page, layers, "source", 100) or read_source(page, head.info, lines, text.last if text else None),
        ),
        author=_kept(
            evidence,
            "author",
            _text(page, layers, "author", 100)
            or read_author(page, head.info, lines, head.title[-1].index + 1 if head.title else None),
        ),
        breadcrumb=items,
        channel=channel_of(items, title),
        body=words,
        html=clean_html(text, lines, page) if text else None,
        attachments=read_attachments(text, lines, page) if text else (),
        images=read_images(text, page) if text else (),
        previous=previous,
        next=following,
        next_part=part,
        family=family.name if family else None,
        charset_declared=page.charset_declared,
        charset_used=page.charset_used,
        evidence=evidence,
    )


def _first(layers: Layers, read: Callable[[str, Rules], T | None]) -> T | None:
    for rule, own in layers:
        value = read(rule, own)
        if value is not None:
            return value
    return None


def _text(page: Page, layers: Layers, name: str, longest: int) -> Found[str] | None:
    return _first(layers, lambda rule, own: declared.declared_text(page, own, rule, name, longest))


def _kept(evidence: dict[str, Evidence], name: str, value: Found[T] | None) -> T | None:
    if value is None:
        return None
    evidence[name] = value.evidence
    return value.value


def _nearest(ways: list[Trail], head: Head) -> Found[tuple[str, ...]] | None:
    """The breadcrumb right above the title, a labelled one before others; else the first of the page."""
    if not ways:
        return None
    at = head.title[0].index if head.title else None
    above = [way for way in ways if at is None or way.first.index <= at]
    pool = above or ways[:1]
    labelled = [way for way in pool if way.labelled]
    way = (labelled or pool)[-1 if above and at is not None else 0]
    return found(way.items, "breadcrumb", way.first.block, way.first.text) if way.items else None


def _counter(family: Family | None, page: Page, rules: Rules) -> CounterRequest | None:
    return family.counter(page, rules.counters) if family is not None else None
