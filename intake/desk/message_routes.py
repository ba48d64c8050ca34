"""The pages of messages: their list, one message with decisions and re-reading; handlers only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from catalogue.accounts import Right
from catalogue.memory.tables import MessageState
from catalogue.views import StoredMessage
from intake.desk.doors import Decides, LooksAtPersons, Operates, Visit
from intake.desk.message_deeds import changes_of, decide_on_message, read_again
from intake.desk.message_facts import find_message, message_facts, units_like
from intake.desk.responses import SEE_OTHER, go_to, page
from intake.desk.said import UNDO, said_of
from reports.desk.message_frames import frame_view
from reports.desk.messages import NO_SUBJECT, message_view
from reports.desk.messages_list import (
    ONLY,
    ORDERS,
    MessagesAsked,
    kind_options,
    message_row,
    state_options,
    wanted_messages,
)
from reports.desk.places import MESSAGES, after_deed, message_path, pages_of, span_of, with_words
from reports.desk.rereading import change_rows
from reports.desk.units import order_options
from reports.wording import one_line

LINES = 50
APPLIED = "1"
LONGEST_NUMBER = 6
router = APIRouter()
Asked = Annotated[MessagesAsked, Depends()]


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a message is shown: a tab of its frame, units sought, decisions and a re-reading just done."""

    xem: str = ""
    tim: str = ""
    done: str = ""
    doc: str = ""

    @property
    def changes(self) -> int | None:
        """How many fields the re-reading changed; None where there was none."""
        known = self.doc.isascii() and self.doc.isdigit() and len(self.doc) <= LONGEST_NUMBER
        return int(self.doc) if known else None


Showing = Annotated[Shown, Depends()]


@router.get(MESSAGES)
def messages(visit: LooksAtPersons, asked: Asked, trang: Annotated[str, Query()] = "") -> HTMLResponse:
    """The list of messages."""
    app = visit.app
    visit.desk.viewer.prepare()
    visit.saw("messages", asked.don_vi)
    found = app.store.lists.messages(app.campaign.id, wanted_messages(asked), span_of(trang, LINES))
    owners = {one.unit_id for one in found.lines if one.unit_id} | ({asked.don_vi} - {""})
    names = app.store.names(app.campaign.id, owners)
    values = {
        "asked": asked,
        "rows": [message_row(one, names, app.campaign) for one in found.lines],
        "pages": pages_of(found, MESSAGES, asked.words),
        "unit_name": names.get(asked.don_vi, asked.don_vi),
        "without_unit": with_words(MESSAGES, {**asked.words, "don_vi": ""}),
        "states": state_options(),
        "kinds": kind_options(),
        "only": ONLY,
        "orders": order_options(ORDERS),
    }
    return page(visit, "messages.j2", "Thư đến", values)


@router.get(f"{MESSAGES}/{{short_id}}")
def message(visit: LooksAtPersons, short_id: str, shown: Showing) -> HTMLResponse:
    """One message: what it is, where it went and why, what was read from where."""
    found = message_or_404(visit, short_id)
    visit.desk.viewer.prepare()
    visit.saw("message", found.sha256)
    facts = message_facts(visit.app, found)
    view = message_view(facts)
    values = {
        "message": view,
        "frame_view": frame_view(found, facts.reading, view.parts, shown.xem),
        "here": with_words(view.path, {"xem": shown.xem}),
        "is_erased": found.state is MessageState.ERASED,
        "sender": found.sender,
        "kinds": kind_options()[1:],
        "kind": found.kind.value if found.kind else "",
        "sought": shown.tim,
        "units": units_like(visit.app, shown.tim) if visit.may(Right.DECIDE) else (),
        "said": said_of(visit.app, shown.done) if visit.may(Right.DECIDE) else None,
        "undo": UNDO,
        "read_again": shown.changes,
    }
    return page(visit, "message.j2", view.subject, values)


@router.post(f"{MESSAGES}/{{short_id}}/quyet-dinh")
def decide(
    visit: Decides,
    short_id: str,
    deed: Annotated[str, Form()],
    value: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Decide about a message, and go back to it."""
    found = message_or_404(visit, short_id)
    step = visit.do(decide_on_message, found, (deed, value, note.strip()))
    return RedirectResponse(after_deed(message_path(found.sha256), step.ids), SEE_OTHER)


@router.post(f"{MESSAGES}/{{short_id}}/doc-lai")
def reread(visit: Operates, short_id: str, apply: Annotated[str, Form()] = "") -> Response:
    """Read a message again: first what would change, then, when it was looked at, for good."""
    found = message_or_404(visit, short_id)
    if found.state is MessageState.ERASED:
        raise HTTPException(409)
    visit.saw("reread" if apply == APPLIED else "message", found.sha256)
    done = visit.do(read_again, found.sha256, apply=apply == APPLIED)
    if apply == APPLIED and not done.failed:
        return go_to(message_path(found.sha256), doc=len(done.changes))
    values = {
        "path": message_path(found.sha256),
        "subject": one_line(found.subject) or NO_SUBJECT,
        "rows": change_rows(changes_of(done)),
        "total": len(done.changes),
        "failed": done.failed,
    }
    return page(visit, "rereading.j2", "Đọc lại thư", values)


def message_or_404(visit: Visit, short_id: str) -> StoredMessage:
    """The message of an address."""
    found = find_message(visit.app, short_id)
    if found is None:
        raise HTTPException(404)
    return found
