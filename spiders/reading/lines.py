"""The printed lines of a page, in one walk of its tree: what a reader sees, and the element each line stands in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree, html

_SKIPPED = frozenset(
    re.findall(
        r"\S+",
        """
        script style noscript template head title select option button textarea input iframe object embed svg map
        video audio canvas datalist frameset
        """,
    )
)
_INLINE = frozenset(
    re.findall(
        r"\S+",
        """
        a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby
        s samp small span strike strong sub sup time tt u var wbr o:p st1:chsdate st1:personname
        """,
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MAYBE_HIDDEN = etree.XPath("//*[@hidden or contains(@style, 'none') or contains(@style, 'NONE')]")
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_DATE_CHARACTERS = frozenset("0123456789-/.:[]()（）【】年月日 ·•")
_CLAUSE = re.compile(r"[，。；！？、,;]")
MOST = 40_000
"""Lines kept of one page; what follows is not looked at."""


@dataclass(slots=True, eq=False)
class Line:
    """One printed line: the text between two breaks (block ends or `<br>`)."""

    index: int
    block: html.HtmlElement
    """The nearest block element around it."""
    raw: str
    """Its characters as they stand in the source, white space included."""
    text: str
    """The same with white space collapsed."""
    plain: str
    """The text that labels and dates are read from: `text`, without the pinyin brackets of a mirror."""
    linked: int
    """How many of its characters are inside links."""
    links: Sequence[html.HtmlElement]
    cuts: Sequence[int]
    """Offsets in `raw` where an inline element begins or ends."""
    heading: int
    """1–6 inside `<h1>`–`<h6>`, else 0."""
    strong: bool
    """Whether all of it is set in `<strong>` or `<b>`, or inline headings of that kind."""
    hidden: bool


class Lines(list[Line]):
    """The lines of a page with the range of lines of every block element."""

    def __init__(self) -> None:
        super().__init__()
        self.obfuscated = False
        self.spans: dict[html.HtmlElement, tuple[int, int]] = {}
        self.images: list[tuple[int, html.HtmlElement]] = []
        """Pictures with the index of the line that follows or holds them."""

    def span(self, element: html.HtmlElement) -> tuple[int, int]:
        """First line and the line after the last one inside a block element; an empty range for one without text."""
        return self.spans.get(element, (0, 0))


def lines_of(tree: html.HtmlElement) -> Lines:
    """Walk the tree once and return its lines; scripts, forms' fields and frames are left out."""
    lines = Lines()
    parts: list[str] = []
    cuts: list[int] = []
    links: list[html.HtmlElement] = []
    spans = lines.spans
    blocks: list[html.HtmlElement] = [tree]
    starts: list[int] = [0]
    size = linked = bold = 0
    in_link = in_bold = in_heading = hidden = 0

    def flush() -> None:
        nonlocal size, linked, bold, cuts, links
        raw = parts[0] if len(parts) == 1 else "".join(parts)
        text = " ".join(raw.split())
        if text and len(lines) < MOST:
            length = len(text)
            lines.append(
                Line(
                    len(lines),
                    blocks[-1],
                    raw,
                    text,
                    text,
                    linked if linked < length else length,
                    links or (),
                    cuts or (),
                    in_heading,
                    bold > 0 and bold >= 0.85 * length,
                    hidden > 0,
                )
            )
            if links:
                links = []
        elif links:
            links = []
        if cuts:
            cuts = []
        parts.clear()
        size = linked = bold = 0

    concealed = _concealed(tree)
    skipped, inline, headings = _SKIPPED, _INLINE, _HEADINGS
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in skipped:
                walk.skip_subtree()
                continue
            if tag in inline:
                if tag == "a":
                    in_link += 1
                    links.append(element)
                elif tag == "strong" or tag == "b":
                    in_bold += 1
                elif tag == "img":
                    lines.images.append((len(lines), element))
                if parts:
                    cuts.append(size)
            else:
                if parts:
                    flush()
                elif links:
                    links = []
                if tag != "br":
                    blocks.append(element)
                    starts.append(len(lines))
                    if tag in headings:
                        in_heading = _HEADINGS[tag]
            if concealed and element in concealed:
                hidden += 1
            text = element.text
        else:
            if tag not in skipped:
                if tag in inline:
                    if tag == "a":
                        in_link -= 1
                    elif tag == "strong" or tag == "b":
                        in_bold -= 1
                    if parts:
                        cuts.append(size)
                elif tag != "br":
                    if parts:
                        flush()
                    blocks.pop()
                    spans[element] = (starts.pop(), len(lines))
                    if tag in headings:
                        in_heading = 0
                if concealed and element in concealed:
                    hidden -= 1
            text = element.tail
        if text and (parts or not text.isspace()):
            parts.append(text)
            length = len(text)
            size += length
            if in_link:
                linked += len(text.strip())
            if in_bold:
                bold += len(text.strip())
    if parts:
        flush()
    return lines


def _concealed(tree: html.HtmlElement) -> set[html.HtmlElement]:
    """The elements that their own markup hides."""
    candidates = _MAYBE_HIDDEN(tree)
    return {
        element
        for element in (candidates if isinstance(candidates, list) else ())
        if isinstance(element, html.HtmlElement)
        and (element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""))
    }


def is_entry(line: Line) -> bool:
    """Whether a line reads as an entry of a list: the link of a title, and beside it at most a date."""
    if line.linked < 8:
        return False
    free = len(line.text) - line.linked
    return free < 0.3 * len(line.text) or free <= 2 + sum(c in _DATE_CHARACTERS for c in line.text)


def is_running(line: Line) -> bool:
    """Whether a line is running text: not mostly links, long enough, with a mark between its clauses."""
    text = line.text
    free = len(text) - line.linked
    return free >= 20 and line.linked < 0.4 * len(text) and _CLAUSE.search(text) is not None
