"""PDFs that loop, swell and draw without end."""

# ruff: noqa: E501  (one sample, one line)

from __future__ import annotations

import zlib
from collections.abc import Sequence

from tests.support.hostile_sample import READ, deflated, sample

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %b]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>"
_SAID = b"BT /F1 12 Tf 50 700 Td (Danh sach khoa hoc nam 2025, hoc phi 2.500.000 dong) Tj ET"


def pdf(objects: Sequence[bytes], *, tail: bytes = b"") -> bytes:
    """Objects 1, 2, … of which the first is the catalogue, with a directory that fits."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, tail, start)
    return bytes(out)


def stream(content: bytes, filters: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), filters, content)


def paper(content: bytes, *, box: bytes = b"595 842") -> bytes:
    """One page that shows this stream."""
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, _PAGE % box, content, _FONT])


def packed(content: bytes) -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter/FlateDecode")


def _twice() -> bytes:
    """1 GB of blanks behind two filters."""
    once = b"\x78\xda" + deflated([(b" " * (1 << 20), 1024)])
    return paper(stream(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]"))


def _tree(*, loops: bool) -> bytes:
    kids = b"2 0 R 3 0 R" if loops else b"3 0 R"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%b]/Count 1000000>>" % kids,
                b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1000000>>", packed(_SAID), _FONT])  # fmt: skip


def _crowd() -> bytes:
    """100,000 pages, all of them the same."""
    kids = b"3 0 R " * 100_000
    page = _PAGE % b"595 842"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%b]/Count 100000>>" % kids,
            page,
            packed(_SAID),
            _FONT,
        ]
    )


def _looping_directory() -> bytes:
    data = paper(packed(_SAID))
    start = data.rindex(b"\nxref") + 1
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


def _enclosing(tree: bytes, *branches: bytes) -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 6 0 R>>>>"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([catalog, pages, _PAGE % b"595 842", packed(_SAID), _FONT, tree, *branches])


def _doubling_files() -> bytes:
    """A directory of files whose branches each lead twice to the next: 2^31 times the one file."""
    branches = [b"<</Kids[%d 0 R %d 0 R]>>" % (number + 1, number + 1) for number in range(7, 38)]
    return _enclosing(b"<</Kids[7 0 R 7 0 R]>>", *branches, b"<</Names[(a)<</F(a)/EF<</F 4 0 R>>>>]>>")


def _crowd_of_files() -> bytes:
    return _enclosing(b"<</Names[%b]>>" % (b"(a)<</F(a)/EF<</F 4 0 R>>>>" * 100_000))


def _form_in_itself() -> bytes:
    form = stream(
        b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    )
    page = (_PAGE % b"595 842").replace(b"/Font", b"/XObject<</X 6 0 R>>/Font")
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, packed(_SAID + b" /X Do"), _FONT, form])


def _multiplying_forms() -> bytes:
    """Forms that each show the next ten times: 10^12 times the last."""
    depth = 12
    forms = [
        stream(b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (7 + number))
        for number in range(depth)
    ]  # fmt: skip
    forms.append(stream(b"0 0 5 5 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"))
    page = (_PAGE % b"595 842").replace(b"/Font", b"/XObject<</X 6 0 R>>/Font")
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, packed(_SAID + b" /X Do"), _FONT, *forms])


def _letters(count: int) -> bytes:
    return b"BT /F1 9 Tf 50 700 Td " + b"(ab c) Tj 1 0 Td " * count + b"ET"


def _grid(count: int) -> bytes:
    lines = b"".join(
        b"%d 0 m %d 800 l S 0 %d m 590 %d l S\n" % (n % 590, n % 590, n % 800, n % 800) for n in range(count)
    )
    return _SAID + b"\n" + lines


def _acting() -> bytes:
    tail = b"/OpenAction<</S/JavaScript/JS(app.launchURL('http://127.0.0.1:9/'))>>"
    return paper(packed(_SAID)).replace(
        b"/Type/Catalog", b"/Type/Catalog" + tail + b"/AA<</WC<</S/Launch/F(calc.exe)>>>>"
    )


_ANY = (READ, "scanned", "hostile", "too_large", "corrupt", "empty")

SAMPLES = (
    sample("thu.pdf", "1 GB behind two filters", _twice, *_ANY),
    sample("thu.pdf", "2 million words", lambda: paper(packed(_letters(2_000_000))), *_ANY),
    sample("thu.pdf", "5 million q", lambda: paper(packed(b"q " * 5_000_000 + _SAID)), *_ANY),
    sample("thu.pdf", "half a million lines", lambda: paper(packed(_grid(250_000))), *_ANY),
    sample("thu.pdf", "a tree of pages in a circle", lambda: _tree(loops=True), *_ANY),
    sample("thu.pdf", "a million pages declared", lambda: _tree(loops=False), *_ANY),
    sample("thu.pdf", "100,000 pages", _crowd, *_ANY),
    sample("thu.pdf", "a directory in a circle", _looping_directory, *_ANY),
    sample(
        "thu.pdf", "a page of 1e9 points", lambda: paper(packed(_SAID), box=b"1000000000 1000000000"), *_ANY
    ),
    sample("thu.pdf", "a form inside itself", _form_in_itself, "hostile"),
    sample("thu.pdf", "forms that multiply to 10^12", _multiplying_forms, "hostile"),
    sample(
        "thu.pdf",
        "arrays 100,000 deep",
        lambda: paper(packed(_SAID)).replace(
            b"/Type/Catalog", b"/Type/Catalog/X " + b"[" * 100_000 + b"]" * 100_000
        ),
        *_ANY,
    ),
    sample("thu.pdf", "files inside in a tree that doubles 31 times", _doubling_files, READ),
    sample("thu.pdf", "100,000 files inside", _crowd_of_files, READ),
    sample("thu.pdf", "scripts and programs to start", _acting, READ),
)
