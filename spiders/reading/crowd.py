"""Dated lines that are entries of a list or signatures of a text, and so no info line of an article."""

from lxml import etree

from spiders.reading import furniture
from spiders.reading.infoline import InfoLine
from spiders.reading.lines import Lines


def crowd_penalties(infos: list[InfoLine], lines: Lines) -> dict[int, float]:
    """Lines that are entries of a list: the same form again and again, or a date beside the link of an entry."""
    alike: dict[tuple[str, ...], list[InfoLine]] = {}
    for info in infos:
        if info.times:
            box = info.line.block
            parent = box.getparent()
            form = (str(box.tag), box.get("class") or "", str(parent.tag) if parent is not None else "")
            alike.setdefault(form, []).append(info)
    crowd: dict[int, float] = {}
    for info in infos:
        if not info.labels and info.times and _signs(info, lines):
            crowd[info.line.index] = 2.0
    for members in alike.values():
        labelled = [info for info in members if info.has("time", "updated") and not info.has("views")]
        bare_ones = [info for info in members if not info.has("views", "source", "author")]
        linked = sum(_beside_link(info, lines) for info in members)
        for info in members:
            penalty = 0.0
            if _beside_link(info, lines):
                alone = linked == 1 and all(_leads_nowhere(link) for link in info.line.links)
                penalty += 0.0 if alone else 2.5 + (1.5 if linked >= 3 else 0.0)
            if len(bare_ones) >= 4 and not info.has("time", "views", "source", "author"):
                penalty += 1.0
            if len(labelled) >= 3 and info.has("time", "updated"):
                penalty += 4.0
            if penalty:
                crowd[info.line.index] = crowd.get(info.line.index, 0.0) + penalty
    return crowd


def _leads_nowhere(link: etree._Element) -> bool:
    address = (link.get("href") or "").strip().lower()
    return address in ("", "#") or address.startswith("javascript:")


def _signs(info: InfoLine, lines: Lines) -> bool:
    """Whether a bare date signs a text: a day alone on its line, after running text in the same box."""
    if len(info.rest) > 3 or info.times[0][1].precision != "day":
        return False
    box = info.line.block
    return any(
        line.running and (line.block is box or line.block.getparent() is box.getparent())
        for line in lines[max(0, info.line.index - 60) : info.line.index]
    )


def _beside_link(info: InfoLine, lines: Lines) -> bool:
    """Whether the nearest item (li, tr, dl or a box of at most five lines) holds a link with a title of its own."""
    line = info.line
    if info.labels and info.labels[0].start <= 3 and not info.has("views") and line.linked < 0.6 * len(line.text):
        # The link is the value of a label, as a source often is.
        return False
    if line.linked >= 8 and line.linked > 0.35 * len(line.text):
        return True
    box = line.block
    for _ in range(4):
        first, last = lines.span(box)
        if last - first > 6:
            return False
        for other in lines[first:last]:
            if other is not line and other.linked >= 8 and other.linked > 0.6 * len(other.text):
                return not furniture.is_neighbour(other.plain)
        if box.tag in ("li", "tr", "dl"):
            return False
        parent = box.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return False
        box = parent
    return False
