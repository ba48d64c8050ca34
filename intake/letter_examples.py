"""The examples of a campaign's letters as files: for the browser, as text, and as the mail they would be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from catalogue.outbox import Letter
from config.campaign import Campaign, CampaignError
from intake.outgoing import Envelope, build_mail
from reports.examples import examples
from reports.report_examples import REPORT_EXAMPLES
from reports.template_faults import template_faults


def expect_sound_templates(campaign: Campaign) -> None:
    """Raise CampaignError with every fault of the campaign's own templates, each with file and line."""
    faults = template_faults(campaign)
    if faults:
        raise CampaignError("\n  ".join([f"{campaign.id}: {len(faults)} fault(s) in its templates", *faults]))


def write_examples(campaign: Campaign, folder: Path) -> list[tuple[Path, Letter]]:
    """Write each example as .html, .txt and .eml; return the page and the letter of each."""
    expect_sound_templates(campaign)
    folder.mkdir(parents=True, exist_ok=True)
    reports = {name: draw(campaign) for name, draw in REPORT_EXAMPLES.items()}
    drawn = {**examples(campaign), **reports}
    return [(_write(campaign, letter, folder / name), letter) for name, letter in drawn.items()]


def _write(campaign: Campaign, letter: Letter, stem: Path) -> Path:
    named = replace(letter, message_id=f"<{stem.name}@vi-du.example>")
    envelope = Envelope(from_address=campaign.mailbox_address, from_name=campaign.office)
    page = stem.with_suffix(".html")
    page.write_text(letter.html, encoding="utf-8")
    stem.with_suffix(".txt").write_text(f"{letter.subject}\n\n{letter.text}", encoding="utf-8")
    stem.with_suffix(".eml").write_bytes(
        build_mail(named, envelope, letter.created_at or campaign.closes_at).data
    )
    return page
