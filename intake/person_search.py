"""Who is meant by a key, and all that is held on him; looks everywhere, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import chain

from catalogue.erasing import Held, HeldKind
from catalogue.fields import CONTACT
from catalogue.lists import WantedLetters, WantedMessages, WantedRecords
from catalogue.memory.erasure import every
from catalogue.memory.tables import MessageState
from catalogue.normalizing.people import read_email
from catalogue.normalizing.phones import read_phone
from catalogue.outbox import Letter
from catalogue.persons import Person, Traits, texts_of
from catalogue.plan import owner_of
from catalogue.records import Decision, Entry, MessageReading, Record
from catalogue.views import StoredMessage
from intake.app import App
from intake.errors import UsageError
from parsers.text import fold


class Refusal(StrEnum):
    """Why nothing was looked for, shown or erased."""

    NO_WORDS = "no_words"
    NO_KEY = "no_key"
    SHARED = "shared"
    NOBODY = "nobody"
    NO_REASON = "no_reason"
    NO_BACKUP = "no_backup"


class PersonError(UsageError):
    """Nobody is meant, or several are; the text says which keys name one, ``why`` the same in a word."""

    def __init__(self, text: str, why: Refusal) -> None:
        super().__init__(text)
        self.why = why


TraitsOf = Callable[[str], Traits]
"""By owner (see catalogue.plan.owner_of; "" for the officer): by which words somebody is found there."""


def find(app: App, words: str, *, deep: bool = True) -> list[Held]:
    """Everything that a name, a telephone number in any spelling or an address stands in.

    Not ``deep``: only what lists are searched by (names, senders, receivers, subjects), at once.
    """
    phone, email = phone_of(words), read_email(words)
    if phone:
        traits = Traits.of(phones=[phone])
    elif email:
        traits = Traits.of(emails=[email.lower()])
    elif fold(words):
        traits = Traits.of(names=[words])
    else:
        raise PersonError(
            "nothing to look for: give a name, a telephone number or a mail address", Refusal.NO_WORDS
        )
    if not deep:
        return list(_listed(app, "0" + phone.removeprefix("+84") if phone else words))
    emails = frozenset([email.lower()] if email else [])
    return [*held_messages(app, lambda _owner: traits, emails), *held(app, lambda _owner: traits)]


def _listed(app: App, words: str) -> Iterator[Held]:
    for line in app.store.lists.records(app.campaign.id, WantedRecords(kind=CONTACT, words=words)).lines:
        yield _held_record(line.record)
    for message in app.store.lists.messages(app.campaign.id, WantedMessages(words=words)).lines:
        yield _held_message(message, "from or subject", own=False)
    for one in app.store.lists.letters(app.campaign.id, WantedLetters(words=words)).lines:
        letter = app.store.letter(one.id)
        if letter is not None:
            yield _held_letter(letter)


def holdings(app: App, person: Person) -> list[Held]:
    """Everything that is held on one person."""
    found = held_messages(app, person.within, person.emails, may_speak_of(person))
    return [*found, *held(app, person.within)]


def may_speak_of(person: Person) -> Callable[[StoredMessage, str], bool]:
    """Which messages are worth a look for a person."""

    def may_be(message: StoredMessage, body: str) -> bool:
        if message.state is not MessageState.DONE:
            return True
        lists = f"{message.sender} {message.sender_name} {message.subject}"
        remarks = f"{message.error} {message.reason} {message.needs_officer}"
        return person.may_stand_in(message.owner, f"{lists} {remarks} {body}")

    return may_be


def held_messages(
    app: App,
    traits_of: TraitsOf,
    emails: frozenset[str],
    may_be: Callable[[StoredMessage, str], bool] = every,
) -> Iterator[Held]:
    """The messages in which somebody stands."""
    for message, reading in app.store.erasures.read_messages(app.campaign.id, may_be):
        place = place_in(message, reading, traits_of(message.owner))
        if place:
            yield _held_message(message, place, own=message.sender.lower() in emails)


def held(app: App, traits_of: TraitsOf) -> Iterator[Held]:
    """Everything but messages in which somebody stands, kind by kind."""
    yield from (_held_record(one) for one in records_with(app, traits_of))
    yield from (_held_letter(one) for one in letters_with(app, traits_of))
    yield from (_held_decision(one) for one in decisions_with(app, traits_of("")))
    everywhere = traits_of("")
    for offer in app.store.erasures.offers(app.campaign.id):
        if any(
            map(everywhere.in_text, (offer.subject, offer.value, offer.label, offer.used_by, offer.outcome))
        ):
            yield Held(kind=HeldKind.OFFER, id=offer.id, what=offer.label)
    for one in app.store.erasures.addresses():
        if any(map(everywhere.in_text, (one.address, one.reason, one.deputy))):
            yield Held(kind=HeldKind.ADDRESS, id=one.address, what=one.reason or one.deputy)
    for unit in app.store.units(app.campaign.id):
        if any(map(everywhere.in_text, unit.emails)):
            yield Held(kind=HeldKind.ROSTER, id=unit.id, what=unit.name, place="addresses", unit_id=unit.id)


def records_with(app: App, traits_of: TraitsOf) -> Iterator[Record]:
    """The records of courses and contacts in which somebody stands."""
    for record in app.store.records(app.campaign.id):
        traits = traits_of(record.unit_id or app.store.record_owner(app.campaign.id, record.id))
        entry = Entry(kind=record.kind, values=record.values)
        earlier = [one for values in record.history.values() for one in values]
        against = [one for conflict in record.conflicts for one in conflict.values]
        spoken = replace(
            entry, values={**entry.values, **{str(n): v for n, v in enumerate([*earlier, *against])}}
        )
        if any(map(traits.in_text, texts_of(MessageReading(reader=0, entries=(spoken,))))):
            yield record


def letters_with(app: App, traits_of: TraitsOf) -> Iterator[Letter]:
    """The letters to or about somebody, without their files; the officer's own may name anybody."""
    for number in app.store.erasures.letter_ids(app.campaign.id):
        letter = app.store.letter(number)
        if letter is None:
            continue
        traits = traits_of(owner_of(letter.unit_id)) if letter.unit_id else traits_of("")
        asked = (text for item in letter.items for text in (item.title, item.found, item.place))
        suggested = (str(value) for item in letter.items for _key, value in item.suggested)
        told = (letter.to, letter.subject, letter.text, letter.html, letter.error)
        if any(map(traits.in_text, chain(told, asked, suggested))):
            yield letter


def decisions_with(app: App, traits: Traits) -> Iterator[Decision]:
    """The decisions whose words name somebody."""
    for decision in app.store.all_decisions(app.campaign.id):
        if any(map(traits.in_text, (decision.subject, decision.value, decision.note))):
            yield decision


def place_in(message: StoredMessage, reading: MessageReading | None, traits: Traits) -> str:
    """Where in a message somebody stands: "from", "subject", "what was read"; "" where he does not."""
    if traits.in_text(message.sender) or traits.in_text(message.sender_name):
        return "from"
    if traits.in_text(message.subject):
        return "subject"
    if reading is not None and any(map(traits.in_text, texts_of(reading))):
        return "what was read"
    told = (message.error, message.reason, message.needs_officer)
    return "remarks" if any(map(traits.in_text, told)) else ""


def _held_record(record: Record) -> Held:
    places = [value.origin.at or value.origin.part for value in record.values.values()]
    return Held(
        kind=HeldKind.RECORD,
        id=record.id,
        what=f"{record.kind} {record.name}",
        place="; ".join(dict.fromkeys(filter(None, places))),
        unit_id=record.unit_id or "",
    )


def held_message(message: StoredMessage, person: Person) -> Held:
    """A message that speaks of a person, as one of the places where he stands."""
    return _held_message(message, "in its bytes", own=message.sender.lower() in person.emails)


def _held_message(message: StoredMessage, place: str, *, own: bool) -> Held:
    gone = " (bytes erased)" if message.state is MessageState.ERASED else ""
    return Held(
        kind=HeldKind.MESSAGE,
        id=message.sha256,
        what=f"{message.subject}{gone}",
        place=place,
        unit_id=message.unit_id or "",
        at=message.received_at,
        own=own,
    )


def _held_letter(letter: Letter) -> Held:
    return Held(
        kind=HeldKind.LETTER,
        id=str(letter.id),
        what=f"{letter.kind.value}: {letter.subject}",
        place=f"to {letter.to}",
        unit_id=letter.unit_id or "",
        at=letter.sent_at or letter.created_at,
    )


def _held_decision(decision: Decision) -> Held:
    what = f"{decision.kind.value} {decision.subject} {decision.value}"
    return Held(kind=HeldKind.DECISION, id=str(decision.id), what=what, at=decision.made_at)


def phone_of(text: str) -> str:
    """The number that a text is, in E.164; "" where it is more than one number, or none."""
    letters = [sign for sign in text if sign.isalpha()]
    return "" if letters else read_phone(text).e164 or ""
