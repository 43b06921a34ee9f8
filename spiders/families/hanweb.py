"""大汉 Hanweb (jcms, TrueCMS, JPaaS): the only visit script known counts, so it is never asked.

A list keeps its entries in `<datastore>` records, of which only a script makes a list. Where the script names all that
its `dataproxy.jsp` (in TrueCMS `getMessage.do`) wants, all records are asked there; the answer is a datastore as well.
JPaaS fills each part of a page from a unit: the page names the units it wants.
"""

import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from spiders.families.family import Family
from spiders.reading.page import Page
from spiders.reading.rules import Rules

BLOCK = 100
"""Records asked for at a time; the servers cut what is far above."""
MOST_UNITS = 12
_PROXY = re.compile(r"""["']([^"'\s]{1,200}/(?:dataproxy\.jsp|getMessage\.do))(?:\?[^"']{0,300})?["']""")
_WANTED = ("appid", "webid", "path", "columnid", "columnId", "unitid", "webname", "permissiontype", "col")
_GIVEN = re.compile(
    r"""["']?\b(appid|webid|path|columnid|columnId|unitid|webname|permissiontype|col|perPage|perpage)["']?\s*[:=]\s*"""
    r"""(?:"([^"]{0,100})"|'([^']{0,100})'|(\d+))"""
)
_TOTAL = re.compile(r"""<totalrecord>\s*(\d{1,7})|\btotalRecord["']?\s*[:=]\s*["']?(\d{1,7})""", re.IGNORECASE)
_PAIR = re.compile(r"""["'](\w{1,40})["']\s*:\s*["']([^"']{0,200})["']""")
_SIZE = re.compile(r"""\bpageSize["']?\s*[:=]\s*["']?(\d{1,3})\b""", re.IGNORECASE)


def _records(page: Page) -> list[str]:
    if b"<record>" not in page.source:
        return []
    pieces = page.text.split("<record>")[1:]
    return [
        piece.partition("<![CDATA[")[2].partition("]]>")[0]
        for piece in pieces
        if piece.lstrip().startswith("<![CDATA[")
    ]


def _items(page: Page) -> str:
    return "".join(f"<div>{record}</div>" for record in _records(page))


def _proxy(page: Page) -> tuple[str, dict[str, str], int] | None:
    """The address that the page's script asks for records, what it sends along, and how many it wants at a time."""
    if not (b"dataproxy.jsp" in page.source or b"getMessage.do" in page.source):
        return None
    proxy = _PROXY.search(page.text)
    if proxy is None:
        return None
    given = {match[1]: match[2] or match[3] or match[4] or "" for match in _GIVEN.finditer(page.text)}
    asked = {name: given[name] for name in _WANTED if name in given}
    if proxy[1].endswith("/getMessage.do"):
        # Its servers answer windows of their own size only, and nothing without the name of a callback.
        size = given.get("perPage") or given.get("perpage") or ""
        column = asked.get("columnId") or asked.get("columnid")
        return (proxy[1], {"columnId": column, "callback": "list"}, int(size)) if column and size.isdigit() else None
    return (proxy[1], asked, BLOCK) if {"webid", "columnid", "unitid"} <= asked.keys() else None


def _window(page: Page, address: str, asked: Mapping[str, str], size: int, start: int, last: int | None) -> str | None:
    if last is not None and start > last:
        return None
    end = start + size - 1 if last is None else min(start + size - 1, last)
    # Some servers go by the records asked for, others by the page alone: windows of whole pages suit both.
    page_number = {} if "callback" in asked else {"page": (start - 1) // size + 1}
    window = {"startrecord": start, "endrecord": end, "perpage": size}
    return page.absolute(f"{address}?{urlencode({**window, **page_number, **asked})}")


def _more(page: Page) -> str | None:
    parts = urlsplit(page.url)
    if parts.path.endswith("/build/unit"):
        return _next_of_unit(page)
    records = len(_records(page))
    total = _TOTAL.search(page.text) if records else None
    if total is None:
        return None
    last = int(total[1] or total[2])
    if parts.path.endswith(("/dataproxy.jsp", "/getMessage.do")):
        given = dict(parse_qsl(parts.query))
        if not (given.get("endrecord", "").isdigit() and given.get("perpage", "").isdigit()):
            return None
        asked = {name: given[name] for name in (*_WANTED, "callback") if name in given}
        return _window(page, parts.path, asked, int(given["perpage"]), int(given["endrecord"]) + 1, last)
    proxy = _proxy(page)
    return _window(page, *proxy, 1, last) if proxy and records < last else None


def _lists(page: Page) -> tuple[str, ...]:
    units = _units(page)
    if units or _records(page):
        return units
    proxy = _proxy(page)
    total = _TOTAL.search(page.text)
    first = _window(page, *proxy, 1, int(total[1] or total[2]) if total else None) if proxy else None
    return (first,) if first else ()


def _units(page: Page) -> tuple[str, ...]:
    """The units that a page of JPaaS is filled from, as its own scripts ask for them."""
    if b"unitbuild" not in page.source:
        return ()
    found = []
    for script in page.tree.iter("script"):
        address, data = script.get("url"), script.get("querydata")
        if not address or not data or "unitbuild" not in (script.get("src") or ""):
            continue
        asked = dict(_PAIR.findall(data))
        full = page.absolute(f"{address}?{urlencode(asked)}") if {"webId", "tagId"} <= asked.keys() else None
        if full is not None:
            found.append(full)
    return tuple(dict.fromkeys(found))[:MOST_UNITS]


def _next_of_unit(page: Page) -> str | None:
    """The next part of a unit's list, as long as the part before was a full one."""
    parts = urlsplit(page.url)
    asked = dict(parse_qsl(parts.query))
    entries = sum(1 for _ in page.tree.iter("a"))
    try:
        told = json.loads(asked.get("paramJson") or "{}")
        number = int(told.get("pageNo", 1))
        size = int(told.get("pageSize", 0))
    except (ValueError, TypeError, AttributeError):
        return None
    printed = _SIZE.search(page.text)
    size = size or (int(printed[1]) if printed else entries)
    if not size or entries < size or entries < 5:
        return None
    asked["paramJson"] = json.dumps({"pageNo": number + 1, "pageSize": str(size)}, separators=(",", ":"))
    return page.absolute(f"{parts.path}?{urlencode(asked)}")


HANWEB = Family(
    "hanweb",
    (
        "ZJEG_RSS",
        "/module/visitcount",
        "/dataproxy.jsp",
        "/messageController/getMessage.do",
        "/jpaas-publish-server",
        "unitbuild.js",
        "大汉网络",
        "大汉版通",
    ),
    (
        "default_pgContainer",
        "simple_pgContainer",
    ),
    Rules(body="#zoom, #ivs_content, .bt_content"),
    more=_more,
    items=_items,
    lists=_lists,
)
