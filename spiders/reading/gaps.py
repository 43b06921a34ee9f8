"""How many lines of a kind lie between two places of a page, however many pairs of places are asked for."""

from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate

from spiders.reading import furniture
from spiders.reading.lines import Lines


class Gaps:
    """How many lines that count lie between two places of a page."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    @cached_property
    def words(self) -> list[int]:
        """Words that stand for themselves: neither hidden, nor a heading, nor a tool."""
        tools = self.lines.tools
        return _sums([not (line.hidden or line.heading or tools[line.index]) for line in self.lines])

    @cached_property
    def texts(self) -> list[int]:
        """Running text."""
        return _sums([line.running and not line.hidden for line in self.lines])

    @cached_property
    def neighbours(self) -> list[int]:
        """Names of the previous and next article."""
        return _sums([furniture.is_neighbour(line.plain) for line in self.lines])


def _sums(counted: Iterable[bool]) -> list[int]:
    return list(accumulate(counted, initial=0))


def between(counts: list[int], low: int, high: int) -> int:
    """The count over the lines after `low` and before `high`."""
    return counts[high] - counts[low + 1]
