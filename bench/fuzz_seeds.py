"""The files that the fuzz begins with: small, of every kind, by our writers, by foreign programs and by hand."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import time_machine
from PIL import Image

from bench.reading import page
from parsers.message import read_message
from tests.parsers import test_spreadsheetml, test_wordml, test_xlsb
from tests.support import compound, holders, oldword, openpackages
from tests.support.offices import WRITERS

TESTS = Path(__file__).resolve().parents[1] / "tests"
PAGE = page(6)
LARGEST = 200_000
Seeds = Mapping[str, list[bytes]]


def seeds() -> Seeds:
    """The kind of a file, as its name ends, and its files; the same bytes whenever it is asked."""
    made: dict[str, list[bytes]] = {}
    with time_machine.travel(datetime(2025, 5, 12, tzinfo=UTC), tick=False):
        for kind, data in _all():
            if len(data) <= LARGEST:
                made.setdefault(kind, []).append(data)
    return dict(sorted(made.items()))


def _all() -> Iterator[tuple[str, bytes]]:
    written = {kind: write(PAGE) for kind, write in WRITERS.items()}
    yield from written.items()
    yield from _samples()
    yield from _by_hand()
    yield from _mails()
    yield from _pictures()
    yield from _holders(written)


def _samples() -> Iterator[tuple[str, bytes]]:
    for path in sorted((TESTS / "parsers" / "samples").rglob("*.*")):
        kind = path.suffix[1:]
        if kind != "md":
            yield kind, path.read_bytes()


def _by_hand() -> Iterator[tuple[str, bytes]]:
    yield "xlsb", test_xlsb.book()
    cells = test_spreadsheetml.row(*(test_spreadsheetml.cell(text) for text in ("STT", "Tên khóa học")))
    number = test_spreadsheetml.row(
        test_spreadsheetml.cell("1", "Number", 'ss:StyleID="s6" ss:MergeAcross="1"')
    )
    yield "spreadsheetml.xml", test_spreadsheetml.book(test_spreadsheetml.sheet(cells + number))
    table = f"<w:tbl><w:tr>{test_wordml.cell(test_wordml.p(test_wordml.r('Hàn điện')))}</w:tr></w:tbl>"
    yield "wordml.xml", test_wordml.wordml(test_wordml.p(test_wordml.r("Danh sách")) + table)
    yield "fods", openpackages.flat("spreadsheet", _open_sheet())
    yield "fodt", openpackages.flat("text", f"<text:p>Danh sách</text:p>{_open_sheet()}")
    yield "doc", _word(old=False)
    yield "doc", _word(old=True)
    yield (
        "txt",
        "DANH SÁCH KHÓA HỌC\n1. Hàn điện: 2 tháng, học phí 2.500.000 đồng\n- Điện thoại: 0909 111 222\n".encode(),
    )
    yield "txt", "Tên khóa học: Tiện ren\nTrình độ: Sơ cấp\nhttps://hoc.example/1".encode("utf-16")


def _open_sheet() -> str:
    cell = '<table:table-cell office:value-type="{}" office:value="2.5" {}><text:p>Hàn</text:p></table:table-cell>'
    row = cell.format("string", 'table:number-columns-repeated="3"')
    row += cell.format("float", 'table:number-columns-spanned="2"')
    return f'<table:table table:name="DS"><table:table-row table:number-rows-repeated="2">{row}</table:table-row></table:table>'


def _word(*, old: bool) -> bytes:
    rows = oldword.row("STT", "Ten khoa hoc", edges=[0, 1000, 3000], old=old)
    rows += oldword.row("1", "Han dien", edges=[0, 1000, 3000], old=old)
    said = oldword.Par([oldword.Stretch("Danh sach "), oldword.Stretch("khoa hoc")])
    return oldword.old_word(oldword.Letter([said, *rows, oldword.Par("Het")], old=old))


def _mails() -> Iterator[tuple[str, bytes]]:
    for path in sorted((TESTS / "cases").glob("*/*.eml")):
        raw = path.read_bytes()
        yield "eml", raw
        for part in read_message(raw).parts:
            kind = (part.filename or "").rpartition(".")[2].lower()
            if part.data and kind in WRITERS:
                yield kind, part.data
    yield "eml", holders.MAIL
    yield "mht", holders.MAIL.replace(b"multipart/mixed", b"multipart/related")


def _pictures() -> Iterator[tuple[str, bytes]]:
    for kind in ("png", "jpeg", "gif", "tiff", "bmp", "webp"):
        out = io.BytesIO()
        Image.new("RGB", (40, 30), (10, 90, 200)).save(out, kind)
        yield kind, out.getvalue()
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><text>Anh</text></svg>'


def _holders(written: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    files = {"ds/danh-sach.csv": written["csv"], "thư.txt": "Kính gửi Sở".encode(), "a.xlsx": written["xlsx"]}
    packers: tuple[tuple[str, Callable[[Mapping[str, bytes]], bytes]], ...] = (
        ("zip", holders.zipped),
        ("zip", holders.streamed),
        ("7z", holders.seven_zipped),
        ("rar", holders.rar4),
        ("rar", holders.rar5),
        ("tar", holders.tarred),
        ("dat", holders.winmail),
    )
    for kind, pack in packers:
        yield kind, pack(files)
    yield "gz", gzip.compress(written["csv"], mtime=0)
    yield "bz2", bz2.compress(written["csv"])
    yield "xz", lzma.compress(written["csv"])
    attached = [compound.attachment("a.csv", written["csv"]), compound.attachment("b.docx", written["docx"])]
    inner = compound.embedded("thư", compound.message_tree(text="Thư cũ", head=24))
    yield "msg", compound.compound(compound.message_tree(text="Kính gửi", attachments=[*attached, inner]))
    yield (
        "msg",
        compound.compound(compound.message_tree(html=b"<p>Danh</p>", rtf=b"\x10\0\0\0\0\0\0\0LZFu")),
    )
