"""One page, parsed once: its tree, its address, its lines of text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree

from archiver.errors import UnreadablePage
from archiver.text.pinyin import is_obfuscated, readable
from spiders.reading.answer import page_of_answer
from spiders.reading.charset import decode
from spiders.reading.lines import Lines, lines_of

LARGEST = 16 * 1024 * 1024
LONGEST_ADDRESS = 8_000
_MOST_SAID = 500
"""Metas and titles of a page that are looked at."""
_MOST_PARTS = 2_000
"""Scripts, links, forms, metas and frames of a page that its system is recognised by."""
_OTHER_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"Rar!", "a RAR file"),
    (b"7z\xbc\xaf", "a 7z file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"{\\rtf", "an RTF file"),
    (b"ID3", "a sound file"),
    (b"\x00\x00\x00 ftyp", "a video file"),
)
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False)
_READINGS = re.compile(r"[(（](?<=[\u3400-\u9fff].)\s*[a-zü\u00e0-\u01dcɑɡ]{1,6}\d?\s*[)）]")
_TAG = re.compile(rb"<\s*[!/?]?[a-zA-Z]")
_CLASSES = etree.XPath("//@class", smart_strings=False)
_HIDES = etree.XPath("boolean(//@hidden)")
_IDS = etree.XPath("//@id", smart_strings=False)
_CONTROL_BYTES = bytes(set(range(32)) - {0, 9, 10, 12, 13, 27})


@dataclass(frozen=True)
class Page:
    """A parsed page. The tree is shared by every reader and never changed."""

    url: str
    base_url: str
    """What relative links are resolved against: the page's address, or its `<base>`."""
    source: bytes
    """The whole source in UTF-8, whatever the server sent it in; control characters dropped."""
    tree: etree._Element
    charset_declared: str | None
    charset_used: str
    title_tag: str | None
    """The text of `<title>`, white space collapsed."""
    meta: Mapping[str, str]
    """The named `<meta>` values, names in lower case; the first of each name counts."""
    answered: bool = False
    """Whether it was made of a script's answer, which is never an article."""

    @cached_property
    def text(self) -> str:
        """The whole source as text."""
        return self.source.decode("utf-8")

    @cached_property
    def lines(self) -> Lines:
        """The printed lines of the page in order; built on first use."""
        lines = lines_of(self.tree, b" hidden" in self.source and _HIDES(self.tree))
        if _is_obfuscated(lines.plain):
            lines.obfuscated = True
            for line in lines:
                line.plain = readable(line.text, True)
            del lines.plain
        return lines

    @cached_property
    def machinery(self) -> str:
        """What a content management system leaves in its pages, for recognising it: addresses of scripts, styles,
        forms and links, inline scripts, metas, tags, ids and classes, the `<title>`, its own address.
        """
        # The lines come first: they hold the blocks, and lxml lets go of an element in a deep tree quickly only while
        # one right around it is held.
        parts: set[str | None] = {self.title_tag, self.url, *(str(element.tag) for element in self.lines.spans)}
        for element in islice(self.tree.iter("script", "link", "form", "meta", "iframe"), _MOST_PARTS):
            if element.tag == "script":
                parts.add(element.get("src") or (element.text or "")[:300])
            else:
                parts.add(element.get("href") or element.get("action") or element.get("src") or element.get("content"))
        parts.update(element.get("href") for element in islice(self.tree.iter("a"), 40))
        parts.update(element.get("src") for element in islice(self.tree.iter("img"), 16))
        parts.update(cast(list[str], _CLASSES(self.tree)))
        parts.update(cast(list[str], _IDS(self.tree)))
        return "\n" + "\n".join(filter(None, parts))

    @property
    def obfuscated(self) -> bool:
        """Whether readings in brackets were pushed into the text, as copies do to look different."""
        return self.lines.obfuscated

    def absolute(self, address: str) -> str | None:
        """An address of this page in full; None where it is no http address, or longer than any server takes."""
        return _full(self.base_url, address) if len(address) <= LONGEST_ADDRESS else None


def read_page(body: bytes, url: str, content_type: str | None = None) -> Page:
    """Parse one response into a `Page`.

    Raises `UnreadablePage` where the bytes are no page of text: nothing at all, another file format, binary data.
    """
    decoded = decode(_checked(body, url), content_type)
    answer = page_of_answer(decoded.source)
    source = answer or decoded.source
    if not _TAG.search(source, 0, 200_000):
        raise UnreadablePage(f"{url} is not an HTML page: it holds no tag; open the address to see what it serves.")
    try:
        tree = etree.fromstring(source, _PARSER)
    except etree.LxmlError as problem:
        raise UnreadablePage(f"{url} holds no readable HTML ({problem}); open the address to see it.") from problem
    if tree is None:
        raise UnreadablePage(f"{url} holds no readable HTML; open the address to see what it serves.")
    base_url, title, meta = _said(tree, url)
    return Page(url, base_url, source, tree, decoded.declared, decoded.used, title, meta, answer is not None)


@lru_cache(2048)
def _full(base_url: str, address: str) -> str | None:
    """Each reader of a page asks for the same links again."""
    address = address.strip().replace("\n", "").replace("\r", "").replace("\t", "")
    try:
        full = urljoin(base_url, address)
        parts = urlsplit(full)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return full


def _is_obfuscated(text: str) -> bool:
    return ("(" in text or "（" in text) and len(_READINGS.findall(text)) >= 5 and is_obfuscated(text)


def _checked(body: bytes, url: str) -> bytes:
    head = body[:1024].lstrip()
    if not head.strip(b"\x00"):
        raise UnreadablePage(f"{url} is empty: the server sent no page; fetch it again.")
    for mark, name in _OTHER_FORMATS:
        if head.startswith(mark):
            raise UnreadablePage(f"{url} is {name}, not an HTML page; it can only be kept as an attachment.")
    if not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        control = len(head) - len(head.translate(None, _CONTROL_BYTES))
        if control > len(head) // 10:
            raise UnreadablePage(f"{url} is binary data, not an HTML page; it can only be kept as an attachment.")
    return body[:LARGEST]


def _said(tree: etree._Element, url: str) -> tuple[str, str | None, dict[str, str]]:
    """What a page says of itself: the address that its links are relative to, its title, its metas."""
    base: str | None = None
    title: str | None = None
    meta: dict[str, str] = {}
    for element in islice(tree.iter("title", "meta", "base"), _MOST_SAID):
        if element.tag == "meta":
            name = element.get("name") or element.get("property") or element.get("itemprop")
            value = element.get("content")
            if name and value and value.strip():
                meta.setdefault(name.strip().lower(), " ".join(value.split())[:2000])
        elif element.tag == "title":
            title = title or " ".join((element.text or "").split())[:1000] or None
        else:
            base = base or element.get("href")
    return _base(base, url), title, meta


def _base(address: str | None, url: str) -> str:
    if not address:
        return url
    try:
        full = urljoin(url, address.strip())
    except ValueError:
        return url
    return full if full.startswith(("http://", "https://")) else url
