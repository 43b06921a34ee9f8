"""Frames: what a page shows of another page of its host, as its text or as its list."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from archiver.items import Article, Evidence
from spiders.reading.attachments import read_attachments, read_images
from spiders.reading.body import Body, trimmed
from spiders.reading.clean import clean_html
from spiders.reading.evidence import css_path
from spiders.reading.head import Head
from spiders.reading.links import is_junk
from spiders.reading.page import Page

MOST = 12
SHORTEST = 40
"""A text shorter than this beside a frame is what stands around the frame."""
_BESIDE = re.compile(
    r"(?:^|[\W_])(?:visit|count|hits?|log-?in|user|tree|share|foot|bottom|top|head|banner|logo|nav|menu|left|right|side|"
    r"ads?|map|weather|tianqi|search|vote|stat|tongji|calendar|rili|video|player|clock|link|qq|kefu|comment|pinglun)"
    r"(?=$|[\W_\d]|er\b|bar|count|frame|list)|visit_?count",
    re.IGNORECASE,
)
_TINY = re.compile(r"^\s*[0-9]\s*(?:px)?\s*$")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


_MOST_LOOKED_AT = 200


def frame_addresses(page: Page) -> tuple[str, ...]:
    """The pages of the same host that this one shows in frames: all parts of a frameset, and of other frames those that
    are not named after a counter, a login, a menu, a footer and the like.
    """
    return tuple(dict.fromkeys(address for _, address in _frames(page)))[:MOST]


def _frames(page: Page) -> Iterator[tuple[etree._Element, str]]:
    if b"frame" not in page.source and b"FRAME" not in page.source:
        return
    for frame in islice(page.tree.iter("frame", "iframe"), _MOST_LOOKED_AT):
        written = (frame.get("src") or "").strip()
        address = page.absolute(written) if written else None
        if address is None or urlsplit(address).netloc != urlsplit(page.url).netloc:
            continue
        address = address.split("#", 1)[0]
        if address != page.url.split("#", 1)[0] and not is_junk(address, "") and not _is_beside(frame, address):
            yield frame, address


def _is_beside(frame: etree._Element, address: str) -> bool:
    if frame.tag == "frame":
        return False
    if _HIDDEN.search(frame.get("style") or "") or any(
        _TINY.match(frame.get(side) or "") for side in ("width", "height")
    ):
        return True
    names = (frame.get("id") or "", frame.get("name") or "", urlsplit(address).path)
    return any(_BESIDE.search(name) for name in names)


def framed_text(page: Page, head: Head, text: Body | None) -> str | None:
    """The address of the frame under an article's title that shows its text; None where the page has one itself, or a
    picture in its place.
    """
    if not head.title or (
        text is not None and (text.images or sum(len(line.text) + 1 for line in text.lines) > SHORTEST)
    ):
        return None
    shown = {frame: address for frame, address in _frames(page) if frame.tag == "iframe"}
    anchor = head.info[-1].line.block if head.info else head.title[-1].block
    below = False
    for element in page.tree.iter() if shown else ():
        below = below or element is anchor
        if below and element in shown:
            return shown[element]
    return None


def whole_text(page: Page) -> Article:
    """A page that has no head of its own, as the text of the page that shows it: all its lines, furniture dropped."""
    lines = page.lines
    container = next((body for body in page.tree.iter("body") if body in lines.spans), page.tree)
    text: Body = trimmed(lines, container, 0, len(lines), Head(), "frame")
    words = text.text()
    return Article(
        url=page.url,
        body=words,
        html=clean_html(text, lines, page),
        attachments=read_attachments(text, lines, page),
        images=read_images(text, page),
        evidence={"body": Evidence("frame", f"{page.url} {css_path(container)}"[:300], words[:200])} if words else {},
    )
