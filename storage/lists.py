"""List pages: how many articles each leads to, and since when one that led to articles leads to none."""

from datetime import datetime

from storage.archive import Archive
from storage.health.tables import ListPage


def note_list(archive: Archive, page_id: int, articles: int, pages: int | None, now: datetime) -> None:
    """Note that a list page was read and leads to so many articles; `pages` is what its pager says, if anything."""
    with archive.writing() as session:
        page = session.get(ListPage, page_id)
        if page is None:
            page = ListPage(page_id=page_id, most=0, empty_since=None)
            session.add(page)
        page.articles, page.pages, page.read_at = articles, pages, now
        page.most = max(page.most, articles)
        if articles:
            page.empty_since = None
        elif page.most and page.empty_since is None:
            page.empty_since = now
