"""What a hit looks like: the passage that says most of the query, marked on the text as printed."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from archiver.text.characters import HAN, SYLLABIC, forms
from archiver.text.fold import fold_with_offsets
from archiver.text.pinyin import READING, has_readings
from archiver.text.tokens import BREAK, Token, tokens

Marked = list[tuple[str, bool]]
"""Pieces of text in order, and whether each is one of the words looked for."""

_WORD = rf"[^\W_{HAN}{SYLLABIC}]"
_SENTENCE = re.compile(r"[。！？!?\n]")
_NEW_LINE = re.compile(r"\s*\n\s*")
_LEAD = 20
_AROUND, _BRACKETED = 200, 4
"""Characters looked at around a passage with readings, and how much longer these may make it."""
_READINGS = f"(?:[(（]{READING}[)）])*"
_FULL_WIDTH = 0xFEE0
"""From a sign of ASCII to the same in full width."""


def highlight(text: str, texts: Iterable[str], obfuscated: bool | None = None) -> Marked:
    """The whole of a text (a title) with the folded `texts` of a query marked; `obfuscated` as for `fold`."""
    folded, offsets = fold_with_offsets(text, obfuscated)
    return _pieces(text, 0, len(text), _merged(_printed(_found(folded, texts), offsets)))


def snippet(text: str, texts: Sequence[str], width: int = 80, obfuscated: bool | None = None) -> Marked:
    """The passage of about `width` characters with the most of the folded `texts`, then the most marks, then the first.

    As printed, pinyin brackets and all (they do not count as width), but a new line becomes a space; … stands where the
    text goes on. Without any mark it is the beginning.
    """
    if obfuscated is None:
        found = _found(text, texts, _printed_pattern)
        start = _best_start(text, found, width)
        if texts and not found:
            return _folded_snippet(text, texts, width, obfuscated)
        if not has_readings(text):
            end = min(start + width, len(text))
            marks = [(first, last) for first, last, _ in found if first >= start and last <= end]
            return _passage(text, start, end, _merged(marks))
        # What is printed around the best place, so that not all of a long text is freed of its readings.
        first = max(text.rfind("\n", 0, start), start - _AROUND, 0)
        near = _folded_snippet(text, texts, width, obfuscated, first, start + _BRACKETED * width + _AROUND)
        if any(marked for _, marked in near) or not texts:
            return near
    return _folded_snippet(text, texts, width, obfuscated)


def _folded_snippet(
    text: str, texts: Sequence[str], width: int, obfuscated: bool | None, first: int = 0, last: int | None = None
) -> Marked:
    """The same for a piece of the text, by way of its fold: dear, and right whatever is printed between characters."""
    folded, offsets = fold_with_offsets(text[first:last], obfuscated)
    offsets = [first + offset for offset in offsets]
    found = _found(folded, texts)
    start = _best_start(folded, found, width)
    end = min(start + width, len(folded))
    inside = [one for one in found if one[0] >= start and one[1] <= end]
    return _passage(text, offsets[start], offsets[end], _merged(_printed(inside, offsets)))


def _passage(text: str, begin: int, finish: int, marks: list[tuple[int, int]]) -> Marked:
    pieces = _pieces(text, begin, finish, marks)
    flat = [(_NEW_LINE.sub(" ", piece) if "\n" in piece else piece, marked) for piece, marked in pieces]
    before = [("…", False)] if begin > 0 else []
    after = [("…", False)] if finish < len(text.rstrip()) else []
    return [*before, *flat, *after]


@lru_cache(maxsize=256)
def _pattern(sought: str) -> re.Pattern[str] | None:
    """What the index takes for this text, in folded texts."""
    return _made(sought, re.escape)


@lru_cache(maxsize=256)
def _printed_pattern(sought: str) -> re.Pattern[str] | None:
    """The same in texts as printed, readings and all, as far as a character is printed by one character."""
    return _made(sought, lambda word: _READINGS.join(map(_printings, word)), _READINGS)


def _printings(character: str) -> str:
    """A folded character in any of its forms, as a class."""
    every = set(forms(character)) | {character, character.upper()}
    if "!" <= character <= "~":
        every |= {chr(ord(one) + _FULL_WIDTH) for one in every}
    return f"[{''.join(re.escape(one) for one in sorted(every) if len(one) == 1)}]"


def _made(sought: str, written: Callable[[str], str], between: str = "") -> re.Pattern[str] | None:
    """A pattern for words whole, spaces as they come, any punctuation where there is some."""
    pieces: list[tuple[Token, str]] = []
    gaps: list[str] = []
    broken = False
    for token in tokens(sought):
        if token.word == BREAK:
            broken = True
        elif pieces and pieces[-1][0].end >= token.end:
            continue
        elif pieces and token.kind == "pair" and token.start < pieces[-1][0].end:
            previous = pieces[-1]
            pieces[-1] = (token, previous[1] + between + written(token.word[1]))
        else:
            word = written(token.word)
            gaps.append(between + (r"[^\w]+" if broken else r"[^\S\n]*"))
            pieces.append((token, rf"(?<!{_WORD}){word}(?!{_WORD})" if token.kind == "word" else word))
            broken = False
    if not pieces:
        return None
    return re.compile("".join(gap + piece for gap, (_, piece) in zip(["", *gaps[1:]], pieces, strict=True)))


def _found(
    text: str, texts: Iterable[str], pattern: Callable[[str], re.Pattern[str] | None] | None = None
) -> list[tuple[int, int, int]]:
    """Start, end and number of the text for every place where one of the texts stands, in order; `text` is folded
    unless `pattern` looks for what is printed."""
    patterns = enumerate(map(pattern or _pattern, texts))
    return sorted((*match.span(), number) for number, one in patterns if one for match in one.finditer(text))


def _best_start(folded: str, found: Sequence[tuple[int, int, int]], width: int) -> int:
    best = (0, 0, 0)
    start = end = 0
    held: Counter[int] = Counter()
    for place, (first, _, _) in enumerate(found):
        while end < len(found) and found[end][1] <= first + width - _LEAD:
            held[found[end][2]] += 1
            end += 1
        score = (len(held), end - place, -first)
        if end > place and score > best:
            best, start = score, first
        end = max(end, place + 1)
        if held[found[place][2]] <= 1:
            del held[found[place][2]]
        else:
            held[found[place][2]] -= 1
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
