"""What a hit looks like: the passage that says most of the query, marked on the text as printed."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from archiver.text.characters import HAN, SYLLABIC
from archiver.text.fold import fold_with_offsets
from archiver.text.tokens import BREAK, Token, tokens

Marked = list[tuple[str, bool]]
"""Pieces of text in order, and whether each is one of the words looked for."""

_WORD = rf"[^\W_{HAN}{SYLLABIC}]"
_SENTENCE = re.compile(r"[。！？!?\n]")
_LEAD = 20


def highlight(text: str, texts: Iterable[str], obfuscated: bool | None = None) -> Marked:
    """The whole of a text (a title) with the folded `texts` of a query marked; `obfuscated` as for `fold`."""
    folded, offsets = fold_with_offsets(text, obfuscated)
    return _pieces(text, 0, len(text), _merged(_printed(_found(folded, texts), offsets)))


def snippet(text: str, texts: Iterable[str], width: int = 80, obfuscated: bool | None = None) -> Marked:
    """The passage of about `width` characters with the most of the folded `texts`, then the most marks, then the first.

    As printed, pinyin brackets and all (they do not count as width), but a new line becomes a space; … stands where the
    text goes on. Without any mark it is the beginning.
    """
    folded, offsets = fold_with_offsets(text, obfuscated)
    found = _found(folded, texts)
    start = _best_start(folded, found, width)
    end = min(start + width, len(folded))
    inside = [(first, last) for first, last, _ in found if first >= start and last <= end]
    begin, finish = offsets[start], offsets[end]
    marks = _merged(_printed([(first, last, 0) for first, last in inside], offsets))
    pieces = _pieces(text, begin, finish, marks)
    flat = [(re.sub(r"\s*\n\s*", " ", piece), marked) for piece, marked in pieces]
    before = [("…", False)] if begin > 0 else []
    after = [("…", False)] if finish < len(text.rstrip()) else []
    return [*before, *flat, *after]


def _found(folded: str, texts: Iterable[str]) -> list[tuple[int, int, int]]:
    """Start, end and number of the text for every place where one of the texts stands, in order."""
    places: list[tuple[int, int, int]] = []
    for number, sought in enumerate(texts):
        if pattern := _pattern(sought):
            places.extend((*match.span(), number) for match in pattern.finditer(folded))
    return sorted(places)


@lru_cache(maxsize=256)
def _pattern(sought: str) -> re.Pattern[str] | None:
    """What the index takes for this text: words whole, spaces as they come, any punctuation where there is some."""
    pieces: list[tuple[Token, str]] = []
    gaps: list[str] = []
    broken = False
    for token in tokens(sought):
        if token.word == BREAK:
            broken = True
        elif pieces and pieces[-1][0].end >= token.end:
            continue
        elif pieces and len(token.word) == 2 and token.start < pieces[-1][0].end:
            previous = pieces[-1]
            pieces[-1] = (token, previous[1] + re.escape(token.word[1]))
        else:
            han = re.match(f"[{HAN}{SYLLABIC}]", token.word) is not None
            word = re.escape(token.word)
            gaps.append(r"[^\w]+" if broken else r"[^\S\n]*")
            pieces.append((token, word if han else rf"(?<!{_WORD}){word}(?!{_WORD})"))
            broken = False
    if not pieces:
        return None
    return re.compile("".join(gap + piece for gap, (_, piece) in zip(["", *gaps[1:]], pieces, strict=True)))


def _best_start(folded: str, found: Sequence[tuple[int, int, int]], width: int) -> int:
    best = (0, 0, 0)
    start = 0
    for place, (first, _, _) in enumerate(found):
        window = []
        for other in found[place:]:
            if other[1] > first + width - _LEAD:
                break
            window.append(other)
        score = (len({number for _, _, number in window}), len(window), -first)
        if window and score > best:
            best, start = score, first
    if start <= _LEAD:
        return 0
    sentence = [match.end() for match in _SENTENCE.finditer(folded, start - _LEAD, start)]
    return sentence[-1] if sentence else start - _LEAD // 2


def _printed(found: Iterable[tuple[int, int, int]], offsets: Sequence[int]) -> list[tuple[int, int]]:
    """Where the marks stand in the text as printed; a sign that folds to several letters is marked as a whole."""
    marks: list[tuple[int, int]] = []
    for first, last, _ in found:
        end = last
        while end < len(offsets) - 1 and offsets[end] <= offsets[end - 1]:
            end += 1
        marks.append((offsets[first], offsets[end]))
    return marks


def _merged(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, begin: int, finish: int, marks: list[tuple[int, int]]) -> Marked:
    borders = [begin, *(border for mark in marks for border in mark), finish]
    pieces = [(text[start:end], bool(number % 2)) for number, (start, end) in enumerate(pairwise(borders))]
    return [(piece, marked) for piece, marked in pieces if piece]
