"""What kind of file some bytes are, by their content; names and labels count only where that is mute."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from parsers.formats.delimited import find_delimiter
from parsers.formats.picture import kind_of
from parsers.text import decode

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HEAD = 4096
_PDF_LEEWAY = 1024
# Text that a machine runs when it is opened: no list of courses, whatever it is called before the dot.
_SCRIPTS = ("js", "jse", "vbs", "vbe", "wsf", "hta", "bat", "cmd", "ps1", "scr", "lnk", "sh", "jar")
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
}
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|div|p|tr|style)\b", re.IGNORECASE)
_FULL_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
_HEADER_LINE = re.compile(
    r"(?:From|To|Date|Received|Return-Path|Subject|MIME-Version|Message-ID|Delivered-To|X-[\w-]+): ?",
    re.IGNORECASE,
)
_MAIL_HEADERS = 3
_TEXT_SHARE = 0.02


def sniff(data: bytes, name: str = "", declared: str = "") -> str:
    """The media of the bytes ("xlsx", "html", "picture:png", …), "unknown" where nothing fits."""
    picture = kind_of(data)
    if picture:
        return f"picture:{picture}"
    for magic, media in _MAGIC:
        if data.startswith(magic):
            return media
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_ZIP):
        return _zip(data, name)
    if b"%PDF-" in data[:_PDF_LEEWAY]:
        return "pdf"
    return _textual(data, name, declared)


def _zip(data: bytes, name: str) -> str:
    """The office format inside a zip, else "zip"; a broken directory leaves only the name to go by."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _package(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError, ValueError):
        return _named(name, ("xlsx", "xlsm", "docx", "docm", "ods", "odt", "pptx")) or "zip"


def _package(archive: zipfile.ZipFile) -> str:
    names = [entry.replace("\\", "/") for entry in archive.namelist()[:5000]]
    lowered = {entry.lower() for entry in names}
    if "mimetype" in lowered:
        with archive.open("mimetype") as part:
            said = part.read(200).decode("ascii", "replace").strip()
        return _OPEN_DOCUMENT.get(said.removesuffix("-template"), "unknown")
    if "[content_types].xml" in lowered or "_rels/.rels" in lowered:
        return _office(lowered)
    if (
        any(entry.startswith("index/") and entry.endswith(".iwa") for entry in lowered)
        or "index.zip" in lowered
    ):
        return "numbers"
    return "zip"


def _office(names: set[str]) -> str:
    if any(entry.endswith("workbook.bin") for entry in names):
        return "xlsb"
    folders = {entry.partition("/")[0] for entry in names}
    for folder, media in (("xl", "xlsx"), ("word", "docx"), ("ppt", "pptx")):
        if folder in folders:
            return media
    for stem, media in (("workbook", "xlsx"), ("document", "docx")):
        if any(entry.endswith(f"{stem}.xml") for entry in names):
            return media
    return "zip"


# Names of streams in a compound file, as UTF-16 in its directory.
_STREAMS = tuple(
    (name.encode("utf-16-le"), media)
    for name, media in (
        ("EncryptedPackage", "ole-encrypted"),
        ("__substg1.0_", "msg"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("PowerPoint Document", "ppt"),
    )
)
_BOOK_95 = "Book\0".encode("utf-16-le")


def _ole(data: bytes) -> str:
    """The format of a compound file by the streams that its directory names."""
    for stream, media in _STREAMS:
        if stream in data:
            return media
    return "xls" if _BOOK_95 in data else "unknown"


def _textual(data: bytes, name: str, declared: str) -> str:
    if _named(name, _SCRIPTS):
        return "program"
    head = decode(data[:_HEAD])
    if not data.strip() or _is_binary(head):
        return "text" if data and not data.strip() else "unknown"
    if _XML.match(head) and not _FULL_PAGE.match(head):
        return "xml"
    if _FULL_PAGE.match(head) or (len(_HTML.findall(head)) > 1 and head.lstrip().startswith("<")):
        return "html"
    if (
        head.lstrip("\ufeff \r\n").startswith("MIME-Version:")
        and "multipart/related" in head
        and "text/html" in head
    ):
        return "eml"
    if _is_mail(head):
        return "eml"
    return _delimited_or_text(head, name, declared)


def _is_binary(head: str) -> bool:
    strange = sum(
        1 for letter in head if (letter < " " and letter not in "\t\n\r\f\x0b\x1a") or letter == "\ufffd"
    )
    return strange > len(head) * _TEXT_SHARE


def _is_mail(head: str) -> bool:
    lines = head.split("\n\n", 1)[0].replace("\r", "").split("\n")
    return sum(1 for line in lines if _HEADER_LINE.match(line)) >= _MAIL_HEADERS and bool(
        _HEADER_LINE.match(lines[0])
    )


def _delimited_or_text(head: str, name: str, declared: str) -> str:
    said = "csv" in declared or "tab-separated" in declared or _named(name, ("csv", "tsv", "tab"))
    delimiter = find_delimiter(_whole_lines(head))
    if said:
        return "csv"
    # Prose has commas too: without a label only a delimiter that prose lacks counts.
    written = _named(name, ("txt", "text", "md", "log"))
    return "csv" if delimiter in ("\t", ";", "|") and not written else "text"


def _whole_lines(head: str) -> str:
    return head if len(head) < _HEAD // 2 else head.rpartition("\n")[0] or head


def _named(name: str, suffixes: tuple[str, ...]) -> str:
    suffix = name.rpartition(".")[2].lower()
    return {"xlsm": "xlsx", "docm": "docx"}.get(suffix, suffix) if suffix in suffixes else ""
