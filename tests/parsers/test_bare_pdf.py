import io
from typing import Any

import pytest
from reportlab.pdfgen import canvas

from parsers.document import Document, UnreadableError
from parsers.formats.pdf.bare import bare_pdf
from parsers.opening import open_file


def paper(*lines: str, pages: int = 1) -> bytes:
    written = io.BytesIO()
    drawn: Any = canvas.Canvas(written)
    drawn.setAuthor("Nguoi Soan")
    for _ in range(pages):
        for number, line in enumerate(lines):
            drawn.drawString(72, 720 - 20 * number, line)
        drawn.linkURL("https://theo-doi.example/", (72, 700, 300, 720))
        drawn.showPage()
    drawn.save()
    return written.getvalue()


def test_the_pages_stay_and_writer_and_links_go() -> None:
    given = paper("Mo dun 1: Han ho quang tay", "Mo dun 2: Han TIG")
    assert b"Nguoi Soan" in given
    made = bare_pdf(given)
    assert b"Nguoi Soan" not in made
    assert b"theo-doi" not in made
    [opened] = open_file("a.pdf", "application/pdf", made)
    assert isinstance(opened.outcome, Document)
    assert "Mo dun 2: Han TIG" in "\n".join(one.text for one in opened.outcome.paragraphs)


def test_the_same_paper_gives_the_same_bytes() -> None:
    given = paper("Mo dun 1")
    assert bare_pdf(given) == bare_pdf(given)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", paper("a")[:300], paper("a", pages=61)])
def test_what_is_broken_or_too_long_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        bare_pdf(data)
