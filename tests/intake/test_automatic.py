"""Programs and people are told apart, whatever words either uses."""

from __future__ import annotations

import pytest

from catalogue.records import MessageKind, Unit
from config.campaign import load_campaign
from intake.reader_work import read
from intake.triage import Known, Route, triage
from tests.support.machines import MACHINES, OUR_ID, OURS, Sample
from tests.support.people import PEOPLE

CAMPAIGN = load_campaign("course-catalogue-2025")
UNIT = Unit(
    id="tc-bien-xanh",
    name="Trường Trung cấp Biển Xanh",
    kind="intermediate_school",
    emails=("vanphong@bienxanh.example",),
    domains=("bienxanh.example",),
)
KNOWN = Known(
    units={UNIT.id: UNIT},
    senders={},
    letters={OUR_ID: (7, UNIT.id), "CC25-7K3QF2": (7, UNIT.id)},
    own_addresses=frozenset({OURS}),
)
OF_MACHINES = {MessageKind.AUTO_REPLY, MessageKind.OTHER, MessageKind.BOUNCE}


def route(sample: Sample) -> Route:
    done = read("", sample.raw, CAMPAIGN)
    return triage(done.message, done.reading, KNOWN, CAMPAIGN)


@pytest.mark.parametrize("sample", MACHINES, ids=str)
def test_a_program_is_never_taken_for_a_person(sample: Sample) -> None:
    assert route(sample).kind in OF_MACHINES


@pytest.mark.parametrize("sample", PEOPLE, ids=str)
def test_a_person_is_never_taken_for_a_program(sample: Sample) -> None:
    assert route(sample).kind not in OF_MACHINES


def test_both_sets_are_large() -> None:
    assert min(len(MACHINES), len(PEOPLE)) >= 80
