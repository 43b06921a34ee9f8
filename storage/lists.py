"""List pages: what each leads to and says of itself, and since when one that led to articles leads to none."""

from dataclasses import dataclass
from datetime import datetime

from storage.archive import Archive
from storage.health.tables import ListPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a list page shows of itself."""

    articles: int
    """So many it leads to."""
    pages: int | None = None
    """So many pages has the list, by its pager."""
    entries: int | None = None
    """So many articles has the list, by its own word."""
    channel: str | None = None
    """The channel that it gives to its articles."""


def note_list(archive: Archive, page_id: int, shown: Shown, now: datetime) -> None:
    """Note what a list page showed when it was read."""
    with archive.writing() as session:
        page = session.get(ListPage, page_id)
        if page is None:
            page = ListPage(page_id=page_id, most=0, channel=None, empty_since=None)
            session.add(page)
        page.articles, page.pages, page.entries, page.read_at = shown.articles, shown.pages, shown.entries, now
        page.channel = shown.channel or page.channel
        page.most = max(page.most, shown.articles)
        if shown.articles:
            page.empty_since = None
        elif page.most and page.empty_since is None:
            page.empty_since = now
