"""Words to find messages and letters by, indexes that hold whole lists, columns of rows from before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from catalogue.memory.relisting import relist

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OF_RECORDS = ("campaign", "kind", "folded_name", "id", "unit_id", "search", "level", "delivery", "fee",
              "missing", "doubtful", "conflicts", "updated_at")  # fmt: skip
OF_MESSAGES = ("campaign", "received_at", "sha256", "state", "kind", "unit_id", "needs_officer", "late",
               "search")  # fmt: skip
OF_LETTERS = ("campaign", "unit_id", "state", "kind", "id", "created_at", "not_before", "sent_at",
              "questions", "search")  # fmt: skip


def upgrade() -> None:
    for table in ("message", "letter"):
        op.add_column(table, sa.Column("search", sa.Text(), nullable=False, server_default=""))
    op.add_column("letter", sa.Column("questions", sa.Integer(), nullable=False, server_default="0"))
    relist(op.get_bind())
    op.drop_index("ix_record_name", "record")
    op.drop_index("ix_message_received", "message")
    op.create_index("ix_record_list", "record", [*OF_RECORDS])
    op.create_index("ix_message_list", "message", [*OF_MESSAGES])
    op.create_index("ix_message_sender", "message", ["campaign", "sender", "unit_id"])
    op.create_index("ix_letter_list", "letter", [*OF_LETTERS])


def downgrade() -> None:
    for table in ("letter", "message", "record"):
        op.drop_index(f"ix_{table}_list", table)
    op.drop_index("ix_message_sender", "message")
    op.create_index("ix_message_received", "message", ["campaign", "received_at", "sha256"])
    op.create_index("ix_record_name", "record", ["campaign", "kind", "folded_name"])
    op.drop_column("letter", "questions")
    for table in ("letter", "message"):
        op.drop_column(table, "search")
