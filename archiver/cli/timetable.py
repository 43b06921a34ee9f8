"""A timetable: when each portal is crawled, as lines for cron and units for systemd. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from hashlib import blake2b
from pathlib import Path
from shlex import quote
from zoneinfo import ZoneInfo

from archiver.errors import UsageError

Hours = tuple[time, time]

_NIGHT: Hours = (time(1, 0), time(5, 0))
"""When crawls begin, by the portal's clock; an hour of summer time to either side is still night."""
_SLOTS = 16
"""Into so many slots the night is divided: one process each, however many portals there are."""
_MORNING = time(7, 30)
_PLAIN = re.compile(r"[\w@%+=:,./$-]+")


@dataclass(frozen=True, slots=True)
class Stop:
    """A portal that is to be crawled every night."""

    name: str
    """What `archiver crawl` is to be given: its name, or its address."""
    host: str
    timezone: str = "Asia/Shanghai"
    window: Hours | None = None
    """Hours of its own time in which alone it is crawled."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A command that runs once a day."""

    at: time
    timezone: str
    arguments: tuple[str, ...]
    """Behind `archiver`, the folder of the archive left out."""


def timetable(stops: Sequence[Stop], archive: Path) -> list[Departure]:
    """When the portals are crawled, each host in a slot of the night that stays its own; then the changes are told.

    Portals of one host stand in one command, which crawls them in turn; so do hosts that share a slot. A portal that is
    crawled in certain hours only begins in their first half.
    """
    together: dict[tuple[str, int, int], list[str]] = {}
    for stop in stops:
        first, step = _slots(stop.window)
        # Not every archive in the world at the same full quarter of an hour.
        minute = first + _number(stop.host) % _SLOTS * step + _number(str(archive)) % step
        names = together.setdefault((stop.timezone, first, minute), [])
        if stop.name not in names:
            names.append(stop.name)
    departures = [
        Departure(_clock(minute), timezone, ("crawl", *names))
        for (timezone, _, minute), names in sorted(together.items())
    ]
    minute = _MORNING.hour * 60 + _MORNING.minute + _number(str(archive)) % 15
    morning = Departure(_clock(minute), departures[0].timezone, ("status", "--notify"))
    return [*departures, morning]


def crontab(departures: Sequence[Departure], program: Sequence[str], archive: Path, today: date, local: tzinfo) -> str:
    """The block of a crontab, between two marks. Cron knows the machine's time alone: `local`, as it is `today`."""
    begin, end = _marks(archive)
    lines = []
    for departure in departures:
        moment = datetime.combine(today, departure.at, ZoneInfo(departure.timezone)).astimezone(local)
        words = (*program, *departure.arguments, "--archive", str(archive))
        # In a crontab, % is the end of the line.
        command = " ".join(map(quote, map(_one_line, words))).replace("%", r"\%")
        lines.append(f"{moment.minute} {moment.hour} * * * {command}\n")
    return f"{begin}\n{''.join(lines)}{end}\n"


def with_block(before: str, block: str) -> str:
    """A crontab with the block in it: in the place of the one with the same marks, or at the end."""
    lines = block.splitlines(keepends=True)
    kept = before.splitlines(keepends=True)
    if kept and not kept[-1].endswith("\n"):
        kept[-1] += "\n"
    if lines[0] in kept and lines[-1] in kept[kept.index(lines[0]) :]:
        first = kept.index(lines[0])
        last = kept.index(lines[-1], first)
        return "".join([*kept[:first], *lines, *kept[last + 1 :]])
    return "".join([*kept, *lines])


def units(departures: Sequence[Departure], program: Sequence[str], archive: Path) -> dict[str, str]:
    """The units of systemd, file name to text: a service and a timer for each departure."""
    files = {}
    for departure in departures:
        verb = departure.arguments[0]
        name = f"{unit_prefix(archive)}{verb}-{departure.at:%H%M}-{departure.timezone.replace('/', '-').lower()}"
        words = (*program, *departure.arguments, "--archive", str(archive))
        told = " ".join(departure.arguments).replace("%", "%%")
        files[f"{name}.service"] = (
            f"[Unit]\nDescription=Archiver: {told}\nWants=network-online.target\nAfter=network-online.target\n\n"
            f"[Service]\nType=oneshot\nExecStart={_exec_line(words)}\n"
            # Another run of the same host is no failure.
            "SuccessExitStatus=4\nNice=10\nNoNewPrivileges=yes\n"
        )
        files[f"{name}.timer"] = (
            f"[Unit]\nDescription=Archiver: {told}\n\n"
            f"[Timer]\nOnCalendar=*-*-* {departure.at:%H:%M}:00 {departure.timezone}\nPersistent=true\n\n"
            "[Install]\nWantedBy=timers.target\n"
        )
    return files


def unit_prefix(archive: Path) -> str:
    """What the names of all units of one archive begin with."""
    return f"archiver-{_number(str(archive)) % 0x1000000:06x}-"


def _marks(archive: Path) -> tuple[str, str]:
    return f"# >>> archiver {_one_line(str(archive))}", f"# <<< archiver {_one_line(str(archive))}"


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _slots(window: Hours | None) -> tuple[int, int]:
    """The minute of the day with which the first slot begins, and how many minutes a slot has."""
    begin, end = window or _NIGHT
    first = begin.hour * 60 + begin.minute
    length = (end.hour * 60 + end.minute - first) % (24 * 60)
    # Where the hours are bounded a crawl begins in their first half, to have time.
    return first, max(1, (length // 2 if window else length) // _SLOTS)


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _one_line(word: str) -> str:
    if not word.isprintable():
        raise UsageError(f"{word!r} cannot stand in a schedule; rename it.")
    return word


def _exec_line(words: Sequence[str]) -> str:
    """A command line as systemd reads it: variables stand everywhere but in the program's own path."""
    program, *arguments = (_quoted(_one_line(word)) for word in words)
    return " ".join([program, *(word.replace("$", "$$") for word in arguments)])


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if escaped == word and _PLAIN.fullmatch(word) else f'"{escaped}"'
