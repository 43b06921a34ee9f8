"""Withdrawals: articles that the law or privacy takes out of sight; their bytes stay, and who decided is kept.

What is withdrawn is in no search, page, feed, export or list of reprints. The crawl goes on to know it: the same page
again brings nothing back, and undoing a withdrawal shows the article with all that was learned meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from archiver.errors import NothingFound, UsageError
from storage.tables import Article, Membership, Page, Withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class PastWithdrawal:
    """One decision to withdraw an article, and what became of it."""

    article: int
    url: str
    why: str
    decided_at: datetime
    decided_by: str | None
    """The account that ran the command; None where the system knows no name for it."""
    undone_at: datetime | None
    undone_by: str | None
    undone_why: str | None


def withdraw(
    session: Session, ids: Sequence[int], why: str, now: datetime, by: str | None, *, all_printings: bool = False
) -> list[int]:
    """Take articles out of sight, with `all_printings` every printing of their works; returns those newly withdrawn.

    The caller holds the writer lock. Raises NothingFound for an unknown article, UsageError without a reason, or where
    all of them are withdrawn already.
    """
    chosen = _chosen(session, ids, all_printings)
    new = [id for id, withdrawn in chosen.items() if withdrawn is None]
    _demand(why, new, "withdrawn already")
    for id in new:
        session.add(Withdrawal(article_id=id, why=why.strip(), decided_at=now, decided_by=by))
    _mark(session, new, now)
    return new


def restore(
    session: Session, ids: Sequence[int], why: str, now: datetime, by: str | None, *, all_printings: bool = False
) -> list[int]:
    """Undo withdrawals; returns the articles that are shown again. The decisions stay on record.

    The caller holds the writer lock. Raises NothingFound for an unknown article, UsageError without a reason, or where
    none of them is withdrawn.
    """
    chosen = _chosen(session, ids, all_printings)
    again = [id for id, withdrawn in chosen.items() if withdrawn is not None]
    _demand(why, again, "not withdrawn")
    session.execute(
        update(Withdrawal)
        .where(Withdrawal.article_id.in_(again), Withdrawal.undone_at.is_(None))
        .values(undone_at=now, undone_by=by, undone_why=why.strip())
    )
    _mark(session, again, None)
    return again


def withdrawals(session: Session) -> list[PastWithdrawal]:
    """Every decision there ever was, the latest first."""
    rows = session.execute(
        select(Withdrawal, Page.url)
        .join(Article, Article.id == Withdrawal.article_id)
        .join(Page, Page.id == Article.page_id)
        .order_by(Withdrawal.decided_at.desc(), Withdrawal.id.desc())
    )
    return [
        PastWithdrawal(
            article=row.article_id,
            url=url,
            why=row.why,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
            undone_at=row.undone_at,
            undone_by=row.undone_by,
            undone_why=row.undone_why,
        )
        for row, url in rows
    ]


def _chosen(session: Session, ids: Iterable[int], all_printings: bool) -> dict[int, datetime | None]:
    """The articles with the time each was withdrawn at; raises NothingFound for one that the archive does not hold."""
    wanted = list(dict.fromkeys(ids))
    query = select(Article.id, Article.withdrawn_at).order_by(Article.id)
    found = {row.id: row.withdrawn_at for row in session.execute(query.where(Article.id.in_(wanted)))}
    for id in wanted:
        if id not in found:
            raise NothingFound(f"The archive holds no article {id}; `archiver search` shows the numbers.")
    if not all_printings:
        return found
    return {row.id: row.withdrawn_at for row in session.execute(query.where(Article.id.in_(_printings(wanted))))}


def _demand(why: str, ids: list[int], state: str) -> None:
    if not why.strip():
        raise UsageError("Say why: the reason is kept with the decision (--why TEXT).")
    if not ids:
        raise UsageError(f"These articles are {state}; see archiver withdraw --list.")


def _mark(session: Session, ids: list[int], at: datetime | None) -> None:
    """Set the articles' state; the search index hears of them, and of the printings beside them that stay."""
    session.execute(update(Article).where(Article.id.in_(ids)).values(withdrawn_at=at))
    last = session.scalar(select(func.max(Article.change))) or 0
    touched = session.scalars(select(Article.id).where(Article.id.in_(_printings(ids))).order_by(Article.id)).all()
    for number, id in enumerate(touched, last + 1):
        session.execute(update(Article).where(Article.id == id).values(change=number))
    session.flush()


def _printings(ids: list[int]) -> Select[int]:
    works = select(Membership.work_id).where(Membership.article_id.in_(ids), Membership.undone_at.is_(None))
    return select(Membership.article_id).where(Membership.work_id.in_(works), Membership.undone_at.is_(None))
