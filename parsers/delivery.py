"""Delivery reports (RFC 3464 and its neighbours) as values; a bounce is not judged here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from email.message import Message as MimeMessage

from parsers import mime
from parsers.headers import header_text, message_id_of, raw_value
from parsers.mail import DeliveryReport
from parsers.mime import Leaf


def reports(leaves: Sequence[Leaf], first: Mapping[str, str]) -> Iterator[DeliveryReport]:
    """One report a recipient: of RFC 3464 parts, else of the X-Failed-Recipients field (Exim)."""
    original = _returnedmessage_id_of(leaves)
    found = False
    for leaf in leaves:
        if leaf.enclosed_in or not leaf.media_type.endswith("delivery-status"):
            continue
        blocks = mime.report_blocks(leaf.part)
        envelope = next((raw_value(block, "x-original-message-id") for block in blocks), "")
        for block in blocks:
            report = _report(block, original or message_id_of(envelope))
            if report is not None:
                found = True
                yield report
    if not found:
        for address in first.get("x-failed-recipients", "").split(","):
            if "@" in address:
                yield DeliveryReport(recipient=address.strip().lower(), action="failed", status="",
                                     diagnostic="", original_message_id=original)  # fmt: skip


def _report(block: MimeMessage, original: str) -> DeliveryReport | None:
    values = {name.lower(): header_text(str(value)) for name, value in block.raw_items()}
    recipient = values.get("final-recipient") or values.get("original-recipient")
    if recipient is None and "action" not in values:
        return None
    return DeliveryReport(
        recipient=(recipient or "").rpartition(";")[2].strip("<> ").lower(),
        action=values.get("action", "").lower(),
        status=values.get("status", "").split(" ", maxsplit=1)[0],
        diagnostic=values.get("diagnostic-code", ""),
        original_message_id=original,
    )


def _returnedmessage_id_of(leaves: Sequence[Leaf]) -> str:
    """The Message-ID of what came back: of the returned message, or of its returned headers."""
    for leaf in leaves:
        if leaf.enclosed_in:
            continue
        returned = leaf.inner
        if leaf.media_type == "text/rfc822-headers":
            returned = mime.parse(leaf.data)
        if returned is not None and returned.get("message-id"):
            return message_id_of(header_text(raw_value(returned, "message-id")))
    return ""
