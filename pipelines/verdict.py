"""What an article is to the archive: pure decisions over what the archive already holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from archiver.text.characters import standards
from pipelines.deduplicate import SHORT, Identity

Standing = Literal["new", "unchanged", "revision", "reverted"]
Relation = Literal["first", "exact", "near", "contained-lead", "contained-in-page"]

_TRADITIONAL = 0.05


def standing(fingerprint: int, current: int | None, earlier: Sequence[int]) -> Standing:
    """What a text is to its own page: `current` is the text shown last, `earlier` all texts it ever showed."""
    if current is None:
        return "new"
    if fingerprint == current:
        return "unchanged"
    return "reverted" if fingerprint in earlier else "revision"


@dataclass(frozen=True, slots=True)
class Printing:
    """A printing in the archive whose text key equals that of the article in question."""

    article_id: int
    day: date | None


def exact_reprints(identity: Identity, day: date | None, printings: Sequence[Printing]) -> list[Printing]:
    """The printings that this article repeats word for word, in their order; a short one on the same day only."""
    if identity.length >= SHORT:
        return list(printings)
    return [printing for printing in printings if day is not None and printing.day == day]


@dataclass(frozen=True, slots=True, order=True)
class Rank:
    """What makes one printing stand for its work: the smallest does."""

    obfuscated: bool
    undated: bool
    published: datetime
    traditional: bool
    url: str


def rank(url: str, text: str, obfuscated: bool, published: datetime | None, never: datetime) -> Rank:
    """The rank of a full printing: unobfuscated first, then the earliest, then the simplified one.

    `never` stands for an unknown time and must be one value for all that are compared.
    """
    return Rank(obfuscated, published is None, published or never, is_traditional(text), url)


def is_traditional(text: str) -> bool:
    """Whether the text is printed in traditional characters."""
    variants = standards()
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return sum(character in variants for character in text) > _TRADITIONAL * han
