"""Makes the benchmark's mail: text, an Outlook-like HTML body, a small picture and a 25-row workbook each."""

from __future__ import annotations

import base64
import csv
import io
import quopri
import random
import zipfile
from collections.abc import Iterator, Sequence
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


LETTER = (
    *("Kính gửi: Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh,", "Thực hiện công văn của Sở, nhà trường"),
    *("gửi danh sách các khóa học năm 2025 và thông tin đầu mối liên hệ.", "Danh sách ở tệp đính kèm."),
    *("Trân trọng.", "Phòng Đào tạo", "Trường Cao đẳng Thực nghiệm"),
)


def _html() -> str:
    """What Outlook makes of a short letter: some lines of text below many of style."""
    fonts = "\n".join(
        f"@font-face{{font-family:'Font {n}';panose-1:2 15 5 2 2 2 4 3 2 4;mso-generic:swiss}}"
        for n in range(60)
    )
    styles = "\n".join(
        f"p.Mso{n},li.Mso{n},div.Mso{n}{{margin:0cm;margin-bottom:.0001pt;font-size:13.0pt}}"
        for n in range(110)
    )
    style = "font-family:'Times New Roman',serif;mso-fareast-language:VI;font-size:13.0pt"
    lines = "\n".join(
        f'<p class=MsoNormal><span style="{style}">{line}<o:p></o:p></span></p>' for line in LETTER
    )
    return f"<html><head><style>{fonts}\n{styles}</style></head><body lang=VI><div class=WordSection1>{lines}</div></body></html>"


def messages(count: int, units: int, seed: int = 1) -> Iterator[bytes]:
    """Yield ``count`` messages of ``units`` schools in turn, the same ones for the same arguments."""
    dice = random.Random(seed)
    members, html = _members(_template()), quopri.encodestring(_html().encode())
    logo = base64.encodebytes(dice.randbytes(4096)).decode()
    photo = base64.encodebytes(b"\xff\xd8\xff\xe0" + dice.randbytes(30_000)).decode()
    for number in range(count):
        files = [(f"danh-sach-{number}.xlsx", f"application/{SHEET}", _workbook(members, f"{number:06d}"))]
        yield _message(number, number % units, files, (html, logo, photo if number % 3 == 0 else ""))


def _message(
    number: int, school: int, files: Sequence[tuple[str, str, bytes]], shared: tuple[bytes, str, str]
) -> bytes:
    html, logo, photo = shared
    when, host = format_datetime(START + timedelta(seconds=20 * number)), domain(school)
    text = base64.encodebytes("\n".join(LETTER).encode()).decode()
    attached = [_part(name, kind, base64.encodebytes(data).decode()) for name, kind, data in files]
    if photo:
        attached.append(_part(f"lop-hoc-{number}.jpg", "image/jpeg", photo))
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
{"".join(attached)}--=_m--
"""
    return head.replace("\n", "\r\n").encode()


def _part(name: str, kind: str, encoded: str) -> str:
    return f"""--=_m
Content-Type: {kind}; name="{name}"
Content-Disposition: attachment; filename="{name}"
Content-Transfer-Encoding: base64

{encoded}
"""


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
