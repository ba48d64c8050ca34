"""Where a value came from, in words and as a link: the place in the file, the mail, or the decision; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.records import Decision, Origin, Value
from catalogue.views import StoredMessage
from config.campaign import Campaign
from parsers.document import column_letters
from reports.desk.case_words import at_words
from reports.desk.decision_words import note_words, shortened
from reports.desk.places import message_path
from reports.seen_words import confidence_words, reason_in_words

_TABLE = re.compile(r"(Bảng|Trang) \d+.*")
SURE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What origins point to: messages by SHA-256, decisions by id; without ``personal`` none is named."""

    campaign: Campaign
    messages: Mapping[str, StoredMessage] = field(default_factory=dict)
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    personal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginView:
    """Where a value came from: the place in words, who told it and when, the page of the mail or ""."""

    place: str
    who: str = ""
    at: str = ""
    path: str = ""
    reading: str = ""
    note: str = ""

    @property
    def line(self) -> str:
        """All of it as one line, for who only hovers."""
        told = "; ".join(filter(None, (self.who, self.at)))
        return f"{self.place} ({told})" if told else self.place


def origin_view(value: Value, sources: Sources) -> OriginView:
    """Where one value came from."""
    origin = value.origin
    if origin.decision:
        return _decided(origin.decision, value, sources)
    message = sources.messages.get(origin.message)
    if not sources.personal:
        at = at_words(sources.campaign, message.received_at) if message else ""
        return OriginView(place=place_words(origin, named=False), at=at, reading=_reading(value))
    return OriginView(
        place=place_words(origin, named=True),
        who=f"thư của {message.sender_name or message.sender}" if message else "",
        at=at_words(sources.campaign, message.received_at) if message else "",
        path=message_path(origin.message) if origin.message else "",
        reading=_reading(value),
        note=shortened(message.subject) if message else "",
    )


def place_words(origin: Origin, *, named: bool) -> str:
    """The place from the outside in: tệp ds.xlsx, trang tính "Sơ cấp", dòng 7, cột B."""
    file = f"tệp {origin.part}" if named else "tệp đính kèm"
    parts = [file if origin.part else "nội dung thư", _container(origin), *_spot(origin)]
    return ", ".join(filter(None, parts))


def _container(origin: Origin) -> str:
    if not origin.container or _TABLE.fullmatch(origin.container):
        return origin.container.lower()
    return f'trang tính "{origin.container}"'


def _spot(origin: Origin) -> list[str]:
    if not origin.row:
        return []
    if not origin.container:
        return [f"{'đoạn' if origin.part else 'dòng'} {origin.row}"]
    in_table = _TABLE.fullmatch(origin.container) is not None
    column = str(origin.column) if in_table else column_letters(origin.column) if origin.column else ""
    return [f"dòng {origin.row}", f"cột {column}" if origin.column else ""]


def _decided(number: int, value: Value, sources: Sources) -> OriginView:
    """A value that rests on a person's word; one that he only confirmed names no place of its own."""
    decision = sources.decisions.get(number)
    place = f"chuyên viên xác định, quyết định số {number}"
    if decision is None:
        return OriginView(place=place, reading=_reading(value))
    return OriginView(
        place=place,
        who=decision.made_by if sources.personal else "",
        at=at_words(sources.campaign, decision.made_at),
        note=shortened(note_words(decision.note)) if sources.personal else "",
    )


def _reading(value: Value) -> str:
    """What the reading rests on, and how sure it is where it is not."""
    if not value.reason:
        return ""
    sure = f", tin cậy {confidence_words(value.confidence)}" if value.confidence < SURE else ""
    return f"{reason_in_words(value.reason)}{sure}"
