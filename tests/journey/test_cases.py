"""Real shapes of submissions, each a folder with its messages and what the catalogue must say of them.

After a change that is meant, write the expectations anew and review them as a diff:

    INTAKE_REGENERATE_CASES=1 .venv/bin/pytest tests/journey/test_cases.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from catalogue.units.roster import read_roster
from intake.jobs_export import export
from intake.jobs_poll import import_files
from tests.support.apps import Office

CASES = Path(__file__).parents[1] / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/about.md"))
REGENERATES = bool(os.environ.get("INTAKE_REGENERATE_CASES"))
LARGEST_MESSAGE = 60_000

Json = dict[str, Any]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_catalogue_says_of_a_case_what_a_careful_officer_would_enter(
    folder: Path, office: Office
) -> None:
    seen = _catalogue_of(folder, office)
    expected = folder / "expected.json"
    if REGENERATES:
        expected.write_text(json.dumps(seen, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert seen == json.loads(expected.read_text("utf-8"))


def test_the_cases_are_small_and_name_invented_addresses_only() -> None:
    assert FOLDERS
    for message in CASES.glob("*/*.eml"):
        raw = message.read_bytes()
        addresses = [line for line in raw.splitlines() if line.lower().startswith((b"from:", b"to:"))]
        assert len(raw) < LARGEST_MESSAGE, message
        assert addresses, message
        assert all(b".example" in line for line in addresses), message


def _catalogue_of(folder: Path, office: Office) -> Json:
    """What the road makes of a case's messages, without ids and empty fields."""
    office.app.store.replace_units(
        office.app.campaign.id, read_roster("roster.csv", (CASES / "roster.csv").read_bytes()).units
    )
    done = import_files(office.app, [folder])
    assert not done.worked.failed
    exported: Json = json.loads(b"".join(export(office.app, "json")))
    return {
        "messages": [_without(one, "message_id") for one in exported["messages"]],
        "courses": _records(exported["courses"]),
        "contacts": _records(exported["contacts"]),
    }


def _records(records: Iterable[Json]) -> list[Json]:
    return [
        {**_without(one, "id", "message_ids", "sources"), "at": _places(one["sources"])} for one in records
    ]


def _places(sources: Mapping[str, Json]) -> dict[str, str]:
    return {
        key: f"{source['part']} {source['at']}".strip()
        for key, source in sorted(sources.items())
        if source.get("at")
    }


def _without(record: Mapping[str, Any], *names: str) -> Json:
    """A record without some of its fields and without those that say nothing."""
    return {key: value for key, value in record.items() if key not in names and value not in (None, [], "")}
