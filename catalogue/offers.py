"""What the officer is offered to do by mail: each act once, within its time; values only."""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verb(StrEnum):
    """What may be done by mail, each with its subject and its value.

    ``ASSIGN``    address of a sender, unit id ("": the officer's mail names the unit)
    ``IGNORE``    SHA-256 of a message
    ``RETRY``     SHA-256 of a message
    ``ANSWERED``  SHA-256 of a question
    ``SEEN``      mark of a statement that found no record
    ``TAKE``      "<record id>.<field>", JSON of the value that is right
    ``CONFIRM``   "<record id>.<field>"
    ``ASK_AGAIN`` unit id
    ``STOP``      unit id
    ``APPROVE``   id of a letter that is held
    ``OVERDUE``   the campaign's id; the officer's mail names the new deadline
    """

    ASSIGN = "assign"
    IGNORE = "ignore"
    RETRY = "retry"
    ANSWERED = "answered"
    SEEN = "seen"
    TAKE = "take"
    CONFIRM = "confirm"
    ASK_AGAIN = "ask_again"
    STOP = "stop"
    APPROVE = "approve"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that may be done about a need. ``label`` is what the officer reads, ``fill`` what he adds."""

    verb: Verb
    subject: str
    value: str = ""
    label: str = ""
    fill: str = ""

    @property
    def fill_wanted(self) -> bool:
        """Whether the officer's mail must say something besides."""
        return self.verb in (Verb.ASSIGN, Verb.OVERDUE) and not self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An act that was offered, with the mark by which a mail asks for it; ``outcome`` is Vietnamese.

    ``used_at`` is when the mail that asked for it was read; what that mail filled in is the act's value then.
    """

    id: str
    campaign: str
    act: Act
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: str = ""
    outcome: str = ""


_LENGTH = 16
_MARK = re.compile(r"\(lệnh ([A-Z2-7]{16})\)", re.IGNORECASE)


def mark_of(campaign: str, act: Act, day: str, secret: bytes) -> str:
    """The mark of an act on a day: 80 bits that only who holds the secret can make."""
    facts = ["offer", campaign, act.verb.value, act.subject, act.value, day]
    return base64.b32encode(hmac.digest(secret, "\0".join(facts).encode(), "sha256")).decode("ascii")[
        :_LENGTH
    ]


def shown_mark(mark: str) -> str:
    """The mark as it stands in a subject."""
    return f"(lệnh {mark})"


def marks_in(subject: str) -> tuple[str, ...]:
    """The marks in a subject, each once; quoted text never counts: a reply orders nothing by chance."""
    return tuple(dict.fromkeys(one.upper() for one in _MARK.findall(subject)))
