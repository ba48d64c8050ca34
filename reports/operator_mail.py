"""The operator's mail about the service, in English: what is wrong, what it means, what to do; sends nothing.

No name, address or subject of anybody stands in it: it may be read on a screen in a server room.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from catalogue.outbox import Letter
from catalogue.records import LetterKind
from config.campaign import Campaign
from reports import wording

_ADDRESS = re.compile(r"[^\s<>\"',;:()]+@[^\s<>\"',;:()]+")
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that is wrong with the service. ``name`` is its key; ``level`` grows as it gets worse.

    ``is_mailed`` is false where no mail could leave because of it: then the log and the exit code tell.
    """

    name: str
    title: str
    meaning: str
    cure: tuple[str, ...]
    detail: str = ""
    since: datetime | None = None
    level: int = 0
    is_mailed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """To whom a mail goes, which one it is (the outbox's window), from where and when."""

    to: str
    window: str
    machine: str
    now: datetime


def compose_trouble(campaign: Campaign, trouble: Trouble, notice: Notice) -> Letter:
    """The mail that something is wrong."""
    since = f" since {_moment(campaign, trouble.since)}" if trouble.since else ""
    lines = [
        f"{trouble.title}{since}.",
        *([f"The program says: {without_addresses(trouble.detail)}"] if trouble.detail else []),
        "",
        trouble.meaning,
        "",
        "What to do:",
        *(f"{number}. {step}" for number, step in enumerate(trouble.cure, 1)),
        "",
        "You get no further mail about this until it is over, unless it gets worse by the day.",
    ]
    return _letter(campaign, notice, f"{trouble.title}{since}", lines)


def compose_over(campaign: Campaign, title: str, notice: Notice) -> Letter:
    """The mail that something is right again."""
    lines = ["This is over, and nothing needs to be done:", "", f"    {title}"]
    return _letter(campaign, notice, f"over: {title}", lines)


def without_addresses(text: str) -> str:
    """A text of the world's without mail addresses, on one line, not too long."""
    return _ADDRESS.sub("(address)", wording.one_line(text))[:_LONGEST]


def _letter(campaign: Campaign, notice: Notice, subject: str, lines: list[str]) -> Letter:
    whole = [
        *lines,
        "",
        "--",
        f"Machine {notice.machine}, campaign {campaign.id}, {_moment(campaign, notice.now)}.",
        "`intake watch` tells all troubles of this moment; docs/operations.md has a section on each.",
    ]
    return Letter(
        campaign=campaign.id,
        unit_id=None,
        kind=LetterKind.OPERATOR,
        window=notice.window,
        to=notice.to,
        subject=wording.one_line(f"[intake {campaign.id}] {subject}"),
        text="\n".join(whole) + "\n",
        html="",
        created_at=notice.now,
    )


def _moment(campaign: Campaign, moment: datetime) -> str:
    return f"{wording.local(campaign, moment):%Y-%m-%d %H:%M %z}"
