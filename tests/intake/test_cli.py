import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake.jobs_poll import only_one
from tests.support.apps import ROSTER, Office, row, submission
from tests.support.cli import Shell
from tests.support.dovecot import PASSWORD, Dovecot, free_port
from tests.support.installations import MESSAGES, SECRET, STRANGER
from tests.support.worlds import environment

COMMANDS = [
    *("init", "check", "roster", "roster import", "poll", "run", "import", "reprocess", "status", "list"),
    *("show", "export", "ask", "remind", "digest", "watch", "send", "letters", "decide"),
    *(f"list {what}" for what in ("messages", "units", "courses", "contacts", "letters", "decisions")),
    *(f"decide {what}" for what in ("sender", "message", "kind", "ignore", "set", "confirm", "merge")),
    *(f"decide {what}" for what in ("split", "drop", "accept-late", "retry", "letter")),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(bare: Shell, command: str) -> None:
    told = bare.well(*command.split(), "--help").out
    sentence = told.split("\n\n")[1].strip()
    assert len(sentence.split()) >= 3, told
    assert list(bare.folder.iterdir()) == []


def test_the_help_names_every_command_and_the_exit_codes(bare: Shell) -> None:
    told = " ".join(bare.well("--help").out.split())
    for command in {one.split()[0] for one in COMMANDS}:
        assert f" {command} " in told
    assert "0 all well; 1 some messages need attention; 2 wrong use or settings; 3 the world failed" in told


def test_the_installed_command_is_this_one(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("intake")
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        [command, "status", "--json"], cwd=tmp_path, env=env, capture_output=True, check=True
    )
    assert json.loads(done.stdout)["messages"] == 0
    failed = subprocess.run(
        [command, "roster", "import", "nichts.csv"], cwd=tmp_path, env=env, capture_output=True, check=False
    )
    assert (failed.returncode, failed.stdout) == (2, b"")
    assert failed.stderr.count(b"\n") == 1, "one clear message, and no trace with the values of variables"


# 0 and 1: what came out.


def test_all_well_is_0(bare: Shell) -> None:
    (bare.folder / "roster.csv").write_text(ROSTER, "utf-8")
    (bare.folder / "one.eml").write_bytes(MESSAGES[0])
    assert bare.run("roster", "import", "roster.csv").code == 0
    assert bare.run("import", "one.eml").code == 0
    assert bare.run("status").code == 0


def test_a_message_that_needs_the_officer_is_1(installed: Shell) -> None:
    (installed.folder / "new.eml").write_bytes(submission(9, row("Thêu"), sender=STRANGER))
    ran = installed.run("import", "new.eml", "--json")
    assert (ran.code, ran.json()["needs_officer"]) == (1, 1)


def test_a_file_that_is_no_message_is_1_and_named(installed: Shell) -> None:
    (installed.folder / "empty.eml").write_bytes(b"")
    ran = installed.run("import", "empty.eml", "mails", "--json")
    assert ran.code == 1
    assert "empty.eml" in ran.json()["problems"][0]
    assert ran.json()["found"] == 3


def test_a_roster_with_a_row_that_is_not_understood_is_1_and_the_row_named(bare: Shell) -> None:
    (bare.folder / "roster.csv").write_text("id,name,kind\ncd-a,Trường A,college\n,,\nx,,college\n", "utf-8")
    ran = bare.run("roster", "import", "roster.csv", "--json")
    assert ran.code == 1
    assert ran.json()["units"] == 1
    assert "4" in " ".join(ran.json()["problems"])


# 2: wrong use or settings, told before anything is done.

WRONG = {
    "no such file": (["import", "nowhere.eml"], "no such file or folder: nowhere.eml"),
    "no such roster": (["roster", "import", "nowhere.csv"], "nowhere.csv: cannot be read"),
    "no such settings file": (["--settings", "x.toml", "status"], "x.toml: no such settings file"),
    "no such format": (["export", "--format", "pdf"], "no format 'pdf'; there are json, csv, xlsx"),
    "no such id": (["show", "abcdef"], "nothing has the id 'abcdef'"),
    "no such command": (["pol"], "No such command"),
    "no such option": (["poll", "--all"], "No such option"),
    "no messages named": (["reprocess"], "name messages by id, or --all"),
    "no such unit": (["decide", "accept-late", "cd-x"], "no unit 'cd-x' in the roster; `intake list units`"),
    "no moment": (["--now", "soon", "status"], "not an ISO 8601 moment"),
    "no offset": (["--now", "2025-05-20T08:00:00", "status"], "the offset from UTC is missing"),
    "no mailbox set": (["poll"], "mailbox.host, mailbox.username: not set"),
    "no campaign": (["status", "--campaign", "summer"], "no campaign 'summer'; there are: course-catalogue"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "told"), WRONG.values(), ids=WRONG)
def test_wrong_use_is_2_with_one_clear_message_and_no_traceback(
    bare: Shell, words: list[str], told: str
) -> None:
    ran = bare.run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert told in " ".join(ran.err.replace("│", " ").split())
    assert "Traceback" not in ran.err


def test_all_faults_of_the_settings_stand_in_one_message_with_file_and_key(bare: Shell) -> None:
    (bare.folder / "intake.toml").write_text(
        'campain = "x"\nsending = "perhaps"\n[mailbox]\nport = 99999\nsecurity = "ssl"\n'
        '[mailbox.password]\nvalu = "geheim-1"\n[smtp]\nport = "geheim-2"\n',
        "utf-8",
    )
    ran = bare.run("status")
    assert ran.code == 2
    assert "intake.toml" in ran.err
    for key in (
        "campain",
        "sending",
        "mailbox.port",
        "mailbox.security",
        "mailbox.password.valu",
        "smtp.port",
    ):
        assert f"  {key}: " in ran.err
    assert "geheim" not in ran.err


def test_settings_that_are_no_toml_are_2(bare: Shell) -> None:
    (bare.folder / "intake.toml").write_text("[mailbox\n", "utf-8")
    ran = bare.run("status")
    assert ran.code == 2
    assert "intake.toml" in ran.err


# 3: the world.


def test_a_mailbox_that_cannot_be_reached_is_3(bare: Shell) -> None:
    ran = bare.run(
        "poll",
        INTAKE_MAILBOX__HOST="127.0.0.1",
        INTAKE_MAILBOX__PORT=str(free_port()),
        INTAKE_MAILBOX__SECURITY="none",
        INTAKE_MAILBOX__USERNAME="tiepnhan",
        INTAKE_MAILBOX__PASSWORD__VALUE="x",
    )
    assert (ran.code, ran.out) == (3, "")
    assert "127.0.0.1" in ran.err
    assert "Traceback" not in ran.err
    runs = bare.well("list", "runs", "--json").json()
    assert [bool(one["error"]) for one in runs] == [True]


def test_a_database_that_cannot_be_opened_is_3(bare: Shell) -> None:
    (bare.folder / "file").touch()
    ran = bare.run("status", INTAKE_DATABASE_URL="sqlite:///file/intake.db")
    assert ran.code == 3
    assert "Traceback" not in ran.err


def test_an_archive_that_cannot_be_written_is_3(bare: Shell) -> None:
    (bare.folder / "archive").write_text("a file where the folder should be", "utf-8")
    (bare.folder / "one.eml").write_bytes(MESSAGES[0])
    ran = bare.run("import", "one.eml")
    assert ran.code == 3
    assert "archive" in ran.err


@pytest.mark.server
def test_a_password_that_is_refused_is_3_and_never_printed(bare: Shell, dovecot: Dovecot, user: str) -> None:
    bare.env |= environment(dovecot, user) | {"INTAKE_MAILBOX__PASSWORD__VALUE": "mat-khau-sai"}
    ran = bare.run("poll", INTAKE_LOG__LEVEL="debug")
    assert ran.code == 3
    assert "mat-khau-sai" not in ran.err


# One at a time.


@pytest.mark.server
def test_a_second_poll_says_so_and_is_0(bare: Shell, dovecot: Dovecot, user: str, office: Office) -> None:
    dovecot.deliver(user, [])
    env = environment(dovecot, user) | {"INTAKE_DATABASE_URL": office.app.settings.database_url}
    with only_one(office.app):
        plain, scripted = bare.run("poll", **env), bare.run("poll", "--json", **env)
    assert (plain.code, scripted.code) == (0, 0)
    assert "nothing done: another `intake poll`" in plain.out
    assert "another `intake poll`" in scripted.json()["nothing done"]
    assert bare.run("poll", **env).code == 0


# What is printed where.

SCRIPTED = [
    ["status"], ["list", "messages"], ["list", "units"], ["list", "courses"], ["list", "contacts"],
    ["list", "letters"], ["list", "decisions"], ["list", "runs"], ["show", "cd-sao-mai"],
    ["reprocess", "--all"],
    ["ask"], ["ask", "--dry-run"], ["remind"], ["remind", "--dry-run"], ["digest"], ["digest", "--dry-run"],
    ["watch"],
    ["send"], ["send", "--dry-run"], ["import", "mails"], ["roster", "import", "roster.csv"],
]  # fmt: skip


@pytest.mark.parametrize("words", SCRIPTED, ids=" ".join)
def test_json_parses_and_stands_alone_on_standard_output(installed: Shell, words: list[str]) -> None:
    installed.env["INTAKE_LOG__LEVEL"] = "debug"
    for _ in range(2):  # the second time there is less to do
        ran = installed.well(*words, "--json", now="2025-05-22T09:00:00", allow=(0, 1))
        ran.json()
    assert installed.well("--json", *words, now="2025-05-22T09:00:00", allow=(0, 1)).json() is not None


def test_letters_that_wait_for_sending_are_told_in_json_too(installed: Shell) -> None:
    installed.well("remind", now="2025-05-22T09:00:00")
    assert installed.well("send", "--json", now="2025-05-22T09:10:00").json() == {"waiting": 2}


def test_results_go_to_standard_output_and_the_log_to_standard_error(installed: Shell) -> None:
    (installed.folder / "new.eml").write_bytes(submission(9, row("Thêu")))
    ran = installed.well("import", "new.eml", INTAKE_LOG__FORMAT="json")
    assert ran.out.splitlines()[0] == "found: 1"
    events = [json.loads(line) for line in ran.err.splitlines()]
    assert "processed" in {one["event"] for one in events}


@pytest.mark.server
def test_no_name_address_or_phone_stands_in_the_log_of_a_poll(
    installed: Shell, dovecot: Dovecot, user: str
) -> None:
    dovecot.deliver(user, [*MESSAGES, submission(4, row("Cắt may"), subject="Kinh gui ba Ngan")])
    installed.env |= environment(dovecot, user)
    for form in ("human", "json"):
        ran = installed.run("poll", INTAKE_LOG__LEVEL="debug", INTAKE_LOG__FORMAT=form)
        assert ran.code in (0, 1)
        assert "processed" in ran.err or form == "json"
        for told in ("saomai", "bienxanh", STRANGER, "co.giao", "Ngân", "Ngan", "Trịnh", "0918", "918202431",
                     "@", user, PASSWORD, SECRET, "Hàn điện"):  # fmt: skip
            assert told not in ran.err, told
