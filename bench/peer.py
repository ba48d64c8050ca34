"""The script that a user would write instead: imap_tools, openpyxl and sqlite3, one message after another.

It knows one layout, keeps no raw mail, sends nothing and marks what it saw; no more is asked of it.
"""

from __future__ import annotations

import io
import sqlite3
import sys

import openpyxl
from imap_tools import MailBoxUnencrypted, MailMessageFlags


def main(port: int, user: str, password: str, database: str) -> int:
    base = sqlite3.connect(database)
    base.execute(
        "create table if not exists course (message_id text, "
        + ", ".join(f"c{n} text" for n in range(15))
        + ")"
    )
    seen = 0
    with MailBoxUnencrypted("127.0.0.1", port).login(user, password) as box:
        for message in box.fetch("UNSEEN", mark_seen=False):
            for attachment in message.attachments:
                if not attachment.filename.endswith(".xlsx"):
                    continue
                book = openpyxl.load_workbook(io.BytesIO(attachment.payload), data_only=True)
                sheet = book.active
                assert sheet is not None
                rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[2]]
                ids = message.headers.get("message-id", ("",))
                base.executemany(
                    "insert into course values (" + ",".join("?" * 16) + ")",
                    [(ids[0], *(None if cell is None else str(cell) for cell in row[:15])) for row in rows],
                )
            base.commit()
            assert message.uid is not None
            box.flag(message.uid, MailMessageFlags.SEEN, value=True)
            seen += 1
    return seen


if __name__ == "__main__":
    print(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]))
