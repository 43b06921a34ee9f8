"""A mirror's text as it was before the mirror: what was put in is taken out, and every change is explained."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archiver.text import pinyin
from archiver.text.accidents import accidents
from archiver.text.characters import HAN, standards

Why = Literal["reading", "symbol", "byte-accident", "damaged", "comma", "spam"]
"""`reading`: pinyin in brackets; `symbol`: a sign in brackets; `byte-accident`: bytes shifted by the annotator, put
right and proved; `damaged`: shifted bytes without a proof, left as they stand; `comma`: a comma before punctuation;
`spam`: a line of keywords that belongs to no sentence."""

_COMMA = re.compile(r"[,，](?=\s?[,，。、；;：:”！？])")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_KEYWORDS = re.compile(r"[,_|，、\s]+")
_SENTENCE = re.compile(r"[。！？；：:;!?（）()《》“”]")
_FEWEST_KEYWORDS = 5
_LONGEST_KEYWORD = 20
_TRADITIONAL = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """`text[start:end]` of the text as captured, and what the clean text has in its place."""

    start: int
    end: int
    replacement: str
    why: Why


@dataclass(frozen=True, slots=True)
class Restored:
    """The clean text with its changes in order; applied to the text as captured, they give the clean text."""

    text: str
    changes: tuple[Change, ...]

    @property
    def damaged(self) -> bool:
        """Whether something in it could not be restored."""
        return any(change.why == "damaged" for change in self.changes)


def restore(text: str, obfuscated: bool | None = None) -> Restored:
    """The text without what a mirror did to it; unchanged unless the page as a whole is obfuscated.

    `obfuscated` is the verdict on the page, for its title and other short parts; None judges by `text`.
    """
    if obfuscated is None:
        obfuscated = pinyin.is_obfuscated(text)
    if not obfuscated:
        return Restored(text, ())
    changes: list[Change] = []
    for change in sorted(_changes(text), key=lambda change: (change.start, -change.end)):
        if not changes or change.start >= changes[-1].end:
            changes.append(change)
    parts: list[str] = []
    at = 0
    for change in changes:
        parts += text[at : change.start], change.replacement
        at = change.end
    return Restored("".join(parts) + text[at:], tuple(changes))


def _changes(text: str) -> Iterator[Change]:
    for accident in accidents(text):
        if accident.original is None:
            yield Change(accident.start, accident.end, text[accident.start : accident.end], "damaged")
        else:
            yield Change(accident.start, accident.end, accident.original, "byte-accident")
    for span in pinyin.spans(text, True):
        letters = any(character.isalnum() for character in text[span.start : span.end])
        yield Change(span.start, span.end, "", "reading" if letters else "symbol")
    for comma in _COMMA.finditer(text):
        yield Change(comma.start(), comma.end(), "", "comma")
    yield from _spam(text)


def _spam(text: str) -> Iterator[Change]:
    """The first and the last line where they are mere keywords in simplified characters under a traditional text."""
    lines = text.split("\n")
    if len(lines) < 3 or _traditional("\n".join(lines[1:-1])) < _TRADITIONAL:
        return
    if _is_spam(lines[0]):
        yield Change(0, len(lines[0]) + 1, "", "spam")
    if _is_spam(lines[-1]):
        yield Change(len(text) - len(lines[-1]) - 1, len(text), "", "spam")


def _is_spam(line: str) -> bool:
    words = [word for word in _KEYWORDS.split(line) if word]
    return (
        len(words) >= _FEWEST_KEYWORDS
        and max(map(len, words)) <= _LONGEST_KEYWORD
        and not _SENTENCE.search(line)
        and not pinyin.readings(line)
        and _HAN_CHARACTER.search(line) is not None
        and _traditional(line) == 0
    )


def _traditional(text: str) -> float:
    """The share of Han characters that simplified texts write otherwise."""
    han = _HAN_CHARACTER.findall(text)
    variants = standards()
    return sum(character in variants for character in han) / len(han) if han else 0.0
