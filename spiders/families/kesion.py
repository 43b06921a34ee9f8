"""Kesion (科讯) ASP: a counter under `/item/GetHits.asp` that adds a hit only with `Action=Count`.

`GetFlag` chooses the span: 0 in all, 1 today, 2 this week, 3 this month.
"""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_SIGNS = (
    "/GetHits.asp?",
    "/ks_inc/",
    "/KS_Inc/",
)
_COUNTER = re.compile(r"""src\s*=\s*["']?([^"'\s>]*/GetHits\.asp\?[^"'\s>]+)""", re.IGNORECASE)


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    for match in _COUNTER.finditer(page.text):
        address = page.absolute(unescape(match[1]))
        if address is None:
            continue
        parts = urlsplit(address)
        query = {name: value for name, value in parse_qsl(parts.query) if name.lower() != "action"}
        if {name.lower(): value for name, value in query.items()}.get("getflag", "0") != "0":
            continue
        return CounterRequest(urlunsplit(parts._replace(query=urlencode(query), fragment="")), "kesion", counting=False)
    return None


KESION = Family("kesion", _SIGNS, (), Rules(body="#MyContent"), ask=_ask)
