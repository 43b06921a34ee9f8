"""The printed lines of a page, in one walk of its tree: what a reader sees, and the element each line stands in."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, islice

from lxml import etree

from spiders.reading.furniture import is_tool

_MOST_PIECES, _LONGEST_PIECES, _MOST_INSIDE = 24, 4_000, 300


def pieces(element: etree._Element) -> list[str]:
    """The first texts inside a small element (a link, a page number).

    Bounded, in elements, pieces and characters, since a damaged page nests thousands of links in each other and each
    would be read to its end. Of an element with too many others inside, what stands behind these is left out.
    """
    if not len(element):
        return [element.text[:_LONGEST_PIECES]] if element.text else []
    inner = list(islice(element.iter("*"), _MOST_INSIDE + 1))
    texts = element.itertext() if len(inner) <= _MOST_INSIDE else (one.text for one in inner if one.text)
    found = list(islice(texts, _MOST_PIECES))
    left = _LONGEST_PIECES
    for at, piece in enumerate(found):
        left -= len(piece)
        if left < 0:
            return [*found[:at], piece[:left]]
    return found


_LINK, _BOLD, _PICTURE, _INLINE, _BREAK, _HEADING, _BLOCK, _SKIPPED = range(8)
"""What a tag does to a line: up to `_INLINE` it stays in it, the others end it; every unlisted tag is a block."""
_ROLES: dict[object, int] = {
    **dict.fromkeys(
        re.findall(
            r"\S+",
            """
            script style noscript template head title select option button textarea input iframe object
            embed svg map video audio canvas datalist frameset
            """,
        ),
        _SKIPPED,
    ),
    **dict.fromkeys(
        re.findall(
            r"\S+",
            """
            abbr acronym bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s
            samp small span strike sub sup time tt u var wbr o:p st1:chsdate st1:personname
            """,
        ),
        _INLINE,
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _HEADING),
    "a": _LINK,
    "b": _BOLD,
    "strong": _BOLD,
    "img": _PICTURE,
    "br": _BREAK,
}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_DATE_CHARACTERS = frozenset("0123456789-/.:[]()（）【】年月日 ·•")
_CLAUSE = re.compile(r"[，。；！？、,;]")
MOST = 10_000
"""Lines kept of one page; what follows is not looked at."""
_MOST_EVENTS = 200_000
"""Beginnings and ends of elements that are walked through, twenty times as many as the longest real page has."""
_MOST_LINKS = 1_000
"""Links kept of one line."""


@dataclass(slots=True, eq=False)
class Line:
    """One printed line: the text between two breaks (block ends or `<br>`)."""

    index: int
    block: etree._Element
    """The nearest block element around it."""
    raw: str
    """Its characters as they stand in the source, white space included."""
    text: str
    """The same with white space collapsed."""
    plain: str
    """The text that labels and dates are read from: `text`, without the pinyin brackets of a mirror."""
    linked: int
    """How many of its characters are inside links."""
    links: Sequence[etree._Element]
    cuts: Sequence[int]
    """Offsets in `raw` where an inline element begins or ends."""
    heading: int
    """1–6 inside `<h1>`–`<h6>`, else 0."""
    strong: bool
    """Whether all of it is set in `<strong>` or `<b>`, or inline headings of that kind."""
    hidden: bool
    running: bool
    """Whether it is running text: not mostly links, long enough, with a mark between its clauses."""
    offers: bool | None = None
    """Whether a link of it offers a file; None until it is asked."""


class Lines(list[Line]):
    """The lines of a page with the range of lines of every block element."""

    def __init__(self) -> None:
        super().__init__()
        self.obfuscated = False
        self.spans: dict[etree._Element, tuple[int, int]] = {}
        self.images: list[tuple[int, etree._Element]] = []
        """Pictures with the index of the line that follows or holds them."""

    @cached_property
    def tools(self) -> list[bool]:
        """Of each line, whether it holds nothing but words of a tool bar."""
        return [is_tool(line.plain) for line in self]

    @cached_property
    def plain(self) -> str:
        """The lines' plain texts, a line each."""
        return "\n".join([line.plain for line in self])

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins in the plain texts."""
        return list(accumulate([len(line.plain) + 1 for line in self], initial=0))

    def matching(self, *patterns: re.Pattern[str]) -> list[int]:
        """The lines whose plain text holds a match of any pattern, by one search each through all of them.

        No pattern may match a line break.
        """
        text, starts = self.plain, self._starts
        return sorted({bisect_right(starts, match.start()) - 1 for sign in patterns for match in sign.finditer(text)})

    def span(self, element: etree._Element) -> tuple[int, int]:
        """First line and the line after the last one inside a block element; an empty range for one without text."""
        return self.spans.get(element, (0, 0))


def lines_of(tree: etree._Element, hides: bool = True) -> Lines:
    """Walk the tree once and return its lines; scripts, forms' fields and frames are left out.

    `hides` says whether the attribute `hidden` may stand anywhere. The end of the tree's root ends its last line.
    """
    lines = Lines()
    parts: list[str] = []
    cuts: list[int] = []
    links: list[etree._Element] = []
    spans = lines.spans
    blocks: list[etree._Element] = [tree]
    starts: list[int] = [0]
    hidden: list[etree._Element] = []
    size = linked = bold = count = 0
    in_link = in_bold = in_heading = 0
    keep, add, role_of = parts.append, lines.append, _ROLES.get
    clause = _CLAUSE.search
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in islice(walk, _MOST_EVENTS):
        role = role_of(element.tag, _BLOCK)
        starting = event == "start"
        if role <= _INLINE:
            if parts:
                cuts.append(size)
            if starting:
                if role == _LINK:
                    in_link += 1
                    if len(links) < _MOST_LINKS:
                        links.append(element)
                elif role == _BOLD:
                    in_bold += 1
                elif role == _PICTURE:
                    lines.images.append((count, element))
            elif role == _LINK:
                in_link -= 1
            elif role == _BOLD:
                in_bold -= 1
        elif role == _SKIPPED:
            if starting:
                walk.skip_subtree()
                continue
        elif starting or role != _BREAK:
            if parts:
                raw = parts[0] if len(parts) == 1 else "".join(parts)
                text = " ".join(raw.split())
                if text:
                    length = len(text)
                    if linked > length:
                        linked = length
                    free = length - linked
                    running = free >= 20 and linked < 0.4 * length and clause(text) is not None
                    strong = bold > 0 and bold >= 0.85 * length
                    block, inside, ends = blocks[-1], links or (), cuts or ()
                    add(
                        Line(
                            count,
                            block,
                            raw,
                            text,
                            text,
                            linked,
                            inside,
                            ends,
                            in_heading,
                            strong,
                            bool(hidden),
                            running,
                        )
                    )
                    count += 1
                    if count == MOST:
                        break
                parts.clear()
                size = linked = bold = 0
                cuts, links = [], []
            elif starting and links:
                links = []
            if role != _BREAK:
                if starting:
                    blocks.append(element)
                    starts.append(count)
                    if role == _HEADING:
                        in_heading = int(element.tag[1])
                else:
                    blocks.pop()
                    spans[element] = (starts.pop(), count)
                    if role == _HEADING:
                        in_heading = 0
        if starting:
            style = element.get("style")
            if (style and _conceals(style)) or (hides and element.get("hidden") is not None):
                hidden.append(element)
            text = element.text
        else:
            if hidden and hidden[-1] is element:
                hidden.pop()
            text = element.tail
        if text and (parts or not text.isspace()):
            keep(text)
            size += len(text)
            if in_link:
                linked += len(text.strip())
            if in_bold:
                bold += len(text.strip())
    for block, start in zip(blocks, starts, strict=True):
        spans[block] = start, count
    return lines


@lru_cache(4096)
def _conceals(style: str) -> bool:
    return _HIDDEN.search(style) is not None


def is_entry(line: Line) -> bool:
    """Whether a line reads as an entry of a list: the link of a title, and beside it at most a date."""
    if line.linked < 8:
        return False
    free = len(line.text) - line.linked
    return free < 0.3 * len(line.text) or free <= 2 + sum(c in _DATE_CHARACTERS for c in line.text)
