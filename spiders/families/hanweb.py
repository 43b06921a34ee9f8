"""大汉 Hanweb jcms: the only visit script known counts, so it is never asked.

A list keeps its entries in `<datastore>` records, of which only a script makes a list. Where the script names all that
its `dataproxy.jsp` wants, the records behind those of the page are asked there; the answer is a datastore as well.
"""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from spiders.families.family import Family
from spiders.reading.page import Page
from spiders.reading.rules import Rules

BLOCK = 100
"""Records asked for at a time; the servers cut what is far above."""
_PROXY = re.compile(r"""["']([^"'\s]{1,200}/dataproxy\.jsp)(?:\?[^"']{0,300})?["']""")
_WANTED = ("appid", "webid", "path", "columnid", "unitid", "webname", "permissiontype", "col")
_GIVEN = re.compile(
    r"""["']?\b(appid|webid|path|columnid|unitid|webname|permissiontype|col)["']?\s*[:=]\s*(?:"([^"]{0,100})"|'([^']{0,100})'|(\d+))"""
)
_TOTAL = re.compile(r"""<totalrecord>\s*(\d{1,7})|\btotalRecord["']?\s*[:=]\s*["']?(\d{1,7})""", re.IGNORECASE)


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


def _more(page: Page) -> str | None:
    parts = urlsplit(page.url)
    asked = dict(parse_qsl(parts.query))
    records = len(_records(page))
    total = _TOTAL.search(page.text) if records else None
    if total is None:
        return None
    last = int(total[1] or total[2])
    if parts.path.endswith("/dataproxy.jsp"):
        if not asked.get("endrecord", "").isdigit():
            return None
        address, given, start = parts.path, asked, int(asked["endrecord"]) + 1
    else:
        proxy = _PROXY.search(page.text)
        given = {match[1]: match[2] or match[3] or match[4] or "" for match in _GIVEN.finditer(page.text)}
        if proxy is None or not {"webid", "columnid", "unitid"} <= given.keys():
            return None
        address, start = proxy[1], records + 1
    if start > last:
        return None
    window = {"startrecord": start, "endrecord": min(start + BLOCK - 1, last), "perpage": BLOCK}
    return page.absolute(f"{address}?{urlencode(window | {name: given[name] for name in _WANTED if name in given})}")


HANWEB = Family(
    "hanweb",
    (
        "ZJEG_RSS",
        "/module/visitcount",
        "/dataproxy.jsp",
        "/jpaas-publish-server",
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
)
