"""The list of messages: what an address asks for, and the lines that answer it; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.lists import Order, WantedMessages
from catalogue.memory.tables import MessageState
from catalogue.records import MessageKind
from catalogue.views import MessageFilter, StoredMessage
from config.campaign import Campaign
from reports.desk.case_words import LATE, MESSAGES, Badge, at_words
from reports.desk.messages import NO_SUBJECT
from reports.desk.places import message_path, unit_path
from reports.desk.route_words import STATES, route_words
from reports.wording import one_line

ORDERS = ((Order.NEWEST, "mới nhận trước"), (Order.OLDEST, "nhận lâu nhất trước"))
WAITS, LATE_ONES, UNKNOWN = "can-xem", "muon", "chua-ro"
ONLY = (
    ("", "tất cả"),
    (WAITS, "cần chuyên viên xem"),
    (UNKNOWN, "chưa rõ đơn vị"),
    (LATE_ONES, "gửi sau thời hạn"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesAsked:
    """What the address of the list says, as text; "" asks for nothing. ``don_vi`` is a unit's id."""

    q: str = ""
    tinh_trang: str = ""
    loai: str = ""
    loc: str = ""
    don_vi: str = ""
    sap_xep: str = ""

    @property
    def words(self) -> dict[str, str]:
        """The same for an address."""
        told = {"q": self.q, "tinh_trang": self.tinh_trang, "loai": self.loai, "loc": self.loc}
        return {**told, "don_vi": self.don_vi, "sap_xep": self.sap_xep}

    @property
    def narrows(self) -> bool:
        """Whether anything but the order is asked."""
        return bool(self.q or self.tinh_trang or self.loai or self.loc or self.don_vi)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One message of the list. ``attention`` says why a person should look, "" where none needs to."""

    path: str
    subject: str
    sender: str
    kind: str
    unit_name: str
    unit_path: str
    badges: tuple[Badge, ...]
    attention: str
    received: str


def wanted_messages(asked: MessagesAsked) -> WantedMessages:
    """What is looked for; a word that the address does not know asks for nothing."""
    states = {one.value: one for one in MessageState}
    kinds = {one.value: one for one in MessageKind}
    orders = {one.value: one for one, _ in ORDERS}
    which = MessageFilter(
        state=states.get(asked.tinh_trang),
        kind=kinds.get(asked.loai),
        unit_id=asked.don_vi or None,
        unassigned=asked.loc == UNKNOWN,
        needs_officer=asked.loc == WAITS,
        late=asked.loc == LATE_ONES,
    )
    return WantedMessages(which=which, words=asked.q, order=orders.get(asked.sap_xep, Order.NEWEST))


def message_row(message: StoredMessage, names: Mapping[str, str], campaign: Campaign) -> MessageRow:
    """A message's line; ``names`` are units by id."""
    done = message.state is MessageState.DONE
    return MessageRow(
        path=message_path(message.sha256),
        subject=one_line(message.subject) or NO_SUBJECT,
        sender=one_line(message.sender_name) or message.sender,
        kind=MESSAGES[message.kind] if message.kind else "",
        unit_name=names.get(message.unit_id or "", message.unit_id or ""),
        unit_path=unit_path(message.unit_id) if message.unit_id else "",
        badges=(*(() if done else (STATES[message.state],)), *((LATE,) if message.late else ())),
        attention=route_words(message.needs_officer),
        received=at_words(campaign, message.received_at),
    )


def state_options() -> list[tuple[str, str]]:
    """The states of work to choose from."""
    return [("", "tất cả"), *((one.value, badge.words) for one, badge in STATES.items())]


def kind_options() -> list[tuple[str, str]]:
    """The kinds of messages to choose from."""
    return [("", "tất cả"), *((one.value, words) for one, words in MESSAGES.items())]
