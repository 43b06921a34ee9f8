"""Articles as the archive shows them: one value with everything that is known of a printing, for reading only.

What is withdrawn is not among them.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from archiver.items import Evidence, Precision, PrintedTime
from storage.tables import Article, Attachment, Capture, Membership, Page, Portal, Revision

_CHUNK = 200
"""So many articles are read at once."""
_MOST_ID = 2**31 - 1
"""A larger number than this no table holds, and databases refuse to look for it."""
_Item = TypeVar("_Item")
_Query: TypeAlias = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefArticle:
    """What lists and the search index need of one printing of an article, with the text it showed last."""

    id: int
    url: str
    portal: str
    """The portal's name; its title, province and kind follow."""
    portal_title: str | None
    province: str | None
    kind: str | None
    channel: str | None
    title: str
    published: str | None
    """ISO 8601 in the portal's time zone, exactly as precise as it was printed."""
    views: int | None
    """The last count observed, whatever the revision."""
    source: str | None
    author: str | None
    body: str
    """As printed, a paragraph a line."""
    work: int
    printings: int
    """How many articles are printings of the work, this one included."""
    revisions: int
    """How many distinct texts the page has shown."""
    gone_at: datetime | None
    change: int
    """The archive's counter at the article's last change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle(BriefArticle):
    """One printing of an article with the text it showed last, or that of an earlier revision, and all about it."""

    published_raw: str | None
    breadcrumb: tuple[str, ...]
    html: str | None
    family: str | None
    evidence: Mapping[str, Evidence]
    revision: int
    """The number of the revision shown, from 1."""
    sha256: str | None
    """Of the last capture that showed this text; None for an article taken in without a capture."""
    capture_id: int | None
    first_seen: datetime
    """When the article was first seen."""
    appeared: datetime
    """When this text was first seen on the page."""
    last_seen: datetime
    """When this text was last seen there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAttachment:
    """A file or picture that an article refers to."""

    url: str
    role: str
    """`attachment` or `image`."""
    name: str
    type: str | None
    sha256: str | None
    """None until its bytes are captured."""
    size: int | None
    """Bytes."""


def article(session: Session, id: int, revision: int | None = None) -> StoredArticle | None:
    """The article, with the text of that revision where one is named; None where there is no such article or revision.

    For an earlier revision `sha256`, `capture_id` and `last_seen` are its own; views and work are the article's.
    """
    if max(id, revision or 0) > _MOST_ID:
        return None
    shown = _SHOWN if revision is None else _EARLIER.where(Revision.number == revision)
    row = session.execute(shown.where(Article.id == id)).one_or_none()
    return None if row is None else _stored(row)


def articles(session: Session, ids: Iterable[int]) -> Generator[StoredArticle, None, None]:
    """The articles in the order given, a few hundred at a time; ids that the archive does not know are passed over."""
    for chunk in _chunks(ids):
        found = {row.id: row for row in session.execute(_SHOWN.where(Article.id.in_(chunk)))}
        yield from (_stored(found[id]) for id in chunk if id in found)


def briefs(session: Session, ids: Iterable[int]) -> Iterator[BriefArticle]:
    """The same in brief."""
    for chunk in _chunks(ids):
        # By the connection: what the session adds for rows that are no objects is half of the time.
        found = {row.id: row for row in session.connection().execute(_BRIEF_OF, {"ids": chunk})}
        yield from (_brief(found[id]) for id in chunk if id in found)


def absence(session: Session, id: int) -> str:
    """Why `article` has nothing to show under this number, as a sentence."""
    at = None if id > _MOST_ID else session.scalar(select(Article.withdrawn_at).where(Article.id == id))
    if at is not None:
        return f"Article {id} was withdrawn on {at:%Y-%m-%d}; `archiver withdraw --list` says why."
    return f"The archive holds no article {id}; `archiver search` shows the numbers."


def every(session: Session) -> Generator[StoredArticle, None, None]:
    """All articles in the order of their ids, streamed: however many there are, a few hundred are in memory."""
    return _streamed(session, _SHOWN.order_by(Article.id), _stored)


def every_brief(session: Session) -> Generator[BriefArticle, None, None]:
    """The same in brief."""
    return _streamed(session, _BRIEF.order_by(Article.id), _brief)


def changed_since(session: Session, change: int) -> Generator[BriefArticle, None, None]:
    """The articles whose last change comes after this one, in brief, in the order of their changes, streamed."""
    return _streamed(session, _BRIEF.where(Article.change > change).order_by(Article.change), _brief)


def withdrawn_since(session: Session, change: int) -> list[tuple[int, int]]:
    """Change and id of the articles withdrawn whose last change comes after this one, in the order of their changes."""
    withdrawn = select(Article.change, Article.id).where(Article.withdrawn_at.is_not(None), Article.change > change)
    return [(row.change, row.id) for row in session.execute(withdrawn.order_by(Article.change))]


def last_change(session: Session) -> int:
    """The archive's counter of changes; 0 while it is empty."""
    return session.scalar(select(func.max(Article.change))) or 0


def revisions(session: Session, id: int) -> list[StoredArticle]:
    """All texts that the article has shown, the first one first; empty where there is no such article."""
    return [_stored(row) for row in session.execute(_EARLIER.where(Article.id == id).order_by(Revision.number))]


def printings(session: Session, work: int) -> list[StoredArticle]:
    """All printings of a work, in the order they were taken in."""
    return [_stored(row) for row in session.execute(_SHOWN.where(Membership.work_id == work).order_by(Article.id))]


def attachments(session: Session, id: int) -> list[StoredAttachment]:
    """What the article offers for download and shows as pictures, in the order it was found."""
    rows = session.scalars(select(Attachment).where(Attachment.article_id == id).order_by(Attachment.id))
    return [
        StoredAttachment(url=row.url, role=row.role, name=row.name, type=row.type, sha256=row.sha256, size=row.size)
        for row in rows
    ]


def _briefs_with(revision: Any) -> _Query:
    member, text, printing = aliased(Membership), aliased(Revision), aliased(Article)
    return (
        select(
            Article.id,
            Page.url,
            Portal.name.label("portal"),
            Portal.title.label("portal_title"),
            Portal.province,
            Portal.kind,
            Portal.timezone,
            Article.channel,
            Revision.title,
            Revision.published,
            Revision.precision,
            Article.views,
            Revision.source,
            Revision.author,
            Revision.text,
            Membership.work_id.label("work"),
            select(func.count())
            .select_from(member)
            .join(printing, printing.id == member.article_id)
            .where(member.work_id == Membership.work_id, member.undone_at.is_(None), printing.withdrawn_at.is_(None))
            .scalar_subquery()
            .label("printings"),
            select(func.count())
            .select_from(text)
            .where(text.article_id == Article.id)
            .scalar_subquery()
            .label("revisions"),
            Article.gone_at,
            Article.change,
        )
        .join(Page, Page.id == Article.page_id)
        .join(Portal, Portal.id == Article.portal_id)
        .join(Revision, revision)
        .join(Membership, (Membership.article_id == Article.id) & Membership.undone_at.is_(None))
        .where(Article.withdrawn_at.is_(None))
    )


def _whole(brief: _Query) -> _Query:
    return brief.outerjoin(Capture, Capture.id == Revision.last_capture_id).add_columns(
        Revision.published_raw,
        Revision.breadcrumb,
        Revision.html,
        Revision.family,
        Revision.evidence,
        Revision.number.label("revision"),
        Capture.sha256,
        Revision.last_capture_id.label("capture_id"),
        Article.first_seen,
        Revision.seen_first.label("appeared"),
        Revision.seen_last.label("last_seen"),
    )


_BRIEF = _briefs_with(Revision.id == Article.revision_id)
_BRIEF_OF = _BRIEF.where(Article.id.in_(bindparam("ids", expanding=True)))
_SHOWN = _whole(_BRIEF)
_EARLIER = _whole(_briefs_with(Revision.article_id == Article.id))


def _brief(row: Row[*tuple[Any, ...]]) -> BriefArticle:
    # In the order of `_briefs_with`: a dictionary of each row would take as long as reading it.
    id, url, portal, portal_title, province, kind, timezone, channel, title, published, precision, *others = row
    views, source, author, body, work, printings, revisions, gone_at, change = others
    return BriefArticle(
        id=id,
        url=url,
        portal=portal,
        portal_title=portal_title,
        province=province,
        kind=kind,
        channel=channel,
        title=title,
        published=_as_printed(published, precision, timezone),
        views=views,
        source=source,
        author=author,
        body=body,
        work=work,
        printings=printings,
        revisions=revisions,
        gone_at=gone_at,
        change=change,
    )


def _stored(row: Row[*tuple[Any, ...]]) -> StoredArticle:
    values = _values(row)
    evidence = {name: Evidence(*parts) for name, parts in row.evidence.items()}
    return StoredArticle(**values | {"breadcrumb": tuple(row.breadcrumb), "evidence": evidence})


def _values(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    values = dict(zip(row._fields, row, strict=True))
    values["published"] = _as_printed(row.published, values.pop("precision"), values.pop("timezone"))
    values["body"] = values.pop("text")
    return values


def _as_printed(published: datetime | None, precision: str | None, timezone: str) -> str | None:
    if published is None or precision is None:
        return None
    local = published.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    return PrintedTime(local, cast(Precision, precision), "").isoformat()


def _streamed(
    session: Session, query: _Query, made: Callable[[Row[*tuple[Any, ...]]], _Item]
) -> Generator[_Item, None, None]:
    # A reader that stops in the middle leaves no cursor open on the server.
    with session.execute(query.execution_options(yield_per=_CHUNK)) as rows:
        for row in rows:
            yield made(row)


def _chunks(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    left = iter(items)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
