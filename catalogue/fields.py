"""The fields of the catalogue's records, how each is read and asked for; data only, no values, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class FieldType(StrEnum):
    """How a field's values are normalized and compared."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    LEVEL = "level"
    DELIVERY = "delivery"
    YES_NO = "yes_no"
    FEE = "fee"
    MONEY = "money"
    DURATION = "duration"
    URL = "url"
    PICTURES = "pictures"
    PERSON = "person"
    POSITION = "position"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a record: ``label`` and ``question`` are what a school reads, in Vietnamese.

    ``vocabulary`` names the entries of config/vocabulary/headings.json that head its columns.
    ``example`` is a good answer. ``options`` are the words of a closed vocabulary, by code.
    """

    key: str
    type: FieldType
    label: str
    question: str
    example: str
    vocabulary: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)


LEVELS = {
    "short_term": "đào tạo ngắn hạn",
    "elementary": "sơ cấp",
    "intermediate": "trung cấp",
    "college": "cao đẳng",
}
DELIVERIES = {
    "online": "trực tuyến",
    "blended": "trực tuyến kết hợp trực tiếp",
    "in_person": "trực tiếp",
}
FEES = {"free": "miễn phí", "paid": "có thu phí"}

COURSE = "course"
CONTACT = "contact"


def _course(key: str, kind: FieldType, label: str, question: str, example: str, *vocabulary: str,
            **more: Any) -> Field:  # fmt: skip
    return Field(key=key, type=kind, label=label, question=question, example=example,
                 vocabulary=vocabulary, **more)  # fmt: skip


COURSE_FIELDS: tuple[Field, ...] = (
    _course("title", FieldType.TEXT, "tên khóa học", "Đề nghị ghi tên khóa học.",
            "Thiết kế đồ họa cơ bản", "course.name"),
    _course("level", FieldType.LEVEL, "trình độ đào tạo",
            "Đề nghị ghi một trong các trình độ: đào tạo ngắn hạn; sơ cấp; trung cấp; cao đẳng.",
            "sơ cấp", "course.level", options=LEVELS),
    _course("delivery", FieldType.DELIVERY, "hình thức đào tạo",
            "Đề nghị ghi một trong các hình thức: trực tuyến; trực tuyến kết hợp trực tiếp; trực tiếp.",
            "trực tuyến", "course.mode", options=DELIVERIES),
    _course("work_study", FieldType.YES_NO, "vừa học vừa làm",
            "Đề nghị cho biết khóa học có tổ chức theo hình thức vừa học vừa làm hay không.",
            "Có", "course.study_form"),
    _course("fee", FieldType.FEE, "học phí (miễn phí hoặc có thu phí)",
            'Đề nghị ghi số tiền và cách tính (ví dụ: 1.500.000 đồng/khóa) hoặc ghi "Miễn phí".',
            "1.500.000 đồng/khóa", "course.fee", "course.is_free", options=FEES),
    _course("fee_vnd", FieldType.MONEY, "mức học phí",
            "Đề nghị ghi mức học phí của cả khóa.", "1.500.000 đồng/khóa"),
    _course("duration", FieldType.DURATION, "thời gian đào tạo",
            "Đề nghị ghi thời gian đào tạo.", "3 tháng", "course.duration"),
    _course("content", FieldType.LONG_TEXT, "nội dung",
            "Đề nghị ghi tóm tắt nội dung khóa học.",
            "Cách chọn màu, bố cục, xử lý ảnh và dàn trang", "course.content"),
    _course("curriculum", FieldType.LONG_TEXT, "chương trình đào tạo",
            "Đề nghị ghi chương trình đào tạo (các mô đun, bài học) hoặc gửi kèm tệp chương trình.",
            "Mô đun 1: Bố cục; Mô đun 2: Xử lý ảnh", "course.programme"),
    _course("url", FieldType.URL, "địa chỉ trang thông tin lớp học",
            'Đề nghị ghi địa chỉ trang thông tin lớp học. Nếu chưa có, đề nghị ghi "Chưa có".',
            "https://truong.edu.vn/khoa-hoc/thiet-ke", "course.url"),
    _course("images", FieldType.PICTURES, "hình ảnh",
            "Đề nghị gửi kèm hình ảnh của khóa học.", "tệp ảnh đặt tên theo khóa học",
            "course.image"),
    _course("learner_account", FieldType.YES_NO, "cấp tài khoản cho người học",
            "Đề nghị cho biết người học có được cấp tài khoản hay không.", "Có",
            "course.account_provision"),
    _course("assessment", FieldType.YES_NO, "kiểm tra, đánh giá công nhận kết quả",
            "Đề nghị cho biết việc kiểm tra, đánh giá công nhận kết quả học tập.", "Có",
            "course.assessment"),
    _course("certificate", FieldType.YES_NO, "cấp chứng nhận, chứng chỉ",
            "Đề nghị cho biết việc cấp chứng nhận, chứng chỉ.", "Có", "course.credential"),
    _course("advising", FieldType.YES_NO, "nhân sự tư vấn, hỗ trợ người học",
            "Đề nghị cho biết việc bố trí nhân sự tư vấn, hỗ trợ người học.", "Có",
            "course.advisor"),
)  # fmt: skip

CONTACT_FIELDS: tuple[Field, ...] = (
    _course("full_name", FieldType.PERSON, "họ và tên của đầu mối liên hệ",
            "Đề nghị ghi họ và tên của đầu mối liên hệ.", "Nguyễn Văn An", "contact.name"),
    _course("position", FieldType.POSITION, "chức vụ của đầu mối liên hệ",
            "Đề nghị ghi chức vụ của đầu mối liên hệ.", "Phó Trưởng phòng Đào tạo",
            "contact.position"),
    _course("phone", FieldType.PHONE, "số điện thoại của đầu mối liên hệ",
            "Đề nghị ghi số điện thoại đầy đủ của đầu mối liên hệ.", "0909 123 456",
            "contact.phone"),
    _course("email", FieldType.EMAIL, "thư điện tử của đầu mối liên hệ",
            "Đề nghị ghi địa chỉ thư điện tử của đầu mối liên hệ.", "daotao@truong.edu.vn",
            "contact.email"),
)  # fmt: skip

FIELDS: Mapping[str, tuple[Field, ...]] = {COURSE: COURSE_FIELDS, CONTACT: CONTACT_FIELDS}
KEY_FIELD: Mapping[str, str] = {COURSE: "title", CONTACT: "full_name"}
LONG_FIELDS = frozenset(one.key for one in COURSE_FIELDS if one.type is FieldType.LONG_TEXT)
"""The fields of courses that hold prose."""
ASSURANCES: tuple[str, ...] = ("learner_account", "assessment", "certificate", "advising")


def field_of(kind: str, key: str) -> Field:
    """The field of a kind of record by its key; KeyError where there is none."""
    return next(one for one in FIELDS[kind] if one.key == key)
