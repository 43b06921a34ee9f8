"""when to visit: changes, hints of the lists, what is missing, portals that refuse"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("portals", sa.Column("refusals", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("portals", sa.Column("resting_until", sa.DateTime(), nullable=True))
    for name in ("changed_at", "missing_since", "missing_seen"):
        op.add_column("pages", sa.Column(name, sa.DateTime(), nullable=True))
    op.add_column("pages", sa.Column("hints", sa.JSON(), nullable=True))
    op.add_column("pages", sa.Column("missing_how", sa.Text(), nullable=True))
