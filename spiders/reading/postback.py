"""Pagers that send a form: `__doPostBack` of ASP.NET, where the next page of a list has no address of its own."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from lxml import etree

from spiders.reading.page import Page
from spiders.reading.pager import page_number, says_next

LARGEST = 1024 * 1024
"""Of a form; what a page remembers of itself in hidden fields can be long."""
_CALL = re.compile(
    r"""__doPostBack\(\s*(?:'([^']{1,300})'|"([^"]{1,300})")\s*,\s*(?:'([^']{0,300})'|"([^"]{0,300})")"""
)
_KEY = re.compile(r"^page-(\d{1,6})$")


@dataclass(frozen=True, slots=True)
class Postback:
    """The form that leads to the next page of a list."""

    url: str
    """Where it is sent, with `#page-N`: pages that share one address are told apart by what no server ever sees."""
    body: str
    """The form's fields, urlencoded."""


def read_postback(page: Page) -> Postback | None:
    """The next page of a list whose pager sends the form of the page back to its server; None where none does."""
    if b"__doPostBack" not in page.source:
        return None
    here = _KEY.match(urlsplit(page.url).fragment)
    number = int(here[1]) if here else 1
    following: tuple[etree._Element, str, str] | None = None
    for link in page.tree.iter("a"):
        call = _CALL.search(link.get("href") or "") or _CALL.search(link.get("onclick") or "")
        if call is None or link.get("disabled") is not None:
            continue
        if says_next(link):
            following = (link, call[1] or call[2], call[3] or call[4] or "")
            break
        if following is None and page_number(link) == number + 1:
            following = (link, call[1] or call[2], call[3] or call[4] or "")
    if following is None:
        return None
    link, target, argument = following
    form = next(link.iterancestors("form"), None)
    if form is None:
        form = next(
            (form for form in page.tree.iter("form") if form.find(".//input[@name='__VIEWSTATE']") is not None), None
        )
    if form is None:
        return None
    address = page.absolute(form.get("action") or page.url)
    body = urlencode({**_fields(form), "__EVENTTARGET": target, "__EVENTARGUMENT": argument})
    if address is None or len(body) > LARGEST:
        return None
    return Postback(f"{address.partition('#')[0]}#page-{number + 1}", body)


def _fields(form: etree._Element) -> dict[str, str]:
    """What a browser would send along: hidden and text fields, and what is chosen; no button was pressed."""
    sent: dict[str, str] = {}
    for field in form.iter("input", "select", "textarea"):
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = next((option for option in options if option.get("selected") is not None), *options[:1] or [None])
            if chosen is not None:
                sent[name] = chosen.get("value") or " ".join((chosen.text or "").split())
        elif field.tag == "textarea":
            sent[name] = field.text or ""
        elif (kind := (field.get("type") or "text").lower()) in ("hidden", "text", "search"):
            sent[name] = field.get("value") or ""
        elif kind in ("checkbox", "radio") and field.get("checked") is not None:
            sent[name] = field.get("value") or "on"
    return sent
