"""Which articles are read most: by the count they have, or by how it grew in a stretch of time."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from itertools import groupby

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from storage.tables import Article, Portal, View
from storage.views import Growth, Observation, growth, points

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article of the list."""

    id: int
    views: int
    """Its last count."""
    growth: Growth | None
    """How the count grew in the time asked for; None where the list is one of counts."""


def most_viewed(
    session: Session, limit: int, *, portal: str | None = None, among: Collection[int] | None = None
) -> list[Ranked]:
    """The articles with the highest last count, the highest first, then the later article.

    `portal` by name; `among` keeps to these articles.
    """
    query = (
        select(Article.id, Article.views)
        .where(Article.views.is_not(None), Article.withdrawn_at.is_(None))
        .order_by(Article.views.desc(), Article.id.desc())
    )
    if portal is not None:
        query = query.join(Portal, Portal.id == Article.portal_id).where(Portal.name == portal)
    if among is None:
        query = query.limit(limit)
    found: list[Ranked] = []
    with session.execute(query.execution_options(yield_per=_CHUNK)) as rows:
        for id, views in rows:
            if among is None or id in among:
                found.append(Ranked(id, views or 0, None))
                if len(found) == limit:
                    break
    return found


def most_read(
    session: Session,
    limit: int,
    since: datetime,
    until: datetime,
    *,
    portal: str | None = None,
    among: Collection[int] | None = None,
) -> list[Ranked]:
    """The articles whose count grew most between two times, most first; those that nobody read are left out.

    An article that was observed once only has no growth to be ranked by.
    """
    ranked = (
        Ranked(id, observations[-1].count, grown)
        for id, observations in _observed(session, since, until, portal)
        if among is None or id in among
        if (grown := growth(points(observations), since, until)) is not None and grown.views > 0
    )
    return nlargest(limit, ranked, key=lambda one: (one.growth.views if one.growth else 0, one.id))


def _observed(
    session: Session, since: datetime, until: datetime, portal: str | None
) -> Iterator[tuple[int, list[Observation]]]:
    """Article by article what was observed in the time, and the last before and the first after it."""
    other = aliased(View)
    before = (
        select(func.max(other.observed_at))
        .where(other.article_id == View.article_id, other.observed_at <= since)
        .scalar_subquery()
    )
    after = (
        select(func.min(other.observed_at))
        .where(other.article_id == View.article_id, other.observed_at >= until)
        .scalar_subquery()
    )
    inside = and_(View.observed_at > since, View.observed_at < until)
    query = (
        select(View.article_id, View.observed_at, View.count, View.how)
        .join(Article, Article.id == View.article_id)
        .where(Article.withdrawn_at.is_(None), or_(inside, View.observed_at == before, View.observed_at == after))
        .order_by(View.article_id, View.observed_at)
    )
    if portal is not None:
        query = query.join(Portal, Portal.id == Article.portal_id).where(Portal.name == portal)
    with session.execute(query.execution_options(yield_per=_CHUNK)) as rows:
        for id, group in groupby(rows, key=_article):
            yield id, [Observation(at, count, how) for _, at, count, how in group]


def _article(row: Row[int, datetime, int, str]) -> int:
    return int(row[0])
