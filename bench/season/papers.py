"""What a school's office puts on paper: its list as a file of many kinds, with gaps or faults where it has any."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bench.season.schools import Contact, Course, School
from catalogue.fields import DELIVERIES, LEVELS
from tests.support.offices import WRITERS, Page, Table

KEYS = ("title", "level", "delivery", "fee", "content", "curriculum", "url")
HEADINGS: Sequence[Sequence[str]] = (
    (
        *("STT", "Tên khóa học", "Trình độ", "Hình thức", "Học phí", "Nội dung", "Chương trình đào tạo"),
        "Địa chỉ trang thông tin lớp học",
    ),
    (
        *("TT", "Tên khóa học", "Trình độ đào tạo", "Hình thức đào tạo", "Mức học phí", "Nội dung khóa học"),
        *("Chương trình chi tiết", "Link đăng ký"),
    ),
)
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "pdf": "application/pdf",
    "csv": "text/csv",
}
_USUAL = ("xlsx", "xlsx", "xlsx", "docx", "docx", "xls", "pdf", "ods", "odt", "csv", "rtf")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it is attached."""

    name: str
    data: bytes

    @property
    def media(self) -> str:
        """The media type that a mail program declares."""
        return MEDIA.get(self.name.rpartition(".")[2], "application/octet-stream")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """How a list differs from the truth: what stands in a cell instead, by title and key.

    ``contact``: "full", "none", "no_position", "bad_phone".
    """

    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    contact: str = "full"


def fee_words(fee: int, dice: random.Random) -> str:
    """A fee as an office writes it; never in a way that another might take otherwise."""
    if not fee:
        return dice.choice(("Miễn phí", "miễn phí", "Không thu học phí"))
    dotted = f"{fee:,}".replace(",", ".")
    return dice.choice((f"{dotted} đồng/khóa", f"{dotted}đ", f"{dotted} đồng", dotted))


def said(course: Course, key: str, dice: random.Random) -> str:
    """What an office writes of a field of a course."""
    if key == "fee":
        return fee_words(course.fee, dice)
    if key == "url":
        return course.url or "Chưa có"
    text = {"level": LEVELS.get(course.level, ""), "delivery": DELIVERIES.get(course.delivery, "")}.get(key)
    if text is None:
        return str(getattr(course, key))
    return dice.choice((text, text[:1].upper() + text[1:]))


def contact_line(contact: Contact, how: str = "full") -> str:
    """The sentence that names whom to call; "" where the office forgot it."""
    if how == "none":
        return ""
    phone = contact.phone[:-1] if how == "bad_phone" else contact.phone
    shown = f"{phone[:4]} {phone[4:7]} {phone[7:]}"
    position = "" if how == "no_position" else f", chức vụ: {contact.position}"
    return f"Đầu mối liên hệ: {contact.title} {contact.name}{position}, điện thoại: {shown}."


def page(school: School, courses: Sequence[Course], draft: Draft, dice: random.Random) -> Page:
    """The list as a page: the school's name, a title, the table, whom to call."""
    rows = [list(dice.choice(HEADINGS))]
    for number, course in enumerate(courses, 1):
        cells = [draft.cells.get((course.title, key), said(course, key, dice)) for key in KEYS]
        rows.append([str(number), *cells])
    blocks: list[str | Table] = [
        school.unit.name.upper(),
        "DANH SÁCH KHÓA HỌC NĂM 2025",
        Table(rows=rows),
    ]
    line = contact_line(school.contact, draft.contact)
    return [*blocks, line] if line else blocks


def list_file(
    school: School, dice: random.Random, draft: Draft | None = None, courses: Sequence[Course] | None = None
) -> Paper:
    """The list of courses as a file of some kind."""
    form = dice.choice(_USUAL)
    name = dice.choice(("Danh sach khoa hoc", "DS khoa hoc 2025", "danh-sach", "Bieu mau khoa hoc"))
    made = page(school, school.courses if courses is None else courses, draft or Draft(), dice)
    return Paper(f"{name}.{form}", WRITERS[form](made))


# --- files that nobody can read


def scan(_school: School, dice: random.Random) -> Paper:
    """A photographed page inside a PDF: dark spots instead of letters."""
    picture = Image.new("L", (300, 420), 235)
    for _ in range(400):
        left, top = dice.randrange(280), dice.randrange(410)
        picture.paste(60, (left, top, left + dice.randrange(3, 14), top + 3))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return Paper("Cong van ky dong dau.pdf", out.getvalue())


def locked(_school: School, dice: random.Random) -> Paper:
    """A workbook with a password: nothing of it shows but the name of its stream."""
    noise = dice.randbytes(3000)
    return Paper(
        "danh sach (co mat khau).xlsx", _OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + noise
    )


def broken(school: School, dice: random.Random) -> Paper:
    """A workbook of which only the first half arrived."""
    whole = WRITERS["xlsx"](page(school, school.courses, Draft(), dice))
    return Paper("danh sach khoa hoc.xlsx", whole[: len(whole) // 2])


FAULTY = {"wrong_scan": scan, "wrong_password": locked, "wrong_corrupt": broken}
