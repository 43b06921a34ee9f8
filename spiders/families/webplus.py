"""苏迪 webplus: the page carries the address of its counter in `span.WP_VisitCount[url]`; it only answers.

It is sent as a POST, as the page does. That it does not count is inferred from its clients: the counting is done by a
picture at `/_visitcount`, which is never asked.
"""

from archiver.items import CounterRequest
from spiders.families.answers import read_answer
from spiders.families.family import Family, Policy
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_SIGNS = (
    "/_upload/article/",
    "/_visitcount",
)
_NAMES = (
    "WP_VisitCount",
    "wp_articlecontent",
    "sudy-wp-",
)


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    for element in page.tree.iter("span", "em", "i"):
        if "WP_VisitCount" in (element.get("class") or "") and "_visitcountdisplay" in (element.get("url") or ""):
            address = page.absolute(element.get("url") or "")
            return CounterRequest(address, "webplus", counting=False, method="POST", body="") if address else None
    return None


def _answer(text: str) -> int | None:
    # A 0 stands for an article that the counter does not know.
    return read_answer(text) or None


WEBPLUS = Family(
    "webplus", _SIGNS, _NAMES, Rules(title=".arti_title", body=".wp_articlecontent"), ask=_ask, answer=_answer
)
