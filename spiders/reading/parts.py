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

_NEXT = re.compile(r"^\s*(?:" + both("下一页|下页|下一頁") + r"|>|»|›)\s*[>»›]*\s*$")
_NUMBER = re.compile(r"^[\[【]?\s*(\d{1,3})\s*[\]】]?$")
_PAGE_KEYS = frozenset(("page", "pageno", "pageindex"))
_PART = re.compile(r"^(.*?)(?:[_-](\d{1,3}))?(\.\w+)$")


def next_part(page: Page, body: Body) -> str | None:
    """The following page of the same article; None on the last one, and for neighbours that are other articles."""
    here = _PART.match(urlsplit(page.url).path)
    if here is None:
        return None
    stem, number = here[1], int(here[2]) if here[2] else 1
    asked = _asked(page.url)
    for line in page.lines[body.first : min(len(page.lines), max(body.limit, body.last) + 6)]:
        if len(line.text) > 200:
            continue
        for link in line.links:
            text = "".join(pieces(link)).strip()
            if not (_NEXT.match(text) or _NUMBER.match(text)):
                continue
            address = page.absolute(link.get("href") or "")
            if address is None or urlsplit(address).netloc != urlsplit(page.url).netloc:
                continue
            if asked[0] and _asked(address) == (asked[0], asked[1] + 1):
                return address
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
    """What a query asks for beside the page of it, path first, and the number of that page; nothing without a query."""
    if "?" not in url:
        return (), 0
    parts = urlsplit(url)
    query = parse_qsl(parts.query)
    rest = tuple(f"{name}={value}" for name, value in query if name.lower() not in _PAGE_KEYS)
    number = next((value for name, value in query if name.lower() in _PAGE_KEYS), "1")
    return ((parts.path, *rest) if rest else ()), int(number) if number.isdecimal() and len(number) < 5 else 0


def _same(there: str, stem: str, suffix: str | None) -> bool:
    return there == stem or (suffix is None and there == stem)


def is_part(address: str, of: str) -> bool:
    """Whether an address is a further page of the article at `of` (`24735_2.html` of `24735.html`)."""
    (asked, page), (wanted, further) = _asked(of), _asked(address)
    if asked:
        return asked == wanted and further > page
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
