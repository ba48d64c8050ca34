"""Changes that know the format: packages, compound files, rich text, PDF objects; the table of all of them."""

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

from bench.fuzz_archives import rar, seven, tar
from bench.fuzz_mutate import NUMBERS, TEXTS, Change, blindly
from bench.fuzz_tokens import MOST_MADE, markup, number_in, some, tokens_changed
from tests.support.compound import compound

_RTF_TOKEN = re.compile(rb"\\[a-z]+-?\d*|\\'..|\\.|[{}]|[^\\{}]+", re.DOTALL)
_OBJECT = re.compile(rb"(?:^|[\r\n ])(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"(.*?)stream\r?\n(.*)endstream(.*)", re.DOTALL)
_PDF_TOKEN = re.compile(
    rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]*>|/[^\s/<>\[\]()]+|[^\s/<>\[\]()]+|\s+|.", re.DOTALL
)
_OPERATORS = b"q Q BT ET Tj TJ Tf Td Tm cm re f S W n Do gs BI ID EI sh l m c".split()


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
        number = some(tokens, random, lambda token: not token.isspace())
        if number is None:
            continue
        kind = random.randrange(4)
        if kind == 0:
            tokens = tokens_changed(tokens, random)
        elif kind == 1:
            tokens[number] = (
                random.choice(_OPERATORS) if tokens[number].isalpha() else number_in(tokens[number], random)
            )
        elif kind == 2:
            tokens[number] = number_in(tokens[number], random)
        else:
            tokens[number] = random.choice(tokens)
    return b"".join(tokens)[:MOST_MADE]


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
