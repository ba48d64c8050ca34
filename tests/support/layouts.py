"""Builders of grids, paragraphs and documents for the tests of the extractor; invented contents only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from catalogue.wanted import wanted_for
from config.campaign import load_campaign
from parsers.document import Block, Cell, Document, Grid, Paragraph, Place, Span
from parsers.extract import extract
from parsers.wanted import Candidate, Extraction, Reading, Wanted

Row = Sequence[str | Cell]

HEADINGS = ("STT", "Tên khóa học", "Trình độ", "Hình thức", "Học phí", "Thời gian", "Nội dung")
BAKING = (
    "1",
    "Làm bánh Âu",
    "Sơ cấp",
    "Trực tiếp",
    "3.500.000 đồng",
    "3 tháng",
    "Bánh mì, bánh kem, bánh quy",
)
TAILORING = ("2", "Cắt may", "Ngắn hạn", "Trực tuyến", "Miễn phí", "45 tiết", "Đo, cắt, may áo sơ mi")


def wanted() -> Wanted:
    """What the shipped campaign wants."""
    return wanted_for(load_campaign("course-catalogue-2025"))


def grid(rows: Iterable[Row], *, spans: Sequence[Span] = (), title: str = "Sheet1", **more: object) -> Grid:
    """A sheet of the given rows, from A1; empty texts are empty cells."""
    cells: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(rows, 1):
        for column, content in enumerate(row, 1):
            cell = content if isinstance(content, Cell) else Cell(content)
            if cell.text or cell.pictures:
                cells[number, column] = cell
    return placed(cells, spans=spans, title=title, **more)


def placed(
    cells: Mapping[tuple[int, int], Cell],
    *,
    spans: Sequence[Span] = (),
    title: str = "Sheet1",
    **more: object,
) -> Grid:
    """A sheet of cells by place."""
    return Grid(
        title=title,
        cells=cells,
        spans=tuple(spans),
        n_rows=max([row for row, _ in cells] + [span.bottom for span in spans], default=0),
        n_columns=max([column for _, column in cells] + [span.right for span in spans], default=0),
        is_sheet=True,
        **more,  # type: ignore[arg-type]  # the other fields of Grid, named by the caller
    )


def paragraphs(text: str) -> list[Paragraph]:
    """One paragraph a line; an empty line leaves a number out."""
    return [
        Paragraph(text=line.strip(), place=Place(row=number))
        for number, line in enumerate(text.strip("\n").split("\n"), 1)
        if line.strip()
    ]


def read(*blocks: Block) -> Extraction:
    """What the extractor finds in a document of these blocks."""
    return extract(Document(media="test", blocks=blocks), wanted())


def of_kind(extraction: Extraction, kind: str) -> list[Candidate]:
    """The candidates of one kind that no mere signature gave."""
    return [one for one in extraction.candidates if one.kind == kind and one.doubt != "signature"]


def texts(candidate: Candidate) -> dict[str, str]:
    """What a candidate says, by field."""
    return {one.field: one.text for one in candidate.readings}


def reading(candidate: Candidate, field: str) -> Reading:
    """The reading of one field."""
    return next(one for one in candidate.readings if one.field == field)


def courses(*blocks: Block) -> list[dict[str, str]]:
    """The courses of a document as texts by field."""
    return [texts(one) for one in of_kind(read(*blocks), "course")]


def contacts(*blocks: Block) -> list[dict[str, str]]:
    """The contacts of a document as texts by field."""
    return [texts(one) for one in of_kind(read(*blocks), "contact")]
