"""JEECMS: `content_view.jspx` counts and answers; `content_view_get.jspx` only answers."""

import re

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page
from spiders.reading.rules import Rules

_SIGNS = (
    "/content_view.jspx",
    "/r/cms/",
    ".jhtml",
    "Powered by JEECMS",
    "Cms.viewCount",
)
_CALL = re.compile(r"""Cms\.viewCount\(\s*["']([^"']*)["']\s*,\s*["']?(\d+)["']?\s*\)""")
_ADDRESS = re.compile(r"content_view\.jspx\?contentId=(\d+)")


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    call = _CALL.search(page.text)
    plain = _ADDRESS.search(page.text)
    if call is None and plain is None:
        return None
    base, number = (call[1], call[2]) if call else ("", plain[1] if plain else "")
    address = page.absolute(f"{base.rstrip('/')}/content_view_get.jspx?contentIds={number}&view=viewTotal")
    return CounterRequest(address, "jeecms", counting=False) if address else None


JEECMS = Family("jeecms", _SIGNS, (), Rules(title=".newsTex h1", body=".newsCon"), ask=_ask)
