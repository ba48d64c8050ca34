"""Which colour and short Vietnamese name a field has where readings are drawn; a table and its look-ups.

The hues are told apart with the usual kinds of colour blindness; where two fields share one, the line
under the text differs, and the name of the field always stands beside the colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.fields import CONTACT, COURSE


@dataclass(frozen=True, slots=True)
class Hue:
    """A background with its line, in a light and in a dark scheme."""

    light: str
    dark: str
    line: str
    dark_line: str


@dataclass(frozen=True, slots=True)
class Look:
    """How one field is drawn: its short name, its hue by name, and how its line is drawn."""

    name: str
    hue: str
    line: str = "solid"


INK, DARK_INK = "#16202b", "#eef2f6"
"""The colour of text on every hue, in a light and in a dark scheme."""

HUES: Mapping[str, Hue] = {
    "blue": Hue("#c9dcf5", "#1f3a5f", "#2f6db5", "#7fb2ef"),
    "cyan": Hue("#cdeefa", "#0f4658", "#1783a5", "#6fd0ee"),
    "mint": Hue("#c5ebdf", "#124a3c", "#1d8465", "#66d3b0"),
    "pear": Hue("#e6ecb4", "#40480d", "#74800f", "#c9d64f"),
    "sand": Hue("#f8e8b0", "#554310", "#98730c", "#eccb55"),
    "orange": Hue("#fbd5c3", "#5e2f1a", "#b9531f", "#f5a27c"),
    "pink": Hue("#fbd3dc", "#5e2436", "#b33a5c", "#f59bb2"),
    "lilac": Hue("#e2d6f3", "#40305f", "#7650b0", "#bfa2ec"),
}

LOOKS: Mapping[tuple[str, str], Look] = {
    (COURSE, "title"): Look("tên khóa học", "blue"),
    (COURSE, "level"): Look("trình độ", "mint"),
    (COURSE, "delivery"): Look("hình thức", "cyan"),
    (COURSE, "work_study"): Look("vừa học vừa làm", "cyan", "dashed"),
    (COURSE, "fee"): Look("học phí", "sand"),
    (COURSE, "fee_vnd"): Look("mức học phí", "sand", "dashed"),
    (COURSE, "duration"): Look("thời gian", "pear"),
    (COURSE, "content"): Look("nội dung", "orange"),
    (COURSE, "curriculum"): Look("chương trình", "orange", "dashed"),
    (COURSE, "url"): Look("trang thông tin", "pink"),
    (COURSE, "images"): Look("hình ảnh", "pink", "dashed"),
    (COURSE, "learner_account"): Look("tài khoản", "lilac"),
    (COURSE, "assessment"): Look("kiểm tra", "lilac", "dashed"),
    (COURSE, "certificate"): Look("chứng chỉ", "lilac", "dotted"),
    (COURSE, "advising"): Look("tư vấn", "lilac", "double"),
    (CONTACT, "full_name"): Look("họ và tên", "blue", "double"),
    (CONTACT, "position"): Look("chức vụ", "mint", "double"),
    (CONTACT, "phone"): Look("điện thoại", "sand", "double"),
    (CONTACT, "email"): Look("thư điện tử", "pink", "double"),
}
KINDS = {COURSE: "Khóa học", CONTACT: "Đầu mối liên hệ"}

_PLAIN = Look("", "lilac")


def look_of(kind: str, field: str) -> Look:
    """How a field is drawn; one that has no look of its own bears its key."""
    return LOOKS.get((kind, field)) or Look(field, _PLAIN.hue)


def look_of_column(field: str) -> Look:
    """The same for a field as a column names it ("course.title")."""
    kind, _, key = field.partition(".")
    return look_of(kind, key)


def classes(look: Look) -> str:
    """The classes of the style sheet that draw it."""
    return f"h-{look.hue} l-{look.line}"
