"""An installation used by its command only: a folder, a roster and some imported messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.apps import ROSTER, row, submission
from tests.support.cli import Shell

SECRET = "khoa-bi-mat-cua-so"
STRANGER = "co.giao.vien@gmail.example"
MESSAGES = (
    submission(1, row("Hàn điện", fee="khoảng 2 triệu"), row("Tiện ren", url="")),
    submission(2, row("May áo"), sender="vanphong@bienxanh.example", sent="2025-05-19T10:00:00"),
    submission(3, row("Cắm hoa"), sender=STRANGER, sent="2025-05-19T11:00:00"),
)
NOW = "2025-05-20T09:00:00"


@pytest.fixture
def bare(tmp_path: Path) -> Shell:
    """An empty folder: no settings file, no environment."""
    return Shell(tmp_path)


@pytest.fixture
def installed(bare: Shell) -> Shell:
    """Three schools invited, three messages imported; two units known, one stranger."""
    (bare.folder / "roster.csv").write_text(ROSTER, "utf-8")
    mails = bare.folder / "mails"
    mails.mkdir()
    for number, raw in enumerate(MESSAGES):
        (mails / f"{number}.eml").write_bytes(raw)
    bare.env["INTAKE_SECRET__VALUE"] = SECRET
    bare.well("roster", "import", "roster.csv", now=NOW)
    bare.well("import", "mails", now=NOW, allow=(0, 1))
    return bare
