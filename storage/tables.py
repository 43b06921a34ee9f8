"""The tables of the archive: one page has captures, its texts are revisions, equal texts are one work.

Nothing here is ever overwritten: a text is a revision, a view count one more observation, a removal a fact with a time.
Times are UTC. A unique constraint stands behind every rule that the code keeps.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Second
from storage.columns import Table as Table


class Portal(Table):
    __tablename__ = "portals"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str | None]
    province: Mapped[str | None]
    kind: Mapped[str | None]
    site: Mapped[str]
    timezone: Mapped[str]
    family: Mapped[str | None]
    refusals: Mapped[int] = mapped_column(default=0)  # runs in a row that the portal refused
    resting_until: Mapped[datetime | None]
    """After a refusal, nothing is asked of the portal before this time."""


class Run(Table):
    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    portal_id: Mapped[int | None] = mapped_column(ForeignKey("portals.id"), index=True)
    """None for a run that takes in files (`add`, `import`)."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    """None while it runs, or when it died: `done`, `waiting`, `blocked`, `broken`, `failed`, `stopped`, `died`."""
    reason: Mapped[str | None]
    counts: Mapped[dict[str, Any] | None]


class Page(Table):
    """One address: what the frontier knows of it and which capture was last read to a verdict."""

    __tablename__ = "pages"
    __table_args__ = (Index("ix_pages_portal_id_state_due", "portal_id", "state", "due"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    portal_id: Mapped[int] = mapped_column(ForeignKey("portals.id"))
    url: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    """`list`, `more` (a further page of a list), `article`, `part`, `file`, `counter`, `robots`."""
    state: Mapped[str]
    """`discovered`, `fetched` (read to a verdict), `failed`, `redirected`, `gone`."""
    channel: Mapped[str | None]
    listed_title: Mapped[str | None]
    listed_date: Mapped[str | None]
    depth: Mapped[int]
    priority: Mapped[int]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    due: Mapped[datetime | None]
    """When it is to be fetched again; None for what is never fetched for its own sake."""
    attempts: Mapped[int] = mapped_column(default=0)  # failures since the last success
    error: Mapped[str | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    full_capture_id: Mapped[int | None]
    """The last capture with a body of its own (no 304), read or not."""
    read_capture_id: Mapped[int | None]
    """The last capture that was read to a verdict; behind `full_capture_id` after a kill between the two."""
    changed_at: Mapped[datetime | None]
    """When its article was last seen to have changed."""
    hints: Mapped[dict[str, Any] | None]
    """What the lists said of it, see `storage.policy.heed`."""
    missing_since: Mapped[datetime | None]
    """When the article that stood here was first found missing, and last; None once it is back."""
    missing_seen: Mapped[datetime | None]
    missing_how: Mapped[str | None]
    """`404`, `410`, `soft-404`, `emptied`, `redirected` (to another page), `moved` (its text stands elsewhere)."""
    gone_at: Mapped[datetime | None]


class Capture(Table):
    """One response: the bytes are in the WARC file at this place and match this digest."""

    __tablename__ = "captures"
    __table_args__ = (UniqueConstraint("warc_file", "warc_offset"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), index=True)
    fetched_at: Mapped[datetime]
    status: Mapped[int]
    media_type: Mapped[str | None]
    charset_declared: Mapped[str | None]
    charset_used: Mapped[str | None]
    sha256: Mapped[str] = mapped_column(index=True)
    """Of the body as it came over the wire, hex."""
    size: Mapped[int] = mapped_column(BigInteger)
    warc_file: Mapped[str]
    warc_offset: Mapped[int] = mapped_column(BigInteger)
    warc_length: Mapped[int] = mapped_column(BigInteger)
    refers_to: Mapped[int | None] = mapped_column(ForeignKey("captures.id"))
    """For a `revisit` record: the capture whose bytes it shares."""
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", use_alter=True), index=True)
    """The text that this capture showed."""


class Article(Table):
    """The article at one address; `change` is the archive's counter at its last change, for the search index."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), unique=True)
    portal_id: Mapped[int] = mapped_column(ForeignKey("portals.id"), index=True)
    channel: Mapped[str | None]
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", use_alter=True))
    """The text the page showed last."""
    views: Mapped[int | None]
    """The last count observed."""
    first_seen: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    """Since when it is out of sight by a person's decision, which stands in `withdrawals`."""
    change: Mapped[int] = mapped_column(unique=True)


class Removal(Table):
    """That an article was gone from its address: missed on two runs days apart."""

    __tablename__ = "removals"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    how: Mapped[str]
    """As `missing_how` of its page."""
    missing_since: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    moved_to: Mapped[str | None]
    back_at: Mapped[datetime | None]


class Revision(Table):
    """One distinct text of an article."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    title: Mapped[str]
    published: Mapped[datetime | None]
    published_raw: Mapped[str | None]
    precision: Mapped[str | None]
    source: Mapped[str | None]
    author: Mapped[str | None]
    breadcrumb: Mapped[list[str]]
    text: Mapped[str]
    html: Mapped[str | None]
    evidence: Mapped[dict[str, Any]]
    family: Mapped[str | None]
    reader_version: Mapped[int]
    first_capture_id: Mapped[int | None]
    last_capture_id: Mapped[int | None]
    seen_first: Mapped[datetime]
    seen_last: Mapped[datetime]


class Fingerprint(Table):
    """What a revision is known by: one row for each distinct text of an article. Numbers of 64 bits, signed."""

    __tablename__ = "fingerprints"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it from the class

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True, autoincrement=False)
    fingerprint: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Of title and body: tells the texts of one page apart."""
    number: Mapped[int]
    """The revision's."""
    text_key: Mapped[int] = mapped_column(BigInteger)
    """Of the body, and of the title where the body is short: the same wherever it is reprinted; found by its anchor."""
    length: Mapped[int]
    """Characters of the body's key."""


class View(Table):
    """One observation of a view count."""

    __tablename__ = "views"
    __table_args__ = (UniqueConstraint("article_id", "observed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    observed_at: Mapped[datetime]
    count: Mapped[int]
    how: Mapped[str]
    """`printed`, `counter` (read-only), `counter-counting` (our request added a hit), `given` (with a file)."""


class Attachment(Table):
    """A file or picture that an article refers to; `sha256` once its bytes are captured."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("article_id", "url"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    url: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    """`attachment` or `image`."""
    name: Mapped[str]
    type: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)


class Work(Table):
    """All printings of one article."""

    __tablename__ = "works"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Second)
    canonical_id: Mapped[int | None]
    """The article that stands for the work: its earliest full printing."""


class Membership(Table):
    """The decision that an article belongs to a work; undone by `undone_at`, never deleted."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "uq_memberships_article_id_standing",
            "article_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("works.id"), index=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    relation: Mapped[str]
    """`first`, `exact`, `near`, `contained-lead` (only its beginning) or `contained-in-page` (with other text)."""
    via_article_id: Mapped[int | None]
    """The printing it was compared with."""
    measures: Mapped[dict[str, Any]]
    rule_version: Mapped[int]
    decided_at: Mapped[datetime] = mapped_column(Second)
    undone_at: Mapped[datetime | None] = mapped_column(Second)
    why: Mapped[str | None]
    """The reason given by the person who decided; None for a decision of the rules."""


class Anchor(Table):
    """One of the hashes by which a text is found again: sampled pieces of it, its whole text, its title."""

    __tablename__ = "anchors"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it from the class

    anchor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """32 bits, signed."""
    article_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class PortalLine(Table):
    """How often a line stands at the edge of a portal's articles: what stands there often is furniture, not text.

    Lines that turn up seldom are forgotten again (lossy counting), so that the table stays small.
    """

    __tablename__ = "portal_lines"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it from the class

    portal_id: Mapped[int] = mapped_column(ForeignKey("portals.id"), primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Hash of the folded line, 32 bits, signed; 0 stands for the number of articles counted."""
    pages: Mapped[int]
    missed: Mapped[int]
    """So many more may have gone by before the line was noted."""


class Sibling(Table):
    """Two articles of the same form with other facts: last year's notice, another county's."""

    __tablename__ = "siblings"
    __table_args__ = (UniqueConstraint("article_id", "other_id"), Index("ix_siblings_other_id", "other_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    measures: Mapped[dict[str, Any]]
    rule_version: Mapped[int]
    decided_at: Mapped[datetime] = mapped_column(Second)
    undone_at: Mapped[datetime | None] = mapped_column(Second)


class Digest(Table):
    """A page that holds the articles of two works or more: a member of none, linked to each."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("article_id", "held_id"), Index("ix_digests_held_id", "held_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    held_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    """A printing that the page holds; its work is the one that the digest is linked to."""
    measures: Mapped[dict[str, Any]]
    rule_version: Mapped[int]
    decided_at: Mapped[datetime] = mapped_column(Second)
    undone_at: Mapped[datetime | None] = mapped_column(Second)


class Apart(Table):
    """A person's decision that two articles are not the same, whatever the rules find."""

    __tablename__ = "apart"
    __table_args__ = (Index("ix_apart_article_id", "article_id"), Index("ix_apart_other_id", "other_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    why: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(Second)
    undone_at: Mapped[datetime | None] = mapped_column(Second)


class Withdrawal(Table):
    """A person's decision that an article is shown to nobody; undone by `undone_at`, never deleted."""

    __tablename__ = "withdrawals"
    __table_args__ = (
        Index(
            "uq_withdrawals_article_id_standing",
            "article_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    why: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    """The account that ran the command."""
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
    undone_why: Mapped[str | None]


class Quarantine(Table):
    """A page that could not be taken in, with the reason: kept and counted, never silently dropped."""

    __tablename__ = "quarantine"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    capture_id: Mapped[int | None]
    reason: Mapped[str]
    detail: Mapped[str]
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class Watch(Table):
    """A search that somebody saved, to be told what is new."""

    __tablename__ = "watches"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    query: Mapped[str]
    all_printings: Mapped[bool]
    """Whether a further printing of a work that was told already is news."""
    added_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When it was last asked what is new."""


class Told(Table):
    """An article that a watch matched when it was added, or has told since."""

    __tablename__ = "told"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it from the class

    watch_id: Mapped[int] = mapped_column(ForeignKey("watches.id"), primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True, autoincrement=False)
