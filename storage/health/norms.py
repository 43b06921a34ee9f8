"""What is usual for a portal, learned from its own past: how often it publishes, and which shares are normal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, sqrt
from statistics import median

FEWEST_DAYS = 10
"""Days on which a portal published, before its rhythm is believed."""
SHORTEST_SPAN = 30
"""Days between the first and the last of them."""
_QUIET, _SILENT = 7, 14
"""No portal is quiet, or silent, before so many days without anything new."""
_SIGMAS = 4
_DIFFERENCE = 0.3


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a portal publishes, in days."""

    usual: float
    """Half of the gaps between two days with something new are not longer."""
    longest: int
    quiet: int
    """More days without anything new are worth a look."""
    silent: int
    """More days are a portal that went silent."""


def rhythm(days: Sequence[date]) -> Rhythm | None:
    """The rhythm of a portal that published on these days; None while they are too few to tell.

    Quiet is twice what 19 of 20 gaps stay within, silent half as long again as the longest gap.
    """
    ordered = sorted(set(days))
    if len(ordered) < FEWEST_DAYS or (ordered[-1] - ordered[0]).days < SHORTEST_SPAN:
        return None
    gaps = sorted((later - earlier).days for earlier, later in pairwise(ordered))
    most = gaps[ceil(len(gaps) * 0.95) - 1]
    quiet = max(_QUIET, 2 * most)
    return Rhythm(median(gaps), gaps[-1], quiet, max(_SILENT, quiet + 1, ceil(1.5 * gaps[-1])))


def fell(share: tuple[int, int], usual: tuple[int, int]) -> bool:
    """Whether a share (so many of so many) is lower than the usual one by more than chance explains."""
    return _gap(share, usual) < 0


def rose(share: tuple[int, int], usual: tuple[int, int]) -> bool:
    """Whether a share is higher than the usual one by more than chance explains."""
    return fell((share[1] - share[0], share[1]), (usual[1] - usual[0], usual[1]))


def _gap(share: tuple[int, int], usual: tuple[int, int]) -> float:
    # One more of each kind: a share that was 100 % so far is no law of nature.
    expected = (usual[0] + 1) / (usual[1] + 2)
    chance = _SIGMAS * sqrt(expected * (1 - expected) / share[1])
    return share[0] / share[1] - (expected - max(_DIFFERENCE, chance))
