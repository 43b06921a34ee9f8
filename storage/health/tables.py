"""The tables of health: what each list page led to, and every change of a portal's state."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Table
from storage.health.findings import State


class ListPage(Table):
    """What a list page led to when it was read last."""

    __tablename__ = "list_pages"

    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), primary_key=True, autoincrement=False)
    read_at: Mapped[datetime]
    articles: Mapped[int]
    most: Mapped[int]
    """The most articles it ever led to."""
    pages: Mapped[int | None]
    """How many pages its pager says the list has."""
    entries: Mapped[int | None]
    """How many articles the list says it has."""
    channel: Mapped[str | None]
    """The channel that it gives to its articles."""
    empty_since: Mapped[datetime | None]
    """Since when it leads to no article, where it led to some before."""


class PortalState(Table):
    """A change of a portal's health: the last row of a portal is how it stands."""

    __tablename__ = "portal_states"
    __table_args__ = (UniqueConstraint("portal_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    portal_id: Mapped[int] = mapped_column(ForeignKey("portals.id"))
    since: Mapped[datetime]
    state: Mapped[State] = mapped_column(Text)
    """`green`, `amber` or `red`."""
    findings: Mapped[list[dict[str, Any]]]
    """What was found when it changed: name, state, sentence and command of each."""
    told_at: Mapped[datetime | None]
    """When a notice of it was delivered; None while none was, or none is wanted."""
