"""The page of personal data: what is held on a person, what an erasure takes, what is owed; values in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from catalogue.erasing import Erasure, Errand, ErrandKind, Held, HeldKind, Request
from catalogue.fields import CONTACT, FIELDS
from catalogue.normalizing.phones import display_phone
from catalogue.persons import Person
from catalogue.records import Record
from config.campaign import Campaign
from reports.desk.case_words import Badge, at_words
from reports.desk.places import letter_path, message_path, unit_path
from reports.display import shown_value

KINDS: Mapping[HeldKind, str] = {
    HeldKind.RECORD: "Khóa học",
    HeldKind.MESSAGE: "Thư đến",
    HeldKind.LETTER: "Thư đi",
    HeldKind.DECISION: "Quyết định",
    HeldKind.OFFER: "Đường liên kết trong báo cáo",
    HeldKind.ADDRESS: "Địa chỉ thư",
    HeldKind.ROSTER: "Danh sách đơn vị",
}
REFUSALS: Mapping[str, str] = {
    "no_words": "Đề nghị ghi họ tên, số điện thoại hoặc địa chỉ thư điện tử cần tìm.",
    "no_key": "Họ tên chưa đủ để xác định một người. Đề nghị chọn đầu mối liên hệ trong kết quả tìm, "
    "hoặc ghi số điện thoại, địa chỉ thư điện tử.",
    "shared": "Số điện thoại hoặc địa chỉ này là của nhiều người. Đề nghị tìm theo tên, rồi chọn đúng người.",
    "nobody": "Không có thông tin nào về người này.",
    "no_reason": "Đề nghị ghi lý do xóa (ngày, số của đơn đề nghị).",
    "no_backup": "Bản sao lưu hoặc yêu cầu này không còn trong danh sách.",
    "busy": "Chưa xóa: một thư gửi người này đang được gửi đi. Đề nghị thử lại sau ít phút.",
    "changed": "Nội dung sẽ bị xóa đã thay đổi từ khi xem trước. Đề nghị xem lại rồi xác nhận.",
}
_WHERE = {
    "from": "người gửi",
    "subject": "tiêu đề",
    "what was read": "nội dung thư, tệp",
    "remarks": "ghi chú xử lý",
    "in its bytes": "thư gốc, tệp đính kèm",
    "from or subject": "người gửi hoặc tiêu đề",
    "addresses": "địa chỉ của đơn vị",
}
_LABELS = {
    "full_name": "Họ và tên",
    "position": "Chức vụ",
    "phone": "Điện thoại ghi trong hồ sơ",
    "email": "Thư điện tử ghi trong hồ sơ",
}
_ERRANDS: Mapping[ErrandKind, str] = {
    ErrandKind.SERVER: "Thư trên máy chủ thư: thư mục {where} (thư {subject}).",
    ErrandKind.SENDER: "Thư {subject} đến từ {where}. Nếu đó là địa chỉ riêng của người này, cần xóa tiếp.",
    ErrandKind.ROSTER: "Danh sách đơn vị có địa chỉ của người này tại {subject}; đề nghị quản trị cập nhật.",
    ErrandKind.HANDED_OUT: "Tệp đã tải về, báo cáo đã gửi và trang công khai đã xuất trước đây.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place where somebody stands. ``key`` opens the person where it is a contact's record."""

    kind: str
    what: str
    where: str = ""
    unit: str = ""
    unit_path: str = ""
    at: str = ""
    path: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One request for erasure with what is still owed."""

    id: str
    at: str
    by: str
    reason: str
    state: Badge
    due: str
    owed: tuple[str, ...]


def places(
    campaign: Campaign,
    found: Iterable[Held],
    units: Mapping[str, str],
    decisions: Mapping[str, str] = MappingProxyType({}),
) -> list[Place]:
    """What was found, in words; ``units`` are the names of units by id, ``decisions`` sentences by id."""
    return [_place(campaign, _said(one, decisions), units) for one in found]


def _said(one: Held, decisions: Mapping[str, str]) -> Held:
    told = decisions.get(one.id, "") if one.kind is HeldKind.DECISION else ""
    return replace(one, what=told) if told else one


def person_view(campaign: Campaign, person: Person, records: Collection[Record]) -> dict[str, Any]:
    """Who is meant: names, numbers, addresses, and each value of his records with its label and file."""
    own = [one for one in records if one.id in person.records]
    return {
        "names": sorted(person.names),
        "phones": sorted(map(display_phone, person.phones)),
        "emails": sorted(person.emails),
        "values": [
            (
                _LABELS[field.key],
                shown_value(field, value),
                value.origin.part or "nội dung thư",
                value.origin.at,
            )
            for record in own
            for field in FIELDS[CONTACT]
            if (value := record.values.get(field.key)) is not None and value.value is not None
        ],
        "records": [(one.name, f"/dau-moi/{one.id}") for one in own],
        "campaign": campaign.title,
    }


def erasure_view(erasure: Erasure, errands: Sequence[Errand]) -> dict[str, Any]:
    """What an erasure takes away, and what it leaves to persons."""
    return {
        "messages": [one.sha256[:10] for one in erasure.messages],
        "letters": len(erasure.letters),
        "files": len(erasure.files),
        "cancelled": list(erasure.cancelled),
        "decisions": len(erasure.decisions),
        "errands": [_ERRANDS[one.kind].format(subject=one.subject, where=one.where) for one in errands],
    }


def dues(campaign: Campaign, requests: Iterable[Request], is_late: Collection[str]) -> list[Due]:
    """The requests, the latest first; ``is_late`` are the ids of those whose time is over."""
    return [
        Due(
            id=one.id,
            at=at_words(campaign, one.at),
            by=one.made_by,
            reason=one.reason,
            state=_state(one, is_late),
            due=at_words(campaign, one.due_at),
            owed=one.owed,
        )
        for one in requests
    ]


def _state(request: Request, is_late: Collection[str]) -> Badge:
    if not request.is_finished:
        return Badge("bad", "chưa xong, sẽ tiếp tục khi quét hộp thư")
    if request.id in is_late:
        return Badge("bad", "quá hạn đối với bản sao lưu")
    return Badge("warn", "còn bản sao lưu") if request.owed else Badge("good", "đã xong")


def _place(campaign: Campaign, one: Held, units: Mapping[str, str]) -> Place:
    is_contact = one.kind is HeldKind.RECORD and one.what.startswith(CONTACT)
    return Place(
        kind="Đầu mối liên hệ" if is_contact else KINDS[one.kind],
        what=_what(one) or one.id,
        where=_where(one),
        unit=units.get(one.unit_id, ""),
        unit_path=unit_path(one.unit_id) if one.unit_id else "",
        at=at_words(campaign, one.at) if one.at else "",
        path=_path(one, is_contact=is_contact),
        key=one.id if is_contact else "",
    )


def _what(one: Held) -> str:
    """Its name; a record and a letter say before it of what kind they are."""
    if one.kind is HeldKind.RECORD:
        return one.what.partition(" ")[2]
    return one.what.partition(": ")[2] if one.kind is HeldKind.LETTER else one.what


def _where(one: Held) -> str:
    if one.kind is HeldKind.LETTER:
        return f"gửi tới {one.place.removeprefix('to ')}"
    return _WHERE.get(one.place, one.place)


def _path(one: Held, *, is_contact: bool) -> str:
    if one.kind is HeldKind.RECORD:
        return f"/{'dau-moi' if is_contact else 'khoa-hoc'}/{one.id}"
    if one.kind is HeldKind.MESSAGE:
        return message_path(one.id)
    return letter_path(int(one.id)) if one.kind is HeldKind.LETTER else ""
