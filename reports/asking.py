"""The open items of a case as a letter asks them: in groups, each with its place and words; draws nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from catalogue.fields import CONTACT, COURSE, KEY_FIELD, field_of
from catalogue.folding.validate import required_fields
from catalogue.records import AskedItem, Record, UnitState, Value
from config.campaign import Campaign
from reports import display, items, unread, wording
from reports.case import Case, Received, is_private


def questions(case: Case, received: Received | None = None) -> dict[str, Any]:
    """The items in the groups of the letter; what they quote is hidden from anyone but its writer.

    ``wanted`` are the words of the fields that a unit must send, for who has sent nothing.
    """
    private = received is None or is_private(case, received.sender)
    told = (
        frozenset(file.filename for file in received.unread) if received and received.fresh else frozenset()
    )
    groups = (
        ("Đối với từng khóa học", [item for item in case.items if _group(item) == COURSE]),
        ("Đối với đầu mối liên hệ", [item for item in case.items if _group(item) not in (COURSE, "file")]),
        ("Đối với tệp đính kèm", [item for item in case.items if _group(item) == "file"]),
    )
    asked = [
        (title, [(item.number, _asked(case, item, private=private, told=told)) for item in group])
        for title, group in groups
        if group
    ]
    return {
        "groups": asked,
        "wanted": {kind: _wanted(case.campaign, kind) for kind in (COURSE, CONTACT)},
        "example": items.example_answer(case.items),
        "example_yes": items.example_yes(case.items),
    }


def _wanted(campaign: Campaign, kind: str) -> str:
    labels = (field_of(kind, key).label for key in required_fields(kind, campaign))
    return "; ".join(wording.without_hint(label).removesuffix(items.OF_CONTACT) for label in labels)


def _asked(case: Case, item: AskedItem, *, private: bool, told: frozenset[str]) -> str:
    if item.finding == items.UNREADABLE:
        return unread.asked_words(case.campaign, item, told=item.title in told)
    return items.item_words(_placed(case, item), private=private)


def _placed(case: Case, item: AskedItem) -> AskedItem:
    """The item with the place of its value, else of what names its record; words for a place stay."""
    if item.place and "!" not in item.place:
        return item
    record = next((one for one in case.state.records if one.id == item.record_id), None)
    value = _named(record, item) if record else None
    if value is None:
        return replace(item, place=display.cell_words(item.place))
    return replace(item, place=display.place_words(value.origin, with_file=_of_several_files(case.state)))


def _named(record: Record, item: AskedItem) -> Value | None:
    keys = (*item.fields, KEY_FIELD[record.kind])
    return next((record.values[key] for key in keys if key in record.values), None)


def _of_several_files(state: UnitState) -> bool:
    return len({value.origin.part for record in state.records for value in record.values.values()}) > 1


def _group(item: AskedItem) -> str:
    return "file" if item.finding == items.UNREADABLE else item.kind
