"""The fields of a delivery status (RFC 3464, with the addresses of RFC 6533) as facts; judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as MimeMessage

from parsers import mime
from parsers.headers import header_text, message_id_of, raw_value

_UNICODE = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_WORDS = (
    "diagnostic-code",
    "x-display-name",
    "x-supplementary-info",
    "x-postfix-reason",
    "x-notes",
    "reason",
)
_HIGHEST = 0x10FFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """One recipient's group of fields; addresses in lower case, "" where none is told.

    ``recipient`` is whom the mail was written to, ``final_recipient`` whom a server made of him.
    """

    recipient: str
    final_recipient: str
    action: str
    status: str
    words: str
    envelope_id: str


def groups(part: MimeMessage) -> Iterator[Fields]:
    """The groups of a report part that are about a recipient."""
    blocks = mime.report_blocks(part)
    envelope = next((raw_value(block, "x-original-message-id") for block in blocks), "")
    for block in blocks:
        values: dict[str, str] = {}
        for name, value in block.raw_items():
            values.setdefault(name.lower().strip(), header_text(str(value)))
        if "final-recipient" in values or "original-recipient" in values or "action" in values:
            yield _fields(values, message_id_of(envelope))


def _fields(values: dict[str, str], envelope_id: str) -> Fields:
    final = _address(values.get("final-recipient", ""))
    original = _address(values.get("original-recipient", ""))
    status = _STATUS.search(values.get("status", ""))
    action = re.match(r"\s*([a-z]+)", values.get("action", "").lower())
    return Fields(
        recipient=original or final or _address(values.get("x-actual-recipient", "")),
        final_recipient=final if original and original != final else "",
        action=action[1] if action else "",
        status=status[0] if status else "",
        words=" ".join(values[name] for name in _WORDS if values.get(name)),
        envelope_id=envelope_id,
    )


def _address(value: str) -> str:
    """The address of a typed field ("rfc822; a@b", "utf-8; \\x{1EA1}@b"); "" where it is none of mail."""
    text = _UNICODE.sub(_letter, value.rpartition(";")[2]).strip("<>\"' \t").lower()
    return text if "@" in text else ""


def _letter(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code <= _HIGHEST else ""
