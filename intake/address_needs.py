"""What the officer hears of addresses: units cut off, full mailboxes, deputies named; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from catalogue.snapshot import Need, NeedLine, UnitLine
from catalogue.views import KnownAddress, StoredMessage
from intake.app import App
from intake.jobs_returned import addresses_of_all, copy_of
from parsers.mail import DeliveryReport, Outcome
from parsers.message import read_message
from reports.wording import short_date

FULL_TOLD_FROM = 2
"""Bounces of a full mailbox from which on the officer hears of it."""
_WORDS = {
    Outcome.HARD: "địa chỉ không nhận thư",
    Outcome.SOFT: "máy chủ không nhận thư",
    Outcome.FULL: "hộp thư đầy",
    Outcome.DELAYED: "thư đến chậm",
}


def with_addresses(app: App, lines: Sequence[UnitLine]) -> tuple[UnitLine, ...]:
    """The units' lines with what is known of their addresses, those marked that no letter reaches now."""
    known = {one.address: one for one in app.store.addresses()}
    touched = _touched(app, lines, known)
    places = (
        addresses_of_all(app, [line.unit for line in lines if line.unit.id in touched]) if touched else {}
    )
    return tuple(
        _with_addresses(app, line, known, places[line.unit.id]) if line.unit.id in places else line
        for line in lines
    )


def address_needs(app: App, lines: Sequence[UnitLine]) -> Iterator[NeedLine]:
    """One line for each unit that no letter reaches, for each mailbox that stays full, for each deputy."""
    for line in lines:
        if line.muted:
            yield _need(Need.NO_ADDRESS, line, "; ".join(_told(app, one) for one in line.known))
            continue
        for one in line.known:
            yield from _address_needs(app, line, one)


def _touched(app: App, lines: Sequence[UnitLine], known: Mapping[str, KnownAddress]) -> frozenset[str]:
    """The units that may be written to at any address that something is known of."""
    if not known:
        return frozenset()
    invited = {line.unit.id for line in lines if any(one.lower() in known for one in line.unit.emails)}
    return app.store.lists.units_at(app.campaign.id, known.keys()) | invited


def undelivered(app: App, one: StoredMessage) -> str:
    """Which addresses a report is about and what became of its mail (Vietnamese); "" for nobody's."""
    reports = [report for report in _reports(app, one) if report.recipient]
    told = {report.recipient: _WORDS.get(report.outcome, "") for report in reports}
    named = ", ".join(f"{address} ({words})" if words else address for address, words in told.items())
    return f"không gửi được đến: {named}{_sent_again(app, one)}" if named else ""


def _sent_again(app: App, one: StoredMessage) -> str:
    letter = app.store.letter(one.letter_id) if one.letter_id else None
    copy = copy_of(app, letter) if letter is not None else None
    return f"; đã lập lại thư gửi đến {copy.to}" if copy is not None else ""


def is_only_late(app: App, one: StoredMessage) -> bool:
    """Whether a report tells of delays alone: the mail is still on its way, and nobody has to do anything."""
    found = _reports(app, one)
    return bool(found) and all(report.outcome is Outcome.DELAYED for report in found)


def _reports(app: App, one: StoredMessage) -> tuple[DeliveryReport, ...]:
    return read_message(app.archive.get(one.sha256)).reports


def _with_addresses(
    app: App, line: UnitLine, known: Mapping[str, KnownAddress], addresses: Sequence[str]
) -> UnitLine:
    of_unit = tuple(known[one] for one in addresses if one in known)
    # One address that is open is enough.
    shut = sum(1 for one in of_unit if _is_muted(app, one))
    return replace(line, known=of_unit, muted=bool(addresses) and shut == len(addresses))


def _is_muted(app: App, one: KnownAddress) -> bool:
    return one.muted_until is not None and one.muted_until > app.clock()


def _address_needs(app: App, line: UnitLine, one: KnownAddress) -> Iterator[NeedLine]:
    full = one.reason.startswith(Outcome.FULL.value) and one.bounces >= FULL_TOLD_FROM
    if full and _is_muted(app, one):
        yield _need(Need.FULL_MAILBOX, line, _told(app, one))
    if one.deputy and (one.away_until is None or one.away_until > app.clock()):
        until = f" (tạm dừng gửi đến ngày {_day(app, one.away_until)})" if one.away_until else ""
        yield _need(Need.AWAY, line, f"{one.address} vắng mặt{until}; người thay thế được nêu: {one.deputy}")


def _told(app: App, one: KnownAddress) -> str:
    outcome, _colon, words = one.reason.partition(": ")
    why = _WORDS.get(Outcome(outcome), "") if outcome in set(Outcome) else ""
    until = f"tạm dừng gửi đến ngày {_day(app, one.muted_until)}" if one.muted_until else ""
    return f"{one.address} ({'; '.join(filter(None, [why, words[:120], until]))})"


def _day(app: App, moment: datetime) -> str:
    return short_date(moment.astimezone(app.campaign.time_zone).date())


def _need(kind: Need, line: UnitLine, detail: str) -> NeedLine:
    return NeedLine(kind=kind, what=line.unit.name, detail=detail, unit_id=line.unit.id)
