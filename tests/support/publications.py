"""Mails whose courses may be published, with pictures, and drawn pictures of every bad habit."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw
from reportlab.pdfgen import canvas

from tests.support.apps import ADDRESSES, BIEN_XANH, CONTACT, DOI_THONG, SAO_MAI, row
from tests.support.mails import file_part, simple

HEADINGS = (
    "STT;Tên khóa học;Trình độ;Hình thức;Vừa học vừa làm;Học phí;Thời gian;Nội dung khóa học;"
    "Chương trình chi tiết;Link đăng ký"
)
KEYS = ("title", "level", "delivery", "work_study", "fee", "duration", "content", "curriculum", "url")


def photograph(width: int = 900, height: int = 600, tint: int = 0) -> Image.Image:
    """A picture that a photograph's encoder has work with: a sky, a field, a sun, some grain."""
    image = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(image)
    for line in range(height):
        share = line / height
        sky = (int(90 + 120 * share), int(150 + 60 * share), int(230 - 20 * share))
        field = (int(60 + tint), int(150 - 50 * share), int(80 + tint / 2))
        pen.line([(0, line), (width, line)], fill=sky if share < 0.6 else field)
    side = min(width, height) // 5
    pen.ellipse([width * 0.7, height * 0.1, width * 0.7 + side, height * 0.1 + side], fill=(255, 225, 120))
    for hill in range(6):
        left = (hill - 1) * width // 5
        top = int(height * (0.35 + 0.05 * (hill % 3)))
        pen.ellipse([left, top, left + width // 2, height * 1.3], fill=(40 + tint, 110 + 12 * hill, 90))
    return image


def jpeg(image: Image.Image | None = None, **more: Any) -> bytes:
    written = io.BytesIO()
    (image or photograph()).save(written, "JPEG", quality=88, **more)
    return written.getvalue()


def png(image: Image.Image | None = None) -> bytes:
    written = io.BytesIO()
    (image or photograph()).save(written, "PNG")
    return written.getvalue()


def turned_jpeg() -> bytes:
    """A photograph held upright: its pixels lie, its notes tell so, and where it was taken, and by whom."""
    notes = Image.Exif()
    notes[0x0112] = 6  # turn right
    notes[0x010E] = "Secret remark of the photographer"
    notes[0x013B] = "Nguoi Chup"
    notes.get_ifd(0x8825)[2] = (10.0, 46.0, 30.0)
    return jpeg(photograph(800, 500), exif=notes)


def listing(*rows: dict[str, str]) -> bytes:
    lines = [HEADINGS]
    for number, one in enumerate(rows, 1):
        given = {"work_study": "", "duration": "3 tháng"} | one
        lines.append(";".join([str(number), *(f'"{given[key]}"' for key in KEYS)]))
    return "\r\n".join(lines).encode()


def offer(
    number: int,
    *rows: dict[str, str],
    unit: str = SAO_MAI,
    pictures: dict[str, bytes] | None = None,
    contact: str = CONTACT,
) -> bytes:
    """A school's mail with a list, a contact person in its text, and pictures named like their courses."""
    sender, sent = ADDRESSES[unit], f"Mon, 19 May 2025 09:{number:02}:00 +0700"
    files = [file_part("khoa-hoc.csv", listing(*rows), "text/csv")]
    files += [file_part(name, data, "image/jpeg") for name, data in (pictures or {}).items()]
    return simple(
        f"Kính gửi Sở,\n\nĐơn vị gửi danh sách khóa học trong tệp đính kèm.\n{contact}\n\nTrân trọng.\n",
        f"Received: from mail.truong.example (192.0.2.7) by imap.sogddt.example; {sent}",
        f"From: {sender}",
        "Subject: Danh sach khoa hoc",
        f"Message-ID: <{number}.offer@truong.example>",
        f"Date: {sent}",
        files=files,
    )


def catalogue_mails() -> list[bytes]:
    """Three schools with a small honest catalogue."""
    return [
        offer(
            1,
            row(
                "Thiết kế đồ họa cơ bản",
                work_study="Có",
                content="Người học nắm được nguyên tắc bố cục, phối màu, chọn chữ và xử lý ảnh; tự dàn "
                "trang tờ rơi, áp phích, bộ nhận diện cho cửa hàng nhỏ.",
                curriculum="Mô đun 1: Bố cục và màu sắc (20 giờ); Mô đun 2: Xử lý ảnh (30 giờ); "
                "Mô đun 3: Dàn trang ấn phẩm (30 giờ); Bài tập tổng hợp (10 giờ)",
                fee="1.800.000 đồng/khóa",
                duration="90 giờ",
            ),
            row("Tin học văn phòng", fee="Miễn phí", level="Ngắn hạn", duration="2 tháng"),
            row(
                "Hàn điện", delivery="Trực tuyến kết hợp trực tiếp", level="Sơ cấp", fee="500.000 đồng/tháng"
            ),
            row(
                "Kỹ thuật chế biến món ăn",
                delivery="Trực tuyến kết hợp trực tiếp",
                level="Trung cấp",
                fee="6.500.000",
            ),
            pictures={
                "thiet-ke-do-hoa-co-ban.jpg": turned_jpeg(),
                "tin-hoc-van-phong.jpg": jpeg(photograph(1400, 900, 40)),
                "tin-hoc-van-phong-2.jpg": jpeg(photograph(1000, 700, 90)),
            },
        ),
        offer(
            2,
            row("Kế toán doanh nghiệp", level="Trung cấp", fee="Miễn phí", work_study="Có"),
            row("Pha chế đồ uống", delivery="Trực tuyến kết hợp trực tiếp"),
            row("Chăm sóc da cơ bản", delivery="Trực tiếp"),
            unit=BIEN_XANH,
            pictures={"pha-che-do-uong.jpg": jpeg(photograph(1200, 800, 120))},
        ),
        offer(
            3,
            row(
                "Sửa chữa xe gắn máy",
                level="Ngắn hạn",
                fee="Miễn phí",
                delivery="Trực tuyến kết hợp trực tiếp",
            ),
            row("Tiếng Anh giao tiếp", level="Ngắn hạn", content=""),
            unit=DOI_THONG,
            contact="Đầu mối liên hệ: Ông Hồ Quang Bảo, chức vụ: Phó Giám đốc, điện thoại: 0939 414 515.",
            pictures={"sua-chua-xe-gan-may.jpg": jpeg(photograph(1000, 640, 10))},
        ),
    ]


def paper(*lines: str) -> bytes:
    """A PDF of one page of text, with its writer's name in its notes."""
    written = io.BytesIO()
    drawn: Any = canvas.Canvas(written)
    drawn.setAuthor("Nguoi Soan")
    for number, line in enumerate(lines):
        drawn.drawString(72, 720 - 20 * number, line)
    drawn.showPage()
    drawn.save()
    return written.getvalue()
