"""Who an article comes from: its source (来源) and its author (作者)."""

import re
from itertools import islice

from spiders.reading import furniture
from spiders.reading.evidence import Found, found
from spiders.reading.infoline import InfoLine, info_line
from spiders.reading.labels import Field, both
from spiders.reading.lines import Line, Lines, pieces
from spiders.reading.page import Page

LONGEST = 100
_END = re.compile(r"\s*(?:[\t|｜【】；;]|\s{2,}|\s(?=\d{2,4}[-年/.])|\s[-—]{1,2}\s).*$", re.DOTALL)
_TRIM = " \u3000\xa0:：|｜,，、.。;；/／-—·>"
_OPEN = {")": "(", "）": "（", "]": "[", "】": "【", "》": "《", "」": "「", "”": "“"}
_DATE = re.compile(r"\d{2,4}\s*[-/.年]\s*\d{1,2}.*$", re.DOTALL)
_EMPTY = re.compile(r"^[\W_]*$|^(?:" + both("次|无|暂无|人|null|NULL|undefined|None|none") + ")$")
_MEDIA = re.compile(
    both(
        "(?:网|报|社|日报|晚报|早报|时报|周刊|周报|杂志|电视台|电台|广播|在线|客户端|频道|通讯|新闻中心|传媒|"
        "融媒体中心|公众号)"
    )
    + r"(?:\[[^\]]{1,6}\])?$|"
    + both(r"\[(?:整理|综合|原创|编译)\]$")
)
_REPORTER = re.compile(both("记者") + r"\s*[:：]?\s*([\u4e00-\u9fff·]{2,4})(?<!摄)(?=\s|[／/、,，)）〕】]|$)")
_SLASH = re.compile(
    r"^[\u4e00-\u9fff]{2,6}" + both("(?:快讯|报导|报道|讯|综合)") + r"\s*[／/]\s*([\u4e00-\u9fff·]{2,4})$"
)
_LOGIN = re.compile(r"^[A-Za-z][\w.\-]{1,15}$")
_WRITER_CLASS = re.compile(r"author|writer|byline|zuozhe", re.IGNORECASE)
_STARTS_WITH_SOURCE = re.compile(r"^[\s（(\[【]*" + both("(?:本文|信息|稿件|文章|新闻|资料)?来源") + r"\s*[:：]")
_SOURCE_CLASS = re.compile(r"(?:^|[\W_])(?:source|laiyuan|origin|media-?name)(?:$|[\W_])", re.IGNORECASE)
_NO_NAME = re.compile(r"\d{4}|[:：]")
_SOURCE_METAS = ("contentsource", "source", "article:source", "dc.source", "originalsource")
_WORDY = re.compile(r"[。！？]")
_MOST_ELEMENTS = 300
"""Elements of an info line's block that are asked for their class; a block that holds more is no info line's own."""


def read_source(page: Page, infos: list[InfoLine], lines: Lines, body_end: int | None = None) -> Found[str] | None:
    """Where the article was taken from; an empty label means None, whatever the next paragraph says.

    Without a label in the info lines, one in a short line at the very end of the text or right under it counts.
    """
    labelled = _labelled("source", infos, lines)
    if labelled is not None:
        return labelled
    empty = any(info.has("source") for info in infos)
    if not empty and body_end is not None:
        under = _labelled("source", _under_text(lines, body_end), lines)
        if under is not None:
            return under
    named = _source_meta(page, infos)
    if named is not None:
        return named
    return None if empty else _classed_source(infos) or _bare_source(infos, lines)


def read_author(page: Page, infos: list[InfoLine], lines: Lines, under_title: int | None = None) -> Found[str] | None:
    """Who wrote it (作者, 撰稿, 供稿, 发布人), never who edited or checked it.

    `under_title` is the index of the line under the title, where newspapers name their reporter.
    """
    labelled = _labelled("author", infos, lines)
    if labelled is not None or any(info.has("author") for info in infos):
        return labelled
    for info in infos:
        match = _REPORTER.search(info.text) or _SLASH.match(info.rest)
        if match is not None:
            return found(match[1], "info-line", info.line.block, info.text)
        if info.times and _LOGIN.match(info.rest) and not info.line.linked and not info.has("source"):
            return found(info.rest, "info-line:bare", info.line.block, info.text)
    for line in lines[under_title : under_title + 2] if under_title is not None else ():
        match = _REPORTER.search(line.plain) if len(line.plain) <= 24 and not line.hidden else None
        if match is not None:
            return found(match[1], "under-title", line.block, line.text)
    return _by_class(infos, lines)


def _under_text(lines: Lines, body_end: int) -> list[InfoLine]:
    found_lines = []
    for line in lines[max(0, body_end - 1) : body_end + 3]:
        plain = line.plain
        if furniture.is_neighbour(plain) or furniture.is_related(plain):
            break
        if len(plain) <= 60 and not line.hidden and _STARTS_WITH_SOURCE.match(plain):
            found_lines.append(info_line(line))
    return found_lines


def _labelled(wanted: Field, infos: list[InfoLine], lines: Lines) -> Found[str] | None:
    for info in infos:
        for number, label in enumerate(info.labels):
            if label.field != wanted:
                continue
            raw = info.value(number)
            text = _value(raw, wanted)
            if not text and number + 1 == len(info.labels) and not raw.strip(_TRIM):
                text = _next_cell(info.line, lines, wanted)
            if text:
                return found(text, "info-line", info.line.block, info.text)
    return None


def _value(raw: str, wanted: Field) -> str:
    raw = raw.lstrip(_TRIM + "\t").rstrip()
    text = _DATE.sub("", _END.sub("", raw)).strip(_TRIM + "\t")
    if wanted == "source" and " " in text:
        first, rest = text.split(" ", 1)
        if not (first.isascii() and rest.isascii()) and len(first) >= 2:
            text = first
    if wanted == "author":
        text = re.split(r"[／/]", text, maxsplit=1)[0].strip(_TRIM)
    text = _balanced(text)
    if _EMPTY.match(text) or len(text) > LONGEST or (len(text) > 40 and _WORDY.search(text)):
        return ""
    return text


def _balanced(text: str) -> str:
    """The value without brackets that were opened or closed outside of it."""
    while text and text[-1] in _OPEN and text.count(_OPEN[text[-1]]) < text.count(text[-1]):
        text = text[:-1].rstrip(_TRIM)
    while text and text[-1] in _OPEN.values():
        text = text[:-1].rstrip(_TRIM)
    if text and text[0] in _OPEN.values():
        close = next(c for c, o in _OPEN.items() if o == text[0])
        if close not in text:
            text = text[1:].lstrip(_TRIM)
    return text


def _next_cell(line: Line, lines: Lines, wanted: Field) -> str:
    """The value in the table cell after a label that fills its own."""
    at = line.index + 1
    if at >= len(lines) or line.block.tag not in ("td", "th", "dt", "span", "label"):
        return ""
    other = lines[at]
    if other.block.getparent() is not line.block.getparent() or other.block.tag not in ("td", "dd", "th", "span"):
        return ""
    if len(other.text) > 40 or ":" in other.plain or "：" in other.plain:
        return ""
    return _value(other.plain, wanted)


def _source_meta(page: Page, infos: list[InfoLine]) -> Found[str] | None:
    for name in _SOURCE_METAS:
        value = page.meta.get(name)
        if not value:
            continue
        text = _value(re.sub(both(r"^\s*来源\s*[:：]\s*"), "", value), "source")
        if text and any(text in info.text for info in infos):
            return found(text, f"meta:{name}", name, value)
    return None


def _classed_source(infos: list[InfoLine]) -> Found[str] | None:
    """A short text in the info line whose tag calls it the source."""
    for info in infos:
        if not info.times:
            continue
        for element in islice(info.line.block.iter("a", "span", "em", "i", "b", "strong"), _MOST_ELEMENTS):
            if _SOURCE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
                text = _value(" ".join("".join(pieces(element)).split()), "source")
                if 2 <= len(text) <= 24 and text in info.text and not _NO_NAME.search(text):
                    return found(text, "class", element, info.text)
    return None


def _bare_source(infos: list[InfoLine], lines: Lines) -> Found[str] | None:
    """A medium's name printed without a label beside the date."""
    for info in infos:
        if not info.times:
            continue
        for piece in re.split(r"[\s|｜\t]+", _REPORTER.sub("", info.rest)):
            text = piece.strip(_TRIM)
            if 2 < len(text) <= 20 and _MEDIA.search(text) and not _WORDY.search(text):
                return found(text, "info-line:bare", info.line.block, info.text)
        for line in lines[max(0, info.line.index - 1) : info.line.index + 2]:
            text = line.plain
            if (
                (
                    line is not info.line
                    and 2 < len(text) <= 14
                    and not line.heading
                    and not line.hidden
                    and _MEDIA.search(text)
                )
                and line.block.getparent() is info.line.block.getparent()
                and line.block.tag == info.line.block.tag
            ):
                return found(text, "info-line:bare", line.block, text)
    return None


def _by_class(infos: list[InfoLine], lines: Lines) -> Found[str] | None:
    for info in infos:
        for line in lines[max(0, info.line.index - 2) : info.line.index + 3]:
            if line.heading or line.hidden or not 2 <= len(line.plain) <= 16 or line is info.line:
                continue
            if _WRITER_CLASS.search(line.block.get("class") or "") and not re.search(r"[\d:：]", line.plain):
                return found(line.plain, "class", line.block, line.text)
    return None
