"""What the index is told about one article."""

from dataclasses import dataclass, fields
from hashlib import blake2b
from operator import attrgetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One printing of an article, in the texts as printed; None is unknown."""

    id: int
    """The article; below 2**32."""
    work: int
    title: str
    body: str
    day: int | None
    """The printed day as YYYYMMDD; where only the month is printed, its day is 00 or 01."""
    views: int | None
    portal: str
    portal_title: str | None
    province: str | None
    channel: str | None
    year: int | None
    source: str | None
    author: str | None
    kind: str | None
    """The kind of portal: 计生协, 红十字会, …"""
    url: str
    gone: bool
    revised: bool
    reprinted: bool


def digest(document: Document) -> int:
    """64 bits, signed, that tell one state of an article from another: what the index is checked by."""
    told = "\x1f".join([_UNKNOWN if value is None else str(value) for value in _VALUES(document)])
    return int.from_bytes(blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


_UNKNOWN = "\x00"
_VALUES = attrgetter(*(field.name for field in fields(Document)))
