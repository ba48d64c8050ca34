"""The officer's reports by mail: one snapshot in, one Letter out; every figure is counted from a list.

The daily digest, the weekly report and the final one are made of the same parts, by templates that build on
one another (digest.j2, weekly.j2, final.j2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.outbox import Letter, LetterFile
from catalogue.records import LetterKind
from catalogue.snapshot import Snapshot, course_sums, totals
from reports import digest_lists as lists
from reports import wording
from reports.digest_alarms import Alarm, alarms
from reports.digest_course import (
    LEGEND,
    course_alt,
    course_of,
    coverage,
    coverage_alt,
    estimate_words,
    pace_words,
)
from reports.digest_view import ReportKind, done_of, headline, need_groups
from reports.inlining import with_styles
from reports.rendering import render
from reports.template_words import WORDS

FINAL_WINDOW = "final"
PROGRESS_PICTURE, COVERAGE_PICTURE = "tien-do.png", "loai-hinh.png"
_TEMPLATES = {ReportKind.DAILY: "digest.j2", ReportKind.WEEKLY: "weekly.j2", ReportKind.FINAL: "final.j2"}
_SHEET = "digest.css"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a report: its file, and the size it is shown at in CSS pixels."""

    file: LetterFile
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Most:
    """How much of each list stands in a mail: a phone is small, and Gmail cuts a mail off after 102 KB.

    The workbook that goes with it has all.
    """

    needs_of_kind: int = 10
    needs: int = 25
    received: int = 12
    incomplete: int = 20
    names: int = 20


_MOST = {
    ReportKind.DAILY: _Most(),
    ReportKind.WEEKLY: _Most(received=0),
    ReportKind.FINAL: _Most(received=0, needs=10, incomplete=30, names=80),
}


def compose_digest(
    snapshot: Snapshot, files: tuple[LetterFile, ...] = (), pictures: Sequence[Picture] = ()
) -> Letter:
    """The digest of one day, addressed to the campaign's officer; ``files`` and ``pictures`` go with it."""
    return _compose(ReportKind.DAILY, snapshot, files, pictures)


def compose_weekly(
    snapshot: Snapshot, files: tuple[LetterFile, ...] = (), pictures: Sequence[Picture] = ()
) -> Letter:
    """The report of a week; ``previous`` and ``letters_today`` of the snapshot are to be the week's."""
    return _compose(ReportKind.WEEKLY, snapshot, files, pictures)


def compose_final(
    snapshot: Snapshot, files: tuple[LetterFile, ...] = (), pictures: Sequence[Picture] = ()
) -> Letter:
    """The report after the deadline; ``letters_today`` of the snapshot are to be all letters ever sent."""
    return _compose(ReportKind.FINAL, snapshot, files, pictures)


COMPOSERS = {
    ReportKind.DAILY: compose_digest,
    ReportKind.WEEKLY: compose_weekly,
    ReportKind.FINAL: compose_final,
}
"""Each report's composer; all take the same."""


def window_of(kind: ReportKind, snapshot: Snapshot) -> str:
    """Which one of its kind a report is: its day, its week of the year, or the only one."""
    day = wording.local(snapshot.campaign, snapshot.taken_at).date()
    if kind is ReportKind.FINAL:
        return FINAL_WINDOW
    return day.isoformat() if kind is ReportKind.DAILY else f"{day:%G-W%V}"


def _compose(
    kind: ReportKind, snapshot: Snapshot, files: tuple[LetterFile, ...], pictures: Sequence[Picture]
) -> Letter:
    campaign, wrong = snapshot.campaign, alarms(snapshot)
    subject = _subject(kind, snapshot, wrong)
    values = _values(kind, snapshot, {one.file.filename: one for one in pictures})
    values |= {"subject": subject, "alarms": [one.sentence for one in wrong], "files": files}
    both = render(_TEMPLATES[kind], values, campaign.templates)
    return Letter(
        campaign=campaign.id,
        unit_id=None,
        kind=LetterKind.DIGEST,
        window=window_of(kind, snapshot),
        to=campaign.officer.email,
        subject=subject,
        text=both.text,
        html=with_styles(both.html, _SHEET),
        files=(*files, *(one.file for one in pictures)),
        created_at=snapshot.taken_at,
    )


def _subject(kind: ReportKind, snapshot: Snapshot, wrong: Sequence[Alarm]) -> str:
    """What matters most first: that the service fails, or how much waits; then how far the campaign is."""
    campaign, figures = snapshot.campaign, totals(snapshot)
    brief = next((one.brief for one in wrong if one.brief), "")
    first = ""
    if brief:
        first = f"Cảnh báo: {brief} - "
    elif kind is not ReportKind.DAILY:
        first = f"{_report_words(kind, snapshot)} - "
    elif snapshot.needs:
        first = f"{wording.count(len(snapshot.needs))} việc cần xử lý - "
    left = wording.time_left(campaign, snapshot.taken_at)
    return wording.one_line(f"[{campaign.subject_tag}] {first}{done_of(figures)} đơn vị hoàn thành, {left}")


def _report_words(kind: ReportKind, snapshot: Snapshot) -> str:
    key = "digest" if kind is ReportKind.DAILY else kind.value
    return wording.phrase(snapshot.campaign, f"subject.{key}")


def _values(kind: ReportKind, snapshot: Snapshot, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    campaign, most = snapshot.campaign, _MOST[kind]
    course, bars = course_of(snapshot), coverage(snapshot)
    owing = lists.incomplete(snapshot)
    return {
        "campaign": campaign,
        "officer": campaign.officer,
        "greeted": f"{campaign.officer.title} {campaign.officer.name}".strip(),
        "words": WORDS,
        "now": wording.local(campaign, snapshot.taken_at),
        "report": _report_words(kind, snapshot),
        "left": wording.time_left(campaign, snapshot.taken_at),
        "headline": headline(snapshot, kind),
        "figures": totals(snapshot),
        "to_do": len(snapshot.needs),
        "needs": need_groups(snapshot, most.needs_of_kind, most.needs),
        "has_links": any(line.links for line in snapshot.needs),
        "done": [(one.act.label, one.outcome) for one in snapshot.done],
        "pace": f"{pace_words(course)} {estimate_words(course)}".strip(),
        "pictures": pictures,
        "progress": {"name": PROGRESS_PICTURE, "alt": course_alt(course)},
        "coverage": {"name": COVERAGE_PICTURE, "alt": coverage_alt(bars), "legend": LEGEND},
        "new_messages": len(snapshot.today),
        "received": lists.today(snapshot, most.received),
        "incomplete": owing[: most.incomplete],
        "incomplete_in_all": len(owing),
        "not_sent": lists.not_sent(snapshot, most.names),
        "late": lists.late(snapshot, most.names),
        "courses": lists.course_table(course_sums(snapshot).by_form),
        "fees": lists.fees(course_sums(snapshot).by_fee),
        "letters": lists.letters(snapshot.letters_today),
        "runs": snapshot.runs,
        "sums": lists.sums(snapshot.ledger),
    }
