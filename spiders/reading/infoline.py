"""Info lines: the printed line between title and text that holds date, source, author and view count."""

import re
from dataclasses import dataclass, replace

from archiver.items import PrintedTime
from archiver.text.dates import find_times
from spiders.reading import furniture
from spiders.reading.labels import Field, Label, both, labels_in, quick
from spiders.reading.lines import Line, Lines

LONGEST = 260
MOST = 600
"""Lines looked at; a page with more dates and labels than that is no article."""
_WORDS = re.compile(
    quick(
        "浏览|阅览|阅读|点阅|点击|人气|发布|发表|来源|来 源|作者|作 者|时间|时 间|日期|日 期|出处|转自|记者|"
        "供稿|撰稿|访问|查看|次数|关注|摘自|稿源|来自|撰文"
    )
)
_NUMBERS = re.compile(r"\d(?:[^\S\n]*[-/.年:：－．／][^\S\n]*\d|, ?\d{4}| [A-Z][a-z]{2,8}\.?,? \d{4})")
"""Of a date in digits, or of an English one."""
_CHINESE_YEAR = re.compile("年(?<=[〇○零一二三四五六七八九]{4}年)|年(?<=[〇○零一二三四五六七八九]{4}[ \u3000\xa0]年)")
_DATED = re.compile(
    r"\d{1,4}\s*[-/.年:：－．／]\s*\d{1,2}\s*[-/.月:：－．／]\s*\d|[〇○零一二三四五六七八九]{4}\s*年|[民][国國]|"
    r"[A-Z][a-z]{2,8}\.?\s+\d{1,2},|\d\s+[A-Z][a-z]{2}"
)
_SIGNS = (_NUMBERS, _WORDS, _CHINESE_YEAR)
_DIGIT = re.compile(r"\d")
_GAP = re.compile(r"\s*[\u3000\xa0](?:\s*[\u3000\xa0])+\s*|\s*\t\s*| {3,}")
_SPACES = re.compile(r"[ \r\n\f\v\u3000\xa0]+")
_TODAY = re.compile(both("今天是|今日|现在是|欢迎|星期.{0,3}$"))


@dataclass(slots=True, eq=False)
class InfoLine:
    """One line with a date or labels, cut into its pieces."""

    line: Line
    text: str
    """The line for matching: a wide gap is a tab, other white space one space."""
    labels: list[Label]
    times: list[tuple[int, PrintedTime]]
    """Every printed time with its offset in `text`."""
    rest: str
    """What is neither label, nor labelled value, nor time."""

    def has(self, *fields: Field) -> bool:
        return any(label.field in fields for label in self.labels)

    def value(self, number: int) -> str:
        """The text from a label to the next one."""
        end = self.labels[number + 1].start if number + 1 < len(self.labels) else len(self.text)
        return self.text[self.labels[number].end : end]

    def times_of(self, number: int) -> list[PrintedTime]:
        """The times printed between a label and the next one."""
        end = self.labels[number + 1].start if number + 1 < len(self.labels) else len(self.text)
        return [time for at, time in self.times if self.labels[number].end <= at < end]


def looks_informative(text: str) -> bool:
    """A cheap test for lines that may hold a date or a label."""
    return len(text) <= LONGEST and any(sign.search(text) is not None for sign in _SIGNS)


def info_line(line: Line) -> InfoLine:
    """Cut one line into labels, times and the rest."""
    text = _for_matching(line)
    labels = labels_in(text)
    times: list[tuple[int, PrintedTime]] = []
    at = 0
    for time in _times(text):
        if time.precision == "month":
            continue
        found = text.find(time.raw, at)
        if found >= 0:
            times.append((found, time))
            at = found + len(time.raw)
    return InfoLine(line, text, labels, times, _rest(text, labels, times))


def _times(text: str) -> list[PrintedTime]:
    """The times of a line, looked for only around what may be a date."""
    if _DIGIT.search(text) is None and "年" not in text:
        return []
    dated = list(_DATED.finditer(text))
    return find_times(text[max(0, dated[0].start() - 8) : dated[-1].end() + 32]) if dated else []


def _for_matching(line: Line) -> str:
    raw = line.raw if line.plain is line.text else line.plain
    if raw == line.text and not line.cuts:
        return raw
    if line.cuts and line.plain is line.text:
        # Date and clock in two neighbouring tags read as one number otherwise.
        glued = [at for at in line.cuts if 0 < at < len(raw) and raw[at - 1].isdigit() and raw[at].isdigit()]
        for at in sorted(set(glued), reverse=True):
            raw = f"{raw[:at]} {raw[at:]}"
    return _SPACES.sub(" ", _GAP.sub("\t", raw.strip()))


def _rest(text: str, labels: list[Label], times: list[tuple[int, PrintedTime]]) -> str:
    pieces: list[str] = []
    at = 0
    for number, label in enumerate(labels):
        if label.start > at:
            pieces.append(text[at : label.start])
        at = labels[number + 1].start if number + 1 < len(labels) else len(text)
        if label.field in ("views", "time", "updated", "other"):
            pieces.append(text[label.end : at])
        elif at - label.end > 40:
            pieces.append(text[label.end + 40 : at])
    pieces.append(text[at:])
    rest = " ".join(pieces)
    for _, time in times:
        rest = rest.replace(time.raw, " ", 1)
    return " ".join(rest.split()).strip(" |｜/:：,，.。-—·[]【】()（）>")


def info_lines(lines: Lines) -> list[InfoLine]:
    """Every line of a page that may be an info line, of the first `MOST` that look like it."""
    found: list[InfoLine] = []
    for line in map(lines.__getitem__, lines.matching(*_SIGNS)[:MOST]):
        if len(line.plain) > LONGEST:
            continue
        if line.linked > 0.6 * len(line.text) and _WORDS.search(line.plain) is None:
            continue
        info = info_line(line)
        if info.times and not info.labels and not info.rest and found:
            _label_from_cell(info, found[-1])
        if info.labels or info.times:
            found.append(info)
    return found


def _label_from_cell(info: InfoLine, before: InfoLine) -> None:
    """Give a time that fills a cell the label that fills the cell before it."""
    box, cell = info.line.block, before.line.block
    if (
        before.line.index == info.line.index - 1
        and box.tag in ("td", "dd")
        and cell.tag in ("td", "th", "dt")
        and box.getparent() is cell.getparent()
        and len(before.labels) == 1
        and before.labels[0].field in ("time", "updated")
        and not (before.rest or before.times or before.value(0).strip())
    ):
        info.labels.append(replace(before.labels[0], start=0, end=0))


def weight(info: InfoLine) -> float:
    """How much a line looks like the info line of an article, by itself; above 1 it may be one."""
    line = info.line
    score = 0.0
    if info.times:
        labelled = [label.field for number, label in enumerate(info.labels) if info.times_of(number)]
        if "time" in labelled:
            score += 3.0
        elif "updated" in labelled:
            score += 2.2
        else:
            score += 2.0 if info.times[0][1].precision in ("minute", "second") else 1.2
        if len(info.times) > 2:
            score -= len(info.times) - 2
    elif info.has("time"):
        score += 1.0
    if info.has("views"):
        score += 1.5
    if info.has("source"):
        score += 1.2
    if info.has("author"):
        score += 0.8
    score += min(1.0, 0.3 * sum(label.field == "other" for label in info.labels))
    rest = len(info.rest)
    if rest > 24:
        score -= min(5.0, (rest - 24) / 20)
    if "。" in info.rest:
        score -= 2
    if line.linked > 0.6 * len(line.text) or (
        line.linked >= 10 and line.linked > 0.5 * len(line.text) and not info.labels
    ):
        score -= 3
    if line.hidden:
        score -= 1.5
    text = line.plain
    if furniture.is_footer(text) or furniture.is_neighbour(text) or _TODAY.search(text[:12]):
        score -= 5
    return score
