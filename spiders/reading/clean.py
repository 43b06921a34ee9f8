"""The body as HTML that is safe to show: an allow-list of tags, links and pictures with full addresses."""

import re
from functools import lru_cache
from html import escape

import nh3
from lxml import etree

from spiders.reading.body import Body
from spiders.reading.lines import Lines
from spiders.reading.page import Page

LONGEST = 4_000_000
MOST_ESCAPES = 50_000
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
    if len(markup) > LONGEST or markup.count("&") + markup.count("\xa0") > MOST_ESCAPES:
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


def _markup(container: etree._Element, first: int, last: int, lines: Lines, depth: int = 0) -> str:
    """The source of a container as far as its blocks lie within a range of lines."""
    low, high = lines.span(container)
    if (first <= low and high <= last) or depth > _DEEPEST:
        return str(etree.tostring(container, encoding="unicode", method="html", with_tail=False))
    pieces: list[tuple[int, str]] = []
    pictures = {image: at for at, image in lines.images if first <= at <= last}
    for child in container:
        if child in lines.spans:
            start, end = lines.spans[child]
            if start >= first and end <= last and (end > start or start < last or first == last):
                pieces.append((start, str(etree.tostring(child, encoding="unicode", method="html", with_tail=False))))
            elif start < last and end > first:
                pieces.append((start, _markup(child, first, last, lines, depth + 1)))
        elif child in pictures:
            pieces.append(
                (pictures[child], str(etree.tostring(child, encoding="unicode", method="html", with_tail=False)))
            )
    within = lines[max(first, low) : min(last, high)]
    pieces.extend((line.index, f"<p>{escape(line.text)}</p>") for line in within if line.block is container)
    pieces.sort(key=lambda piece: piece[0])
    return "".join(markup for _, markup in pieces)
