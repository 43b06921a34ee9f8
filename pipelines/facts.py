"""Facts in two texts of one form: numbers, dates and places that stand where the other text has others.

A reprint repeats the facts; next year's notice, and the neighbouring county's, replaces them. What was only added or
left out (a header, a footer, a paragraph) says nothing.
"""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from archiver.text.numbers import NUMERAL, parse_number

_NUMBER = re.compile(rf"[0-9]+|[{NUMERAL}]+")
_NUMERIC = re.compile(rf"[0-9{NUMERAL}]")
_NUMERIC_START, _NUMERIC_END = re.compile(rf"[0-9{NUMERAL}]*"), re.compile(rf"[0-9{NUMERAL}]*$")
_LONGEST_NUMBER = 12
_LONGEST_GAP = 24
_DATE_UNIT = frozenset("年月日号期届")
_PLACE_ENDS = frozenset("省市县区镇乡州旗村盟")
_LONGEST_PLACE, _SHARED_END = 6, 2
_NO_PLACE = frozenset("的了在是有就不都也很到说要去你会着没看好自己这那时们与及对把被让从向我他她它该各全本每")
"""Characters of running text, which names of places hardly have."""
_HEAD_SHARE, _HEAD, _TAIL = 0.12, 60, 30
_RUN = 2
_TITLE_FORM = 0.5

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two texts laid side by side: pieces that are equal and pieces that replace each other, in order."""

    equal: tuple[tuple[int, int, int], ...]
    """Start in the first, start in the second, length."""
    replaced: tuple[tuple[Span, Span], ...]
    """What stands between two equal pieces in the first and in the second, where both have something."""

    @property
    def matched(self) -> int:
        """Characters in equal pieces of two or more: single ones meet by chance."""
        return sum(length for _, _, length in self.equal if length >= _RUN)


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What two texts say differently at the same place."""

    numbers: int
    dates: int
    """Of the numbers, those before 年, 月, 日, 号 or 期."""
    edge_dates: int
    """Of the dates, those in the head or at the very end, where an article says when it is from."""
    places: int
    total_numbers: int
    """Numbers in the shorter text."""
    replacements: int
    """Short passages that were replaced by others."""


def align(first: str, second: str) -> Alignment:
    """Lay two texts side by side with as few edits as possible."""
    equal, replaced = [], []
    at_first = at_second = 0
    blocks = [
        (block.a, block.b, block.size)
        for block in Levenshtein.editops(first, second).as_matching_blocks()
        if block.size > 0
    ]
    for start_first, start_second, length in [*blocks, (len(first), len(second), 0)]:
        if start_first > at_first and start_second > at_second:
            replaced.append(((at_first, start_first), (at_second, start_second)))
        if length:
            equal.append((start_first, start_second, length))
        at_first, at_second = start_first + length, start_second + length
    return Alignment(tuple(equal), tuple(replaced))


def conflicts(first: str, second: str, laid: Alignment, *, part: bool = False) -> Conflicts:
    """The facts of `first` that `second` replaces; both are keys, `laid` their alignment.

    With `part`, `first` is only a part of `second`, and what stands at its very ends was cut, not replaced.
    """
    numbers = dates = edges = places = replacements = 0
    shorter = min((first, second), key=len)
    head = max(_HEAD_SHARE * len(shorter), _HEAD)
    for here, there in _gaps(first, second, laid):
        if here[0] == here[1] or there[0] == there[1] or (part and (here[0] == 0 or here[1] == len(first))):
            continue
        if max(here[1] - here[0], there[1] - there[0]) > _LONGEST_GAP:
            continue  # a passage in the place of another says nothing about either's numbers
        replacements += 1
        mine, others = _tokens(first, here), _tokens(second, there)
        known = {_value(second, token) for token in others}
        for span, other in zip(mine, others, strict=False):
            if _value(first, span) in known:
                continue
            numbers += 1
            if _is_date(first, span) and _is_date(second, other):
                dates += 1
                edges += span[0] < head or span[0] >= len(first) - _TAIL
        places += not mine and not others and _replaces_place(first, second, here, there)
    return Conflicts(numbers, dates, edges, places, len(_NUMBER.findall(shorter)), replacements)


def replaces_title_fact(first: str, second: str) -> bool:
    """Whether two titles of one form, as keys, differ in a number or a place; other titles say nothing by theirs."""
    laid = align(first, second)
    if first == second or laid.matched < _TITLE_FORM * min(len(first), len(second)):
        return False
    found = conflicts(first, second, laid)
    return found.numbers > 0 or found.places > 0


def _gaps(first: str, second: str, laid: Alignment) -> list[tuple[Span, Span]]:
    """The gaps between the equal pieces, grown over the numbers that they cut: 2018 and 2019 differ as a whole."""
    equal = [piece for piece in laid.equal if piece[2] >= _RUN]
    gaps: list[tuple[Span, Span]] = []
    at_first = at_second = 0
    for start_first, start_second, length in [*equal, (len(first), len(second), 0)]:
        here, there = _trimmed(first, (at_first, start_first), second, (at_second, start_second))
        if here[0] < here[1] or there[0] < there[1]:
            before = after = 0
            if _numeric_at(first, here, 0) and _numeric_at(second, there, 0):
                before = len(_NUMERIC_END.search(first[max(here[0] - _LONGEST_NUMBER, 0) : here[0]])[0])  # type: ignore[index]
            if _numeric_at(first, here, -1) and _numeric_at(second, there, -1):
                after = len(_NUMERIC_START.match(first[here[1] : here[1] + _LONGEST_NUMBER])[0])  # type: ignore[index]
            gaps.append(((here[0] - before, here[1] + after), (there[0] - before, there[1] + after)))
        at_first, at_second = start_first + length, start_second + length
    return gaps


def _trimmed(first: str, here: Span, second: str, there: Span) -> tuple[Span, Span]:
    """A gap without what both sides begin and end with: single equal characters had been left to it."""
    (start, end), (other, other_end) = here, there
    while start < end and other < other_end and first[start] == second[other]:
        start, other = start + 1, other + 1
    while start < end and other < other_end and first[end - 1] == second[other_end - 1]:
        end, other_end = end - 1, other_end - 1
    return (start, end), (other, other_end)


def _numeric_at(text: str, gap: Span, end: int) -> bool:
    """Whether the gap is empty or has a digit at this end."""
    return gap[0] == gap[1] or bool(_NUMERIC.match(text[gap[0] : gap[1]][end]))


def _tokens(text: str, gap: Span) -> list[Span]:
    return [match.span() for match in _NUMBER.finditer(text, *gap)]


def _value(text: str, span: Span) -> int | str:
    token = text[span[0] : span[1]]
    value = parse_number(token)
    return token if value is None else value


def _is_date(text: str, span: Span) -> bool:
    return text[span[1] : span[1] + 1] in _DATE_UNIT and span[1] < len(text)


def _replaces_place(first: str, second: str, here: Span, there: Span) -> bool:
    """Whether one place's name stands where another's does, and neither text knows the other's name."""
    one, other = _place(first, here), _place(second, there)
    if one is None or other is None or one == other:
        return False
    return one not in second and other not in first


def _place(text: str, gap: Span) -> str | None:
    """The name with its kind (松溪县) that the gap is, or begins: of 建宁县 and 泰宁县 only one character differs."""
    ends = (at for at in range(gap[1] - 1, min(gap[1] + _SHARED_END, len(text))) if text[at] in _PLACE_ENDS)
    end = next(ends, None)
    if end is None:
        return None
    name = text[gap[0] : end + 1]
    if not 2 <= len(name) <= _LONGEST_PLACE or _NO_PLACE.intersection(name):
        return None
    return name
