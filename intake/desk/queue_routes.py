"""The page of what waits for a person: look at the next thing, decide it, go on; handlers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import HTMLResponse, Response

from catalogue.accounts import Right
from catalogue.deeds import record_of
from catalogue.snapshot import Need, NeedLine
from intake.desk.cards import found_units
from intake.desk.deeds import NotAllowedError, Ordered, RefusedError, StaleError, decide_waiting
from intake.desk.doors import ForbiddenError, LooksAtPersons, Visit, deed
from intake.desk.queue_view import QUEUE, RETRIED, STALE, Spot, Told, queue_view, said_in_queue, spot_of
from intake.desk.responses import UNPROCESSABLE, go_to, page, part
from intake.desk.waiting import Waiting, next_of
from intake.officer_deeds import Outcome
from reports.desk.card_choices import assigns_of
from reports.desk.card_facts import Typed

router = APIRouter()
Acts = Annotated[Visit, Depends(deed(Right.PERSONAL))]
"""Who may see the queue; what he may decide there is judged by the thing itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of an address of the queue."""

    loai: str = ""
    chon: str = ""
    sau: str = ""
    tim: str = ""
    done: str = ""
    letters: str = ""
    noi: str = ""


def ordered(
    lam: Annotated[str, Form()] = "",
    don_vi: Annotated[str, Form()] = "",
    field: Annotated[str, Form()] = "",
    gia_tri: Annotated[str, Form()] = "",
    other: Annotated[str, Form()] = "",
) -> Ordered:
    """What a form of a card orders."""
    return Ordered(what=lam, unit=don_vi, field=field, text=gia_tri, other=other)


def stood(
    loai: Annotated[str, Form()] = "", viec: Annotated[str, Form()] = "", sau: Annotated[str, Form()] = ""
) -> Spot:
    """Where the visitor stood who sent a form."""
    return spot_of(loai, viec, sau)


@router.get(QUEUE)
def queue(visit: LooksAtPersons, asked: Annotated[Asked, Depends()]) -> Response:
    """The next thing that waits, or the one that was chosen."""
    spot = spot_of(asked.loai, asked.chon, asked.sau)
    told = Told(done=asked.done, letters=asked.letters, code=asked.noi)
    found = visit.desk.looked.recent(visit.app)
    return _shown(visit, (found, spot), told, Typed(sought=asked.tim.strip()))


@router.get(f"{QUEUE}/don-vi")
def units(visit: LooksAtPersons, asked: Annotated[Asked, Depends()]) -> HTMLResponse:
    """The units that fit what is being typed."""
    found = visit.desk.looked.recent(visit.app)
    line = found.lines.get(asked.chon)
    spot = spot_of(asked.loai, asked.chon, asked.sau)
    values = {
        "mark": asked.chon,
        "spot": spot,
        "assigns": assigns_of(line, visit.session.user) if line else (),
        "found": found_units(visit.app, asked.tim) if line else (),
        "sought": asked.tim.strip(),
    }
    return part(visit, "queue_units.j2", values)


@router.post(QUEUE)
def decide(
    visit: Acts, spot: Annotated[Spot, Depends(stood)], what: Annotated[Ordered, Depends(ordered)]
) -> Response:
    """Do what was decided about the chosen thing, and go on to the next one."""
    try:
        before, now, outcome = visit.do(
            decide_waiting, visit.session.user, visit.desk.looked, spot.chosen, what
        )
    except StaleError:
        return _gone_on(visit, ((), visit.desk.looked.fresh(visit.app)), spot, Told(code=STALE))
    except NotAllowedError as error:
        raise ForbiddenError from error
    except RefusedError as error:
        typed = Typed(what=what.what, fault=str(error), text=what.text, field=what.field)
        return _shown(visit, (visit.desk.looked.recent(visit.app), spot), Told(), typed)
    told = _told(outcome, before.lines[spot.chosen], spot.chosen)
    return _gone_on(visit, (before.of(spot.need, spot.later), now), spot, told)


def _told(outcome: Outcome, line: NeedLine, mark: str) -> Told:
    done, letters = (",".join(map(str, ids)) for ids in (outcome.decisions, outcome.letters[:200]))
    record = record_of(line)
    about = line.what.rpartition(": ")[0] if record and line.kind is Need.CONFLICT else line.what
    names = {line.message: line.what, mark: line.what, record: about}
    return Told(done=done, letters=letters, code="" if done or letters else RETRIED, names=names)


def _gone_on(visit: Visit, waits: tuple[Sequence[str], Waiting], spot: Spot, told: Told) -> Response:
    """The next thing: as a bit of the page, else by its address."""
    before, now = waits
    chosen = next_of(before, spot.chosen, now.of(spot.need, spot.later))
    there = Spot(kind=spot.kind, chosen=chosen, later=spot.later)
    if visit.is_fragment:
        return _shown(visit, (now, there), told, Typed(), decided=spot.chosen)
    words = {"done": told.done, "letters": told.letters, "noi": told.code}
    return go_to(QUEUE, loai=there.kind, chon=chosen, sau=",".join(spot.later), **words)


def _shown(
    visit: Visit, where: tuple[Waiting, Spot], told: Told, typed: Typed, decided: str = ""
) -> Response:
    """The page, or its bit, with what was done on top."""
    found, spot = where
    values = queue_view(visit.app, visit.session.user, found, spot, typed)
    words, said, letters = said_in_queue(visit.app, told, found)
    here: Spot = values["spot"]
    values |= {
        "told": words,
        "undo_ids": said.ids if said else "",
        "undo_letters": letters,
        "is_warning": bool(told.code and told.code != RETRIED),
        "back": here.path(chon=decided or here.chosen),
    }
    if values["card"] is not None:
        line = found.lines[here.chosen]
        visit.saw("queue", line.unit_id or line.message)
    status = UNPROCESSABLE if typed.fault and not visit.is_fragment else 200
    if visit.is_fragment:
        answer = part(visit, "queue_part.j2", values, status)
        answer.headers["HX-Replace-Url"] = here.path()
        return answer
    return page(visit, "queue.j2", "Việc cần xử lý", values, status)
