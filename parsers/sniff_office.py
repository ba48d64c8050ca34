"""Which office program wrote a zip or a compound file, by the names of what is in it; reads no content."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from parsers.containers.zip_directory import is_crowded, member_names

_MAX_NAMES = 5_000
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError, ValueError, RuntimeError)
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-master": "odt",
    # What LibreOffice makes of a web page.
    "application/vnd.oasis.opendocument.text-web": "odt",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.graphics": "odg",
    "application/vnd.sun.xml.calc": "ods",
    "application/vnd.sun.xml.writer": "odt",
    "application/epub+zip": "epub",
}
_FOLDERS = (("xl", "xlsx"), ("word", "docx"), ("ppt", "pptx"), ("visio", "visio"))
_STEMS = (("workbook", "xlsx"), ("document", "docx"), ("presentation", "pptx"))
_SUFFIXES = {"xlsx": "xlsx", "xlsm": "xlsx", "xltx": "xlsx", "docx": "docx", "docm": "docx", "dotx": "docx",
             "ods": "ods", "odt": "odt", "pptx": "pptx", "numbers": "numbers", "pages": "pages",
             "key": "keynote"}  # fmt: skip


def kind_of_zip(data: bytes, name: str) -> str:
    """The office format inside a zip, else "zip"; where the directory is broken the members tell it."""
    if is_crowded(data):
        return "zip"
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()[:_MAX_NAMES]
            said = _mimetype(archive) if "mimetype" in names else ""
    except _DAMAGE:
        return _broken(data, name)
    if said:
        return _OPEN_DOCUMENT.get(said.removesuffix("-template"), "package")
    return _package({_plain(one) for one in names}, name)


def _mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as part:
        return part.read(200).decode("ascii", "replace").strip()


def _broken(data: bytes, name: str) -> str:
    names = {_plain(one) for one in member_names(data)}
    kind = _package(names, name)
    if kind == "zip" and {"mimetype", "content.xml"} & names:
        kind = _SUFFIXES.get(_suffix(name), "odt")
    # Of a file that is hardly there only the name is left to go by.
    return _SUFFIXES.get(_suffix(name), "zip") if kind == "zip" and len(names) <= 1 else kind


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _package(names: set[str], name: str) -> str:
    if "[content_types].xml" in names or "_rels/.rels" in names:
        return _office(names)
    if "index.zip" in names or any(one.startswith("index/") and one.endswith(".iwa") for one in names):
        return _apple(names, name)
    if "index.apxl" in names or ("index.xml" in names and "buildversionhistory.plist" in names):
        return _apple(names, name)
    if {"content.xml", "meta-inf/manifest.xml"} <= names:
        return _SUFFIXES.get(_suffix(name), "odt")
    if "fixeddocseq.fdseq" in names:
        return "xps"
    is_code = "meta-inf/manifest.mf" in names and any(one.endswith(".class") for one in names)
    return "program" if is_code or "androidmanifest.xml" in names else "zip"


def _office(names: set[str]) -> str:
    if any(one.endswith("workbook.bin") for one in names):
        return "xlsb"
    folders = {one.partition("/")[0] for one in names}
    for folder, media in _FOLDERS:
        if folder in folders:
            return media
    for stem, media in _STEMS:
        if any(one.endswith(f"{stem}.xml") for one in names):
            return media
    return "xps" if any(one.endswith(".fdseq") for one in names) else "package"


def _apple(names: set[str], name: str) -> str:
    said = _SUFFIXES.get(_suffix(name), "")
    if said in ("numbers", "pages", "keynote"):
        return said
    slides = "index.apxl" in names or any(one.startswith("index/slide") for one in names)
    return "keynote" if slides else "numbers"


# ---------------------------------------------------------------- compound files (MS-CFB)

# Entries of the directory by which a program is known, the surest first.
_STREAMS = (
    ("EncryptedPackage", "ole-encrypted"),
    ("\x06DataSpaces", "ole-encrypted"),
    ("__properties_version1.0", "msg"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("PP40", "ppt"),
    ("VisioDocument", "visio"),
    ("Quill", "pub"),
    ("MatOST", "works"),
    ("SPELLING", "works"),
)
# Names long enough to be no accident where the directory cannot be followed.
_TELLING = (
    *((name, media) for name, media in _STREAMS if len(name) > len("Workboo")),
    ("__substg1.0_", "msg"),
)
_BOOK = "Book\0".encode("utf-16-le")
_ENTRY_SIZE, _NAME_SIZE = 128, 64
_TOP_LEVEL_KINDS = (1, 2)
_MAX_SECTORS = 4_096
_LAST_SECTOR = 0xFFFFFFF9


def kind_of_compound(data: bytes) -> str:
    """The format of a compound file by its directory; by names anywhere where that is broken."""
    names = {name.lower() for name in _directory(data)}
    for name, media in _STREAMS:
        if name.lower() in names:
            return media
    if any(name.startswith("__substg1.0_") for name in names):
        return "msg"
    if names:
        return "ole"
    for name, media in _TELLING:
        if name.encode("utf-16-le") in data:
            return media
    return "xls" if _BOOK in data else "ole"


def _directory(data: bytes) -> Iterator[str]:
    """The names in the directory, as far as its chain of sectors can be followed."""
    try:
        (shift,) = struct.unpack_from("<H", data, 30)
        (sector,) = struct.unpack_from("<I", data, 48)
        tables = struct.unpack_from("<109I", data, 76)
    except struct.error:
        return
    if shift not in (9, 12):
        return
    size, seen = 1 << shift, set[int]()
    while sector < _LAST_SECTOR and sector not in seen and len(seen) < _MAX_SECTORS:
        seen.add(sector)
        yield from _names(data[(sector + 1) * size : (sector + 2) * size])
        table, place = divmod(sector, size // 4)
        if table >= len(tables):
            return
        at = (tables[table] + 1) * size + place * 4
        sector = int.from_bytes(data[at : at + 4].ljust(4, b"\xff"), "little")


def _names(sector: bytes) -> Iterator[str]:
    for start in range(0, len(sector) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
        entry = sector[start : start + _ENTRY_SIZE]
        length = int.from_bytes(entry[_NAME_SIZE : _NAME_SIZE + 2], "little")
        if entry[66] in _TOP_LEVEL_KINDS and 2 < length <= _NAME_SIZE:  # noqa: PLR2004  (a letter and the end)
            yield entry[: length - 2].decode("utf-16-le", "replace")
