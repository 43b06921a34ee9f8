"""Files and pictures that an article offers."""

import re
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree

from archiver.items import Attachment
from spiders.reading.body import Body, documents
from spiders.reading.lines import Lines, pieces
from spiders.reading.links import has_file, is_file_link
from spiders.reading.page import Page

MOST = 200
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,5})(?:$|[?#&])")
_KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
        pdf doc docx xls xlsx ppt pptx wps et dps ofd zip rar 7z txt rtf csv mp3 mp4 jpg jpeg png gif tif tiff
        wmv wma avi flv mov m4a m4v webm
        """,
    )
)
_PICTURES = frozenset(("jpg", "jpeg", "png", "gif", "bmp", "webp"))
_LAZY = ("data-original", "data-src", "data-lazy-src", "data-url", "orisrc", "vurl", "zoomfile", "file", "src")


def read_attachments(body: Body, lines: Lines, page: Page) -> tuple[Attachment, ...]:
    """Links to files in the text and in the lines between it and the neighbours, in page order, each address once."""
    found: dict[str, Attachment] = {}
    for line in lines[body.first : max(body.limit, body.last)]:
        for link in line.links if has_file(line) else ():
            if len(found) >= MOST or not is_file_link(link):
                continue
            address = page.absolute(link.get("href") or "")
            if address is None or address in found:
                continue
            name = _name(link, address)
            kind = _type(name) or _type(urlsplit(address).path) or _type(address)
            if kind in _PICTURES and link.find(".//img") is not None:
                continue
            found[address] = Attachment(name, address, kind)
    for written in islice(documents(body.container), MOST - len(found)):
        address = page.absolute(written)
        if address is not None and address not in found:
            name = unquote(urlsplit(address).path.rsplit("/", 1)[-1])[:300]
            found[address] = Attachment(name, address, _type(name) or _type(address))
    return tuple(found.values())


def read_images(body: Body, page: Page) -> tuple[str, ...]:
    """Full addresses of the pictures in the text, lazily loaded ones by their real address."""
    found: dict[str, None] = {}
    for image in body.images[:MOST]:
        for name in _LAZY:
            value = image.get(name)
            if value and not value.startswith("data:"):
                address = page.absolute(value)
                if address is not None:
                    found.setdefault(address)
                    break
    return tuple(found)


def _name(link: etree._Element, address: str) -> str:
    named = link.get("sudyfile-attr")
    if named:
        match = re.search(r"""title['"]?\s*:\s*['"]([^'"]+)""", named)
        if match:
            return match[1][:300]
    text = " ".join("".join(pieces(link)).split())
    title = " ".join((link.get("title") or link.get("textvalue") or "").split())
    name = title if text.endswith(("...", "…")) and title else text or title
    return (name or unquote(urlsplit(address).path.rsplit("/", 1)[-1]))[:300]


def _type(text: str) -> str | None:
    match = None
    for match in _EXTENSION.finditer(text):  # noqa: B007 the last one counts
        pass
    kind = match[1].lower() if match else None
    return kind if kind in _KNOWN else None
