"""Times as Chinese portals print them, read to the precision they are printed in.

No clock in here: a time without its year, or one told from now (昨天 10:20), is only read where the caller gives the
year or the moment. What is no date in the calendar, or lies outside 1949–2100, is None.
"""

import re
from calendar import month_abbr
from collections.abc import Iterator
from datetime import datetime, timedelta

from dateutil.parser import ParserError
from dateutil.parser import parse as parse_english
from dateutil.relativedelta import relativedelta

from archiver.items import Precision, PrintedTime
from archiver.text.characters import fold_character
from archiver.text.numbers import parse_number

EARLIEST, LATEST = 1949, 2100

_SPACE = r"[^\S\n]{0,4}"
_BEFORE = r"(?<![0-9a-z_/=%])(?<![0-9a-z][-.:/])"
_AFTER = r"(?![0-9])(?![-/.:][0-9])(?!\.[a-z])"
_NUMERAL = "〇零一二三四五六七八九十廿卅"

_CHINESE = (
    rf"(?:民国{_SPACE}(?P<minguo>[0-9]{{2,3}}|[{_NUMERAL}百]{{1,5}})"
    rf"|(?<![0-9])(?P<year>[0-9]{{4}}|[0-9]{{2}})|(?<![{_NUMERAL}])(?P<numeral>[{_NUMERAL[:11]}]{{4}}))"
    rf"{_SPACE}年{_SPACE}(?P<month>[0-9]{{1,2}}|[{_NUMERAL}]{{1,3}}|元){_SPACE}月"
    rf"(?:{_SPACE}(?P<day>[0-9]{{1,2}}|[{_NUMERAL}]{{1,3}})(?:{_SPACE}[日号]|(?=\s*$|\s+[0-9]{{1,2}}:)))?"
)
_DASHED = (
    rf"{_BEFORE}(?P<year>[0-9]{{4}})(?:(?P<sign>{_SPACE}[-/.]{_SPACE})(?P<month>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}})"
    rf"|:(?P<colon_month>[0-9]{{2}}):(?P<colon_day>[0-9]{{2}})){_AFTER}"
)
_DAY_FIRST = rf"{_BEFORE}(?P<day>[0-9]{{2}})\.(?P<month>[0-9]{{2}})\.(?P<year>[0-9]{{4}}){_AFTER}"
_CLOCK = (
    rf"(?:{_SPACE}[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?)?"
    rf"(?:[^\S\n]{{0,8}}t?(?P<half>上午|下午|凌晨|早上|中午|晚上|am|pm)?{_SPACE}"
    rf"(?P<hour>[0-9]{{1,2}})(?:{_SPACE}:{_SPACE}(?P<minute>[0-9]{{2}})(?:{_SPACE}:{_SPACE}(?P<second>[0-9]{{2}})(?![0-9]))?"
    rf"|{_SPACE}[时点]{_SPACE}(?P<minute_word>[0-9]{{1,2}}){_SPACE}分(?:{_SPACE}(?P<second_word>[0-9]{{1,2}}){_SPACE}秒)?)"
    rf"(?![0-9])(?:\.[0-9]{{1,9}})?(?:{_SPACE}(?P<half_after>am|pm)\b)?(?:z\b|[^\S\n]?[+-][0-9]{{2}}:?[0-9]{{2}})?)?"
)
_MONTHS = "|".join(month_abbr[1:]).lower()
_ENGLISH = (
    rf"\b(?P<english>(?:[0-9]{{1,2}} (?:{_MONTHS})[a-z]*\.?,? [0-9]{{4}}"
    rf"|(?:{_MONTHS})[a-z]*\.? [0-9]{{1,2}}, ?[0-9]{{4}})"
    r"(?P<english_clock>,? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[ap]m\b)?)?)(?: ?(?:gmt|utc|[+-][0-9]{4})\b)?"
)
_CHINESE_FORM, _DASHED_FORM, _DAY_FIRST_FORM, _ENGLISH_FORM = (
    re.compile(form) for form in (_CHINESE + _CLOCK, _DASHED + _CLOCK, _DAY_FIRST + _CLOCK, _ENGLISH)
)
_MONTH_NAME = re.compile(_MONTHS)
_YEAR_AND_MONTH = re.compile(r"(?P<year>[0-9]{4}) ?[-/.] ?(?P<month>[0-9]{1,2})")
_YEARLESS = re.compile(
    r"(?:(?P<month>[0-9]{1,2}) ?[-/.] ?(?P<day>[0-9]{1,2})"
    rf"|(?P<month_word>[0-9]{{1,2}}|[{_NUMERAL}]{{1,3}}) ?月 ?(?P<day_word>[0-9]{{1,2}}|[{_NUMERAL}]{{1,3}}) ?[日号])"
    + _CLOCK
)
_AGO = re.compile(rf"(?P<count>[0-9]+|[{_NUMERAL}两]+|半) ?(?P<unit>秒|分钟|分|小时|天|日|周|星期|个月|月)(?:之|以)?前")
_NAMED_DAY = re.compile(rf"(?P<name>今天|昨天|前天){_CLOCK}")
_DAYS_BACK = {"今天": 0, "昨天": 1, "前天": 2}
_UNITS: dict[str, tuple[relativedelta, Precision]] = {
    "秒": (relativedelta(seconds=1), "minute"),
    "分": (relativedelta(minutes=1), "minute"),
    "分钟": (relativedelta(minutes=1), "minute"),
    "小时": (relativedelta(hours=1), "minute"),
    "天": (relativedelta(days=1), "day"),
    "日": (relativedelta(days=1), "day"),
    "周": (relativedelta(weeks=1), "day"),
    "星期": (relativedelta(weeks=1), "day"),
    "个月": (relativedelta(months=1), "month"),
    "月": (relativedelta(months=1), "month"),
}


def find_times(text: str) -> list[PrintedTime]:
    """Every full time in a text, in order of appearance; what looks like one and is not in the calendar is left out."""
    folded = _fold(text)
    matches: list[re.Match[str]] = []
    for form in _possible(folded):
        matches.extend(form.finditer(folded))
    times: list[PrintedTime] = []
    end = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() >= end:
            end = match.end()
            if time := _read(match, text):
                times.append(time)
    return times


def parse_time(text: str, year: int | None = None, now: datetime | None = None) -> PrintedTime | None:
    """The first full time in a text; else, where the text is nothing more, a year and month (2016-11).

    Also where the text is nothing more: with `year`, a day of that year (09-18, 9月18日 10:20); with `now` (the
    portal's naive local time), one told from that moment (3天前, 昨天 10:20, 刚刚).
    """
    for time in find_times(text):
        return time
    folded = _fold(text)
    inner = folded.strip(" \t\r\n\u3000()[]【】<>·|")
    start = folded.find(inner)
    raw = text[start : start + len(inner)]
    if match := _YEAR_AND_MONTH.fullmatch(inner):
        return _time((int(match["year"]), int(match["month"]), None), None, raw)
    if year is not None and (match := _YEARLESS.fullmatch(inner)):
        month = parse_number(match["month"] or match["month_word"])
        return _time((year, month, parse_number(match["day"] or match["day_word"])), match, raw)
    return _relative(inner, now, raw) if now is not None else None


def _relative(inner: str, now: datetime, raw: str) -> PrintedTime | None:
    if inner in ("刚刚", "刚才"):
        return _cut(now, "minute", raw)
    if match := _NAMED_DAY.fullmatch(inner):
        day = now - timedelta(days=_DAYS_BACK[match["name"]])
        return _time((day.year, day.month, day.day), match, raw)
    if match := _AGO.fullmatch(inner):
        step, precision = _UNITS[match["unit"]]
        if match["count"] == "半":
            return _cut(now - timedelta(minutes=30), "minute", raw) if match["unit"] == "小时" else None
        count = parse_number(match["count"])
        if count is not None and count <= 10_000:
            return _cut(now - step * count, precision, raw)
    return None


def _read(match: re.Match[str], text: str) -> PrintedTime | None:
    raw = text[match.start() : match.end()].strip()
    form = match.re
    if form is _ENGLISH_FORM:
        return _read_english(match, raw)
    if form is not _CHINESE_FORM:
        month, day = match["month"], match["day"]
        if month is None:
            month, day = match["colon_month"], match["colon_day"]
        return _time((int(match["year"]), int(month), int(day)), match, raw)
    month, day = match["month"], match["day"]
    if match["minguo"]:
        since = parse_number(match["minguo"])
        year = None if since is None else since + 1911
    else:
        printed = match["year"] or match["numeral"]
        year = _number(printed)
        if year is not None and len(printed) == 2:
            if day is None:
                return None
            year += 1900 if year >= EARLIEST % 100 else 2000
    return _time((year, 1 if month == "元" else _number(month), _number(day) if day else None), match, raw)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() else parse_number(text)


def _read_english(match: re.Match[str], raw: str) -> PrintedTime | None:
    try:
        value = parse_english(match["english"], default=datetime(EARLIEST, 1, 1))  # noqa: DTZ001 naive, as printed
    except (ParserError, OverflowError):
        return None
    seconds = (match["english_clock"] or "").count(":")
    return _cut(value, ("day", "minute", "second")[seconds], raw)


def _time(date: tuple[int | None, int | None, int | None], clock: re.Match[str] | None, raw: str) -> PrintedTime | None:
    """A time from year, month, day and the groups of `_CLOCK`; None where the calendar or the clock has no such."""
    year, month, day = date
    if year is None or month is None:
        return None
    hour = minute = second = 0
    precision: Precision = "month" if day is None else "day"
    if clock is not None and clock["hour"] and day is not None:
        printed = clock["second"] or clock["second_word"]
        half = _hour(int(clock["hour"]), clock["half"] or clock["half_after"])
        if half is None:
            return None
        hour, minute, second = half, int(clock["minute"] or clock["minute_word"]), int(printed or 0)
        precision = "second" if printed else "minute"
    try:
        value = datetime(year, month, 1 if day is None else day, hour, minute, second)  # noqa: DTZ001 naive, as printed
    except ValueError:
        return None
    return _cut(value, precision, raw)


def _hour(hour: int, half: str | None) -> int | None:
    """The hour of the day; None where the half of the day leaves it open (晚上12:10)."""
    if half in ("上午", "凌晨", "早上", "am"):
        return 0 if hour == 12 else hour
    if half in ("下午", "pm"):
        return hour + 12 if hour < 12 else hour
    if half == "晚上":
        return None if hour == 12 else hour + 12 if hour < 12 else hour
    if half == "中午":
        return hour + 12 if hour < 10 else hour
    return hour


def _cut(value: datetime, precision: Precision, raw: str) -> PrintedTime | None:
    if not EARLIEST <= value.year <= LATEST:
        return None
    value = value.replace(tzinfo=None, microsecond=0)
    if precision != "second":
        value = value.replace(second=0)
    if precision in ("day", "month"):
        value = value.replace(hour=0, minute=0)
    if precision == "month":
        value = value.replace(day=1)
    return PrintedTime(value, precision, raw)


def _possible(folded: str) -> Iterator[re.Pattern[str]]:
    """The forms whose own sign stands in the text."""
    if "年" in folded:
        yield _CHINESE_FORM
    yield _DASHED_FORM
    if "." in folded:
        yield _DAY_FIRST_FORM
    if _MONTH_NAME.search(folded) is not None:
        yield _ENGLISH_FORM


class _Folded(dict[int, str]):
    """What a character is read as, by its code; worked out when it first appears."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = fold_character(character) if code >= 128 else character.lower()
        circled = character.isnumeric() and character.isdigit() and not character.isdecimal()
        self[code] = folded if len(folded) == 1 and not circled else character
        return self[code]


_FOLDED = _Folded()


def _fold(text: str) -> str:
    """The fold where it keeps one character for one, so that places in it are places in the text."""
    return text.translate(_FOLDED)
