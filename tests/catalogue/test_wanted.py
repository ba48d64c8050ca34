from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.fields import FIELDS, KEY_FIELD
from catalogue.wanted import wanted_for
from config.campaign import Campaign, load_campaign
from config.vocabulary import ambiguous, headings
from parsers.text import fold
from parsers.wanted import WantedField


@pytest.fixture(name="campaign")
def _campaign() -> Campaign:
    return load_campaign("course-catalogue-2025")


def fields(campaign: Campaign, kind: str) -> dict[str, WantedField]:
    record = next(one for one in wanted_for(campaign).records if one.kind == kind)
    return {one.key: one for one in record.fields}


@pytest.mark.parametrize("kind", ["course", "contact"])
def test_every_field_of_the_catalogue_is_wanted_under_its_key(campaign: Campaign, kind: str) -> None:
    found = fields(campaign, kind)
    assert {one.key for one in FIELDS[kind]} == {key for key, one in found.items() if one.collected}
    assert found[KEY_FIELD[kind]].headings
    assert all(one.headings for one in found.values() if one.collected)


def test_every_heading_is_folded(campaign: Campaign) -> None:
    for kind in ("course", "contact"):
        for one in fields(campaign, kind).values():
            assert all(word == fold(word) for word in (*one.headings, *one.abbreviations, *one.flags))


def test_the_same_campaign_wants_the_same_value(campaign: Campaign) -> None:
    assert wanted_for(campaign) is wanted_for(load_campaign("course-catalogue-2025"))


def test_a_campaign_adds_its_own_headings(campaign: Campaign) -> None:
    with_more = replace(campaign, extra_headings={"course.title": ("Tên nội dung học",)})
    assert fields(with_more, "course")["title"].headings[0] == "ten noi dung hoc"
    assert "ten noi dung hoc" not in fields(campaign, "course")["title"].headings


def test_known_columns_that_nobody_collects_are_told_apart(campaign: Campaign) -> None:
    found = fields(campaign, "course")
    assert not found["course.instructor"].collected
    assert not found["unit.name"].collected
    assert "giang vien" in found["course.instructor"].headings


def test_tick_columns_stand_for_the_codes_of_the_catalogue(campaign: Campaign) -> None:
    found = fields(campaign, "course")
    assert found["delivery"].flags["truc tuyen ket hop truc tiep"] == "blended"
    assert found["level"].flags["so cap"] == "elementary"
    assert found["fee"].flags["mien phi"] == "free"
    for key in ("level", "delivery", "fee"):
        options = next(one.options for one in FIELDS["course"] if one.key == key)
        assert set(found[key].flags.values()) <= set(options)
        assert set(found[key].choices) == set(options)


def test_signs_that_folding_would_lose_are_kept(campaign: Campaign) -> None:
    wanted = wanted_for(campaign)
    assert {"x", "✓", "co"} <= wanted.yes
    assert {"☐", "khong"} <= wanted.no
    assert "" not in wanted.yes | wanted.no | wanted.empty


def test_the_vocabulary_names_every_entry_that_the_fields_need() -> None:
    needed = {entry for kind in FIELDS for one in FIELDS[kind] for entry in one.vocabulary}
    assert needed <= set(headings())
    assert "course.programme" in ambiguous()["chương trình đào tạo"]
