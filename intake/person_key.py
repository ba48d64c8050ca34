"""Who is meant by a key: a contact's id, a telephone number or an address; never a mere name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from catalogue.fields import CONTACT
from catalogue.normalizing.people import read_email
from catalogue.persons import Person
from catalogue.records import Entry, text_of
from catalogue.views import StoredMessage
from intake.app import App
from intake.person_search import PersonError, Refusal, may_speak_of, phone_of
from parsers.text import fold


def person_of(app: App, key: str) -> Person:
    """The person of a contact's record id, a telephone number or a mail address.

    Raises PersonError where nobody bears it, or where persons of several names share it: a name is no key.
    """
    phone, email = phone_of(key), read_email(key)
    start = Person(
        phones=frozenset(filter(None, [phone])), emails=frozenset([email.lower()] if email else [])
    )
    if not phone and not email:
        start = _of_record(app, key)
    people = list(_contacts(app, start))
    mine = [(owner, entry) for owner, entry in people if start.is_his(entry) and _is_near(start, owner)]
    _expect_one(key, start, [entry for _owner, entry in mine])
    person = _grown(start, mine)
    person = _grown(person, [(o, one) for o, one in people if _is_meant(person, o, one)])
    person = replace(person, emails=person.emails | set(_signed(app, person)))
    if not person.names and not _is_sender(app, person):
        raise PersonError(
            f"nothing is held on {key!r}; `intake person find WORDS` looks for a name or number",
            Refusal.NOBODY,
        )
    return _alone(app, person, [entry for _owner, entry in people if not person.is_his(entry)])


def _of_record(app: App, key: str) -> Person:
    found = [one for one in app.store.find_records(app.campaign.id, key) if one.id.startswith(key)]
    people = [one for one in found if one.kind == CONTACT]
    if len(people) != 1:
        raise PersonError(
            f"{key!r} names {len(people)} contacts; a key is the id of a contact, a telephone number or a "
            "mail address (`intake person find NAME` shows them)",
            Refusal.NO_KEY,
        )
    record = people[0]
    owner = app.store.record_owner(app.campaign.id, record.id)
    ids = frozenset([record.id, *record.aliases])
    start = Person(records=ids, owners=frozenset([owner]))
    return _grown(start, [(owner, Entry(kind=CONTACT, values=record.values))])


def _contacts(app: App, start: Person) -> Iterator[tuple[str, Entry]]:
    """The statements of contacts in all records, and in what was read where he may stand."""
    for record in app.store.records(app.campaign.id, CONTACT):
        owner = record.unit_id or app.store.record_owner(app.campaign.id, record.id)
        yield owner, Entry(kind=CONTACT, values=record.values, record_id=record.id)
    for message, reading in app.store.erasures.read_messages(app.campaign.id, may_speak_of(start)):
        if reading is not None:
            yield from (
                (message.owner, one) for one in (*reading.entries, *reading.suggested) if one.kind == CONTACT
            )


def _is_near(start: Person, owner: str) -> bool:
    return not start.owners or owner in start.owners


def _is_meant(person: Person, owner: str, entry: Entry) -> bool:
    """Whether a statement is his: within his units by any trait, elsewhere by name and number alike."""
    if owner in person.owners:
        return person.is_his(entry)
    phone, email = text_of(entry.values, "phone"), text_of(entry.values, "email").lower()
    bears = phone in person.phones or email in person.emails
    return bears and fold(text_of(entry.values, "full_name")) in person.folded_names


def _expect_one(key: str, start: Person, entries: list[Entry]) -> None:
    """A number or address that several names bear means no one person."""
    if start.records:
        return
    names = {fold(str(one.values["full_name"].value)): str(one.values["full_name"].value)
             for one in entries if "full_name" in one.values and one.values["full_name"].value}  # fmt: skip
    if len(names) > 1:
        told = ", ".join(sorted(names.values()))
        raise PersonError(
            f"{key!r} is shared by {told}: give the id of the contact's record instead", Refusal.SHARED
        )


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
    for message, _reading in app.store.erasures.read_messages(app.campaign.id, _within(person.owners)):
        if fold(message.sender_name) in person.folded_names:
            yield message.sender.lower()


def _is_sender(app: App, person: Person) -> bool:
    sent = app.store.erasures.read_messages(
        app.campaign.id, lambda message, _body: message.sender.lower() in person.emails
    )
    return any(True for _message in sent)


def _within(owners: frozenset[str]) -> Callable[[StoredMessage, str], bool]:
    return lambda message, _body: message.owner in owners
