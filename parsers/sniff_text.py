"""What kind of text some bytes are: a page, a mail, a table, one of the XML files of office programs."""

from __future__ import annotations

import re

from parsers.formats.delimited import find_delimiter
from parsers.text import decode

_HEAD = 4096
# Text that a machine runs when it is opened: no list of courses, whatever it is called before the dot.
_SCRIPTS = ("js", "jse", "vbs", "vbe", "wsf", "hta", "bat", "cmd", "ps1", "scr", "lnk", "sh", "jar", "reg",
            "scf", "pif", "msc", "iqy")  # fmt: skip
_TABLES = ("csv", "tsv", "tab")
_SHEETS = ("xls", "xlsx", "ods")
_TEXTS = ("txt", "text", "md", "log")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|div|p|tr|style)\b", re.IGNORECASE)
_FULL_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?(?:xml|mso-application)\b", re.IGNORECASE)
_ROOT = re.compile(r"<(?![?!])([\w.-]+:)?([\w.-]+)")
_FLAT = re.compile(r"""office:mimetype\s*=\s*["']application/vnd\.oasis\.opendocument\.([\w-]+)""")
_FLAT_KINDS = {"spreadsheet": "fods", "text": "fodt", "presentation": "odp", "graphics": "odg"}
_PROGRAM = re.compile(r"""<\?mso-application\s+progid\s*=\s*["'](\w+)\.""", re.IGNORECASE)
_PROGRAMS = {"excel": "spreadsheetml", "word": "wordml", "powerpoint": "pptx"}
_EXCEL_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_WORD_SPACE = "http://schemas.microsoft.com/office/word/2003/wordml"
_WEB_LINK = re.compile(r"<plist\b.*?<key>URL</key>", re.DOTALL)
_HEADER_LINE = re.compile(
    r"(?:From|To|Date|Received|Return-Path|Subject|MIME-Version|Message-ID|Delivered-To|X-[\w-]+): ?",
    re.IGNORECASE,
)
_LENGTH_LINE = re.compile(r"\s*\d{1,12}[ \t]*\n")
_SAVED_PAGE = re.compile(
    r"^(?:Content-Type:\s*(?:multipart/related|text/html)|Snapshot-Content-Location:)",
    re.IGNORECASE | re.MULTILINE,
)
_CORRESPONDENCE = re.compile(
    r"^(?:To|Cc|Received|Message-ID|Delivered-To|Return-Path):", re.IGNORECASE | re.MULTILINE
)
# Only a program that writes tables quotes a field beside a tab.
_QUOTED_FIELD = re.compile(r'\t"[^\t]|[^\t]"\t')
_MAIL_HEADERS = 3
_TEXT_SHARE = 0.02


def kind_of_text(data: bytes, name: str, declared: str) -> str:
    """The kind of text ("html", "eml", "csv", …), "unknown" for bytes that are none."""
    if _named(name, _SCRIPTS):
        return "program"
    if not data.strip():
        return "text" if data else "unknown"
    head = decode(data[:_HEAD]).lstrip("\ufeff")
    if _is_binary(head):
        return "unknown"
    if _XML.match(head):
        # The namespaces of an office program alone fill a page.
        head = decode(data[: 4 * _HEAD]).lstrip("\ufeff")
    return _marked_up(head) or _mail(head) or _delimited_or_text(head, name, declared)


def _is_binary(head: str) -> bool:
    strange = sum(
        1 for letter in head if (letter < " " and letter not in "\t\n\r\f\x0b\x1a") or letter == "\ufffd"
    )
    return strange > len(head) * _TEXT_SHARE


def _marked_up(head: str) -> str:
    if _FULL_PAGE.match(head):
        return "html"
    if _XML.match(head) or head.lstrip().startswith(("<office:document", "<pkg:package", "<w:wordDocument")):
        return _xml(head)
    return "html" if len(_HTML.findall(head)) > 1 and head.lstrip().startswith("<") else ""


def _xml(head: str) -> str:
    """The office format of an XML file by what its first element says."""
    flat = _FLAT.search(head)
    if flat:
        return _FLAT_KINDS.get(flat[1].removesuffix("-template"), "xml")
    root = _ROOT.search(head)
    kind = root[2] if root else ""
    if kind == "Workbook" and _EXCEL_SPACE in head:
        return "spreadsheetml"
    if kind == "wordDocument" and _WORD_SPACE in head:
        return "wordml"
    program = _PROGRAM.search(head)
    said = _PROGRAMS.get(program[1].lower(), "") if program else ""
    if kind == "package" and "xmlPackage" in head:
        return said or "wordml"
    if _WEB_LINK.search(head):
        return "text"
    return said if said and kind in ("Workbook", "wordDocument") else "xml"


def _mail(head: str) -> str:
    """The kind of mail: "eml", "mht" for a page saved with its pictures, "" for none."""
    text = head.replace("\r\n", "\n").lstrip()
    length = _LENGTH_LINE.match(text)
    if length and _HEADER_LINE.match(text, length.end()):
        text = text[length.end() :]
    headers = text.split("\n\n", 1)[0]
    if not _HEADER_LINE.match(headers):
        return ""
    if "MIME-Version:" in headers and _SAVED_PAGE.search(headers) and not _CORRESPONDENCE.search(headers):
        return "mht"
    known = sum(1 for line in headers.split("\n") if _HEADER_LINE.match(line))
    return "eml" if known >= _MAIL_HEADERS else ""


def _delimited_or_text(head: str, name: str, declared: str) -> str:
    delimiter = find_delimiter(_whole_lines(head))
    said = "csv" in declared or "tab-separated" in declared or _named(name, _TABLES)
    if said or (delimiter and _named(name, _SHEETS)):
        return "csv"
    # Prose has commas too: without a label only a delimiter that prose lacks counts.
    written = _named(name, _TEXTS) and not (delimiter == "\t" and _QUOTED_FIELD.search(head))
    return "csv" if delimiter in ("\t", ";", "|") and not written else "text"


def _whole_lines(head: str) -> str:
    return head if len(head) < _HEAD // 2 else head.rpartition("\n")[0] or head


def _named(name: str, suffixes: tuple[str, ...]) -> bool:
    return name.rpartition(".")[2].lower() in suffixes
