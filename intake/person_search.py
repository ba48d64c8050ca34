"""Who is meant by a key, and all that is held on him; looks everywhere, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from catalogue.erasing import Held, HeldKind
from catalogue.fields import CONTACT
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


class PersonError(UsageError):
    """Nobody is meant, or several are; the text says which keys name one."""


TraitsOf = Callable[[str], Traits]
"""By owner (see catalogue.plan.owner_of; "" for the officer): by which words somebody is found there."""


def find(app: App, words: str) -> list[Held]:
    """Everything that a name, a telephone number in any spelling or an address stands in."""
    phone, email = _phone(words), read_email(words)
    if phone:
        traits = Traits.of(phones=[phone])
    elif email:
        traits = Traits.of(emails=[email.lower()])
    elif fold(words):
        traits = Traits.of(names=[words])
    else:
        raise PersonError("nothing to look for: give a name, a telephone number or a mail address")
    return list(held(app, lambda _owner: traits, emails=frozenset([email.lower()] if email else [])))


def person_of(app: App, key: str) -> Person:
    """The person of a contact's record id, a telephone number or a mail address.

    Raises PersonError where nobody bears it, or where persons of several names share it: a name is no key.
    """
    phone, email = _phone(key), read_email(key)
    start = Person(
        phones=frozenset(filter(None, [phone])), emails=frozenset([email.lower()] if email else [])
    )
    if not phone and not email:
        start = _of_record(app, key)
    people = list(_contacts(app))
    mine = [(owner, entry) for owner, entry in people if start.is_his(entry) and _is_near(start, owner)]
    _expect_one(key, start, [entry for _owner, entry in mine])
    person = _grown(start, mine)
    person = _grown(person, [(o, one) for o, one in people if o in person.owners and person.is_his(one)])
    person = replace(person, emails=person.emails | set(_signed(app, person)))
    if not person.names and not _is_sender(app, person):
        raise PersonError(
            f"nothing is held on {key!r}; `intake person find WORDS` looks for a name or number"
        )
    return _alone(app, person, [entry for _owner, entry in people if not person.is_his(entry)])


def holdings(app: App, person: Person) -> list[Held]:
    """Everything that is held on one person."""
    return list(held(app, person.within, emails=person.emails))


def held(app: App, traits_of: TraitsOf, emails: frozenset[str]) -> Iterator[Held]:
    """Everything in which somebody stands, kind by kind."""
    yield from (_held_record(one) for one in records_with(app, traits_of))
    for message, reading in app.store.erasures.read_messages(app.campaign.id):
        place = place_in(message, reading, traits_of(message.owner))
        if place:
            yield _held_message(message, place, own=message.sender.lower() in emails)
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


def _phone(text: str) -> str:
    """The number that a text is, in E.164; "" where it is more than one number, or none."""
    letters = [sign for sign in text if sign.isalpha()]
    return "" if letters else read_phone(text).e164 or ""


def _of_record(app: App, key: str) -> Person:
    found = [one for one in app.store.find_records(app.campaign.id, key) if one.id.startswith(key)]
    people = [one for one in found if one.kind == CONTACT]
    if len(people) != 1:
        raise PersonError(
            f"{key!r} names {len(people)} contacts; a key is the id of a contact, a telephone number or a "
            "mail address (`intake person find NAME` shows them)"
        )
    record = people[0]
    owner = app.store.record_owner(app.campaign.id, record.id)
    ids = frozenset([record.id, *record.aliases])
    start = Person(records=ids, owners=frozenset([owner]))
    return _grown(start, [(owner, Entry(kind=CONTACT, values=record.values))])


def _contacts(app: App) -> Iterator[tuple[str, Entry]]:
    """All statements of contacts in records and in what was read, each with its owner."""
    for record in app.store.records(app.campaign.id, CONTACT):
        owner = record.unit_id or app.store.record_owner(app.campaign.id, record.id)
        yield owner, Entry(kind=CONTACT, values=record.values, record_id=record.id)
    for message, reading in app.store.erasures.read_messages(app.campaign.id):
        if reading is not None:
            yield from (
                (message.owner, one) for one in (*reading.entries, *reading.suggested) if one.kind == CONTACT
            )


def _is_near(start: Person, owner: str) -> bool:
    return not start.owners or owner in start.owners


def _expect_one(key: str, start: Person, entries: list[Entry]) -> None:
    """A number or address that several names bear means no one person."""
    if start.records:
        return
    names = {fold(str(one.values["full_name"].value)): str(one.values["full_name"].value)
             for one in entries if "full_name" in one.values and one.values["full_name"].value}  # fmt: skip
    if len(names) > 1:
        told = ", ".join(sorted(names.values()))
        raise PersonError(f"{key!r} is shared by {told}: give the id of the contact's record instead")


def _grown(person: Person, entries: list[tuple[str, Entry]]) -> Person:
    """The person with all that these statements of him tell."""
    told: dict[str, set[str]] = {"full_name": set(), "phone": set(), "email": set()}
    for _owner, entry in entries:
        for key, values in told.items():
            value = entry.values.get(key)
            if value is not None and isinstance(value.value, str) and value.value:
                values.add(value.value)
    return replace(
        person,
        names=person.names | told["full_name"],
        phones=person.phones | told["phone"],
        emails=person.emails | {email.lower() for email in told["email"]},
        records=person.records | {entry.record_id for _owner, entry in entries if entry.record_id},
        owners=person.owners | {owner for owner, _entry in entries},
    )


def _alone(app: App, person: Person, others: list[Entry]) -> Person:
    """The person without the numbers and addresses that are others' too, or a unit's own."""
    shared: set[object] = {
        email.lower() for unit in app.store.units(app.campaign.id) for email in unit.emails
    }
    for entry in others:
        shared |= {value.value for key, value in entry.values.items() if key in ("phone", "email")
                   and isinstance(value.value, str)}  # fmt: skip
    return replace(person, phones=person.phones - shared, emails=person.emails - shared)


def _signed(app: App, person: Person) -> Iterator[str]:
    """The addresses from which mail came within his units under his full name."""
    for message, _reading in app.store.erasures.read_messages(app.campaign.id):
        if message.owner in person.owners and fold(message.sender_name) in person.folded_names:
            yield message.sender.lower()


def _is_sender(app: App, person: Person) -> bool:
    return any(
        message.sender.lower() in person.emails
        for message, _reading in app.store.erasures.read_messages(app.campaign.id)
    )
