"""Signed marks that tie an answer to the letter it answers; pure text and HMAC, no clock and no store.

Three marks go out with a letter: a short reference in its subject, a Message-ID that proves itself, and a
plus-address to answer to. A mark proves that we wrote it, never who sends it back.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata

from catalogue.outbox import Letter

# Base32 without I, O, 0 and 1: what is read out over the telephone is written down right.
_READABLE = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
_CODE_LENGTH = 6
_REFERENCE = r"[A-Z]{1,4}\d{0,2}-[A-HJ-NP-Z2-9]{6}"
_IN_TEXT = re.compile(rf"(?:\bm[ãa]\s*:?\s*|\+)({_REFERENCE})(?![A-Z0-9])", re.IGNORECASE)
_BARE = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,4}\d{2}-[A-HJ-NP-Z2-9]{6}(?![A-Za-z0-9-])")
_MESSAGE_ID = re.compile(r"<(?P<facts>[a-z2-7]{16})\.(?P<mac>[a-z2-7]{16})@(?P<domain>[^\s<>@]+)>")


def reference(campaign_id: str, unit_id: str | None, serial: int, secret: bytes) -> str:
    """The short reference of a unit's case, such as "CC25-7K3QF2"; the same facts give the same one.

    It holds 30 bits: a caller who finds it taken by another case takes the next serial.
    """
    mac = _mac(secret, "reference", campaign_id, unit_id or "", str(serial))
    code = base64.b32encode(mac).decode("ascii").translate(_READABLE)[:_CODE_LENGTH]
    return f"{_prefix(campaign_id)}-{code}"


def verify_reference(
    ref: str, campaign_id: str, unit_id: str | None, serial: int, secret: bytes
) -> bool:  # fmt: skip
    """Whether a reference, in any letter case, is the one of this case."""
    expected = reference(campaign_id, unit_id, serial, secret)
    return hmac.compare_digest(ref.strip().upper().encode(), expected.encode())


def message_id(letter: Letter, secret: bytes, domain: str) -> str:
    """The Message-ID of a letter: fixed by its idempotency key, so that a second try bears the same one."""
    key = (letter.campaign, letter.unit_id or "", letter.kind.value, letter.window)
    facts = _short(hashlib.sha256("\0".join(key).encode()).digest())
    host = domain.lower()
    return f"<{facts}.{_short(_mac(secret, 'message-id', facts, host))}@{host}>"


def verify_message_id(value: str, secret: bytes) -> bool:
    """Whether a Message-ID is one of ours; it proves itself, so no list of sent letters is needed."""
    match = _MESSAGE_ID.fullmatch(value.strip().lower())
    if match is None:
        return False
    expected = _short(_mac(secret, "message-id", match["facts"], match["domain"]))
    return hmac.compare_digest(match["mac"], expected)


def reply_address(mailbox_address: str, ref: str) -> str:
    """The plus-address that carries the reference: "a@so.example" gives "a+cc25-7k3qf2@so.example"."""
    local, _, domain = mailbox_address.rpartition("@")
    return f"{local}+{ref.lower()}@{domain}"


def find_references(text: str) -> tuple[str, ...]:
    """The references in a subject ("(mã …)") or in plus-addresses, upper-case, each once, in order.

    What is found has the right shape only; whether it is ours the caller looks up.
    """
    composed = unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys(found.upper() for found in _IN_TEXT.findall(composed)))


def references_within(text: str) -> tuple[str, ...]:
    """As ``find_references``, also those that stand by themselves, as in a letter that is quoted."""
    return tuple(dict.fromkeys((*find_references(text), *_BARE.findall(text))))


def _prefix(campaign_id: str) -> str:
    """Initials and year of a campaign's id: "course-catalogue-2025" gives "CC25"."""
    words = re.findall(r"[a-z]+", campaign_id.lower())
    year = re.search(r"\d*(\d{2})", campaign_id)
    return "".join(word[0] for word in words[:4]).upper() + (year[1] if year else "") or "X"


def _mac(secret: bytes, *facts: str) -> bytes:
    return hmac.digest(secret, "\0".join(facts).encode(), "sha256")


def _short(digest: bytes) -> str:
    return base64.b32encode(digest[:10]).decode("ascii").lower()
