"""What our server found of a sender, what an address met with, and what the officer may do by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("trust", sa.String(), nullable=False, server_default=""))
    op.add_column("address", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("address", sa.Column("away_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("address", sa.Column("deputy", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "offer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offer"),
    )
    op.create_index("ix_offer_campaign", "offer", ["campaign", "verb", "subject"])


def downgrade() -> None:
    op.drop_table("offer")
    for column in ("deputy", "away_until", "reason"):
        op.drop_column("address", column)
    op.drop_column("message", "trust")
