"""The officer's workbook: a snapshot in, the bytes of an .xlsx out; a flagged cell says why and whence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from catalogue.fields import CONTACT, COURSE
from catalogue.folding.validate import awaited
from catalogue.records import Record, UnitStatus
from catalogue.snapshot import Gap, NeedLine, Snapshot, UnitLine, gaps
from config.campaign import Campaign
from reports import display, wording
from reports.digest_lists import gap_label, need_detail, need_words, waiting_label
from reports.sheets import Sheet, SheetCell, Tone
from reports.workbook_records import EMPTY, records_sheet, text
from reports.workbook_summary import summary_sheet

_STATUSES = {
    UnitStatus.NOT_SUBMITTED: "Chưa gửi",
    UnitStatus.INCOMPLETE: "Cần bổ sung, xác nhận",
    UnitStatus.COMPLETE: "Đủ thông tin",
    UnitStatus.NO_COURSES: "Không có khóa học",
}
_STATUS_TONES = {
    UnitStatus.NOT_SUBMITTED: Tone.MISSING,
    UnitStatus.INCOMPLETE: Tone.DOUBTFUL,
    UnitStatus.COMPLETE: Tone.DONE,
}
_KINDS = {"course": "Khóa học", "contact": "Đầu mối liên hệ", "file": "Tệp"}


def build_workbook(snapshot: Snapshot) -> bytes:
    """A summary and five sheets: courses, contacts, units, what is missing, what waits for the officer."""
    # openpyxl takes a third of a second to load: only who writes a workbook pays for it.
    from reports.xlsx import write_workbook  # noqa: PLC0415

    made_at = wording.local(snapshot.campaign, snapshot.taken_at)
    return write_workbook(workbook_sheets(snapshot), snapshot.campaign.title, made_at)


def workbook_sheets(snapshot: Snapshot) -> tuple[Sheet, ...]:
    """What the workbook shows, as values."""
    return (
        summary_sheet(snapshot),
        records_sheet(snapshot, COURSE),
        records_sheet(snapshot, CONTACT),
        _units(snapshot),
        _gaps(snapshot),
        _needs(snapshot),
    )


def _units(snapshot: Snapshot) -> Sheet:
    columns = (
        ("STT", 6), ("Đơn vị", 36), ("Loại hình", 22), ("Tình trạng", 18), ("Số khóa học", 9),
        ("Số đầu mối", 9), ("Số nội dung còn thiếu", 11), ("Số giá trị chờ xác nhận", 11),
        ("Gửi lần đầu", 17), ("Gửi gần nhất", 17),
        ("Gửi sau thời hạn", 10), ("Số lần hỏi bổ sung", 10), ("Hỏi gần nhất", 17), ("Ghi chú", 18),
        ("Mã", 20),
    )  # fmt: skip
    rows = [_unit_row(snapshot.campaign, count, line) for count, line in enumerate(snapshot.units, 1)]
    return Sheet(title="Đơn vị", columns=columns, rows=rows, unprinted=1)


def _unit_row(campaign: Campaign, count: int, line: UnitLine) -> tuple[SheetCell, ...]:
    state = line.state
    return (
        SheetCell(count),
        text(line.unit.name),
        text(campaign.unit_kinds.get(line.unit.kind, line.unit.kind)),
        SheetCell(_STATUSES[state.status], _STATUS_TONES.get(state.status, Tone.PLAIN)),
        SheetCell(len(state.courses)),
        SheetCell(len(state.contacts)),
        SheetCell(len(gaps(state))),
        SheetCell(len(awaited(state.records, campaign))),
        _moment(campaign, state.first_received_at),
        _moment(campaign, state.last_received_at),
        text("Có" if state.late else ""),
        SheetCell(line.asked),
        _moment(campaign, line.last_asked_at),
        text(_remarks(line)),
        text(line.unit.id),
    )


def _remarks(line: UnitLine) -> str:
    closed = "chuyên viên đóng hồ sơ" if line.state.closed_at else ""
    return "; ".join(filter(None, (closed, "đã dừng gửi thư" if line.muted else "")))


def _gaps(snapshot: Snapshot) -> Sheet:
    columns = (("STT", 6), ("Đơn vị", 40), ("Đối tượng", 17), ("Tên", 36), ("Còn thiếu, chờ xác nhận", 34),
               ("Nguồn", 36))  # fmt: skip
    rows = list(_owed_rows(snapshot))
    numbered = [(SheetCell(count), *row) for count, row in enumerate(rows, 1)]
    return Sheet(title="Cần bổ sung", columns=columns, rows=numbered)


def _owed_rows(snapshot: Snapshot) -> Iterator[tuple[SheetCell, ...]]:
    """What each unit lacks, and behind it what it has to confirm."""
    campaign = snapshot.campaign
    for line in snapshot.units:
        for gap in gaps(line.state):
            yield _gap_row(campaign, line, gap)
        for record, key in awaited(line.state.records, campaign):
            yield _waiting_row(line, record, key)


def _gap_row(campaign: Campaign, line: UnitLine, gap: Gap) -> tuple[SheetCell, ...]:
    record = gap.record
    return (
        text(line.unit.name),
        text(_KINDS[gap.kind]),
        text(record.name if record else gap.filename),
        text(_lack(campaign, gap)),
        text(display.first_origin(record) if record else ""),
    )


def _waiting_row(line: UnitLine, record: Record, key: str) -> tuple[SheetCell, ...]:
    value = record.values.get(key)
    why = display.record_doubt_words(record.doubt) if value is None else display.doubt_words(value.doubt)
    conflicts = {one.field for one in record.conflicts}
    words = "hai giá trị không thống nhất" if key in conflicts else why
    origin = display.first_origin(record) if value is None else display.origin_words(value.origin)
    return (
        text(line.unit.name),
        text(_KINDS[record.kind]),
        text(record.name),
        text(f"chờ xác nhận {waiting_label(record.kind, key)}{': ' + words if words else ''}"),
        text(origin),
    )


def _lack(campaign: Campaign, gap: Gap) -> str:
    label = gap_label(gap)
    return f"{label}: {wording.reason_words(campaign, gap.reason)}" if gap.reason else label


def _needs(snapshot: Snapshot) -> Sheet:
    columns = (("STT", 6), ("Việc", 28), ("Đơn vị", 30), ("Nội dung", 36), ("Chi tiết", 46),
               ("Người gửi", 26), ("Thời điểm", 17), ("Mã", 16))  # fmt: skip
    names = {line.unit.id: line.unit.name for line in snapshot.units}
    order = need_words(snapshot.campaign)
    found = [(words, line) for need, words in order for line in snapshot.needs if line.kind is need]
    rows = [
        (SheetCell(count), text(words), text(names.get(line.unit_id or "", "")), *_need(snapshot, line))
        for count, (words, line) in enumerate(found, 1)
    ]
    return Sheet(title="Cần xử lý", columns=columns, rows=rows, unprinted=1)


def _need(snapshot: Snapshot, line: NeedLine) -> tuple[SheetCell, ...]:
    return (
        text(line.what),
        text(need_detail(snapshot.campaign, line)),
        text(line.sender),
        _moment(snapshot.campaign, line.received_at),
        text(line.message),
    )


def _moment(campaign: Campaign, moment: datetime | None) -> SheetCell:
    """A moment on the campaign's clock, as a date that can be sorted and filtered."""
    return (
        SheetCell(wording.local(campaign, moment).replace(tzinfo=None, second=0, microsecond=0))
        if moment
        else EMPTY
    )
