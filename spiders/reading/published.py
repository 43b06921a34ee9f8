"""When an article was published, as its page prints it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from archiver.items import Article, Evidence, PrintedTime
from archiver.text.dates import find_times, parse_time
from spiders.reading.evidence import Found, found
from spiders.reading.infoline import InfoLine
from spiders.reading.page import Page

_METAS = (
    "pubdate",
    "publishdate",
    "publish_date",
    "article:published_time",
    "datepublished",
    "og:published_time",
    "og:release_date",
    "dcterms.created",
    "dcterms.issued",
    "dc.date.issued",
    "apub:time",
    "publish-date",
    "bytedance:published_time",
    "article:create_at",
    "weibo:article:create_at",
    "publishtime",
    "pub_date",
    "firstpublishedtime",
)
_SCRIPT = re.compile(
    r"""\b\w{0,40}(?:pub|fabu|release|date|time)\w{0,40}\s*[=:(]\s*["']\s*([^"'<>]{6,40})["']|document\.write\w*\(\s*["']([^"'<>]{6,40})["']""",
    re.IGNORECASE,
)
_PUBLISHING_SCRIPT = re.compile(
    r"""(?:pub_?(?:data|date|time)|publish_?(?:date|time)|fabushijian|release_?(?:date|time))\s*[=:]\s*["']([^"'<>]{6,40})["']""",
    re.IGNORECASE,
)
_TWO_DIGIT = re.compile(r"\s*(\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?)(?!\d)")
_ADDRESS = re.compile(
    r"/t((?:19|20)\d{2})(\d{2})(\d{2})_\d+\.\w+$|/((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})/|/((?:19|"
    r"20)\d{2})/(\d{2})(\d{2})/|"
    r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/|/((?:19|20)\d{2})(\d{2})(\d{2})/|/((?:19|20)\d{2})(\d{2})/(\d{2})/|"
    r"/((?:19|20)\d{2})-(\d{2})/(\d{2})/"
)


def dated_by_list(article: Article, listed: PrintedTime | None) -> Article:
    """The article with the date that its list prints beside its title, where the page itself prints none."""
    if article.published is not None or listed is None:
        return article
    evidence = {**article.evidence, "published": Evidence("list", "the entry of its list page", listed.raw[:200])}
    return replace(article, published=listed, evidence=evidence)


def read_published(page: Page, infos: list[InfoLine]) -> Found[PrintedTime] | None:
    """The publication time: from the info lines, else a script beside the label, a publishing meta, the address.

    A `<meta>`, or a second printing, that agrees with the printed time and is finer gives the finer time; one that
    disagrees is passed over, for it may be the time the page was generated.
    """
    printed = _printed(infos)
    metas = list(_from_meta(page))
    if printed is not None:
        for meta in metas:
            if _finer(meta.value, printed.value):
                return meta
        return printed
    scripted = _scripted(page, infos)
    if scripted is not None:
        return scripted
    if metas:
        return metas[0]
    return _from_address(page.url)


def read_conflicts(page: Page, chosen: Found[PrintedTime]) -> dict[str, Evidence]:
    """What the publishing meta and the address say, under `published:meta` and `published:url`, where they name
    another day than the time that was chosen."""
    others = {"published:meta": next(_from_meta(page), None), "published:url": _from_address(page.url)}
    return {
        name: other.evidence
        for name, other in others.items()
        if other is not None and other.value.day != chosen.value.day and other.evidence.rule != chosen.evidence.rule
    }


def _printed(infos: list[InfoLine]) -> Found[PrintedTime] | None:
    ranked: list[tuple[int, int, PrintedTime, InfoLine]] = []
    for info in infos:
        labelled: set[int] = set()
        for number, label in enumerate(info.labels):
            if label.field in ("time", "updated"):
                for time in (info.times_of(number) or _two_digit(info.value(number)))[:1]:
                    labelled.add(id(time))
                    trust = 2 if label.field == "updated" else 0
                    ranked.append((trust, len(ranked), time, info))
        others = [label for label in info.labels if label.field in ("views", "source", "author", "other")]
        for at, time in info.times:
            if id(time) not in labelled:
                inside = any(
                    label.field == "other"
                    and label.colon
                    and label.end <= at <= label.end + 3
                    and not any(map(str.isalnum, info.text[label.end : at]))
                    for label in others
                )
                if not inside:
                    ranked.append((1, len(ranked), time, info))
    if not ranked:
        return None
    trust, _, chosen, where = min(ranked, key=lambda entry: (entry[0] + (1.5 if entry[3].line.hidden else 0), entry[1]))
    for _, _, other, _ in ranked:
        if _finer(other, chosen):
            chosen = other
    rule = "info-line" if trust < 2 else "info-line:updated"
    return found(chosen, rule, where.line.block, where.text)


def _two_digit(value: str) -> list[PrintedTime]:
    """A time after a label whose year has two digits (18-03-08 23:16); without a label it could be anything."""
    match = _TWO_DIGIT.match(value)
    time = parse_time("20" + match[1]) if match else None
    return [PrintedTime(time.value, time.precision, time.raw[2:])] if time else []


def _finer(other: PrintedTime, time: PrintedTime) -> bool:
    """Whether another reading says the same and more: the same day with a clock, the same minute with seconds."""
    order = ("month", "day", "minute", "second")
    if order.index(other.precision) <= order.index(time.precision):
        return False
    if time.precision == "month":
        return False
    if time.precision == "day":
        at_midnight = (other.value.hour, other.value.minute, other.value.second) == (0, 0, 0)
        return other.day == time.day and not at_midnight
    return other.value.second != 0 and other.value.replace(second=0) == time.value


def _from_meta(page: Page) -> Iterator[Found[PrintedTime]]:
    for name in _METAS:
        value = page.meta.get(name)
        if value:
            time = parse_time(value)
            if time is not None:
                yield found(time, f"meta:{name}", name, value)


def _scripted(page: Page, infos: list[InfoLine]) -> Found[PrintedTime] | None:
    for info in infos:
        if not info.has("time"):
            continue
        for script in info.line.block.iter("script"):
            for match in _SCRIPT.finditer(script.text or ""):
                time = parse_time(match[1] or match[2])
                if time is not None:
                    return found(time, "script", info.line.block, match[0])
    for script in page.tree.iter("script"):
        for match in _PUBLISHING_SCRIPT.finditer(script.text or ""):
            time = parse_time(match[1])
            if time is not None:
                return found(time, "script", script, match[0])
    return None


def _from_address(url: str) -> Found[PrintedTime] | None:
    match = _ADDRESS.search(url)
    if match is None:
        return None
    year, month, day = (part for part in match.groups() if part is not None)
    times = find_times(f"{year}-{month}-{day}")
    if not times:
        return None
    return found(PrintedTime(times[0].value, "day", match[0].strip("/")), "address", url, match[0])
