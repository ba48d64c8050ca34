"""One page of a school, paragraphs and tables, written as every kind of file that an office may send."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import openpyxl
import xlwt
from docx import Document as NewDocx
from docx.enum.section import WD_ORIENT
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as PdfParagraph
from reportlab.platypus import Table as PdfTable

from parsers.document import Span

FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "FreeSans.ttf", "NotoSans-Regular.ttf")


@dataclass(frozen=True)
class Table:
    """Rows of equal length; a span's value stands in its top left cell, 1-based as in a grid."""

    rows: Sequence[Sequence[str]]
    spans: Sequence[Span] = ()
    heading_rows: int = 1


Page = Sequence["str | Table"]


def to_xlsx(page: Page) -> bytes:
    """A workbook of one sheet: paragraphs in column A, tables below one another."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    for row, column, text in _on_a_sheet(page):
        sheet.cell(row, column, text)
    for span in _spans_on_a_sheet(page):
        sheet.merge_cells(
            start_row=span.top, start_column=span.left, end_row=span.bottom, end_column=span.right
        )
    return _saved(book.save)


def to_xls(page: Page) -> bytes:
    """The same as an Excel 97-2003 workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Danh sách")
    spans = {(span.top, span.left): span for span in _spans_on_a_sheet(page)}
    for row, column, text in _on_a_sheet(page):
        span = spans.get((row, column))
        if span:
            sheet.write_merge(span.top - 1, span.bottom - 1, span.left - 1, span.right - 1, text)
        else:
            sheet.write(row - 1, column - 1, text)
    return _saved(book.save)


def to_csv(page: Page) -> bytes:
    """Comma separated, UTF-8 with a byte order mark, as Excel saves it; merges are lost."""
    out = io.StringIO()
    writer = csv.writer(out)
    rows: dict[int, dict[int, str]] = {}
    for row, column, text in _on_a_sheet(page):
        rows.setdefault(row, {})[column] = text
    for number in range(1, max(rows) + 1):
        cells = rows.get(number, {})
        writer.writerow([cells.get(column, "") for column in range(1, max(cells, default=0) + 1)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_html(page: Page) -> bytes:
    """A page as a word processor saves it for the web."""
    parts = [_html_table(block) if isinstance(block, Table) else f"<p>{escape(block)}</p>" for block in page]
    body = "".join(parts)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def to_docx(page: Page) -> bytes:
    """A Word document with ruled tables."""
    document = NewDocx()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    for block in page:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
        for span in block.spans:
            table.cell(span.top - 1, span.left - 1).merge(table.cell(span.bottom - 1, span.right - 1))
        for number, line in enumerate(block.rows):
            for column, text in enumerate(line):
                if text:
                    table.cell(number, column).text = text
    return _saved(document.save)


def to_rtf(page: Page) -> bytes:
    r"""Rich text as an old word processor writes it: ``\trowd``, edges, merge flags, Unicode escapes."""
    parts = [_rtf_table(block) if isinstance(block, Table) else rf"\pard {_rtf(block)}\par" for block in page]
    head = r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman Times New Roman;}}"
    return (head + "\n".join(parts) + "}").encode("ascii")


def to_odt(page: Page) -> bytes:
    """An OpenDocument text."""
    parts = [
        _odf_table(block.rows, block.spans, f"Bang{number}")
        if isinstance(block, Table)
        else f"<text:p>{escape(block)}</text:p>"
        for number, block in enumerate(page)
    ]
    return _open_document("text", "".join(parts))


def to_ods(page: Page) -> bytes:
    """An OpenDocument spreadsheet of one sheet."""
    cells: dict[tuple[int, int], str] = {(row, column): text for row, column, text in _on_a_sheet(page)}
    height, width = max(row for row, _ in cells), max(column for _, column in cells)
    rows = [[cells.get((row, column), "") for column in range(1, width + 1)] for row in range(1, height + 1)]
    return _open_document("spreadsheet", _odf_table(rows, list(_spans_on_a_sheet(page)), "Danh sách"))


def to_pdf(page: Page) -> bytes:
    """A printed page: ruled tables whose cells wrap, the heading repeated on every page."""
    style = ParagraphStyle("cell", fontName=_pdf_font(), fontSize=8, leading=10)
    story: list[Flowable] = []
    for block in page:
        if isinstance(block, str):
            story.append(PdfParagraph(escape(block), style))
        else:
            story += [Spacer(1, 6), _pdf_table(block, style), Spacer(1, 6)]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4), leftMargin=30, rightMargin=30).build(story)
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Page], bytes]] = {
    "xlsx": to_xlsx,
    "xls": to_xls,
    "ods": to_ods,
    "csv": to_csv,
    "html": to_html,
    "docx": to_docx,
    "odt": to_odt,
    "rtf": to_rtf,
    "pdf": to_pdf,
}


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def _tops(page: Page) -> Iterator[tuple[int, str | Table]]:
    """Each block with the row of the sheet that it starts in; a blank row stands around tables."""
    row = 1
    for block in page:
        if isinstance(block, str):
            yield row, block
            row += 1
        else:
            yield row + 1, block
            row += len(block.rows) + 2


def _on_a_sheet(page: Page) -> Iterator[tuple[int, int, str]]:
    for top, block in _tops(page):
        if isinstance(block, str):
            yield top, 1, block
            continue
        for number, line in enumerate(block.rows):
            yield from ((top + number, column, text) for column, text in enumerate(line, 1) if text)


def _spans_on_a_sheet(page: Page) -> Iterator[Span]:
    for top, block in _tops(page):
        if isinstance(block, Table):
            for span in block.spans:
                yield Span(span.top + top - 1, span.left, span.bottom + top - 1, span.right)


def _laid(rows: Sequence[Sequence[str]], spans: Iterable[Span]) -> Iterator[list[tuple[str, Span | None]]]:
    """The cells of each row, without those that a span covers, in order from the left."""
    starts = {(span.top, span.left): span for span in spans}
    covered = {
        (row, column)
        for span in starts.values()
        for row in range(span.top, span.bottom + 1)
        for column in range(span.left, span.right + 1)
    } - set(starts)
    for row, line in enumerate(rows, 1):
        yield [
            (text, starts.get((row, column)))
            for column, text in enumerate(line, 1)
            if (row, column) not in covered
        ]


def _html_table(table: Table) -> str:
    rows = []
    for line in _laid(table.rows, table.spans):
        cells = "".join(f"<td{_html_span(span)}>{escape(text)}</td>" for text, span in line)
        rows.append(f"<tr>{cells}</tr>")
    return f'<table border="1">{"".join(rows)}</table>'


def _html_span(span: Span | None) -> str:
    if span is None:
        return ""
    return f' rowspan="{span.bottom - span.top + 1}" colspan="{span.right - span.left + 1}"'


def _rtf(text: str) -> str:
    letters = []
    for letter in text:
        code = ord(letter)
        if letter in "\\{}":
            letters.append("\\" + letter)
        elif letter == "\n":
            letters.append(r"\line ")
        else:
            letters.append(letter if code < 128 else rf"\u{code if code < 32768 else code - 65536}?")
    return "".join(letters)


def _rtf_table(table: Table) -> str:
    lines = []
    for row, line in enumerate(table.rows, 1):
        edges = "".join(
            rf"{_rtf_merge(table.spans, row, column)}\cellx{column * 1500}"
            for column in range(1, len(line) + 1)
        )
        cells = "".join(rf"\pard\intbl {_rtf(text)}\cell" + "\n" for text in line)
        lines.append(rf"\trowd {edges}" + f"\n{cells}" + r"\row")
    return "\n".join(lines)


def _rtf_merge(spans: Iterable[Span], row: int, column: int) -> str:
    for span in spans:
        if not (span.top <= row <= span.bottom and span.left <= column <= span.right):
            continue
        across = "" if span.left == span.right else r"\clmgf" if column == span.left else r"\clmrg"
        down = "" if span.top == span.bottom else r"\clvmgf" if row == span.top else r"\clvmrg"
        return across + down
    return ""


def _odf_table(rows: Sequence[Sequence[str]], spans: Sequence[Span], name: str) -> str:
    starts = {(span.top, span.left): span for span in spans}
    inside = {
        (row, column)
        for span in spans
        for row in range(span.top, span.bottom + 1)
        for column in range(span.left, span.right + 1)
    } - set(starts)
    lines = []
    for row, line in enumerate(rows, 1):
        cells = []
        for column, text in enumerate(line, 1):
            said = f"<text:p>{escape(text)}</text:p>" if text else ""
            if (row, column) in inside:
                cells.append("<table:covered-table-cell/>")
            else:
                about = _odf_span(starts.get((row, column)))
                cells.append(f'<table:table-cell office:value-type="string"{about}>{said}</table:table-cell>')
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="{name}">{"".join(lines)}</table:table>'


def _odf_span(span: Span | None) -> str:
    if span is None:
        return ""
    down, across = span.bottom - span.top + 1, span.right - span.left + 1
    return f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'


def _open_document(kind: str, body: str) -> bytes:
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "text", "table")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return out.getvalue()


def _pdf_table(table: Table, style: ParagraphStyle) -> PdfTable:
    looks: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    looks += [
        ("SPAN", (span.left - 1, span.top - 1), (span.right - 1, span.bottom - 1)) for span in table.spans
    ]
    cells = [[PdfParagraph(escape(text), style) for text in line] for line in table.rows]
    longest = [max(len(line[column]) for line in table.rows) for column in range(len(table.rows[0]))]
    shares = [min(max(length, 8), 40) for length in longest]
    widths = [780 * share / sum(shares) for share in shares]
    return PdfTable(cells, colWidths=widths, style=looks, repeatRows=table.heading_rows)


def _pdf_font() -> str:
    """A font with Vietnamese letters: the one that reportlab brings has none."""
    name = "Vietnamese"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, _font_file()))
    return name


def _font_file() -> str:
    for folder in ("/usr/share/fonts", "/usr/local/share/fonts"):
        for wanted in FONTS:
            found = next(Path(folder).rglob(wanted), None) if Path(folder).is_dir() else None
            if found:
                return str(found)
    raise TTFError(f"no font with Vietnamese letters; cure: apt-get install fonts-dejavu-core ({FONTS})")
