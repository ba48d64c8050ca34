"""Builds raw messages for tests: headers as given, parts as they would travel."""

from __future__ import annotations

import base64
from collections.abc import Sequence

VIETNAMESE = "Kính gửi Sở, trường gửi danh sách khóa học."


def mail(headers: Sequence[str], body: bytes | str = b"") -> bytes:
    """A message of header lines (raw 8-bit allowed as Latin-1 surrogates) and a body."""
    content = body.encode() if isinstance(body, str) else body
    head = "\r\n".join(headers).encode("utf-8", "surrogateescape")
    return head + b"\r\n\r\n" + content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def part(headers: Sequence[str], body: bytes | str = b"") -> bytes:
    """One MIME part: the same as a message, without the headers of one."""
    return mail(headers, body)


def file_part(name: str, data: bytes, media_type: str = "application/octet-stream") -> bytes:
    """An attached file in base64, its name plain."""
    return part(
        [
            f'Content-Type: {media_type}; name="{name}"',
            f'Content-Disposition: attachment; filename="{name}"',
            "Content-Transfer-Encoding: base64",
        ],
        base64.encodebytes(data),
    )


def text_part(text: str, subtype: str = "plain") -> bytes:
    """A text of a body in UTF-8."""
    return part([f"Content-Type: text/{subtype}; charset=utf-8", "Content-Transfer-Encoding: 8bit"], text)


def multipart(
    headers: Sequence[str], parts: Sequence[bytes], subtype: str = "mixed", boundary: str = "grenze"
) -> bytes:
    """A multipart of parts, itself a message or a part."""
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + one + b"\r\n" for one in parts)
    kind = f'Content-Type: multipart/{subtype}; boundary="{boundary}"'
    return mail([*headers, kind], body + b"--" + boundary.encode() + b"--\r\n")


def simple(text: str = VIETNAMESE, *headers: str, html: str = "", files: Sequence[bytes] = ()) -> bytes:
    """A whole message with a text, perhaps an HTML and files; given headers go before the usual ones."""
    given = {line.partition(":")[0].lower() for line in headers}
    usual = [
        "From: Phong Dao tao <pdt@hoaphuong.example>",
        "To: tiepnhan@sogddt.example",
        "Subject: Danh sach",
        "Message-ID: <1@hoaphuong.example>",
        "Date: Mon, 12 May 2025 09:31:00 +0700",
    ]
    head = [*headers, *(line for line in usual if line.partition(":")[0].lower() not in given)]
    bodies = (
        [text_part(text)]
        if not html
        else [multipart([], [text_part(text), text_part(html, "html")], "alternative", "zwei")]
    )
    return multipart(head, [*bodies, *files])
