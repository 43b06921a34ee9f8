"""What a page leads to: articles with their list titles and dates, further list pages, the next page."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree, html

from archiver.items import Link, Listing, PrintedTime
from archiver.text.dates import find_times, parse_time
from spiders.families.registry import family_named, recognise
from spiders.reading import furniture
from spiders.reading import links as forms
from spiders.reading.declared import elements
from spiders.reading.frames import frame_addresses
from spiders.reading.labels import both
from spiders.reading.lines import pieces
from spiders.reading.page import Page
from spiders.reading.pager import address_of, numbered_pages, read_entries, read_next, read_total
from spiders.reading.postback import read_postback
from spiders.reading.rules import Rules

MOST = 5_000
_MOST_LINKS = 10_000
"""Links of a page that are looked at: many name the same address, or lead off the site."""
_MOST_IN_ITEM = 200
"""Elements and texts of one item of a list; what holds more is a whole list, or damaged."""
LONGEST_TITLE = 300
_CUT = re.compile(r"(?:…|\.{2,}|。{3})\s*$")
_NUMBERS = re.compile(r"\d")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s+((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})月?(?!\d)")
_DAY_LAST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})月?\s+(\d{1,2})(?!\d)")
_MONTH_DAY = re.compile(r"(?<![\d.:/-])(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})日?(?![\d.:/-])")
_YEAR = re.compile(r"(?:/|t|_)((?:19|20)\d{2})(?:[-/]|\d{4}|\d{2}/)")
_NEIGHBOUR = re.compile(
    r"^\s*(?:" + both("上一?篇|下一?篇|上一?条|下一?条|上一个|下一个|前一篇|后一篇") + r")\s*[:：]?\s*"
)
_DATE = re.compile(
    r"[\s\[【(（]*(?:(?:19|20)\d{2}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\s\]】)）]*"
)
_BULLET = re.compile(r"^[\s·•●■◆▪>»\-—☆★○□◇※]+")


@dataclass(slots=True)
class _Entry:
    url: str
    link: etree._Element
    title: str
    published: PrintedTime | None = None
    day: str | None = None
    """A month and day without a year, as printed."""
    neighbour: bool = False
    """Whether the page calls it the previous or the next article."""
    score: float = 0.0


def read_listing(page: Page, rules: Rules) -> Listing:
    """Sort the links of a page that stay on its host into articles and further lists; everything else is left out.

    Judged by form: the address, the text of the link, a date beside it, and what its alike siblings are. A list date
    without a year takes it from the address or from the entries around it, otherwise it is unknown.
    """
    family = family_named(rules.family) if rules.family else recognise(page)
    every = _links(page, page.tree)
    if family is not None and (items := family.items(page)):
        every += _links(page, html.fromstring(items))
    chosen = _declared(page, rules)
    entries: dict[str, _Entry] = {}
    here = page.url.split("#", 1)[0]
    pager = numbered_pages(every)
    following = _declared_next(page, rules) or read_next(page, every) or (family.more(page) if family else None)
    home = _site(page.url)
    for link, address, text in every:
        if len(entries) >= MOST:
            break
        if _site(address) != home:
            continue
        title = _title(link, text)
        if address == here or (forms.is_junk(address, title) and address not in pager and address != following):
            continue
        known = entries.get(address)
        if known is None:
            entries[address] = _Entry(address, link, title, neighbour=_is_neighbour(link, text))
        elif _better(title, known.title):
            known.title, known.link = title, link
    for entry in entries.values():
        _date(entry, page)
    _complete_years(list(entries.values()))
    _score(entries, pager, following, here)
    articles: list[Link] = []
    channels: list[Link] = []
    for entry in entries.values():
        found = Link(entry.url, entry.title[:LONGEST_TITLE], entry.published)
        if chosen is not None:
            (articles if entry.url in chosen else channels).append(found)
        elif entry.score >= 2.0:
            articles.append(found)
        else:
            channels.append(found)
    channels = [link for link in channels if link.title or link.url in pager or link.url == following]
    if following is not None and _site(following) != home:
        following = None
    form = read_postback(page) if following is None else None
    if form is not None and _site(form.url) != home:
        form = None
    return Listing(
        articles=tuple(articles),
        channels=tuple(channels),
        next_page=form.url if form else following,
        next_form=form.body if form else None,
        total_pages=read_total(page),
        total_articles=read_entries(page),
        asked=tuple(url for url in (family.lists(page) if family else ()) if _site(url) == home),
        frames=frame_addresses(page),
    )


def _links(page: Page, tree: etree._Element) -> list[tuple[etree._Element, str, str]]:
    found = []
    for link in islice(tree.iter("a", "area"), _MOST_LINKS):
        address = address_of(page, link)
        if address is not None:
            found.append((link, address, " ".join(" ".join(pieces(link)).split())))
    return found


@lru_cache(4096)
def _site(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return "", None
    return (parts.hostname or "").lower(), None if port in (80, 443) else port


def _title(link: etree._Element, text: str) -> str:
    named = " ".join((link.get("title") or "").split())
    if not text:
        for image in link.iter("img"):
            return " ".join((image.get("alt") or named or "").split())
        return named or " ".join((link.get("alt") or "").split())
    parts = list(pieces(link))
    if len(parts) > 1:
        # A date that stands in an element of its own inside the link.
        text = " ".join(" ".join(part for part in parts if not _DATE.fullmatch(part)).split()) or text
    text = _BULLET.sub("", text) or text
    if named and _CUT.search(text) and len(named) > len(text) - 4 and "\r" not in named:
        return named
    return _NEIGHBOUR.sub("", text) or text


def _is_neighbour(link: etree._Element, text: str) -> bool:
    if furniture.is_neighbour(text):
        return True
    before = link.getprevious()
    parent = link.getparent()
    if before is not None:
        lead = before.tail if before.tail and before.tail.strip() else "".join(pieces(before))
    else:
        lead = parent.text if parent is not None else None
    return bool(lead) and furniture.is_neighbour(" ".join((lead or "")[-40:].split())[-12:])


def _better(title: str, known: str) -> bool:
    if not title or forms.is_more(title):
        return False
    return not known or forms.is_more(known) or (len(title) > len(known) and len(title) <= 80)


def _declared(page: Page, rules: Rules) -> set[str] | None:
    if not rules.list_item:
        return None
    chosen = set()
    for item in elements(page.tree, rules.list_item):
        for link in [item] if item.tag == "a" else item.iter("a"):
            address = address_of(page, link)
            if address:
                chosen.add(address)
    return chosen


def _declared_next(page: Page, rules: Rules) -> str | None:
    if not rules.next_page:
        return None
    for link in elements(page.tree, rules.next_page):
        address = address_of(page, link)
        if address:
            return address
    return None


def _date(entry: _Entry, page: Page) -> None:
    """The date beside a link: inside it, in its item, or in the text right before or after it."""
    item = _item(entry.link)
    around = _around(entry.link, item)
    inner = " ".join(" ".join(pieces(entry.link)).split())
    for text in (around.replace(inner, " ", 1) if inner else around, inner):
        if not _NUMBERS.search(text) or len(text) > 400:
            continue
        times = find_times(text)
        if times:
            # A summary may tell of another day; the item's own stands in an element of its own.
            apart = [piece for piece in pieces(item) if _DATE.fullmatch(piece)] if len(times) > 1 else []
            entry.published = next(iter(find_times(apart[0])), times[0]) if len(apart) == 1 else times[0]
            return
        split = _DAY_FIRST.search(text)
        if split is not None:
            entry.published = _made(split[2], split[3], split[1], split[0])
            return
        split = _DAY_LAST.search(text)
        if split is not None:
            entry.published = _made(split[1], split[2], split[3], split[0])
            return
        day = _MONTH_DAY.search(text) if text is not inner else None
        if day is not None:
            entry.day = day[0]
            return


def _made(year: str, month: str, day: str, raw: str) -> PrintedTime | None:
    time = parse_time(f"{year}-{month}-{day}")
    return PrintedTime(time.value, time.precision, raw) if time else None


def _item(link: etree._Element) -> etree._Element:
    """The item that a link stands in: the largest element around it without links to other pages."""
    own = link.get("href")
    item: etree._Element = link
    for parent in link.iterancestors():
        if parent.tag in ("body", "html", "ul", "ol", "table", "tbody", "form"):
            break
        inside = list(islice(parent.iter(), _MOST_IN_ITEM))
        if len(inside) == _MOST_IN_ITEM or any(
            other.tag in ("a", "area") and other.get("href") != own for other in inside
        ):
            break
        item = parent
    return item


def _around(link: etree._Element, item: etree._Element) -> str:
    """The text of the item that a link stands in, with what stands beside it."""
    pieces: list[str] = []
    before = item.getprevious()
    if item is link or item.tag in ("font", "strong", "b", "span", "h3", "h4", "p", "dt"):
        if before is not None and before.tag not in ("a", "br") and before.find(".//a") is None:
            pieces.append(_short(_text_of(before)))
        if before is not None and before.tail:
            pieces.append(_short(before.tail))
        elif before is None:
            parent = item.getparent()
            pieces.append(_short((parent.text if parent is not None else "") or ""))
    pieces.append(_text_of(item))
    if item.tag not in ("li", "tr", "dl"):
        pieces.append(_short(item.tail or ""))
        after = item.getnext()
        if (
            after is not None
            and isinstance(after.tag, str)
            and after.tag not in ("a", "br", "li", "tr", "div", "ul", "table")
        ) and after.find(".//a") is None:
            pieces.append(_short(_text_of(after)))
    return " ".join(" ".join(pieces).split())


def _text_of(element: etree._Element) -> str:
    return " ".join(islice(element.itertext(), _MOST_IN_ITEM))


def _short(text: str) -> str:
    return text if len(text) <= 40 else ""


def _complete_years(entries: list[_Entry]) -> None:
    years: list[int | None] = []
    for entry in entries:
        found = _YEAR.search(urlsplit(entry.url).path)
        years.append(entry.published.value.year if entry.published else int(found[1]) if found else None)
    for number, entry in enumerate(entries):
        if entry.day is None or entry.published is not None:
            continue
        year = years[number] or _agreed(years, number)
        if year is not None:
            entry.published = parse_time(entry.day, year=year)


def _agreed(years: list[int | None], number: int) -> int | None:
    """The year of the nearest dated entries on both sides, where they agree."""
    before = next((year for year in reversed(years[max(0, number - 12) : number]) if year), None)
    after = next((year for year in years[number + 1 : number + 13] if year), None)
    return before if before is not None and before == after else None


def _score(entries: dict[str, _Entry], pager: set[str], following: str | None, here: str) -> None:
    shapes: dict[str, list[_Entry]] = {}
    own = forms.shape(here) if forms.address_form(here) >= 0.5 else None
    for entry in entries.values():
        text = entry.title
        length = len(text)
        score = forms.address_form(entry.url)
        if length >= 12:
            score += 1.5
        elif length >= 8:
            score += 1.0
        elif length <= 5:
            score -= 1.2
        if entry.published is not None or entry.day is not None:
            score += 1.5
        if entry.neighbour:
            score += 2.0
        elif own is not None and forms.shape(entry.url) == own:
            score += 1.0
        if forms.is_more(text) or entry.url in pager or entry.url == following:
            score = -3.0
        entry.score = score
        shapes.setdefault(forms.shape(entry.url), []).append(entry)
    for members in shapes.values():
        likely = [entry for entry in members if entry.score >= 2.0]
        if len(likely) >= 3 and len(likely) >= 0.6 * len(members):
            for entry in members:
                if 0.3 <= entry.score < 2.0:
                    entry.score = 2.0
        elif len(members) >= 6 and likely and len(likely) <= 0.1 * len(members):
            for entry in likely:
                if entry.score < 3.0:
                    entry.score = 1.0
