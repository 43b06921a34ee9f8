"""The head of an article: which printed lines are its title and its info line, chosen together.

Title and info line support each other: the title is the text nearest above the info line, and the info line is the one
that stands under a title. `<title>` supports a candidate and is never required, since many portals print only the
site's name there.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nlargest

from lxml import etree

from archiver.text.characters import HAN
from spiders.reading import furniture
from spiders.reading.breadcrumb import Trail
from spiders.reading.crowd import crowd_penalties
from spiders.reading.gaps import Gaps, between
from spiders.reading.infoline import InfoLine, weight
from spiders.reading.lines import Line, Lines, pieces
from spiders.reading.names import Names, bare

LONGEST_TITLE = 200
LEAST_INFO = 0.9
"""The least that an info line must weigh by itself."""
ENOUGH = 4.4
"""The least that title, info line and their nearness must weigh together."""
_TOLD = 1.0
"""So much less is enough where the breadcrumb says that the page is an article."""
MOST_TITLES, MOST_INFOS = 300, 60
"""The strongest candidates of each kind that are weighed against each other; more stand on no page of an article."""
_TITLE_CLASS = re.compile(
    r"(?:^|[\W_])(?:title|tit|bt|biaoti|headline|ctitle|arti_?title|news_?title|con_?title|art_?tit|main_?title|"
    r"h1|subject|titlestyle\d*)(?:$|[\W_\d])|"
    r"title$|biaoti|[a-z]Title|TITLE",
)
_HEADING_WEIGHTS = (0.0, 3.0, 2.6, 2.4, 2.0, 1.8, 1.5)
"""By rank: no heading, `<h1>`, `<h2>` …"""
_CHINESE = re.compile(rf"[{HAN}]")
_SAID = re.compile(r"[。？！?!][”’」]?$")
_PLAIN_BLOCKS = frozenset(("p", "center", "font", "div"))
_HOME_LINK = re.compile(r"(?:https?://[^/]{1,80})?/?(?:(?:index|default)\.\w{2,5})?", re.IGNORECASE)
_VALUE = re.compile(r"^[^:：]{1,8}[:：]\s*(?:https?:|www\.|[\d+(（]|$)|^https?:")


@dataclass(slots=True)
class Head:
    """What was chosen."""

    title: tuple[Line, ...] = ()
    info: list[InfoLine] = field(default_factory=list)
    """The info line and its labelled neighbours, in page order."""
    score: float = 0.0
    after_text: bool = False
    """Whether the info line stands under the text instead of under the title."""
    supported: bool = False
    """Whether `<title>` or a title meta says the same as the printed title."""


def find_head(lines: Lines, infos: list[InfoLine], trails: list[Trail], names: Names) -> Head:
    """Choose title and info line of a page together; either may be missing."""
    crowd = crowd_penalties(infos, lines)
    likely = [(info, weight(info) - crowd.get(info.line.index, 0.0)) for info in infos]
    likely = [(info, own) for info, own in likely if own >= LEAST_INFO]
    titles = _title_scores(lines, infos, [info for info, _ in likely], trails, names)
    best = Head()
    enough = ENOUGH - (_TOLD if any(trail.ends_in_article for trail in trails) else 0.0)
    running = [line.index for line in lines if not line.hidden and line.running]
    gaps = Gaps(lines)
    strongest = _strongest(titles)
    for info, own in _likeliest(likely):
        for index, score in strongest:
            total = own + score + _nearness(index, info, gaps)
            if total > best.score and total >= enough:
                best = Head((lines[index],), [info], total)
    lone = _lone_title(titles, lines, running)
    if lone is not None and lone[1] > best.score + 1.5:
        best = Head((lines[lone[0]],), [], lone[1])
    if best.title:
        best.title = _joined(best.title[0], lines, infos, names)
        best.supported = names.support(" ".join(line.text for line in best.title)) >= 3
        if not best.info:
            best.info = _date_below(best.title[-1], infos, lines)
        if best.info:
            between = [lines[at] for at in running if best.title[-1].index < at < best.info[0].line.index]
            # One line without a full stop is a subtitle.
            best.after_text = len(between) > 1 or any("。" in line.text or len(line.text) > 90 for line in between)
            best.info = _neighbours(best.info[0], infos, lines, best)
    return best


def _date_below(title: Line, infos: list[InfoLine], lines: Lines) -> list[InfoLine]:
    """The line right below a title where it is a time and nothing else, however many lists print such lines."""
    below = next((line for line in lines[title.index + 1 :] if not line.hidden and not lines.tools[line.index]), None)
    return [info for info in infos if info.line is below and info.times and not info.rest and not below.linked]


def _strongest(titles: dict[int, float]) -> list[tuple[int, float]]:
    """The lines that weigh most as titles, in page order."""
    if len(titles) <= MOST_TITLES:
        return list(titles.items())
    return sorted(nlargest(MOST_TITLES, titles.items(), key=lambda entry: entry[1]))


def _likeliest(infos: list[tuple[InfoLine, float]]) -> list[tuple[InfoLine, float]]:
    """The lines that weigh most as info lines, in page order."""
    if len(infos) <= MOST_INFOS:
        return infos
    return sorted(nlargest(MOST_INFOS, infos, key=lambda entry: entry[1]), key=lambda entry: entry[0].line.index)


def _title_scores(
    lines: Lines, infos: list[InfoLine], likely: list[InfoLine], trails: list[Trail], names: Names
) -> dict[int, float]:
    near: set[int] = set()
    for info in likely:
        near.update(range(max(0, info.line.index - 8), info.line.index + 3))
    taken: set[int] = set()
    for trail in trails:
        taken.update(range(trail.first.index, trail.last + 1))
    informative = {info.line.index: info for info in infos}
    columns = {bare(item) for trail in trails for item in trail.items[:-1]} | {
        bare(trail.items[-1]) for trail in trails if trail.items
    }
    links = {line.text for line in lines if line.linked and len(line.text) <= 24}
    firsts = {trail.first.index: trail.first for trail in trails}
    linked = {bare("".join(pieces(link))) for first in firsts.values() for link in first.links}
    named: dict[int, float] = {}
    scores: dict[int, float] = {}
    footers = " ".join(line.text for line in lines[-30:] if not line.linked and furniture.names_owner(line.plain))
    hints: dict[etree._Element, bool] = {}
    texts = [_CHINESE.search(line.text) is not None for line in lines if line.running and not line.hidden]
    chinese = 2 * sum(texts) >= len(texts)
    for line in lines:
        text = line.text
        size = len(text)
        if (line.linked > 0.9 * size and not line.heading) or not 2 <= size <= LONGEST_TITLE or line.index in taken:
            continue
        named_below = size <= 24 and bool(footers) and text in footers
        support = 0.0 if named_below or (size < 4 and not line.heading) else names.support(text)
        hinted = _hinted(line.block, hints)
        if not (line.heading or support or hinted or line.index in near):
            continue
        own = informative.get(line.index)
        if own is not None and own.labels and own.labels[0].start <= 1 and own.labels[0].colon and not support:
            continue
        # A title may begin with 记者 or 来自 like a label; the page's own names tell it from an info line.
        if own is not None and (
            (own.has("views", "source", "author") and (support < 3 or own.times))
            or (own.times and (not own.rest or (len(own.rest) < 6 and not names.hold(text))))
        ):
            continue
        plain = line.plain
        if _VALUE.match(plain) and support < 3:
            continue
        if (
            lines.tools[line.index]
            or furniture.is_neighbour(plain)
            or furniture.is_related(plain)
            or furniture.is_editor(plain)
            or furniture.is_pager(plain)
            or (furniture.is_footer(plain) and support < 3)
        ):
            continue
        score = support - (3.0 if named_below else 0.0) + _HEADING_WEIGHTS[line.heading]
        if hinted and not line.heading:
            score += 1.2
        if line.strong or _centred(line):
            score += 0.6
        letters = bare(plain)
        length = len(letters)
        if length < 4:
            score -= 1.5 if line.heading or hinted else 2.5
        elif length < 6:
            score -= 0.6
        elif length <= 60:
            score += 0.6
        elif length > 90:
            score -= 2
        if line.linked > 0.6 * len(text):
            score -= 2.2
            if any(_HOME_LINK.fullmatch((link.get("href") or "").strip()) for link in line.links):
                # The name of the site in its banner, which `<title>` repeats.
                score -= support
        if line.hidden:
            score -= 3
        if not support and (text.startswith("——") or (chinese and not _CHINESE.search(text))):
            # A subtitle (——记…), and the English name of a column beside its Chinese one (NEWS CENTER).
            score -= 2.5
        if text.endswith(("。", "；", "，", "：")) and not support:
            score -= 1.5
        if text.count("，") + text.count("。") >= 3 and not support:
            score -= 1.5
        if support < 4 and (letters if plain is text else bare(text)) in columns:
            score -= 2
        elif text in links and support < 4:
            score -= 1.5
        scores[line.index] = score
        if support and length <= 10 and bare(text) in linked:
            named[line.index] = support
    for index, support in named.items():
        # The name of the column, which `<title>` repeats, above a title of its own.
        below = [scores[at] for at in range(index + 1, index + 7) if at in scores and at not in named]
        if below and max(below) >= 1.5:
            scores[index] -= 2.0 + support
    return scores


def _hinted(box: etree._Element, known: dict[etree._Element, bool]) -> bool:
    """Whether a block, or for a plain one the element around it, calls itself a title; `known` keeps the answers."""
    if _title_like(box, known):
        return True
    parent = box.getparent() if box.tag in _PLAIN_BLOCKS else None
    return parent is not None and _title_like(parent, known)


def _title_like(box: etree._Element, known: dict[etree._Element, bool]) -> bool:
    like = known.get(box)
    if like is None:
        classes, name = box.get("class"), box.get("id")
        like = known[box] = (classes or name) is not None and _names_title(f"{classes or ''} {name or ''}")
    return like


@lru_cache(4096)
def _names_title(names: str) -> bool:
    return _TITLE_CLASS.search(names) is not None


def _centred(line: Line) -> bool:
    box = line.block
    row = box.getparent() if box.tag in ("td", "th") and box.get("align") is None else None
    return (
        box.tag == "center"
        or (box.get("align") or "").lower() == "center"
        or "center" in (box.get("style") or "")
        # A cell takes its row's alignment (HTML 4.01, 11.3.2).
        or (row is not None and (row.get("align") or "").lower() == "center")
    )


def _nearness(title: int, info: InfoLine, gaps: Gaps) -> float:
    at = info.line.index
    if title == at:
        if not _ends_with_time(info):
            return -9.0
        named = any("".join(pieces(link)).strip() == info.rest for link in info.line.links)
        return 2.0 if named else 0.5
    if title > at:
        apart = between(gaps.words, at, title)
        return 0.6 - 0.8 * apart if apart <= 3 else -4.0
    apart = between(gaps.words, title, at)
    if between(gaps.texts, title, at):
        own_kind = info.has("views", "time", "source")
        past = between(gaps.neighbours, title, at) > 0
        return 0.3 - (0.0 if own_kind else 1.5) - 0.02 * apart - (1.0 if past else 0.0)
    return 2.2 - 0.35 * apart


def _ends_with_time(info: InfoLine) -> bool:
    """Whether a line is a title with the date behind it."""
    if info.labels or not info.times:
        return False
    at, time = info.times[0]
    return at >= 6 and not info.text[at + len(time.raw) :].strip(" )）]】|")


def dated(head: Head, infos: list[InfoLine]) -> list[InfoLine]:
    """The info lines, with the title's own line where it alone holds a date, behind the title."""
    if any(info.times for info in head.info):
        return head.info
    return [*head.info, *(info for info in infos if info.line in head.title and _ends_with_time(info))]


def _lone_title(titles: dict[int, float], lines: Lines, running: list[int]) -> tuple[int, float] | None:
    """The best title without an info line: one that running text follows."""
    best: tuple[int, float] | None = None
    for index, score in titles.items():
        after = bisect_right(running, index)
        if after == len(running):
            continue
        total = score + 1.5 - 0.25 * min(running[after] - index, 12)
        if score >= 3.0 and (best is None or total > best[1]):
            best = (index, total)
    return best


def _joined(line: Line, lines: Lines, infos: list[InfoLine], names: Names) -> tuple[Line, ...]:
    """A title with the lines it was broken into: by `<br>` in one block, or over two headings of one rank."""
    informative = {info.line.index for info in infos}
    parts = [line]

    def whole(other: Line) -> bool:
        """Whether the two stand beside each other, and only together are what the page calls itself."""
        if other.block is line.block or other.block.getparent() is not line.block.getparent():
            return False
        first, last = sorted((line, other), key=lambda one: one.index)
        return len(bare(other.text)) >= 4 and names.support(first.text + last.text) >= 3.5

    def belongs(other: Line) -> bool:
        if (
            other.index in informative
            or other.hidden
            or not 2 <= len(other.text) <= 100
            or furniture.is_tool(other.plain)
        ):
            return False
        if line.heading:
            if other.block is line.block or whole(other):
                return True
            return (
                other.heading == line.heading
                and other.block.getparent() is line.block.getparent()
                and names.support(other.text) >= 3
            )
        if whole(other):
            return True
        return other.block is line.block and names.support(other.text) >= 3 and len(bare(other.text)) >= 4

    for step in (-1, 1):
        at = line.index + step
        while 0 <= at < len(lines) and len(parts) < 4 and belongs(lines[at]) and lines[at].text != line.text:
            parts.insert(0 if step < 0 else len(parts), lines[at])
            at += step
    return tuple(parts)


def _neighbours(chosen: InfoLine, infos: list[InfoLine], lines: Lines, head: Head) -> list[InfoLine]:
    """The info line with the labelled lines right before and after it."""
    by_index = {info.line.index: info for info in infos}
    pictured = {at for at, image in lines.images if not furniture.is_icon(image)}
    block = [chosen]
    low = head.title[-1].index if head.title[-1].index < chosen.line.index else chosen.line.index - 14
    for step in (-1, 1):
        at, missed = chosen.line.index + step, 0
        while low < at < len(lines) and missed <= 2 and abs(at - chosen.line.index) <= 14:
            line = lines[at]
            info = by_index.get(at)
            if step > 0 and at in pictured and line.block.tag != "td":
                break
            if info is not None and step > 0 and _other_date(info, block):
                break
            if info is not None and _is_part(info):
                block.append(info)
                missed = 0
            elif line.running or len(line.text) > 60 or line.heading:
                break
            elif not (furniture.is_tool(line.plain) or line.hidden):
                if step > 0 and not _is_value(line, lines[at - 1]):
                    break
                missed += 1
            at += step
    if not any(info.has("source") for info in block):
        # A table of a document's particulars above the title.
        block += [
            info
            for index in range(max(0, low - 24), low)
            if (info := by_index.get(index)) is not None and info.has("source") and info.line.block.tag in ("td", "th")
        ]
    return sorted(block, key=lambda info: info.line.index)


def _is_value(line: Line, label: Line) -> bool:
    """Whether a line may be the value of a label that fills a cell or tag of its own."""
    if len(line.text) <= 4:
        return True
    return line.block.tag in ("td", "dd", "th", "li") and line.block.getparent() is label.block.getparent()


def _other_date(info: InfoLine, block: list[InfoLine]) -> bool:
    """Whether a line only gives another day than the info line has: of an event, in the text."""
    if any(label.field not in ("time", "updated") for label in info.labels) or not info.times:
        return False
    days = {time.day for other in block for _, time in other.times}
    return bool(days) and info.times[0][1].day not in days


def _is_part(info: InfoLine) -> bool:
    plain = info.line.plain
    if len(info.labels) == 1 and info.has("author") and _SAID.search(plain):
        return False  # 记者：何时开工？ begins an interview
    if furniture.is_neighbour(plain) or furniture.is_footer(plain) or furniture.is_related(plain):
        return False
    if info.labels and info.labels[0].start <= 3 and len(info.rest) <= 30 and len(info.text) <= 160:
        return info.has("time", "updated", "views", "source", "author") or info.labels[0].field == "other"
    return bool(info.times) and len(info.rest) <= 12 and info.line.linked < 6
