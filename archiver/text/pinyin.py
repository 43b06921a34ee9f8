"""Readings that a mirror writes in brackets behind Chinese characters: 計(jì)生(shēng).

A bracket counts as a reading only where its whole content is a reading of the very character before it, in any tone:
copies give each character one fixed reading, right or wrong in its context. (km), (一) and (2011—2015年度) stay.
"""

import os
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
_BRACKETS = ("(", "（")
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


_span = tuple.__new__
"""Makes one in half the time that `Span(…)` takes: an obfuscated page has hundreds."""


def readings(text: str) -> list[Span]:
    """The bracketed readings of the characters before them, in order; repeated ones (國(guo)(guo)) one by one."""
    return list(_readings(text)) if _may_have_readings(text) else []


@lru_cache(maxsize=2)
def _readings(text: str) -> tuple[Span, ...]:
    """Kept for a moment: a page is first judged by its readings and then freed of them."""
    found: list[Span] = []
    for first in _FIRST.finditer(text):
        start, end = first.span()
        toned = _verdicts[text[start - 1 : end]]
        if toned is None:
            continue
        found.append(_span(Span, (start, end, toned)))
        while text.startswith(_BRACKETS, end) and (repeated := _GROUP.match(text, end)):
            toned = _verdicts[text[start - 1] + repeated[0]]
            if toned is None:
                break
            end = repeated.end()
            found.append(_span(Span, (repeated.start(), end, toned)))
    return tuple(found)


def has_readings(text: str) -> bool:
    """Whether there is any."""
    return _may_have_readings(text) and any(
        _verdicts[text[first.start() - 1 : first.end()]] is not None for first in _FIRST.finditer(text)
    )


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
    # A look at the text without them tells whether there is more: mostly there is not.
    left = remove(text, found)
    if not (_may_have_readings(left) and (any(_halves(left)) or any(_symbols(left)))):
        return found
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


def _halves(text: str) -> Iterator[Span]:
    for half in _HALF.finditer(text):
        if _verdicts[f"{text[half.start() - 1]}({half[1] or half[2]})"] is not None:
            yield Span(half.start(), half.end(), True)


def _symbols(text: str) -> Iterator[Span]:
    for group in _SYMBOL.finditer(text):
        if any(unicodedata.category(character) == "So" for character in group[1]):
            yield Span(group.start(), group.end(), False)


def _is_obfuscated(text: str, found: list[Span]) -> bool:
    if len(found) < OBFUSCATED_READINGS:
        return False
    runs: list[int] = []
    previous = -1
    for start, end, _ in found:
        if start != previous:
            # Between two neighbours of a run stands the next character and nothing else that is Han.
            if runs and not _HAN.search(text, previous, start - 1):
                runs[-1] += 1
            else:
                runs.append(1)
        previous = end
    hits = sum(run for run in runs if run < _GLOSSED_RUN)
    glossed = sum(runs) - hits
    if hits < OBFUSCATED_READINGS or hits >= OBFUSCATED_SHARE * len(text):
        return hits >= OBFUSCATED_READINGS
    return hits >= OBFUSCATED_SHARE * (len(_HAN.findall(text)) - glossed)


class _Verdicts(dict[str, bool | None]):
    """Whether a character's bracket (計(jì)) shows a tone; None where what it holds is no reading of the character."""

    def __missing__(self, annotated: str) -> bool | None:
        if len(self) == _REMEMBERED:
            self.clear()
        toned = self[annotated] = _shows_tone(annotated[0], annotated[2:-1])
        return toned


_REMEMBERED = 1 << 16
_verdicts = _Verdicts()


def _shows_tone(character: str, reading: str) -> bool | None:
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
    known: dict[str, bool] = {}
    for form in forms(character):
        for reading in pronunciations().get(ord(form), "").split(","):
            if bare := bare_reading(reading):
                toneless = not any(mark in _TONES for mark in unicodedata.normalize("NFKD", reading))
                known[bare] = known.get(bare, False) or toneless
    return known


@cache
def pronunciations() -> dict[int, str]:
    """By code point, all that a character is read as, with commas between."""
    # The package's phrases are of no use here, and take 44 MB and 0.2 s.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    # Imported when the first bracket turns up: few pages need it.
    from pypinyin.pinyin_dict import pinyin_dict

    return pinyin_dict


def bare_reading(reading: str) -> str:
    """The letters of a reading without its tone: `nǚ` and `nv3` are `nu`."""
    letters = unicodedata.normalize("NFKD", reading).lower().replace("ɑ", "a").replace("ɡ", "g").replace("v", "u")
    return "".join(letter for letter in letters if "a" <= letter <= "z")
