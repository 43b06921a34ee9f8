"""What the address of a search says: words, chosen facets, days, order and page, to a query and back to an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

from archiver.errors import UsageError
from storage.search.find import Sort
from storage.search.query import parse
from storage.search.schema import STATES
from storage.search.syntax import And, Node, Or, State, Value

Facet = Literal["portal", "province", "channel", "source", "flags"]
FACETS: tuple[Facet, ...] = ("portal", "province", "channel", "source", "flags")
SORTS: tuple[Sort, ...] = ("relevance", "date", "views")
PER_PAGE = 20
DEEPEST = 10_000
"""So many hits can be paged through; whoever wants more wants an export."""
LONGEST = 1000
_MOST_CHOSEN = 50


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A search as the address bar holds it. Of one facet any chosen value will do; different facets must all hold."""

    words: str = ""
    chosen: tuple[tuple[Facet, str], ...] = ()
    since: str = ""
    """A year, month or day (`2016-03`); empty leaves the side open."""
    until: str = ""
    sort: Sort = "relevance"
    page: int = 1
    all_printings: bool = False

    @property
    def blank(self) -> bool:
        """Whether it asks for nothing in particular."""
        return not (self.words or self.chosen or self.since or self.until)

    @property
    def offset(self) -> int:
        return (self.page - 1) * PER_PAGE

    def values(self, facet: Facet) -> tuple[str, ...]:
        return tuple(value for name, value in self.chosen if name == facet)

    def toggled(self, facet: Facet, value: str) -> "Inquiry":
        """The same with one value of a facet put in, or taken out where it was chosen; from the first page."""
        pair = (facet, value)
        kept = tuple(other for other in self.chosen if other != pair)
        return replace(self, chosen=kept if pair in self.chosen else (*kept, pair), page=1)

    def without(self, facet: Facet) -> "Inquiry":
        return replace(self, chosen=tuple(pair for pair in self.chosen if pair[0] != facet))

    def but(self, **changed: Any) -> "Inquiry":
        """The same with other values; from the first page, unless a page is named."""
        return replace(self, **{"page": 1, **changed})

    def query(self, dates: bool = True) -> Node:
        """The tree that is searched; all articles where nothing is asked.

        Raises UsageError for words or days that cannot be understood.
        """
        nodes: list[Node] = [parse(self.words)] if self.words else []
        for facet in FACETS:
            either = tuple(_node(facet, value) for value in self.values(facet))
            if either:
                nodes.append(either[0] if len(either) == 1 else Or(either))
        if dates:
            nodes += [parse(f"from:{self.since}")] if self.since else []
            nodes += [parse(f"to:{self.until}")] if self.until else []
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def parameters(self) -> list[tuple[str, str]]:
        """As the parameters of an address; what is as usual is left out."""
        pairs = [("q", self.words)] if self.words else []
        pairs += self.chosen
        pairs += [(name, value) for name, value in (("from", self.since), ("to", self.until)) if value]
        pairs += [("sort", self.sort)] if self.sort != "relevance" else []
        pairs += [("all", "1")] if self.all_printings else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return pairs

    def address(self, path: str = "/search") -> str:
        pairs = self.parameters()
        return f"{path}?{urlencode(pairs)}" if pairs else path


def inquiry(given: Sequence[tuple[str, str]]) -> Inquiry:
    """The inquiry of an address's parameters. Raises UsageError for one that is too long or names no such order."""
    values: Mapping[str, str] = dict(given)
    words = values.get("q", "").strip()
    if len(words) > LONGEST:
        raise UsageError(f"A query has at most {LONGEST} characters; this one has {len(words)}.")
    sort = values.get("sort") or "relevance"
    if sort not in SORTS:
        raise UsageError(f"There is no order {sort[:40]}; sort is one of {', '.join(SORTS)}.")
    page = values.get("page") or "1"
    if not (page.isascii() and page.isdecimal() and len(page) <= 6 and int(page) >= 1):
        raise UsageError(f"page is a number from 1, not {page[:40]}.")
    if int(page) * PER_PAGE > DEEPEST:
        raise UsageError(f"Only the first {DEEPEST} hits are shown; narrow the search, or export it.")
    chosen = tuple(dict.fromkeys((name, value) for name, value in given if name in FACETS and value.strip()))
    if len(chosen) > _MOST_CHOSEN or any(len(value) > LONGEST for _, value in chosen):
        raise UsageError(f"At most {_MOST_CHOSEN} values can be chosen, of {LONGEST} characters each.")
    if wrong := [value for name, value in chosen if name == "flags" and value not in STATES]:
        raise UsageError(f"flags is one of {', '.join(STATES)}, not {wrong[0][:40]}.")
    since, until = (" ".join(values.get(name, "").split()) for name in ("from", "to"))
    for day in (since, until):
        if len(day) > 20 or set(day) & set(' "()|：:'):
            raise UsageError(f"{day[:40]} is no year, month or day; write 2017, 2017-01 or 2017-01-31.")
    return Inquiry(words, chosen, since, until, sort, int(page), values.get("all") == "1")


def _node(facet: Facet, value: str) -> Node:
    return State(value) if facet == "flags" else Value(facet, value, whole=True)
