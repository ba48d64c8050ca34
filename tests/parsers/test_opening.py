"""What opening promises: the content decides, every file has an outcome, nothing climbs out or runs away."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from parsers import opening
from parsers.document import Document, OpenedPart, Reason, Unreadable
from parsers.opening import open_file
from parsers.sniff import sniff
from tests.support import holders

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def workbook() -> bytes:
    made = Workbook()
    made.active["A1"] = "Tên khóa học"
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def media(part: OpenedPart) -> str:
    return part.outcome.media if isinstance(part.outcome, Document) else part.outcome.reason.value


@pytest.mark.parametrize("name", ["ds.xls", "ds.docx", "ds", "ds.zip", None])
def test_a_workbook_is_known_by_its_content(name: str | None) -> None:
    data = workbook()
    (part,) = open_file(name, "application/octet-stream", data)
    assert media(part) == "xlsx"
    assert (part.sha256, part.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_a_web_page_under_the_name_of_a_workbook_is_read() -> None:
    (part,) = open_file("export.xls", "application/vnd.ms-excel", b"<html><table><tr><td>a<td>b</table>")
    assert media(part) == "html"


def test_unicode_text_of_excel_is_a_table() -> None:
    data = "STT\tTên\tPhí\r\n1\tHàn\t2\r\n".encode("utf-16")
    (part,) = open_file("ds.csv", "text/csv", data)
    assert isinstance(part.outcome, Document)
    assert part.outcome.grids[0].cells[(2, 2)].text == "Hàn"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.docx", "pdf"),
        (b"{\\rtf1 a}", "a.doc", "rtf"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "ole-encrypted"),
        (OLE + "Workbook".encode("utf-16-le"), "a.doc", "xls"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.xls", "doc"),
        (OLE + "__substg1.0_001A001E".encode("utf-16-le"), "a", "msg"),
        (b"7z\xbc\xaf\x27\x1c\0", "a.zip", "7z"),
        (b"Rar!\x1a\x07\0", "a.zip", "rar"),
        (b"\x78\x9f\x3e\x22\0", "winmail.dat", "tnef"),
        (b"\x89PNG\r\n\x1a\n", "a.jpg", "picture:png"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "a.xlsx", "ods"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a", "odt"),
        (zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "a", "pptx"),
        (zipped({"Index/Document.iwa": b""}), "a.numbers", "numbers"),
        (zipped({"a.txt": b"x"}), "a", "zip"),
        (b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\ny", "a.txt", "eml"),
        ("Kính gửi Sở,\nem gửi bài, xin cảm ơn,\n".encode(), "a.dat", "text"),
        (b"a;b;c\n1;2;3\n4;5;6\n", "a", "csv"),
        (b"a;b;c\n1;2;3\n4;5;6\n", "a.txt", "text"),
        (b"\x00\x01\x02\x03" * 50, "a.xlsx", "unknown"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "a.xls", "xml"),
        (b'<?xml version="1.0"?><html><p>a</p></html>', "a.xls", "html"),
        (b"MZ\x90\0", "a.pdf", "program"),
    ],
)
def test_kinds_are_told_by_content(data: bytes, name: str, kind: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "ds.xlsx", Reason.EMPTY),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "ds.xlsx", Reason.ENCRYPTED),
        (b"!BDN outlook", "ds.pst", Reason.UNSUPPORTED),
        (workbook()[:-300], "ds.xlsx", Reason.CORRUPT),
        (zipped({"a.txt": bytes(range(200))})[:150], "ds.zip", Reason.CORRUPT),
        (b"\0\1\2\3" * 9, "ds", Reason.UNSUPPORTED),
        (b"var x = 1;", "DanhSach.pdf.js", Reason.HOSTILE),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, reason: Reason) -> None:
    (part,) = open_file(name, "", data)
    assert isinstance(part.outcome, Unreadable)
    assert part.outcome.reason is reason
    assert part.outcome.detail


class PanicException(BaseException):
    """What a Rust library raises when it gives up is named so, and is no Exception."""


@pytest.mark.parametrize(
    ("fault", "seen"), [(PanicException("tại đây"), "corrupt"), (RecursionError("tại đây"), "hostile")]
)
def test_a_reader_that_panics_costs_its_file_only(
    fault: BaseException, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_data: bytes) -> Document:
        raise fault

    monkeypatch.setattr(opening, "FORMATS", {"text": broken})
    (part,) = open_file("a.txt", "text/plain", b"chu")
    assert media(part) == seen


def test_who_stops_the_program_is_not_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_data: bytes) -> Document:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "FORMATS", {"text": stopped})
    with pytest.raises(KeyboardInterrupt):
        open_file("a.txt", "text/plain", b"chu")


def test_a_reader_that_breaks_costs_its_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_data: bytes) -> Document:
        raise ZeroDivisionError("tại đây")

    monkeypatch.setattr(opening, "FORMATS", {"text": broken})
    (part,) = open_file("a.txt", "text/plain", b"chu")
    assert part.outcome == Unreadable(Reason.CORRUPT, "text: ZeroDivisionError: tại đây")


def test_members_of_archives_follow_it_with_their_way() -> None:
    inner = zipped({"ds lớp.xlsx": workbook()})
    data = zipped({"Khoa Điện/a.txt": b"chu", "b.zip": inner, "__MACOSX/._a": b"x", "Thumbs.db": b"x"})
    parts = open_file("gui.zip", "application/zip", data)
    assert [(part.name, part.path, media(part)) for part in parts] == [
        ("gui.zip", "", "zip"),
        ("a.txt", "Khoa Điện/a.txt", "text"),
        ("b.zip", "b.zip", "zip"),
        ("ds lớp.xlsx", "b.zip/ds lớp.xlsx", "xlsx"),
    ]


def test_names_without_their_code_are_repaired() -> None:
    written = "Gửi Sở.txt".encode().decode("latin-1")
    stand_in = "x" * len("Gửi Sở.txt".encode()) + ".t"
    data = zipped({stand_in: b"chu"}).replace(stand_in.encode(), written.encode("latin-1") + b".t")
    assert open_file("a.zip", "", data)[1].name == "Gửi Sở.txt.t"


def test_names_that_climb_stay_inside() -> None:
    names = [
        part.path
        for part in open_file("a.zip", "", zipped({"../../etc/x": b"a", "C:\\b.txt": b"b", "/c": b"c"}))
    ]
    assert names == ["", "etc/x", "b.txt", "c"]


def test_members_of_the_same_name_are_told_apart() -> None:
    data = holders.winmail({"x.txt": b"1", "x.txt ": b"2", ".x": b"3", " .x": b"4", " x.txt": b"5"})
    paths = [part.path for part in open_file("winmail.dat", "", data)[1:]]
    assert paths == ["x.txt", "x (2).txt", ".x", ".x (2)", "x (3).txt"]


def test_a_bomb_in_an_archive_is_refused() -> None:
    (part,) = open_file("a.zip", "", zipped({"x.txt": b"\0" * 30_000_000}))
    assert media(part) == "hostile"


def test_an_archive_of_locked_members_is_locked() -> None:
    data = bytearray(zipped({"a.xlsx": b"secret"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    parts = open_file("a.zip", "", bytes(data))
    assert [media(part) for part in parts] == ["encrypted", "encrypted"]


def test_a_picture_bears_the_name_of_its_file() -> None:
    (part,) = open_file("cat-may.png", "image/png", b"\x89PNG\r\n\x1a\n")
    assert isinstance(part.outcome, Document)
    assert part.outcome.pictures[0].name == "cat-may.png"
