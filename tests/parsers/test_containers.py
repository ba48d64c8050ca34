"""What taking apart promises: every holder gives its members with their names, and says what it left."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import zlib

import py7zr
import pytest
from py7zr.exceptions import UnsupportedCompressionMethodError

from parsers.document import Document, OpenedPart
from parsers.opening import open_file
from tests.support import holders
from tests.support.compound import attachment, compound, embedded, linked_object, message_tree

LIST = "Tên khóa học: Hàn điện\n".encode()
FILES = {"Khoa Cơ khí/Danh sách khóa học.txt": LIST, "Ảnh/hàn điện.png": holders.PNG}
SEVEN_ZIPPED = holders.seven_zipped(FILES)


def text(part: OpenedPart) -> str:
    assert isinstance(part.outcome, Document), part.outcome
    return "\n".join(paragraph.text for paragraph in part.outcome.paragraphs)


def warnings(part: OpenedPart) -> tuple[str, ...]:
    assert isinstance(part.outcome, Document), part.outcome
    return part.outcome.warnings


def named(parts: tuple[OpenedPart, ...], path: str) -> OpenedPart:
    return next(part for part in parts if part.path == path)


# ---------------------------------------------------------------- archives


@pytest.mark.parametrize(
    ("media", "data"),
    [
        ("zip", holders.zipped(FILES)),
        ("7z", SEVEN_ZIPPED),
        ("rar", holders.rar4(FILES)),
        ("rar", holders.rar5(FILES)),
        ("tar", holders.tarred(FILES)),
        ("gz", gzip.compress(holders.tarred(FILES))),
        ("bz2", bz2.compress(holders.tarred(FILES))),
        ("xz", lzma.compress(holders.tarred(FILES))),
    ],
    ids=["zip", "7z", "rar4", "rar5", "tar", "tar.gz", "tar.bz2", "tar.xz"],
)
def test_every_archive_gives_its_members_by_their_paths(media: str, data: bytes) -> None:
    archive, *members = open_file("gui so.dat", "application/octet-stream", data)
    assert isinstance(archive.outcome, Document)
    assert (archive.outcome.media, archive.outcome.blocks) == (media, ())
    assert [part.path for part in members] == list(FILES)
    assert text(members[0]) == LIST.decode().strip()
    assert members[1].name == "hàn điện.png"


@pytest.mark.parametrize(
    ("name", "data", "member"),
    [
        ("ds.csv.gz", gzip.compress(LIST), "ds.csv"),
        (
            "khac.gz",
            b"\x1f\x8b\x08\x08" + b"\0" * 6 + "Lớp.txt\0".encode() + gzip.compress(LIST)[10:],
            "Lớp.txt",
        ),
        ("ds.txt.bz2", bz2.compress(LIST), "ds.txt"),
        ("ds.txt.xz", lzma.compress(LIST), "ds.txt"),
    ],
    # Names of their own: the time of packing stands in the bytes, and each process of a run packs anew.
    ids=["gz", "gz with a name", "bz2", "xz"],
)
def test_a_file_packed_alone_bears_its_own_name(name: str, data: bytes, member: str) -> None:
    _, packed = open_file(name, "", data)
    assert (packed.name, packed.path) == (member, member)


@pytest.mark.parametrize("written", [holders.zipped, holders.streamed])
def test_a_zip_without_its_directory_gives_its_whole_members(written: object) -> None:
    data = written(FILES)  # type: ignore[operator]
    parts = open_file("a.zip", "", data[: data.index(b"PK\x01\x02") + 7])
    assert [part.path for part in parts[1:]] == list(FILES)
    assert "directory was broken" in warnings(parts[0])[0]


def test_a_zip_packed_in_a_rare_way_is_read() -> None:
    size, checksum = len(LIST), zlib.crc32(LIST)
    data = holders.zip_entry(b"ds.txt", lzma.compress(LIST), method=95, size=size, checksum=checksum)
    assert text(open_file("a.zip", "", data)[1]) == LIST.decode().strip()


def test_a_zip_packed_in_a_way_that_nobody_here_knows_says_which() -> None:
    data = holders.zip_entry(b"ds.txt", LIST, method=18, size=len(LIST), checksum=zlib.crc32(LIST))
    assert "zip method 18" in str(open_file("a.zip", "", data)[0].outcome)
    assert "unsupported" in str(open_file("a.zip", "", data)[0].outcome)


def test_a_7z_packed_in_a_way_that_the_first_library_does_not_know_is_read_by_the_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown(_stream: object) -> None:
        raise UnsupportedCompressionMethodError(b"", "BCJ2")

    monkeypatch.setattr(py7zr, "SevenZipFile", unknown)
    parts = open_file("a.7z", "", SEVEN_ZIPPED)
    assert [part.path for part in parts[1:]] == list(FILES)


def test_members_of_a_broken_7z_are_marked_one_by_one() -> None:
    data = bytearray(holders.seven_zipped({"a.txt": LIST * 3}))
    data[40] ^= 0xFF
    archive, member = open_file("a.7z", "", bytes(data))
    assert "corrupt" in str(archive.outcome)
    assert "corrupt" in str(member.outcome)


# ---------------------------------------------------------------- mails

BODY = "nội dung thư"


@pytest.mark.parametrize(
    "data",
    [holders.MAIL, f"{len(holders.MAIL)}\n".encode() + holders.MAIL + b"<?xml version='1.0'?><plist/>\n"],
    ids=["eml", "emlx"],
)
def test_a_mail_in_a_file_gives_its_text_its_files_and_the_mails_in_it(data: bytes) -> None:
    parts = open_file("thu", "application/octet-stream", data)
    assert [(part.path, part.is_body, part.is_inline) for part in parts] == [
        ("", False, False),
        (f"{BODY}.html", True, False),
        (f"Thư cũ/{BODY}.txt", True, False),
        ("lớp.txt", False, False),
        ("logo.png", False, True),
    ]
    assert text(parts[1]) == "Kính gửi Sở"
    assert text(parts[2]) == "Nội dung cũ"


def test_a_mail_in_a_zip_in_a_mail_is_ordinary() -> None:
    inner = holders.MAIL.replace(b"H\xc3\xa0n\r\n", b"x\r\n")
    attached = holders.zipped({"thư.eml": inner})
    parts = open_file(
        "a.msg", "", compound(message_tree(text="x", attachments=[attachment("a.zip", attached)]))
    )
    assert text(named(parts, f"a.zip/thư.eml/{BODY}.html")) == "Kính gửi Sở"


def outlook() -> bytes:
    inside = message_tree(text="Nội dung cũ", attachments=[attachment("cũ.txt", LIST)], head=24)
    html = "<p>Kính gửi Sở</p><img src='cid:logo@1'>".encode()
    attachments = [
        attachment("Danh sách khóa học.txt", LIST * 300),
        attachment("image001.png", holders.PNG, cid="logo@1"),
        embedded("Thư cũ", inside),
        linked_object("Bảng tính"),
    ]
    return compound(message_tree(text="không dùng", html=html, attachments=attachments))


def test_an_outlook_message_gives_its_text_its_files_and_the_messages_in_it() -> None:
    parts = open_file("thu.msg", "application/vnd.ms-outlook", outlook())
    assert [(part.path, part.is_body, part.is_inline) for part in parts] == [
        ("", False, False),
        (f"{BODY}.html", True, False),
        ("Danh sách khóa học.txt", False, False),
        ("image001.png", False, True),
        (f"Thư cũ/{BODY}.txt", True, False),
        ("Thư cũ/cũ.txt", False, False),
    ]
    assert text(parts[1]) == "Kính gửi Sở"
    assert len(text(parts[2]).split("\n")) == 300
    assert warnings(parts[0]) == ("an embedded object is passed over: Bảng tính",)


def test_the_plain_text_of_an_outlook_message_serves_where_there_is_no_other() -> None:
    parts = open_file("thu.msg", "", compound(message_tree(text="Kính gửi Sở")))
    assert (parts[1].path, text(parts[1])) == (f"{BODY}.txt", "Kính gửi Sở")


def test_a_winmail_gives_its_text_and_its_files_by_their_long_names() -> None:
    html = (0x1013, 0x102, "<p>Kính gửi Sở</p>".encode())
    named_property = (0x1000, 0x1F, "không dùng".encode("utf-16-le"))
    data = holders.winmail({"Danh sách khóa học năm 2025.txt": LIST}, body=[named_property, html], plain=b"x")
    parts = open_file("winmail.dat", "application/ms-tnef", data)
    assert [part.path for part in parts] == ["", f"{BODY}.html", "Danh sách khóa học năm 2025.txt"]
    assert [text(part) for part in parts[1:]] == ["Kính gửi Sở", LIST.decode().strip()]


def test_a_winmail_in_the_writers_code_page_is_text() -> None:
    data = holders.winmail({}, plain="Kính gửi Sở".encode("cp1258", "replace").replace(b"?", b""))
    assert text(open_file("winmail.dat", "", data)[1]).startswith("Kính g")


def packed_rich_text(rich: bytes) -> bytes:
    """Rich text as Outlook stores it where it does not compress."""
    return struct.pack("<II4sI", len(rich) + 12, len(rich), b"MELA", 0) + rich


WRAPPED = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}Xin g\u7917 ?i{\*\htmltag84 <img src='cid:logo'>}}"


def test_a_page_that_outlook_wrapped_into_rich_text_is_read_as_the_page() -> None:
    body = [(0x1009, 0x102, packed_rich_text(WRAPPED))]
    parts = open_file("winmail.dat", "", holders.winmail({}, body=body))
    assert (parts[1].path, text(parts[1])) == (f"{BODY}.html", "Xin gửi")
    tree = message_tree(
        rtf=packed_rich_text(WRAPPED), attachments=[attachment("a.png", holders.PNG, cid="logo")]
    )
    assert [part.is_inline for part in open_file("a.msg", "", compound(tree))] == [False, False, True]


def test_rich_text_of_its_own_is_read_as_such() -> None:
    rich = packed_rich_text(rb"{\rtf1\ansi Xin g\u7917 ?i}")
    parts = open_file("a.msg", "", compound(message_tree(text="x", rtf=rich)))
    assert (parts[1].path, text(parts[1])) == (f"{BODY}.rtf", "Xin gửi")


def test_named_properties_of_a_winmail_are_stepped_over() -> None:
    by_number = struct.pack("<HH16sII", 0x03, 0x8005, b"g" * 16, 0, 0x8554) + struct.pack("<I", 1)
    name = "Keywords\0".encode("utf-16-le")
    by_name = struct.pack("<HH16sII", 0x101F, 0x8006, b"g" * 16, 1, len(name)) + name.ljust(20, b"\0")
    by_name += struct.pack("<II", 2, 4) + b"a\0\0\0" + struct.pack("<I", 2) + b"b\0\0\0"
    wanted = struct.pack("<HHII", 0x1F, 0x1000, 1, 6) + "chu".encode("utf-16-le") + b"\0\0"
    listed = struct.pack("<I", 3) + by_number + by_name + wanted
    parts = open_file("winmail.dat", "", holders.tnef([(1, 0x00069003, listed)]))
    assert text(parts[1]) == "chu"


def test_a_winmail_that_is_cut_off_gives_what_came_before() -> None:
    data = holders.winmail({"a.txt": LIST, "b.txt": LIST * 20})
    parts = open_file("winmail.dat", "", data[:-200])
    assert text(named(parts, "a.txt")) == LIST.decode().strip()
    assert warnings(parts[0]) == ("winmail.dat is cut off",)


LOCATION = "Content-Location: file:///C:/AB12/ds"
SAVED_PAGE = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\nTrang lưu\r\n"
    f"--b\r\n{LOCATION}.htm\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    "Content-Type: text/html; charset=utf-8\r\n\r\n"
    "<table><tr><td>H=C3=A0n</td><td>3 th=C3=A1ng</td></tr></table>\r\n"
    f"--b\r\n{LOCATION}_files/image001.png\r\nContent-Transfer-Encoding: base64\r\n"
    "Content-Type: image/png\r\n\r\niVBORw0KGgoAAAAA\r\n"
    f"--b\r\n{LOCATION}_files/filelist.xml\r\nContent-Type: text/xml\r\n\r\n<xml/>\r\n--b--\r\n"
).encode()


@pytest.mark.parametrize("name", ["ds.mht", "ds.doc", "ds.xls"])
def test_a_page_saved_with_its_pictures_is_read_as_the_page(name: str) -> None:
    page, picture = open_file(name, "", SAVED_PAGE)
    assert isinstance(page.outcome, Document)
    assert page.outcome.media == "mht"
    assert [cell.text for cell in page.outcome.grids[0].cells.values()] == ["Hàn", "3 tháng"]
    assert (picture.path, picture.is_inline) == ("image001.png", True)


def test_a_workbook_saved_as_pages_gives_its_sheets() -> None:
    pages = {
        "Book1.htm": "<frameset></frameset>",
        "tabstrip.htm": "DS",
        "sheet001.htm": "<table><tr><td>Hàn<td>3<tr><td>Tiện<td>2</table>",
    }
    parts = "".join(
        f"--b\nContent-Location: file:///C:/AB12/{name}\nContent-Type: text/html; charset=utf-8\n\n"
        f"<html>{page}</html>\n"
        for name, page in pages.items()
    )
    head = "MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related; boundary=b\n\n"
    book, sheet = open_file("ds.xls", "", f"{head}{parts}--b--\n".encode())
    assert isinstance(book.outcome, Document)
    assert isinstance(sheet.outcome, Document)
    assert sheet.path == "sheet001.htm"
    assert sheet.outcome.grids[0].cells[(1, 1)].text == "Hàn"
