"""The published courses as a table for people, CSV or workbook; values in, text or bytes out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from catalogue.fields import DELIVERIES, LEVELS
from catalogue.publishing import PublicCourse, Published, in_order
from catalogue.records import Unit
from config.campaign import Campaign
from parsers.text import with_halves_joined
from reports.export import UTF8_MARK
from reports.sheets import Sheet, SheetCell, defused
from reports.site.cards import fee_words
from reports.xlsx import write_workbook

COLUMNS = (
    ("Đơn vị đào tạo", 28), ("Tên khóa học", 30), ("Trình độ", 14), ("Hình thức", 16),
    ("Vừa học vừa làm", 10), ("Học phí", 18), ("Mức học phí (đồng)", 14), ("Thời gian", 14),
    ("Nội dung", 44), ("Chương trình đào tạo", 44), ("Trang thông tin lớp học", 30), ("Mã", 14),
)  # fmt: skip
_YES_NO = {True: "Có", False: "Không", None: ""}


def public_csv(published: Iterable[Published]) -> Iterator[str]:
    """A line a course, UTF-8 with its mark, CR LF, nothing in it a formula."""
    yield UTF8_MARK + _line([heading for heading, _width in COLUMNS])
    for row in _rows(published):
        yield _line(["" if cell is None else str(cell) for cell in row])


def public_workbook(published: Iterable[Published], campaign: Campaign, made_at: datetime) -> bytes:
    """One sheet of the same table."""
    rows = ([SheetCell(cell) for cell in row] for row in _rows(published))
    sheet = Sheet(title="Khóa học", columns=COLUMNS, rows=rows)
    return write_workbook([sheet], campaign.title, made_at.astimezone(campaign.time_zone))


def _rows(published: Iterable[Published]) -> Iterator[list[str | int | None]]:
    for one in published:
        for course in in_order(one.courses):
            yield _row(one.unit, course)


def _row(unit: Unit, course: PublicCourse) -> list[str | int | None]:
    level, delivery = LEVELS[course.level], DELIVERIES[course.delivery]
    said = [unit.name, course.title, level, delivery, _YES_NO[course.work_study], fee_words(course)]
    texts = [course.duration, course.content, course.curriculum, course.url, course.id]
    return [*said, course.fee_vnd, *texts]


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([with_halves_joined(defused(cell)) for cell in cells])
    return line.getvalue()
