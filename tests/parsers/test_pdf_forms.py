"""Forms of a PDF that show each other: those without end are refused unseen, the usual ones are read."""

from __future__ import annotations

import pytest

from parsers.document import Document, OpenedPart, Reason, Unreadable
from parsers.formats.pdf.forms import refuse_endless_forms
from parsers.opening import open_file
from tests.support.growth import assert_linear
from tests.support.hostile_papers import packed, pdf, stream

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources 6 0 R/Contents 4 0 R>>"
SAID = b"BT /F1 12 Tf 50 700 Td (Danh sach khoa hoc nam 2025) Tj ET"


def form(content: bytes, resources: bytes = b"6 0 R") -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources " + resources)


def paper(*forms: bytes) -> bytes:
    """A page that shows X0; all forms, X0, X1, ..., stand in resources that page and forms share."""
    names = b"".join(b"/X%d %d 0 R" % (number, 7 + number) for number in range(len(forms)))
    shared = b"<</Font<</F1 5 0 R>>/XObject<<%b>>>>" % names
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE, packed(b"/X0 Do"), FONT, shared, *forms])


def opened(data: bytes) -> OpenedPart:
    (part,) = open_file("thu.pdf", "", data)
    return part


@pytest.mark.parametrize(
    "forms",
    [
        [form(b"/X0 Do /X0 Do")],
        [form(b"/X1 Do /X1 Do"), form(b"/X0 Do")],
        [form(b"/X%d Do " % (number + 1) * 100) for number in range(3)] + [form(SAID)],
    ],
)
def test_forms_that_would_show_each_other_without_measure_are_refused(forms: list[bytes]) -> None:
    outcome = opened(paper(*forms)).outcome
    assert isinstance(outcome, Unreadable)
    assert (outcome.reason, outcome.detail) == (
        Reason.HOSTILE,
        "forms that show each other over 100000 times",
    )


@pytest.mark.parametrize(
    "forms",
    [
        [form(SAID)],
        [form(b"/X1 Do"), form(b"/X2 Do"), form(SAID)],
        [form(SAID + b" /X1 Do" * 30), form(b"0 0 5 5 re f")],
    ],
)
def test_forms_that_stand_in_what_they_share_with_the_page_are_read(forms: list[bytes]) -> None:
    outcome = opened(paper(*forms)).outcome
    assert isinstance(outcome, Document)
    assert [one.text for one in outcome.paragraphs] == ["Danh sach khoa hoc nam 2025"]


def test_many_forms_that_share_their_resources_cost_what_they_are() -> None:
    assert_linear(lambda count: refuse_endless_forms(paper(form(SAID), *[form(b"/X0 Do")] * count)), 1_000)
