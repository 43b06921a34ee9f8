"""A captured page as it was sent, made fit to be looked at: nothing in it runs, leads away or is fetched.

It is shown in a frame under `Content-Security-Policy: sandbox`, which alone would do. What a browser would only report
as blocked is taken out beforehand, and pictures whose bytes are kept are put into the page itself, so that the frame
needs no address but its own.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import urljoin

from lxml import etree, html

POLICY = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
MOST_PICTURES = 8 << 20
"""So many bytes of pictures are put into one page."""
_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
)
_GONE = ("script", "base", "iframe", "frame", "object", "embed", "applet", "link", "noscript")
_LEADS = ("href", "src", "srcset", "action", "formaction", "background", "data", "poster", "ping", "xlink:href", "cite")
_ADDRESS_IN_STYLE = re.compile(r"url\s*\([^)]*\)|@import[^;]*;?|image-set\s*\([^)]*\)|expression\s*\(", re.IGNORECASE)


def picture_type(data: bytes) -> str | None:
    """The media type of a picture that may be shown, by its first bytes; None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((name for mark, name in _TYPES if data.startswith(mark)), None)


def replay(source: str, address: str, kept: Callable[[str], bytes | None]) -> bytes:
    """The page as UTF-8, to be sent under `POLICY`. `kept` gives the bytes of a picture by its full address."""
    try:
        tree = html.document_fromstring(source)
    except etree.ParserError:
        # Nothing in it that could be shown.
        tree = html.document_fromstring("<p></p>")
    left = MOST_PICTURES
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _GONE or (element.tag == "meta" and element.get("http-equiv")):
            element.drop_tree() if element.getparent() is not None else None
            continue
        picture = element.get("src", "") if element.tag == "img" else ""
        for name in list(element.attrib):
            lower = str(name).lower()
            if lower.startswith("on") or lower in _LEADS or lower.endswith("}href"):
                del element.attrib[name]
            elif lower == "style":
                element.set(name, _ADDRESS_IN_STYLE.sub("", element.get(name, "")))
        if element.tag == "style" and element.text:
            element.text = _ADDRESS_IN_STYLE.sub("", element.text)
        data = _picture(picture, address, kept) if picture else None
        kind = picture_type(data) if data else None
        if data and kind and len(data) <= left:
            left -= len(data)
            element.set("src", f"data:{kind};base64,{b64encode(data).decode()}")
    head = tree.find("head")
    if head is None:
        head = html.Element("head")
        tree.insert(0, head)
    head.insert(0, html.Element("meta", {"charset": "utf-8"}))
    return bytes(etree.tostring(tree, encoding="utf-8", method="html", doctype="<!doctype html>"))


def _picture(source: str, address: str, kept: Callable[[str], bytes | None]) -> bytes | None:
    try:
        return kept(urljoin(address, source.strip()))
    except ValueError:
        return None
