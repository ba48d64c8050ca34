"""Writes the demo's sample messages and roster anew: `python -m tests.support.demo_samples`.

Every school, person, number and address is invented; the results are committed so that a reader can open
them as they lie in a mailbox.
"""

from __future__ import annotations

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path

from docx import Document as WordDocument
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

FOLDER = Path(__file__).resolve().parents[2] / "intake" / "demo" / "samples"
VIETNAM = timezone(timedelta(hours=7))
MAILBOX = "tiepnhan.gdtx@sogddt.example"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FIXED = datetime(2025, 5, 1, 8, 0)  # noqa: DTZ001 - file properties of Office carry no zone

ROSTER = [
    ("cd-hoa-phuong", "Trường Cao đẳng Kỹ nghệ Hoa Phượng", "college", "CĐ Kỹ nghệ Hoa Phượng", "daotao@hoaphuong.example"),
    ("cd-song-tien", "Trường Cao đẳng Du lịch Sông Tiên", "college", "CĐ Du lịch Sông Tiên", "tuyensinh@songtien.example"),
    ("cd-y-an-tam", "Trường Cao đẳng Y tế An Tâm", "college", "CĐ Y tế An Tâm", "vanthu@yantam.example"),
    ("tc-may-viet", "Trường Trung cấp May Việt Thành", "intermediate_school", "TC May Việt Thành", "phongdt@mayvietthanh.example"),
    ("tc-nau-an", "Trường Trung cấp Ẩm thực Bếp Hồng", "intermediate_school", "TC Ẩm thực Bếp Hồng", "info@bephong.example"),
    ("tc-tin-hoc", "Trường Trung cấp Tin học Đông Dương Mới", "intermediate_school", "TC Tin học Đông Dương Mới", "daotao@tinhocddm.example"),
    ("tc-o-to", "Trường Trung cấp Ô tô Bánh Xanh", "intermediate_school", "TC Ô tô Bánh Xanh", "vanphong@banhxanh.example"),
    ("gdtx-go-sao", "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Gò Sao", "vet_continuing_centre", "TT GDNN-GDTX Gò Sao", "gdtx.gosao@hcmedu.example"),
    ("gdtx-ben-mia", "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Bến Mía", "vet_continuing_centre", "TT GDNN-GDTX Bến Mía", "gdtx.benmia@hcmedu.example"),
    ("gdtx-cau-dua", "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Cầu Dừa", "vet_continuing_centre", "TT GDNN-GDTX Cầu Dừa", "gdtx.caudua@hcmedu.example"),
    ("gdnn-toc-dep", "Trung tâm Giáo dục nghề nghiệp Tóc Đẹp", "vet_centre", "TT GDNN Tóc Đẹp", "lienhe@tocdep.example"),
    ("gdnn-dien-lanh", "Trung tâm Giáo dục nghề nghiệp Điện lạnh Minh Quang", "vet_centre", "TT GDNN Điện lạnh Minh Quang", "dienlanh@minhquang.example"),
    ("gdnn-lai-xe", "Trung tâm Giáo dục nghề nghiệp Lái xe Đường Vui", "vet_centre", "TT GDNN Lái xe Đường Vui", "ghidanh@duongvui.example"),
    ("cs-ke-toan", "Công ty Đào tạo Kế toán Sổ Xanh", "vet_provider", "Kế toán Sổ Xanh", "hotro@soxanh.example"),
    ("cs-ngoai-ngu", "Công ty Cổ phần Ngoại ngữ Cánh Én", "vet_provider", "Ngoại ngữ Cánh Én", "phongdaotao@canhen.example"),
    ("cd-mo-dia", "Trường Cao đẳng Mỏ - Địa chất Núi Sam Nhỏ", "college", "CĐ Mỏ Địa chất Núi Sam Nhỏ", "tchc@nuisamnho.example"),
    ("tc-thuy-san", "Trường Trung cấp Thủy sản Cồn Vàng", "intermediate_school", "TC Thủy sản Cồn Vàng", "tsconvang@thuysancv.example"),
]  # fmt: skip

HEAD: list[object] = ["STT", "Tên khóa học", "Trình độ", "Hình thức đào tạo", "Học phí (đồng)", "Thời gian", "Nội dung", "Chương trình đào tạo", "Địa chỉ trang thông tin lớp học"]  # fmt: skip


@dataclass
class Sample:
    """One message of the demo: when it came and what it is."""

    name: str
    at: str
    sender: tuple[str, str]
    subject: str
    text: str = ""
    html: str = ""
    files: Sequence[tuple[str, str, bytes]] = ()
    headers: Sequence[tuple[str, str]] = ()


def workbook(rows: Sequence[Sequence[object]], title: str = "Danh sách", more: Sequence[tuple[str, Sequence[Sequence[object]]]] = (), merges: Sequence[str] = ()) -> bytes:  # fmt: skip
    book = Workbook()
    book.properties.created = book.properties.modified = FIXED
    sheets = [(title, rows), *more]
    for number, (name, content) in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = name
        for row in content:
            sheet.append(list(row))
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for merge in merges if number == 0 else ():
            sheet.merge_cells(merge)
            sheet[merge.split(":")[0]].font = Font(bold=True)
        for letter, width in zip("ABCDEFGHIJ", (6, 30, 16, 22, 18, 12, 40, 40, 40, 20), strict=True):
            sheet.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(build: object) -> bytes:
    document = WordDocument()
    document.core_properties.created = document.core_properties.modified = FIXED
    build(document)  # type: ignore[operator]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_table(document: object, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))  # type: ignore[attr-defined]
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def letterhead(document: object, unit: str, number: str) -> None:
    document.add_paragraph(unit.upper())  # type: ignore[attr-defined]
    document.add_paragraph(f"Số: {number}")  # type: ignore[attr-defined]
    document.add_paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")  # type: ignore[attr-defined]
    document.add_paragraph("Độc lập - Tự do - Hạnh phúc")  # type: ignore[attr-defined]
    document.add_paragraph("Kính gửi: Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh.")  # type: ignore[attr-defined]


def jpeg(width: int = 1600, height: int = 2200) -> bytes:
    """A grey picture as PNG bytes: what a phone's photo of a printed list is to a reader of text."""
    rows = b"".join(b"\x00" + bytes([200]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, (2025, 5, 12, 9, 0, 0)), data)
    return out.getvalue()


def hoa_phuong() -> bytes:
    site = "https://hoaphuong.example/khoa-hoc"
    rows: list[list[object]] = [
        ["TRƯỜNG CAO ĐẲNG KỸ NGHỆ HOA PHƯỢNG"],
        ["DANH SÁCH KHÓA HỌC NĂM 2025"],
        HEAD,
        [1, "Hàn công nghệ cao", "Sơ cấp", "Trực tuyến kết hợp trực tiếp", 3500000, "4 tháng", "Hàn hồ quang tay, hàn MAG, hàn TIG và kiểm tra mối hàn", "Mô đun 1: An toàn; Mô đun 2: Hàn hồ quang; Mô đun 3: Hàn TIG", f"{site}/han"],
        [2, "Tiện CNC cơ bản", "Sơ cấp", "Trực tiếp", 4200000, "5 tháng", "Lập trình và vận hành máy tiện CNC, đọc bản vẽ, đo kiểm", "Mô đun 1: Bản vẽ; Mô đun 2: Lập trình; Mô đun 3: Gia công", f"{site}/tien-cnc"],
        [3, "Tin học văn phòng", "Đào tạo ngắn hạn", "Trực tuyến", "Miễn phí", "6 tuần", "Soạn thảo văn bản, bảng tính, trình chiếu, thư điện tử", "3 chuyên đề, mỗi chuyên đề 10 buổi", f"{site}/tin-hoc"],
        [4, "Điện công nghiệp", "Trung cấp", "Trực tiếp", 12500000, "2 năm", "Lắp đặt, vận hành và bảo trì hệ thống điện công nghiệp", "24 mô đun theo chương trình khung", f"{site}/dien-cong-nghiep"],
        [5, "Cơ điện tử", "Cao đẳng", "Trực tuyến kết hợp trực tiếp", 28000000, "3 năm", "Robot công nghiệp, PLC, khí nén, bảo trì dây chuyền", "36 mô đun, thực tập tại doanh nghiệp 6 tháng", f"{site}/co-dien-tu"],
    ]  # fmt: skip
    contact: list[list[object]] = [["Họ và tên", "Chức vụ", "Số điện thoại", "Email"], ["Đoàn Thị Minh Châu", "Trưởng phòng Đào tạo", "0909 111 204", "chau.dao@hoaphuong.example"]]  # fmt: skip
    return workbook(rows, "Khóa học", [("Đầu mối liên hệ", contact)], ["A1:I1", "A2:I2"])


def song_tien() -> bytes:
    """Two heading rows, ticks; two gaps and a contact without a post: what a clarification is for."""
    rows: list[list[object]] = [
        ["TRƯỜNG CAO ĐẲNG DU LỊCH SÔNG TIÊN"],
        ["STT", "Tên nghề đào tạo", "Trình độ", "Hình thức", None, None, "Học phí", "Nội dung", "Chương trình", "Website lớp học"],
        [None, None, None, "Trực tuyến", "Kết hợp", "Trực tiếp", "(nghìn đồng)", None, None, None],
        [1, "Nghiệp vụ lễ tân", "Sơ cấp", None, "x", None, 2800, "Tiếp đón, nhận phòng, xử lý phàn nàn, phần mềm khách sạn", "Mô đun 1: Giao tiếp; Mô đun 2: Nghiệp vụ", "https://songtien.example/le-tan"],
        [2, "Hướng dẫn du lịch", "Trung cấp", None, None, "x", 9600, "Tuyến điểm, thuyết minh, tổ chức tour", "18 mô đun", None],
        [3, "Tiếng Anh du lịch", "Ngắn hạn", "x", None, None, "theo quy định", "Giao tiếp trong khách sạn, nhà hàng, sân bay", "6 bài học", "https://songtien.example/tieng-anh"],
        [None, "Tổng cộng: 03 nghề"],
        [],
        ["Đầu mối liên hệ:", "Bà Lưu Ngọc Hân, điện thoại 0912 333 045"],
    ]  # fmt: skip
    return workbook(
        rows, "Nghề", (), ["A1:J1", "D2:F2", "A2:A3", "B2:B3", "C2:C3", "H2:H3", "I2:I3", "J2:J3"]
    )


def may_viet(document: object) -> None:
    letterhead(document, "Trường Trung cấp May Việt Thành", "45/TCMVT-ĐT")
    word_table(document, [
        ["TT", "Ngành, nghề", "Trình độ đào tạo", "Hình thức đào tạo", "Mức học phí", "Thời gian đào tạo", "Nội dung đào tạo", "Chương trình đào tạo", "Đường dẫn"],
        ["1", "May công nghiệp", "Sơ cấp", "Trực tiếp", "1.800.000 đồng/khóa", "3 tháng", "May áo sơ mi, quần tây, vận hành máy chuyên dùng", "Mô đun 1: Thiết bị may; Mô đun 2: May áo; Mô đun 3: May quần", "mayvietthanh.example/may-cong-nghiep"],
        ["2", "Thiết kế rập trên máy tính", "Đào tạo thường xuyên", "Trực tuyến", "2,4 triệu đồng", "8 tuần", "Sử dụng phần mềm thiết kế rập, nhảy cỡ, giác sơ đồ", "8 bài, mỗi bài 5 giờ", "mayvietthanh.example/thiet-ke-rap"],
        ["3", "Thiết kế thời trang", "Trung cấp", "Trực tuyến kết hợp trực tiếp", "11.000.000 đồng", "2 năm", "Vẽ mỹ thuật, tạo mẫu, cắt may, trình diễn bộ sưu tập", "22 mô đun", "mayvietthanh.example/thoi-trang"],
    ])  # fmt: skip
    document.add_paragraph("Đầu mối liên hệ: Ông Tạ Quốc Bửu - Phó Trưởng phòng Đào tạo, điện thoại 0938 220 717, email buu.ta@mayvietthanh.example")  # type: ignore[attr-defined]  # fmt: skip
    document.add_paragraph("HIỆU TRƯỞNG\n(đã ký)\nNgô Thị Bảo Trâm")  # type: ignore[attr-defined]


def bep_hong(document: object) -> None:
    letterhead(document, "Trường Trung cấp Ẩm thực Bếp Hồng", "12/TCBH")
    courses = [
        ("Chế biến món ăn", "Trung cấp", "Trực tiếp", "10.500.000 đồng", "18 tháng", "Món Á, món Âu, bánh, quản lý bếp", "20 mô đun", "https://bephong.example/mon-an"),
        ("Làm bánh cơ bản", "Đào tạo ngắn hạn", "Trực tuyến kết hợp trực tiếp", "1.500.000 đồng/khóa", "6 tuần", "Bánh mì, bánh bông lan, bánh quy và trang trí", "6 chuyên đề", "https://bephong.example/lam-banh"),
        ("Pha chế đồ uống", "Sơ cấp", "Trực tiếp", "Miễn phí", "3 tháng", "Cà phê, trà, nước ép, phục vụ quầy", "Mô đun 1: Nguyên liệu; Mô đun 2: Pha chế", "https://bephong.example/pha-che"),
    ]  # fmt: skip
    labels = ["Trình độ", "Hình thức đào tạo", "Học phí", "Thời gian đào tạo", "Nội dung", "Chương trình đào tạo", "Trang thông tin lớp học"]  # fmt: skip
    for number, (title, *values) in enumerate(courses, 1):
        document.add_paragraph(f"{number}. Khóa học: {title}")  # type: ignore[attr-defined]
        for label, value in zip(labels, values, strict=True):
            document.add_paragraph(f"{label}: {value}")  # type: ignore[attr-defined]
    for line in ("Thông tin đầu mối liên hệ", "Họ và tên: Mạc Thị Thu Sương", "Chức vụ: Trưởng phòng Tuyển sinh", "Số điện thoại: 0977 640 118"):  # fmt: skip
        document.add_paragraph(line)  # type: ignore[attr-defined]


def tin_hoc_csv() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["STT", "Tên khóa học", "Trình độ", "Hình thức", "Học phí", "Thời lượng", "Nội dung khóa học", "Chương trình chi tiết", "Link đăng ký"])  # fmt: skip
    writer.writerow([1, "Lập trình Python", "Sơ cấp", "Trực tuyến", "1.200.000", "10 tuần", "Cú pháp, hàm, tệp, dự án nhỏ", "10 bài", "https://tinhocddm.example/python"])  # fmt: skip
    writer.writerow([2, "Quản trị mạng", "Trung cấp", "Trực tuyến kết hợp trực tiếp", "9.800.000", "18 tháng", "Mạng LAN, máy chủ, bảo mật", "19 mô đun", "https://tinhocddm.example/mang"])  # fmt: skip
    writer.writerow([3, "Kỹ năng số cho người lớn tuổi", "Ngắn hạn", "Trực tiếp", "Miễn phí", "4 tuần", "Điện thoại thông minh, dịch vụ công, an toàn mạng", "4 chuyên đề", "https://tinhocddm.example/ky-nang-so"])  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def go_sao() -> bytes:
    """Levels by section rows, fees in thousands, a phone that lost its zero."""
    rows: list[list[object]] = [
        ["TRUNG TÂM GDNN-GDTX GÒ SAO"],
        ["Biểu 1. Các lớp nghề năm 2025"],
        [],
        ["STT", "Tên lớp", "Hình thức đào tạo", "Học phí (nghìn đồng)", "Thời gian (tháng)", "Nội dung", "Chương trình", "Link lớp học"],
        ["I. TRÌNH ĐỘ SƠ CẤP"],
        [1, "Sửa chữa xe gắn máy", "Trực tiếp", 1800, 3, "Động cơ, hệ thống điện, bảo dưỡng định kỳ", "5 mô đun", "https://gosao.example/xe-may"],
        [2, "Chăm sóc da", "Trực tiếp", 2200, 3, "Phân tích da, quy trình chăm sóc, vệ sinh dụng cụ", "4 mô đun", "https://gosao.example/cham-soc-da"],
        ["II. ĐÀO TẠO NGẮN HẠN"],
        [1, "Bán hàng trên sàn thương mại điện tử", "Trực tuyến", 600, 1, "Mở gian hàng, chụp ảnh sản phẩm, quảng cáo", "8 buổi", "https://gosao.example/ban-hang"],
        ["Tổng cộng: 03 lớp"],
        [],
        ["Người liên hệ", "Chức vụ", "Số điện thoại"],
        ["Phùng Gia Huy", "Phó Giám đốc", 903558120],
        [None, None, None, None, None, "GIÁM ĐỐC"],
        [None, None, None, None, None, "Vương Thị Lan Chi"],
    ]  # fmt: skip
    return workbook(rows, "Biểu 1", (), ["A1:H1", "A2:H2", "A5:H5", "A8:H8"])


def ben_mia(document: object) -> None:
    letterhead(document, "Trung tâm GDNN-GDTX Bến Mía", "88/BC-BM")
    document.add_paragraph("Trung tâm cung cấp thông tin các lớp nghề như sau:")  # type: ignore[attr-defined]
    word_table(document, [
        ["Tên lớp nghề", "Trình độ", "Hình thức", "Học phí", "Nội dung", "Chương trình đào tạo", "Website"],
        ["Nấu ăn gia đình", "Ngắn hạn", "Trực tiếp", "450.000 đồng", "30 món ăn thông dụng", "15 buổi", "https://benmia.example/nau-an"],
        ["Cắm hoa", "Ngắn hạn", "Trực tiếp", "Không thu", "Cắm hoa để bàn, hoa cưới", "10 buổi", "https://benmia.example/cam-hoa"],
    ])  # fmt: skip
    document.add_paragraph("Liên hệ: Cô Hứa Kim Thoa, Giáo viên phụ trách, ĐT 028 3855 0127")  # type: ignore[attr-defined]


def dien_lanh() -> bytes:
    rows: list[list[object]] = [
        ["Đơn vị: Trung tâm Giáo dục nghề nghiệp Điện lạnh Minh Quang"],
        HEAD,
        [1, "Sửa chữa máy lạnh dân dụng", "Sơ cấp", "Trực tiếp", "2.500.000 đồng", "3 tháng", "Lắp đặt, nạp ga, vệ sinh, sửa bo mạch", "6 mô đun", "https://minhquang.example/may-lanh"],
        [2, "Sửa chữa tủ lạnh", "Sơ cấp", "Trực tiếp", "2.300.000 đồng", "3 tháng", "Nguyên lý, dò hỏng hóc, thay block", "5 mô đun", None],
        [3, "Điện lạnh cơ bản trực tuyến", "Ngắn hạn", "Trực tuyến", "Miễn phí", "4 tuần", "Lý thuyết nhiệt, an toàn, dụng cụ", "8 bài giảng", "https://minhquang.example/co-ban"],
        [],
        ["Đầu mối liên hệ: Thầy Giang Văn Tựu, Trưởng bộ môn, 0966.77.03"],
    ]  # fmt: skip
    return workbook(rows, "DS", (), ["A1:I1"])


def ke_toan() -> bytes:
    rows: list[list[object]] = [
        ["CÔNG TY ĐÀO TẠO KẾ TOÁN SỔ XANH"],
        ["Trường thông tin", "Khóa 1", "Khóa 2"],
        ["Tên khóa học", "Kế toán tổng hợp", "Khai thuế điện tử"],
        ["Trình độ", "Đào tạo ngắn hạn", "Đào tạo ngắn hạn"],
        ["Hình thức đào tạo", "Trực tuyến", "Trực tuyến kết hợp trực tiếp"],
        ["Học phí", "2.900.000 đồng", "900.000 đồng"],
        ["Thời gian", "3 tháng", "3 tuần"],
        ["Nội dung", "Hạch toán, sổ sách, báo cáo tài chính", "Hóa đơn điện tử, tờ khai thuế, nộp thuế"],
        ["Chương trình đào tạo", "5 chuyên đề", "3 chuyên đề"],
        ["Địa chỉ trang web", "https://soxanh.example/tong-hop", "https://soxanh.example/khai-thue"],
    ]  # fmt: skip
    contact = [
        ["Đầu mối liên hệ", "Tăng Mỹ Duyên"],
        ["Chức vụ", "Trưởng phòng Học vụ"],
        ["Điện thoại", "0983 440 216"],
    ]
    return workbook(rows, "Khóa học", [("Liên hệ", contact)], ["A1:C1"])


def ngoai_ngu_files() -> bytes:
    one = workbook([HEAD, [1, "Tiếng Hàn sơ cấp", "Ngắn hạn", "Trực tuyến", 1600000, "3 tháng", "Phát âm, giao tiếp hằng ngày", "24 buổi", "https://canhen.example/han"]], "Tiếng Hàn")  # fmt: skip
    two = workbook([HEAD, [1, "Tiếng Nhật N5", "Ngắn hạn", "Trực tuyến", 1900000, "4 tháng", "Chữ cái, ngữ pháp, nghe nói", "32 buổi", "https://canhen.example/nhat"]], "Tiếng Nhật")  # fmt: skip
    return zipped([("Khoa tieng Han.xlsx", one), ("Khoa tieng Nhat.xlsx", two)])


def unknown_provider() -> bytes:
    rows: list[list[object]] = [
        ["HỢP TÁC XÃ NGHỀ MÂY TRE LÁ XÓM NHỎ"],
        HEAD,
        [1, "Đan giỏ mây", "Ngắn hạn", "Trực tiếp", "Miễn phí", "2 tháng", "Chọn nguyên liệu, đan, hoàn thiện", "20 buổi", "https://xomnho.example/dan-gio"],
        [],
        ["Liên hệ: Bà Cù Thị Nhài, Chủ nhiệm, 0944 501 662"],
    ]  # fmt: skip
    return workbook(rows, "KH", (), ["A1:I1"])


TABLE = "border:1px solid #999;padding:4px"


def html_table(rows: Sequence[Sequence[str]]) -> str:
    def line(row: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f'<{tag} style="{TABLE}">{cell}</{tag}>' for cell in row) + "</tr>"

    return f'<table style="border-collapse:collapse">{line(rows[0], "th")}{"".join(line(r, "td") for r in rows[1:])}</table>'


def samples() -> list[Sample]:
    cau_dua = html_table([
        ["STT", "Tên khóa học", "Trình độ", "Hình thức", "Học phí", "Nội dung", "Chương trình", "Trang web"],
        ["1", "Trồng rau sạch", "Ngắn hạn", "Trực tuyến kết hợp trực tiếp", "Miễn phí", "Kỹ thuật trồng, chăm sóc, thu hoạch", "10 buổi", "https://caudua.example/rau"],
        ["2", "Nuôi cá cảnh", "Ngắn hạn", "Trực tiếp", "300.000 đồng", "Chọn giống, thức ăn, phòng bệnh", "8 buổi", "https://caudua.example/ca"],
    ])  # fmt: skip
    toc_dep = """Kính gửi Sở Giáo dục và Đào tạo,

Trung tâm GDNN Tóc Đẹp xin gửi thông tin khóa học:

Tên khóa học: Cắt tóc nam
Trình độ: Sơ cấp
Hình thức: Trực tiếp
Học phí: 3.200.000 đồng
Thời gian: 4 tháng
Nội dung: Kéo, tông đơ, tạo kiểu, chăm sóc da đầu
Chương trình đào tạo: 5 mô đun
Trang thông tin lớp học: https://tocdep.example/cat-toc-nam

Tên khóa học: Trang điểm cá nhân
Trình độ: Đào tạo ngắn hạn
Hình thức: Trực tuyến
Học phí: 800.000 đồng
Thời gian: 3 tuần
Nội dung: Chăm sóc da, trang điểm hằng ngày, dự tiệc
Chương trình đào tạo: 6 bài
Trang thông tin lớp học: https://tocdep.example/trang-diem

Đầu mối liên hệ: Chị Lại Thùy Dung
Chức vụ: Quản lý đào tạo
Điện thoại: 0901 778 345

Trân trọng.
"""
    hello = "Kính gửi Sở Giáo dục và Đào tạo,\n\n{}\n\nTrân trọng.\n"
    hp = ("Phòng Đào tạo Hoa Phượng", "daotao@hoaphuong.example")
    return [
        Sample("01-xlsx-du-thong-tin", "2025-05-12 08:40", hp, "Thông tin khóa học - CĐ Kỹ nghệ Hoa Phượng", hello.format("Nhà trường gửi danh sách khóa học và đầu mối liên hệ (tệp đính kèm)."), files=[("Khoa hoc Hoa Phuong.xlsx", XLSX, hoa_phuong())]),
        Sample("02-xlsx-hai-dong-tieu-de", "2025-05-12 14:05", ("CĐ Du lịch Sông Tiên", "tuyensinh@songtien.example"), "Cung cấp thông tin khóa học", hello.format("Trường gửi thông tin các nghề đào tạo theo đề nghị của Sở."), files=[("Bieu nghe dao tao.xlsx", XLSX, song_tien())]),
        Sample("03-docx-bang", "2025-05-13 09:15", ("TC May Việt Thành", "phongdt@mayvietthanh.example"), "V/v cung cấp thông tin khóa học", hello.format("Kính gửi Sở công văn kèm danh mục khóa học."), files=[("CV 45 - thong tin khoa hoc.docx", DOCX, word(may_viet))]),
        Sample("04-docx-nhan-gia-tri", "2025-05-13 15:22", ("Bếp Hồng", "info@bephong.example"), "Thông tin khóa học Bếp Hồng", hello.format("Trường gửi thông tin trong tệp Word đính kèm."), files=[("Thong tin khoa hoc Bep Hong.docx", DOCX, word(bep_hong))]),
        Sample("05-csv", "2025-05-14 10:01", ("TC Tin học Đông Dương Mới", "daotao@tinhocddm.example"), "Danh sách khóa học 2025", hello.format("Trường gửi tệp CSV xuất từ phần mềm.\nĐầu mối liên hệ: Ông Quách Hữu Lộc, chức vụ: Phó Hiệu trưởng, điện thoại: 0918 202 431."), files=[("khoa-hoc.csv", "text/csv", tin_hoc_csv())]),
        Sample("06-vang-mat", "2025-05-14 10:03", ("Trần Gia Phúc", "phuc@banhxanh.example"), "Trả lời tự động: Thông báo xây dựng trang học tập cộng đồng số", "Tôi đi công tác đến hết ngày 25/5/2025. Việc gấp xin liên hệ văn phòng trường.\n", headers=[("Auto-Submitted", "auto-replied")]),
        Sample("07-bang-trong-thu", "2025-05-15 08:30", ("TT GDNN-GDTX Cầu Dừa", "gdtx.caudua@hcmedu.example"), "Thông tin lớp nghề Cầu Dừa", hello.format("Trung tâm gửi bảng bên dưới."), html=f"<html><body><p>Kính gửi Sở Giáo dục và Đào tạo,</p><p>Trung tâm gửi danh sách lớp:</p>{cau_dua}<p>Đầu mối liên hệ: Ông Lương Chí Hiếu - Tổ trưởng, ĐT 0935 118 904</p><p>Trân trọng.</p></body></html>"),
        Sample("08-thu-chu-thuong", "2025-05-15 11:47", ("Tóc Đẹp", "lienhe@tocdep.example"), "Trung tâm Tóc Đẹp gửi thông tin khóa học", toc_dep),
        Sample("09-nhom-trinh-do", "2025-05-16 09:00", ("GDTX Gò Sao", "gdtx.gosao@hcmedu.example"), "Biểu thông tin lớp nghề", hello.format("Trung tâm gửi biểu đính kèm."), files=[("Bieu 1 - Go Sao.xlsx", XLSX, go_sao())]),
        Sample("10-gui-lai-cung-tep", "2025-05-16 09:30", hp, "Thông tin khóa học - CĐ Kỹ nghệ Hoa Phượng (gửi lại)", hello.format("Nhà trường gửi lại tệp, sợ thư trước chưa đến."), files=[("Khoa hoc Hoa Phuong (1).xlsx", XLSX, hoa_phuong())]),
        Sample("11-cau-hoi", "2025-05-16 15:10", ("Văn phòng Bánh Xanh", "vanphong@banhxanh.example"), "Hỏi về biểu mẫu", hello.format("Xin Sở cho biết việc gửi thông tin có theo biểu mẫu nào không, và khóa học buổi tối có được đưa vào danh sách không?")),
        Sample("12-khong-co-du-lieu", "2025-05-17 08:12", ("TC Thủy sản Cồn Vàng", "tsconvang@thuysancv.example"), "Gửi thông tin khóa học", hello.format("Trường gửi Sở thông tin khóa học trong tệp đính kèm.")),
        Sample("13-tep-hong", "2025-05-19 08:50", ("Lái xe Đường Vui", "ghidanh@duongvui.example"), "Danh sách khóa lái xe", hello.format("Trung tâm gửi tệp danh sách. Liên hệ: Ông Bùi Tấn Khoa, Trưởng phòng Ghi danh, 0907 661 230."), files=[("Danh sach khoa.xlsx", XLSX, hoa_phuong()[:4000])]),
        Sample("14-ban-tin", "2025-05-19 09:05", ("Khuyến mãi học online", "news@banchay.example"), "Ưu đãi 50% khóa học trực tuyến tháng 5", "Đăng ký ngay khóa học trực tuyến với ưu đãi 50%. Hotline 1900 0000.\n", headers=[("List-Unsubscribe", "<https://banchay.example/huy>"), ("Precedence", "bulk")]),
        Sample("15-khong-co-khoa-hoc", "2025-05-19 14:40", ("CĐ Mỏ - Địa chất Núi Sam Nhỏ", "tchc@nuisamnho.example"), "Re: Cung cấp thông tin khóa học", hello.format("Hiện nay Trường chưa tổ chức khóa học nào thuộc các hình thức nêu trong công văn.\nĐầu mối liên hệ: Bà Kha Thị Ngọc, Trưởng phòng Tổ chức - Hành chính, điện thoại 0913 700 415.")),
        Sample("16-gmail-ca-nhan", "2025-05-20 07:55", ("Hoa Nắng", "hoanang88@gmail.example"), "Gửi Sở", "Em gửi file ạ.\n", files=[("BC 88.docx", DOCX, word(ben_mia))]),
        Sample("17-doi-truong-khong-moi", "2025-05-20 10:20", ("HTX Xóm Nhỏ", "htx@xomnho.example"), "Thông tin khóa học nghề mây tre lá", hello.format("Hợp tác xã gửi thông tin lớp nghề."), files=[("Lop nghe.xlsx", XLSX, unknown_provider())]),
        Sample("18-thieu-va-sai-so", "2025-05-20 16:31", ("Điện lạnh Minh Quang", "dienlanh@minhquang.example"), "Thông tin khóa học Minh Quang", hello.format("Trung tâm gửi danh sách khóa học."), files=[("DS khoa hoc Minh Quang.xlsx", XLSX, dien_lanh())]),
        Sample("19-bang-xoay-ngang", "2025-05-21 09:09", ("Kế toán Sổ Xanh", "hotro@soxanh.example"), "Sổ Xanh - thông tin khóa học", hello.format("Công ty gửi thông tin khóa học."), files=[("Khoa hoc So Xanh.xlsx", XLSX, ke_toan())]),
        Sample("20-anh-chup", "2025-05-21 15:00", ("Văn thư An Tâm", "vanthu@yantam.example"), "CĐ Y tế An Tâm gửi danh sách", "Kính gửi Sở,\n\nTrường gửi ảnh chụp danh sách khóa học.\nNgười liên hệ: Bà Thái Thanh Tuyền, Phó phòng Đào tạo, 0916 225 380.\n", files=[("IMG_2051.png", "image/png", jpeg())]),
        Sample("21-zip", "2025-05-22 08:18", ("Ngoại ngữ Cánh Én", "phongdaotao@canhen.example"), "Thông tin khóa học Cánh Én", hello.format("Công ty gửi tệp nén gồm hai danh sách.\nĐầu mối liên hệ: Ông Hàn Gia Bảo, Giám đốc Đào tạo, 0989 310 446."), files=[("khoa hoc Canh En.zip", "application/zip", ngoai_ngu_files())]),
        Sample("22-bo-sung-trong-thu", "2025-05-22 10:45", ("TC May Việt Thành", "phongdt@mayvietthanh.example"), "Re: V/v cung cấp thông tin khóa học - bổ sung", hello.format("Trường gửi bổ sung 01 khóa học:\n\nTên khóa học: Sửa chữa máy may\nTrình độ: Sơ cấp\nHình thức: Trực tiếp\nHọc phí: 2.000.000 đồng\nThời gian: 3 tháng\nNội dung: Bảo trì và sửa chữa máy may công nghiệp\nChương trình đào tạo: 4 mô đun\nTrang thông tin lớp học: https://mayvietthanh.example/sua-may")),
        Sample("23-cam-on", "2025-05-22 11:02", ("Bếp Hồng", "info@bephong.example"), "Re: Thông tin khóa học Bếp Hồng", "Đã nhận được thư của Sở, cảm ơn Thầy.\n"),
        Sample("24-dinh-chinh", "2025-05-23 09:26", ("TC Tin học Đông Dương Mới", "daotao@tinhocddm.example"), "Re: Danh sách khóa học 2025 - đính chính", hello.format("Trường xin đính chính: học phí khóa Lập trình Python là 1.350.000 đồng (không phải 1.200.000 đồng). Các thông tin khác giữ nguyên.")),
    ]  # fmt: skip


def bounce(number: str, at: str) -> tuple[str, bytes]:
    """A delivery status notification (RFC 3464) for a reminder that did not arrive."""
    when = format_datetime(datetime.fromisoformat(at).replace(tzinfo=VIETNAM))
    lines = f"""Return-Path: <>
Received: from mx.sogddt.example (mx.sogddt.example [192.0.2.10]) by imap.sogddt.example; {when}
From: Mail Delivery System <MAILER-DAEMON@mx.sogddt.example>
To: {MAILBOX}
Subject: Undelivered Mail Returned to Sender
Date: {when}
Message-ID: <bounce.{number}@mx.sogddt.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b0"

--b0
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b0
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.sogddt.example

Final-Recipient: rfc822; phong.cu@bephong.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b0--
"""
    return f"{number}-thu-tra-ve.eml", lines.replace("\n", "\r\n").encode("ascii")


def mail(sample: Sample) -> bytes:
    moment = datetime.fromisoformat(sample.at).replace(tzinfo=VIETNAM)
    when = format_datetime(moment)
    message = EmailMessage()
    message["Return-Path"] = f"<{sample.sender[1]}>"
    domain = sample.sender[1].partition("@")[2]
    message["Received"] = f"from mail.{domain} (mail.{domain} [192.0.2.25]) by imap.sogddt.example; {when}"
    message["From"] = formataddr(sample.sender)
    message["To"] = MAILBOX
    message["Subject"] = sample.subject
    message["Date"] = when
    message["Message-ID"] = f"<{sample.name}.{moment:%Y%m%d%H%M}@{domain}>"
    for name, value in sample.headers:
        message[name] = value
    message.set_content(sample.text, charset="utf-8", cte="base64")
    if sample.html:
        message.add_alternative(sample.html, subtype="html", charset="utf-8", cte="base64")
    for filename, media_type, data in sample.files:
        main, _, sub = media_type.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=filename)
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{sample.name}_{number}")
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))


def write(folder: Path = FOLDER) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.eml"):
        old.unlink()
    for sample in samples():
        (folder / f"{sample.name}.eml").write_bytes(mail(sample))
    name, raw = bounce("25", "2025-05-23 10:00")
    (folder / name).write_bytes(raw)
    with (folder / "roster.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "kind", "aliases", "emails", "domains"])
        for unit_id, unit, kind, alias, email in ROSTER:
            domain = email.partition("@")[2]
            writer.writerow([unit_id, unit, kind, alias, email, "" if domain == "hcmedu.example" else domain])


if __name__ == "__main__":
    write()
