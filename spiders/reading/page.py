"""One page, parsed once: its tree, its address, its lines of text."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from archiver.errors import UnreadablePage
from archiver.text.pinyin import is_obfuscated, readable
from spiders.reading.charset import decode
from spiders.reading.lines import Lines, lines_of

LARGEST = 16 * 1024 * 1024
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
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
# The same elements as lxml.html makes, without asking Python for the class of each one.
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
_READINGS = re.compile(r"[\u3400-\u9fff][(（]\s*[a-zü\u00e0-\u01dcɑɡ]{1,6}\d?\s*[)）]")
_TAG = re.compile(rb"<\s*[!/?]?[a-zA-Z]")
_CONTROL_BYTES = bytes(set(range(32)) - {0, 9, 10, 12, 13, 27})


@dataclass(frozen=True)
class Page:
    """A parsed page. The tree is shared by every reader and never changed."""

    url: str
    base_url: str
    """What relative links are resolved against: the page's address, or its `<base>`."""
    source: bytes
    """The whole source in UTF-8, whatever the server sent it in; control characters dropped."""
    tree: html.HtmlElement
    charset_declared: str | None
    charset_used: str

    @cached_property
    def text(self) -> str:
        """The whole source as text."""
        return self.source.decode("utf-8")

    @cached_property
    def lines(self) -> Lines:
        """The printed lines of the page in order; built on first use."""
        lines = lines_of(self.tree)
        if _is_obfuscated(lines):
            lines.obfuscated = True
            for line in lines:
                line.plain = readable(line.text, True)
        return lines

    @cached_property
    def machinery(self) -> bytes:
        """What a content management system leaves in its pages, for recognising it: addresses of scripts, styles,
        forms and links, inline scripts, metas, ids and classes, and the `<title>`.
        """
        parts: list[str] = [self.title_tag or ""]
        for element in self.tree.iter("script", "link", "form", "meta", "iframe"):
            if element.tag == "script":
                parts.append(element.get("src") or (element.text or "")[:800])
            else:
                parts.append(
                    element.get("href") or element.get("action") or element.get("src") or element.get("content") or ""
                )
        parts.extend(element.get("href") or "" for element in islice(self.tree.iter("a"), 60))
        parts.extend(element.get("src") or "" for element in islice(self.tree.iter("img"), 40))
        for element in self.lines.spans:
            parts.append(element.get("id") or "")
            parts.append(element.get("class") or "")
        return "\n".join(dict.fromkeys(parts)).encode("utf-8", "replace")

    @property
    def obfuscated(self) -> bool:
        """Whether readings in brackets were pushed into the text, as copies do to look different."""
        return self.lines.obfuscated

    @cached_property
    def title_tag(self) -> str | None:
        """The text of `<title>`, white space collapsed."""
        for element in self.tree.iter("title"):
            text = " ".join((element.text or "").split())
            if text:
                return text[:1000]
        return None

    @cached_property
    def meta(self) -> dict[str, str]:
        """The named `<meta>` values, names in lower case; the first of each name counts."""
        found: dict[str, str] = {}
        for element in self.tree.iter("meta"):
            name = element.get("name") or element.get("property") or element.get("itemprop")
            value = element.get("content")
            if name and value and value.strip():
                found.setdefault(name.strip().lower(), " ".join(value.split())[:2000])
        return found

    def absolute(self, address: str) -> str | None:
        """An address of this page in full; None where it is no http address."""
        address = address.strip().replace("\n", "").replace("\r", "").replace("\t", "")
        try:
            full = urljoin(self.base_url, address)
            parts = urlsplit(full)
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return None
        return full


def read_page(body: bytes, url: str, content_type: str | None = None) -> Page:
    """Parse one response into a `Page`.

    Raises `UnreadablePage` where the bytes are no page of text: nothing at all, another file format, binary data.
    """
    decoded = decode(_checked(body, url), content_type)
    if not _TAG.search(decoded.source, 0, 200_000):
        raise UnreadablePage(f"{url} is not an HTML page: it holds no tag; open the address to see what it serves.")
    try:
        tree = etree.fromstring(decoded.source, _PARSER)
    except etree.LxmlError as problem:
        raise UnreadablePage(f"{url} holds no readable HTML ({problem}); open the address to see it.") from problem
    if tree is None:
        raise UnreadablePage(f"{url} holds no readable HTML; open the address to see what it serves.")
    return Page(url, _base(tree, url), decoded.source, tree, decoded.declared, decoded.used)


def _is_obfuscated(lines: Lines) -> bool:
    bracketed = [line.text for line in lines if ("(" in line.text or "（" in line.text)]
    hits = 0
    for text in bracketed:
        hits += len(_READINGS.findall(text))
        if hits >= 5:
            return is_obfuscated("\n".join(line.text for line in lines))
    return False


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


def _base(tree: html.HtmlElement, url: str) -> str:
    for element in tree.iter("base"):
        address = element.get("href")
        if address:
            try:
                full = urljoin(url, address.strip())
            except ValueError:
                return url
            return full if full.startswith(("http://", "https://")) else url
    return url
