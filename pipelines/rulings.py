"""What a person decides about works: articles taken out of one, or brought together; the rules obey it ever after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from archiver.errors import NothingFound, UsageError
from pipelines.works import Works
from storage import reprints
from storage.reprints import Known
from storage.tables import Apart


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was done."""

    work: int
    articles: tuple[int, ...]


def split(session: Session, articles: Sequence[int], why: str, now: datetime) -> Ruling:
    """Take articles out of the work they share, into a work of their own, and keep them apart from those that stay.

    Raises NothingFound for an unknown article, UsageError where they do not share a work or are all of it.
    """
    chosen = _all_known(session, articles)
    works = {known.work_id for known in chosen}
    if len(works) > 1:
        raise UsageError("These articles are of different works; split one work at a time.")
    own = works.pop()
    staying = [known for known in reprints.members(session, own) if known.article_id not in articles]
    if not staying:
        raise UsageError(f"These articles are all of work {own}: nothing would stay to be split from.")
    hand = Works(session, now)
    target = 0
    for known in chosen:
        target = hand.take_out(known.article_id, target, why)
    for known in chosen:
        for other in staying:
            session.add(Apart(article_id=known.article_id, other_id=other.article_id, why=why, decided_at=now))
    hand.announce()
    return Ruling(target, tuple(known.article_id for known in chosen))


def join(session: Session, articles: Sequence[int], why: str, now: datetime) -> Ruling:
    """Make the works of these articles one; what a split kept apart between them is undone.

    Raises NothingFound for an unknown article, UsageError where they are of one work already.
    """
    chosen = _all_known(session, articles)
    works = sorted({known.work_id for known in chosen})
    if len(works) < 2:
        raise UsageError(f"These articles are of one work already: {works[0]}.")
    members = [known for work in works for known in reprints.members(session, work)]
    ids = [known.article_id for known in members]
    for row in session.scalars(
        select(Apart).where(Apart.article_id.in_(ids), Apart.other_id.in_(ids), Apart.undone_at.is_(None))
    ):
        row.undone_at = now
    hand = Works(session, now)
    hand.bring_together(works, why)
    hand.announce()
    return Ruling(works[0], tuple(ids))


def _all_known(session: Session, articles: Sequence[int]) -> list[Known]:
    chosen = reprints.known(session, list(dict.fromkeys(articles)))
    missing = set(articles) - {known.article_id for known in chosen}
    if missing:
        raise NothingFound(f"The archive holds no article {min(missing)}; `archiver search` shows the numbers.")
    return chosen
