import ast
import inspect
from typing import Any

from catalogue.memory.tables import MessageState
from catalogue.records import (
    Decision,
    DecisionKind,
    Entry,
    FilledCell,
    LetterKind,
    LetterState,
    MessageReading,
    NumberedAnswer,
    Origin,
    PartOutcome,
    PartStatus,
    UnclaimedCell,
)
from intake import kinds, ownership
from reports.desk.messages import MessageFacts, MessageView, message_view
from reports.desk.route_words import route_words
from tests.reports import samples
from tests.reports.desk_samples import SHA, letter, message


def part(name: str | None, **more: Any) -> PartOutcome:
    given: dict[str, Any] = {
        "number": "2", "path": "", "media_type": "application/zip", "size": 2_300, "sha256": "cd" * 32,
        "status": PartStatus.READ,
    }  # fmt: skip
    return PartOutcome(filename=name, **(given | more))


def shown(reading: MessageReading | None = None, *, reader: int = 7, **changes: Any) -> MessageView:
    facts = {one: changes.pop(one) for one in ("letters", "answers", "decisions") if one in changes}
    return message_view(
        MessageFacts(campaign=samples.campaign(), message=message(**changes), reading=reading,
                     unit=samples.unit(), names={"cd-ben": samples.unit().name}, reader=reader, **facts)
    )  # fmt: skip


def test_a_message_tells_who_wrote_when_whose_it_is_and_why() -> None:
    view = shown()
    assert dict(view.headers)["Người gửi"] == "Phòng Đào tạo <daotao@cdb.example>"
    assert dict(view.headers)["Nhận lúc"] == "23/5/2025 09:05"
    assert (view.unit_name, view.unit_path) == ("Trường Cao đẳng Bến Phú Lâm", "/don-vi/cd-ben")
    assert view.why == "có thông tin khóa học; địa chỉ có trong danh sách đơn vị"
    assert [badge.words for badge in view.badges] == ["đã xử lý", "máy chủ thư xác nhận đúng người gửi"]
    assert (view.path, view.raw_path) == ("/thu-den/ababababab", "/thu-den/ababababab/ban-goc")


def test_what_waits_for_the_officer_is_said_in_his_words() -> None:
    view = shown(needs_officer="unknown sender: several units named: a, b", trust="fail", late=True)
    assert view.attention == "chưa xác định được đơn vị gửi: có nhiều đơn vị cùng tên: a, b"
    assert {badge.words for badge in view.badges} >= {
        "không qua được kiểm tra người gửi",
        "Gửi sau thời hạn",
    }


def reasons_given() -> set[str]:
    """The texts that the functions of triage return as reasons, by their source."""
    told: set[str] = set()
    for module in (kinds, ownership):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Return) and node.value is not None:
                told |= {
                    one.value
                    for one in ast.walk(node.value)
                    if isinstance(one, ast.Constant)
                    and isinstance(one.value, str)
                    and " " in one.value.strip()
                }
    return told


def test_every_reason_of_triage_has_vietnamese_words() -> None:
    given = reasons_given()
    assert len(given) > 20
    assert [one for one in sorted(given) if route_words(one) == one] == []


def test_every_part_has_an_outcome_and_what_has_bytes_of_its_own_can_be_fetched() -> None:
    parts = (
        part(None, number="1", is_file=False),
        part("ds.zip"),
        part("ds.zip", path="con/ds.xlsx", status=PartStatus.UNREADABLE, reason="encrypted"),
        part("ds.zip", path="mat.rar", status=PartStatus.UNREADABLE, reason="encrypted", sha256=""),
        part("cv.pdf", number="3/../4", pages=(2, 5), status=PartStatus.UNREADABLE, reason="scanned"),
    )
    views = shown(MessageReading(reader=7, parts=parts)).parts
    assert [(one.name, one.badge.words, one.why, one.depth) for one in views] == [
        ("Nội dung thư", "đã đọc", "", 0),
        ("ds.zip", "đã đọc", "", 0),
        ("ds.xlsx", "chưa đọc được", "tệp có đặt mật khẩu", 2),
        ("mat.rar", "chưa đọc được", "tệp có đặt mật khẩu", 1),
        ("cv.pdf", "chưa đọc được", "trang 2, 5: các trang này là bản chụp, không có nội dung chữ", 0),
    ]
    file = "/thu-den/ababababab/tep/2"
    assert [one.path for one in views] == ["", file, f"{file}?trong=con%2Fds.xlsx", "", ""]
    assert [one.seen_path for one in views] == ["", "/thu-den/ababababab?xem=2", "", "", ""]
    (named,) = shown(MessageReading(reader=7, parts=(part("a", number="3/../4"),))).parts
    assert named.path == "/thu-den/ababababab/tep/3%2F..%2F4"


def test_what_was_read_stands_with_its_place_how_sure_it_is_and_why_it_is_doubted() -> None:
    fee = samples.value("paid", "khoảng  2 triệu", at="Sơ cấp!E9", doubt="open: rough", reason="heading",
                        confidence=0.96)  # fmt: skip
    entry = Entry(kind="course", values={"fee": fee, "title": samples.value("Hàn điện")})
    changed = Entry(kind="contact", values={"phone": samples.value("+84909123456")}, partial=True)
    view = shown(MessageReading(reader=7, entries=(entry, changed)))
    title, read = view.entries[0].values_read
    assert (view.entries[0].kind, view.entries[0].name, title.label) == (
        "Khóa học",
        "Hàn điện",
        "tên khóa học",
    )
    assert (read.shown, read.written, read.place, read.sure, read.reason, read.doubt) == (
        "có thu phí", "khoảng 2 triệu", 'tệp ds-khoa-hoc-2025.xlsx, trang tính "Sơ cấp", dòng 7, cột B',
        "96%", "theo tiêu đề cột", "mức ước chừng hoặc tối thiểu",
    )  # fmt: skip
    assert (view.entries[1].act, view.entries[1].values_read[0].shown) == (
        "sửa, bổ sung nội dung đã gửi",
        "0909 123 456",
    )


def test_answers_and_what_no_field_took_are_listed_with_their_places() -> None:
    at = Origin(message=SHA, row=4)
    reading = MessageReading(
        reader=7,
        numbered=(NumberedAnswer(number=5, text="Phó Trưởng phòng", origin=at),),
        filled=(FilledCell(kind="course", record_id="c1", field="url", text="Chưa có", origin=at),),
        unclaimed=(UnclaimedCell(text="x" * 900, heading="Ghi chú", origin=at),),
        no_courses=True,
    )
    view = shown(reading)
    assert [(one.heading, one.text, one.place) for one in view.answers_read] == [
        ("Mục 5", "Phó Trưởng phòng", "nội dung thư, dòng 4"),
        ("Khóa học, địa chỉ trang thông tin lớp học", "Chưa có", "nội dung thư, dòng 4"),
    ]
    assert (view.unclaimed[0].heading, len(view.unclaimed[0].text)) == ("Ghi chú", 401)
    assert view.statements == ("Cho biết đơn vị không có khóa học.",)


def test_a_message_leads_to_the_letter_it_answers_and_to_those_that_answered_it() -> None:
    held = letter(id=13, kind=LetterKind.ACKNOWLEDGEMENT, state=LetterState.HELD, sent_at=None)
    view = shown(answers=letter(), letters=(held,))
    assert view.answered is not None
    assert (view.answered.path, view.answered.words) == ("/thu-di/12", "Đề nghị bổ sung thông tin")
    assert [(one.path, one.badge.words) for one in view.letters] == [("/thu-di/13", "chờ duyệt")]


def test_it_is_said_when_a_message_should_be_read_again() -> None:
    reading = MessageReading(reader=7)
    assert shown(reading).work.again == ""
    assert "số 7; bộ đọc hiện nay là số 8" in shown(reading, reader=8).work.again
    failed = shown(state=MessageState.QUARANTINED, attempts=2, crashes=1, error="boom").work
    assert (failed.badge.words, failed.tries, failed.error) == (
        "xử lý không thành công, giữ nguyên bản",
        "đã thử 3 lần",
        "boom",
    )
    assert failed.again


def test_decisions_on_a_message_name_who_made_them() -> None:
    made = Decision(kind=DecisionKind.ASSIGN_MESSAGE, subject=SHA, value="cd-ben", id=3, made_by="khoi",
                    made_at=samples.NOW)  # fmt: skip
    (told,) = shown(decisions=(made,)).decisions
    assert "Trường Cao đẳng Bến Phú Lâm" in told
    assert told.endswith("(khoi; 26/5/2025 07:30)")
