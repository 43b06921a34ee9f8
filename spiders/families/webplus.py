"""苏迪 webplus: the page carries the address of its counter in `span.WP_VisitCount[url]`; it only answers.

That it does not count is inferred from its clients: the counting is done by a picture at `/_visitcount`, which is never
asked.
"""

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_SIGNS = (b"WP_VisitCount", b"wp_articlecontent", b"sudy-wp-", b"/_upload/article/", b"/_visitcount")


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    for element in page.tree.iter("span", "em", "i"):
        if "WP_VisitCount" in (element.get("class") or "") and "_visitcountdisplay" in (element.get("url") or ""):
            address = page.absolute(element.get("url") or "")
            return CounterRequest(address, "webplus", counting=False) if address else None
    return None


WEBPLUS = Family("webplus", _SIGNS, Rules(title=".arti_title", body=".wp_articlecontent"), ask=_ask)
