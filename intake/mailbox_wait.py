"""Waiting for new mail in an open folder: IDLE where the server has it, else asking now and then.

It never reads mail. imapclient's own idle_check is not used: it takes a dead socket for silence and
stumbles over a line that arrives in two pieces. Here the socket is only watched; whatever is readable
is then read by ending the IDLE, which blocks up to the line's time limit and raises when the line is dead.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from typing import Any

from intake.mailbox_line import LineCut, ServerRefusal, cut_line

# A round of IDLE is ended and begun anew after this long: a line that died without a word is found out,
# and no server's own limit (29 minutes by the standard) is reached.
IDLE_ROUND_SECONDS = 60.0
ASK_EVERY_SECONDS = 15.0
STOP_CHECK_SECONDS = 0.5

_NEWS_INSTEAD = "Unexpected IDLE response"

Stopping = Callable[[], bool]


def wait_for_news(client: Any, seconds: float, stopping: Stopping) -> bool:
    """Return True as soon as the server tells of more mail, False after ``seconds`` or when stopping.

    Raises what imapclient and the socket raise when the line is dead.
    """
    ends_at = time.monotonic() + seconds
    one_round = _idle_round if client.has_capability("IDLE") else _noop_round
    while not stopping():
        left = ends_at - time.monotonic()
        if left <= 0:
            return False
        if one_round(client, left, stopping):
            return True
    return False


def _idle_round(client: Any, left: float, stopping: Stopping) -> bool:
    try:
        client.idle()
    except LineCut:
        raise
    except ServerRefusal as refusal:
        if _NEWS_INSTEAD not in str(refusal):
            raise
        # News came in the moment before the server's go-ahead, which imapclient does not expect: welcome as
        # they are, the line is now out of step.
        cut_line(client)
        return True
    _readable(client, min(left, IDLE_ROUND_SECONDS), stopping)
    _, responses = client.idle_done()
    return _tells_of_mail(responses)


def _noop_round(client: Any, left: float, stopping: Stopping) -> bool:
    _readable(client, min(left, ASK_EVERY_SECONDS), stopping)
    _, responses = client.noop()
    return _tells_of_mail(responses)


def _tells_of_mail(responses: list[Any]) -> bool:
    return any(len(response) > 1 and response[1] == b"EXISTS" for response in responses)


def _readable(client: Any, seconds: float, stopping: Stopping) -> bool:
    """Wait until the socket has something (news or its end); the wait is cut short when stopping."""
    sock = client.socket()
    ends_at = time.monotonic() + seconds
    while not stopping():
        # Bytes that TLS has already taken from the socket would not wake a select.
        if getattr(sock, "pending", int)():
            return True
        left = ends_at - time.monotonic()
        if left <= 0:
            return False
        if select.select([sock], [], [], min(left, STOP_CHECK_SECONDS))[0]:
            return True
    return False
