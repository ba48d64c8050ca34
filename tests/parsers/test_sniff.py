"""What telling kinds promises: content decides, also where it is damaged; names only where that is mute."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from parsers.document import Reason, Unreadable
from parsers.kinds import KINDS
from parsers.opening import open_file
from parsers.sniff import sniff
from tests.support.compound import compound, message_tree


def zipped(*names: str, mimetype: str = "") -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, mimetype if name == "mimetype" else "x" * 40)
    return target.getvalue()


OFFICE = "[Content_Types].xml"
ODF = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("xlsx", zipped(OFFICE, "xl/workbook.xml")),
        ("xlsx", zipped(OFFICE, "xl\\workbook.xml")),
        ("xlsb", zipped(OFFICE, "xl/workbook.bin")),
        ("docx", zipped(OFFICE, "word/document2.xml", "word/embeddings/a.xlsx")),
        ("pptx", zipped(OFFICE, "ppt/presentation.xml")),
        ("visio", zipped(OFFICE, "visio/document.xml")),
        ("odt", zipped("mimetype", "content.xml", mimetype=ODF + "text-template")),
        ("odt", zipped("mimetype", "content.xml", mimetype=ODF + "text-web")),
        ("ods", zipped("mimetype", mimetype="application/vnd.sun.xml.calc")),
        ("odp", zipped("mimetype", mimetype=ODF + "presentation")),
        ("epub", zipped("mimetype", mimetype="application/epub+zip")),
        ("keynote", zipped("Index/Slide-1.iwa")),
        ("program", zipped("META-INF/MANIFEST.MF", "Main.class")),
        ("program", zipped("AndroidManifest.xml", "classes.dex")),
        ("zip", zipped("ds.xlsx", "xl.txt")),
        ("zip", b"\n" * 9 + b"\0\xff" * 50 + zipped("ds.xlsx")),
    ],
)
def test_packages_are_told_by_what_is_in_them(kind: str, data: bytes) -> None:
    assert sniff(data, "tep.dat") == kind


@pytest.mark.parametrize(("name", "kind"), [("a.pages", "pages"), ("a.numbers", "numbers"), ("a", "numbers")])
def test_apple_documents_are_told_apart_by_their_names(name: str, kind: str) -> None:
    assert sniff(zipped("Index/Document.iwa", "preview.jpg"), name) == kind


@pytest.mark.parametrize("cut", [-30, -80, -150])
@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("xlsx", (OFFICE, "xl/workbook.xml", "xl/worksheets/sheet1.xml")),
        ("docx", (OFFICE, "word/document.xml")),
    ],
)
def test_a_package_whose_directory_is_lost_keeps_its_kind(
    kind: str, names: tuple[str, ...], cut: int
) -> None:
    assert sniff(zipped(*names)[:cut], "tep.dat") == kind


@pytest.mark.parametrize(
    ("kind", "streams"),
    [
        ("xls", {"Workbook": b"x", "SummaryInformation": b"x"}),
        ("xls", {"Book": b"x"}),
        ("doc", {"WordDocument": b"x", "1Table": b"x", "ObjectPool": {"_1": {"Workbook": b"x"}}}),
        ("ppt", {"PowerPoint Document": b"x"}),
        ("visio", {"VisioDocument": b"x"}),
        ("pub", {"Quill": {"QuillSub": {"CONTENTS": b"x"}}}),
        ("ole-encrypted", {"EncryptedPackage": b"x", "EncryptionInfo": b"x"}),
        ("msg", message_tree(text="EncryptedPackage")),
        ("ole", {"Chưa biết": b"x"}),
    ],
)
def test_compound_files_are_told_by_their_directory(kind: str, streams: dict[str, bytes]) -> None:
    data = compound(streams)
    assert sniff(data, "tep.dat") == kind


def test_a_compound_file_without_its_directory_is_told_by_its_names() -> None:
    data = compound({"WordDocument": b"x" * 5000})
    assert sniff(data[:48] + b"\xff" * 4 + data[52:], "a.xls") == "doc"


OFFICE_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACES = " ".join(f'xmlns:n{number}="urn:example:namespace:{number:080}"' for number in range(60))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("fods", f'<office:document {NAMESPACES} office:mimetype="{ODF}spreadsheet">'),
        ("fodt", f'<office:document office:version="1.2" office:mimetype="{ODF}text">'),
        ("spreadsheetml", '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
        ("spreadsheetml", '<?mso-application progid="Excel.Sheet"?>\n<ss:Workbook xmlns:ss="urn:x"/>'),
        ("wordml", '<?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"/>'),
        ("wordml", '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>'),
        ("text", "<plist><dict><key>URL</key><string>https://truong.example</string></dict></plist>"),
        ("xml", '<khoahoc ten="Hàn"/>'),
        ("html", "<!DOCTYPE html><html><body>Hàn</body></html>"),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_office_xml_is_told_by_its_first_element(kind: str, text: str, charset: str) -> None:
    assert sniff((OFFICE_XML + text).encode(charset), "ds.xml") == kind


@pytest.mark.parametrize(
    ("kind", "data", "name"),
    [
        ("csv", "STT\tTên\n1\tHàn\n2\tTiện\n".encode("utf-16"), "ds.xls"),
        ("csv", b"STT,Ten,Phi\n1,Han,2\n2,Tien,3\n", "ds.xlsx"),
        ("text", "Kính gửi Sở,\nem gửi bài, xin cảm ơn,\n".encode(), "thư.doc"),
        ("text", b"[InternetShortcut]\r\nURL=https://truong.example/ds\r\n", "ds.url"),
        ("rtf", b"\xef\xbb\xbf\r\n{\\rtf1\\ansi a}", "a.doc"),
        ("pdf", b"\r\n\0junk\n%PDF-1.4\n", "a.pdf"),
        ("xls", b"\x09\x04\x06\x00\0\0\x10\0" + b"\0" * 40, "a.xls"),
        ("program", b"<job></job>", "a.wsf"),
        ("shortcut", b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", "ds.xlsx"),
        ("eml", b"From: a@b.example\nTo: c@d.example\nSubject: x\n\n%PDF", "a"),
        ("mht", b"MIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=x\n\n--x", "a.doc"),
        (
            "mht",
            b"From: <Saved by Blink>\nSubject: a\nMIME-Version: 1.0\nContent-Type: multipart/related",
            "a",
        ),
        ("eml", b"From: a@b.example\nTo: c@d.example\nMIME-Version: 1.0\nContent-Type: text/html\n\nx", "a"),
        ("smime", bytes.fromhex("308006092a864886f70d010702") + b"\0" * 40, "smime.p7m"),
        ("smime-encrypted", bytes.fromhex("308006092a864886f70d010703") + b"\0" * 40, "smime.p7m"),
        ("film", b"\0\0\0\x18ftypmp42\0\0", "a.mp4"),
        ("picture:heic", b"\0\0\0\x18ftypheic\0\0", "a.jpg"),
    ],
)
def test_texts_and_marks_are_told_whatever_the_name_says(kind: str, data: bytes, name: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"!BDN" + b"\0" * 40, "an Outlook data file"),
        (b"MSCF\0\0\0\0" + b"\0" * 40, "a Windows cabinet"),
        (b"\x60\xea" + b"\0" * 40, "an ARJ archive"),
        (b"0123456**ACE**", "an ACE archive"),
        (b"\xcf\xad\x12\xfe" + b"\0" * 40, "an Outlook Express mail folder"),
        (b"\0" * 0x8001 + b"CD001", "a disc image"),
        (zipped("Index/Document.iwa"), "an Apple Numbers spreadsheet"),
        (b"\x01\x02\x03\xfe\xff" * 9, "begins 01 02 03 fe ff 01 02 03"),
    ],
)
def test_what_no_reader_reads_is_called_by_its_name(data: bytes, said: str) -> None:
    (part,) = open_file("tep", "", data)
    assert isinstance(part.outcome, Unreadable)
    assert part.outcome.reason is Reason.UNSUPPORTED
    assert said in part.outcome.detail


def test_a_link_in_a_web_shortcut_is_text_to_be_read() -> None:
    (part,) = open_file("ds.url", "", b"[InternetShortcut]\r\nURL=https://truong.example/ds\r\n")
    assert "https://truong.example/ds" in str(part.outcome)


def test_a_windows_shortcut_is_hostile() -> None:
    (part,) = open_file("ds.xlsx.lnk", "", b"\x4c\0\0\0\x01\x14\x02\0" + b"\0" * 40)
    assert isinstance(part.outcome, Unreadable)
    assert part.outcome.reason is Reason.HOSTILE


def test_every_kind_that_is_named_has_words() -> None:
    assert all(words.startswith(("a ", "an ")) for words in KINDS.values())
