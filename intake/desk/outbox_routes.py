"""The pages of letters: the outbox, one letter exactly as it goes out, approving; handlers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from catalogue.outbox import Letter
from intake.desk.doors import LooksAtPersons, Sends, Visit
from intake.desk.outbox_deeds import VERBS, Done, change_letters
from intake.desk.outbox_facts import find_letter, held_letters, letter_facts, outgoing_of
from intake.desk.responses import SEE_OTHER, UNPROCESSABLE, download, inert, page
from intake.desk.said import UNDO
from reports.desk.letters_said import LettersSaid, letters_said
from reports.desk.outbox import letter_view, outbox_lines, state_tabs
from reports.desk.outbox_list import LettersAsked, kind_options, wanted_letters
from reports.desk.places import LETTERS, letter_path, own_path, pages_of, span_of, with_words

LINES = 50
MOST_AT_ONCE = 300
APPROVING = f"{LETTERS}/duyet"
router = APIRouter()
Asked = Annotated[LettersAsked, Depends()]


@dataclass(frozen=True, slots=True)
class Told:
    """What an address says was just done with letters."""

    da: str = ""
    letters: str = ""
    con: str = ""
    noi: str = ""

    @property
    def said(self) -> LettersSaid | None:
        """The same in words."""
        return letters_said(self.da, self.letters, self.con, self.noi)


JustDone = Annotated[Told, Depends()]


@router.get(LETTERS)
def outbox(
    visit: LooksAtPersons, asked: Asked, told: JustDone, trang: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """The letters by state."""
    app = visit.app
    visit.saw("letters", asked.don_vi)
    wanted = wanted_letters(asked)
    found = app.store.lists.letters(app.campaign.id, wanted, span_of(trang, LINES))
    owners = {one.unit_id for one in found.lines if one.unit_id} | ({asked.don_vi} - {""})
    names = app.store.names(app.campaign.id, owners)
    tabs = state_tabs(app.store.letters_by_state(app.campaign.id))
    values = {
        "asked": asked,
        "rows": outbox_lines(app.campaign, found.lines, names),
        "pages": pages_of(found, LETTERS, asked.words),
        "tabs": [(asked.in_state(one.state), one) for one in tabs],
        "all_path": asked.in_state(""),
        "kinds": kind_options(),
        "unit_name": names.get(asked.don_vi, asked.don_vi),
        "here": with_words(LETTERS, asked.words),
        "approving": with_words(APPROVING, {**asked.words, "tinh_trang": ""}),
        "sending": app.settings.sending,
        "said": told.said,
        "undo": UNDO,
    }
    return page(visit, "outbox.j2", "Thư đi", values)


@router.get(APPROVING)
def approving(visit: LooksAtPersons, asked: Asked) -> HTMLResponse:
    """Whom the held letters of a list would go to, to be confirmed in one go."""
    app = visit.app
    visit.saw("letters", asked.don_vi)
    held = held_letters(app, wanted_letters(asked), MOST_AT_ONCE)
    names = app.store.names(app.campaign.id, {one.unit_id for one in held if one.unit_id})
    values = {
        "rows": outbox_lines(app.campaign, held, names),
        "action": APPROVING,
        "back": with_words(LETTERS, asked.words),
        "is_cut": len(held) == MOST_AT_ONCE,
        "sending": app.settings.sending,
    }
    return page(visit, "approving.j2", "Duyệt nhiều thư", values)


@router.post(APPROVING)
def approve_many(
    visit: Sends, letter: Annotated[list[int] | None, Form()] = None, back: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """Let the chosen letters go."""
    chosen = (letter or [])[:MOST_AT_ONCE]
    return _after(own_path(back, LETTERS), "approve", _change(visit, "approve", chosen))


@router.get(f"{LETTERS}/{{letter_id}}")
def letter_page(visit: LooksAtPersons, letter_id: str, told: JustDone) -> HTMLResponse:
    """One letter: when it leaves, why not yet, and exactly what leaves."""
    found = _letter(visit, letter_id)
    visit.saw("letter", str(found.id))
    view = letter_view(letter_facts(visit.app, found))
    outgoing = outgoing_of(visit.app, found)
    values = {
        "letter": view,
        "mail": outgoing.preview,
        "fault": outgoing.fault,
        "may_have_left": found.error.startswith("may have left"),
        "said": told.said,
        "undo": UNDO,
    }
    return page(visit, "letter.j2", view.subject or view.words, values)


@router.get(f"{LETTERS}/{{letter_id}}/noi-dung")
def letter_html(visit: LooksAtPersons, letter_id: str) -> HTMLResponse:
    """The HTML part of the mail, for the frame of its page."""
    found = _letter(visit, letter_id)
    visit.saw("letter", str(found.id))
    preview = outgoing_of(visit.app, found).preview
    if preview is None or not preview.html:
        raise HTTPException(404)
    return inert(preview.html)


@router.get(f"{LETTERS}/{{letter_id}}/ban-goc")
def letter_mail(visit: LooksAtPersons, letter_id: str) -> Response:
    """The mail as its bytes leave, to keep."""
    found = _letter(visit, letter_id)
    visit.saw("letter", str(found.id))
    outgoing = outgoing_of(visit.app, found)
    if outgoing.preview is None:
        raise HTTPException(UNPROCESSABLE)
    return download(outgoing.data, f"thu-di-{found.id}.eml", "message/rfc822")


@router.get(f"{LETTERS}/{{letter_id}}/tep/{{name:path}}")
def letter_file(visit: LooksAtPersons, letter_id: str, name: str) -> Response:
    """A file that goes with the letter, to keep."""
    found = _letter(visit, letter_id)
    visit.saw("letter", str(found.id))
    file = next((one for one in found.files if one.filename == name), None)
    if file is None:
        raise HTTPException(404)
    return download(file.data, file.filename, file.media_type)


@router.post(f"{LETTERS}/{{letter_id}}/quyet-dinh")
def decide(
    visit: Sends, letter_id: str, verb: Annotated[str, Form()], back: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """Approve, hold or cancel one letter, and go back to where the button stood."""
    found = _letter(visit, letter_id)
    if verb not in VERBS:
        raise HTTPException(UNPROCESSABLE)
    return _after(own_path(back, letter_path(found.id)), verb, _change(visit, verb, [found.id]))


def _change(visit: Visit, verb: str, ids: Sequence[int]) -> Done:
    """Do it, and write down who did."""
    done = visit.do(change_letters, verb, ids)
    for letter_id in done.letters:
        visit.saw(verb, str(letter_id))
    return done


def _after(back: str, verb: str, done: Done) -> RedirectResponse:
    path, _mark, query = back.partition("#")[0].partition("?")
    told = {"da": verb, "letters": ",".join(map(str, done.letters)), "con": str(len(done.past) or "")}
    there = with_words(path, told)
    return RedirectResponse(f"{there}&{query}" if query else there, SEE_OTHER)


def _letter(visit: Visit, letter_id: str) -> Letter:
    found = find_letter(visit.app, letter_id)
    if found is None:
        raise HTTPException(404)
    return found
