"""The text of an article: which printed lines are its words, and which are furniture above and below them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs

from lxml import etree

from spiders.reading import furniture
from spiders.reading.head import Head
from spiders.reading.labels import both, labels_in
from spiders.reading.lines import Line, Lines, is_entry
from spiders.reading.links import has_file
from spiders.reading.mass import Mass
from spiders.reading.names import bare

LONGEST = 2_000_000
_DISCLAIMER = re.compile(
    both(
        "仅供.{0,8}参考|不代表本|未经.{0,16}证实|如有侵权|侵权.{0,8}(?:删除|联系)|不构成.{0,8}建议|不得转载|"
        "谢绝转载|与本(?:网|站)无关|阅读全文$|^展开全文|^收起"
    )
)
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|ofd|mp[34]|m4[av]|mov|flv|wmv|wma|avi|webm)(?:$|[?#])", re.IGNORECASE
)
_VIEWER = re.compile(r"""\bshow\w*pdf\w*\(\s*["']([^"'<>]{1,500})["']""", re.IGNORECASE)
_QUOTES = re.compile(r"[\s“”\"'‘’「」『』《》〝〞＂]+")
_CUT = re.compile(r"(?:…+|\.{3,}|。{3,}|\[详细\]|\[查看详情\])$")


@dataclass(slots=True)
class Body:
    """The lines of the text and the element they stand in."""

    container: etree._Element
    first: int
    last: int
    """Index of the line after the last one."""
    lines: list[Line]
    images: list[etree._Element]
    rule: str
    limit: int
    """Index of the line where the container, or what portals print under an article, begins to be something else."""

    def text(self) -> str | None:
        """One paragraph a line; the short cells of a table row share a line, separated by tabs."""
        rows: list[list[str]] = []
        size = 0
        cell: etree._Element | None = None
        for line in self.lines:
            here = _cell_of(line) if len(line.text) <= 60 else None
            if here is not None and cell is not None and here is not cell and here.getparent() is cell.getparent():
                rows[-1].append(line.text)
            else:
                rows.append([line.text])
            cell = here
            size += len(line.text) + 1
            if size > LONGEST:
                break
        return "\n".join("\t".join(row) for row in rows)[:LONGEST] or None


def _cell_of(line: Line) -> etree._Element | None:
    box = line.block
    for _ in range(3):
        if box.tag in ("td", "th"):
            return box
        parent = box.getparent()
        if parent is None:
            return None
        box = parent
    return None


def find_body(lines: Lines, head: Head) -> Body | None:
    """The text under (or, where the info line stands below it, above) the head of the article."""
    if not head.title and not head.info:
        return None
    start = max(line.index for line in head.title) + 1 if head.title else 0
    anchor = head.title[-1].block if head.title else head.info[0].line.block
    limit = len(lines)
    if head.info and head.after_text:
        limit = head.info[0].line.index
    elif head.info:
        start = max(start, head.info[-1].line.index + 1)
        anchor = head.info[-1].line.block if head.info[-1].line.index + 1 == start else anchor
    limit = _hard_end(lines, start, limit)
    mass = Mass(lines, start, limit)
    container = _container(lines, anchor, start, limit, mass)
    if container is None:
        return _only_links(lines, start, limit)
    end = min(limit, lines.span(container)[1])
    return trimmed(lines, container, start, end, head, "generic", mass)


def _only_links(lines: Lines, start: int, limit: int) -> Body | None:
    """The few linked lines between the head and the neighbours, where an article is nothing but a link."""
    if not start < limit <= start + 4 or limit == len(lines):
        return None
    kept = [line for line in lines[start:limit] if not line.hidden and not furniture.is_tool(line.plain)]
    return Body(kept[0].block, start, limit, kept, [], "generic", limit) if kept else None


def trimmed(
    lines: Lines,
    container: etree._Element,
    start: int,
    end: int,
    head: Head,
    rule: str,
    mass: Mass | None = None,
) -> Body:
    """Lines from `start` to `end` of a container, without the furniture at both ends.

    `mass` is that of these lines, where it is known already.
    """
    limit = end
    end = _soft_end(lines, start, end, mass or Mass(lines, start, end))
    first, last = start, end
    titles = {bare(line.text) for line in head.title} | {bare("".join(line.text for line in head.title))}
    while first < last and _is_before_text(lines, first, last, titles):
        first += 1
    while last > first and _is_under_text(lines[last - 1]) and not _ends_row(lines, last - 1):
        last -= 1
    while last > first and last < limit and lines[last - 1].heading and len(lines[last - 1].text) <= 12:
        # What it is the heading of was dropped.
        last -= 1
    text = next((line.index for line in lines[first:last] if line.running), last)
    while last > first + 1 and last > text and _is_file_row(lines[last - 1]):
        last -= 1
    kept = [line for line in lines[first:last] if not line.hidden and not _is_noise(line)]
    kept = _without_double_lead(kept)
    if kept:
        first = kept[0].index
    images = _pictures(lines, start, max(last, start), container)
    return Body(container, first, last, kept, images, rule, limit)


def files_end(lines: Lines, end: int) -> int:
    """Where the files end that are offered in the lines right under a text."""
    last = end
    for line in lines[end : end + 12]:
        plain = line.plain
        if line.heading or furniture.is_neighbour(plain) or furniture.is_related(plain) or furniture.is_footer(plain):
            break
        if has_file(line):
            last = line.index + 1
    return last


def _hard_end(lines: Lines, start: int, limit: int) -> int:
    seen = 0
    for line in lines[start:limit]:
        if line.hidden:
            continue
        plain = line.plain
        if furniture.is_neighbour(plain) and (line.linked or len(plain) <= 30):
            if seen or not any(other.running for other in lines[line.index + 1 : min(limit, line.index + 6)]):
                return line.index
        elif furniture.is_related(plain) and seen >= 10 and (line.heading or len(plain) <= 12):
            return line.index
        elif not lines.tools[line.index]:
            seen += len(plain) - line.linked
    return limit


def _pictures(lines: Lines, start: int, end: int, container: etree._Element) -> list[etree._Element]:
    """The illustrations of a container in a range of lines."""
    places = [(at, image) for at, image in lines.images if start <= at <= end]
    if not places:
        return []
    inside = set(container.iter("img"))
    return [image for _, image in places if image in inside and not furniture.is_icon(image)]


def documents(container: etree._Element) -> Iterator[str]:
    """The addresses of the documents and films that a container shows in a frame, a player or by a viewer's script, as
    written there.
    """
    for frame in container.iter("iframe", "embed", "object", "video", "audio", "source", "script"):
        if frame.tag == "script":
            match = _VIEWER.search(frame.text or "")
            if match is not None:
                yield match[1]
            continue
        address = frame.get("src") or frame.get("data") or ""
        shown = parse_qs(address.partition("?")[2]).get("file", [address])[0]
        if _DOCUMENT.search(shown):
            yield shown


def _container(lines: Lines, anchor: etree._Element, start: int, limit: int, mass: Mass) -> etree._Element | None:
    """The smallest element around the head that also holds text after it; a larger one where that holds far more."""
    chosen: etree._Element | None = None
    size = 0
    box: etree._Element | None = anchor
    climbed = 0
    while box is not None:
        first, last = lines.span(box)
        end = min(last, limit)
        if first <= start and (end > start or chosen is None) and box in lines.spans:
            if chosen is None:
                size = mass.content(start, end)
                if size == 0 and (_pictures(lines, start, end, box) or any(documents(box))):
                    size = 1
                if size > 0:
                    chosen = box
            elif end > start:
                climbed += 1
                if climbed > 8:
                    break
                more = mass.running(start, end)
                if more > 3 * size + 60:
                    chosen, size = box, mass.content(start, end)
        box = box.getparent()
    return chosen


def _soft_end(lines: Lines, start: int, end: int, mass: Mass) -> int:
    """Where text stops and furniture begins, for marks that may also stand inside a text."""
    total = mass.content(start, end)
    before = 0
    chain = 0
    for line in lines[start:end]:
        plain = line.plain
        free = len(line.text) - line.linked
        mark = (
            furniture.is_after_text(plain)
            or furniture.is_editor(plain)
            or furniture.is_related(plain)
            or (furniture.is_footer(plain) and len(plain) < 200)
            or (len(plain) <= 120 and _DISCLAIMER.search(plain) is not None)
        )
        is_link = (is_entry(line) or line.linked > 0.7 * len(line.text)) and not has_file(line)
        chain = chain + 1 if is_link and not line.hidden else 0
        if mark or chain >= 3:
            at = line.index - (chain - 1 if chain >= 3 else 0)
            if before >= 8 and mass.running(line.index + 1, end) <= 0.25 * max(before, total - before):
                return at
        if not line.hidden and not lines.tools[line.index]:
            before += free if free > 0.3 * len(line.text) else 0
    return end


def _is_before_text(lines: Lines, at: int, last: int, titles: set[str]) -> bool:
    line = lines[at]
    plain = line.plain
    if line.hidden or furniture.is_tool(plain) or bare(line.text) in titles or furniture.is_pager(plain):
        return True
    if (
        furniture.is_after_text(plain)
        or furniture.is_editor(plain)
        or (furniture.is_related(plain) and line.linked > 0)
        or (furniture.is_site_counter(plain[:12]) and len(plain) < 30)
    ):
        return True
    if furniture.is_lead_in(plain):
        following = next((other for other in lines[at + 1 : last] if other.running and not other.hidden), None)
        if following is not None and _form(following) != _form(line):
            return True
    if line.linked > 0.7 * len(line.text) and not has_file(line):
        return any(other.running for other in lines[at + 1 : min(last, at + 12)])
    return False


def _form(line: Line) -> tuple[str, str]:
    return str(line.block.tag), line.block.get("class") or ""


def _is_under_text(line: Line) -> bool:
    plain = line.plain
    if line.hidden or furniture.is_tool(plain) or furniture.is_neighbour(plain) or furniture.is_related(plain):
        return True
    if furniture.is_after_text(plain) or furniture.is_editor(plain) or furniture.is_pager(plain):
        return True
    if furniture.is_footer(plain) and len(plain) < 200:
        return True
    if len(plain) <= 120 and _DISCLAIMER.search(plain):
        return True
    related = line.linked > 0 and furniture.names_related(plain)
    if (related or line.linked > 0.7 * len(line.text)) and not has_file(line):
        return len(line.text) > 1
    if len(plain) <= 80:
        labels = labels_in(plain)
        if (
            labels
            and labels[0].start <= 2
            and any(label.field in ("views", "other") and label.colon for label in labels)
        ):
            return labels[0].field in ("views", "other") and not labels[0].word.startswith(
                ("附件", "主题", "名称", "地区", "图片", "联系")
            )
        if labels and labels[0].field == "views" and any(c.isdigit() for c in plain[:20]):
            return True
    return False


def _ends_row(lines: Lines, at: int) -> bool:
    """Whether a line is a bare number in a table's row, behind a cell of text."""
    line, before = lines[at], lines[at - 1]
    return (
        line.text.replace(",", "").replace(".", "").isdecimal()
        and not (line.links or line.hidden or before.links)
        and line.block.tag == before.block.tag == "td"
        and line.block.getparent() is before.block.getparent()
        and line.block is not before.block
    )


def _is_file_row(line: Line) -> bool:
    """A line that is nothing but a link to a file; attachments are kept apart from the text."""
    return line.linked > 0.9 * len(line.text) and has_file(line)


def _is_noise(line: Line) -> bool:
    """Lines inside a text that are never its words: page numbers of a long article, escaped tags, tool words."""
    plain = line.plain
    if len(plain) > 40:
        return False
    return (
        plain in ("<\\/p>", "</p>", "<p>", "&nbsp;", "endprint")
        or (line.linked > 0 and furniture.is_pager(plain) and line.linked > 0.2 * len(plain))
        or (furniture.is_tool(plain) and line.linked > 0 and len(plain) >= 2)
    )


def _without_double_lead(lines: list[Line]) -> list[Line]:
    """The lines without a first one that only repeats the beginning of the second, as summaries in templates do."""
    if len(lines) < 2:
        return lines
    lead = _CUT.sub("", _QUOTES.sub("", lines[0].text))
    if len(lead) < 20:
        return lines
    for second in lines[1:3]:
        text = _QUOTES.sub("", second.text)
        if text.startswith(lead) and (len(text) > len(lead) or second.text == lines[0].text):
            return lines[1:]
    return lines
