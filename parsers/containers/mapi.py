"""The properties of an Outlook item (MAPI), however it is stored, and the text that they hold; no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parsers.containers.members import Member, Remark, Role
from parsers.document import UnreadableError
from parsers.formats.rtf.compressed import decompress_rtf
from parsers.formats.rtf.reader import html_in_rtf
from parsers.text import decode

BODY_NAME = "nội dung thư"
MAX_BODY = 32 << 20

# Property types (MS-OXCDATA).
STRING_8, STRING, BINARY, OBJECT = 0x1E, 0x1F, 0x102, 0x0D
# Properties (MS-OXPROPS).
SUBJECT, BODY, RTF_COMPRESSED, HTML = 0x0037, 0x1000, 0x1009, 0x1013
ATTACH_DATA, ATTACH_SHORT_NAME, ATTACH_METHOD, ATTACH_LONG_NAME = 0x3701, 0x3704, 0x3705, 0x3707
DISPLAY_NAME, CONTENT_ID, ATTACHMENT_HIDDEN = 0x3001, 0x3712, 0x7FFE
INTERNET_CODE_PAGE, MESSAGE_CODE_PAGE = 0x3FDE, 0x3FFD
BY_VALUE, OLE_OBJECT = 1, 6
WANTED = frozenset(
    (SUBJECT, BODY, RTF_COMPRESSED, HTML, ATTACH_DATA, ATTACH_SHORT_NAME, ATTACH_METHOD, ATTACH_LONG_NAME,
     DISPLAY_NAME, CONTENT_ID, ATTACHMENT_HIDDEN, INTERNET_CODE_PAGE, MESSAGE_CODE_PAGE)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Properties:
    """Properties by number, each with its type and bytes; ``code_page`` is that of 8-bit text, 0 unknown."""

    values: Mapping[int, tuple[int, bytes]]
    code_page: int = 0

    def binary(self, number: int) -> bytes:
        return self.values.get(number, (0, b""))[1]

    def number(self, number: int, otherwise: int = 0) -> int:
        data = self.binary(number)[:4]
        return int.from_bytes(data, "little") if data else otherwise

    def text(self, *numbers: int) -> str:
        """The first of some properties that holds text, "" where none does."""
        return next(filter(None, map(self._text, numbers)), "")

    def _text(self, number: int) -> str:
        kind, data = self.values.get(number, (0, b""))
        if kind == STRING:
            return data.decode("utf-16-le", "replace").rstrip("\0")
        page = self.number(INTERNET_CODE_PAGE) if kind == BINARY else self.number(MESSAGE_CODE_PAGE)
        return decode(data.rstrip(b"\0"), f"cp{page or self.code_page}" if page or self.code_page else "")


def body_of(item: Properties, folder: str) -> tuple[list[Member | Remark], str]:
    """The text of an item as a member, and its HTML: that before the rich text before the plain one."""
    html, remarks = item.text(HTML), list[Member | Remark]()
    if not html.strip() and item.binary(RTF_COMPRESSED):
        try:
            rich = decompress_rtf(item.binary(RTF_COMPRESSED), MAX_BODY)
        except UnreadableError as refusal:
            remarks.append(Remark(f"the rich text of the mail: {refusal.detail}"))
        else:
            html = html_in_rtf(rich) or ""
            if not html.strip():
                return [Member(f"{folder}{BODY_NAME}.rtf", rich, "rtf", Role.BODY)], ""
    if html.strip():
        return [*remarks, body_member(html, "html", folder)], html
    text = item.text(BODY)
    return [*remarks, body_member(text, "text", folder)] if text.strip() else remarks, ""


def attachment_role(item: Properties, html: str) -> Role:
    """Whether an attachment is a file of its own or a picture that the mail's text shows."""
    cid = item.text(CONTENT_ID).strip("<> ")
    is_shown = bool(cid) and f"cid:{cid}" in html
    return Role.INLINE if is_shown or item.number(ATTACHMENT_HIDDEN) else Role.FILE


def body_member(text: str, media: str, folder: str = "") -> Member:
    """A mail's text as a member, under a name that no attachment bears."""
    suffix = "html" if media == "html" else "txt"
    return Member(f"{folder}{BODY_NAME}.{suffix}", text.encode("utf-8", "replace"), media, Role.BODY)
