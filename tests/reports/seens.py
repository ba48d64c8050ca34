"""What is seen of invented files: small sheets, pages and mails read by the real readers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html.parser import HTMLParser

import openpyxl

from config.campaign import load_campaign
from intake.cli_read import see
from reports.seen import Seen

CAMPAIGN = load_campaign("course-catalogue-2025")
HEADINGS = ("STT", "Tên khóa học", "Trình độ", "Hình thức", "Học phí", "Nội dung", "Chương trình đào tạo")
HAN = (1, "Hàn điện", "Sơ cấp", "Trực tiếp", "1.500.000 đồng", "Hàn hồ quang", "Mô đun 1: Hàn góc")
MAY = (2, "May áo dài", "Ngắn hạn", "Trực tuyến", "Miễn phí", "Cắt và may", "Mô đun 1: Cắt vải")


def book(*rows: Sequence[object]) -> openpyxl.Workbook:
    """A workbook with one sheet under a title: the headings and the rows given."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Danh sách"
    for row in (("DANH SÁCH KHÓA HỌC",), (), HEADINGS, *rows):
        sheet.append(list(row))
    return workbook


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def seen_book(*rows: Sequence[object]) -> Seen:
    return see("khoa-hoc.xlsx", saved(book(*(rows or (HAN, MAY)))), CAMPAIGN)


def seen_html(body: str) -> Seen:
    return see("khoa-hoc.html", f"<html><body>{body}</body></html>".encode(), CAMPAIGN)


class Page(HTMLParser):
    """The elements of a page as (tag, attributes), and its text by the id of what it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, name: str) -> list[str]:
        """The values of an attribute, wherever it stands."""
        return [attrs[name] for _, attrs in self.elements if name in attrs]

    def of(self, css: str) -> list[dict[str, str]]:
        """The attributes of the elements that bear a class."""
        return [attrs for _, attrs in self.elements if css in attrs.get("class", "").split()]
