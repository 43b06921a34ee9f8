"""The one way into the archive: article, verdict, work and frontier state in one transaction under the writer lock.

The crawl calls it for every article, and so does whatever else takes articles in.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archiver.items import Article as ReadArticle
from archiver.items import Reading
from archiver.text.anchors import MOST
from archiver.text.pinyin import is_obfuscated
from pipelines import verdict
from pipelines.deduplicate import LONGEST_FURNITURE, Identity, keys, line_mark, says_the_same
from pipelines.kin import Bench, Subject, sought
from pipelines.review import review
from pipelines.verdict import Relation, Standing
from pipelines.works import Works, next_change
from storage.frontier import mark_read
from storage.gone import note_back
from storage.numbers import Numbers
from storage.policy import Policy
from storage.reprints import OF_REVISION
from storage.tables import Article, Attachment, Capture, Fingerprint, Membership, Page, Quarantine, Revision, View

_EDGE = 6
"""Furniture is looked for among so many of the first and the last lines of an article."""
_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an article turned out to be."""

    standing: Standing
    relation: Relation
    article_id: int
    work_id: int
    reprint: bool = False
    """Whether a new article is a printing of a work that the archive knew, be it an earlier one."""


Accepted = tuple[Page, Reading, Identity, str]
"""An article that passed validation: its page, reading, identity and time zone."""


def take_in(
    session: Session,
    reading: Reading,
    identity: Identity,
    timezone: str,
    now: datetime,
    policy: Policy = _POLICY,
) -> Verdict:
    """Take one validated article in; the caller holds the writer lock and commits.

    Its page must be known (`reading.page_id`). Nothing stored before is changed except what says when it was last seen.
    """
    verdict = _taken(session, reading, identity, timezone, now, policy)
    _finish(session, now)
    return verdict


def take_in_all(session: Session, accepted: Sequence[Accepted], unheard: Set[int], now: datetime) -> list[Verdict]:
    """Take many articles in, as `take_in` does one after the other, in far fewer statements.

    `unheard`: the pages that were never heard of before.
    """
    first_of: dict[int, Accepted] = {}
    for item in accepted:
        if item[0].id in unheard:
            first_of.setdefault(item[0].id, item)
    Numbers.of(session).expect(len(accepted))
    _prepare(session, list(first_of.values()))
    Bench.of(session).look_ahead(
        (anchor for _, _, identity, _ in accepted for anchor in sought(identity)),
        (page.portal_id for page, *_ in accepted),
    )
    verdicts = [_taken(session, reading, identity, timezone, now) for _, reading, identity, timezone in accepted]
    _finish(session, now)
    return verdicts


def _finish(session: Session, now: datetime) -> None:
    bench = Bench.of(session)
    bench.settle()
    session.flush()
    if portals := bench.to_review():
        review(session, portals, now)


def _taken(
    session: Session,
    reading: Reading,
    identity: Identity,
    timezone: str,
    now: datetime,
    policy: Policy = _POLICY,
) -> Verdict:
    if reading.page_id is None:
        raise ValueError("an article needs the page it was read from")
    page = session.get_one(Page, reading.page_id)
    prepared: dict[int, tuple[Article, Revision]] = session.info.get("prepared", {})
    article, revision = prepared.pop(page.id, (None, None))
    standing: Standing = "new"
    unheard = revision is not None
    if article is None:
        Bench.of(session).settle()
        article = session.scalar(select(Article).where(Article.page_id == page.id))
    if article is not None and revision is None:
        earlier = _fingerprints(session, article)
        current = next((print_ for id_, print_ in earlier.items() if id_ == article.revision_id), None)
        standing = verdict.standing(identity.fingerprint, current, list(earlier.values()))
        if standing == "revision" and _says_the_same(session, article, identity):
            standing, identity = "unchanged", replace(identity, fingerprint=current or identity.fingerprint)
    changed = standing != "unchanged"
    if article is None:
        article = _article(session, page, reading)
        session.add(article)
        session.flush()
    if revision is None:
        revision = _revision(session, article, reading, identity, timezone, standing)
        article.revision_id = revision.id
    if article.gone_at is not None:
        article.gone_at, page.gone_at, changed = None, None, True
        note_back(session, article, now)
    changed |= _observe_views(session, article, reading, standing)
    _note_attachments(session, article, reading.article)
    membership, joined = _membership(session, article, revision, reading, identity, timezone, standing, now)
    if reading.capture_id is not None:
        capture = session.get_one(Capture, reading.capture_id)
        capture.revision_id = revision.id
        capture.charset_declared = reading.article.charset_declared
        capture.charset_used = reading.article.charset_used
        if standing in ("revision", "reverted"):
            page.changed_at = now
        born = min(revision.published or article.first_seen, article.first_seen)
        due = policy.next_visit(now, born, page.changed_at, page.id)
        mark_read(session, page.id, reading.capture_id, "article", due)
    if not unheard:
        _resolve_quarantine(session, page.id, now)
    if changed and standing != "new":
        article.change = next_change(session)
    return Verdict(standing, cast(Relation, membership.relation), article.id, membership.work_id, joined)


def _prepare(session: Session, new: Sequence[Accepted]) -> None:
    """Make the rows of articles on pages that were never heard of, each page once; each is then to be taken in."""
    articles = [_article(session, page, reading) for page, reading, _, _ in new]
    session.add_all(articles)
    session.flush()
    revisions = [
        _made(session, article, 1, reading, timezone)
        for article, (_, reading, _, timezone) in zip(articles, new, strict=True)
    ]
    session.add_all(revisions)
    session.flush()
    session.add_all(_known_by(revision, new[at][2]) for at, revision in enumerate(revisions))
    session.flush()
    for article, revision in zip(articles, revisions, strict=True):
        article.revision_id = revision.id
    session.flush()
    session.info["prepared"] = {
        page.id: made for (page, *_), made in zip(new, zip(articles, revisions, strict=True), strict=True)
    }


def quarantine(session: Session, reading: Reading, reason: str, detail: str, now: datetime) -> None:
    """Note why a page was not taken in; its capture counts as read, so that it is not read again until it is due."""
    if reading.page_id is None:
        raise ValueError("only a page can be quarantined")
    if reading.capture_id is not None:
        due = _POLICY.next_visit(now, reading.fetched_at, None, reading.page_id)
        mark_read(session, reading.page_id, reading.capture_id, "article", due)
    _resolve_quarantine(session, reading.page_id, now)
    session.add(
        Quarantine(page_id=reading.page_id, capture_id=reading.capture_id, reason=reason, detail=detail, at=now)
    )


def _article(session: Session, page: Page, reading: Reading) -> Article:
    return Article(
        id=Numbers.of(session).next(Article),
        page_id=page.id,
        portal_id=page.portal_id,
        channel=reading.article.channel or page.channel,
        first_seen=reading.fetched_at,
        change=next_change(session),
    )


def _says_the_same(session: Session, article: Article, identity: Identity) -> bool:
    """Whether the text differs from the one shown last in nothing but furniture and printed view counts."""
    shown = session.get_one(Revision, article.revision_id)
    title, lines = keys(shown.title, shown.text, is_obfuscated(shown.text))
    furniture = Bench.of(session).furniture(article.portal_id)
    return title == identity.title and says_the_same(lines, identity.lines, furniture)


def _fingerprints(session: Session, article: Article) -> dict[int, int]:
    """Of each revision of the article."""
    rows = session.execute(
        select(Revision.id, Fingerprint.fingerprint)
        .join(Fingerprint, OF_REVISION)
        .where(Revision.article_id == article.id)
    )
    return {row.id: row.fingerprint for row in rows}


def _revision(
    session: Session, article: Article, reading: Reading, identity: Identity, timezone: str, standing: Standing
) -> Revision:
    """The revision that holds this text: an earlier one of the article, seen again, or a new one."""
    number = 0
    if standing in ("unchanged", "reverted"):
        revision = session.scalars(
            select(Revision)
            .join(Fingerprint, OF_REVISION)
            .where(Fingerprint.article_id == article.id, Fingerprint.fingerprint == identity.fingerprint)
        ).one()
        revision.last_capture_id = reading.capture_id or revision.last_capture_id
        revision.seen_last = max(revision.seen_last, reading.fetched_at)
        return revision
    if standing == "revision":
        number = session.scalar(select(func.max(Revision.number)).where(Revision.article_id == article.id)) or 0
    revision = _made(session, article, number + 1, reading, timezone)
    session.add_all([revision, _known_by(revision, identity)])
    session.flush()
    return revision


def _made(session: Session, article: Article, number: int, reading: Reading, timezone: str) -> Revision:
    read = reading.article
    return Revision(
        id=Numbers.of(session).next(Revision),
        article_id=article.id,
        number=number,
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


def _known_by(revision: Revision, identity: Identity) -> Fingerprint:
    return Fingerprint(
        article_id=revision.article_id,
        fingerprint=identity.fingerprint,
        number=revision.number,
        text_key=identity.text_key,
        length=identity.length,
    )


def _observe_views(session: Session, article: Article, reading: Reading, standing: Standing) -> bool:
    """Add the count to the series; returns whether the article's last count changed."""
    count = reading.article.views
    if count is None or (reading.views_how == "printed" and not reading.fresh):
        return False
    observed = (View.article_id == article.id, View.observed_at == reading.fetched_at)
    if standing == "new" or session.scalar(select(View.id).where(*observed)) is None:
        number, at, how = Numbers.of(session).next(View), reading.fetched_at, reading.views_how
        view = View(id=number, article_id=article.id, observed_at=at, count=count, how=how)
        Bench.of(session).put_off(article.id, view)
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


def _membership(
    session: Session,
    article: Article,
    revision: Revision,
    reading: Reading,
    identity: Identity,
    timezone: str,
    standing: Standing,
    now: datetime,
) -> tuple[Membership, bool]:
    """The article's place in a work: kept while its text is known, and while others or a person hold it there.

    Also returned: whether a new article joined a work that was known.
    """
    own = None
    if standing != "new":
        own = session.scalar(
            select(Membership).where(Membership.article_id == article.id, Membership.undone_at.is_(None))
        )
    if own is not None and standing in ("unchanged", "reverted"):
        return own, False
    subject = Subject(
        article.id, article.portal_id, reading.article.url, revision.text, revision.published, timezone, identity
    )
    joined = False
    if own is None or (own.why is None and _alone(session, own)):
        works = Works(session, now)
        own = works.place(subject, own)
        joined = works.joined and standing == "new"
    anchors = (identity.text_anchor, identity.title_anchor, *identity.sampled[:MOST])
    Bench.of(session).keep_anchors(article.id, anchors)
    if own.relation != "exact":
        edge = identity.lines[:_EDGE] + identity.lines[-_EDGE:]
        lines = {line_mark(line) for line in edge if len(line) <= LONGEST_FURNITURE}
        Bench.of(session).learn(article.portal_id, lines)
    return own, joined


def _alone(session: Session, membership: Membership) -> bool:
    others = select(func.count()).where(
        Membership.work_id == membership.work_id,
        Membership.undone_at.is_(None),
        Membership.article_id != membership.article_id,
    )
    return session.scalar(others) == 0


def _resolve_quarantine(session: Session, page_id: int, now: datetime) -> None:
    for row in session.scalars(
        select(Quarantine).where(Quarantine.page_id == page_id, Quarantine.resolved_at.is_(None))
    ):
        row.resolved_at = now
