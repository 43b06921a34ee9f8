"""What differs between two texts, character by character, and which of it are facts: numbers, dates, names."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from rapidfuzz.distance import Levenshtein

from archiver.text.characters import HAN
from archiver.text.numbers import NUMERAL

Kind = Literal["number", "date", "name", "text"]

_DATE = re.compile(rf"[0-9０-９{NUMERAL}]+\s*[年月日号]|[0-9]{{4}}[-/.][0-9]{{1,2}}(?:[-/.][0-9]{{1,2}})?")
_NUMBER = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*|[〇一二两三四五六七八九十百千万亿零]{2,}")
_NAME = re.compile(
    rf"(?:(?<=[长员授任者记席生士])|(?<=[：:、，。\s]))[{HAN}]{{2,3}}(?=[同主书会副局县市部介表说指要强出带先女教医]|[、，。；）\s]|$)"
    rf"|[{HAN}]{{2,6}}(?:省|市|县|区|镇|乡|州|旗|村|协会|委员会|局|公司|学校|医院)"
)
_AROUND = 12
_LARGE = 40_000
_JOINED = 1
"""An equal character alone between two changes joins them: 20|1|8 → 20|1|9 reads as one change."""


_Piece = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the second text has something else than the first."""

    start: int
    """Where in the first text."""
    before: str
    after: str
    """What stood there and what stands there now; one of them may be empty."""
    kinds: tuple[Kind, ...]
    """The facts that the change touches; `text` where it touches none."""


def differences(first: str, second: str) -> list[Difference]:
    """The places where the texts differ, in order; numbers, dates and names are raised.

    Very long texts are compared line by line.
    """
    if first == second:
        return []
    if len(first) + len(second) > _LARGE:
        pieces = _lines(first.splitlines(keepends=True), second.splitlines(keepends=True))
    else:
        pieces = _joined(_pieces(first, second))
    return [Difference(a, first[a:b], second[c:d], _kinds(first, (a, b), second, (c, d))) for a, b, c, d in pieces]


def _pieces(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[_Piece]:
    return [
        (code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in Levenshtein.opcodes(first, second)
        if code.tag != "equal"
    ]


def _lines(first: list[str], second: list[str]) -> list[_Piece]:
    ones, others = ([0, *accumulate(map(len, lines))] for lines in (first, second))
    return [(ones[a], ones[b], others[c], others[d]) for a, b, c, d in _pieces(first, second)]


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and piece[0] - joined[-1][1] <= _JOINED and piece[2] - joined[-1][3] <= _JOINED:
            joined[-1] = (joined[-1][0], piece[1], joined[-1][2], piece[3])
        else:
            joined.append(piece)
    return joined


def _kinds(first: str, here: tuple[int, int], second: str, there: tuple[int, int]) -> tuple[Kind, ...]:
    found: list[Kind] = []
    for kind, pattern in (("date", _DATE), ("number", _NUMBER), ("name", _NAME)):
        if _touched(pattern, first, *here) != _touched(pattern, second, *there):
            found.append(kind)  # type: ignore[arg-type]
    if "date" in found and "number" in found:
        found.remove("number")
    return tuple(found) or ("text",)


def _touched(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[str]:
    """What of this kind the stretch cuts or holds."""
    left, right = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    return [
        match[0]
        for match in pattern.finditer(text, left, right)
        if match.start() < end + (start == end) and match.end() > start - (start == end)
    ]
