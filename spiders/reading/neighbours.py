"""The articles before and after this one, as its page links to them (上一篇, 下一篇)."""

import re

from lxml import etree

from archiver.items import Link
from spiders.reading.body import Body
from spiders.reading.labels import both
from spiders.reading.lines import Line, pieces
from spiders.reading.page import Page

LONGEST = 300
_WORD = re.compile(
    both(r"(?P<previous>(?:上一?|前一?)(?:篇|条|则|个|新闻|主题))|(?P<next>(?:下一?|后一?)(?:篇|条|则|个|新闻|主题))")
)
_MAYBE = re.compile("[上前下后後]一?[篇条條则則个個新主]")
_LABEL = re.compile(
    r"^[\s<《【\[«‹(（←◀▲·•]*"
    + both("(?:上一?|前一?|下一?|后一?)(?:篇|条|则|个|新闻|主题)")
    + r"(?:文章)?[\s\]】)）>»›]*[:：]?\s*"
)
_NONE = re.compile(both("^[\\s(（\\[【]*(?:没有|无|暂无|到头|已是|已经是|(?:很)?抱歉)"))


def read_neighbours(page: Page, body: Body | None) -> tuple[Link | None, Link | None]:
    """The previous and the next article; None for one that is not there or has no real link.

    The lines behind the text come first, then those above it.
    """
    at = body.first if body else 0
    found: dict[str, Link] = {}
    places = page.lines.matching(_MAYBE)
    for place in sorted(places, key=lambda place: (place < at, place)):
        line = page.lines[place]
        if line.hidden:
            continue
        for side, link in _sides(line, page):
            if side not in found:
                neighbour = _link(page, link)
                if neighbour is not None:
                    found[side] = neighbour
        if len(found) == 2:
            break
    return found.get("previous"), found.get("next")


def _sides(line: Line, page: Page) -> list[tuple[str, etree._Element]]:
    """The links of a line, each with the side that the label before it or in it names."""
    links = line.links
    if not links:
        # The label fills a cell of its own.
        match = _LABEL.fullmatch(line.plain)
        below = page.lines[line.index + 1 : line.index + 2]
        if match is None or not below or below[0].block.getparent() is not line.block.getparent():
            return []
        links = below[0].links[:1]
    sides = []
    at = 0
    for link in links:
        text = " ".join("".join(pieces(link)).split())
        place = line.text.find(text, at) if text else -1
        end = place + len(text) if place >= 0 else len(line.text)
        words = list(_WORD.finditer(line.plain, 0, min(end, 400))) if line.plain is line.text else []
        own = _WORD.match(_strip(text))
        word = own or (words[-1] if words else _WORD.search(line.plain[:400]))
        if word is not None:
            sides.append((word.lastgroup or "", link))
        at = max(at, end if place >= 0 else at)
    return sides


def _strip(text: str) -> str:
    return text.lstrip(" <《【[«‹(（←◀▲·•")


def _link(page: Page, link: etree._Element) -> Link | None:
    href = (link.get("href") or "").strip()
    if not href or href.startswith("#"):
        return None
    address = page.absolute(href)
    if address is None or address.split("#", 1)[0] == page.url.split("#", 1)[0]:
        return None
    text = _LABEL.sub("", " ".join("".join(pieces(link)).split()))
    named = " ".join((link.get("title") or "").split())
    title = named if named and (not text or text.endswith(("...", "…"))) else text
    if _NONE.match(title) or (not title and address.endswith("=")):
        return None
    return Link(address, title[:LONGEST])
