"""What is stored to know an article again: anchors to find it by, and the decisions about it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain
from math import log
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, text, update
from sqlalchemy.orm import Session

from storage.tables import Apart, Article, Digest, Fingerprint, Membership, Page, Revision, Sibling, Work

HEAVY = 200
"""So many articles are looked at for one anchor: one that more of them share (a form's phrase) tells little."""
_TOGETHER = 2
_SHOWN = 200
_TITLE, _LITTLE = 4.0, 0.01
OF_REVISION = and_(Fingerprint.article_id == Revision.article_id, Fingerprint.number == Revision.number)
"""What a revision is known by."""

_LATERAL = text(
    "SELECT q.anchor, a.article_id FROM unnest(CAST(:anchors AS integer[])) AS q(anchor), LATERAL"
    " (SELECT article_id FROM anchors WHERE anchor = q.anchor ORDER BY article_id LIMIT :heavy) AS a"
)

_NOTED = text(
    "INSERT INTO anchors SELECT * FROM unnest(CAST(:anchors AS integer[]), CAST(:articles AS integer[]))"
    " ON CONFLICT DO NOTHING"
)
_AT_ONCE = 400
"""SQLite takes no more than 500 selects in one."""


def keep_anchors(session: Session, anchors: Sequence[tuple[int, int]]) -> None:
    """Note anchors, each with its article; those that are noted already are left alone."""
    rows = sorted(set(anchors))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_NOTED, {"anchors": [row[0] for row in rows], "articles": [row[1] for row in rows]})
    elif rows:
        session.connection().exec_driver_sql("INSERT OR IGNORE INTO anchors VALUES (?, ?)", rows)


def postings(session: Session, anchors: Sequence[int]) -> dict[int, list[int]]:
    """For each anchor the articles that have it, the first `HEAVY` of them."""
    if not anchors:
        return {}
    if session.get_bind().dialect.name == "postgresql":
        rows: Iterable[Any] = session.execute(_LATERAL, {"anchors": list(anchors), "heavy": HEAVY})
    else:
        connection = session.connection()
        parts = (tuple(anchors[at : at + _AT_ONCE]) for at in range(0, len(anchors), _AT_ONCE))
        rows = chain.from_iterable(connection.exec_driver_sql(_limited(len(part)), part) for part in parts)
    found: dict[int, list[int]] = defaultdict(list)
    for anchor, article_id in rows:
        found[anchor].append(article_id)
    return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may be the same."""

    article_id: int
    shared: int
    """So many sampled anchors it has in common with the one in question."""
    titled: bool
    """Whether it has the same title."""


def candidates(found: Mapping[int, Sequence[int]], title_anchor: int, total: int, but: int) -> list[Candidate]:
    """The articles that share the title, or two sampled anchors or more, the likeliest first.

    An anchor weighs the more the fewer articles have it; `total` is how many articles there are.
    """
    weights: dict[int, float] = defaultdict(float)
    shared: dict[int, int] = defaultdict(int)
    titled = frozenset(found.get(title_anchor, ()))
    for anchor, articles in found.items():
        title = anchor == title_anchor
        weight = log(1 + total / len(articles)) * (_TITLE if title else 1)
        if len(articles) >= HEAVY:
            # Only the first that have it were looked at: it must not speak for them against those behind.
            weight *= _LITTLE
        for article_id in articles:
            weights[article_id] += weight
            shared[article_id] += 0 if title else 1
    worthy = [id for id, count in shared.items() if id != but and (count >= _TOGETHER or id in titled)]
    worthy.sort(key=lambda id: (-weights[id], id))
    return [Candidate(id, shared[id], id in titled) for id in worthy]


def lengths(session: Session, articles: Sequence[int]) -> dict[int, int]:
    """How many letters the texts of these articles have."""
    rows = session.execute(_LENGTHS, {"ids": articles}) if articles else ()
    return {row[0]: row[1] for row in rows}


@cache
def _limited(count: int) -> str:
    one = f"SELECT * FROM (SELECT anchor, article_id FROM anchors WHERE anchor = ? LIMIT {HEAVY})"
    return " UNION ALL ".join([one] * count)


@dataclass(frozen=True, slots=True)
class Known:
    """An article in the archive as one to compare with: the text it shows, and its standing place in a work."""

    article_id: int
    portal_id: int
    url: str
    revision_id: int
    title: str
    text: str
    published: datetime | None
    work_id: int
    relation: str
    by_person: bool
    """Whether a person placed it in its work."""


def _known() -> Any:
    return (
        select(
            Article.id,
            Article.portal_id,
            Page.url,
            Revision.id,
            Revision.title,
            Revision.text,
            Revision.published,
            Membership.work_id,
            Membership.relation,
            Membership.why.is_not(None),
        )
        .join(Page, Page.id == Article.page_id)
        .join(Revision, Revision.id == Article.revision_id)
        .join(Membership, and_(Membership.article_id == Article.id, Membership.undone_at.is_(None)))
    )


_LENGTHS = (
    select(Article.id, Fingerprint.length)
    .join(Revision, Revision.id == Article.revision_id)
    .join(Fingerprint, OF_REVISION)
    .where(Article.id.in_(bindparam("ids", expanding=True)))
)
_BY_ID = _known().where(Article.id.in_(bindparam("ids", expanding=True)))
_BY_WORK = _known().where(Membership.work_id == bindparam("work")).order_by(Article.id)
_CANONICAL = _known().join(Work, Work.canonical_id == Article.id).where(Work.id == bindparam("work"))


def known(session: Session, ids: Sequence[int]) -> list[Known]:
    """These articles, in the order given."""
    rows = {row[0]: Known(*row) for row in session.execute(_BY_ID, {"ids": ids})} if ids else {}
    return [rows[id] for id in ids if id in rows]


def members(session: Session, work_id: int, most: int | None = None) -> list[Known]:
    """The printings of a work in the order they were taken in, at most so many."""
    return [Known(*row) for row in session.execute(_BY_WORK.limit(most), {"work": work_id})]


def canonical(session: Session, work_id: int) -> Known | None:
    """The printing that stands for the work."""
    row = session.execute(_CANONICAL, {"work": work_id}).first()
    return None if row is None else Known(*row)


def twins(session: Session, articles: Sequence[int], text_key: int) -> list[tuple[int, datetime | None]]:
    """Those of the articles that showed this text at any time: number and printed time, in their order."""
    rows = session.execute(
        select(Revision.article_id, Revision.published)
        .join(Fingerprint, OF_REVISION)
        .where(Fingerprint.article_id.in_(articles), Fingerprint.text_key == text_key)
        .order_by(Revision.article_id, Revision.id)
    )
    return [(row[0], row[1]) for row in rows]


def digest_pages(session: Session, articles: Sequence[int]) -> dict[int, list[int]]:
    """Those of the articles that are digests, each with the printings it holds."""
    rows = session.execute(
        select(Digest.article_id, Digest.held_id).where(Digest.article_id.in_(articles), Digest.undone_at.is_(None))
    )
    found: dict[int, list[int]] = defaultdict(list)
    for article_id, held_id in rows:
        found[article_id].append(held_id)
    return found


def note_digest(
    session: Session, article_id: int, held: Iterable[int], measures: dict[str, Any], rule_version: int, now: datetime
) -> None:
    """Link a digest to printings that it holds."""
    linked = set(session.scalars(select(Digest.held_id).where(Digest.article_id == article_id)))
    for held_id in sorted(set(held) - linked):
        session.add(
            Digest(article_id=article_id, held_id=held_id, measures=measures, rule_version=rule_version, decided_at=now)
        )


def note_siblings(
    session: Session, article_id: int, others: Iterable[tuple[int, dict[str, Any]]], rule_version: int, now: datetime
) -> None:
    """Note that articles have the form of this one and other facts; a pair is noted once."""
    new = dict(others)
    if not new:
        return
    pairs = or_(
        and_(Sibling.article_id == article_id, Sibling.other_id.in_(new)),
        and_(Sibling.other_id == article_id, Sibling.article_id.in_(new)),
    )
    rows = session.execute(select(Sibling.article_id, Sibling.other_id).where(pairs))
    noted = {id for row in rows for id in row}
    for other_id, measures in new.items():
        if other_id not in noted:
            session.add(
                Sibling(
                    article_id=article_id,
                    other_id=other_id,
                    measures=measures,
                    rule_version=rule_version,
                    decided_at=now,
                )
            )


def sibling_pairs(session: Session, portals: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Standing pairs of siblings with an article of one of the portals, the newest first, so many of each portal."""
    pairs: dict[tuple[int, int], None] = {}
    for portal_id in portals:
        for mine in (Sibling.article_id, Sibling.other_id):
            rows = session.execute(
                select(Sibling.article_id, Sibling.other_id)
                .join(Article, Article.id == mine)
                .where(Article.portal_id == portal_id, Sibling.undone_at.is_(None))
                .order_by(Sibling.id.desc())
                .limit(most)
            )
            pairs.update(((row[0], row[1]), None) for row in rows)
    return list(pairs)


def undo_siblings(session: Session, pair: tuple[int, int], now: datetime) -> None:
    """The two turned out to be the same article."""
    both = (Sibling.article_id == pair[0], Sibling.other_id == pair[1], Sibling.undone_at.is_(None))
    session.execute(update(Sibling).where(*both).values(undone_at=now))


def is_alone(session: Session, work_id: int) -> bool:
    """Whether the work has one printing."""
    standing = select(func.count()).where(Membership.work_id == work_id, Membership.undone_at.is_(None))
    return session.scalar(standing) == 1


def has_parted(session: Session) -> bool:
    """Whether a person keeps any articles apart."""
    return session.scalar(select(Apart.id).where(Apart.undone_at.is_(None)).limit(1)) is not None


def parted(session: Session, articles: Sequence[int]) -> dict[int, set[int]]:
    """For each of the articles those that a person keeps apart from it."""
    rows = session.execute(
        select(Apart.article_id, Apart.other_id).where(
            or_(Apart.article_id.in_(articles), Apart.other_id.in_(articles)), Apart.undone_at.is_(None)
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in rows:
        found[one].add(other)
        found[other].add(one)
    return found


@dataclass(frozen=True, slots=True)
class WorkShown:
    """A work with more than one printing, as it is shown."""

    work: int
    canonical: int
    members: list[tuple[int, str, str]]
    """Article, address and relation: the canonical printing first, then in the order they were taken in."""
    digests: list[int]
    siblings: list[int]


def works_shown(session: Session, article_id: int | None = None) -> Iterator[WorkShown]:
    """The works with more than one printing, or with a digest; with `article_id` that article's work, whatever it has.

    In the order of their numbers, a few hundred at a time.
    """
    # A join, since `in (select …)` makes SQLite collect all articles there are before it looks for one.
    shown = select(Membership.work_id).join(Article, Article.id == Membership.article_id)
    shown = shown.where(Membership.undone_at.is_(None), Article.withdrawn_at.is_(None))
    if article_id is not None:
        chosen = shown.where(Membership.article_id == article_id)
    else:
        chosen = shown.group_by(Membership.work_id).having(func.count() > 1).order_by(Membership.work_id)
    works = list(session.scalars(chosen))
    for start in range(0, len(works), _SHOWN):
        yield from _shown(session, works[start : start + _SHOWN])


def _shown(session: Session, works: list[int]) -> Iterator[WorkShown]:
    rows = session.execute(
        select(Membership.work_id, Membership.article_id, Page.url, Membership.relation, Work.canonical_id)
        .join(Work, Work.id == Membership.work_id)
        .join(Article, Article.id == Membership.article_id)
        .join(Page, Page.id == Article.page_id)
        .where(Membership.work_id.in_(works), Membership.undone_at.is_(None), Article.withdrawn_at.is_(None))
        .order_by(Membership.work_id, Membership.article_id)
    ).all()
    members: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        members[row.work_id].append(row)
    work_of = {row.article_id: row.work_id for row in rows}
    digests = _linked(session, Digest.held_id, Digest.article_id, Digest, work_of)
    siblings = _linked(session, Sibling.article_id, Sibling.other_id, Sibling, work_of)
    for work, others in _linked(session, Sibling.other_id, Sibling.article_id, Sibling, work_of).items():
        siblings[work] |= others
    for work in works:
        own = {row.article_id for row in members[work]}
        canonical = members[work][0].canonical_id
        if canonical not in own:
            canonical = members[work][0].article_id
        yield WorkShown(
            work,
            canonical,
            [
                (row.article_id, row.url, "first" if row.article_id == canonical else row.relation)
                for row in sorted(members[work], key=lambda row: (row.article_id != canonical, row.article_id))
            ],
            sorted(digests[work] - own),
            sorted(siblings[work] - own),
        )


def _linked(session: Session, mine: Any, other: Any, table: Any, work_of: dict[int, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(mine, other)
        .join(Article, Article.id == other)
        .where(mine.in_(list(work_of)), table.undone_at.is_(None), Article.withdrawn_at.is_(None))
    )
    for one, another in rows:
        found[work_of[one]].add(another)
    return found
