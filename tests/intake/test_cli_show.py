import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl

from catalogue.memory.store import Store
from tests.support.cli import Shell
from tests.support.installations import MESSAGES, NOW, STRANGER


def ids(shell: Shell, what: str, name: str = "name") -> dict[str, Any]:
    return {one[name]: one["id"] for one in shell.well("list", what, "--json").json()}


def test_without_any_settings_an_empty_folder_is_enough(installed: Shell) -> None:
    del installed.env["INTAKE_SECRET__VALUE"]
    made = {path.name for path in installed.folder.iterdir()}
    assert {"intake.db", "archive"} <= made
    assert installed.well("status", "--json").json()["messages"] == 3
    assert len(installed.well("list", "courses", "--json").json()) == 4
    assert len(installed.well("export").json()["courses"]) == 4
    assert "Sao Mai" in installed.well("show", "cd-sao-mai").out


def test_the_two_urls_of_the_environment_say_where_everything_lies(bare: Shell) -> None:
    (bare.folder / "one.eml").write_bytes(MESSAGES[0])
    urls = {
        "INTAKE_DATABASE_URL": f"sqlite:///{bare.folder}/elsewhere.db",
        "INTAKE_ARCHIVE_URL": f"file://{bare.folder}/keep",
    }
    bare.well("import", "one.eml", allow=(0, 1), **urls)
    assert (bare.folder / "elsewhere.db").exists()
    assert list((bare.folder / "keep").glob("??/*.eml.zst"))
    assert not (bare.folder / "intake.db").exists()


def test_status_sums_up_every_message_and_unit(installed: Shell) -> None:
    told = installed.well("status", "--json").json()
    assert (told["messages"], told["messages done"]) == (3, 3)
    assert told["units"] == sum(told[key] for key in told if key.startswith("units "))
    assert told["units not_submitted"] == 1
    assert told["last poll"] == "never"


def test_messages_are_listed_newest_first_and_filtered(installed: Shell) -> None:
    listed = installed.well("list", "messages", "--json").json()
    assert [one["unit"] for one in listed] == ["", "tc-bien-xanh", "cd-sao-mai"]
    waiting = installed.well("list", "messages", "--attention", "--json").json()
    assert [one["unit"] for one in waiting] == [""]
    assert installed.well("list", "messages", "--unit", "cd-sao-mai", "--json").json() == listed[2:]
    assert installed.well("list", "messages", "--kind", "bounce", "--json").json() == []
    assert (
        installed.well("list", "messages", "--state", "done", "--limit", "2", "--json").json() == listed[:2]
    )


def test_a_muted_address_is_listed_with_its_reason_until_it_is_unmuted(installed: Shell) -> None:
    assert installed.well("list", "addresses", "--json", now=NOW).json() == []
    store = Store.open(f"sqlite:///{installed.folder}/intake.db")
    muted_until = datetime.fromisoformat(NOW).replace(tzinfo=UTC) + timedelta(days=60)
    store.note_bounce("vp@bienxanh.example", muted_until, "hard: 5.1.1 user unknown")
    store.note_bounce("khac@bienxanh.example", None)
    store.close()
    [told] = installed.well("list", "addresses", "--json", now=NOW).json()
    assert (told["address"], told["reason"], told["bounces"]) == (
        "vp@bienxanh.example",
        "hard: 5.1.1 user unknown",
        1,
    )
    assert len(installed.well("list", "addresses", "--all", "--json", now=NOW).json()) == 2
    installed.well("decide", "unmute", "VP@bienxanh.example")
    assert installed.well("list", "addresses", "--json", now=NOW).json() == []
    assert "list addresses" in installed.run("decide", "unmute", "ai@do.example").err


def test_a_message_is_shown_with_its_parts_and_the_origin_of_each_value(installed: Shell) -> None:
    [_, _, sao_mai] = installed.well("list", "messages", "--json").json()
    told = installed.well("show", sao_mai["id"], "--json").json()
    assert (told["unit"], told["kind"], told["state"]) == ("cd-sao-mai", "submission", "done")
    assert "address on the roster" in told["why"]
    assert {"khoa-hoc.csv"} <= {one["file"] for one in told["parts"]}
    course = next(one for one in told["entries"] if one["kind"] == "course")
    assert course["values"]["title"]["value"] == "Hàn điện"
    assert course["values"]["title"]["from"].endswith("khoa-hoc.csv Bảng 1!B2")
    plain = installed.well("show", sao_mai["id"]).out
    assert "Bảng 1!B2" in plain


def test_a_message_is_found_by_its_message_id_and_given_byte_by_byte(installed: Shell) -> None:
    assert installed.well("show", "<2.test@bienxanh.example>", "--raw").raw == MESSAGES[1]
    assert installed.run("show", "cd-sao-mai", "--raw").code == 2


def test_a_course_is_shown_with_what_stood_there_before(installed: Shell) -> None:
    course = ids(installed, "courses")["Hàn điện"]
    installed.well("decide", "set", course, "fee", "miễn phí", "--note", "theo điện thoại", now=NOW)
    told = installed.well("show", course, "--json").json()
    assert (told["values"]["fee"]["value"], told["values"]["fee"]["from"]) == ("free", "decision 1")
    assert [one["as written"] for one in told["history"]["fee"]] == ["khoảng 2 triệu"]
    assert "khoa-hoc.csv" in told["history"]["fee"][0]["from"]
    assert installed.well("show", course[:8], "--json").json() == told


def test_a_unit_is_shown_with_its_messages_letters_and_records(installed: Shell) -> None:
    installed.well("ask", now="2025-05-20T10:00:00")
    told = installed.well("show", "cd-sao-mai", "--json").json()
    assert told["status"] == "incomplete"
    assert len(told["messages"]) == 1
    assert "clarification 1 queued" in told["letters"][0]
    assert {"course", "contact"} == {next(iter(one)) for one in told["records"]}


def test_a_letter_is_shown_as_it_will_be_read(installed: Shell) -> None:
    [made] = installed.well("ask", "--json", now="2025-05-20T10:00:00").json()
    told = installed.well("show", made["id"], "--json").json()
    assert (told["kind"], told["state"], told["to"]) == ("clarification", "queued", "daotao@saomai.example")
    assert "Tiện ren" in told["text"]
    assert told["text"] in installed.well("show", made["id"]).out.replace("\n    ", "\n")


def test_letters_are_laid_into_a_folder_and_a_dry_run_stores_none(installed: Shell) -> None:
    installed.well("ask", "--dry-run", "--out", "letters", now="2025-05-20T10:00:00")
    assert len(list((installed.folder / "letters").glob("*.eml"))) == 1
    assert installed.well("list", "letters", "--json").json() == []
    installed.well("digest", "--dry-run", "--out", "letters", now="2025-05-20T10:00:00")
    assert "Sao Mai" in (installed.folder / "letters" / "digest.html").read_text("utf-8")


def test_decisions_are_made_by_name_and_listed_with_their_reasons(installed: Shell) -> None:
    installed.well("decide", "sender", STRANGER, "tt-doi-thong", "--note", "đã gọi", now=NOW)
    units = {one["id"]: one for one in installed.well("list", "units", "--json").json()}
    assert (units["tt-doi-thong"]["status"], units["tt-doi-thong"]["courses"]) == ("complete", 1)
    [made] = installed.well("list", "decisions", "--json").json()
    assert (made["kind"], made["subject"], made["note"]) == ("assign_sender", STRANGER, "đã gọi")


def test_each_way_to_decide_answers_with_what_came_of_it(installed: Shell) -> None:
    courses = ids(installed, "courses")
    messages = {one["unit"]: one["id"] for one in installed.well("list", "messages", "--json").json()}
    first, second = courses["Hàn điện"], courses["Tiện ren"]
    assert "still doubtful: nothing" in installed.well("decide", "confirm", first, "fee").out
    assert "now holds both" in installed.well("decide", "merge", first, second).out
    assert "dropped" in installed.well("decide", "drop", courses["May áo"]).out
    assert "1 message" in installed.well("decide", "message", messages[""], "cd-sao-mai").out
    assert "1 message" in installed.well("decide", "message", messages[""], "-").out
    assert "1 message" in installed.well("decide", "kind", messages[""], "question").out
    assert "1 message ignored" in installed.well("decide", "ignore", messages[""]).out
    assert "in time" in installed.well("decide", "accept-late", "cd-sao-mai").out
    again = installed.well("reprocess", "--all", "--json").json()
    assert (again["changes"], again["failed"]) == ([], 0)


def test_a_re_reading_says_what_it_would_change_and_writes_it_only_when_told(installed: Shell) -> None:
    told = installed.well("reprocess", "--all").out
    assert "3 messages read again, 0 changes not applied (--apply writes them), 0 failed" in told
    assert "0 changes applied" in installed.well("reprocess", "--all", "--apply").out


def test_the_export_goes_to_standard_output_or_a_file_alike(installed: Shell) -> None:
    for form in ("json", "csv"):
        shown = installed.well("export", "--format", form, now=NOW).raw
        said = installed.well("export", "--format", form, "-o", f"out.{form}", now=NOW).out
        assert said == f"written: out.{form}\n"
        assert (installed.folder / f"out.{form}").read_bytes() == shown
    lines = list(csv.reader(io.StringIO(installed.well("export", "--format", "csv").raw.decode("utf-8-sig"))))
    assert len(lines) == 5
    book = openpyxl.load_workbook(io.BytesIO(installed.well("export", "--format", "xlsx").raw))
    assert book.sheetnames
    book.close()


def test_an_export_that_cannot_be_written_is_3_and_says_where(installed: Shell) -> None:
    ran = installed.run("export", "-o", "no/such/folder/out.json")
    assert ran.code == 3
    assert "no/such/folder" in ran.err
