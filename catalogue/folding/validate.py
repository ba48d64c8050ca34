"""What lacks, what is doubtful, and where a unit's case stands; judges values, reads no file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from catalogue.fields import CONTACT, FIELDS, KEY_FIELD
from catalogue.folding.values import has_usable
from catalogue.records import Record, UnitStatus, UnreadFile, Value
from catalogue.suggested import is_suggested
from config.campaign import Campaign, FieldRule

WHOLE = "record"
"""The name under which a record as a whole is doubtful."""
_FEE, _FIGURE = "fee", "fee_vnd"


def rules_of(kind: str, campaign: Campaign) -> Mapping[str, FieldRule]:
    """What the campaign wants of a kind of record."""
    return campaign.contact_fields if kind == CONTACT else campaign.course_fields


def required_fields(kind: str, campaign: Campaign) -> tuple[str, ...]:
    """The fields that a record of a kind must have, in catalogue order."""
    rules = rules_of(kind, campaign)
    return tuple(one.key for one in FIELDS[kind] if one.key in rules and rules[one.key].required)


def missing_fields(values: Mapping[str, Value], required: Collection[str]) -> tuple[str, ...]:
    """The required fields that have neither a value nor an answer."""
    return tuple(key for key in required if not has_usable(values, key))


def doubtful_fields(values: Mapping[str, Value], conflicts: Collection[str], doubt: str) -> tuple[str, ...]:
    """The fields that wait for confirmation, ``WHOLE`` last where the record itself does."""
    fields = [key for key, value in values.items() if value.doubt or key in conflicts]
    return (*fields, WHOLE) if doubt else tuple(fields)


def settled_fields(kind: str, campaign: Campaign) -> tuple[str, ...]:
    """The fields whose doubts must be settled: the required ones, and with the fee its figure."""
    required = required_fields(kind, campaign)
    figure = [_FIGURE] if kind != CONTACT and _FEE in required and _FIGURE not in required else []
    keys = {*required, *figure}
    return tuple(one.key for one in FIELDS[kind] if one.key in keys)


def awaited_fields(record: Record, campaign: Campaign) -> tuple[str, ...]:
    """What of a record stands there and waits for a yes: fields that must be settled, the record itself.

    A doubtful field without a usable value lacks rather than waits, and so does a record without its name.
    What a scan seems to say waits as a whole, since it is settled as a whole.
    """
    if not record.doubtful:
        return ()
    if is_suggested(record):
        return (WHOLE,)
    must = settled_fields(record.kind, campaign)
    return tuple(
        key
        for key in record.doubtful
        if (_is_named(record) if key == WHOLE else key in must and has_usable(record.values, key))
    )


def awaited(records: Iterable[Record], campaign: Campaign) -> tuple[tuple[Record, str], ...]:
    """All that waits for a yes in these records, each with its record."""
    return tuple((record, key) for record in records for key in awaited_fields(record, campaign))


def unit_status(
    records: Collection[Record],
    unread: Collection[UnreadFile],
    *,
    submitted: bool,
    says_none: bool,
    campaign: Campaign,
) -> UnitStatus:
    """Where the case stands. ``says_none``: the unit's last word is that it has no course."""
    kinds = {record.kind for record in records}
    if says_none and "course" not in kinds:
        return UnitStatus.NO_COURSES
    if not submitted and not records:
        return UnitStatus.NOT_SUBMITTED
    if kinds >= {"course", "contact"} and not unread and not any(_is_open(one, campaign) for one in records):
        return UnitStatus.COMPLETE
    return UnitStatus.INCOMPLETE


def _is_named(record: Record) -> bool:
    return KEY_FIELD[record.kind] not in record.missing


def _is_open(record: Record, campaign: Campaign) -> bool:
    return bool(record.missing or awaited_fields(record, campaign))
