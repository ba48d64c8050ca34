import csv
import io
import json
from typing import Any

from catalogue.records import MessageKind, Origin, PartOutcome, PartStatus, Record, UnitState, UnitStatus
from catalogue.snapshot import states
from reports import REPORTS
from reports.export import ExportMessage, catalogue_csv, catalogue_json
from tests.reports import samples


def exported(*given: UnitState, messages: tuple[ExportMessage, ...] = ()) -> dict[str, Any]:
    chunks = catalogue_json(samples.campaign(), (samples.unit(),), given, messages, samples.NOW)
    found: dict[str, Any] = json.loads("".join(chunks))
    return found


def table(*records: Record, kind: str = "course") -> list[dict[str, str]]:
    text = "".join(catalogue_csv((samples.unit(),), (samples.state(*records),), kind))
    assert text.startswith("\ufeffĐơn vị,")
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def part(name: str | None, status: PartStatus = PartStatus.READ, **more: Any) -> PartOutcome:
    given: dict[str, Any] = {
        "number": "2",
        "path": "",
        "media_type": "application/x",
        "size": 1,
        "sha256": "",
    } | more
    return PartOutcome(filename=name, status=status, **given)


def test_the_object_has_the_schemas_keys_and_the_campaigns_own_time() -> None:
    found = exported()
    assert set(found) == {"schema", "campaign", "generated_at", "units", "messages", "courses", "contacts"}
    assert found["schema"] == "intake.catalogue/1"
    assert found["campaign"] == "course-catalogue-2025"
    assert found["generated_at"] == "2025-05-26T07:30:00+07:00"


def test_a_course_bears_every_field_and_the_place_of_every_value_it_has() -> None:
    (course,) = exported(samples.state(samples.course(url=None)))["courses"]
    assert list(course) == [
        "id", "unit", "message_ids", "title", "level", "delivery", "work_study", "fee", "fee_vnd",
        "duration", "content", "curriculum", "url", "images", "learner_account", "assessment",
        "certificate", "advising", "missing", "doubtful", "sources",
    ]  # fmt: skip
    assert (course["fee_vnd"], course["certificate"], course["work_study"]) == (1500000, True, None)
    assert (course["url"], course["images"], course["missing"]) == (None, [], ["url"])
    assert course["sources"]["title"] == {
        "message_id": "<m1@cdb.example>",
        "part": "ds-khoa-hoc-2025.xlsx",
        "at": "Sơ cấp!B7",
    }
    assert "url" not in course["sources"]


def test_a_source_tells_how_sure_its_reading_is_and_what_is_doubted() -> None:
    level = samples.value("elementary", "SC", confidence=0.55, reason="heading ~0.88", doubt="confidence: x")
    (course,) = exported(samples.state(samples.course(level=level)))["courses"]
    told = course["sources"]["level"]
    assert (told["confidence"], told["reason"], told["doubt"]) == (0.55, "heading ~0.88", "confidence: x")


def test_a_value_that_the_officer_set_names_the_decision() -> None:
    decided = samples.value("online")
    by_hand = type(decided)(value="online", text="online", origin=Origin(decision=7))
    (course,) = exported(samples.state(samples.course(delivery=by_hand)))["courses"]
    assert course["sources"]["delivery"]["decision"] == 7


def test_a_contact_stands_in_its_own_list() -> None:
    found = exported(samples.state(samples.contact(phone=None)))
    assert found["courses"] == []
    (contact,) = found["contacts"]
    assert (contact["full_name"], contact["phone"], contact["missing"]) == ("Nguyễn Văn An", None, ["phone"])


def test_a_unit_without_courses_is_complete_and_one_without_a_state_has_not_submitted() -> None:
    assert exported(samples.state(status=UnitStatus.NO_COURSES))["units"][0]["status"] == "complete"
    assert exported()["units"] == [
        {"id": "cd-ben", "name": "Trường Cao đẳng Bến Phú Lâm", "kind": "college", "status": "not_submitted"}
    ]


def test_records_of_no_unit_are_exported_without_one() -> None:
    stray = samples.state(samples.course(), unit_id=None)
    record = type(stray.records[0])(id="x", kind="course", unit_id=None, values={}, message_ids=())
    (course,) = exported(samples.state(record, unit_id=None))["courses"]
    assert (course["unit"], course["title"], course["sources"]) == (None, None, {})


def test_files_of_a_message_are_listed_but_neither_bodies_nor_members_of_archives() -> None:
    message = ExportMessage(
        message_id="<m1@cdb.example>",
        kind=MessageKind.SUBMISSION,
        unit_id="cd-ben",
        links=("https://drive.example/x",),
        parts=(
            part(None, is_file=False),
            part("ds.zip"),
            part("ds.zip", path="ds.xlsx"),
            part(None, PartStatus.UNREADABLE, reason="scanned"),
        ),
    )
    assert exported(messages=(message,))["messages"] == [
        {
            "message_id": "<m1@cdb.example>",
            "kind": "submission",
            "unit": "cd-ben",
            "attachments": [
                {"filename": "ds.zip", "status": "read", "reason": None},
                {"filename": None, "status": "unreadable", "reason": "scanned"},
            ],
            "links": ["https://drive.example/x"],
        }
    ]


def test_a_lone_surrogate_of_a_damaged_name_cannot_break_the_file() -> None:
    text = "".join(
        catalogue_json(samples.campaign(), (), (samples.state(samples.course("Hàn\ud83d")),), (), samples.NOW)
    )
    assert json.loads(text.encode("utf-8"))["courses"][0]["title"] == "Hàn\ufffd"


def test_states_are_drawn_as_they_come_and_only_once() -> None:
    drawn: list[str | None] = []

    def walk() -> Any:
        for state in states(samples.snapshot()):
            drawn.append(state.unit_id)
            yield state

    chunks = catalogue_json(samples.campaign(), samples.units(), walk(), (), samples.NOW)
    begun = [next(chunks) for _ in range(5)]
    assert 0 < len(drawn) < 5
    assert len(json.loads("".join([*begun, *chunks]))["units"]) == 22
    assert len(drawn) == 23


def test_the_csv_reads_as_the_workbook_does_and_quotes_formulas() -> None:
    (row,) = table(samples.course("=1+1", content="dòng 1\ndòng 2"))
    assert row["Đơn vị"] == "Trường Cao đẳng Bến Phú Lâm"
    assert row["Tên khóa học"] == "'=1+1"
    assert row["Hình thức đào tạo"] == "trực tuyến kết hợp trực tiếp"
    assert (row["Mức học phí"], row["Cấp chứng nhận, chứng chỉ"]) == ("1500000", "Có")
    assert row["Nội dung"] == "dòng 1\ndòng 2"


def test_what_a_spreadsheet_would_take_for_a_number_or_a_date_stays_as_it_is_written() -> None:
    given = ("0366773", "773074703647", "12e345", "3-6", "1/2/2025", "045.123")
    rows = table(*(samples.course(one, one, duration="3 tháng") for one in given))
    assert [row["Tên khóa học"] for row in rows] == [f"'{one}" for one in given]
    assert [row["Mã"] for row in rows] == [f"'{one}" for one in given]
    assert rows[0]["Thời gian đào tạo"] == "3 tháng"


def test_contacts_are_a_second_table_with_phones_that_stay_text() -> None:
    (row,) = table(samples.course(), samples.contact(phone="+842838221418", position=None), kind="contact")
    assert row["Số điện thoại"] == "028 3822 1418"
    assert row["Còn thiếu"] == "chức vụ của đầu mối liên hệ"


def test_every_report_of_the_table_can_be_called() -> None:
    assert {"digest", "json", "csv", "xlsx", "clarification"} <= set(REPORTS)
    assert all(callable(report) for report in REPORTS.values())
