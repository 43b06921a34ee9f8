"""Charts as numbers: where bars, lines and dots of a drawing stand. The templates draw them as SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from storage.views import Observation, Point

GAP = 3.0
"""A line is broken where nobody looked for so many times the usual while."""


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    """A year or a month."""
    articles: int
    x: float
    """Left edge in per cent of the drawing."""
    width: float
    height: float
    """In per cent; something is seen wherever there is anything."""
    chosen: bool


def bars(counts: Mapping[str, int], since: str = "", until: str = "") -> list[Bar]:
    """A bar for each year or month of a histogram, gaps filled, those within `since` and `until` chosen."""
    names = _between(min(counts), max(counts)) if counts else []
    highest = max(counts.values(), default=0)
    step = 100 / len(names) if names else 0.0
    return [
        Bar(
            name,
            counts.get(name, 0),
            round(place * step, 3),
            round(step, 3),
            round(max(4.0, 100 * counts[name] / highest), 1) if counts.get(name) else 0.0,
            bool(since or until)
            and (not since or name >= since[: len(name)])
            and (not until or name <= until[: len(name)]),
        )
        for place, name in enumerate(names)
    ]


MOST_BARS = 240


def _between(first: str, last: str) -> list[str]:
    if len(first) == 4:
        names = [f"{year:04}" for year in range(int(first), int(last) + 1)]
    else:
        start, end = (int(name[:4]) * 12 + int(name[5:7] or 1) - 1 for name in (first, last))
        names = [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]
    # A misprinted year (0216) would squeeze all others into a hair.
    return names[-MOST_BARS:]


def ticks(found: Sequence[Bar], most: int = 12) -> list[Bar]:
    """The bars that are named beneath: every one, or every second, fifth, tenth … so that the names have room."""
    every = next((step for step in (1, 2, 5, 10, 20, 50) if len(found) <= most * step), len(found))
    return [bar for bar in found if int(bar.name[-4:] if len(bar.name) == 4 else bar.name[-2:]) % every == 0] or list(
        found[:1]
    )


def spark(seen: Sequence[Observation], width: float = 60, height: float = 16) -> str | None:
    """The points of a small line of the counts seen; None where there are fewer than two."""
    if len(seen) < 2:
        return None
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in _placed(seen, width, height, margin=2))


@dataclass(frozen=True, slots=True)
class Dot:
    point: Point
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Course:
    """View counts over time."""

    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    """Points of the unbroken stretches: a step for each observation; broken at resets and long gaps."""
    lowest: int
    highest: int


def course(seen: Sequence[Point], width: float = 640, height: float = 200, margin: float = 8) -> Course | None:
    """Where the view counts of an article stand in a drawing; None where none was seen."""
    if not seen:
        return None
    places = _placed(seen, width, height, margin)
    waits = sorted(later.at - earlier.at for earlier, later in pairwise(seen))
    longest = waits[len(waits) // 2] * GAP if waits else timedelta.max
    lines: list[list[str]] = []
    for place, (point, (x, y)) in enumerate(zip(seen, places, strict=True)):
        if place == 0 or point.mark == "reset" or point.at - seen[place - 1].at > longest:
            lines.append([f"{x:.1f},{y:.1f}"])
        else:
            lines[-1] += [f"{x:.1f},{places[place - 1][1]:.1f}", f"{x:.1f},{y:.1f}"]
    dots = tuple(Dot(point, round(x, 1), round(y, 1)) for point, (x, y) in zip(seen, places, strict=True))
    counts = [point.count for point in seen]
    return Course(dots, tuple(" ".join(line) for line in lines if len(line) > 1), min(counts), max(counts))


def _placed(
    seen: Sequence[Observation | Point], width: float, height: float, margin: float
) -> list[tuple[float, float]]:
    first, last = seen[0].at, seen[-1].at
    low, high = min(one.count for one in seen), max(one.count for one in seen)
    return [
        (
            margin + (width - 2 * margin) * _share(one.at, first, last),
            height - margin - (height - 2 * margin) * ((one.count - low) / (high - low) if high > low else 0.5),
        )
        for one in seen
    ]


def _share(moment: datetime, first: datetime, last: datetime) -> float:
    return (moment - first) / (last - first) if last > first else 0.5
