"""Fetching message bytes over an open line, in bounded memory; it never changes a flag.

What the server will not hand out for one message is said of that one, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

from intake.mailbox_line import LineCut, ServerRefusal
from intake.mailbox_values import Batch, RawMessage

SIZES_AT_ONCE = 1000
MESSAGES_AT_ONCE = 200


def sizes_of(client: Any, uids: Sequence[int]) -> dict[int, int]:
    """Return RFC822.SIZE by UID; a UID that is not there lacks."""
    sizes = {}
    for start in range(0, len(uids), SIZES_AT_ONCE):
        for uid, items in client.fetch(uids[start : start + SIZES_AT_ONCE], ["RFC822.SIZE"]).items():
            if b"RFC822.SIZE" in items:
                sizes[uid] = items[b"RFC822.SIZE"]
    return sizes


def parts_by_size(sizes: Mapping[int, int], max_bytes: int) -> Iterator[dict[int, int]]:
    """Split the messages, in order, into parts of at most ``max_bytes``; a bigger message is a part alone."""
    part: dict[int, int] = {}
    room = max_bytes
    for uid, size in sizes.items():
        if part and (size > room or len(part) >= MESSAGES_AT_ONCE):
            yield part
            part, room = {}, max_bytes
        part[uid] = size
        room -= size
    if part:
        yield part


def fetch_batch(client: Any, part: Mapping[int, int], origin: RawMessage) -> Batch:
    """Return the part's messages; ``origin`` holds what they have in common."""
    try:
        return _fetch_together(client, part, origin)
    except LineCut:
        raise
    except ServerRefusal as error:
        if len(part) == 1:
            return Batch(refused=tuple((uid, " ".join(str(error).split())[:300]) for uid in part))
        return _joined([fetch_batch(client, {uid: size}, origin) for uid, size in part.items()])


def _fetch_together(client: Any, part: Mapping[int, int], origin: RawMessage) -> Batch:
    # A huge message comes whole: measured, imaplib holds its bytes once, and slices would hold no fewer.
    answers = client.fetch(list(part), ["INTERNALDATE", "BODY.PEEK[]"])
    taken = [_message(origin, uid, answers[uid]) for uid in part if _has_bytes(answers.get(uid))]
    there = {message.uid for message in taken}
    return Batch(messages=tuple(taken), vanished=tuple(uid for uid in part if uid not in there))


def _has_bytes(answer: Any) -> bool:
    return bool(answer) and isinstance(answer.get(b"BODY[]"), bytes)


def _message(origin: RawMessage, uid: int, answer: Mapping[bytes, Any]) -> RawMessage:
    raw, dated = answer[b"BODY[]"], answer.get(b"INTERNALDATE")
    return replace(
        origin,
        raw=raw,
        uid=uid,
        internal_date=dated and dated.astimezone(UTC),
        size=len(raw),
        source=f"{origin.account}/{origin.folder};UIDVALIDITY={origin.uidvalidity};UID={uid}",
    )


def _joined(batches: Sequence[Batch]) -> Batch:
    return Batch(
        messages=tuple(message for batch in batches for message in batch.messages),
        vanished=tuple(uid for batch in batches for uid in batch.vanished),
        refused=tuple(pair for batch in batches for pair in batch.refused),
    )
