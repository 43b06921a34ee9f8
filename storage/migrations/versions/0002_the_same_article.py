"""the same article, however it is printed"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from archiver.text.anchors import anchors, number
from archiver.text.fold import key
from archiver.text.pinyin import is_obfuscated

revision = "0002"
down_revision = "0001"

_BATCH = 500
_SHORT = 60
_ANCHOR = sa.table("anchors", sa.column("anchor"), sa.column("article_id"))


def upgrade() -> None:
    op.add_column("works", sa.Column("canonical_id", sa.Integer(), nullable=True))
    op.add_column("memberships", sa.Column("why", sa.Text(), nullable=True))
    op.drop_index("ix_revisions_text_key", table_name="revisions")
    op.drop_index("ix_revisions_title_key", table_name="revisions")
    op.create_table(
        "anchors",
        sa.Column("anchor", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("anchor", "article_id", name=op.f("pk_anchors")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "portal_lines",
        sa.Column("portal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["portal_id"], ["portals.id"], name=op.f("fk_portal_lines_portal_id")),
        sa.PrimaryKeyConstraint("portal_id", "line", name=op.f("pk_portal_lines")),
        sqlite_with_rowid=False,
    )
    for table, other in (("siblings", "other_id"), ("digests", "held_id")):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("article_id", sa.Integer(), nullable=False),
            sa.Column(other, sa.Integer(), nullable=False),
            sa.Column("measures", sa.JSON(), nullable=False),
            sa.Column("rule_version", sa.Integer(), nullable=False),
            sa.Column("decided_at", sa.DateTime(), nullable=False),
            sa.Column("undone_at", sa.DateTime(), nullable=True),
            sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f(f"fk_{table}_article_id")),
            sa.ForeignKeyConstraint([other], ["articles.id"], name=op.f(f"fk_{table}_{other}")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint("article_id", other, name=op.f(f"uq_{table}_article_id_{other}")),
        )
        op.create_index(f"ix_{table}_{other}", table, [other], unique=False)
    op.create_table(
        "apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_apart_article_id")),
        sa.ForeignKeyConstraint(["other_id"], ["articles.id"], name=op.f("fk_apart_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apart")),
    )
    op.create_index("ix_apart_article_id", "apart", ["article_id"], unique=False)
    op.create_index("ix_apart_other_id", "apart", ["other_id"], unique=False)
    op.execute("UPDATE revisions SET fingerprint = substr(fingerprint, 1, 16), title_key = substr(title_key, 1, 16)")
    op.execute(
        "UPDATE works SET canonical_id = (SELECT min(article_id) FROM memberships"
        " WHERE work_id = works.id AND undone_at IS NULL)"
    )
    _anchor_what_is_there()


def _anchor_what_is_there() -> None:
    """The anchors of the articles that came before there were any, as `pipelines.deduplicate` makes them."""
    connection = op.get_bind()
    shown = sa.text(
        "SELECT a.id, r.title, r.text, r.text_key, r.title_key, r.text_length FROM articles a"
        " JOIN revisions r ON r.id = a.revision_id WHERE a.id > :after ORDER BY a.id LIMIT :batch"
    )
    after = 0
    while articles := connection.execute(shown, {"after": after, "batch": _BATCH}).all():
        rows = [{"anchor": anchor, "article_id": row.id} for row in articles for anchor in _anchors(row)]
        left = iter(rows)
        while some := list(islice(left, _BATCH)):
            connection.execute(_ANCHOR.insert(), some)
        after = articles[-1].id


def _anchors(row: Any) -> Iterator[int]:
    obfuscated = is_obfuscated(row.text)
    whole = row.text_key if row.text_length >= _SHORT else f"{row.text_key} {row.title_key}"
    yield from {
        *(anchors(key(row.text, obfuscated)) if row.text_length >= _SHORT else ()),
        number(f"text {whole}".encode()),
        number(f"title {row.title_key}".encode()),
    }
