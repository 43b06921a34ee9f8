"""What is known of a content management system: how to recognise it, where things stand, how its counter is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from archiver.items import CounterRequest
from spiders.families.answers import read_answer
from spiders.reading.page import Page
from spiders.reading.rules import GENERIC, Rules

Policy = Literal["read-only", "ask"]


def _no_counter(page: Page, policy: Policy) -> CounterRequest | None:
    return None


def _nothing_more(page: Page) -> str | None:
    return None


def _no_lists(page: Page) -> tuple[str, ...]:
    return ()


def _no_items(page: Page) -> str:
    return ""


@dataclass(frozen=True)
class Family:
    """One content management system, as far as its pages show it."""

    name: str
    signs: tuple[str, ...]
    """What the machinery of its pages holds and that of others does not: any one of these."""
    names: tuple[str, ...]
    """The same for what an id, a class, a tag or an address begins with."""
    rules: Rules = field(default=GENERIC)
    more: Callable[[Page], str | None] = _nothing_more
    """The next page of a list, where only a script or the address knows it."""
    items: Callable[[Page], str] = _no_items
    """Entries of a list that a script of the page holds, as HTML; empty where there are none."""
    lists: Callable[[Page], tuple[str, ...]] = _no_lists
    """Where a script of the page asks for lists that the page itself does not hold: the first part of each."""
    ask: Callable[[Page, Policy], CounterRequest | None] = _no_counter
    answer: Callable[[str], int | None] = read_answer

    def counter(self, page: Page, policy: Policy = "read-only") -> CounterRequest | None:
        """How to ask for the views of this page, or None.

        `read-only` never returns a request that adds a hit; `ask` returns it marked as counting.
        """
        return self.ask(page, policy)

    def read_counter(self, text: str) -> int | None:
        """The count in the counter's answer, as printed there; None where it holds none."""
        return self.answer(text)
