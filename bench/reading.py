"""What reading costs, format by format: `python -m bench.reading [--rows 30 300 5000] [--markdown]`.

For each kind of file a list of so many courses is written, read, and the records counted that came out
whole. Milliseconds are CPU, the least of several runs; "library" is what the bare library or scan under
the reader takes for the same bytes, "read" the file to a Document, "records" the rest of the way to
validated records. Peak is what a process of its own held above an empty one.
"""

from __future__ import annotations

import argparse
import csv
import gc
import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

import pypdfium2
import xlrd
from rich.console import Console
from rich.table import Table as Shown

from catalogue.folding.fold import FoldMessage, fold
from catalogue.reading.content import read_content
from catalogue.records import MessageKind, UnitState
from config.campaign import load_campaign
from intake.reader_limits import COLLECT_AFTER
from parsers.message import Message, read_message
from parsers.opening import open_file
from tests.support.mails import file_part, simple
from tests.support.offices import WRITERS, Page, Table

CAMPAIGN = load_campaign("course-catalogue-2025")
BUDGET = 2.0
HEADINGS = (
    *("STT", "Tên khóa học", "Trình độ", "Hình thức đào tạo", "Học phí", "Thời gian đào tạo"),
    *("Nội dung", "Chương trình đào tạo", "Địa chỉ trang thông tin lớp học"),
)
KEPT = 7
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU for one file, and how many of its records came out whole."""

    library: float
    read: float
    records: float
    whole: int


def main() -> int:
    options = _options()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)  # as the worker processes do
    console = Console(highlight=False, width=140)
    table = Shown(box=None)
    for heading in (
        "format",
        "rows",
        "right",
        "library ms",
        "read ms",
        "records ms",
        "library share",
        "peak MB",
    ):
        table.add_column(heading, justify="left" if heading == "format" else "right")
    lines = []
    for kind in options.formats:
        for rows in options.rows:
            line = _line(kind, rows)
            lines.append(line)
            table.add_row(*line)
    if options.markdown:
        console.print("\n".join("| " + " | ".join(line) + " |" for line in lines))
    else:
        console.print(table)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reading")
    parser.add_argument("--rows", type=int, nargs="+", default=[30, 300])
    parser.add_argument("--formats", nargs="+", default=list(WRITERS), choices=list(WRITERS))
    parser.add_argument("--markdown", action="store_true")
    return parser.parse_args()


def _line(kind: str, rows: int) -> tuple[str, ...]:
    data = WRITERS[kind](page(rows))
    cost = _cost(kind, data, rows)
    share = cost.library / (cost.read + cost.records)
    return (
        kind,
        f"{rows:,}",
        f"{cost.whole:,}",
        f"{cost.library:.1f}",
        f"{cost.read:.1f}",
        f"{cost.records:.1f}",
        f"{share:.0%}",
        f"{_peak(kind, data):.0f}",
    )


def page(rows: int) -> Page:
    """A list of so many courses, no two alike, and a contact."""
    return [
        "DANH SÁCH KHÓA HỌC NĂM 2025",
        Table([HEADINGS, *(_row(number) for number in range(1, rows + 1))]),
        "Đầu mối liên hệ: Bà Lê Thị Lụa, Trưởng phòng Đào tạo, điện thoại 0909 111 222",
    ]


def _row(number: int) -> tuple[str, ...]:
    return (
        str(number),
        f"Kỹ thuật nghề số {number}",
        ("Sơ cấp", "Trung cấp", "Cao đẳng")[number % 3],
        ("Trực tiếp", "Trực tuyến")[number % 2],
        f"{2 + number % 9}.500.000 đồng",
        f"{3 + number % 9} tháng",
        f"An toàn lao động, vật liệu, dụng cụ và bài thực hành {number} tại xưởng của trường",
        f"Mô đun 1: Nhập môn; Mô đun 2: Thực hành {number}; Mô đun 3: Kiểm tra",
        f"https://hoc.example/lop/{number}",
    )


def _cost(kind: str, data: bytes, rows: int) -> Cost:
    name = f"danh-sach.{kind}"
    message = read_message(simple("Kính gửi danh sách.", files=[file_part(name, data)]))
    read = _least(lambda: open_file(name, "", data))
    state = _state(message)
    whole = _least(lambda: _state(message))
    right = sum(1 for one in state.courses if len(one.values) >= KEPT and not one.missing)
    return Cost(_least(lambda: LIBRARIES[kind](data)), read, max(whole - read, 0.0), min(right, rows))


def _state(message: Message) -> UnitState:
    folded = FoldMessage(
        sha256=message.sha256,
        message_id=message.message_id,
        received_at=datetime(2025, 5, 12, tzinfo=UTC),
        kind=MessageKind.SUBMISSION,
        reading=read_content(message, CAMPAIGN),
    )
    return fold("tc-hoa-phuong", [folded], [], CAMPAIGN)


def _least(work: Callable[[], object]) -> float:
    """The least of several runs, in milliseconds of CPU."""
    best, spent = float("inf"), 0.0
    for _ in range(20):
        began = time.process_time()
        work()
        once = time.process_time() - began
        best, spent = min(best, once), spent + once
        if spent > BUDGET:
            break
    return 1000 * best


def _peak(kind: str, data: bytes) -> float:
    """MB that a process of its own held while it read the file, above what it held before."""
    command = [sys.executable, "-m", "bench.held", f"danh-sach.{kind}"]
    return float(subprocess.run(command, cwd=ROOT, input=data, capture_output=True, check=True).stdout)


def _scan(data: bytes) -> None:
    """Every XML part of a package through a parser that nobody listens to."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                expat.ParserCreate().Parse(archive.read(name), True)  # noqa: FBT003 - expat takes it by place only


def _pdf(data: bytes) -> None:
    document = pypdfium2.PdfDocument(data)
    for one in document:
        text = one.get_textpage()
        text.get_text_range()
        text.close()
        one.close()
    document.close()


LIBRARIES: Mapping[str, Callable[[bytes], object]] = {
    "xlsx": _scan,
    "xls": lambda data: xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=False),
    "ods": _scan,
    "csv": lambda data: list(csv.reader(io.StringIO(data.decode("utf-8-sig")))),
    "html": lambda data: HTMLParser().feed(data.decode()),
    "docx": _scan,
    "odt": _scan,
    "rtf": lambda data: data.decode("ascii"),
    "pdf": _pdf,
}


if __name__ == "__main__":
    sys.exit(main())
