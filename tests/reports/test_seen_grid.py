from hypothesis import given
from hypothesis import strategies as st

from catalogue.fields import COURSE
from catalogue.records import Origin, Value
from parsers.document import Cell, Grid, Paragraph, Place, Span
from parsers.wanted import ColumnMap, Region
from reports.seen import Claim
from reports.seen_grid import Marks, draw_grid
from reports.seen_prose import draw_paragraph

NOTHING = Marks(claims={}, unclaimed=(), regions=(), anchor="a")
places = st.tuples(st.integers(1, 12), st.integers(1, 40))
sizes = st.tuples(st.integers(0, 30), st.integers(0, 30))


def grid(cells: dict[tuple[int, int], str], *spans: Span) -> Grid:
    rows, columns = max(row for row, _ in cells), max(column for _, column in cells)
    held = {at: Cell(text) for at, text in cells.items()}
    return Grid(title="Bảng 1", cells=held, spans=spans, n_rows=rows, n_columns=columns)


def claim(text: str, field: str = "title") -> Claim:
    value = Value(value=text, text=text, origin=Origin(at="đoạn 1"))
    return Claim(kind=COURSE, field=field, value=value, records=(1,))


@given(
    st.sets(places, min_size=1, max_size=12),
    st.lists(st.tuples(places, sizes), max_size=6),
    st.integers(1, 9),
)
def test_however_cells_are_joined_every_drawn_row_has_the_same_width(
    filled: set[tuple[int, int]], joined: list[tuple[tuple[int, int], tuple[int, int]]], room: int
) -> None:
    spans = [Span(top, left, top + down, left + along) for (top, left), (down, along) in joined]
    drawn = draw_grid(grid(dict.fromkeys(filled, "x"), *spans), NOTHING, room)
    taken: dict[int, int] = {}
    for line, row in enumerate(drawn.rows):
        if row.gap:
            assert not taken.get(line), "a joined cell must not reach over a gap"
            continue
        for cell in row.cells:
            for below in range(cell.rows):
                taken[line + below] = taken.get(line + below, 0) + cell.columns
        assert taken[line] == len(drawn.columns)
    assert max(taken) < len(drawn.rows)


def test_a_cell_at_the_far_end_costs_a_line_and_not_a_million() -> None:
    far = grid({(1, 1): "a", (900_000, 2): "b", (1_048_576, 16_384): "z"}, Span(5, 3, 1_048_570, 16_384))
    drawn = draw_grid(far, NOTHING, 100)
    assert [row.number or row.gap for row in drawn.rows] == [
        1, "dòng 2–899999: để trống", 900_000, "dòng 900001–1048575: để trống", 1_048_576
    ]  # fmt: skip
    assert [column.name for column in drawn.columns] == ["1", "2", "…", "16384"]


def test_a_sheet_without_room_is_drawn_around_what_was_found() -> None:
    cells = {(row, 1): f"dòng {row}" for row in range(1, 101)}
    found = Marks(claims={(50, 1): [claim("dòng 50")]}, unclaimed=(), regions=(), anchor="a")
    drawn = draw_grid(grid(cells), found, 10)
    assert [row.number for row in drawn.rows if not row.gap] == [48, 49, 50, 51, 52]
    assert drawn.rows[0].gap == "dòng 1–47: không hiển thị 47 dòng"
    assert drawn.left_out == 95


def test_a_heading_joined_over_two_rows_still_names_its_field() -> None:
    title = ColumnMap(
        column=1, heading="Tên khóa học", field="course.title", confidence=0.9, reason="heading"
    )
    region = Region(name="r", kind="table", container="Bảng 1", top=1, left=1, bottom=3, right=2,
                    heading_rows=(1, 2), columns=(title,))  # fmt: skip
    cells = {(1, 1): "Tên khóa học", (1, 2): "Học phí", (2, 2): "(đồng)", (3, 1): "Hàn"}
    marks = Marks(claims={}, unclaimed=(), regions=(region,), anchor="a")
    drawn = draw_grid(grid(cells, Span(1, 1, 2, 1)), marks, 10)
    [name] = drawn.rows[0].cells[0].chips
    assert name.name == "tên khóa học"
    assert "theo tiêu đề cột" in drawn.rows[0].cells[0].title


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=5))
def test_a_paragraph_keeps_every_letter_whoever_claims_it(text: str, words: list[str]) -> None:
    shown = "".join(letter for letter in text if letter.isprintable())
    claims = [claim(shown[at : at + len(one)] or one) for at, one in enumerate(words)]
    drawn = draw_paragraph(Paragraph(text=shown, place=Place(row=1)), claims, "p", "")
    assert "".join(piece.text for piece in drawn.pieces) == shown


def test_each_claimed_stretch_of_a_paragraph_bears_its_own_field() -> None:
    paragraph = Paragraph(text="Khóa Hàn điện học phí 2.000.000 đồng.", place=Place(row=3))
    claims = [claim("Hàn điện"), claim("2.000.000 đồng", "fee"), claim("2.000.000 đồng", "fee_vnd")]
    drawn = draw_paragraph(paragraph, claims, "p", "")
    assert [(piece.text, [chip.name for chip in piece.chips]) for piece in drawn.pieces] == [
        ("Khóa ", []), ("Hàn điện", ["tên khóa học"]), (" học phí ", []), ("2.000.000 đồng", ["học phí"]),
        (".", []),
    ]  # fmt: skip
