"""Which role each leaf of a message plays: body, file, picture, report; judged by MIME alone, no I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.headers import header_text
from parsers.mail import PartRole
from parsers.mime import Leaf

_CID = re.compile(r"""cid:([^"'\s>)]+)""", re.IGNORECASE)
_SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_ROLE_BY_TYPE = {
    "text/calendar": PartRole.CALENDAR,
    "application/ics": PartRole.CALENDAR,
    "message/delivery-status": PartRole.DELIVERY_STATUS,
    "message/global-delivery-status": PartRole.DELIVERY_STATUS,
    "message/disposition-notification": PartRole.DISPOSITION_NOTIFICATION,
    "text/rfc822-headers": PartRole.OTHER,
}
_BODY_ROLES = {"text/plain": PartRole.BODY_TEXT, "text/html": PartRole.BODY_HTML}


def roles(leaves: Sequence[Leaf]) -> list[PartRole]:
    """The role of each leaf; a picture's depends on the HTML of its own message, so that comes first."""
    pages = [leaf for leaf in leaves if _BODY_ROLES.get(leaf.media_type) is PartRole.BODY_HTML]
    shown = {(page.enclosed_in, cid) for page in pages for cid in _shown_in(page.data)}
    return [_role(leaf, shown) for leaf in leaves]


def _shown_in(page: bytes) -> list[str]:
    """The Content-IDs of the pictures that a page shows."""
    return _CID.findall(page.decode("ascii", "ignore")) if b"cid:" in page.lower() else []


def _role(leaf: Leaf, shown: set[tuple[str, str]]) -> PartRole:
    media_type = leaf.media_type
    if leaf.inner is not None:
        return PartRole.ENCLOSED_MESSAGE
    if media_type in _ROLE_BY_TYPE:
        return _ROLE_BY_TYPE[media_type]
    if media_type in _SIGNATURES and leaf.siblings in {"multipart/signed", "multipart/mixed"}:
        return PartRole.SIGNATURE
    if media_type in _BODY_ROLES and not leaf.filename and leaf.disposition != "attachment":
        return _BODY_ROLES[media_type]
    if media_type.startswith("multipart/"):
        return PartRole.OTHER if leaf.siblings or not leaf.data.strip() else PartRole.BODY_TEXT
    if media_type.startswith("text/") and leaf.siblings == "multipart/alternative" and not leaf.filename:
        return PartRole.OTHER
    if media_type.startswith("image/") and _is_inline(leaf, shown):
        return PartRole.INLINE_PICTURE
    return PartRole.ATTACHMENT


def _is_inline(leaf: Leaf, shown: set[tuple[str, str]]) -> bool:
    if leaf.disposition == "attachment" and leaf.siblings != "multipart/related":
        return False
    return (leaf.enclosed_in, content_id(leaf)) in shown or (
        leaf.siblings == "multipart/related" and leaf.disposition != "attachment"
    )


def content_id(leaf: Leaf) -> str:
    """The Content-ID without its brackets, "" where there is none."""
    return header_text(str(leaf.part.get("content-id", ""))).strip("<> ")
