"""DedeCMS (织梦): a counter under `/plus/count.php` that adds a hit with every request, whatever its parameters."""

import re
from html import unescape

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page

_SIGNS = (
    b"/plus/count.php",
    b"/plus/view.php",
    b"/plus/list.php",
    b"/plus/search.php",
    b"/plus/feedback",
    b"dede_pages",
    b"DedeCMS",
    b"DedeCms",
    "织梦".encode(),
    b"dedeajax2.js",
)
_COUNTER = re.compile(r"""src\s*=\s*["']?([^"'\s>]*/count\.php\?[^"'\s>]*aid=\d+[^"'\s>]*)""", re.IGNORECASE)


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    if policy != "ask":
        return None
    match = _COUNTER.search(page.text)
    address = page.absolute(unescape(match[1])) if match else None
    return CounterRequest(address, "dedecms", counting=True) if address else None


DEDECMS = Family("dedecms", _SIGNS, ask=_ask)
