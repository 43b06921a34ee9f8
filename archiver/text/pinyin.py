"""Readings that a mirror writes in brackets behind Chinese characters: 計(jì)生(shēng).

A bracket counts as a reading only where its whole content is a reading of the very character before it, in any tone:
copies give each character one fixed reading, right or wrong in its context. (km), (一) and (2011—2015年度) stay.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from archiver.text.characters import HAN, forms

OBFUSCATED_READINGS = 5
OBFUSCATED_SHARE = 0.03
"""A text is obfuscated from this many readings and this share of its Han characters on. Copies made to hide their
origin have 14–41 %; an honest article with a few glossed rare characters stays below both."""

_LETTERS = r"[A-Za-zＡ-Ｚａ-ｚÀ-ɏḀ-ỿɑɡ\u0300-\u036f]{1,16}"
READING = rf"\s*{_LETTERS}\s*[0-5０-５]?\s*"
"""What may stand in such a bracket, as a regular expression."""
_GROUP = re.compile(rf"[(（]({READING})[)）]")
# The bracket first and what stands before it second: that is looked for many times faster.
_FIRST = re.compile(rf"[(（](?<=[{HAN}][(（])({READING})[)）]")
_HALF = re.compile(rf"(?<=[{HAN}])(?:[(（]({READING})(?=…|\.\.|\n|$)|({READING})[)）])")
_SYMBOL = re.compile(rf"[(（](?<=[{HAN})）][(（])([^\w\s()（）]{{1,8}})[)）]")
_HAN = re.compile(f"[{HAN}]")
_TONES = frozenset("\u0300\u0301\u0304\u0306\u030c")
_GLOSSED_RUN = 4
"""So many readings behind so many neighbouring characters are a teaching text, not a disguise: a copy annotates at
most four characters in ten, a primer all of them."""


class Span(NamedTuple):
    """One bracket that is to go: `text[start:end]`, brackets included."""

    start: int
    end: int
    toned: bool
    """Whether it shows a tone, or is a reading that has none (了(le)): proof enough wherever it stands."""


def readings(text: str) -> list[Span]:
    """The bracketed readings of the characters before them, in order; repeated ones (國(guo)(guo)) one by one."""
    return list(_readings(text)) if _may_have_readings(text) else []


@lru_cache(maxsize=2)
def _readings(text: str) -> tuple[Span, ...]:
    """Kept for a moment: a page is first judged by its readings and then freed of them."""
    return tuple(_verified(text))


def has_readings(text: str) -> bool:
    """Whether there is any."""
    return _may_have_readings(text) and any(True for _ in _verified(text))


def is_obfuscated(text: str) -> bool:
    """Whether so many characters carry their reading that it can only be meant to hide where the text is from."""
    return _is_obfuscated(text, readings(text))


def readable(text: str, obfuscated: bool | None = None) -> str:
    """The text as a person wants to read it: unchanged, or without the readings where it is obfuscated.

    `obfuscated` is the verdict on the page as a whole, for its title and other short parts; None judges by `text`.
    """
    if obfuscated is None:
        obfuscated = is_obfuscated(text)
    return remove(text, spans(text, True)) if obfuscated else text


def spans(text: str, obfuscated: bool | None = None) -> list[Span]:
    """What a comparison leaves out, in order: readings with a tone; all readings, cut ones (計(jì…) and bracketed
    symbols (✒) where the text is obfuscated. `obfuscated` as for `readable`."""
    if not _may_have_readings(text):
        return []
    found = readings(text)
    if obfuscated is None:
        obfuscated = _is_obfuscated(text, found)
    if not obfuscated:
        return [span for span in found if span.toned]
    taken = {span.start for span in found}
    extra = [span for span in (*_halves(text), *_symbols(text)) if span.start not in taken]
    merged: list[Span] = []
    for span in sorted((*found, *extra), key=lambda span: span.start):
        if not merged or span.start >= merged[-1].end:
            merged.append(span)
    return merged


def remove(text: str, cuts: list[Span]) -> str:
    """The text without these spans."""
    kept, start = [], 0
    for cut in cuts:
        kept.append(text[start : cut.start])
        start = cut.end
    return "".join(kept) + text[start:] if cuts else text


def _may_have_readings(text: str) -> bool:
    return "(" in text or ")" in text or "（" in text or "）" in text


def _verified(text: str) -> Iterator[Span]:
    for first in _FIRST.finditer(text):
        start, end = first.span()
        character, group = text[start - 1], first
        while (toned := _verify(character, group[1])) is not None:
            yield Span(start, end, toned)
            start = end
            repeated = _GROUP.match(text, start) if text.startswith(("(", "（"), start) else None
            if repeated is None:
                break
            group, end = repeated, repeated.end()


def _halves(text: str) -> Iterator[Span]:
    for half in _HALF.finditer(text):
        if _verify(text[half.start() - 1], half[1] or half[2]) is not None:
            yield Span(half.start(), half.end(), True)


def _symbols(text: str) -> Iterator[Span]:
    for group in _SYMBOL.finditer(text):
        if any(unicodedata.category(character) == "So" for character in group[1]):
            yield Span(group.start(), group.end(), False)


def _is_obfuscated(text: str, found: list[Span]) -> bool:
    if len(found) < OBFUSCATED_READINGS:
        return False
    annotated: list[tuple[int, int]] = []
    for span in found:
        if annotated and annotated[-1][1] == span.start:
            annotated[-1] = (annotated[-1][0], span.end)
        else:
            annotated.append((span.start, span.end))
    runs: list[int] = []
    previous = -1
    for start, end in annotated:
        # Between two neighbours of a run stands the next character and nothing else that is Han.
        if previous >= 0 and not _HAN.search(text, previous, start - 1):
            runs[-1] += 1
        else:
            runs.append(1)
        previous = end
    glossed = sum(run for run in runs if run >= _GLOSSED_RUN)
    hits = len(annotated) - glossed
    if hits < OBFUSCATED_READINGS or hits >= OBFUSCATED_SHARE * len(text):
        return hits >= OBFUSCATED_READINGS
    return hits >= OBFUSCATED_SHARE * (len(_HAN.findall(text)) - glossed)


@lru_cache(maxsize=1 << 16)
def _verify(character: str, reading: str) -> bool | None:
    """Whether `reading` shows its tone; None where it is no reading of `character`."""
    known = known_readings(character)
    bare = bare_reading(reading)
    if bare not in known:
        return None
    marks = unicodedata.normalize("NFKD", reading)
    toned = any(mark in _TONES for mark in marks) or any(mark.isdigit() for mark in marks)
    return toned or known[bare]


@cache
def known_readings(character: str) -> dict[str, bool]:
    """Bare readings of a character in any of its forms, and whether one is spoken without a tone."""
    # Imported when the first bracket turns up: it takes 0.2 s, and few pages need it.
    from pypinyin.pinyin_dict import pinyin_dict

    known: dict[str, bool] = {}
    for form in forms(character):
        for reading in pinyin_dict.get(ord(form), "").split(","):
            if bare := bare_reading(reading):
                toneless = not any(mark in _TONES for mark in unicodedata.normalize("NFKD", reading))
                known[bare] = known.get(bare, False) or toneless
    return known


def bare_reading(reading: str) -> str:
    """The letters of a reading without its tone: `nǚ` and `nv3` are `nu`."""
    letters = unicodedata.normalize("NFKD", reading).lower().replace("ɑ", "a").replace("ɡ", "g").replace("v", "u")
    return "".join(letter for letter in letters if "a" <= letter <= "z")
