"""Whether a page is an article or only leads to articles."""

import re
from collections.abc import Iterable
from itertools import islice

from archiver.items import Kind
from spiders.reading import furniture
from spiders.reading.body import Body
from spiders.reading.head import Head
from spiders.reading.infoline import looks_informative
from spiders.reading.lines import Line, Lines
from spiders.reading.links import has_file
from spiders.reading.page import Page

_DIGIT = re.compile(r"\d")
_SUMMARIES = 5
"""So many entries in the midst of running text, without any info line, and the text is their summaries."""
_CARD = 3
"""Lines of a card under its title: a summary, a button, the date."""


def read_kind(page: Page, head: Head, body: Body | None) -> Kind:
    """`article` for a page with a title of its own near an info line, or with running text that is not mostly links.

    Everything else is a `list`: home pages, columns, menus, contact and login pages, errors.
    """
    if not head.title:
        return "list"
    lines = page.lines
    entries = _entries(lines)
    if body is None or not body.lines:
        # A title that is a link, or ends in one to the full text, belongs to another page.
        leads = any(link.get("href") for line in head.title for link in line.links)
        return "article" if head.info and entries < 8 and not leads else "list"
    running = sum(len(line.text) - line.linked for line in body.lines if line.running)
    free = sum(len(line.text) - line.linked for line in body.lines)
    linked = sum(line.linked for line in body.lines if not has_file(line))
    if head.info:
        if linked > 2 * free and linked > 80 and running < 60 and not body.images:
            return "list"
        if _dated_entries(body.lines) >= 4 or _is_card(page, head):
            return "list"
        return "article"
    if running < 60 or linked > running:
        return "list"
    if _dated_entries(body.lines) >= 3 or (entries >= 8 and running < 400):
        return "list"
    if _entries(lines[body.first : body.last]) >= _SUMMARIES:
        return "list"
    if head.supported:
        return "article"
    return "article" if running >= 200 and entries < 8 else "list"


def _entries(lines: Iterable[Line]) -> int:
    """How many lines read as entries of a list: the link of a title of its own."""
    return sum(line.linked >= 10 and _is_entry(line) for line in lines)


def _is_entry(line: Line) -> bool:
    return line.linked >= 10 and line.linked > 0.6 * len(line.text) and not furniture.is_neighbour(line.plain)


def _is_card(page: Page, head: Head) -> bool:
    """Whether what looks like the head of an article is one of several cards, each a link with its date under it."""
    info = head.info[0].line
    here = page.url.split("#", 1)[0]
    for line in page.lines[max(0, info.index - _CARD) : info.index]:
        if line.linked < 4 or line.linked <= 0.6 * len(line.text):
            continue
        if any(page.absolute(link.get("href") or "") == here for link in line.links):
            continue
        if _lines_around(page.lines, line, info) <= 2 * _CARD:
            return _dated_entries(page.lines) >= 3
    return False


def _lines_around(lines: Lines, one: Line, other: Line) -> int:
    """How many lines the smallest element holds that holds both of two lines."""
    for box in (other.block, *islice(other.block.iterancestors(), 12)):
        first, last = lines.span(box)
        if first <= one.index < last and first <= other.index < last:
            return last - first
    return len(lines)


def _dated_entries(lines: Iterable[Line]) -> int:
    """Entries among lines with a date beside the link, or under it behind a summary."""
    count = 0
    since = _CARD + 1
    """Lines since the last entry."""
    for line in lines:
        entry = _is_entry(line)
        since = 0 if entry else since + 1
        if len(line.text) - line.linked <= 40 and _DIGIT.search(line.text) and looks_informative(line.plain):
            count += entry or (since <= _CARD and (since > 1 or len(line.text) <= 24))
            since = _CARD + 1
    return count
