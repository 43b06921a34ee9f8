"""EmpireCMS (帝国): counters under `/e/public/ViewClick/`.

A request with `addclick=1` adds a hit; without it the counter only answers. `ViewMore.php` answers several
counts at once and is asked for the views alone (`onclick=1`). The number it prints is one more than the
one stored, even then; it is kept as printed.
"""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_SIGNS = (
    "/e/public/",
    "/e/action/",
    "/e/data/js/",
    "/e/member/",
    "/e/search/",
    "Powered by EmpireCMS",
)
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
        if "ViewMore" in parts.path:
            wanted = query.get("onclick") == "1"
            query = {name: query[name] for name in ("classid", "id", "onclick") if name in query}
        else:
            wanted = query.get("down", "0") == "0"
            query.pop("addclick", None)
        if not wanted or not query.get("id"):
            continue
        return CounterRequest(
            urlunsplit(parts._replace(query=urlencode(query), fragment="")), "empirecms", counting=False
        )
    return None


EMPIRECMS = Family("empirecms", _SIGNS, (), Rules(title="table.title_info h1", body="td#text"), ask=_ask)
