"""Values from the CSS selectors that a portal or a family declares."""

import re
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector

from archiver.items import PrintedTime
from archiver.text.dates import parse_time
from archiver.text.numbers import parse_count
from archiver.text.pinyin import readable
from spiders.reading.body import Body, documents, files_end, trimmed
from spiders.reading.evidence import Found, found
from spiders.reading.head import Head
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_LABEL = re.compile(r"^[^:：]{1,8}[:：]\s*")
_COUNT = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*[万萬]?")


def first(page: Page, selector: str | None) -> etree._Element | None:
    """The first element that a selector names, or None."""
    if not selector:
        return None
    return next(iter(elements(page.tree, selector)), None)


@lru_cache(512)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector)


def elements(tree: etree._Element, selector: str) -> list[etree._Element]:
    """Every element that a selector names, in page order."""
    return [element for element in _compiled(selector)(tree) if etree.iselement(element)]


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _printed(page: Page, element: etree._Element) -> str:
    text = _text(element)
    return readable(text, True) if page.obfuscated else text


def declared_text(page: Page, rules: Rules, rule: str, name: str, longest: int) -> Found[str] | None:
    """A text field where its selector says, a leading label dropped; None where there is nothing."""
    element = first(page, getattr(rules, name))
    if element is None:
        return None
    text = _text(element) if name == "title" else _LABEL.sub("", _printed(page, element))
    return found(text[:longest], rule, element, text) if text else None


def declared_time(page: Page, rules: Rules, rule: str) -> Found[PrintedTime] | None:
    """The publication time where its selector says."""
    element = first(page, rules.published)
    if element is None:
        return None
    text = _printed(page, element)
    time = parse_time(text)
    return found(time, rule, element, text) if time else None


def declared_count(page: Page, rules: Rules, rule: str) -> Found[int] | None:
    """The view count where its selector says: the first number there."""
    element = first(page, rules.views)
    if element is None:
        return None
    text = _printed(page, element)
    match = _COUNT.search(text)
    count = parse_count(match[0]) if match else None
    return found(count, rule, element, text) if count is not None else None


def declared_items(page: Page, rules: Rules, rule: str) -> Found[tuple[str, ...]] | None:
    """The breadcrumb where its selector says: its links, else its text split at the arrows."""
    element = first(page, rules.breadcrumb)
    if element is None:
        return None
    links = [_text(link) for link in element.iter("a")]
    items = links or re.split(r"\s*[>＞»›]+\s*", _LABEL.sub("", _printed(page, element)))
    kept = tuple(item[:120] for item in items if item)[:12]
    return found(kept, rule, element, _text(element)) if kept else None


def declared_body(page: Page, rules: Rules, rule: str, head: Head) -> Body | None:
    """The text in the element that a selector names, furniture at both ends dropped as everywhere."""
    element = first(page, rules.body)
    if element is None:
        return None
    start, end = page.lines.span(element)
    if end <= start and element.find(".//img") is None and not any(documents(element)):
        return None
    body = trimmed(page.lines, element, start, end, head, rule)
    body.limit = files_end(page.lines, end)
    return body
