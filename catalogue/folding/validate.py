"""What lacks, what is doubtful, and where a unit's case stands; judges values, reads no file."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from catalogue.folding.values import is_usable
from catalogue.records import CONTACT, FIELDS, Record, UnitStatus, UnreadFile, Value
from config.campaign import Campaign, FieldRule

WHOLE = "record"
"""The name under which a record as a whole is doubtful."""


def rules_of(kind: str, campaign: Campaign) -> Mapping[str, FieldRule]:
    """What the campaign wants of a kind of record."""
    return campaign.contact_fields if kind == CONTACT else campaign.course_fields


def required_fields(kind: str, campaign: Campaign) -> tuple[str, ...]:
    """The fields that a record of a kind must have, in catalogue order."""
    rules = rules_of(kind, campaign)
    return tuple(one.key for one in FIELDS[kind] if one.key in rules and rules[one.key].required)


def missing_fields(values: Mapping[str, Value], required: Collection[str]) -> tuple[str, ...]:
    """The required fields that have neither a value nor an answer."""
    return tuple(key for key in required if key not in values or not is_usable(values[key]))


def doubtful_fields(values: Mapping[str, Value], conflicts: Collection[str], doubt: str) -> tuple[str, ...]:
    """The fields that wait for confirmation, ``WHOLE`` last where the record itself does."""
    fields = [key for key, value in values.items() if value.doubt or key in conflicts]
    return (*fields, WHOLE) if doubt else tuple(fields)


def unit_status(
    records: Collection[Record], unread: Collection[UnreadFile], *, submitted: bool, says_none: bool
) -> UnitStatus:
    """Where the case stands. ``says_none``: the unit's last word is that it has no course."""
    kinds = {record.kind for record in records}
    if says_none and "course" not in kinds:
        return UnitStatus.NO_COURSES
    if not submitted and not records:
        return UnitStatus.NOT_SUBMITTED
    if kinds >= {"course", "contact"} and not unread and not any(record.missing for record in records):
        return UnitStatus.COMPLETE
    return UnitStatus.INCOMPLETE
