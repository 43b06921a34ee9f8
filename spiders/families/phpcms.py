"""PHPCMS v9: a counter under `/api.php?op=count` that adds a hit with every request.

It answers with several `$('#…').html('n')`; the one called `hits` is the total before this request.
"""

import re
from html import unescape

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_SIGNS = (
    "/api.php?op=",
    "=content&c=index",
    "=content&amp;c=index",
    "/statics/js/jquery.sgallery",
)
_COUNTER = re.compile(r"""src\s*=\s*["']?([^"'\s>]*api\.php\?op=count[^"'\s>]*)""", re.IGNORECASE)


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    if policy != "ask":
        return None
    match = _COUNTER.search(page.text)
    address = page.absolute(unescape(match[1])) if match else None
    return CounterRequest(address, "phpcms", counting=True) if address else None


PHPCMS = Family("phpcms", _SIGNS, (), Rules(body="#Article .content"), ask=_ask)
