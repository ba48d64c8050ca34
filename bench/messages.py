"""Makes the benchmark's mail: text, an Outlook-like HTML body, a small picture and a 25-row workbook each."""

from __future__ import annotations

import base64
import csv
import io
import quopri
import random
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side

ROWS = 25
HEADINGS = (
    *("STT", "Mã khóa", "Tên khóa học", "Trình độ", "Hình thức đào tạo", "Học phí (đồng)", "Thời gian"),
    *("Nội dung", "Chương trình đào tạo", "Địa chỉ trang thông tin lớp học", "Hình ảnh", "Địa điểm"),
    *("Chỉ tiêu", "Giảng viên", "Ghi chú"),
)
MARK = "QQQQQQ"  # stands in the template where each message has its own number
VIETNAM = timezone(timedelta(hours=7))
START = datetime(2025, 5, 1, 8, 0, tzinfo=VIETNAM)
SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def unit_id(number: int) -> str:
    return f"truong-{number:05d}"


def domain(number: int) -> str:
    return f"truong{number:05d}.example"


def write_roster(path: Path, units: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "kind", "aliases", "emails", "domains"])
        for number in range(units):
            name = f"Trường Cao đẳng Thực nghiệm Số {number:05d}"
            writer.writerow(
                [unit_id(number), name, "college", "", f"daotao@{domain(number)}", domain(number)]
            )


def _template() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Danh sách"
    sheet.append(["TRƯỜNG CAO ĐẲNG THỰC NGHIỆM"])
    sheet.append([f"DANH SÁCH KHÓA HỌC {MARK}"])
    sheet.append(list(HEADINGS))
    for row in range(1, ROWS + 1):
        sheet.append(_row(row))
    sheet.append([])
    sheet.append([f"Đầu mối liên hệ: Bà Nguyễn Thị Thử {MARK}, Trưởng phòng Đào tạo, 0909 123 456"])
    thin = Side(style="thin")
    for cells in sheet.iter_rows(min_row=3, max_row=3 + ROWS):
        for cell in cells:
            cell.border = Border(thin, thin, thin, thin)
    for cell in sheet[3]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
    sheet.merge_cells("A1:O1")
    sheet.merge_cells("A2:O2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(row: int) -> list[object]:
    levels = ("Sơ cấp", "Trung cấp", "Cao đẳng", "Đào tạo ngắn hạn")
    modes = ("Trực tuyến", "Trực tuyến kết hợp trực tiếp", "Trực tiếp")
    title = f"Nghề thử nghiệm {MARK} số {row}"
    return [
        *(
            row,
            f"K{row:03d}",
            title,
            levels[row % 4],
            modes[row % 3],
            1_000_000 + 50_000 * row,
            f"{row} tháng",
        ),
        f"Nội dung của khóa {row}: an toàn, thực hành cơ bản, thực hành nâng cao, kiểm tra",
        f"Mô đun 1: Cơ sở {row}; Mô đun 2: Thực hành {row}; Mô đun 3: Dự án",
        f"https://truong.example/khoa/{MARK}/{row}",
        *(f"anh-{row}.jpg", "Cơ sở 1", 30 + row, "Lê Văn Mẫu", ""),
    ]


def _members(template: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _workbook(members: list[tuple[str, bytes]], mark: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data.replace(MARK.encode(), mark.encode()))
    return out.getvalue()


def _html() -> str:
    style = "font-family:'Times New Roman',serif;mso-fareast-language:VI;font-size:13.0pt"
    lines = (f'<p class=MsoNormal style="{style}">Trường gửi danh sách, dòng {n}.</p>' for n in range(110))
    return (
        "<html><head><style>p.MsoNormal{margin:0cm}</style></head><body>"
        + "\n".join(lines)
        + "</body></html>"
    )


def messages(count: int, units: int, seed: int = 1) -> Iterator[bytes]:
    """Yield ``count`` messages of ``units`` schools in turn, the same ones for the same arguments."""
    dice = random.Random(seed)
    members, html = _members(_template()), quopri.encodestring(_html().encode())
    logo = base64.encodebytes(bytes(dice.randrange(256) for _ in range(4096))).decode()
    for number in range(count):
        school, mark = number % units, f"{number:06d}"
        yield _message(number, school, _workbook(members, mark), html, logo)


def _message(number: int, school: int, book: bytes, html: bytes, logo: str) -> bytes:
    when = format_datetime(START + timedelta(seconds=20 * number))
    host = domain(school)
    text = base64.encodebytes(
        f"Kính gửi Sở,\n\nTrường gửi danh sách {number}.\n\nTrân trọng.\n".encode()
    ).decode()
    head = f"""Received: from mail.{host} (192.0.2.7) by imap.sogddt.example; {when}
From: Phong Dao tao <daotao@{host}>
To: tiepnhan.gdtx@sogddt.example
Subject: Danh sach khoa hoc {number}
Date: {when}
Message-ID: <{number}.bench@{host}>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_m"

--=_m
Content-Type: multipart/related; boundary="=_r"

--=_r
Content-Type: multipart/alternative; boundary="=_a"

--=_a
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

{text}
--=_a
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

{html.decode("ascii")}
--=_a--
--=_r
Content-Type: image/png; name="logo.png"
Content-ID: <logo@bench>
Content-Disposition: inline; filename="logo.png"
Content-Transfer-Encoding: base64

{logo}
--=_r--
--=_m
Content-Type: application/{SHEET}; name="danh-sach-{number}.xlsx"
Content-Disposition: attachment; filename="danh-sach-{number}.xlsx"
Content-Transfer-Encoding: base64

{base64.encodebytes(book).decode()}
--=_m--
"""
    return head.replace("\n", "\r\n").encode()


def deliver(maildir: Path, count: int, units: int, seed: int = 1) -> int:
    """Put the messages into a Maildir's ``new`` folder; gives the bytes written."""
    new = maildir / "new"
    for folder in (new, maildir / "cur", maildir / "tmp"):
        folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for number, raw in enumerate(messages(count, units, seed)):
        path = new / f"{1_746_000_000 + number}.M{number}.bench"
        path.write_bytes(raw.replace(b"\r\n", b"\n"))
        written += len(raw)
    return written
