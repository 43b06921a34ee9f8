"""The pager of a list page: where the next page is, and how many there are."""

import re
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from spiders.reading.labels import both
from spiders.reading.lines import pieces
from spiders.reading.page import Page

MOST = 100_000
_NEXT = re.compile(
    r"^[\s\[【(（<]*(?:"
    + both("下一页|下页|后一页|后页|下一頁|下頁|往后|翻下页")
    + r"|[Nn]ext(?:\s*[Pp]age)?|NEXT)[\s\]】)）>»›→]*$"
)
_NEXT_SIGN = re.compile(r"^\s*(?:>{1,2}|»|›|＞|→|&gt;)\s*$")
_NUMBER = re.compile(r"^[\s\[【(（<·]*(\d{1,5})[\s\]】)）>]*$")
_TOTAL = (
    re.compile(both(r"共\s*[\[【]?\s*(\d{1,6})\s*[\]】]?\s*页")),
    re.compile(both(r"(?:页次|第|当前)\s*[:：]?\s*\d{1,6}\s*(?:页)?\s*[/／]\s*(?:共)?\s*(\d{1,6})\s*(?:页|$)?")),
    re.compile(both(r"总\s*页\s*数?\s*[:：]?\s*(\d{1,6})")),
    re.compile(both(r"\b\d{1,5}\s*[/／]\s*(\d{1,5})\s*页")),
)
_ENTRIES = (
    re.compile(
        both(
            r"(?:共|总计|合计)\s*有?\s*[\[【]?\s*(\d{1,7})\s*[\]】]?\s*(?:条|篇|则|笔)\s*(?:信息|记录|数据|新闻|文章)?"
        )
    ),
    re.compile(both(r"\d\s*页\s*[/／,，]?\s*(?:共)?\s*(\d{1,7})\s*(?:条|篇|则|笔)")),
    re.compile(both(r"(?:总记录数?|记录总?数|总条数|信息总数)\s*[:：]?\s*(\d{1,7})")),
)
_TITLED = (b"Total record", "总数".encode())
_LONGEST_PAGER = 60
_PAGER_WORDS = ("页", "頁", "记录", "記錄", "总条数", "總條數", "信息总数")
_SCRIPTED = re.compile(
    r"""(?:createPageHTML|pageControl)\(\s*(?:['"][^'"]*['"]\s*,\s*)?(\d+)\s*,\s*(\d+)\s*,\s*['"]([\w\-/.]+)['"]\s*,\s*['"](\w+)['"]"""
)
_COUNTED = re.compile(r"\bvar\s+countPage\s*=\s*(\d{1,6})\b")
_LAST = re.compile(r"^[\s\[【(（<]*(?:" + both("尾页|末页|最后一页|最末页") + r"|[Ll]ast)[\s\]】)）>»]*$")
_HANDLER = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\(|goto\w*\()\s*['"]([^'"]+)['"]"""
)
_PAGE_NUMBER = re.compile(r"^(.*?)(\d+)(\D*)$")


def address_of(page: Page, link: etree._Element) -> str | None:
    """Where a link leads, its fragment dropped; a script that only sets the location counts as a link."""
    href = (link.get("href") or "").strip()
    if not href or href.startswith("#") or href.lower().startswith("javascript"):
        handler = _HANDLER.search(link.get("onclick") or href)
        if handler is None:
            return None
        href = handler[1]
    if href.lower().startswith(("mailto:", "tel:", "data:", "about:", "file:")):
        return None
    address = page.absolute(href)
    return address.split("#", 1)[0] if address else None


def says_next(link: etree._Element) -> bool:
    """Whether a link says that it leads to the next page."""
    return _NEXT.match(" ".join(" ".join(pieces(link)).split())) is not None


def page_number(link: etree._Element) -> int | None:
    """The page number that is all of a link's text; None for other links."""
    match = _NUMBER.match(" ".join(" ".join(pieces(link)).split()))
    return int(match[1]) if match else None


def read_next(page: Page, links: list[tuple[etree._Element, str, str]]) -> str | None:
    """The next page of the list, by its words, by the numbers of the pager, or by the pager's script."""
    here = page.url.split("#", 1)[0]
    for _, address, text in links:
        if _NEXT.match(text) and address != here:
            return address
    numbered = [(link, address, int(match[1])) for link, address, text in links if (match := _NUMBER.match(text))]
    pagers = _pagers(numbered)
    holders = {holder for pager in pagers for holder in (pager, pager.getparent())}
    for link, address, text in links:
        if _NEXT_SIGN.match(text) and address != here and link.getparent() in holders:
            return address
    for pager, members in islice(pagers.items(), _MOST_PAGERS):
        current = _current(pager, members, here)
        if current is not None:
            for _, address, number in members:
                if number == current + 1 and address != here:
                    return address
    return _scripted_next(page)


def numbered_pages(links: list[tuple[etree._Element, str, str]]) -> set[str]:
    """The addresses behind the numbers of the pager."""
    numbered = [(link, address, int(match[1])) for link, address, text in links if (match := _NUMBER.match(text))]
    return {address for members in _pagers(numbered).values() for _, address, _ in members}


def read_total(page: Page) -> int | None:
    """How many pages the pager says there are, or the number of its last page; None where it says nothing."""
    for line in page.lines:
        text = line.plain
        if len(text) > 200 or not ("页" in text or "頁" in text):
            continue
        for pattern in _TOTAL:
            match = pattern.search(text)
            if match is not None and 0 < int(match[1]) <= MOST:
                return int(match[1])
    scripted = _scripted(page)
    return scripted[0] if scripted is not None and 0 < scripted[0] <= MOST else None


def read_entries(page: Page) -> int | None:
    """How many articles the list says it has on all its pages; None where it says nothing."""
    if any(mark in page.source for mark in _TITLED):
        for total in page.tree.xpath("//a[@title='Total record' or @title='总数']//b"):
            text = " ".join(pieces(total)).strip()
            if text.isdecimal():
                return int(text)
    for line in page.lines:
        # A sentence that counts something else is longer than a pager, or has none of its words.
        if len(line.plain) > _LONGEST_PAGER or not any(word in line.plain for word in _PAGER_WORDS):
            continue
        for pattern in _ENTRIES:
            match = pattern.search(line.plain)
            if match is not None:
                return int(match[1])
    return None


def _pagers(
    numbered: list[tuple[etree._Element, str, int]],
) -> dict[etree._Element, list[tuple[etree._Element, str, int]]]:
    """Numbered links by the element that holds them together; rows of at most twenty rising numbers."""
    groups: dict[etree._Element, list[tuple[etree._Element, str, int]]] = {}
    for entry in numbered:
        parent = entry[0].getparent()
        if (
            parent is not None
            and parent.tag in ("li", "span", "td", "b", "em", "strong", "p", "font")
            and len(parent) == 1
        ):
            parent = parent.getparent()
        if parent is not None:
            groups.setdefault(parent, []).append(entry)
    kept = {}
    for parent, members in groups.items():
        numbers = [number for _, _, number in members]
        if (
            1 <= len(members) <= 20
            and numbers == sorted(set(numbers))
            and _alike([address for _, address, _ in members])
        ):
            kept[parent] = members
    return kept


def _alike(addresses: list[str]) -> bool:
    folders = {urlsplit(address).path.rsplit("/", 1)[0] for address in addresses}
    return len(folders) <= 2


_MOST_ELEMENTS = 120
_MOST_PAGERS = 12


def _current(pager: etree._Element, members: list[tuple[etree._Element, str, int]], here: str) -> int | None:
    for _, address, number in members:
        if address == here:
            return number
    linked = {number for _, _, number in members}
    # Bounded like a real pager: damaged pages nest thousands of them, and each would be walked to its end.
    for element in islice(pager.iter("span", "b", "strong", "em", "font", "li", "a", "td"), _MOST_ELEMENTS):
        match = _NUMBER.match(" ".join(pieces(element)))
        if match is not None and int(match[1]) not in linked and int(match[1]) + 1 in linked:
            return int(match[1])
    for text in (pager.text, *(child.tail for child in pager)):
        match = _NUMBER.match(text or "")
        if match is not None and int(match[1]) + 1 in linked:
            return int(match[1])
    return None


def _scripted(page: Page) -> tuple[int, str, str] | None:
    """How many pages the list's script says there are, and the name and ending of their files."""
    if b"createPageHTML(" in page.source or b"pageControl(" in page.source:
        match = _SCRIPTED.search(page.text)
        if match is not None:
            return int(match[1]), match[3], match[4]
    counted = _COUNTED.search(page.text) if b"countPage" in page.source else None
    if counted is None:
        return None
    ending = re.fullmatch(r"index(?:_\d+)?\.(\w+)|", urlsplit(page.url).path.rsplit("/", 1)[-1])
    return (int(counted[1]), "index", ending[1] or "html") if ending else None


def _scripted_next(page: Page) -> str | None:
    """The next page of a list whose pager is the script `createPageHTML(total, current, name, extension)`, its kin
    `pageControl`, or one that counts with `countPage`.

    Its first page is `name.ext`, the second `name_1.ext`; where the page stands is read from its own address, since the
    script's second number begins at 0 on some sites and at 1 on others.
    """
    scripted = _scripted(page)
    if scripted is None:
        return None
    total, name, extension = scripted
    file = urlsplit(page.url).path.rsplit("/", 1)[-1]
    number = re.fullmatch(re.escape(name) + r"_(\d+)\." + re.escape(extension), file)
    following = int(number[1]) + 1 if number else 1
    return urljoin(page.url, f"{name}_{following}.{extension}") if following < total else None
