"""How often an article was viewed, where its page prints the number."""

import re

from archiver.text.numbers import parse_count
from spiders.reading import furniture
from spiders.reading.evidence import Found, found
from spiders.reading.infoline import InfoLine, info_line
from spiders.reading.labels import both
from spiders.reading.lines import Lines

MOST = 1_000_000_000
_NUMBER = re.compile(
    r"\s*[\[（(【:：]?\s*([\d０-９][\d０-９,，]*(?:[.．]\d+)?\s*[万萬wWkK千]?)\s*(?:[\]）)】]|(?:人)?次|人|"
    r"views?|\s|$|[|｜<>/,，。;；+])?"
)
_BEFORE = re.compile(
    r"(?:^|[\s|｜(（被有])([\d０-９][\d０-９,，]*(?:[.．]\d+)?\s*[万萬wWkK]?)\s*"
    + both("(?:人次|次|人|[位名个](?:读者|网友|用户|访客))\\s*(?:浏览|阅读|点击|访问|查看|看过|读过)")
)
_DATE_LIKE = re.compile(r"^\s*(?:\d{4}\s*[-/.年]|\d{1,2}\s*[-/:：月])\s*\d")


def read_views(infos: list[InfoLine], lines: Lines, body_end: int | None) -> Found[int] | None:
    """The printed count in the info lines or in the lines right after the text; None for an empty place or a dash.

    A printed 0 is 0. Counters of the whole site, of downloads or of other articles are refused.
    """
    for info in infos:
        count = _count_of(info)
        if count is None:
            count = _next_cell(info, lines)
        if count is not None:
            return found(count, "info-line", info.line.block, info.text)
    if body_end is not None:
        known = {info.line.index for info in infos}
        for line in lines[body_end : body_end + 5]:
            plain = line.plain
            if furniture.is_related(plain) or furniture.is_footer(plain) or furniture.is_neighbour(plain):
                break
            if line.hidden or line.index in known or len(line.text) > 80 or line.linked > 0.6 * len(line.text):
                continue
            info = info_line(line)
            count = _count_of(info)
            if count is not None:
                return found(count, "after-body", line.block, info.text)
    return None


def _count_of(info: InfoLine) -> int | None:
    for number, label in enumerate(info.labels):
        if label.field != "views":
            continue
        before = re.split(r"[\s:：]", info.text[max(0, label.start - 8) : label.start])[-1]
        if furniture.is_site_counter(before + label.word):
            continue
        value = info.text[label.end :]
        if number + 1 < len(info.labels):
            value = info.value(number)
        if _DATE_LIKE.match(value):
            continue
        match = _NUMBER.match(value)
        if match is not None:
            count = parse_count(match[1].replace("，", ","))
            if count is not None and count < MOST:
                return count
    match = _BEFORE.search(info.text)
    if match is not None and not furniture.is_site_counter(info.text[: match.start()][-8:]):
        return parse_count(match[1].replace("，", ","))
    return None


def _next_cell(info: InfoLine, lines: Lines) -> int | None:
    """The number in the cell or tag after a line that ends with the label."""
    if not info.labels or info.labels[-1].field != "views" or info.value(len(info.labels) - 1).strip():
        return None
    at = info.line.index + 1
    if at >= len(lines):
        return None
    line = lines[at]
    if line.hidden or line.block.getparent() is not info.line.block.getparent():
        inside = info.line.block in line.block.iterancestors()
        if line.hidden or not inside:
            return None
    return parse_count(line.plain)
