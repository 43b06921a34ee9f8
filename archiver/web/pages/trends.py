"""How the use of words changes over the years: several queries in one chart, and its numbers as a table."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from archiver.errors import UsageError
from archiver.web.frame import page, shelf
from archiver.web.inquiry import LONGEST
from storage.search.query import parse
from storage.search.tally import By
from storage.search.trend import Trend, trends

router = APIRouter(include_in_schema=False)
MOST = 6
"""So many words are compared at once."""
WIDTH, HEIGHT = 720, 240


@dataclass(frozen=True, slots=True)
class Line:
    word: str
    trend: Trend
    points: str
    dots: list[tuple[float, float, str]]
    """Where each period stands, and what it says."""


@router.get("/trends")
def trend(request: Request) -> Response:
    words = [word.strip() for word in request.query_params.getlist("q") if word.strip()]
    by: By = "month" if request.query_params.get("by") == "month" else "year"
    problem: str | None = None
    found: list[Trend] = []
    try:
        if len(words) > MOST or any(len(word) > LONGEST for word in words):
            raise UsageError(f"At most {MOST} queries of {LONGEST} characters are compared.")
        room = shelf(request)
        found = trends(room.index, [room.settled(parse(word)) for word in words], by) if words else []
    except UsageError as error:
        problem = str(error)
    lines = drawn(words, found)
    return page(
        request,
        "trends.html",
        400 if problem else 200,
        words=[*words, *[""] * (MOST - len(words))][:MOST],
        by=by,
        lines=lines,
        highest=_highest(found),
        periods=[period.name for period in found[0].periods] if found else [],
        problem=problem,
        width=WIDTH,
        height=HEIGHT,
    )


def drawn(words: list[str], found: list[Trend]) -> list[Line]:
    """Each trend as a line over all periods, on one scale."""
    highest = _highest(found)
    lines: list[Line] = []
    for word, one in zip(words, found, strict=False):
        step = WIDTH / max(len(one.periods) - 1, 1)
        dots = [
            (round(place * step, 1), round(HEIGHT - HEIGHT * period.share / highest, 1), period.name)
            for place, period in enumerate(one.periods)
            if period.share is not None and highest
        ]
        lines.append(Line(word, one, " ".join(f"{x},{y}" for x, y, _ in dots), dots))
    return lines


def _highest(found: list[Trend]) -> float:
    return max((period.share or 0 for one in found for period in one.periods), default=0)
