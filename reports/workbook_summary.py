"""The first sheet of the officer's workbook: the figures, what each sheet holds, what the colours mean."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.folding.validate import awaited
from catalogue.snapshot import Snapshot, gaps, states, totals
from reports import wording
from reports.sheets import MOST_NOTES, Sheet, SheetCell, Tone

TITLE = "Tóm tắt"
_COLUMNS = (("", 34), ("", 14), ("", 90))
_SHEETS = (
    ("Khóa học", "Mỗi khóa học một dòng. Các cột từ Nội dung trở đi chỉ xem trên màn hình, không in."),
    ("Đầu mối liên hệ", "Mỗi người một dòng. Chỉ dùng để liên hệ công việc."),
    ("Đơn vị", "Tất cả đơn vị được mời và tình trạng của từng đơn vị."),
    ("Cần bổ sung", "Từng nội dung mà đơn vị còn thiếu hoặc phải xác nhận."),
    ("Cần xử lý", "Các việc chờ chuyên viên, việc gấp trước; mã dùng để mở thư hoặc thư đi."),
)  # fmt: skip
_COLOURS = (
    (Tone.MISSING, "Chưa có thông tin theo đề nghị"),
    (Tone.DOUBTFUL, "Đã đọc, cần xác nhận"),
    (Tone.CONFLICT, "Hai giá trị không thống nhất"),
    (Tone.DONE, "Đơn vị đã đủ thông tin"),
)


def summary_sheet(snapshot: Snapshot) -> Sheet:
    """The figures of the day and the key to the other sheets."""
    return Sheet(title=TITLE, columns=_COLUMNS, rows=list(_rows(snapshot)), frozen=0, is_table=False)


def _rows(snapshot: Snapshot) -> Iterator[tuple[SheetCell, ...]]:
    campaign, now = snapshot.campaign, snapshot.taken_at
    yield (SheetCell(campaign.title, Tone.TITLE),)
    yield (
        SheetCell("Thời điểm lập"),
        SheetCell(),
        SheetCell(f"{wording.moment_words(campaign, now)}; {wording.time_left(campaign, now)}"),
    )
    yield (SheetCell("Thời hạn"), SheetCell(), SheetCell(wording.deadline(campaign)))
    yield ()
    yield _heads("Đơn vị", "Số lượng", "Tỷ lệ trên số đơn vị được mời")
    yield from _units(snapshot)
    yield ()
    yield _heads("Thông tin đã nhận", "Số lượng", "Ghi chú")
    yield from _contents(snapshot)
    yield ()
    yield _heads("Trang tính", "", "Nội dung")
    for title, words in _SHEETS:
        yield SheetCell(title), SheetCell(), SheetCell(words)
    yield ()
    yield _heads("Màu của ô", "", "Ý nghĩa")
    for tone, words in _COLOURS:
        yield SheetCell(tone.value, tone), SheetCell(), SheetCell(words)


def _units(snapshot: Snapshot) -> Iterator[tuple[SheetCell, ...]]:
    figures = totals(snapshot)
    shown = (
        ("Được mời", figures.invited),
        ("Đủ thông tin", figures.complete),
        ("Cần bổ sung, xác nhận", figures.incomplete),
        ("Không có khóa học", figures.none),
        ("Chưa gửi", figures.not_sent),
    )
    for words, number in shown:
        yield SheetCell(words), SheetCell(number), SheetCell(wording.percent(number, figures.invited))


def _contents(snapshot: Snapshot) -> Iterator[tuple[SheetCell, ...]]:
    figures = totals(snapshot)
    lacking = sum(len(gaps(line.state)) for line in snapshot.units)
    waiting = sum(len(awaited(line.state.records, snapshot.campaign)) for line in snapshot.units)
    yield SheetCell("Khóa học"), SheetCell(figures.courses), SheetCell(_notes_words(snapshot))
    yield SheetCell("Đầu mối liên hệ"), SheetCell(figures.contacts), SheetCell()
    yield SheetCell("Nội dung còn thiếu"), SheetCell(lacking), SheetCell('Xem trang tính "Cần bổ sung"')
    yield SheetCell("Giá trị chờ xác nhận"), SheetCell(waiting), SheetCell('Xem trang tính "Cần bổ sung"')
    yield (
        SheetCell("Việc chờ chuyên viên"),
        SheetCell(len(snapshot.needs)),
        SheetCell('Xem trang tính "Cần xử lý"'),
    )


def _notes_words(snapshot: Snapshot) -> str:
    """What to know where more cells are flagged than a sheet can bear comments."""
    records = [record for state in states(snapshot) for record in state.records]
    flagged = sum(len(one.missing) + len(one.doubtful) + len(one.conflicts) for one in records)
    if flagged < MOST_NOTES:
        return ""
    return (
        f"Mỗi trang tính có tối đa {wording.thousands(MOST_NOTES)} chú thích; các ô sau vẫn có màu, lý do ở "
        'cột "Còn thiếu", "Cần xác nhận".'
    )


def _heads(*words: str) -> tuple[SheetCell, ...]:
    return tuple(SheetCell(one, Tone.HEADING) for one in words)
