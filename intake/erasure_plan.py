"""What an erasure takes away and what stays, laid down before anything is touched; changes nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalogue.erasing import (
    AddressWords,
    Erasure,
    Errand,
    ErrandKind,
    Held,
    HeldKind,
    MessageWords,
    OfferWords,
)
from catalogue.memory.tables import MessageState
from catalogue.outbox import Letter
from catalogue.persons import GONE, Person, Traits, reading_without
from catalogue.plan import owner_of
from catalogue.records import AskedItem, Decision, DecisionKind, LetterState, MessageReading
from catalogue.views import StoredMessage
from intake.app import App
from intake.archive import ArchiveError
from intake.person_search import held, held_message, may_speak_of, place_in
from intake.raw_search import file_speaks_of, mail_speaks_of

_WAITING = (LetterState.DRAFT, LetterState.HELD, LetterState.QUEUED, LetterState.FAILED)
_VALUED = (DecisionKind.SET_VALUE, DecisionKind.CONFIRM_VALUE)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An erasure before it is done: what goes, what is held now, and what only a person can see to.

    ``owners`` are folded anew afterwards. ``by_hand`` are places out of the program's reach.
    """

    erasure: Erasure
    person: Person
    held: tuple[Held, ...]
    owners: frozenset[str]
    by_hand: tuple[Errand, ...] = ()


def plan_erasure(app: App, person: Person, erasure: Erasure) -> Planned:
    """All that an erasure of this person does; ``erasure`` names the request and is still empty."""
    messages = list(_messages(app, person))
    letters = list(_letters(app, person))
    words = _words(app, person, erasure.request)
    done = replace(
        words,
        messages=tuple(kept for _message, kept in messages),
        letters=tuple(after for _before, after, _files in letters),
        cancelled=tuple(one.id for one, _after, _files in letters if _is_cancelled(one, person)),
        files=tuple((one.id, position) for one, _after, files in letters for position in files),
    )
    found = (
        *(held_message(one, person) for one, _kept in messages),
        *held(app, person.within),
    )
    counted = Counter(one.kind.value for one in found)
    owners = person.owners | {owner for one, kept in messages for owner in (one.owner, kept.owner) if owner}
    return Planned(
        erasure=replace(done, counts=dict(counted)),
        person=person,
        held=found,
        owners=frozenset(owners),
        by_hand=tuple(_by_hand(app, person, [message for message, _kept in messages], found)),
    )


def _messages(app: App, person: Person) -> Iterator[tuple[StoredMessage, MessageWords]]:
    """The messages that speak of him, each with what stays of it."""
    for message, reading in app.store.erasures.read_messages(app.campaign.id, may_speak_of(person)):
        traits = person.within(message.owner)
        if place_in(message, reading, traits) or _in_bytes(app, message, person, traits):
            yield message, _kept(app, message, reading, person)


def _in_bytes(app: App, message: StoredMessage, person: Person, traits: Traits) -> bool:
    """Whether the bytes of a message of his own units, or of one not read yet, speak of him."""
    is_read = message.state is MessageState.DONE
    if message.state is MessageState.ERASED or (is_read and message.owner not in person.owners):
        return False
    try:
        return mail_speaks_of(app.archive.get(message.sha256), traits)
    except ArchiveError as error:
        app.log.warning("not looked into", message=message.short_id, reason=str(error))
        return False


def _kept(app: App, message: StoredMessage, reading: MessageReading | None, person: Person) -> MessageWords:
    near = person.near(message.owner)
    traits = near.at_home
    is_own = message.sender.lower() in person.emails
    return MessageWords(
        sha256=message.sha256,
        owner=owner_of(None, message.sha256[:12])
        if is_own and message.owner.startswith("?")
        else message.owner,
        sender="" if is_own else traits.erased(message.sender),
        sender_name="" if is_own else traits.erased(message.sender_name),
        subject=traits.erased(message.subject),
        error=traits.erased(message.error),
        reason=traits.erased(message.reason),
        needs_officer="",
        reading=reading and reading_without(reading, near, _answers(app, message, person)),
    )


def _answers(app: App, message: StoredMessage, person: Person) -> frozenset[int]:
    """The numbers of the questions about him that a message answers."""
    letter = app.store.letter(message.letter_id) if message.letter_id else None
    items = letter.items if letter else ()
    return frozenset(item.number for item in items if item.record_id in person.records)


def _letters(app: App, person: Person) -> Iterator[tuple[Letter, Letter, tuple[int, ...]]]:
    """The letters that speak of him: before, after, and which of their files go."""
    for number in app.store.erasures.letter_ids(app.campaign.id):
        letter = app.store.letter(number)
        if letter is None:
            continue
        near = person.near(owner_of(letter.unit_id) if letter.unit_id else "")
        traits = near.at_home
        after = _letter_without(letter, near, traits)
        files = tuple(
            position
            for position, file in enumerate(letter.files)
            if traits.in_text(file.filename) or file_speaks_of(file.data, file.media_type, traits)
        )
        if files or after != letter:
            yield letter, after, files


def _letter_without(letter: Letter, person: Person, traits: Traits) -> Letter:
    return replace(
        letter,
        to=traits.erased(letter.to),
        subject=traits.erased(letter.subject),
        text=traits.erased(letter.text),
        html=traits.erased(letter.html),
        error=traits.erased(letter.error),
        items=tuple(_item_without(one, person, traits) for one in letter.items),
    )


def _item_without(item: AskedItem, person: Person, traits: Traits) -> AskedItem:
    if item.record_id in person.records:
        return replace(item, title=GONE, found="", suggested=())
    suggested = tuple(
        (key, traits.erased(value) if isinstance(value, str) else value) for key, value in item.suggested
    )
    title, found, place = map(traits.erased, (item.title, item.found, item.place))
    return replace(item, title=title, found=found, place=place, suggested=suggested)


def _is_cancelled(letter: Letter, person: Person) -> bool:
    """Whether a letter that has not left was to go to him: it has no address any more."""
    return letter.state in _WAITING and person.abroad.at_home.in_text(letter.to)


def _words(app: App, person: Person, request: str) -> Erasure:
    """The decisions, offers and addresses that name him, as they stand afterwards."""
    reached = person.abroad.at_home
    decisions = [
        (one, _decision_without(one, person, request)) for one in app.store.all_decisions(app.campaign.id)
    ]
    offers = [(one, _offer_without(one, person)) for one in app.store.erasures.offers(app.campaign.id)]
    addresses = app.store.erasures.addresses()
    gone = tuple(one.address for one in addresses if reached.in_text(one.address))
    others = [(one, _address_without(one, person.at_home)) for one in addresses if one.address not in gone]
    return Erasure(
        request=request,
        person="",
        reason="",
        made_by="",
        at=app.clock(),
        campaign=app.campaign.id,
        decisions=tuple(after for before, after in decisions if before != after),
        offers=tuple(after for before, after in offers if before != after),
        addresses=tuple(after for before, after in others if before != after),
        forgotten=gone,
    )


def _decision_without(one: Decision, person: Person, request: str) -> Decision:
    """A decision on his own record loses its value, any other one what reaches him, its note his name."""
    reached = person.abroad.at_home
    subject, note = one.subject, person.at_home.erased(one.note)
    if one.kind is DecisionKind.ASSIGN_SENDER and reached.in_text(subject):
        subject = f"erased:{request}:{one.id}"
    value = one.value
    if one.kind in _VALUED:
        if subject.rpartition(".")[0] in person.records:
            value = "null"
        elif reached.in_text(value):
            value = json.dumps(None)
    return replace(one, subject=subject, value=value, note=note)


def _offer_without(one: OfferWords, person: Person) -> OfferWords:
    reached, traits = person.abroad.at_home, person.at_home
    record = one.subject.rpartition(".")[0]
    value = "" if record in person.records else reached.erased(one.value)
    return replace(
        one,
        subject=reached.erased(one.subject),
        value=value,
        label=traits.erased(one.label),
        used_by=reached.erased(one.used_by),
        outcome=traits.erased(one.outcome),
    )


def _address_without(one: AddressWords, traits: Traits) -> AddressWords:
    return replace(one, reason=traits.erased(one.reason), deputy=traits.erased(one.deputy))


def _by_hand(
    app: App, person: Person, messages: list[StoredMessage], found: tuple[Held, ...]
) -> Iterator[Errand]:
    """What the program cannot reach: the mail server's copies, the roster's file, what was handed out."""
    roster = {email.lower() for unit in app.store.units(app.campaign.id) for email in unit.emails}
    known = roster | person.emails
    for message in messages:
        for copy in app.store.copies(message.sha256):
            yield Errand(ErrandKind.SERVER, message.short_id, f"{copy.folder}, UID {copy.uid}")
        if message.sender and message.sender.lower() not in known:
            yield Errand(ErrandKind.SENDER, message.short_id, message.sender)
    for one in found:
        if one.kind is HeldKind.ROSTER:
            yield Errand(ErrandKind.ROSTER, one.id)
    if any(one.kind is HeldKind.RECORD for one in found):
        yield Errand(ErrandKind.HANDED_OUT)
