"""Whether a page is an article or only leads to articles."""

import re

from archiver.items import Kind
from spiders.reading import furniture
from spiders.reading.body import Body
from spiders.reading.head import Head
from spiders.reading.infoline import looks_informative
from spiders.reading.lines import Line, Lines
from spiders.reading.links import is_file_link
from spiders.reading.page import Page

_DIGIT = re.compile(r"\d")


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
    linked = sum(line.linked for line in body.lines if not any(is_file_link(link) for link in line.links))
    if head.info:
        if linked > 2 * free and linked > 80 and running < 60 and not body.images:
            return "list"
        return "list" if _dated_entries(body) >= 4 else "article"
    if running < 60 or linked > running:
        return "list"
    if _dated_entries(body) >= 3 or (entries >= 8 and running < 400):
        return "list"
    if head.supported:
        return "article"
    return "article" if running >= 200 and entries < 8 else "list"


def _entries(lines: Lines) -> int:
    """How many lines read as entries of a list: the link of a title of its own."""
    return sum(line.linked >= 10 and _is_entry(line) for line in lines)


def _is_entry(line: Line) -> bool:
    return line.linked >= 10 and line.linked > 0.6 * len(line.text) and not furniture.is_neighbour(line.plain)


def _dated_entries(body: Body) -> int:
    """Entries of the body with a date beside the link."""
    count = 0
    previous: Line | None = None
    for line in body.lines:
        if len(line.text) - line.linked <= 40 and _DIGIT.search(line.text) and looks_informative(line.plain):
            beside = _is_entry(line) or (previous is not None and _is_entry(previous) and len(line.text) <= 24)
            count += beside
        previous = line
    return count
