"""The whole road as an officer's office walks it, by the command line, on Dovecot over TLS."""

import csv
import email
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from catalogue.records import AskedItem
from catalogue.snapshot import check_balance
from config.settings import load_settings
from intake.app import build_app
from intake.demo.schools import filled_answer, numbered_answer
from intake.jobs_digest import take_snapshot
from tests.support.cli import Ran, Shell
from tests.support.dovecot import Dovecot
from tests.support.smtpsink import Received, SmtpSink
from tests.support.worlds import (
    SAMPLES,
    deliver_dated,
    environment,
    letters_to,
    messages_in,
    samples,
    sink_running,
)

pytestmark = [pytest.mark.server, pytest.mark.slow]

USER = "the-road"
BY_NUMBERS, BY_TEXT = "tuyensinh@songtien.example", "dienlanh@minhquang.example"
NEW_ROWS = (
    {"Tên khóa học": "Sửa chữa tủ lạnh", "Trang thông tin lớp học": "https://minhquang.example/tu-lanh"},
    {"Đầu mối liên hệ": "Giang Văn Tựu", "Chức vụ": "Trưởng bộ môn", "Điện thoại": "0966 770 325"},
)


@dataclass
class Road:
    """What happened, step by step."""

    shell: Shell
    sink: SmtpSink
    ran: dict[str, Ran] = field(default_factory=dict)
    mails: list[Received] = field(default_factory=list)

    def step(self, name: str, *words: object, now: str) -> Ran:
        self.ran[name] = self.shell.well(*words, now=now, allow=(0, 1))
        return self.ran[name]

    def counts(self, name: str) -> dict[str, int]:
        told: dict[str, int] = self.ran[name].json()
        return told

    def catalogue(self) -> dict[str, Any]:
        told: dict[str, Any] = self.ran["export"].json()
        return told


def last_to(sink: SmtpSink, address: str) -> email.message.Message:
    found = [one for one in sink.mails if address in one.rcpt_to]
    assert found, f"no letter went to {address}"
    return email.message_from_bytes(found[-1].data)


def asked_of(road: Road, unit: str) -> tuple[AskedItem, ...]:
    made = road.shell.well("list", "letters", "--kind", "clarification", "--json").json()
    number = next(one["id"] for one in made if one["unit"] == unit)
    app = build_app(settings_of(road))
    try:
        letter = app.store.letter(number)
        assert letter is not None
        return letter.items
    finally:
        app.store.close()


def settings_of(road: Road) -> Any:
    url = f"sqlite:///{road.shell.folder / 'intake.db'}"
    return load_settings().model_copy(
        update={"database_url": url, "archive_url": str(road.shell.folder / "archive")}
    )


@pytest.fixture(scope="module")
def road(dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    folder = tmp_path_factory.mktemp("road")
    with sink_running() as sink:
        road = Road(Shell(folder, environment(dovecot, USER) | letters_to(sink)), sink)
        (folder / "roster.csv").write_bytes((SAMPLES / "roster.csv").read_bytes())
        road.step("roster", "roster", "import", "roster.csv", now="2025-05-09T08:00:00")
        deliver_dated(dovecot, USER, samples())
        road.step("poll", "poll", "--json", now="2025-05-26T08:00:00")
        road.step("ask", "ask", "--json", now="2025-05-26T08:30:00")
        road.step("send", "send", "--json", now="2025-05-26T08:31:00")
        answered = datetime.fromisoformat("2025-05-26T12:31:00+07:00")
        items = asked_of(road, "cd-song-tien")
        answers = [
            numbered_answer(last_to(sink, BY_NUMBERS), items, answered),
            filled_answer(last_to(sink, BY_TEXT), NEW_ROWS, answered),
        ]
        deliver_dated(dovecot, USER, answers)
        road.step("answers", "poll", "--json", now="2025-05-26T12:40:00")
        road.step("empty poll", "poll", "--json", now="2025-05-26T12:45:00")
        road.step("digest", "digest", "--json", "--out", "out", now="2025-05-27T07:30:00")
        road.step("digest again", "digest", now="2025-05-27T09:00:00")
        road.step("send digest", "send", "--json", now="2025-05-27T07:31:00")
        road.step("empty day", "digest", "--json", now="2025-05-28T07:30:00")
        road.step("send empty day", "send", "--json", now="2025-05-28T07:31:00")
        for form in ("json", "csv", "xlsx"):
            road.step(form, "export", "--format", form, now="2025-05-28T08:00:00")
        road.ran["export"] = road.ran["json"]
        yield road


def test_the_roster_is_understood_whole(road: Road) -> None:
    assert road.ran["roster"].code == 0
    assert "17 units" in road.ran["roster"].out


def test_every_message_is_fetched_worked_on_and_filed_away(road: Road, dovecot: Dovecot) -> None:
    counts = road.counts("poll")
    assert (counts["fetched"], counts["new"], counts["processed"], counts["failed"]) == (25, 25, 25, 0)
    assert counts["acknowledged"] == 25
    assert messages_in(dovecot, USER, "INBOX") == 0
    assert messages_in(dovecot, USER, "Da-tiep-nhan") == 27


def test_messages_that_wait_for_the_officer_are_told_by_the_exit_code(road: Road) -> None:
    assert road.counts("poll")["needs_officer"] > 0
    assert road.ran["poll"].code == 1
    assert road.ran["empty poll"].code == 0


def test_each_unit_gets_one_letter_of_a_kind_at_most(road: Road) -> None:
    made = [(one["unit"], one["kind"]) for one in road.ran["ask"].json()]
    assert len(made) == len(set(made)) >= 15
    kinds = {kind for _, kind in made}
    assert {"complete", "clarification", "unreadable", "no_courses"} <= kinds


def test_every_letter_made_reached_its_school_once(road: Road) -> None:
    made = sorted(one["to"] for one in road.ran["ask"].json())
    assert road.ran["send"].json() == {"sent": len(made)}
    officer = "tmkhoi.gdtx@sogddt.example"
    assert sorted(to for one in road.sink.mails for to in one.rcpt_to if to != officer) == made
    ids = [one.message["Message-ID"] for one in road.sink.mails]
    assert len(ids) == len(set(ids))


def test_nobody_who_wrote_by_machine_or_by_mistake_is_written_to(road: Road) -> None:
    written_to = {to for one in road.sink.mails for to in one.rcpt_to}
    assert not {to for to in written_to if "bantin" in to or "mailer-daemon" in to.lower()}
    assert all(one.message["Auto-Submitted"] for one in road.sink.mails)


def test_an_answer_by_numbers_closes_what_was_open(road: Road) -> None:
    courses = [one for one in road.catalogue()["courses"] if one["unit"] == "cd-song-tien"]
    assert courses
    assert [one["missing"] for one in courses] == [[]] * len(courses)
    answered = [one for one in courses if (one["url"] or "").startswith("https://songtien.example/lop/")]
    assert answered


def test_an_answer_in_free_text_fills_the_open_values(road: Road) -> None:
    told = road.catalogue()
    [fridge] = [one for one in told["courses"] if one["title"] == "Sửa chữa tủ lạnh"]
    assert fridge["url"] == "https://minhquang.example/tu-lanh"
    assert "+84966770325" in {one["phone"] for one in told["contacts"] if one["unit"] == "gdnn-dien-lanh"}


def test_every_value_names_where_it_came_from(road: Road) -> None:
    told = road.catalogue()
    messages = {one["message_id"] for one in told["messages"]}
    for record in (*told["courses"], *told["contacts"]):
        given = {key for key in record["sources"] if record.get(key) not in (None, [], "")}
        for key in given:
            assert record["sources"][key]["message_id"] in messages, (record, key)


def test_a_second_poll_takes_nothing(road: Road) -> None:
    counts = road.counts("empty poll")
    assert (counts["on_server"], counts["fetched"], counts["processed"]) == (0, 0, 0)


def test_the_digest_is_made_once_a_day_and_on_an_empty_day_too(road: Road) -> None:
    assert "made before" in road.ran["digest again"].out
    assert len(road.ran["empty day"].json()) == 1
    digests = [one for one in road.sink.mails if "tmkhoi.gdtx@sogddt.example" in one.rcpt_to]
    assert len(digests) == 2


def test_the_digest_carries_the_workbook_and_the_same_text_twice(road: Road) -> None:
    [first, _] = [one for one in road.sink.mails if "tmkhoi.gdtx@sogddt.example" in one.rcpt_to]
    message = first.message
    [book] = list(message.iter_attachments())
    assert str(book.get_filename()).endswith(".xlsx")
    openpyxl.load_workbook(io.BytesIO(book.get_content())).close()
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert "Trường Cao đẳng" in body.get_content()
    assert (road.shell.folder / "out" / "digest.html").read_text("utf-8").startswith("<!")


def test_every_sum_balances(road: Road) -> None:
    app = build_app(settings_of(road))
    try:
        snapshot = take_snapshot(app)
        assert check_balance(snapshot) == ()
        ledger = snapshot.ledger
        assert (ledger.messages, ledger.messages_by_state) == (27, {"done": 27})
        assert ledger.copies == 27
        statuses = [line.state.status for line in snapshot.units]
        assert len(statuses) == 17
    finally:
        app.store.close()


def test_the_three_exports_tell_the_same_courses(road: Road) -> None:
    told = road.catalogue()
    titles = sorted(one["title"] for one in told["courses"])
    assert len(titles) > 30
    lines = list(csv.reader(io.StringIO(road.ran["csv"].raw.decode("utf-8-sig"), newline="")))
    assert len(lines) - 1 == len(titles)
    column = lines[0].index("Tên khóa học") if "Tên khóa học" in lines[0] else 2
    assert sorted(line[column] for line in lines[1:]) == titles
    book = openpyxl.load_workbook(io.BytesIO(road.ran["xlsx"].raw), read_only=True)
    words = {str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line}
    book.close()
    assert set(titles) <= words


def test_what_was_read_once_is_read_the_same_again(road: Road) -> None:
    again = road.shell.well("reprocess", "--all", "--json", now="2025-05-28T09:00:00").json()
    assert (again["read"], again["failed"], again["changes"]) == (27, 0, [])


def test_the_log_tells_each_stage_one_event_a_line(road: Road) -> None:
    events = [json.loads(line) for line in road.ran["poll"].err.splitlines()]
    names = [one["event"] for one in events]
    assert names.count("processed") == 25
    assert {"fetched", "acknowledged", "polled"} <= set(names)
