"""The title of an article as printed."""

import re

from spiders.reading.evidence import Found, found
from spiders.reading.head import Head
from spiders.reading.infoline import InfoLine
from spiders.reading.lines import Line
from spiders.reading.names import Names, bare
from spiders.reading.page import Page

LONGEST = 300
_WORDS_BEHIND = re.compile(r"[\u4e00-\u9fff]{2}")
_LABEL = re.compile(r"^(?:文章标题|标题|标　题|標題|题目|題目|名称|新闻标题)\s*[:：]\s*")


def read_title(page: Page, head: Head, infos: list[InfoLine], names: Names) -> Found[str] | None:
    """The printed title; a fuller wording in the title metas only where the printed one is cut off with dots."""
    if not head.title:
        return None
    text = " ".join(line.text if names.hold(line.text) else _own_text(line, infos) for line in head.title)
    text = _LABEL.sub("", text)
    if text.endswith(("...", "…")):
        text = _completed(text, page)
    line = head.title[0]
    rule = "heading" if line.heading else "above-info-line" if head.info else "title-line"
    return found(text[:LONGEST], rule, line.block, text) if text else None


def _own_text(line: Line, infos: list[InfoLine]) -> str:
    """The line without a date or labels that share it; a date with words behind it is the title's own."""
    for info in infos:
        if info.line is not line or _is_inside(info):
            continue
        if info.times or info.has("views", "source", "time"):
            ends = [at for at, _ in info.times] + [label.start for label in info.labels]
            head = info.text[: min(ends)].strip(" |｜[（(【\t") if ends else line.text
            if len(head) >= 6 and line.plain is line.text:
                return head
    return line.text


def _is_inside(info: InfoLine) -> bool:
    """Whether words follow the last date of a line without labels."""
    if info.labels:
        return False
    at, time = info.times[-1]
    return _WORDS_BEHIND.match(info.text, at + len(time.raw)) is not None


def _completed(text: str, page: Page) -> str:
    stem = bare(text.rstrip(".… "))
    for name in ("articletitle", "og:title", "dc.title"):
        value = page.meta.get(name)
        if value and len(stem) >= 6 and bare(value).startswith(stem) and not value.endswith(("...", "…")):
            return value
    return text
