"""What the desk knows of one letter: when it may leave, what holds it, and the very mail it goes out as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from catalogue.asking.office import next_office_moment
from catalogue.lists import LetterLine, Span, WantedLetters
from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState
from catalogue.views import LetterFilter
from intake.app import App
from intake.desk.unit_facts import find_unit
from intake.jobs_send import mail_of
from intake.outgoing import UnsendableLetter
from reports.desk.mail_preview import MailPreview, mail_preview
from reports.desk.outbox import LetterFacts

LONGEST_ID = 12
MOST_OF_A_KIND = 500
_AT_ANY_HOUR = frozenset({LetterKind.DIGEST, LetterKind.OPERATOR})
_WAITING = frozenset({LetterState.DRAFT, LetterState.HELD, LetterState.QUEUED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A letter as a mail: its bytes and what they say; ``fault`` says why no mail can be made of it."""

    data: bytes = b""
    preview: MailPreview | None = None
    fault: str = ""


def find_letter(app: App, letter_id: str) -> Letter | None:
    """A letter of this campaign with its files, by its id as an address has it."""
    if not (letter_id.isascii() and letter_id.isdigit() and len(letter_id) <= LONGEST_ID):
        return None
    found = app.store.letter(int(letter_id))
    return found if found is not None and found.campaign == app.campaign.id else None


def letter_facts(app: App, letter: Letter) -> LetterFacts:
    """What its page shows beside the mail itself."""
    unit = find_unit(app, letter.unit_id) if letter.unit_id else None
    to = letter.to.lower()
    muted = next((one.muted_until for one in app.store.addresses() if one.address.lower() == to), None)
    return LetterFacts(
        campaign=app.campaign,
        letter=letter,
        due_at=_leaves_at(app, letter),
        now=app.clock(),
        sending=app.settings.sending,
        muted_until=muted,
        unit_name=unit.name if unit else letter.unit_id or "",
    )


def outgoing_of(app: App, letter: Letter) -> Outgoing:
    """The mail that leaves, byte for byte as the sender makes it; of what has left, as it left."""
    at = letter.sent_at or app.clock()
    try:
        data = mail_of(replace(app, clock=lambda: at), letter).data
    except UnsendableLetter as error:
        return Outgoing(fault=str(error))
    return Outgoing(data=data, preview=mail_preview(data))


def held_letters(app: App, wanted: WantedLetters, limit: int) -> tuple[LetterLine, ...]:
    """The letters of a list that wait for a person's yes, whatever state the list asks for."""
    held = replace(wanted, which=replace(wanted.which, state=LetterState.HELD))
    return app.store.lists.letters(app.campaign.id, held, Span(0, limit)).lines


def _leaves_at(app: App, letter: Letter) -> datetime:
    """The moment from which it may leave: its own, a later try's, and no earlier than the office opens."""
    now = app.clock()
    due = max([*_due(app, letter), letter.not_before or now])
    if letter.kind in _AT_ANY_HOUR or letter.state not in _WAITING:
        return due
    return due if due > now else next_office_moment(now, app.campaign)


def _due(app: App, letter: Letter) -> Iterator[datetime]:
    which = LetterFilter(state=letter.state, kind=letter.kind, unit_id=letter.unit_id)
    lines = app.store.lists.letters(
        app.campaign.id, WantedLetters(which=which), Span(0, MOST_OF_A_KIND)
    ).lines
    yield from (one.due_at for one in lines if one.id == letter.id)
