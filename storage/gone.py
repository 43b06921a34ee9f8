"""Articles that are no longer where they stood: noted when missed, believed only when missed again days later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from storage.archive import Archive
from storage.policy import Policy
from storage.tables import Article, Capture, Membership, Page, Removal, Revision

_SLACK = timedelta(hours=6)
_MANY = 10
"""So many articles missing in one run, and more than half of those visited, are the portal's doing, not an editor's."""


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that was found to be gone in this run."""

    article_id: int
    url: str
    how: str
    moved_to: str | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What a run found missing."""

    gone: Sequence[Gone]
    missed: int
    """Articles that this run looked for and did not find, gone ones looked at again left out."""
    visited: int
    """Articles that this run looked for."""

    @property
    def wholesale(self) -> bool:
        """Whether the portal as a whole lost its pages: rebuilt, closed, or answering wrongly for a while."""
        return _is_wholesale(self.missed, self.visited)


def note_missing(
    session: Session, page_id: int, how: str, now: datetime, policy: Policy, capture_id: int | None = None
) -> bool:
    """Note that no article stands on this page any more; False where none ever did: that is a dead link.

    `capture_id` is the capture that shows it, where there is one with a page in it.
    """
    if session.scalar(select(Article.id).where(Article.page_id == page_id)) is None:
        return False
    page = session.get_one(Page, page_id)
    page.missing_since = page.missing_since or now
    page.missing_seen, page.missing_how = now, how
    page.attempts, page.error = 0, None
    if capture_id is not None:
        page.read_capture_id = capture_id
    if page.gone_at is None:
        page.due = now + policy.confirm - _SLACK
    else:
        page.due = policy.next_turn(now, policy.gone, page_id)
    return True


def confirm(archive: Archive, portal_id: int, run_id: int, began: datetime, now: datetime, policy: Policy) -> Missing:
    """Decide, at the end of a run, which of the missing articles are gone: those missed on two runs days apart.

    Where the portal as a whole lost its pages, that takes weeks. A killed run decides nothing; the next one does.
    """
    looked_for = (
        select(func.count(func.distinct(Page.id)))
        .join(Article, Article.page_id == Page.id)
        .join(Capture, Capture.page_id == Page.id)
        .where(Page.portal_id == portal_id, Capture.run_id == run_id, Article.first_seen < began)
    )
    with archive.writing() as session:
        pending = session.execute(
            select(Page, Article)
            .join(Article, Article.page_id == Page.id)
            .where(Page.portal_id == portal_id, Page.missing_since.is_not(None), Page.gone_at.is_(None))
            .order_by(Page.id)
        ).all()
        missed = sum(page.missing_seen is not None and page.missing_seen >= began for page, _ in pending)
        visited = session.scalar(looked_for) or 0
        wait = policy.confirm_wholesale if _is_wholesale(missed, visited) else policy.confirm
        gone = []
        for page, article in pending:
            if page.missing_since is None or page.missing_seen is None:
                continue
            if page.missing_seen - page.missing_since >= wait - 2 * _SLACK:
                gone.append(_remove(session, page, article, now, policy))
        return Missing(gone, missed, visited)


def note_back(session: Session, article: Article, now: datetime) -> None:
    """Note that an article is there again; its removal stays on record."""
    standing = (Removal.article_id == article.id, Removal.back_at.is_(None))
    for removal in session.scalars(select(Removal).where(*standing)):
        removal.back_at = now


def _is_wholesale(missed: int, visited: int) -> bool:
    return missed >= _MANY and 2 * missed > visited


def _remove(session: Session, page: Page, article: Article, now: datetime, policy: Policy) -> Gone:
    since, how = page.missing_since or now, page.missing_how or "404"
    elsewhere = _elsewhere(session, article)
    if elsewhere is not None:
        how = "moved"
    article.gone_at = page.gone_at = since
    page.state, page.missing_how = "gone", how
    page.due = policy.next_turn(now, policy.gone, page.id)
    article.change = (session.scalar(select(func.max(Article.change))) or 0) + 1
    session.add(Removal(article_id=article.id, how=how, missing_since=since, confirmed_at=now, moved_to=elsewhere))
    session.flush()
    return Gone(article.id, page.url, how, elsewhere)


def _elsewhere(session: Session, article: Article) -> str | None:
    """Where on the same portal the article's text stands now: a printing that turned up after it was last seen here."""
    mine, other, there = aliased(Membership), aliased(Membership), aliased(Article)
    last_seen = select(func.max(Revision.seen_last)).where(Revision.article_id == article.id).scalar_subquery()
    same: tuple[ColumnElement[bool], ...] = (
        mine.article_id == article.id,
        mine.undone_at.is_(None),
        other.undone_at.is_(None),
        other.relation.in_(("first", "exact", "near")),
        there.id != article.id,
        there.portal_id == article.portal_id,
        there.gone_at.is_(None),
        there.first_seen >= last_seen,
    )
    return session.scalar(
        select(Page.url)
        .join(there, there.page_id == Page.id)
        .join(other, other.article_id == there.id)
        .join(mine, mine.work_id == other.work_id)
        .where(*same)
        .order_by(there.first_seen)
        .limit(1)
    )
