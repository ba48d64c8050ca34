"""Whether a campaign's own templates may draw its letters: each is drawn once and judged; sends nothing."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from jinja2 import TemplateNotFound, TemplateSyntaxError, meta

from catalogue.outbox import Letter
from config.campaign import Campaign
from reports import wording
from reports.examples import EXAMPLES
from reports.page_words import words_of_page, words_of_text
from reports.rendering import environment, shipped_names
from reports.report_examples import REPORT_EXAMPLES


def template_faults(campaign: Campaign) -> tuple[str, ...]:
    """What is wrong with a campaign's templates, each fault with file and line where one is known."""
    if not campaign.templates.texts:
        return ()
    written = tuple(_writing_faults(campaign))
    if written:
        return written
    letters: dict[str, list[str]] = {}
    for fault, letter in _drawing_faults(campaign):
        letters.setdefault(fault, []).append(letter)
    return tuple(f"{fault} (in {', '.join(names)})" for fault, names in letters.items())


def _writing_faults(campaign: Campaign) -> Iterator[str]:
    """Faults of the texts themselves: grammar, and files that nothing would ever use."""
    own = campaign.templates
    used = set(shipped_names())
    for name, text in own.texts.items():
        try:
            tree = environment("text", own).parse(text, name, f"{own.folder}/{name}")
        except TemplateSyntaxError as error:
            yield f"{own.folder}/{name}, line {error.lineno}: {error.message}"
            continue
        used |= {one for one in meta.find_referenced_templates(tree) if one}
    for name in own.texts:
        if name not in used and name.partition("/")[2] not in used:
            yield f"{own.folder}/{name}: replaces no template, and no template names it"


def _drawing_faults(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """What goes wrong when the examples are drawn, each with the example it was found in."""
    for name, draw in {**EXAMPLES, **REPORT_EXAMPLES}.items():
        try:
            letter = draw(campaign)
        except Exception as error:  # noqa: BLE001 a template may fail in any way that its values allow
            yield f"{_line_of(error, campaign)}: {_said(error)}", name
        else:
            yield from (
                (f"{campaign.templates.folder}: the letter {one}", name) for one in _lacking(letter, campaign)
            )


def _said(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name}"
    return str(error) or type(error).__name__


def _line_of(error: Exception, campaign: Campaign) -> str:
    """The innermost line of the campaign's templates that led to an error."""
    folder = campaign.templates.folder
    frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.startswith(folder)]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else folder


def _lacking(letter: Letter, campaign: Campaign) -> Iterator[str]:
    """What no letter to a school may go without."""
    if letter.unit_id is None:
        return
    officer = campaign.officer
    if letter.ref not in letter.text:
        yield "does not bear its reference: {{ ref }}"
    if officer.phone not in letter.text and officer.email not in letter.text:
        yield "does not say how to reach the officer: {{ officer.phone }}"
    if wording.phrase(campaign, "privacy") not in letter.text:
        yield 'lacks the privacy notice: {{ words.phrase(campaign, "privacy") }}'
    if words_of_page(letter.html) != words_of_text(letter.text):
        yield "does not say the same in its text and in its HTML part"
