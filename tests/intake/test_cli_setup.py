import stat
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from config.settings import load_settings
from intake.settings_template import TEMPLATE
from tests.support.apps import ROSTER
from tests.support.cli import Shell
from tests.support.dovecot import PASSWORD, Dovecot, free_port
from tests.support.smtpsink import SmtpSink
from tests.support.worlds import environment, letters_to

NAMES = [
    *("settings", "campaign", "mailbox", "smtp", "secret", "database", "archive"),
    *("readers", "scans", "clock", "roster"),
]


def findings(shell: Shell, code: int, **env: str) -> dict[str, tuple[bool, str, str]]:
    ran = shell.run("check", "--json", **env)
    assert ran.code == code, ran.out + ran.err
    return {one["check"]: (one["ok"], one["detail"], one["cure"]) for one in ran.json()}


def test_init_writes_settings_key_and_database_that_work_at_once(bare: Shell) -> None:
    bare.well("init")
    assert {path.name for path in bare.folder.iterdir()} >= {"intake.toml", "intake.secret", "intake.db"}
    assert stat.S_IMODE((bare.folder / "intake.secret").stat().st_mode) == 0o600
    assert len((bare.folder / "intake.secret").read_text().strip()) == 64
    assert bare.well("status", "--json").json()["messages"] == 0
    told = findings(bare, 3)
    assert [name for name, (ok, _, _) in told.items() if not ok] == ["mailbox", "roster"]


def test_init_makes_another_folder_too(bare: Shell) -> None:
    bare.well("init", "deep/office")
    assert (bare.folder / "deep" / "office" / "intake.db").is_file()


def test_init_overwrites_nothing(bare: Shell) -> None:
    bare.well("init")
    before = {path: path.read_bytes() for path in bare.folder.iterdir() if path.suffix != ".db"}
    (bare.folder / "intake.toml").write_text(TEMPLATE + "\n# mine\n", "utf-8")
    told = bare.well("init").out
    assert told.count("kept:") == 2
    assert (bare.folder / "intake.secret").read_bytes() == before[bare.folder / "intake.secret"]
    assert (bare.folder / "intake.toml").read_text("utf-8").endswith("# mine\n")


def test_the_settings_file_that_init_writes_says_what_holds_anyway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "made.toml").write_text(TEMPLATE, "utf-8")
    assert load_settings(tmp_path / "made.toml").model_dump() == load_settings().model_dump()
    assert load_settings().sending is False


def test_the_settings_file_that_init_writes_names_every_section() -> None:
    told = tomllib.loads(TEMPLATE)
    assert {"mailbox", "smtp", "schedule", "log", "secret"} <= set(told)
    for key in ("ca_file", "sent_folder", "command", "port"):
        assert f"# {key} = " in TEMPLATE


@pytest.mark.server
def test_check_tries_every_part_and_finds_a_whole_installation_well(
    bare: Shell, dovecot: Dovecot, user: str, smtp: SmtpSink
) -> None:
    dovecot.deliver(user, [b"Subject: x\n\ny\n"])
    bare.env |= environment(dovecot, user) | letters_to(smtp)
    (bare.folder / "roster.csv").write_text(ROSTER, "utf-8")
    bare.well("init")
    bare.well("roster", "import", "roster.csv")
    told = findings(bare, 0)
    assert list(told) == NAMES
    assert "INBOX: 1 messages" in told["mailbox"][1]
    assert "3 units" in told["roster"][1]
    lines = bare.well("check").out.splitlines()
    assert len(lines) == len(NAMES)
    assert all(line.startswith("ok   ") for line in lines)
    assert smtp.mails == []


def test_every_fault_has_its_line_and_its_cure_and_hides_no_other(bare: Shell) -> None:
    (bare.folder / "file").touch()
    env = {
        "INTAKE_MAILBOX__HOST": "127.0.0.1",
        "INTAKE_MAILBOX__PORT": str(free_port()),
        "INTAKE_MAILBOX__SECURITY": "none",
        "INTAKE_MAILBOX__USERNAME": "tiepnhan",
        "INTAKE_MAILBOX__PASSWORD__VALUE": "mat-khau",
        "INTAKE_SMTP__HOST": "127.0.0.1",
        "INTAKE_SMTP__PORT": str(free_port()),
        "INTAKE_SMTP__SECURITY": "none",
        "INTAKE_SMTP__SENDER": "tiepnhan@sogddt.example",
        "INTAKE_DATABASE_URL": "sqlite:///file/intake.db",
        "INTAKE_ARCHIVE_URL": "file",
    }
    told = findings(bare, 3, **env)
    assert list(told) == NAMES
    bad = [name for name, (ok, _, _) in told.items() if not ok]
    assert bad == ["mailbox", "smtp", "secret", "database", "archive", "roster"]
    assert all(told[name][2] for name in bad)
    lines = bare.run("check", **env).out.splitlines()
    assert [line for line in lines if line.startswith("FAIL")] == [line for line in lines if " -> " in line]
    assert "mat-khau" not in "".join(lines)


def test_check_has_the_workers_start_within_their_limits(bare: Shell) -> None:
    ok, detail, _ = findings(bare, 3, INTAKE_READING__WORKERS="1", INTAKE_READING__MEMORY_MB="700")["readers"]
    assert (ok, detail) == (True, "workers: 1, each within 700 MB, 30 s of CPU, 60 s for a file")
    assert "without limits" in findings(bare, 3, INTAKE_READING__WORKERS="0")["readers"][1]


def test_settings_that_cannot_be_used_are_a_finding_and_2(bare: Shell) -> None:
    (bare.folder / "intake.toml").write_text('campain = "x"\n', "utf-8")
    told = findings(bare, 2)
    assert list(told) == ["settings"]
    assert "campain" in told["settings"][1]


def test_a_campaign_that_cannot_be_used_is_a_finding_and_2(bare: Shell) -> None:
    told = findings(bare, 2, INTAKE_CAMPAIGN="summer")
    assert told["campaign"][0] is False
    assert "summer" in told["campaign"][1]
    assert told["clock"][0] is True


def test_a_clock_that_lost_its_time_is_found(bare: Shell) -> None:
    ran = bare.run("--now", "2001-01-01T00:00:00+00:00", "check", "--json")
    assert {one["check"]: one["ok"] for one in ran.json()}["clock"] is False


@pytest.mark.server
def test_a_folder_that_is_not_on_the_server_is_found_and_the_others_named(
    bare: Shell, dovecot: Dovecot, user: str
) -> None:
    dovecot.deliver(user, [])
    told = findings(bare, 3, **environment(dovecot, user), INTAKE_MAILBOX__FOLDERS='["INBOX", "Bao-cao"]')
    assert told["mailbox"][0] is False
    assert "Bao-cao" in told["mailbox"][1]
    assert "INBOX" in told["mailbox"][1]


@pytest.mark.server
def test_a_certificate_that_nobody_vouches_for_is_found(bare: Shell, dovecot: Dovecot, user: str) -> None:
    told = findings(bare, 3, **environment(dovecot, user) | {"INTAKE_MAILBOX__CA_FILE": ""})
    assert told["mailbox"][0] is False
    assert "certificate" in told["mailbox"][1].lower()
    assert PASSWORD not in str(told)


def test_a_roster_is_replaced_whole_and_what_was_not_understood_is_named(bare: Shell) -> None:
    (bare.folder / "roster.csv").write_text(ROSTER, "utf-8")
    bare.well("roster", "import", "roster.csv")
    (bare.folder / "roster.csv").write_text(ROSTER.rpartition("tt-doi-thong")[0], "utf-8")
    assert "2 units in the roster" in bare.well("roster", "import", "roster.csv").out
    assert len(bare.well("list", "units", "--json").json()) == 2


def test_a_file_without_a_unit_leaves_the_roster_as_it_is(bare: Shell) -> None:
    (bare.folder / "roster.csv").write_text(ROSTER, "utf-8")
    bare.well("roster", "import", "roster.csv")
    (bare.folder / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    ran = bare.run("roster", "import", "other.csv")
    assert ran.code == 2
    assert len(bare.well("list", "units", "--json").json()) == 3


def own_templates(folder: Path, name: str, foot: str) -> str:
    """A campaign's file with a folder of templates beside it."""
    shipped = (resources.files("config") / "campaigns" / "course-catalogue-2025.toml").read_text("utf-8")
    (folder / f"{name}.toml").write_text(f'templates = "{name}"\n{shipped}', "utf-8")
    (folder / name).mkdir()
    (folder / name / "foot.j2").write_text(foot, "utf-8")
    return str(folder / f"{name}.toml")


def test_examples_of_the_letters_need_neither_mailbox_nor_database(bare: Shell) -> None:
    own = own_templates(bare.folder, "own", "{% include 'shipped/foot.j2' %}")
    told = bare.well("letters", "--out", "thu", "--campaign", own).out
    assert "18 letters written into thu" in told
    assert {path.name for path in bare.folder.iterdir()} == {"own.toml", "own", "thu"}


def test_faults_of_a_campaigns_templates_are_a_finding_and_no_letter_is_made_by_them(bare: Shell) -> None:
    bare.env["INTAKE_CAMPAIGN"] = own_templates(
        bare.folder, "own", "{% include 'shipped/foot.j2' %}\n{{ rfe }}"
    )
    fault = "foot.j2, line 2: 'rfe' is undefined"
    assert fault in findings(bare, 2)["campaign"][1]
    for command in ("ask", "remind", "letters --out thu"):
        ran = bare.run(*command.split())
        assert (ran.code, fault in ran.err) == (2, True)
    assert not (bare.folder / "thu").exists()
