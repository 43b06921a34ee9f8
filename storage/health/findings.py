"""What is wrong with a portal: pure rules over its recent runs and its own norm, each with a sentence and a command."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from shlex import quote
from statistics import median
from typing import Literal

from storage.health.norms import fell, rhythm, rose

State = Literal["green", "amber", "red"]
WORST: tuple[State, ...] = ("red", "amber", "green")

JUDGED = ("done", "broken", "failed", "blocked")
"""Outcomes that say something about the portal; a run that was stopped or killed does not."""
NEEDED = ("title", "published", "body")
"""Fields that an article without is as good as unread; their loss is red, that of the others amber."""
_FEW = 5
"""Fewer articles, dead links or pages than this are chance."""
_ENOUGH = 20
"""So many articles or pages make a norm."""
_RECENT, _PAST = 7, 20
"""Runs that are put together to be compared, and those before them that they are compared with."""
_PATIENCE = timedelta(hours=36)
_REMEMBERED = timedelta(days=30)
"""How long a list page that became empty is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """One crawl of a portal, as far as its health goes."""

    started_at: datetime
    outcome: str | None
    """None while it runs."""
    reason: str | None = None
    pages: int = 0
    requests: int = 0
    failed: int = 0
    quarantined: int = 0
    blocked: int = 0
    read: Mapping[str, int] = field(default_factory=dict)
    """Of the articles that the portal sent anew: their number (`articles`), and how many had each field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What is known of a portal when its health is judged."""

    portal: str
    now: datetime
    crawls: Sequence[Crawled] = ()
    """The latest first; of a long history the last thirty."""
    met: datetime | None = None
    """When its first crawl began."""
    articles: int = 0
    days: Sequence[date] = ()
    """On which it published something in the last two years."""
    emptied: Sequence[tuple[str, datetime]] = ()
    """List pages that led to articles once and no longer do, with the time that was first seen."""
    lists: int = 0
    """List pages that lead to articles, or did."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be."""

    name: str
    state: State
    sentence: str
    command: str
    """What helps, or shows more."""


def findings(seen: Observed) -> tuple[Finding, ...]:
    """All that is wrong with a portal, the worst first; nothing where all is well or nothing can be said yet."""
    found = [finding for rule in RULES for finding in rule(seen)]
    return tuple(sorted(found, key=lambda finding: WORST.index(finding.state)))


def state_of(found: Sequence[Finding]) -> State:
    """The state of a portal: that of its worst finding."""
    return min((finding.state for finding in found), key=WORST.index, default="green")


def _judged(seen: Observed) -> list[Crawled]:
    return [crawl for crawl in seen.crawls if crawl.outcome in JUDGED]


def _unfinished(seen: Observed) -> Iterator[Finding]:
    ended = [crawl for crawl in seen.crawls if crawl.outcome is not None]
    killed = next((number for number, crawl in enumerate(ended) if crawl.outcome != "died"), len(ended))
    if killed:
        times = "The last run was killed" if killed == 1 else f"The last {killed} runs were killed"
        yield Finding(
            "killed",
            "amber",
            f"{times} before the end; the next one goes on from there.",
            f"archiver crawl {quote(seen.portal)}",
        )


def _unattended(seen: Observed) -> Iterator[Finding]:
    """No run for much longer than between the runs before: the schedule no longer works."""
    starts = [crawl.started_at for crawl in seen.crawls[:10]]
    if len(starts) < 3:
        return
    usual = timedelta(seconds=median((later - earlier).total_seconds() for later, earlier in pairwise(starts)))
    since = seen.now - starts[0]
    # Runs within one day are somebody trying things out, and no schedule.
    if usual >= timedelta(hours=12) and since > max(3 * usual, _PATIENCE):
        yield Finding(
            "unattended",
            "amber",
            f"Not crawled for {_days(since.days)}; usually {_every(usual / timedelta(days=1))}.",
            "archiver schedule",
        )


def _unreachable(seen: Observed) -> Iterator[Finding]:
    crawls = _judged(seen)
    times = next((number for number, crawl in enumerate(crawls) if crawl.outcome != "failed"), len(crawls))
    if times:
        again = f" {times} runs in a row failed." if times > 1 else ""
        yield Finding(
            "unreachable",
            "red" if times > 1 else "amber",
            f"{crawls[0].reason or 'The last run failed.'}{again}",
            f"archiver portal check {quote(seen.portal)}",
        )


def _blocked(seen: Observed) -> Iterator[Finding]:
    crawls = _judged(seen)
    times = next(
        (number for number, crawl in enumerate(crawls) if not (crawl.blocked or crawl.outcome == "blocked")),
        len(crawls),
    )
    if times:
        again = f", {times} runs in a row" if times > 1 else ""
        why = f": {crawls[0].reason}" if crawls[0].reason else "."
        yield Finding(
            "blocked",
            "red" if times > 1 else "amber",
            f"The portal turns the crawl away{again}{why}",
            f"archiver runs --portal {quote(seen.portal)}",
        )


def _layout(seen: Observed) -> Iterator[Finding]:
    crawls = _judged(seen)
    check = f"archiver portal check {quote(seen.portal)}"
    outcome = crawls[0].outcome if crawls else None
    if outcome == "broken":
        yield Finding("layout", "red", crawls[0].reason or "The layout of the portal may have changed.", check)
    elif outcome == "done" and not seen.articles:
        yield Finding("nothing", "red", "No article was ever read here.", check)
    fresh = [(url, at) for url, at in seen.emptied if seen.now - at < _REMEMBERED]
    if fresh:
        all_of_them = len(seen.emptied) >= seen.lists
        more = f" {len(fresh)} list pages are empty." if len(fresh) > 1 else ""
        yield Finding(
            "list-empty",
            "red" if all_of_them else "amber",
            f"{fresh[0][0]} led to articles and no longer does.{more}",
            check,
        )


def _silent(seen: Observed) -> Iterator[Finding]:
    """Nothing new, though the portal can be read: measured up to the last crawl that went well."""
    well = next((crawl for crawl in seen.crawls if crawl.outcome == "done"), None)
    usual = rhythm(seen.days)
    if well is None or usual is None or seen.met is None:
        return
    newest = max(seen.days)
    since = (well.started_at.date() - newest).days
    dormant = (seen.met.date() - newest).days > usual.quiet  # it was silent before the archive knew it
    if dormant or since <= usual.quiet:
        return
    silent = since > usual.silent
    yield Finding(
        "silent" if silent else "quiet",
        "red" if silent else "amber",
        f"Nothing new for {_days(since)}; usually {_every(usual.usual)}, never more than "
        f"{_days(usual.longest)} in two years.",
        f"archiver portal check {quote(seen.portal)}",
    )


def _fields(seen: Observed) -> Iterator[Finding]:
    """Which fields the articles have that came anew, compared with those of the runs before."""
    crawls = [crawl for crawl in _judged(seen) if crawl.read.get("articles")]
    recent, taken = _pooled(crawls[:_RECENT], _FEW)
    past, _ = _pooled(crawls[taken:][:_PAST])
    if recent["articles"] < _FEW or past["articles"] < _ENOUGH:
        return
    check = f"archiver portal check {quote(seen.portal)}"
    for name in (name for name in past if name not in ("articles", "damaged")):
        now, before = (recent[name], recent["articles"]), (past[name], past["articles"])
        if fell(now, before):
            state: State = "red" if name in NEEDED else "amber"
            yield Finding(
                f"field-{name}",
                state,
                f"Only {now[0]} of the last {now[1]} articles have a {_WORDS.get(name, name)}; "
                f"usually {_share(before)}.",
                check,
            )
    damaged = (recent["damaged"], recent["articles"]), (past["damaged"], past["articles"])
    if rose(*damaged):
        yield Finding(
            "charset",
            "amber",
            f"{damaged[0][0]} of the last {damaged[0][1]} articles hold characters that could not be decoded; "
            f"usually {_share(damaged[1])}.",
            check,
        )


def _errors(seen: Observed) -> Iterator[Finding]:
    """Dead links and refused pages of the last run, compared with the runs before."""
    crawls = [crawl for crawl in _judged(seen) if crawl.outcome in ("done", "broken")]
    if not crawls:
        return
    last, before = crawls[0], crawls[1 : _PAST + 1]
    runs = f"archiver runs --portal {quote(seen.portal)}"
    for name, what, part, whole in (
        ("errors", "requests failed", "failed", "requests"),
        ("unreadable", "pages were quarantined", "quarantined", "pages"),
    ):
        now = getattr(last, part), getattr(last, whole)
        usual = sum(getattr(crawl, part) for crawl in before), sum(getattr(crawl, whole) for crawl in before)
        if now[0] < _FEW or now[0] > now[1]:
            continue
        known = usual[1] >= _ENOUGH
        if rose(now, usual) if known else now[0] > 0.3 * now[1]:
            norm = f"; usually {_share(usual)}" if known else ""
            # A portal that never was otherwise is full of dead links, which is no failure of ours or its.
            red = 2 * now[0] > now[1] and (known or name != "errors")
            state: State = "red" if red else "amber"
            yield Finding(name, state, f"{now[0]} of {now[1]} {what} in the last run{norm}.", runs)


RULES: tuple[Callable[[Observed], Iterator[Finding]], ...] = (
    _layout,
    _unreachable,
    _blocked,
    _silent,
    _fields,
    _errors,
    _unfinished,
    _unattended,
)
_WORDS = {"published": "date", "views": "view count", "body": "text"}


def _pooled(crawls: Sequence[Crawled], enough: int | None = None) -> tuple[Counter[str], int]:
    """What the articles of these crawls have, up to the crawl with which they are enough; and how many those were."""
    sums: Counter[str] = Counter()
    for number, crawl in enumerate(crawls):
        if enough is not None and sums["articles"] >= enough:
            return sums, number
        sums.update(crawl.read)
    return sums, len(crawls)


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _every(number: float) -> str:
    days = round(number)
    return "every day" if days <= 1 else f"every {days} days"


def _share(counts: tuple[int, int]) -> str:
    return f"{counts[0] / counts[1]:.0%}"
