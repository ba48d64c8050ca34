"""The table of formats: the kind of a file, as found by its content, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from parsers.document import Document
from parsers.formats.delimited import read_csv
from parsers.formats.doc.reader import read_doc
from parsers.formats.docx.reader import read_docx
from parsers.formats.html import read_html_file
from parsers.formats.odf.flat import read_flat_odf
from parsers.formats.odf.ods import read_ods
from parsers.formats.odf.odt import read_odt
from parsers.formats.pdf.reader import read_pdf
from parsers.formats.picture import read_picture
from parsers.formats.plain import read_plain
from parsers.formats.rtf.reader import read_rtf
from parsers.formats.spreadsheetml.reader import read_spreadsheetml
from parsers.formats.wordml.reader import read_wordml
from parsers.formats.xls.reader import read_xls
from parsers.formats.xlsb.reader import read_xlsb
from parsers.formats.xlsx.reader import read_xlsx

FORMATS: Mapping[str, Callable[[bytes], Document]] = {
    "xlsx": read_xlsx,
    "xls": read_xls,
    "xlsb": read_xlsb,
    "docx": read_docx,
    "doc": read_doc,
    "rtf": read_rtf,
    "wordml": read_wordml,
    "html": read_html_file,
    "ods": read_ods,
    "odt": read_odt,
    "fods": read_flat_odf,
    "fodt": read_flat_odf,
    "spreadsheetml": read_spreadsheetml,
    "csv": read_csv,
    "text": read_plain,
    "pdf": read_pdf,
    "picture": read_picture,
}
