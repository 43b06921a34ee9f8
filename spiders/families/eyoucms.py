"""eyoucms (易优): the counter `a=arcclick` adds a hit only with `type=view`; with `type=lists` it only answers."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archiver.items import CounterRequest
from spiders.families.family import Family, Policy
from spiders.reading.page import Page

_SIGNS = (
    "=arcclick",
    "/eyoucms",
)
_NAMES = (
    "eyou_arcclick",
    "eyoucms",
)
_COUNTER = re.compile(r"""src\s*=\s*["']?([^"'\s>]*\ba=arcclick[^"'\s>]*)""", re.IGNORECASE)
_TAG = re.compile(r"<i\b[^>]*\beyou_arcclick\b[^>]*>", re.IGNORECASE)
_DATA = re.compile(r"""data-(aid|root_dir)\s*=\s*["']([^"']*)["']""", re.IGNORECASE)


def _ask(page: Page, policy: Policy) -> CounterRequest | None:
    match = _COUNTER.search(page.text)
    if match is not None:
        address = page.absolute(unescape(match[1]))
        if address is None:
            return None
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query)) | {"type": "lists"}
        return CounterRequest(
            urlunsplit(parts._replace(query=urlencode(query), fragment="")), "eyoucms", counting=False
        )
    tag = _TAG.search(page.text)
    data = dict(_DATA.findall(tag[0])) if tag else {}
    if data.get("aid", "").isdigit():
        root = data.get("root_dir", "").rstrip("/")
        query = {"m": "api", "c": "Ajax", "a": "arcclick", "type": "lists", "aids": data["aid"]}
        address = page.absolute(f"{root}/index.php?{urlencode(query)}")
        return CounterRequest(address, "eyoucms", counting=False) if address else None
    return None


EYOUCMS = Family("eyoucms", _SIGNS, _NAMES, ask=_ask)
