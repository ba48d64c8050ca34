"""What parsing without reading bodies line by line promises: the tree that the standard library makes."""

from __future__ import annotations

import base64
import email
import random
import tracemalloc
from email.message import Message as MimeMessage

import pytest

from parsers import mime
from tests.support.mails import file_part, mail, multipart, part, text_part

LONG = "\n".join(f"Dòng {number}: khóa học, học phí, thời gian, nội dung" for number in range(60))
FILE = file_part("ds.xlsx", bytes(range(256)) * 20)
NESTED = multipart(["Subject: Trong"], [text_part(LONG), FILE], boundary="trong")
WHOLE = multipart(
    ["From: a@b.example", "Subject: Danh sach"],
    [multipart([], [text_part(LONG), text_part(f"<p>{LONG}</p>", "html")], "alternative", "ben"), FILE],
)


def tree(message: MimeMessage) -> list[object]:
    """All that is ever asked of a message, part by part."""
    return [
        (
            list(one.raw_items()),
            one.get_content_type(),
            one.is_multipart(),
            None if one.is_multipart() else letters_of(one),
            [type(defect) for defect in one.defects],
        )
        for one in message.walk()
    ]


def letters_of(one: MimeMessage) -> str | None:
    """The payload as it was sent, a file's letters that are held back included."""
    held = getattr(one, mime._HELD_BODY, b"")  # noqa: SLF001 - where it is held
    payload: str | None = one._payload  # type: ignore[attr-defined]  # noqa: SLF001
    return bytes(held).decode("ascii", "surrogateescape") + (payload or "") if held else payload


@pytest.mark.parametrize(
    "raw",
    [
        WHOLE,
        WHOLE.replace(b"\r\n", b"\n"),
        WHOLE[: len(WHOLE) // 2],
        WHOLE.replace(b"--grenze--", b""),
        WHOLE.replace(b'boundary="grenze"', b""),
        WHOLE.replace(b'boundary="grenze"', b'boundary=""'),
        WHOLE + LONG.encode(),
        mail(["Subject: nur Text"], LONG),
        mail(["Subject: nur Text"], f"{LONG}\n"),
        mail(["Subject: nur Text"], f"{LONG}\r"),
        mail(["Content-Type: multipart/mixed; boundary=x"], LONG),
        multipart([], [part(["Content-Type: message/rfc822"], NESTED), FILE]),
        multipart([], [NESTED, NESTED], "digest"),
        multipart([], [part([], NESTED)], "digest"),
        multipart([], [part(["Content-Type: message/delivery-status"], f"A: b\n\nC: d\n\n{LONG}")], "report"),
        multipart([], [text_part(f"{LONG}\n--gren\n{LONG}\n--grenze2\n-- \n{LONG}"), FILE]),
        multipart([], [text_part(f"{LONG}\r--grenze\r{LONG}")]),
        multipart([], [text_part(f"{LONG}\n=_held_0_held_=\n"), FILE]),
        multipart(["X-Odd: =_held_0_held_="], [FILE, text_part("=_held_0_held_= =_held_9_held_=")]),
        multipart([], [text_part(f"{LONG}\n\n\n"), FILE, FILE + b"\r\n\r\n"]),
        f"\n\n{LONG}\n\n{LONG}".encode(),
        LONG.encode(),
        b"",
    ],
)
def test_a_message_is_the_tree_that_reading_every_line_would_give(raw: bytes) -> None:
    assert tree(mime.parse(raw)) == tree(email.message_from_bytes(raw))


def test_so_is_a_message_that_was_damaged_on_its_way() -> None:
    dice = random.Random(3)
    for _ in range(400):
        raw = WHOLE
        for _ in range(dice.randrange(1, 4)):
            place = dice.choice([raw.find(b"\n--", dice.randrange(len(raw))), dice.randrange(len(raw))])
            put = dice.choice((b"", b"\n", b"\r", b"\r\n\r\n", b"--", b"\r--", b"\n--grenze\n", b"x"))
            raw = raw[: place + 1] + put + raw[place + 1 + dice.randrange(4) :]
        assert tree(mime.parse(raw)) == tree(email.message_from_bytes(raw)), raw


def test_a_body_is_not_what_the_standard_library_is_given_to_read() -> None:
    assert len(mime._without(WHOLE, mime._bodies(WHOLE))) < len(WHOLE) // 10  # noqa: SLF001 - the point of it


def test_a_long_file_is_decoded_whole_however_its_letters_are_padded() -> None:
    first, second = b"a" * 30_001, b"b" * 700
    one = base64.encodebytes(first)
    for body, whole in (
        (one, first),
        (one.rstrip(b"=\n"), first),
        (one + base64.encodebytes(second), first + second),
    ):
        raw = b"Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body
        [leaf] = mime.leaves(mime.parse(raw))
        assert leaf.data == whole


def test_a_large_file_is_held_once_as_letters_and_once_decoded() -> None:
    content = bytes(range(256)) * 20_000
    raw = b"Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(
        content
    )
    tracemalloc.start()
    [leaf] = mime.leaves(mime.parse(raw))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert leaf.data == content
    assert peak < 1.2 * len(content)
