"""What the desk needs: counts and words to list by, its accounts, a campaign's course, what was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATE_COUNTS = ("courses", "contacts", "missing", "doubtful", "conflicts", "unread", "unresolved")
RECORD_WORDS = ("level", "delivery", "fee")
TABLES = ("access", "login_failure", "desk_session", "desk_user", "tombstone", "status_change")


def upgrade() -> None:
    for column in STATE_COUNTS:
        op.add_column("unit_state", sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("record", sa.Column("conflicts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("record", sa.Column("search", sa.Text(), nullable=False, server_default=""))
    for column in RECORD_WORDS:
        op.add_column("record", sa.Column(column, sa.String(), nullable=False, server_default=""))
    _course_of_a_campaign()
    _accounts()
    _what_was_done()


def _course_of_a_campaign() -> None:
    op.create_table(
        "status_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_status_change"),
    )
    op.create_index("ix_status_change_campaign", "status_change", ["campaign", "at"])


def _accounts() -> None:
    op.create_table(
        "desk_user",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_desk_user"),
    )
    op.create_table(
        "desk_session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_name"], ["desk_user.name"], name="fk_desk_session_user_name_desk_user", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_desk_session"),
    )
    op.create_index("ix_desk_session_user", "desk_session", ["user_name"])
    op.create_table(
        "login_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_failure"),
    )
    op.create_index("ix_login_failure_who", "login_failure", ["who", "at"])


def _what_was_done() -> None:
    op.create_table(
        "access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_access"),
    )
    op.create_index("ix_access_at", "access", ["campaign", "at"])
    op.create_table(
        "tombstone",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name="pk_tombstone"),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    for column in (*RECORD_WORDS, "search", "conflicts"):
        op.drop_column("record", column)
    for column in STATE_COUNTS:
        op.drop_column("unit_state", column)
