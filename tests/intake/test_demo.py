from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from config.settings import load_settings
from intake.app import build_app
from intake.demo.browsing import PASSWORD, USER, prepare_desk
from intake.desk.logins import log_in
from tests.support.apps import Office


def test_the_command_that_the_demo_prints_serves_its_data_from_any_folder_and_sends_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = shlex.split(prepare_desk(office.app, office.folder))
    monkeypatch.chdir(tmp_path)
    settings = load_settings(Path(words[words.index("--settings") + 1]))
    assert settings.sending is False
    assert words[words.index("--now") + 1] == office.clock.now.isoformat()
    app = build_app(settings)
    try:
        assert isinstance(log_in(app, USER, PASSWORD, "127.0.0.1"), str)
        assert app.store.units(app.campaign.id) == office.app.store.units(app.campaign.id)
        assert app.secret() == office.app.secret()
    finally:
        app.close()
