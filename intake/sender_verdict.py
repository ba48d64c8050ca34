"""What a server's replies mean for a mail: sent, later, never, or nobody knows; it speaks to no server."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.sender_line import words_of

Reply = tuple[int, bytes]

_GO_AHEAD = 354
_YES, _LATER, _NEVER = 2, 4, 5
_ENHANCED = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
# Said of us and not of the letter: our login, our address, our quota. No reason to give a letter up.
_ABOUT_US = {500, 502, 503, 530, 534, 535, 538}
_ABOUT_US_ENHANCED = {"5.1.7", "5.1.8", "5.2.252", "5.4.5", "5.7.57", "5.7.60", "5.7.705", "5.7.708"}
_RELAYING = re.compile(rb"\brelay", re.IGNORECASE)
_TOO_BIG = {523, 552}


@dataclass(frozen=True, slots=True)
class Sent:
    """The server took the mail over; ``reply`` is what it said (its queue number, often).

    ``refused`` says of which recipients it was not taken, where there were others.
    """

    reply: str
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RetryLater:
    """The mail has certainly not left; the same may work later."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server will never take this mail to this address."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The line was lost after the whole mail had been handed over: it may or may not have left."""

    reason: str


Outcome = Sent | RetryLater | Refused | Unknown


def on_sender(reply: Reply, where: str) -> RetryLater | Refused | None:
    """The answer to MAIL; None where it goes on. But for the mail's size it speaks of us."""
    refusal = _refusal(reply, where)
    if isinstance(refusal, Refused) and reply[0] not in _TOO_BIG:
        return RetryLater(refusal.reason)
    return refusal


def on_recipient(reply: Reply, where: str) -> RetryLater | Refused | None:
    """The answer to RCPT; None where it goes on. A server that does not relay wants our login."""
    refusal = _refusal(reply, where)
    if isinstance(refusal, Refused) and _RELAYING.search(reply[1]):
        return RetryLater(refusal.reason)
    return refusal


def on_data(reply: Reply, where: str) -> RetryLater | Refused | None:
    """The answer to DATA; None where the mail may follow."""
    return None if reply[0] == _GO_AHEAD else _refusal(reply, where) or RetryLater(_said(reply, where))


def on_mail(reply: Reply, where: str) -> Outcome:
    """The answer to the whole mail. What is neither yes nor no is no answer: it may have been taken."""
    sort = reply[0] // 100
    if sort == _YES:
        return Sent(words_of(reply))
    if sort not in {_LATER, _NEVER}:
        return Unknown(_said(reply, where))
    return _refusal(reply, where) or Unknown(_said(reply, where))


def _refusal(reply: Reply, where: str) -> RetryLater | Refused | None:
    code, words = reply
    if code // 100 == _YES:
        return None
    found = _ENHANCED.search(words.decode("utf-8", "replace"))
    about_us = code in _ABOUT_US or (found is not None and found[0] in _ABOUT_US_ENHANCED)
    final = code // 100 == _NEVER and not about_us
    return Refused(_said(reply, where)) if final else RetryLater(_said(reply, where))


def _said(reply: Reply, where: str) -> str:
    return f"{where}: {words_of(reply)}"
