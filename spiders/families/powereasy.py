"""PowerEasy (动易) SiteFactory: the count comes from `/Common/GetHits.aspx`.

Whether asking counts is not known, so it is asked only where the operator allows counting ones.
"""

import re
from html import unescape

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_SIGNS = (b"/Common/GetHits.aspx", b"$.pe.ajax", b"/Index.aspx", b"/Template/Default/Skin/")
_COUNTER = re.compile(r"""src\s*=\s*["']?([^"'\s>]*/Common/GetHits\.aspx\?[^"'\s>]+)""", re.IGNORECASE)


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    if policy != "ask":
        return None
    match = _COUNTER.search(page.text)
    address = page.absolute(unescape(match[1])) if match else None
    return CounterRequest(address, "powereasy", counting=True) if address else None


POWEREASY = Family("powereasy", _SIGNS, Rules(body=".conTxt"), ask=_ask)
