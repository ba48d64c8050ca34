"""Returned: letters of ours that came back; their addresses are muted, and other ones written to.

What a report or a notice says is taken only where it speaks of a letter of ours. Nothing is sent here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from catalogue.asking.office import next_office_moment
from catalogue.memory.tables import MessageState
from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState, MessageKind, Unit
from catalogue.tokens import find_references, message_id
from catalogue.units.addresses import known_addresses
from catalogue.views import LetterFilter, MessageFilter, Mute, PastLetter, StoredMessage
from intake.app import App
from intake.errors import UsageError
from intake.jobs_away import note_absence
from intake.pipeline import Routed
from intake.trust import Trust
from parsers.delivery_words import reason_of
from parsers.mail import DeliveryReport, Message, Outcome

MUTED_FOR = {
    Outcome.HARD: timedelta(days=60),
    Outcome.SOFT: timedelta(days=3),
    Outcome.FULL: timedelta(days=3),
}
REPORT_WITHIN = timedelta(days=7)
"""Servers try for five days; a report on a letter sent longer ago needs to name it."""
STALE = timedelta(days=14)
"""A letter that came back longer ago is not made again: what it says is no longer so."""
MOST_TRIES = 4
MOST_MESSAGES = 200
MOST_RETURNED = 500
MOST_TEXT = 20_000
LONGEST_REASON = 500
_AGAIN = frozenset(LetterKind) - {LetterKind.DIGEST, LetterKind.HELP_RECEIPT}
_SAYING = frozenset({MessageKind.SUBMISSION, MessageKind.REPLY, MessageKind.QUESTION})
_OUR_ID = re.compile(r"<[a-z2-7]{16}\.[a-z2-7]{16}@[^\s<>@]{1,200}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Failure:
    """A letter of ours that came back. ``proven``: the report bears what only who had the letter knows."""

    letter: Letter
    report: DeliveryReport
    outcome: Outcome
    proven: bool

    @property
    def reason(self) -> str:
        return f"{self.outcome.value}: {self.report.status} {self.report.diagnostic}".strip()


def take(app: App, routed: Routed) -> None:
    """Do what a report of undelivered mail or an absence notice asks for; a second time it does nothing."""
    if routed.route.kind is MessageKind.BOUNCE:
        for failure in _failures(app, routed):
            _mark(app, failure, routed.received_at)
    elif routed.route.kind is MessageKind.AUTO_REPLY:
        note_absence(app, routed)
    elif routed.route.kind in _SAYING and routed.trust is not Trust.FAIL:
        _reopen(app, routed)


def take_refusal(app: App, letter: Letter, words: str) -> bool:
    """Whether a server refused a letter at its door since the address takes no mail; then it came back.

    What it says of us, of the mail or of anything else is no word on the address.
    """
    reason = reason_of(words)
    if not reason.full and not (reason.lasting and reason.status[:4] in ("5.1.", "5.2.")):
        return False
    outcome = Outcome.FULL if reason.full else Outcome.HARD
    told = f"{outcome.value}: {reason.status} {words}"[:LONGEST_REASON]
    return app.store.mark_returned(letter.id, told, Mute(letter.to, app.clock() + MUTED_FOR[outcome], told))


def write_again(app: App) -> int:
    """Make the letters that came back once more, for the next address of their unit; how many.

    Where a mailbox was full, or no other address is known, the same one is tried once more after its mute.
    """
    made = 0
    for letter in app.store.letters(app.campaign.id, LetterFilter(state=LetterState.RETURNED), MOST_RETURNED):
        if letter.unit_id and letter.kind in _AGAIN and _is_recent(app, letter):
            made += _write_again(app, letter, letter.unit_id)
    return made


def unmute(app: App, address: str) -> None:
    """Let an address get mail again, whatever came back from it. Raises UsageError where none is known."""
    if not app.store.unmute(address.strip()):
        raise UsageError(f"nothing is known of {address!r}; `intake list addresses` shows those muted")
    app.log.info("unmuted")


# ---------------------------------------------------------------- which letter came back


def _failures(app: App, routed: Routed) -> Iterator[_Failure]:
    message = routed.read.message
    for report in message.reports:
        if report.outcome in (Outcome.DELAYED, Outcome.ARRIVED):
            continue
        letter, proven = _named(app, message, report), True
        if letter is None:
            unit = _unit_referred_to(app, message, report)
            letter, proven = _sent_to(app, report, unit, routed.received_at), unit is not None
        if letter is None:
            app.log.info("returned", outcome="no letter of ours", recipient_known=bool(report.recipient))
            continue
        outcome = report.outcome if _is_for(letter, report) else Outcome.SOFT
        yield _Failure(letter, report, outcome, proven)


def _named(app: App, message: Message, report: DeliveryReport) -> Letter | None:
    """The letter whose own Message-ID the report bears anywhere."""
    marks = dict.fromkeys([report.original_message_id, *_OUR_ID.findall(_text(message))])
    found = (app.store.letter_by_mark(mark) for mark in marks if mark)
    return next((one for one in found if one is not None), None)


def _sent_to(app: App, report: DeliveryReport, unit: str | None, received_at: datetime) -> Letter | None:
    """The last letter sent to the recipient before the report: of the ``unit`` whose reference it bears.

    A report that names nothing at all must follow its letter soon; one on another mail is none of ours.
    """
    if unit is None and (report.original_message_id or report.original_subject):
        return None
    for address in filter(None, (report.recipient, report.final_recipient)):
        since = received_at - (STALE if unit is not None else REPORT_WITHIN)
        for number in app.store.letters_to(address, since):
            letter = app.store.letter(number)
            if letter is None or (letter.sent_at or received_at) > received_at:
                continue
            if unit is None or letter.unit_id == unit:
                return letter
    return None


def _unit_referred_to(app: App, message: Message, report: DeliveryReport) -> str | None:
    said = f"{report.original_subject}\n{message.subject}\n{_text(message)}"
    letters = (app.store.letter_by_mark(one) for one in find_references(said))
    return next((one.unit_id for one in letters if one is not None), None)


def _text(message: Message) -> str:
    enclosed = "\n".join(f"{one.message_id}\n{one.subject}" for one in message.enclosed)
    return f"{enclosed}\n{message.text[:MOST_TEXT]}\n{message.html[:MOST_TEXT]}"


def _is_for(letter: Letter, report: DeliveryReport) -> bool:
    """Whether the report is about the address that we wrote to; a server may have rewritten it.

    Where it forwards to somebody at another place, the address itself may be well.
    """
    told = [one for one in (report.recipient, report.final_recipient) if one]
    ours = letter.to.lower()
    home = ours.rpartition("@")[2]
    return not told or any(one == ours or _is_within(one.rpartition("@")[2], home) for one in told)


def _is_within(domain: str, home: str) -> bool:
    return domain == home or domain.endswith(f".{home}") or home.endswith(f".{domain}")


def _mark(app: App, failure: _Failure, received_at: datetime) -> None:
    # From its receipt on, so that a re-reading does not mute an address anew. Anybody may write a report
    # that proves nothing: alone it closes no address for long.
    known = any(one.address == failure.letter.to.lower() and one.bounces for one in app.store.addresses())
    believed = failure.outcome if failure.proven or known else Outcome.SOFT
    until = received_at + MUTED_FOR[believed]
    reason = failure.reason[:LONGEST_REASON]
    if app.store.mark_returned(failure.letter.id, reason, Mute(failure.letter.to, until, reason)):
        app.log.info("returned", letter=failure.letter.id, outcome=failure.outcome.value)


def _reopen(app: App, routed: Routed) -> None:
    """Who writes after his address was muted reads an answer there too; once: a second bounce is believed."""
    sender = routed.read.message.sender
    if sender is None or sender.address not in app.store.muted(app.clock()):
        return
    known = next((one for one in app.store.addresses() if one.address == sender.address), None)
    if known is None or known.muted_until is None or known.bounces > 1:
        return
    outcome = known.reason.partition(":")[0]
    lasts = MUTED_FOR[Outcome(outcome)] if outcome in set(MUTED_FOR) else MUTED_FOR[Outcome.HARD]
    if routed.received_at > known.muted_until - lasts:
        app.store.reopen(sender.address)


# ---------------------------------------------------------------- once more


def _is_recent(app: App, letter: Letter) -> bool:
    left = letter.sent_at or letter.created_at
    return left is not None and app.clock() - left < STALE


def _write_again(app: App, letter: Letter, unit_id: str) -> bool:
    family = _family(app, letter, unit_id)
    if family[-1].id != letter.id or len(family) >= MOST_TRIES or _is_overtaken(app, letter, unit_id):
        return False
    unit = next((one for one in app.store.units(app.campaign.id) if one.id == unit_id), None)
    to, earliest = _next_address(app, letter, unit, family) if unit else ("", app.clock())
    if not to:
        return False
    number = app.store.add_letter(_copy(app, letter, (to, f"{_window(letter)}/{len(family) + 1}"), earliest))
    app.log.info("written again", letter=letter.id, copy=number, unit=unit_id)
    return bool(number)


def _is_overtaken(app: App, letter: Letter, unit_id: str) -> bool:
    """Whether the unit has written since: what it hears next is said by its new state."""
    left = letter.sent_at or letter.created_at
    said = _said_by(app, unit_id)
    news = any(left is not None and one.received_at > left for one in said)
    return news and letter.kind is not LetterKind.ANSWER


def copy_of(app: App, letter: Letter) -> PastLetter | None:
    """The letter that was made after this one came back; None where there is none."""
    family = _family(app, letter, letter.unit_id) if letter.unit_id else []
    return next((one for one in family if one.id > letter.id), None)


def _family(app: App, letter: Letter, unit_id: str) -> list[PastLetter]:
    """The letter with all its copies, oldest first."""
    history = app.store.letter_history(app.campaign.id, unit_id)
    return [
        one for one in history if one.kind is letter.kind and one.window.partition("/")[0] == _window(letter)
    ]


def _window(letter: Letter) -> str:
    return letter.window.partition("/")[0]


def _next_address(app: App, letter: Letter, unit: Unit, family: list[PastLetter]) -> tuple[str, datetime]:
    """Whom the letter goes to next, and from when on; "" where nobody is left."""
    now = app.clock()
    outcome = letter.error.partition(":")[0]
    muted_until = {one.address: one.muted_until for one in app.store.addresses()}.get(letter.to.lower())
    same_again = (letter.to, max(now, muted_until or now))
    if outcome == Outcome.FULL.value:
        return same_again if len(family) == 1 else ("", now)
    tried = {one.to.lower() for one in family}
    muted, away = app.store.muted(now), app.store.away(now)
    left = [one for one in addresses_of(app, unit) if one not in tried | muted]
    to = next((one for one in left if one not in away), next(iter(left), ""))
    if to:
        return to, now
    return same_again if outcome == Outcome.SOFT.value and len(family) == 1 else ("", now)


def addresses_of(app: App, unit: Unit) -> tuple[str, ...]:
    """Where the unit can be written to, the best address first."""
    return addresses_of_all(app, [unit])[unit.id]


def addresses_of_all(app: App, units: Sequence[Unit]) -> dict[str, tuple[str, ...]]:
    """By unit, where it can be written to, the best address first."""
    lists, ids = app.store.lists, [unit.id for unit in units]
    senders = lists.senders(app.campaign.id, ids, MOST_MESSAGES)
    people = lists.people(app.campaign.id, ids)
    return {
        unit.id: known_addresses(unit, senders.get(unit.id, ()), people.get(unit.id, ())) for unit in units
    }


def _said_by(app: App, unit_id: str) -> list[StoredMessage]:
    wanted = MessageFilter(unit_id=unit_id, state=MessageState.DONE)
    found = app.store.messages(app.campaign.id, wanted, MOST_MESSAGES)
    return [one for one in found if one.kind in _SAYING]


def _copy(app: App, letter: Letter, where: tuple[str, str], earliest: datetime) -> Letter:
    """The same letter with its files, for another address or another day."""
    to, window = where
    whole = app.store.letter(letter.id) or letter
    copy = replace(
        whole,
        id=0,
        to=to,
        window=window,
        state=LetterState.QUEUED,
        attempts=0,
        sent_at=None,
        error="",
        created_at=app.clock(),
        not_before=next_office_moment(earliest, app.campaign),
    )
    domain = app.campaign.mailbox_address.partition("@")[2]
    return replace(copy, message_id=message_id(copy, app.secret(), domain))
