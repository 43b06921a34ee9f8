"""Guangdong's platforms: gkmlpt (政府信息公开) and NFCMS. `浏览次数:-` is a place that a script fills.

The list page of gkmlpt is a shell: its menu names the categories, its script the site, and `/gkmlpt/api/all/` answers a
hundred entries a page. Pages are counted from 0 on some sites and from 1 on others, so both are asked first.
"""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from spiders.families.family import Family
from spiders.reading.page import Page
from spiders.reading.rules import Rules

PAGE = 100
"""Entries of a full page."""
MOST_CATEGORIES = 200
_SITE = re.compile(r"""\bSID["']?\s*[:=]\s*["']?(\d{1,9})""")
_CATEGORY = re.compile(r"""/gkmlpt/index/?#(\d{1,9})\b""")


def _lists(page: Page) -> tuple[str, ...]:
    if "/gkmlpt/index" not in page.url:
        return ()
    site = _SITE.search(page.text)
    if site is None:
        return ()
    categories = list(dict.fromkeys(_CATEGORY.findall(page.text)))[:MOST_CATEGORIES]
    asked = [f"/gkmlpt/api/all/{category}?page={number}&sid={site[1]}" for category in categories for number in (0, 1)]
    return tuple(address for path in asked if (address := page.absolute(path)))


def _more(page: Page) -> str | None:
    parts = urlsplit(page.url)
    query = dict(parse_qsl(parts.query))
    if not parts.path.startswith("/gkmlpt/api/all/") or not query.get("page", "").isdigit():
        return None
    if sum(1 for _ in page.tree.iter("li")) < PAGE:
        return None
    return page.absolute(f"{parts.path}?{urlencode({**query, 'page': int(query['page']) + 1})}")


GKMLPT = Family(
    "gkmlpt",
    (
        "/gkmlpt/",
        "NFCMS_SITE_ID",
        "NFCMS_POST_ID",
    ),
    (),
    Rules(body=".article-content, .news_cont_d_wrap"),
    more=_more,
    lists=_lists,
)
