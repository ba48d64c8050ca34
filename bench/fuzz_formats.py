"""Changes that know the format: markup, packages, compound files, PDF objects, archives with checksums."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random

import olefile

from bench.fuzz_mutate import NUMBERS, TEXTS, Change, blindly
from tests.support.compound import compound

MOST_MADE = 3_000_000
_TOKEN = re.compile(rb"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)="([^"]*)"')
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_RTF_TOKEN = re.compile(rb"\\[a-z]+-?\d*|\\'..|\\.|[{}]|[^\\{}]+", re.DOTALL)
_OBJECT = re.compile(rb"(?:^|[\r\n ])(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"(.*?)stream\r?\n(.*)endstream(.*)", re.DOTALL)
_PDF_TOKEN = re.compile(
    rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]*>|/[^\s/<>\[\]()]+|[^\s/<>\[\]()]+|\s+|.", re.DOTALL
)
_OPERATORS = b"q Q BT ET Tj TJ Tf Td Tm cm re f S W n Do gs BI ID EI sh l m c".split()


# ---------------------------------------------------------------- tokens of any language


def tokens_changed(tokens: list[bytes], random: Random) -> list[bytes]:
    """Tokens dropped, doubled, moved or multiplied."""
    if not tokens:
        return tokens
    start = random.randrange(len(tokens))
    end = start + random.choice((1, 1, 2, 5, 30))
    piece, kind = tokens[start:end], random.randrange(5)
    if kind == 0:
        return tokens[:start] + tokens[end:]
    if kind == 1:
        return tokens[:end] + piece + tokens[end:]
    if kind == 2:
        to = random.randrange(len(tokens))
        return tokens[:to] + piece + tokens[to:]
    if kind == 3:
        times = min(random.choice((10, 300, 3000)), MOST_MADE // max(1, sum(map(len, piece))))
        return tokens[:end] + piece * times + tokens[end:]
    other = random.randrange(len(tokens))
    tokens[start], tokens[other] = tokens[other], tokens[start]
    return tokens


def _odd(random: Random) -> bytes:
    text = random.choice(TEXTS) if random.random() < 0.5 else str(random.choice(NUMBERS))
    return text.replace("<", "&lt;").replace('"', "&quot;").replace("\0", "").encode()


def _number_in(token: bytes, random: Random) -> bytes:
    found = list(_NUMBER.finditer(token))
    if not found:
        return token
    one = random.choice(found)
    said = random.choice(
        (str(random.choice(NUMBERS)), f"-{random.choice(NUMBERS)}", "", "1e400", "0.00000001")
    )
    return token[: one.start()] + said.encode() + token[one.end() :]


# ---------------------------------------------------------------- markup


def markup(data: bytes, random: Random) -> bytes:
    """Elements, attributes and numbers of XML or HTML."""
    tokens = _TOKEN.findall(data)
    for _ in range(random.choice((1, 1, 2, 6))):
        change = random.choice(
            (_attribute, _attribute, _digits, _digits, _said, _swapped, _doubled, _element)
        )
        tokens = change(tokens, random)
    return b"".join(tokens)


def _some(tokens: list[bytes], random: Random, wanted: Callable[[bytes], object]) -> int | None:
    for _ in range(30):
        if not tokens:
            return None
        number = random.randrange(len(tokens))
        if wanted(tokens[number]):
            return number
    return None


def _attribute(tokens: list[bytes], random: Random) -> list[bytes]:
    number = _some(tokens, random, _ATTRIBUTE.search)
    if number is not None:
        one = random.choice(list(_ATTRIBUTE.finditer(tokens[number])))
        value = b"" if random.random() < 0.1 else b'%s="%s"' % (one[1], _odd(random))
        tokens[number] = tokens[number][: one.start()] + value + tokens[number][one.end() :]
    return tokens


def _swapped(tokens: list[bytes], random: Random) -> list[bytes]:
    """An attribute's value from elsewhere: ids that point at the wrong thing, or at themselves."""
    number, other = _some(tokens, random, _ATTRIBUTE.search), _some(tokens, random, _ATTRIBUTE.search)
    if number is not None and other is not None:
        one = random.choice(list(_ATTRIBUTE.finditer(tokens[number])))
        value = random.choice(_ATTRIBUTE.findall(tokens[other]))[1]
        tokens[number] = tokens[number][: one.start(2)] + value + tokens[number][one.end(2) :]
    return tokens


def _digits(tokens: list[bytes], random: Random) -> list[bytes]:
    number = _some(tokens, random, _NUMBER.search)
    if number is not None:
        tokens[number] = _number_in(tokens[number], random)
    return tokens


def _said(tokens: list[bytes], random: Random) -> list[bytes]:
    number = _some(tokens, random, lambda token: not token.startswith(b"<"))
    if number is not None:
        tokens[number] = _odd(random)
    return tokens


def _doubled(tokens: list[bytes], random: Random) -> list[bytes]:
    return tokens_changed(tokens, random)


def _element(tokens: list[bytes], random: Random) -> list[bytes]:
    """A whole element (from its start to its end) dropped, doubled, nested in itself or put elsewhere."""
    start = _some(tokens, random, lambda token: token[:1] == b"<" and token[1:2].isalpha())
    if start is None:
        return tokens
    end = _end_of(tokens, start)
    whole, kind = tokens[start:end], random.randrange(5)
    if kind == 0:
        return tokens[:start] + tokens[end:]
    if kind == 1:
        times = min(random.choice((1, 20, 500)), MOST_MADE // max(1, sum(map(len, whole))))
        return tokens[:end] + whole * times + tokens[end:]
    if kind == 2 and len(whole) > 1:
        depth = min(random.choice((2, 40, 500)), MOST_MADE // (len(whole[0]) + len(whole[-1])))
        return tokens[:start] + whole[:1] * depth + whole + whole[-1:] * depth + tokens[end:]
    to = random.randrange(len(tokens))
    return tokens[:to] + whole + tokens[to:]


def _end_of(tokens: list[bytes], start: int) -> int:
    depth = 0
    for number in range(start, len(tokens)):
        token = tokens[number]
        if token.startswith(b"<") and not token.endswith(b"/>") and token[1:2] not in b"!?":
            depth += -1 if token[1:2] == b"/" else 1
        if depth <= 0:
            return number + 1
    return len(tokens)


# ---------------------------------------------------------------- packages


def package(data: bytes, random: Random) -> bytes:
    """A member of a zip changed, dropped, doubled, renamed or put in another's place."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    for _ in range(random.choice((1, 1, 2, 4))):
        members = _members_changed(members, random)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, (2025, 5, 12, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name not in archive.namelist():
                archive.writestr(entry, content)
    return out.getvalue()


def _members_changed(members: list[tuple[str, bytes]], random: Random) -> list[tuple[str, bytes]]:
    if not members:
        return members
    number, kind = random.randrange(len(members)), random.random()
    name, content = members[number]
    if kind < 0.03:
        return members[:number] + members[number + 1 :]
    if kind < 0.06:
        members[number] = (name, random.choice(members)[1])
    elif kind < 0.08:
        members[number] = (random.choice(TEXTS).replace("\0", "") + name, content)
    else:
        members[number] = (name, _content_changed(content, random))
    return members


def _content_changed(content: bytes, random: Random) -> bytes:
    is_markup = content[:5] in (b"<?xml", b"\xef\xbb\xbf<?") or content[:1] == b"<"
    if not is_markup:
        return blindly(content, random)
    return markup(content, random) if random.random() < 0.9 else blindly(content, random)


# ---------------------------------------------------------------- compound files


def ole(data: bytes, random: Random) -> bytes:
    """A stream of a compound file changed, dropped or put elsewhere, the file around it whole."""
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        streams = {
            tuple(path): file.openstream(path).read() for path in file.listdir(streams=True, storages=False)
        }
    paths = sorted(streams)
    path = random.choice(paths)
    kind = random.random()
    if kind < 0.05:
        del streams[path]
    elif kind < 0.1:
        streams[path] = streams[random.choice(paths)]
    elif path[-1] in ("Workbook", "Book") and kind < 0.8:
        streams[path] = biff(streams[path], random)
    else:
        streams[path] = blindly(streams[path], random)
    tree: dict[str, object] = {}
    for names, content in streams.items():
        folder = tree
        for name in names[:-1]:
            folder = folder.setdefault(name, {})  # type: ignore[assignment]
        folder[names[-1]] = content
    return compound(tree)  # type: ignore[arg-type]


def biff(data: bytes, random: Random) -> bytes:
    """Records of an old workbook: kind, length, body."""
    records, place = [], 0
    while place + 4 <= len(data):
        end = place + 4 + struct.unpack_from("<H", data, place + 2)[0]
        records.append(data[place:end])
        place = end
    for _ in range(random.choice((1, 1, 3, 8))):
        number = random.randrange(len(records))
        one = records[number]
        kind = random.randrange(5)
        if kind == 0:
            records = tokens_changed(records, random)
        elif kind == 1:
            records[number] = one[:2] + struct.pack("<H", random.choice(NUMBERS) & 0xFFFF) + one[4:]
        elif len(one) > 4:
            body = blindly(one[4:], random)[:0x2020]
            records[number] = one[:2] + struct.pack("<H", len(body)) + body
    return b"".join(records)[:MOST_MADE]


# ---------------------------------------------------------------- rich text, PDF


def rich_text(data: bytes, random: Random) -> bytes:
    tokens = _RTF_TOKEN.findall(data)
    for _ in range(random.choice((1, 1, 3, 8))):
        number = random.randrange(len(tokens))
        if random.random() < 0.4:
            tokens = tokens_changed(tokens, random)
        elif tokens[number].startswith(b"\\"):
            word = re.match(rb"\\[a-z]*", tokens[number])
            tokens[number] = (word[0] if word else b"\\") + str(
                random.choice((-1, 1)) * random.choice(NUMBERS)
            ).encode()
    return b"".join(tokens)


def pdf(data: bytes, random: Random) -> bytes:
    """Objects and what is packed in their streams changed, with a directory that fits."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    root = re.search(rb"/Root\s+(\d+) 0 R", data)
    if not objects or root is None:
        return blindly(data, random)
    for _ in range(random.choice((1, 1, 2, 5))):
        number = random.choice(sorted(objects))
        if random.random() < 0.03:
            objects.pop(number)
        else:
            objects[number] = _object_changed(objects[number], random)
        if not objects:
            break
    return _pdf_written(objects, int(root[1]))


def _pdf_written(objects: Mapping[int, bytes], root: int) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj%sendobj\n" % (number, body)
    last = max(objects, default=0)
    start = len(out)
    out += b"xref\n0 %d\n" % (last + 1)
    for number in range(last + 1):
        known = number in offsets
        out += b"%010d 00000 n \n" % offsets[number] if known else b"0000000000 65535 f \n"
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, root, start)
    return bytes(out)


def _object_changed(body: bytes, random: Random) -> bytes:
    stream = _STREAM.fullmatch(body)
    if stream is None or random.random() < 0.4:
        head, tail = (body, b"") if stream is None else (stream[1], body[len(stream[1]) :])
        return _pdf_tokens(head, random) + tail
    head, content = stream[1], stream[2]
    packed = b"/FlateDecode" in head
    try:
        plain = zlib.decompressobj().decompress(content, MOST_MADE) if packed else content
    except zlib.error:
        return head + b"stream\n" + blindly(content, random) + b"endstream" + stream[3]
    is_content = b" Tf" in plain or b" re" in plain or b"begincmap" in plain
    plain = _pdf_tokens(plain, random) if is_content and random.random() < 0.8 else blindly(plain, random)
    content = zlib.compress(plain[:MOST_MADE], 1) if packed else plain
    head = re.sub(rb"/Length\s+\d+(?: 0 R)?", b"/Length %d" % len(content), head, count=1)
    return head + b"stream\n" + content + b"\nendstream" + stream[3]


def _pdf_tokens(data: bytes, random: Random) -> bytes:
    tokens = _PDF_TOKEN.findall(data)
    for _ in range(random.choice((1, 1, 3, 10))):
        number = _some(tokens, random, lambda token: not token.isspace())
        if number is None:
            continue
        kind = random.randrange(4)
        if kind == 0:
            tokens = tokens_changed(tokens, random)
        elif kind == 1:
            tokens[number] = (
                random.choice(_OPERATORS) if tokens[number].isalpha() else _number_in(tokens[number], random)
            )
        elif kind == 2:
            tokens[number] = _number_in(tokens[number], random)
        else:
            tokens[number] = random.choice(tokens)
    return b"".join(tokens)[:MOST_MADE]


# ---------------------------------------------------------------- archives with checksums


def seven(data: bytes, random: Random) -> bytes:
    """The directory of a 7z changed, and its checksums made to fit."""
    offset, size, _ = struct.unpack_from("<QQI", data, 12)
    directory = blindly(data[32 + offset : 32 + offset + size], random)
    start = struct.pack("<QQI", offset, len(directory), zlib.crc32(directory))
    return data[:8] + struct.pack("<I", zlib.crc32(start)) + start + data[32 : 32 + offset] + directory


def tar(data: bytes, random: Random) -> bytes:
    """A header of a tar changed, and its checksum made to fit."""
    out = bytearray(data)
    heads = [at for at in range(0, len(out), 512) if out[at + 257 : at + 262] == b"ustar"]
    at = random.choice(heads)
    field = random.choice(((0, 100), (124, 12), (156, 1), (157, 100), (345, 155), (124, 12)))
    value = random.choice(
        (b"\x80" + b"\xff" * 11, b"77777777777", b"-1", random.choice(TEXTS).encode(), b"LKxg7")
    )
    out[at + field[0] : at + field[0] + field[1]] = value[: field[1]].ljust(field[1], b"\0")
    out[at + 148 : at + 156] = b" " * 8
    out[at + 148 : at + 156] = f"{sum(out[at : at + 512]):06o}\0 ".encode()
    return bytes(out)


def rar(data: bytes, random: Random) -> bytes:
    """A head of a RAR changed, and its checksum made to fit."""
    if not data.startswith(b"Rar!\x1a\x07\0"):
        return _rar5(data, random)
    place, heads = 7, []
    while place + 7 <= len(data):
        kind, flags, size = struct.unpack_from("<BHH", data, place + 2)
        heads.append((place, size))
        place += size + (
            struct.unpack_from("<I", data, place + 7)[0] if kind == 0x74 or flags & 0x8000 else 0
        )
    at, size = random.choice(heads)
    head = blindly(data[at + 2 : at + size], random)
    return data[:at] + struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data[at + size :]


def _rar5(data: bytes, random: Random) -> bytes:
    heads, place = [], 8
    while 0 <= place < len(data) - 5 and data[place + 4] < 0x80:
        size = data[place + 4] + 1
        heads.append((place, size))
        following = [data.find(mark, place + 4 + size) for mark in (b"\x02\x02", b"\x05\0\0")]
        place = min((one - 5 for one in following if one >= 0), default=-1)
    at, size = random.choice(heads)
    head = blindly(data[at + 4 : at + 4 + size], random)
    return data[:at] + struct.pack("<I", zlib.crc32(head)) + head + data[at + 4 + size :]


def _repacked(unpack: Callable[[bytes], bytes], pack: Callable[[bytes], bytes]) -> Change:
    return lambda data, random: pack(blindly(unpack(data), random))


CHANGES: Mapping[str, Change] = {
    **dict.fromkeys(("xlsx", "docx", "ods", "odt", "xlsb", "zip"), package),
    **dict.fromkeys(("xls", "doc", "msg"), ole),
    **dict.fromkeys(("html", "svg", "fods", "fodt", "wordml.xml", "spreadsheetml.xml"), markup),
    "rtf": rich_text,
    "pdf": pdf,
    "7z": seven,
    "tar": tar,
    "rar": rar,
    "gz": _repacked(gzip.decompress, lambda data: gzip.compress(data, mtime=0)),
    "bz2": _repacked(bz2.decompress, bz2.compress),
    "xz": _repacked(lzma.decompress, lzma.compress),
}
