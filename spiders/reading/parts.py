"""Articles that are printed on several pages: the address of the next one, and the pages joined."""

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from archiver.items import Article
from spiders.reading.body import Body
from spiders.reading.labels import both
from spiders.reading.lines import pieces
from spiders.reading.page import Page

MOST_PARTS = 60
"""A pager that goes on behind so many parts leads in a circle."""

_MOST_LINKS = 300
"""Links of a pager that are looked at; one of several parts prints a few dozen."""

_NEXT = re.compile(r"^\s*(?:" + both("下一页|下页|下一頁") + r"|>|»|›)\s*[>»›]*\s*$")
_BACK = re.compile(r"^\s*[<«‹]*\s*(?:" + both("上一页|上页|首页|第一页") + r")\s*$")
_NUMBER = re.compile(r"^[\[【]?\s*(\d{1,3})\s*[\]】]?$")
_PAGING = re.compile(r"[\d页頁>»›]")
"""What the line of a pager holds one of."""
_PAGE_KEYS = frozenset(("page", "pageno", "pageindex", "pagenum", "pn"))
_FOLDER = re.compile(r"^(.*/[^/]*\d[^/]*)/(\d{1,2})(\.\w+)?/?$")
"""A part behind the article's own number: `/archives/31/2/`, `/dt/31/2.html`."""
_PART = re.compile(r"^(.*?)(?:[_-](\d{1,3}))?(\.\w+)$")


def next_part(page: Page, body: Body) -> str | None:
    """The following page of the same article; None on the last one, and for neighbours that are other articles."""
    here = _PART.match(urlsplit(page.url).path)
    pager: list[tuple[str, str]] = []
    for line in page.lines[body.first : min(len(page.lines), max(body.limit, body.last) + 6)]:
        if len(line.text) > 200 or _PAGING.search(line.text) is None:
            continue
        for link in line.links:
            text = "".join(pieces(link)).strip()
            if not (_NEXT.match(text) or _NUMBER.match(text) or _BACK.match(text)):
                continue
            if len(pager) == _MOST_LINKS:
                break
            address = page.absolute(link.get("href") or "")
            if address is not None and urlsplit(address).netloc == urlsplit(page.url).netloc:
                pager.append((text, address))
    back = frozenset(urlsplit(address).path.rstrip("/") for _, address in pager)
    for text, address in pager:
        if not _BACK.match(text):
            if _is_next(address, page.url, back):
                return address
            if here is None:
                continue
            stem, number = here[1], int(here[2]) if here[2] else 1
            there = _PART.match(urlsplit(address).path)
            if (
                (
                    there is not None
                    and there[2]
                    and _same(there[1], stem, here[2])
                    and int(there[2]) in (number, number + 1)
                )
                and address != page.url
                and int(there[2]) > (number if here[2] else 0)
            ):
                return address
    return None


def _asked(url: str) -> tuple[tuple[str, ...], int]:
    """What an address asks for beside the page of it, path first, and the number of that page.

    Nothing without a query; `p` alone names an article (`/?p=318`) and no page of it.
    """
    if "?" not in url:
        return (), 0
    parts = urlsplit(url)
    query = parse_qsl(parts.query)
    paged = [pair for pair in query if pair[0].lower() in _PAGE_KEYS]
    paged = paged or [pair for pair in query if pair[0] == "p" and len(query) > 1]
    rest = tuple(f"{name}={value}" for name, value in query if (name, value) not in paged)
    number = paged[0][1] if paged else "1"
    return (parts.path, *rest), int(number) if number.isdecimal() and len(number) < 5 else 0


def _folder(url: str) -> tuple[str, int]:
    """The article's own address and the number of its part, where that is a folder or file behind it."""
    path = urlsplit(url).path
    match = _FOLDER.match(path)
    return (match[1] + (match[3] or ""), int(match[2])) if match else (path.rstrip("/"), 1)


def _is_next(address: str, url: str, back: frozenset[str]) -> bool:
    """Whether an address is the part after the one at `url`, by its query or its folder.

    `back` are the paths that the page's pager leads to: from a second part on, the first one is among them, which tells
    `/archives/31/2/` from the article after `/2016/0412/1`.
    """
    wanted, further = _asked(address)
    if wanted:
        asked, number = _asked(url) if "?" in url else ((urlsplit(url).path,), 1)
        return asked == wanted and further == number + 1
    stem, further = _folder(address)
    if stem == urlsplit(url).path.rstrip("/"):
        return further == 2
    first, number = _folder(url)
    return number >= 2 and (stem, further) == (first, number + 1) and first in back


def _same(there: str, stem: str, suffix: str | None) -> bool:
    return there == stem or (suffix is None and there == stem)


def is_part(address: str, of: str) -> bool:
    """Whether an address is a further page of the article at `of` (`24735_2.html` of `24735.html`)."""
    wanted, further = _asked(address)
    asked, page = _asked(of) if "?" in of else ((urlsplit(of).path,), 1)
    if wanted or "?" in of:
        return asked == wanted and further > page
    stem, further = _folder(address)
    if stem == urlsplit(of).path.rstrip("/") and further > 1:
        return True
    here, there = _PART.match(urlsplit(of).path), _PART.match(urlsplit(address).path)
    return here is not None and there is not None and there[1] == here[1] and bool(there[2])


def joined(article: Article, part: Article) -> Article:
    """The article with the text, pictures and attachments of its next part behind its own."""
    return replace(
        article,
        body="\n".join(filter(None, (article.body, part.body))) or None,
        html="\n".join(filter(None, (article.html, part.html))) or None,
        attachments=tuple(dict.fromkeys((*article.attachments, *part.attachments))),
        images=tuple(dict.fromkeys((*article.images, *part.images))),
        evidence={**{name: found for name, found in part.evidence.items() if name == "body"}, **article.evidence},
        views=part.views if article.views is None else article.views,
        counter=article.counter or part.counter,
        next_part=part.next_part,
    )
