"""The prefilled workbook of one unit, as values: what stands in each cell, and what is asked there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalogue.fields import ASSURANCES, CONTACT, COURSE, FIELDS, KEY_FIELD, Field, FieldType, field_of
from catalogue.folding.values import has_usable
from catalogue.prefilled import NEW, YES, CellMark
from catalogue.records import AskedItem, Record
from reports import display, items, wording
from reports.case import Case

SPARE_ROWS = 15
"""Empty rows under the courses for those that are not listed yet."""
_SHEETS = {COURSE: "Khóa học", CONTACT: "Đầu mối liên hệ"}
_LEFT_OUT = frozenset({"fee_vnd", "images"})
"""The sum stands in the fee; pictures are sent as files."""
_KEPT_BACK = frozenset({FieldType.PHONE, FieldType.EMAIL})
_PRIVATE = "(đã ghi nhận)"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCell:
    """One cell of a record. ``ask`` is the question where it is open, ``choices`` what may be picked."""

    mark: CellMark
    ask: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSheet:
    """The records of one kind: a row each, a cell for each of ``fields``; then ``spare`` empty rows."""

    title: str
    kind: str
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[GapCell]]
    spare: int = 0

    def label(self, field: Field) -> str:
        """The heading of a column, by which it is found again."""
        words = wording.without_hint(field.label).removesuffix(items.OF_CONTACT)
        return words[:1].upper() + words[1:]


def gap_sheets(case: Case, *, private: bool) -> tuple[GapSheet, ...]:
    """The sheets of a case; ``private`` keeps telephone numbers and addresses out of the sheet of contacts.

    A case in which only files are open has none: there is nothing to write into a cell.
    """
    asked = [item for item in case.items if item.finding != items.UNREADABLE]
    if not asked:
        return ()
    return tuple(_sheet(case, kind, asked, private=private) for kind in (COURSE, CONTACT))


def _sheet(case: Case, kind: str, asked: Sequence[AskedItem], *, private: bool) -> GapSheet:
    records = [one for one in case.state.records if one.kind == kind]
    questions = [item for item in asked if item.kind == kind]
    fields = _columns(case, kind, records)
    rows = [[_cell(record, field, questions, private=private) for field in fields] for record in records]
    lacking = [item for item in questions if not item.record_id]
    if lacking and kind == CONTACT:
        rows.append([_new_cell(field, lacking[0]) for field in fields])
    spare = SPARE_ROWS if kind == COURSE else 0
    return GapSheet(title=_SHEETS[kind], kind=kind, fields=fields, rows=rows, spare=spare)


def _columns(case: Case, kind: str, records: Sequence[Record]) -> tuple[Field, ...]:
    """The fields that the campaign counts, and whatever else a record holds."""
    rules = case.campaign.course_fields if kind == COURSE else case.campaign.contact_fields
    counted = {key for key, rule in rules.items() if rule.level != "D"}
    held = {key for record in records for key in record.values}
    return tuple(one for one in FIELDS[kind] if one.key in counted | held and one.key not in _LEFT_OUT)


def _cell(record: Record, field: Field, asked: Sequence[AskedItem], *, private: bool) -> GapCell:
    item = next((one for one in asked if _asks(one, record, field.key)), None)
    if item is None:
        return GapCell(
            mark=CellMark(record.id, field.key, _known(record, field, private=private), is_open=False)
        )
    ask = items.item_words(_of_record(item, record, field.key), private=private)
    return GapCell(
        mark=CellMark(record.id, field.key, "", is_open=True), ask=ask, choices=_choices(field, item)
    )


def _asks(item: AskedItem, record: Record, key: str) -> bool:
    """Whether an item asks for a field of a record; of a record as a whole its name's cell asks."""
    named = key in item.fields or (item.fields == (display.WHOLE,) and key == KEY_FIELD[record.kind])
    if item.record_id != items.ALL_COURSES:
        return named and item.record_id == record.id
    if not named:
        return False
    if item.suggested:
        return f"{record.id}.{key}" in {subject for subject, _stands in item.suggested}
    return key in record.missing or (key in ASSURANCES and not has_usable(record.values, key))


def _of_record(item: AskedItem, record: Record, key: str) -> AskedItem:
    """The item as it is asked in the cell of one record."""
    if item.record_id != items.ALL_COURSES:
        return item
    suggested = tuple(pair for pair in item.suggested if pair[0] == f"{record.id}.{key}")
    found = record.values[key].text if key in record.values else ""
    return replace(
        item,
        record_id=record.id,
        fields=(key,),
        title=record.name,
        suggested=suggested,
        found=found,
        place="",
    )


def _known(record: Record, field: Field, *, private: bool) -> str:
    value = record.values.get(field.key)
    if value is None:
        return ""
    if private and field.type in _KEPT_BACK:
        return _PRIVATE
    amount = record.values.get("fee_vnd")
    if field.key == "fee" and value.value == "paid":
        return value.text or (
            f"{display.shown_value(field_of(COURSE, 'fee_vnd'), amount)} đồng" if amount else ""
        )
    return display.shown_value(field, value)


def _choices(field: Field, item: AskedItem) -> tuple[str, ...]:
    first = (YES,) if item.finding == "confirm" else ()
    if field.type is FieldType.YES_NO:
        return (*first, "Có", "Không")
    if field.type is FieldType.FEE:
        return first
    return (*first, *field.options.values())


def _new_cell(field: Field, item: AskedItem) -> GapCell:
    asked = field.key in item.fields
    return GapCell(mark=CellMark(NEW, field.key, "", is_open=True), ask=field.question if asked else "")


def spare_choices(field: Field) -> tuple[str, ...]:
    """The words to pick from in a row for a new record."""
    if field.type is FieldType.YES_NO:
        return ("Có", "Không")
    return tuple(field.options.values())


_WIDTHS = {FieldType.LONG_TEXT: 34, FieldType.YES_NO: 13, FieldType.LEVEL: 13, FieldType.DELIVERY: 15,
           FieldType.FEE: 16, FieldType.DURATION: 13, FieldType.URL: 24, FieldType.TEXT: 24}  # fmt: skip
_USUAL_WIDTH = 22


def width(field: Field) -> int:
    """The width of a column, in characters: all of them fit on a sheet of A4 that lies on its side."""
    return _WIDTHS.get(field.type, _USUAL_WIDTH)
