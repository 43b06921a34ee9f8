"""The one way into the archive: article, verdict, work and frontier state in one transaction under the writer lock.

The crawl calls it for every article, and so does whatever else takes articles in.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archiver.items import Article as ReadArticle
from archiver.items import Reading
from pipelines import verdict
from pipelines.deduplicate import Identity
from pipelines.verdict import Printing, Standing
from storage.frontier import mark_read, next_due
from storage.tables import Article, Attachment, Capture, Membership, Page, Quarantine, Revision, View, Work


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an article turned out to be."""

    standing: Standing
    relation: Literal["first", "exact"]
    article_id: int
    work_id: int


def take_in(session: Session, reading: Reading, identity: Identity, timezone: str, now: datetime) -> Verdict:
    """Take one validated article in; the caller holds the writer lock and commits.

    Its page must be known (`reading.page_id`). Nothing stored before is changed except what says when it was last seen.
    """
    if reading.page_id is None:
        raise ValueError("an article needs the page it was read from")
    page = session.get_one(Page, reading.page_id)
    article = session.scalar(select(Article).where(Article.page_id == page.id))
    earlier = _fingerprints(session, article)
    current = next((print_ for id_, print_ in earlier.items() if article and id_ == article.revision_id), None)
    standing = verdict.standing(identity.fingerprint, current, list(earlier.values()))
    changed = standing != "unchanged"
    if article is None:
        article = Article(
            page_id=page.id,
            portal_id=page.portal_id,
            channel=reading.article.channel or page.channel,
            first_seen=reading.fetched_at,
            change=_next_change(session),
        )
        session.add(article)
        session.flush()
    revision = _revision(session, article, reading, identity, timezone)
    article.revision_id = revision.id
    if article.gone_at is not None:
        article.gone_at, page.gone_at, changed = None, None, True
    changed |= _observe_views(session, article, reading)
    _note_attachments(session, article, reading.article)
    membership = _membership(session, article, identity, _day(revision.published, timezone), standing, now, timezone)
    if reading.capture_id is not None:
        capture = session.get_one(Capture, reading.capture_id)
        capture.revision_id = revision.id
        capture.charset_declared = reading.article.charset_declared
        capture.charset_used = reading.article.charset_used
        born = revision.published or article.first_seen
        mark_read(session, page.id, reading.capture_id, "article", next_due(now, born))
    _resolve_quarantine(session, page.id, now)
    if changed and standing != "new":
        article.change = _next_change(session)
    session.flush()
    relation: Literal["first", "exact"] = "exact" if membership.relation == "exact" else "first"
    return Verdict(standing, relation, article.id, membership.work_id)


def quarantine(session: Session, reading: Reading, reason: str, detail: str, now: datetime) -> None:
    """Note why a page was not taken in; its capture counts as read, so that it is not read again until it is due."""
    if reading.page_id is None:
        raise ValueError("only a page can be quarantined")
    if reading.capture_id is not None:
        mark_read(session, reading.page_id, reading.capture_id, "article", next_due(now, reading.fetched_at))
    _resolve_quarantine(session, reading.page_id, now)
    session.add(
        Quarantine(page_id=reading.page_id, capture_id=reading.capture_id, reason=reason, detail=detail, at=now)
    )


def _fingerprints(session: Session, article: Article | None) -> dict[int, str]:
    if article is None:
        return {}
    rows = session.execute(select(Revision.id, Revision.fingerprint).where(Revision.article_id == article.id))
    return {row.id: row.fingerprint for row in rows}


def _next_change(session: Session) -> int:
    return (session.scalar(select(func.max(Article.change))) or 0) + 1


def _revision(session: Session, article: Article, reading: Reading, identity: Identity, timezone: str) -> Revision:
    """The revision that holds this text: an earlier one of the article, seen again, or a new one."""
    revision = session.scalar(
        select(Revision).where(Revision.article_id == article.id, Revision.fingerprint == identity.fingerprint)
    )
    if revision is not None:
        revision.last_capture_id = reading.capture_id or revision.last_capture_id
        revision.seen_last = max(revision.seen_last, reading.fetched_at)
        return revision
    read = reading.article
    number = session.scalar(select(func.max(Revision.number)).where(Revision.article_id == article.id)) or 0
    revision = Revision(
        article_id=article.id,
        number=number + 1,
        fingerprint=identity.fingerprint,
        text_key=identity.text_key,
        title_key=identity.title_key,
        text_length=identity.length,
        title=read.title,
        published=read.published and read.published.value.replace(tzinfo=ZoneInfo(timezone)),
        published_raw=read.published and read.published.raw,
        precision=read.published and read.published.precision,
        source=read.source,
        author=read.author,
        breadcrumb=list(read.breadcrumb),
        text=read.body or "",
        html=read.html,
        evidence={name: [e.rule, e.where, e.text] for name, e in read.evidence.items()},
        family=read.family,
        reader_version=reading.reader_version,
        first_capture_id=reading.capture_id,
        last_capture_id=reading.capture_id,
        seen_first=reading.fetched_at,
        seen_last=reading.fetched_at,
    )
    session.add(revision)
    session.flush()
    return revision


def _observe_views(session: Session, article: Article, reading: Reading) -> bool:
    """Add the count to the series; returns whether the article's last count changed."""
    count = reading.article.views
    if count is None or (reading.views_how == "printed" and not reading.fresh):
        return False
    known = session.scalar(select(View.id).where(View.article_id == article.id, View.observed_at == reading.fetched_at))
    if known is None:
        session.add(View(article_id=article.id, observed_at=reading.fetched_at, count=count, how=reading.views_how))
    changed = article.views != count
    article.views = count
    return changed


def _note_attachments(session: Session, article: Article, read: ReadArticle) -> None:
    files = {file.url: ("attachment", file.name, file.type) for file in read.attachments}
    files |= {url: ("image", url.rsplit("/", 1)[-1], None) for url in read.images if url not in files}
    if not files:
        return
    known = set(session.scalars(select(Attachment.url).where(Attachment.article_id == article.id)))
    for url, (role, name, type_) in files.items():
        if url in known:
            continue
        kept = session.execute(
            select(Capture.sha256, Capture.size).join(Page, Page.full_capture_id == Capture.id).where(Page.url == url)
        ).first()
        sha256, size = kept or (None, None)
        session.add(
            Attachment(article_id=article.id, url=url, role=role, name=name, type=type_, sha256=sha256, size=size)
        )


def _day(published: datetime | None, timezone: str) -> date | None:
    return published and published.astimezone(ZoneInfo(timezone)).date()


def _membership(
    session: Session,
    article: Article,
    identity: Identity,
    day: date | None,
    standing: Standing,
    now: datetime,
    timezone: str,
) -> Membership:
    """The article's place in a work: kept while its text changes, joined to a work whose text it repeats exactly."""
    own = session.scalar(select(Membership).where(Membership.article_id == article.id, Membership.undone_at.is_(None)))
    if own is not None and (standing in ("unchanged", "reverted") or not _alone(session, own)):
        return own
    twin = verdict.exact_reprint(identity, day, _printings(session, identity.text_key, article.id, timezone))
    if own is not None:
        if twin is None or twin.work_id == own.work_id:
            return own
        own.undone_at = now
        session.flush()
    if twin is None:
        work = Work(created_at=now)
        session.add(work)
        session.flush()
    else:
        _note_reprinted(session, twin.work_id)
    membership = Membership(
        work_id=twin.work_id if twin else work.id,
        article_id=article.id,
        relation="exact" if twin else "first",
        via_article_id=twin.article_id if twin else None,
        measures={"length": identity.length},
        rule_version=verdict.RULE_VERSION,
        decided_at=now,
    )
    session.add(membership)
    return membership


def _note_reprinted(session: Session, work_id: int) -> None:
    """The only printing of a work becomes one of several: a change that the search index is to hear of."""
    standing = (Membership.work_id == work_id) & Membership.undone_at.is_(None)
    members = session.scalars(
        select(Article).join(Membership, Membership.article_id == Article.id).where(standing).limit(2)
    ).all()
    if len(members) == 1:
        members[0].change = _next_change(session)
        session.flush()


def _alone(session: Session, membership: Membership) -> bool:
    others = select(func.count()).where(
        Membership.work_id == membership.work_id,
        Membership.undone_at.is_(None),
        Membership.article_id != membership.article_id,
    )
    return session.scalar(others) == 0


def _printings(session: Session, text_key: str, but: int, timezone: str) -> list[Printing]:
    rows = session.execute(
        select(Revision.article_id, Membership.work_id, Revision.title_key, Revision.published)
        .join(Membership, Membership.article_id == Revision.article_id)
        .where(Revision.text_key == text_key, Revision.article_id != but, Membership.undone_at.is_(None))
        .order_by(Revision.id)
        .limit(200)
    )
    return [Printing(article, work, title, _day(published, timezone)) for article, work, title, published in rows]


def _resolve_quarantine(session: Session, page_id: int, now: datetime) -> None:
    for row in session.scalars(
        select(Quarantine).where(Quarantine.page_id == page_id, Quarantine.resolved_at.is_(None))
    ):
        row.resolved_at = now
