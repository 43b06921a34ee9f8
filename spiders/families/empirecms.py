"""EmpireCMS (帝国): counters under `/e/public/ViewClick/`.

A request with `addclick=1` adds a hit; without it the counter only answers. The number it prints is one more than the
one stored, even then; it is kept as printed.
"""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page

_SIGNS = (b"/e/public/", b"/e/action/", b"Powered by EmpireCMS", b"/e/data/js/", b"/e/member/", b"/e/search/")
_COUNTER = re.compile(
    r"""src\s*=\s*["']?([^"'\s>]*/e/public/ViewClick/(?:ViewMore\.php|index\.php)?\?[^"'\s>]+)""", re.IGNORECASE
)


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    for match in _COUNTER.finditer(page.text):
        address = page.absolute(unescape(match[1]))
        if address is None:
            continue
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query))
        # `down` chooses what is counted: 1 downloads, 2 comments, 5 praise …; only 0 or none is views.
        if not query.get("id") or query.get("down", "0") != "0" or "ViewMore" in parts.path:
            continue
        query.pop("addclick", None)
        return CounterRequest(
            urlunsplit(parts._replace(query=urlencode(query), fragment="")), "empirecms", counting=False
        )
    return None


EMPIRECMS = Family("empirecms", _SIGNS, ask=_ask)
