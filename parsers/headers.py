"""Header fields as text: encoded words, raw 8-bit bytes and parameters decoded; no meaning, no I/O."""

from __future__ import annotations

import binascii
import re
from email.message import Message as MimeMessage
from urllib.parse import unquote_to_bytes

from parsers.text import decode, nfc, repair_mojibake

Parameter = str | tuple[str | None, str | None, str]

# An encoded word, spaces inside and a stray "?" in Q text forgiven (RFC 2047 forbids both, mailers do it).
_WORD = re.compile(
    r"=\?(?P<charset>[^?\s*]+)(?:\*[^?\s]*)?\?"
    r"(?:[bB]\?(?P<b>[^?]*)(?:\?=|\?$|$)|[qQ]\?(?P<q>.*?)(?:\?=(?![0-9A-F]{2})|\?$|$))",
    re.DOTALL,
)
# Every repeat is bounded: whatever a field holds, the search costs its length.
_ADDRESS = re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8}")
_SEPARATOR = re.compile(r"[,;>\])]")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_FOLD = re.compile(r"\r?\n[ \t]?|\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_DIRECTORY = re.compile(r"^(?:[A-Za-z]:)?[\\/].*[\\/]|^[A-Za-z]:\\|^.*\\")
_QUOTED = re.compile(r"=([0-9A-Fa-f]{2})")
_PADDING, _AFTER_PADDING = re.compile(rb"="), re.compile(rb"[^=\s]")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def header_text(raw: str) -> str:
    """The text of a raw header value: unfolded, encoded words and 8-bit bytes decoded, NFC."""
    flat = _FOLD.sub(" ", raw)
    if not flat.isascii() or "=?" in flat:
        flat = _decode_words(flat)
    return _clean(flat)


def raw_value(message: MimeMessage, wanted: str) -> str:
    """The first raw value of a field, "" where it is absent; raw 8-bit bytes are surrogates."""
    return next((str(value) for name, value in message.raw_items() if name.lower() == wanted), "")


def message_id_of(text: str) -> str:
    """The Message-ID in a field, with its brackets; the first word where brackets lack."""
    return next(iter(_MESSAGE_ID.findall(text)), text.split(" ", maxsplit=1)[0])


def message_ids_of(text: str) -> tuple[str, ...]:
    """All Message-IDs in a field, each once."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(text)))


def addresses_in(text: str) -> list[tuple[str, str]]:
    """Whatever looks like an address, lower-case, with the words before it; for fields that are broken."""
    found: list[tuple[str, str]] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        before = _SEPARATOR.split(text[end : match.start()])[-1]
        found.append(
            (match.group().lower(), before.strip(" \t\"'*<[(").removesuffix("mailto:").strip(" \"'*<[("))
        )
        end = match.end()
    return found


def eight_bit_text(raw: str) -> str:
    """A header value whose raw bytes (surrogates of the standard library) became letters; words stay."""
    if raw.isascii():
        return raw
    try:
        raw.encode("utf-8")
    except UnicodeEncodeError:
        return decode(raw.encode("utf-8", "surrogateescape"))
    return repair_mojibake(raw)


def parameter_of(part: MimeMessage, name: str, header: str = "content-type") -> Parameter | None:
    """A parameter of a MIME field as the standard library gives it; None also where it stumbles."""
    try:
        value: Parameter | None = part.get_param(name, None, header)
    except (TypeError, ValueError, LookupError):  # such as filename*= beside filename*0=
        return None
    return value


def filename_of(part: MimeMessage) -> str | None:
    """The file name of a MIME part, decoded whichever way it was written; None where it has none."""
    for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
        value = parameter_of(part, parameter, header)
        name = _clean_name(_parameter_text(value)) if value is not None else ""
        if name:
            return name
    return None


def decode_base64(data: bytes | memoryview) -> bytes:
    """Base64 read leniently: foreign signs skipped, padding mended, joined pieces decoded one by one."""
    whole = _whole_base64(data)
    if whole is not None:
        return whole
    body = bytes(data).rstrip(b"= \t\r\n")
    if b"=" not in body:
        return _base64_piece(body)
    return b"".join(_base64_piece(piece) for piece in re.split(rb"=+", body) if piece.strip())


def _whole_base64(data: bytes | memoryview) -> bytes | None:
    """One well-padded piece, decoded where it lies; None where there is anything to mend."""
    padding = _PADDING.search(data)
    # The decoder stops at the first padding: nothing but padding may follow it.
    if padding is not None and _AFTER_PADDING.search(data, padding.end()):
        return None
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        return None


def _base64_piece(piece: bytes) -> bytes:
    try:
        return binascii.a2b_base64(piece + b"===")
    except binascii.Error:
        letters = _NOT_BASE64.sub(b"", piece)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4])


def _decode_words(text: str) -> str:
    """Each encoded word as text; neighbours of one charset are joined as bytes first."""
    pieces: list[str] = []
    charset, waiting, end = "", b"", 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        neighbour = not between.strip() and end > 0
        if waiting and not (neighbour and match["charset"].lower() == charset):
            pieces.append(decode(waiting, charset))
            waiting = b""
        if not neighbour:
            pieces.append(eight_bit_text(between))
        charset, end = match["charset"].lower(), match.end()
        waiting += _word_bytes(match)
    if waiting:
        pieces.append(decode(waiting, charset))
    pieces.append(eight_bit_text(text[end:]))
    return "".join(pieces)


def _word_bytes(match: re.Match[str]) -> bytes:
    if match["b"] is not None:
        return decode_base64(match["b"].encode("ascii", "ignore"))
    raw = match["q"].replace("_", " ").encode("utf-8", "surrogateescape").decode("latin-1")
    return _QUOTED.sub(lambda code: chr(int(code[1], 16)), raw).encode("latin-1")


def _parameter_text(value: Parameter) -> str:
    if isinstance(value, tuple):  # RFC 2231: the standard library unquoted the octets as Latin-1
        octets = _octets(value[2])
        return decode(octets, value[0] or "") if octets else ""
    text = header_text(value)
    if _PERCENT.search(text) and " " not in text:
        octets = unquote_to_bytes(text)
        return decode(octets) if not octets.isascii() else octets.decode("ascii")
    return text


def _octets(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape")


def _clean_name(name: str) -> str:
    return _DIRECTORY.sub("", _clean(name)).strip().strip('"')


def _clean(text: str) -> str:
    flat = _CONTROL.sub("", _FOLD.sub(" ", text)).strip()
    return flat if flat.isascii() else nfc(flat)
