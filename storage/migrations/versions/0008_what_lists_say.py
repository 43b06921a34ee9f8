"""what lists say of themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("list_pages", sa.Column("entries", sa.Integer(), nullable=True))
    op.add_column("list_pages", sa.Column("channel", sa.Text(), nullable=True))
