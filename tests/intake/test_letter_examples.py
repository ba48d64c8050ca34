"""The examples that an officer looks at before anything is sent."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from catalogue.records import LetterKind
from config.campaign import CampaignError
from config.templates import Templates
from intake.letter_examples import write_examples
from tests.reports import samples


def test_every_kind_of_letter_is_written_as_page_text_and_mail(tmp_path: Path) -> None:
    written = write_examples(samples.campaign(), tmp_path / "thu")
    assert {letter.kind for _, letter in written} == set(LetterKind) - {LetterKind.OPERATOR}
    for page, letter in written:
        assert page.read_text(encoding="utf-8") == letter.html
        assert page.with_suffix(".txt").read_text(encoding="utf-8").startswith(letter.subject)
        mail = message_from_bytes(page.with_suffix(".eml").read_bytes(), policy=policy.default)
        assert mail["Subject"] == letter.subject
        assert mail["To"].endswith(".example")
    assert len(list((tmp_path / "thu").iterdir())) == 3 * len(written)


def test_nothing_is_written_by_templates_with_faults(tmp_path: Path) -> None:
    campaign = samples.campaign(templates=Templates("mau-thu", {"foot.j2": "{{ rfe }}"}))
    with pytest.raises(CampaignError, match=r"mau-thu/foot\.j2, line 1: 'rfe' is undefined"):
        write_examples(campaign, tmp_path / "thu")
    assert not (tmp_path / "thu").exists()
