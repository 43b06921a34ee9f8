"""Whether a page that was sent as if all were well says that nothing stands there: a soft 404, an emptied page."""

import re
from collections.abc import Collection
from hashlib import blake2b
from typing import Literal
from urllib.parse import urlsplit

from archiver.text.fold import key
from spiders.reading.page import Page

Absence = Literal["soft-404", "emptied"]

_SHORT = 300
_OWN = 20
"""A page with fewer characters of its own than this, beside those of the not-found page, is that page."""
_SAYS = re.compile(
    r"(?:页面|网页|文章|信息|内容|文件|文档|记录|新闻|网址)(?:已经?|可能已?)?(?:被)?(?:不存在|没有找到|未找到|找不到|已删除|被删除|删除|已失效)|"
    r"(?:找不到|没有找到|未找到|不存在)(?:您|你)?(?:所?要?|想?要?)?(?:访问|浏览|查找|查看|请求)?的?(?:该|此|相关)?(?:页面|网页|文章|信息|内容|文件)|"
    r"您(?:所?要?)?(?:访问|浏览|查看|请求)的(?:页面|网页|文章|信息|内容)(?:已|不)|\b404\b|not\s+found",
    re.IGNORECASE,
)
_LAST_NAME = re.compile(r"[^/]*?(\.\w+)?$")


def impossible(url: str) -> str:
    """An address beside this one where nothing can stand: what a portal answers there is its not-found page."""
    parts = urlsplit(url)
    name = blake2b(parts.netloc.encode(), digest_size=6).hexdigest()
    found = _LAST_NAME.search(parts.path)
    folder = parts.path[: found.start()] if found else "/"
    extension = (found and found[1]) or ".html"
    return parts._replace(path=f"{folder}{name}{extension}", query="", fragment="").geturl()


def line_keys(page: Page) -> frozenset[str]:
    """The printed lines of a page, to compare pages by."""
    return frozenset(filter(None, (key(line.text) for line in page.lines)))


def absence(page: Page, stood: str, not_found: Collection[str] | None) -> Absence | None:
    """How a page says that the article is not there; None for a page that still holds it, or holds something else.

    `stood` is the title and text that stood there, empty for a page not read before; `not_found` are the lines of the
    portal's not-found page.
    """
    keys = line_keys(page)
    if not_found and sum(len(line) for line in keys if line not in not_found) < _OWN:
        return "soft-404"
    text = "".join(line.text for line in page.lines)
    if len(text) < _SHORT and (_SAYS.search(text) or _SAYS.search(page.title_tag or "")):
        return "soft-404"
    if not stood:
        return None
    whole = "".join(key(line.text) for line in page.lines)
    pieces = [piece for piece in (key(line) for line in stood.splitlines()) if len(piece) >= 4]
    if pieces and not any(piece[:40] in whole for piece in pieces):
        return "emptied"
    return None
