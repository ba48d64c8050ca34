"""A campaign may draw its letters by templates of its own, and is told what is wrong with them."""

from dataclasses import replace

import pytest

from config.campaign import Campaign
from config.templates import Templates
from reports.examples import examples
from reports.letters import compose_reminder
from reports.template_faults import template_faults
from tests.reports import samples

OWN_NEXT = """{% extends "shipped/letters/reminder.j2" %}
{% from "blocks.j2" import p %}
{% block next %}
{% call p() %}Sở sẽ gọi điện cho {{ you }}.{% endcall %}
{% endblock %}
"""


def with_templates(**texts: str) -> Campaign:
    named = {f"{name.replace('__', '/')}.j2": text for name, text in texts.items()}
    return samples.campaign(templates=Templates(folder="mau-thu", texts=named))


def test_the_shipped_templates_and_a_good_one_of_ones_own_have_no_fault() -> None:
    assert template_faults(samples.campaign()) == ()
    assert template_faults(with_templates(letters__reminder=OWN_NEXT)) == ()
    assert (
        template_faults(
            samples.campaign(templates=Templates("x", {"foot.j2": "{% include 'shipped/foot.j2' %}"}))
        )
        == ()
    )


def test_a_template_of_ones_own_takes_the_place_of_ours_in_both_parts_and_only_there() -> None:
    campaign = with_templates(letters__reminder=OWN_NEXT)
    letter = compose_reminder(samples.case(campaign=campaign))
    for part in (letter.text, letter.html):
        assert "Sở sẽ gọi điện cho Quý trường." in part
        assert "vui lòng bỏ qua thư này" not in part
    usual = examples(samples.campaign())
    changed = {name for name, one in examples(campaign).items() if one.html != usual[name].html}
    assert {name[3:7] for name in changed} == {"nhac"}


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        (
            {"letters__reminder": OWN_NEXT.replace("you }}", "yuo }}")},
            "mau-thu/letters/reminder.j2, line 4: 'yuo'",
        ),
        ({"foot": "\n\n{% if ref %}"}, "mau-thu/foot.j2, line 3: Unexpected end of template"),
        ({"foot": "\n{{ 1 // 0 }}"}, "mau-thu/foot.j2, line 2: integer division"),
        ({"foot": "{% include 'absent.j2' %}"}, "mau-thu/foot.j2, line 1: there is no template absent.j2"),
        ({"letters__remindr": OWN_NEXT}, "mau-thu/letters/remindr.j2: replaces no template"),
        ({"digest": "{{ ref }}"}, "mau-thu/digest.j2, line 1: 'ref' is undefined"),
        ({"desk__today": "{{ ref }}"}, "mau-thu/desk/today.j2: replaces no template"),
        (
            {"foot": "{{ officer.phone }} {{ words.phrase(campaign, 'privacy') }}"},
            "does not bear its reference",
        ),
        (
            {"foot": "{{ ref }} {{ words.phrase(campaign, 'privacy') }}"},
            "does not say how to reach the officer",
        ),
        ({"foot": "{{ ref }} {{ officer.email }}"}, "lacks the privacy notice"),
        (
            {"html__foot": "{{ ref }} {{ officer.email }} {{ words.phrase(campaign, 'privacy') }} more"},
            "does not say the same in its text and in its HTML part",
        ),
    ],
)
def test_a_fault_is_told_with_file_and_line(texts: dict[str, str], fault: str) -> None:
    [found] = [one for one in template_faults(with_templates(**texts)) if fault in one]
    assert found


@pytest.mark.parametrize(
    "reaching",
    [
        "{{ words.phrase.__globals__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ words.re }}",
        "{{ campaign.wording.update({}) }}",
        "{% for n in range(10000000) %}{% endfor %}",
        "{% include '../../../pyproject.toml' %}",
    ],
)
def test_a_template_reaches_nothing_but_the_values_of_its_letter(reaching: str) -> None:
    campaign = with_templates(foot="{% include 'shipped/foot.j2' %}\n" + reaching)
    assert template_faults(replace(campaign, wording={}))[0].startswith("mau-thu/foot.j2, line 2: ")
