"""Two texts compared: the same article, one of it inside the other, two of one form with other facts, or strangers."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pipelines.deduplicate import line_mark
from pipelines.facts import Alignment, Conflicts, align, conflicts, replaces_title_fact

RULE_VERSION = 3

Kinship = Literal["exact", "near", "lead", "held", "sibling"]
"""`lead`: the shorter text is the beginning of the longer; `held`: the longer holds the shorter among other text."""

_GRAM = 5
_SHARED = 0.5
_MATCHED, _MATCHED_TITLED = 0.75, 0.6
_WHOLE = 0.67
"""Shorter than this share of the other, a text is a part of it and not its like."""
_LEAD = 60
_CORE = 0.5
"""Furniture is only dropped where this share of the text is left."""
_PURE = 0.5
_CONFLICT_SHARE, _FEW_NUMBERS, _MANY_CONFLICTS = 0.14, 10, 4
_ALIGNED = 8_000
"""A longer text is only compared around the passage that it shares."""


@dataclass(frozen=True)
class Comparable:
    """A text ready to be compared: the keys of its lines and of its title."""

    title: str
    lines: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        return "".join(self.lines)

    @cached_property
    def marks(self) -> tuple[int, ...]:
        """By what each line is known on other pages."""
        return tuple(map(line_mark, self.lines))

    def core(self, furniture: AbstractSet[int]) -> tuple[str, ...]:
        """The lines without furniture (marks of lines); all lines where little would be left."""
        if not furniture:
            return self.lines
        core = tuple(line for line, mark in zip(self.lines, self.marks, strict=True) if mark not in furniture)
        return core if sum(map(len, core)) >= _CORE * len(self.text) else self.lines

    def grams_of(self, core: str) -> frozenset[str]:
        """The runs of letters in a core of this text."""
        return self._grams if core == self.text else _grams(core)

    @cached_property
    def _grams(self) -> frozenset[str]:
        return _grams(self.text)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts are to each other, and by what measures."""

    kinship: Kinship | None
    """None: strangers."""
    shared: float
    """Runs of five letters that both have, of the shorter text's."""
    matched: float
    """Letters of the shorter text that stand in the other in the same order."""
    first_is_longer: bool
    conflicts: Conflicts | None = None

    @property
    def facts(self) -> int:
        """So many facts were replaced."""
        return 0 if self.conflicts is None else self.conflicts.numbers + self.conflicts.places

    @property
    def measures(self) -> dict[str, Any]:
        """For the decision's row."""
        if self.kinship == "exact":
            return {}
        measured: dict[str, Any] = {"shared": round(self.shared, 3), "matched": round(self.matched, 3)}
        if self.conflicts is not None and (self.conflicts.numbers or self.conflicts.places):
            measured |= {"numbers": self.conflicts.numbers, "places": self.conflicts.places}
        return {name: value for name, value in measured.items() if value}


def compare(first: Comparable, second: Comparable, furniture: AbstractSet[int] = frozenset()) -> Comparison:
    """What two texts of different addresses are to each other; the same whichever comes first.

    `furniture`: the marks of lines that count as furniture of either portal.
    """
    cores = [(text, lines, "".join(lines)) for text in (first, second) for lines in (text.core(furniture),)]
    (short, lines, shorter), (long, others, longer) = sorted(
        cores, key=lambda core: (len(core[2]), core[2], core[0].title)
    )
    first_is_longer = long is first
    if longer == shorter:
        return Comparison("exact" if longer else None, 1.0, 1.0, first_is_longer)
    grams, known = short.grams_of(shorter), long.grams_of(longer)
    shared = len(grams & known) / min(len(grams), len(known))
    if shared < _SHARED:
        return Comparison(None, shared, 0.0, first_is_longer)
    # With the ends of the lines between them: a count at the end of one is no part of a date that begins the next.
    whole = "\n".join(lines)
    around, offset = _passage("\n".join(others), whole)
    laid = align(whole, around)
    matched = laid.matched / max(len(whole), 1)
    if matched < (_MATCHED_TITLED if first.title == second.title else _MATCHED):
        return Comparison(None, shared, matched, first_is_longer)
    part = len(shorter) < _WHOLE * len(longer)
    found = conflicts(whole, around, laid, part=part)
    kinship: Kinship = "near"
    if _contradict(found) or (not part and replaces_title_fact(short.title, long.title)):
        kinship = "sibling"
    elif part:
        kinship = "lead" if offset + _start(laid) <= _LEAD else "held"
    return Comparison(kinship, shared, matched, first_is_longer, found)


def _contradict(found: Conflicts) -> bool:
    """Whether the facts that were replaced make it another article of the same form.

    Where facts are all that was replaced, a form was filled in anew. Where much else was replaced as well, somebody
    edited the text, and it takes more.
    """
    facts = found.numbers + found.places
    if not facts:
        return False
    pure = facts >= _PURE * found.replacements
    return (
        (pure and (found.edge_dates > 0 or found.numbers > 0 or found.places >= 2 or found.replacements <= 2))
        or found.dates >= 2
        or (found.edge_dates > 0 and found.total_numbers <= _FEW_NUMBERS)
        or found.numbers >= _MANY_CONFLICTS
        or (found.numbers > 1 and found.numbers >= _CONFLICT_SHARE * found.total_numbers)
        or found.places >= 2
    )


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + _GRAM] for at in range(max(len(text) - _GRAM + 1, 1)))


def _start(laid: Alignment) -> int:
    """Where in the longer text the shorter one begins."""
    return next((there - here for here, there, length in laid.equal if length >= _GRAM), 0)


def _passage(longer: str, shorter: str) -> tuple[str, int]:
    """The part of a long text that the shorter one is to be compared with, and where it begins."""
    if len(longer) <= _ALIGNED and len(longer) <= 4 * len(shorter):
        return longer, 0
    width = 2 * _GRAM
    places: dict[str, int] = {}
    for at in range(len(longer) - width + 1):
        places.setdefault(longer[at : at + width], at)
    shifts = sorted(
        places[run] - at for at in range(0, len(shorter) - width + 1, 3) if (run := shorter[at : at + width]) in places
    )
    if not shifts:
        return longer[:_ALIGNED], 0
    shift = shifts[len(shifts) // 2]
    slack = len(shorter) // 5 + 50
    start = max(shift - slack, 0)
    return longer[start : shift + len(shorter) + slack], start
