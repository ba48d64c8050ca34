"""When a message first came into the catalogue, so that a receipt is known to cover it or not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))
    # What was through before is taken as through since it came: its receipt, if any, covers it.
    op.execute("UPDATE message SET done_at = archived_at WHERE state = 'done'")


def downgrade() -> None:
    op.drop_column("message", "done_at")
