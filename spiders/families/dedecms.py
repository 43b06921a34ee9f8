"""DedeCMS (织梦): a counter under `/plus/count.php` that adds a hit with every request, whatever its parameters."""

import re
from html import unescape

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_SIGNS = (
    "/plus/count.php",
    "/plus/view.php",
    "/plus/list.php",
    "/plus/search.php",
    "/plus/feedback",
    "DedeCMS",
    "DedeCms",
    "织梦",
    "/dedeajax2.js",
)
_NAMES = ("dede_pages",)
_COUNTER = re.compile(r"""src\s*=\s*["']?([^"'\s>]*/count\.php\?[^"'\s>]*aid=\d+[^"'\s>]*)""", re.IGNORECASE)


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    if policy != "ask":
        return None
    match = _COUNTER.search(page.text)
    address = page.absolute(unescape(match[1])) if match else None
    return CounterRequest(address, "dedecms", counting=True) if address else None


DEDECMS = Family("dedecms", _SIGNS, _NAMES, Rules(title=".viewbox .title h2", body=".viewbox .content"), ask=_ask)
