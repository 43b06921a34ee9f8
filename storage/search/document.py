"""What the index is told about one article."""

from dataclasses import dataclass


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
