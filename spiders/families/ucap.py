"""开普 UCAP: a list may be left to a script that asks a search for it; the page holds the address with all it wants."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from spiders.families.family import Family
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_ASKED = re.compile(
    r"""["']((?:https?://[\w.:-]{1,100})?/[\w/-]{0,100}(?:search|searchList|manuscriptList)/[\w-]{1,80}\?"""
    r"""[^"'\s<>{}$]{0,400}_isAgg=[^"'\s<>{}$]{0,400})["']"""
)


def _lists(page: Page) -> tuple[str, ...]:
    if b"_isAgg=" not in page.source or "_isAgg=" in page.url:
        return ()
    found = []
    for match in _ASKED.finditer(page.text):
        address = page.absolute(unescape(match[1]))
        if address is not None:
            found.append(_page(address, 1))
    return tuple(dict.fromkeys(found))[:12]


def _page(address: str, number: int) -> str:
    parts = urlsplit(address)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), "page": str(number)}
    return parts._replace(query=urlencode(query), fragment="").geturl()


def _more(page: Page) -> str | None:
    query = dict(parse_qsl(urlsplit(page.url).query))
    if "_isAgg" not in query or not query.get("page", "").isdigit():
        return None
    entries = sum(1 for _ in page.tree.iter("a"))
    size = query.get("_pageSize", "")
    if not entries or (size.isdigit() and entries < int(size)):
        return None
    return _page(page.url, int(query["page"]) + 1)


UCAP = Family(
    "ucap",
    (
        "_isAgg=",
        "/ucap/",
    ),
    (
        "ucapcontent",
        "ucaptitle",
    ),
    Rules(title="ucaptitle", body="ucapcontent"),
    more=_more,
    lists=_lists,
)
