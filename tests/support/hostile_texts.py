"""Pages, lists and rich texts that nest, repeat and span without end."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

from tests.support.hostile_sample import READ, sample


def _page(body: str) -> bytes:
    return f'<!DOCTYPE html><meta charset="utf-8"><body>{body}'.encode()


def _wide() -> bytes:
    """A list with a tick column after the other."""
    rows = (("Tên khóa học", "Sơ cấp"), ("Hàn điện", "x"), ("Tiện", "x"))
    return _page("<table>" + "".join(f"<tr><td>{first}{f'<td>{other}' * 30_000}" for first, other in rows))


SAMPLES = (
    sample(
        "trang.html",
        "colspan and rowspan of 1e9",
        lambda: _page(
            '<table><tr><td colspan="1000000000" rowspan="1000000000">Hàn</td><td>Tiện</td></tr></table>'
        ),
        READ,
    ),
    sample("trang.html", "three rows of 30,000 cells", _wide, READ, says="columns beyond the first 1,000"),
    sample("trang.html", "20,000 nested tables", lambda: _page("<table><tr><td>x" * 20_000), READ, "hostile"),
    sample(
        "trang.html", "200,000 nested divs", lambda: _page("<div>x" * 200_000), READ, "too_large", costly=True
    ),
    sample("trang.html", "comments and tags that never end", lambda: _page("<!-- <p " * 500_000), READ),
    sample("trang.html", "half a million unknown entities", lambda: _page("&aaaaaaaa" * 500_000), READ),
    sample(
        "trang.html",
        "pictures, frames and scripts from the network",
        lambda: _page(
            '<img src="http://127.0.0.1:9/a"><iframe src="file:///etc/passwd"></iframe><script src="http://127.0.0.1:9/"></script><link rel=stylesheet href="http://127.0.0.1:9/"><p>Hàn'
        ),
        READ,
    ),
    sample(
        "ds.csv",
        "a quote that 18 MB never close",
        lambda: b'STT,"Ten\n' + b"1,Han dien,2 thang\n" * 950_000,
        READ,
        "too_large",
        "corrupt",
    ),
    sample("ds.csv", "20 million commas", lambda: b"STT,Ten\n" + b"," * 20_000_000, READ, "too_large"),
    sample(
        "ds.csv", "formulas", lambda: b"STT,Ten khoa hoc\n1,=cmd|'/c calc'!A1\n2,+1+cmd\n3,@SUM(1)\n", READ
    ),
    sample("thu.txt", "10 MB of one line", lambda: b"Hoc phi 1 " * 1_000_000, READ, "too_large"),
    sample("thu.txt", "30 MB of empty lines", lambda: b"Hoc phi\n" + b"\n" * 30_000_000, READ),
    sample(
        "thu.rtf",
        "2 million groups",
        lambda: b"{\\rtf1 " + b"{" * 2_000_000 + b"x" + b"}" * 2_000_000,
        READ,
        "hostile",
    ),
    sample(
        "thu.rtf",
        r"\bin that lies",
        lambda: rb"{\rtf1 Han {\pict\bin2147483647 abc}\bin-5 dien\par}",
        READ,
        "corrupt",
    ),
    sample(
        "thu.rtf",
        "a row of 40,000 cells",
        lambda: (
            b"{\\rtf1 "
            b"\\trowd"
            + b"".join(b"\\cellx%d" % n for n in range(40_000))
            + b"\\intbl x\\cell" * 40_000
            + b"\\row}"
        ),
        READ,
        "hostile",
        "too_large",
    ),
    sample(
        "thu.rtf",
        "pictures and templates from the network",
        lambda: (
            rb'{\rtf1{\*\template http://127.0.0.1:9/a.dot}{\field{\*\fldinst INCLUDEPICTURE "http://127.0.0.1:9/a.png" DDEAUTO cmd "/c calc"}{\fldrslt Han}}\par}'
        ),
        READ,
    ),
)
