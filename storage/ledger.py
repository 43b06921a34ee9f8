"""The ledger of a portal: what its lists say there is against what the archive holds, and gaps in article numbers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.health.tables import ListPage
from storage.tables import Article, Page, Portal

_FEWEST = 20
_DENSEST = 0.5
"""Numbers of which fewer are known are no count of articles, but of everything that a portal's system keeps."""
_NUMBER = re.compile(r"\d+")
_LONGEST = 9
"""Digits of a number that counts: a longer one is a time or a digest."""


@dataclass(frozen=True, slots=True)
class Account:
    """The lists of one channel against the archive."""

    channel: str | None
    """None for lists that no menu names: those a portal declares, and the home page."""
    announced: int | None
    """How many articles the lists say they have; None where none says it."""
    exact: bool
    """Whether the lists print that number; otherwise their pagers tell that there are at least so many."""
    known: int
    """Articles found on these lists, among them dead links and those still to be fetched."""
    stored: int
    gone: int


@dataclass(frozen=True, slots=True)
class Numbering:
    """Article addresses that count: those of one form, by the number in them."""

    form: str
    first: int
    last: int
    known: int
    gaps: tuple[tuple[int, int], ...]
    """Numbers between that no known address has, as ranges."""

    @property
    def missing(self) -> int:
        return self.last - self.first + 1 - self.known


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of one portal."""

    accounts: tuple[Account, ...]
    """A line a channel, by name; first that without a name."""
    numberings: tuple[Numbering, ...]


def ledger(session: Session, portal: str) -> Ledger:
    """The ledger of the portal of this name; an empty one where the archive does not know it."""
    portal_id = session.scalar(select(Portal.id).where(Portal.name == portal))
    lists: dict[str | None, list[ListPage]] = defaultdict(list)
    for page in session.scalars(
        select(ListPage)
        .join(Page, Page.id == ListPage.page_id)
        .where(Page.portal_id == portal_id, Page.kind == "list", ListPage.most > 0)
        .order_by(Page.id)
    ):
        lists[page.channel].append(page)
    counts = {
        channel: (known, stored, gone)
        for channel, known, stored, gone in session.execute(
            select(Page.channel, func.count(), func.count(Article.id), func.count(Article.gone_at))
            .outerjoin(Article, Article.page_id == Page.id)
            .where(Page.portal_id == portal_id, Page.kind == "article")
            .group_by(Page.channel)
        )
    }
    accounts = [
        Account(channel, *announced(lists.get(channel, [])), *counts.get(channel, (0, 0, 0)))
        for channel in sorted({*lists, *counts}, key=lambda name: name or "")
    ]
    urls = session.scalars(select(Page.url).where(Page.portal_id == portal_id, Page.kind == "article"))
    return Ledger(tuple(accounts), tuple(numberings(urls)))


def announced(lists: Iterable[ListPage]) -> tuple[int | None, bool]:
    """How many articles the lists of a channel say they have, and whether they print it.

    Lists of one name are one list at several addresses; lists without a name are each for itself.
    """
    said: list[tuple[int, bool, bool]] = []
    for page in lists:
        if page.entries is not None:
            said.append((page.entries, True, page.channel is None))
        elif page.pages is not None and page.pages > 1:
            said.append(((page.pages - 1) * page.articles + 1, False, page.channel is None))
        elif page.pages == 1:
            said.append((page.articles, True, page.channel is None))
    if not said:
        return None, False
    if all(apart for _, _, apart in said):
        return sum(count for count, _, _ in said), all(exact for _, exact, _ in said)
    count, exact, _ = max(said)
    return count, exact


def numberings(urls: Iterable[str]) -> list[Numbering]:
    """The numberings of numbers in the addresses of articles, the longest first, with what is missing in each."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for url in urls:
        parts = urlsplit(url)
        place = f"{parts.path}?{parts.query}" if parts.query else parts.path
        found = list(_NUMBER.finditer(place))
        if found and len(found[-1][0]) <= _LONGEST:
            last = found[-1]
            form = _NUMBER.sub("#", place[: last.start()]) + "{}" + place[last.end() :]
            numbers[form].add(int(last[0]))
    made = [_numbering(form, sorted(known)) for form, known in numbers.items() if len(known) >= _FEWEST]
    dense = [one for one in made if one.known >= _DENSEST * (one.last - one.first + 1)]
    return sorted(dense, key=lambda one: (-one.known, one.form))


def _numbering(form: str, known: Sequence[int]) -> Numbering:
    gaps = tuple((one + 1, other - 1) for one, other in pairwise(known) if other - one > 1)
    return Numbering(form, known[0], known[-1], len(known), gaps)


def ranges(gaps: Iterable[tuple[int, int]]) -> str:
    """Gaps as people write them: `17, 40–44`."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in gaps)
