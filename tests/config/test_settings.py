from pathlib import Path

import pytest
from pydantic import SecretStr

from config.settings import Secret, SettingsError, load_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in; the environment is the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INTAKE_SETTINGS", raising=False)
    return tmp_path


def write(folder: Path, text: str, name: str = "intake.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_without_a_file_everything_has_a_default_and_nobody_is_mailed() -> None:
    settings = load_settings()
    assert (settings.database_url, settings.archive_url) == ("sqlite:///intake.db", "archive")
    assert settings.sending is False
    assert settings.mailbox.security == "tls"
    assert settings.smtp.security == "starttls"


def test_the_file_in_the_folder_is_read(folder: Path) -> None:
    write(folder, 'sending = true\n[mailbox]\nhost = "imap.one.example"\nfolders = ["INBOX", "Khac"]\n')
    settings = load_settings()
    assert settings.sending is True
    assert (settings.mailbox.host, settings.mailbox.folders) == ("imap.one.example", ("INBOX", "Khac"))


def test_the_environment_wins_over_the_file_key_by_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, '[mailbox]\nhost = "imap.one.example"\nusername = "tiepnhan"\nport = 1993\n')
    monkeypatch.setenv("INTAKE_MAILBOX__HOST", "imap.two.example")
    monkeypatch.setenv("INTAKE_DIGEST_TO", '["a@so.example", "b@so.example"]')
    settings = load_settings()
    assert settings.mailbox.host == "imap.two.example"
    assert (settings.mailbox.username, settings.mailbox.port) == ("tiepnhan", 1993)
    assert settings.digest_to == ("a@so.example", "b@so.example")


def test_an_empty_variable_says_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, '[mailbox]\nhost = "imap.one.example"\n')
    monkeypatch.setenv("INTAKE_MAILBOX__HOST", "")
    assert load_settings().mailbox.host == "imap.one.example"


def test_a_named_file_is_read_instead_and_must_be_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, 'campaign = "here"\n')
    other = write(folder, 'campaign = "there"\n', "other.toml")
    assert load_settings(other).campaign == "there"
    monkeypatch.setenv("INTAKE_SETTINGS", str(other))
    assert load_settings().campaign == "there"
    with pytest.raises(SettingsError, match=r"none\.toml: no such settings file; `intake init`"):
        load_settings(folder / "none.toml")


def test_all_faults_are_told_at_once_each_with_its_key(folder: Path) -> None:
    write(
        folder,
        'campain = "x"\n[mailbox]\nport = -1\nsecurity = "ssl"\n[schedule]\npoll_seconds = 0\n'
        '[log]\nlevel = "loud"\n[smtp]\nauth = "md5"\n',
    )
    with pytest.raises(SettingsError) as told:
        load_settings()
    lines = str(told.value).splitlines()
    assert lines[0] == "intake.toml: 6 fault(s)"
    keys = {line.strip().partition(":")[0] for line in lines[1:]}
    assert keys == {
        "campain", "mailbox.port", "mailbox.security", "schedule.poll_seconds", "log.level", "smtp.auth",
    }  # fmt: skip


def test_a_fault_of_the_environment_is_told_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_SCHEDULE__POLL_SECONDS", "soon")
    with pytest.raises(SettingsError, match=r"environment: 1 fault\(s\)\n  schedule.poll_seconds: "):
        load_settings()
    monkeypatch.setenv("INTAKE_DIGEST_TO", "a@so.example")
    with pytest.raises(SettingsError, match="digest_to"):
        load_settings()


def test_toml_that_does_not_parse_is_told_with_its_file(folder: Path) -> None:
    write(folder, "[mailbox\n")
    with pytest.raises(SettingsError, match=r"intake\.toml: .*line 1"):
        load_settings()


# Secrets.


def test_a_secret_comes_from_the_environment_a_file_or_a_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "mat-khau-1\n", "password")
    write(folder, '[mailbox.password]\nfile = "password"\n[smtp.password]\ncommand = "echo mat-khau-2"\n')
    monkeypatch.setenv("INTAKE_SECRET__VALUE", "mat-khau-3")
    settings = load_settings()
    assert settings.mailbox.password.reveal("mailbox.password") == "mat-khau-1"
    assert settings.smtp.password.reveal("smtp.password") == "mat-khau-2"
    assert settings.secret.reveal("secret") == "mat-khau-3"


def test_a_secret_of_the_environment_wins_over_the_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, '[mailbox.password]\nfile = "password"\n')
    monkeypatch.setenv("INTAKE_MAILBOX__PASSWORD__VALUE", "moi")
    assert load_settings().mailbox.password.reveal("mailbox.password") == "moi"


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        (Secret(), r"k: no secret; set k\.file, k\.command or the environment variable"),
        (Secret(file=Path("none")), r"k\.file: none cannot be read: FileNotFoundError"),
        (Secret(command="false"), r"k\.command: false failed: CalledProcessError"),
        (Secret(command="no-such-program x"), r"k\.command: no-such-program failed: FileNotFoundError"),
    ],
)
def test_a_secret_that_cannot_be_had_says_where_it_was_looked_for(secret: Secret, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        secret.reveal("k")


def test_a_command_is_no_shell(folder: Path) -> None:
    assert Secret(command="echo a; touch broken").reveal("k") == "a; touch broken"
    assert not (folder / "broken").exists()


def test_no_secret_is_shown_by_what_shows_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_MAILBOX__PASSWORD__VALUE", "tuyet-mat")
    settings = load_settings()
    assert "tuyet-mat" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert Secret(value=SecretStr("x")).given
    assert not Secret().given


def test_no_secret_stands_in_a_fault(folder: Path) -> None:
    write(folder, '[mailbox.password]\nvalue = ["tuyet-mat"]\n[smtp]\npassword = "tuyet-mat"\n')
    with pytest.raises(SettingsError) as told:
        load_settings()
    assert "tuyet-mat" not in str(told.value)
    assert "smtp.password" in str(told.value)
