"""Scans for tests: pages drawn and photographed, with the noise, the slant and the blur of cheap scanners."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageChops, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.support.pdfs import Paper

A4_LYING = (842.0, 595.0)
HEADS = ["TT", "Tên khóa học", "Trình độ đào tạo", "Hình thức đào tạo", "Thời gian", "Học phí"]
COURSES = [
    ["1", "Kỹ thuật chế biến món ăn", "Sơ cấp", "Trực tiếp", "3 tháng", "2.500.000 đồng/khóa"],
    ["2", "Thiết kế đồ họa cơ bản", "Đào tạo ngắn hạn", "Trực tuyến", "120 giờ", "Miễn phí"],
    ["3", "Vận hành máy thi công nền", "Sơ cấp", "Trực tiếp", "5 tháng", "4.800.000 đồng/khóa"],
    ["4", "Quản trị mạng máy tính", "Trung cấp", "Trực tiếp", "18 tháng", "9.600.000 đồng/khóa"],
]
COLUMNS = [30.0, 60, 250, 380, 500, 590, 780]
CONTACT = "Đầu mối liên hệ: Bà Nguyễn Thị Minh Hạnh - Phó Trưởng phòng Đào tạo - Điện thoại: 0909 123 456"


def list_of_courses(courses: Sequence[Sequence[str]] = COURSES) -> Paper:
    """One page: a school's name, a ruled table of courses, a contact."""
    paper = Paper(A4_LYING)
    paper.text(40, 50, "TRƯỜNG TRUNG CẤP NGHỀ HOA SEN", bold=True)
    paper.centered(421, 90, "DANH SÁCH KHÓA HỌC NĂM 2025", size=12)
    paper.table(COLUMNS, 110, [HEADS, *map(list, courses)], height=24)
    paper.text(40, 160 + 24 * (len(courses) + 1), CONTACT)
    return paper.page()


def photographed(pdf: bytes, *, slant: float = 0.0, noise: int = 0, dots: int = 200) -> list[Image.Image]:
    """The pages as a scanner sees them, ``slant`` in degrees, so many dots an inch."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [_photographed(page, slant, noise, dots) for page in document]
    document.close()
    return pages


def _photographed(page: pypdfium2.PdfPage, slant: float, noise: int, dots: int) -> Image.Image:
    bitmap = page.render(scale=dots / 72, grayscale=True)
    picture = bitmap.to_pil().convert("L")
    picture = picture.rotate(slant, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if noise:
        picture = picture.filter(ImageFilter.GaussianBlur(0.6))
        picture = ImageChops.add(picture, _speckles(picture.size, noise), offset=-noise)
    scanned: Image.Image = picture
    return scanned


def _speckles(size: tuple[int, int], strength: int) -> Image.Image:
    """Noise that is the same in every run: digits of a simple series of remainders."""
    side = 251
    tile = bytes(
        (x * x * 31 + y * y * 17 + x * y * 7) % side * 2 * strength // side
        for y in range(side)
        for x in range(side)
    )
    noise = Image.new("L", size)
    for x in range(0, size[0], side):
        for y in range(0, size[1], side):
            noise.paste(Image.frombytes("L", (side, side), tile), (x, y))
    return noise


def as_pdf(pages: Sequence[Image.Image]) -> bytes:
    """A PDF of pictures of pages, without a letter in it."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4_LYING, invariant=1)
    for page in pages:
        lying = page.width > page.height
        width, height = A4_LYING if lying else A4_LYING[::-1]
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(page), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def as_jpeg(page: Image.Image) -> bytes:
    """A photo."""
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
