"""From bytes to text: which character set a page really uses, whatever it says."""

import re
from dataclasses import dataclass

from w3lib.encoding import resolve_encoding

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROL = bytes((*range(9), 11, 12, *range(14, 32), 127))
_UPPER_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_MARK = b"\xef\xbb\xbf"
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_SAMPLE = 3_000
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_INSIDE = re.compile(
    rb"""<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']?\s*([\w.:-]{1,40})|<meta\b[^>]{0,400}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "這為個國時來們對會發動說產種後學經關係實與開業門問間體當機進處點現樣從長應幹東車書報"
    "新闻动态通知公告首页关联系协版权有计划育市县省区网站点击浏览次数发布间新聞動態協版權計劃縣區網站"
    "，。：、（）《》“”　"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page with the character set it was read in."""

    source: bytes
    """The text in UTF-8."""
    declared: str | None
    """The character set that the header or the page names, as written there; None where neither names one."""
    used: str
    """The one it was read in, as Python calls it."""

    @property
    def text(self) -> str:
        return self.source.decode("utf-8")


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of a page, control characters dropped; never raises.

    A byte order mark decides. Otherwise text that is valid UTF-8 is UTF-8 (bytes of another set hardly ever are), then
    the declared set where the bytes fit it, then whichever of GB18030, Big5 and UTF-8 gives the most everyday
    characters. GB2312 and GBK are read as GB18030, which contains them.
    """
    written = written_charset(body, content_type)
    for mark, name in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(name, "replace")
            return Decoded(_clean(text.encode("utf-8", "replace").translate(None, _CONTROL)), written, name)
    body = body.translate(None, _CONTROL)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        used = _best(body, resolve_encoding(written) if written else None)
        return Decoded(
            _clean(body.decode(used, "replace").encode("utf-8", "replace").translate(None, _CONTROL)), written, used
        )
    return Decoded(_clean(body, "\ufeff" in text), written, "utf-8")


def written_charset(body: bytes, content_type: str | None) -> str | None:
    """The name of a character set as the header writes it, else as the beginning of the page does."""
    named = _HEADER.search(content_type) if content_type else None
    if named is not None:
        return named[1]
    found = _INSIDE.search(body, 0, 4096)
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _clean(source: bytes, marked: bool = True) -> bytes:
    """UTF-8 without the upper control characters and byte order marks."""
    if b"\xc2" in source:
        source = _UPPER_CONTROL.sub(b"", source)
    return source.replace(_MARK, b"") if marked else source


def _best(body: bytes, declared: str | None) -> str:
    first = _NOT_ASCII.search(body)
    sample = body[first.start() : first.start() + _SAMPLE] if first else b""
    if declared and declared != "utf-8" and _plausible(sample, declared, declared) >= 0.4:
        return declared
    names = ["utf-8", "gb18030", "big5hkscs"]
    if declared and declared not in names and declared.startswith(("utf-16", "euc", "shift", "iso-2022", "cp", "big5")):
        names.append(declared)
    return max(names, key=lambda name: _plausible(sample, name, declared))


def _plausible(sample: bytes, name: str, declared: str | None) -> float:
    """Share of everyday Chinese characters among those outside ASCII; what cannot be decoded counts against it."""
    try:
        text = sample.decode(name, "replace")
    except LookupError:
        return -1.0
    other = [c for c in text if c >= "\x80"]
    if not other:
        return 0.0
    common = sum(c in _COMMON for c in other)
    broken = text.count("\ufffd")
    return (common - 2 * broken) / len(other) + (0.05 if name == declared else 0.0)
