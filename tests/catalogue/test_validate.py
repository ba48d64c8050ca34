"""What lacks, what is doubtful, and where a case stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.fields import CONTACT, COURSE
from catalogue.folding.validate import (
    awaited_fields,
    doubtful_fields,
    missing_fields,
    required_fields,
    unit_status,
)
from catalogue.records import Origin, Record, UnitStatus, UnreadFile
from tests.support.statements import CAMPAIGN, UNIT, value


def record(kind: str, *missing: str) -> Record:
    return Record(id="x", kind=kind, unit_id=UNIT, values={}, message_ids=(), missing=missing)


COMPLETE = (record(COURSE), record(CONTACT))
UNREAD = (UnreadFile(filename="ds.pdf", reason="scanned", origin=Origin()),)


def test_the_campaign_says_what_is_required() -> None:
    assert required_fields(COURSE, CAMPAIGN) == (
        "title", "level", "delivery", "fee", "content", "curriculum", "url",
    )  # fmt: skip
    assert required_fields(CONTACT, CAMPAIGN) == ("full_name", "position", "phone")


def test_a_field_is_missing_unless_it_has_a_value_or_an_answer() -> None:
    values = {
        "title": value("Kế toán"),
        "fee": value(None, text="theo quy định", doubt="unclear: x"),
        "url": value(None, text="Chưa có", answered=True),
        "content": value(None),
    }
    assert missing_fields(values, ("title", "fee", "content", "level", "url")) == ("fee", "content", "level")


def test_doubts_conflicts_and_the_record_itself_are_doubtful() -> None:
    values = {"title": value("A"), "fee": value("paid", doubt="open: x"), "url": value("https://a.example")}
    assert doubtful_fields(values, {"url": ()}, "weak: no heading") == ("fee", "url", "record")
    assert doubtful_fields(values, (), "") == ("fee",)


@pytest.mark.parametrize(
    ("records", "unread", "submitted", "says_none", "status"),
    [
        ((), (), False, False, UnitStatus.NOT_SUBMITTED),
        ((), (), True, False, UnitStatus.INCOMPLETE),
        ((), (), True, True, UnitStatus.NO_COURSES),
        ((record(CONTACT),), (), True, True, UnitStatus.NO_COURSES),
        ((record(COURSE),), (), True, False, UnitStatus.INCOMPLETE),
        (COMPLETE, (), True, False, UnitStatus.COMPLETE),
        (COMPLETE, (), True, True, UnitStatus.COMPLETE),
        (COMPLETE, UNREAD, True, False, UnitStatus.INCOMPLETE),
        ((record(COURSE, "url"), record(CONTACT)), (), True, False, UnitStatus.INCOMPLETE),
    ],
)
def test_status(
    records: tuple[Record, ...],
    unread: tuple[UnreadFile, ...],
    submitted: bool,  # noqa: FBT001 a column of the table above
    says_none: bool,  # noqa: FBT001 likewise
    status: UnitStatus,
) -> None:
    assert unit_status(records, unread, submitted=submitted, says_none=says_none, campaign=CAMPAIGN) is status


def doubtful(kind: str, *fields: str) -> Record:
    values = {key: value("paid") for key in fields if key != "record"}
    return replace(record(kind), values=values, doubtful=fields)


@pytest.mark.parametrize(
    ("records", "status"),
    [
        ((doubtful(COURSE, "fee"), record(CONTACT)), UnitStatus.INCOMPLETE),
        ((doubtful(COURSE, "fee_vnd"), record(CONTACT)), UnitStatus.INCOMPLETE),
        ((doubtful(COURSE, "record"), record(CONTACT)), UnitStatus.INCOMPLETE),
        ((record(COURSE), doubtful(CONTACT, "phone")), UnitStatus.INCOMPLETE),
        ((doubtful(COURSE, "duration", "images"), doubtful(CONTACT, "email")), UnitStatus.COMPLETE),
    ],
)
def test_a_doubt_keeps_a_case_open_only_where_the_campaign_needs_the_field(
    records: tuple[Record, ...], status: UnitStatus
) -> None:
    assert unit_status(records, (), submitted=True, says_none=False, campaign=CAMPAIGN) is status


def test_what_a_scan_seems_to_say_waits_as_a_whole() -> None:
    scanned = replace(doubtful(COURSE, "title", "fee", "record"), doubt="ocr: read from a scan")
    assert awaited_fields(scanned, CAMPAIGN) == ("record",)


def test_a_doubtful_text_without_a_value_lacks_and_does_not_wait() -> None:
    unclear = value(None, text="theo quy định", doubt="unclear: x")
    course = replace(record(COURSE, "fee"), values={"fee": unclear}, doubtful=("fee",))
    assert awaited_fields(course, CAMPAIGN) == ()
    nameless = replace(record(CONTACT, "full_name"), doubtful=("record",))
    assert awaited_fields(nameless, CAMPAIGN) == ()
