"""What an article is to the archive: pure decisions over what the archive already holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.deduplicate import Identity

RULE_VERSION = 1
SHORT = 60
"""A text shorter than this (a picture page, 见附件) is the same article only with the same title and day."""

Standing = Literal["new", "unchanged", "revision", "reverted"]


def standing(fingerprint: str, current: str | None, earlier: Sequence[str]) -> Standing:
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
    work_id: int
    title_key: str
    day: date | None


def exact_reprint(identity: Identity, day: date | None, printings: Sequence[Printing]) -> Printing | None:
    """The printing that this article repeats word for word, the earliest taken in first; None if there is none."""
    if identity.length >= SHORT:
        return printings[0] if printings else None
    alike = (
        printing
        for printing in printings
        if printing.title_key == identity.title_key and day is not None and printing.day == day
    )
    return next(alike, None)
