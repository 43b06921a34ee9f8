"""What a portal or a family declares of its pages: where a value stands, as CSS selectors."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Rules:
    """CSS selectors by field; None where generic reading is good enough."""

    title: str | None = None
    published: str | None = None
    views: str | None = None
    source: str | None = None
    author: str | None = None
    breadcrumb: str | None = None
    body: str | None = None
    list_item: str | None = None
    next_page: str | None = None
    family: str | None = None
    """Name of the family, where the portal knows it; otherwise the page is asked."""
    counters: Literal["read-only", "ask"] = "read-only"
    """`ask` lets counters be asked that add a hit with every question."""


GENERIC = Rules()
