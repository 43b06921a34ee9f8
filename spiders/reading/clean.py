"""The body as HTML that is safe to show: an allow-list of tags, links and pictures with full addresses."""

import re
from functools import lru_cache
from html import escape

import nh3
from lxml import etree

from spiders.reading.body import Body
from spiders.reading.lines import Line, Lines
from spiders.reading.page import Page

LONGEST = 4_000_000
MOST_TAGS = 40_000
"""Tags of a body, four times as many as the longest real one has: of a page that is none, the text alone is kept."""
MOST_ESCAPES = 20_000
"""Characters that HTML writes as entities; the time that nh3 needs grows with the square of their number."""
TAGS = set(
    re.findall(
        r"\S+",
        """
        a abbr b blockquote br caption cite code col colgroup dd del div dl dt em figcaption figure h1 h2 h3
        h4 h5 h6 hr i img ins li ol p pre q rp rt ruby s small span strike strong sub sup table tbody td tfoot
        th thead tr u ul
        """,
    )
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "col": {"span"},
    "ol": {"start"},
}
DROPPED = set(
    re.findall(
        r"\S+",
        """
        script style noscript template iframe object embed select button textarea input svg math title head
        """,
    )
)


def clean_html(body: Body, lines: Lines, page: Page) -> str | None:
    """The markup of the body's lines through an allow-list; None where there is nothing to show."""
    if not body.lines and not body.images:
        return None
    last = body.last if body.lines else body.limit
    markup = _markup(body.container, body.first, max(last, body.first), lines)
    if (
        len(markup) > LONGEST
        or markup.count("<") > MOST_TAGS
        or markup.count("&") + markup.count("\xa0") > MOST_ESCAPES
    ):
        return None
    linked = "href=" in markup or "src=" in markup
    return _cleaner(page.base_url if linked else "").clean(markup).strip() or None


@lru_cache(16)
def _cleaner(base_url: str) -> nh3.Cleaner:
    """The allow-list; made anew for an address that relative links are resolved against."""
    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=DROPPED,
        url_relative=("rewrite_with_base", base_url) if base_url.startswith("http") else "deny",
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


_DEEPEST = 200
"""Elements nested deeper than any page a person wrote: what stands there is taken as it is."""


def _markup(container: etree._Element, first: int, last: int, lines: Lines) -> str:
    """The source of a container as far as its blocks lie within a range of lines."""
    low, high = lines.span(container)
    if first <= low and high <= last:
        return _source(container)
    pictures = {image: at for at, image in lines.images if first <= at <= last}
    own: dict[etree._Element, list[Line]] = {}
    for line in lines[max(first, low) : min(last, high)]:
        own.setdefault(line.block, []).append(line)

    def inside(block: etree._Element, depth: int) -> str:
        low, high = lines.span(block)
        if (first <= low and high <= last) or depth > _DEEPEST:
            return _source(block)
        pieces: list[tuple[int, str]] = []
        for child in block:
            if child in lines.spans:
                start, end = lines.spans[child]
                if start >= first and end <= last and (end > start or start < last or first == last):
                    pieces.append((start, _source(child)))
                elif start < last and end > first:
                    pieces.append((start, inside(child, depth + 1)))
            elif child in pictures:
                pieces.append((pictures[child], _source(child)))
        pieces.extend((line.index, f"<p>{escape(line.text)}</p>") for line in own.get(block, ()))
        pieces.sort(key=lambda piece: piece[0])
        return "".join(markup for _, markup in pieces)

    return inside(container, 0)


def _source(element: etree._Element) -> str:
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
