"""The rights of a person whose data is held: to see, to have corrected, to have erased.

An erasure goes in this order: the tombstones and every row in one transaction; then the bytes; then the
units are folded anew and the database file is rebuilt. Whoever is cut short goes on with ``resume``, which
needs to know nothing of the person.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from catalogue.erasing import BackupRules, Erasure, Held, MessageWords, Request, Tombstone, requests_of
from catalogue.lists import Access
from catalogue.memory.store import StoreError
from catalogue.memory.tables import MessageState
from catalogue.persons import Person, reading_without_people
from catalogue.records import Record
from catalogue.views import MessageFilter
from intake import person_search
from intake.app import App
from intake.archive import ArchiveError
from intake.erasure_plan import Planned, plan_erasure
from intake.jobs_reprocess import every_message
from intake.jobs_work import refold
from intake.log import short_id
from intake.person_key import person_of
from intake.person_search import PersonError, Refusal

__all__ = ["PersonError", "Refusal"]


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What an erasure came to: the plan it followed, and the request with what is still owed."""

    planned: Planned
    request: Request


def find(app: App, words: str, user_name: str, *, deep: bool = True) -> list[Held]:
    """Everything in which a name, number or address stands, or (not ``deep``) what lists show; logged."""
    found = person_search.find(app, words, deep=deep)
    note_look(app, "person", user_name)
    return found


def show(app: App, key: str, user_name: str) -> tuple[Person, list[Held]]:
    """All that is held on a person: what the right of access gives; the look is logged."""
    person = person_of(app, key)
    note_look(app, "person", user_name, min(person.records, default=""))
    return person, person_search.holdings(app, person)


def note_look(app: App, what: str, user_name: str, subject: str = "") -> None:
    """Write down that somebody looked at personal data; ``subject`` is an id, never a name."""
    look = Access(at=app.clock(), user_name=user_name, what=what, subject=subject)
    app.store.access_log.note(app.campaign.id, look)


def plan(app: App, key: str, reason: str, user_name: str) -> Planned:
    """What an erasure would do; nothing is changed."""
    person = person_of(app, key)
    at = app.clock()
    mark = _mark(app, person)
    erasure = Erasure(
        request=f"{at:%Y%m%d}-{mark[:6]}",
        person="",
        reason=reason,
        made_by=user_name,
        at=at,
        campaign=app.campaign.id,
    )
    planned = plan_erasure(app, person, erasure)
    # The same person may ask again: each time is a tombstone of its own.
    named = replace(
        planned.erasure, person=f"{mark}:{at.isoformat()}", reason=reason, made_by=user_name, at=at
    )
    return replace(planned, erasure=named)


def erase(app: App, key: str, reason: str, user_name: str) -> Erased:
    """Erase all that is held on a person. It cannot be undone.

    Raises PersonError where nobody, or more than one, is meant; StoreError where a letter is just leaving.
    """
    if not reason.strip():
        raise PersonError(
            "an erasure needs its reason, such as the date and sign of the request", Refusal.NO_REASON
        )
    planned = plan(app, key, reason, user_name)
    app.store.erasures.erase(planned.erasure)
    note_look(app, "erase", user_name, planned.erasure.request)
    try:
        _finish(app, planned.erasure.request, planned.erasure.at, planned.owners)
    except (StoreError, ArchiveError) as error:
        # All that names him is gone from the rows; what is left to do is done by the next poll.
        app.log.warning("erased", request=planned.erasure.request, outcome="cut short", reason=str(error))
    request = next(one for one in requests(app) if one.id == planned.erasure.request)
    app.log.info("erased", request=request.id, **dict(request.counts))
    return Erased(planned=planned, request=request)


def resume(app: App) -> int:
    """End what was cut short; how many requests. Costs one small look where there is none."""
    open_ones = [one for one in requests(app) if not one.is_finished]
    for one in open_ones:
        _finish(app, one.id, one.at, frozenset())
    return len(open_ones)


def replay(app: App) -> int:
    """After a backup was restored: erase again what the archive's marks name; how many messages.

    Who it was about is not known any more, so all that these messages tell of persons goes.
    """
    marked = sorted(app.archive.erased())
    again = 0
    for sha in marked:
        message = app.store.message(sha)
        app.archive.erase(sha, app.clock(), "")
        if message is None or message.state is MessageState.ERASED:
            continue
        reading = app.store.reading(sha)
        stone = Tombstone(
            kind="message", subject=sha, request="", at=app.clock(), made_by="", reason="restored"
        )
        kept = MessageWords(
            sha256=sha, owner=message.owner, reading=reading and reading_without_people(reading)
        )
        app.store.erasures.erase_message(kept, stone, app.campaign.id)
        if message.owner:
            refold(app, message.owner)
        again += 1
    app.store.erasures.scrub()
    return again


def requests(app: App) -> tuple[Request, ...]:
    """The requests for erasure with what is owed, the latest first."""
    return requests_of(app.store.erasures.tombstones(app.campaign.id), _rules(app), app.clock())


def mark_backup(app: App, request_id: str, place: str, user_name: str) -> Request:
    """Write down that a backup is clean of what a request erased."""
    known = {one.id: one for one in requests(app)}
    if request_id not in known:
        raise PersonError(
            f"no request {request_id!r}; `intake person requests` shows them", Refusal.NO_BACKUP
        )
    places = [named for named, _clean in known[request_id].backups]
    if place not in places:
        raise PersonError(
            f"{place!r} is no backup of the settings; there are {', '.join(places) or 'none'}",
            Refusal.NO_BACKUP,
        )
    app.store.erasures.mark_backup(app.campaign.id, request_id, place, app.clock(), user_name)
    return next(one for one in requests(app) if one.id == request_id)


def records_of(app: App, person: Person) -> list[Record]:
    """The contact records of a person."""
    return [one for one in person_search.records_with(app, person.within) if one.id in person.records]


def facts(app: App, person: Person, found: Sequence[Held]) -> dict[str, Any]:
    """All that is held on a person as nested facts, with the values themselves: what he is handed."""
    return {
        "names": sorted(person.names),
        "phones": sorted(person.phones),
        "emails": sorted(person.emails),
        "records": [
            {
                "id": record.id,
                "unit": record.unit_id,
                "values": {key: _value_facts(one) for key, one in record.values.items()},
                "earlier": {
                    key: [_value_facts(one) for one in values] for key, values in record.history.items()
                },
            }
            for record in records_of(app, person)
        ],
        "held": [
            {
                "kind": one.kind.value,
                "id": one.id,
                "what": one.what,
                "place": one.place,
                "unit": one.unit_id,
                "at": one.at,
                "own": one.own,
            }
            for one in found
        ],
    }


def _value_facts(value: Any) -> dict[str, Any]:
    origin = value.origin
    return {
        "value": value.value,
        "as written": value.text,
        "message": origin.message_id,
        "file": origin.part,
        "place": origin.at,
        "decision": origin.decision or None,
    }


def _finish(app: App, request: str, at: datetime, owners: frozenset[str]) -> None:
    """The bytes, the folds, the file of the database; all of it may be done twice."""
    gone = [one.subject for one in app.store.erasures.tombstones(app.campaign.id) if one.kind == "message"]
    for sha in gone:
        app.archive.erase(sha, at, request)
    erased = every_message(app, MessageFilter(state=MessageState.ERASED))
    for owner in sorted({one.owner for one in erased if one.owner} | owners):
        refold(app, owner)
    app.store.erasures.scrub()
    app.store.erasures.close(request)
    app.log.info("bytes erased", request=request, messages=[short_id(sha) for sha in gone])


def _rules(app: App) -> BackupRules:
    chosen = app.settings.privacy
    kept = timedelta(days=chosen.retention_days) if chosen.retention_days else None
    return BackupRules(places=chosen.backups, within=timedelta(hours=chosen.erase_within_hours), kept=kept)


def _mark(app: App, person: Person) -> str:
    """A keyed hash of what named the person: it tells nothing without the installation's secret."""
    told = "\x1f".join(sorted(person.folded_names | person.phones | person.emails))
    return hmac.new(app.secret(), f"erased:{told}".encode(), sha256).hexdigest()[:32]
