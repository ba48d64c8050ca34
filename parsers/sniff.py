"""What kind of file some bytes are, by their content; names and labels count only where that is mute."""

from __future__ import annotations

from parsers.containers.tar import is_tar
from parsers.formats.picture import kind_of
from parsers.sniff_office import kind_of_compound, kind_of_zip
from parsers.sniff_text import kind_of_text

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"RE~^", "rar"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"\x1f\x8b\x08", "gz"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"\x1f\x9d", "compress"),
    (b"\x4c\0\0\0\x01\x14\x02\0", "shortcut"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"!BDN", "pst"),
    (b"\xcf\xad\x12\xfe", "dbx"),
    (b"MSCF\0\0\0\0", "cab"),
    (b"ISc(", "cab"),
    (b"\x60\xea", "arj"),
    (b"\0\x01\0\0Standard Jet DB", "mdb"),
    (b"\0\x01\0\0Standard ACE DB", "mdb"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\xdb\xa5\x2d\0", "word2"),
    (b"\x31\xbe\0\0", "word2"),
    (b"\x32\xbe\0\0", "word2"),
    (b"\xffWPC", "wordperfect"),
    (b"\0\0\x02\0\x06\x04\x06\0", "lotus"),
    (b"\0\0\x1a\0", "lotus"),
    (b"\x09\x00\x04\x00", "xls"),
    (b"\x09\x02\x06\x00", "xls"),
    (b"\x09\x04\x06\x00", "xls"),
    (b"\x09\x08\x08\x00", "xls"),
    (b"\x09\x08\x10\x00", "xls"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "onenote"),
    (b"AT&TFORM", "djvu"),
    (b"%!PS", "postscript"),
    (b"8BPS", "photoshop"),
    (b"AC10", "autocad"),
    (b"\xd7\xcd\xc6\x9a\0\0", "metafile"),
    (b"\x01\0\0\0\x58\0\0\0", "metafile"),
    (b"\x01\0\0\0\x6c\0\0\0", "metafile"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"#!AMR", "sound"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "film"),
    (b"\x1a\x45\xdf\xa3", "film"),
    (b"FLV\x01", "film"),
    (b"\0\x01\0\0\0", "font"),
    (b"OTTO\0", "font"),
    (b"-----BEGIN PGP MESSAGE", "pgp"),
)
# Marks that do not stand at the very beginning.
_INNER_MAGIC = (
    (4, b"ftyp", "film"),
    (7, b"**ACE**", "ace"),
    (2, b"-lh", "lha"),
    (8, b"AVI ", "film"),
    (8, b"WAVE", "sound"),
    (0x8001, b"CD001", "iso"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")
# What S/MIME messages begin with: a sequence whose first item says which kind of PKCS #7 it is.
_DER, _PKCS7, _ENVELOPED = b"\x30", bytes.fromhex("06092a864886f70d0107"), b"\x03"
_PKCS7_WITHIN = 32
_ZIP_END, _ZIP_TAIL = b"PK\x05\x06", 66_000
_RTF = (b"{\\rtf", b"{\\rt")
_BLANKS = b" \t\r\n\0"
_PDF_LEEWAY = 1024
_BZIP2_BLOCK = b"1AY&SY"


def sniff(data: bytes, name: str = "", declared: str = "") -> str:
    """The media of the bytes ("xlsx", "html", "picture:png", …), "unknown" where nothing fits."""
    picture = kind_of(data)
    if picture:
        return f"picture:{picture}"
    if data.startswith(_OLE):
        return kind_of_compound(data)
    if data.startswith(_ZIP):
        return kind_of_zip(data, name)
    kind = _by_mark(data) or kind_of_text(data, name, declared)
    # A zip may begin with anything: its directory stands at the end.
    is_zip = kind == "unknown" and _ZIP_END in data[-_ZIP_TAIL:]
    return kind_of_zip(data, name) if is_zip else kind


def _by_mark(data: bytes) -> str:
    """The kind that a mark of its format tells, "" where there is none."""
    for magic, media in _MAGIC:
        if data.startswith(magic):
            return media
    for place, magic, media in _INNER_MAGIC:
        if data.startswith(magic, place):
            return media
    if data.startswith(b"BZh") and data[4:10] == _BZIP2_BLOCK:
        return "bz2"
    if data[:64].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANKS).startswith(_RTF):
        return "rtf"
    if data.startswith(_DER) and (inner := data.find(_PKCS7, 0, _PKCS7_WITHIN)) > 0:
        return "smime-encrypted" if data.startswith(_ENVELOPED, inner + len(_PKCS7)) else "smime"
    if is_tar(data):
        return "tar"
    return "pdf" if b"%PDF-" in data[:_PDF_LEEWAY] else ""
