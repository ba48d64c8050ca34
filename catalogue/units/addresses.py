"""Where a unit can be written to, the best address first; pure values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from catalogue.records import Record, Unit


def known_addresses(unit: Unit, senders: Sequence[str], people: Iterable[Record]) -> tuple[str, ...]:
    """The roster's addresses, those that wrote for the unit, those of its contacts that are beyond doubt.

    Lower case, each once; ``senders`` are of messages taken for the unit's, ``people`` its contacts.
    """
    contacts = [address for record in people for address in _sure(record)]
    known = (*unit.emails, *senders, *contacts)
    return tuple(dict.fromkeys(one.lower() for one in known if "@" in one))


def _sure(record: Record) -> Iterator[str]:
    value = record.values.get("email")
    disputed = any(one.field == "email" for one in record.conflicts)
    doubted = "email" in record.doubtful or record.doubt or disputed
    if value is not None and isinstance(value.value, str) and not doubted:
        yield value.value
