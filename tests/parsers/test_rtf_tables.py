"""What the reader of rich text promises of tables: columns by their edges, joined cells, tables in cells."""

# ruff: noqa: E501, ISC004  (rich text is clearest on one line)

from __future__ import annotations

import pytest

from parsers.document import Document, Grid, Place, Reason, Span, UnreadableError
from parsers.formats.rtf.reader import read_rtf
from tests.support.growth import assert_linear


def read(body: str) -> Document:
    return read_rtf(f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}{body}}}".encode("latin-1"))


def row(*cells: str, edges: str = "", left: int = -108) -> str:
    """A row as Word writes it: described before and, once more, at its end."""
    said = edges or "".join(f"\\clftsWidth3\\cellx{1500 * (at + 1)}" for at in range(len(cells)))
    look = f"\\trowd\\irow0\\trgaph108\\trleft{left}{said}"
    text = "".join(f"\\pard\\plain \\intbl {{{cell}}}\\cell " for cell in cells)
    return f"{look}{text}\\pard\\intbl {{{look}\\row }}"


def shown(grid: Grid) -> dict[str, str]:
    return {str(grid.place(*at)).partition("!")[2]: cell.text for at, cell in grid.cells.items()}


def only(body: str) -> Grid:
    (grid,) = read(body).grids
    return grid


def test_rows_become_a_grid_and_the_text_around_it_stays_outside() -> None:
    document = read(
        r"\pard truoc\par" + row("a", "b") + row("", r"c\par d\line e") + r"\pard sau\par" + row("x")
    )
    first, second = document.grids
    assert shown(first) == {"A1": "a", "B1": "b", "B2": "c\nd\ne"}
    assert (first.n_rows, first.n_columns, first.spans) == (2, 2, ())
    assert (first.title, second.title, shown(second)) == ("Bảng 1", "Bảng 2", {"A1": "x"})
    assert [paragraph.text for paragraph in document.paragraphs] == ["truoc", "sau"]


def test_different_edges_are_joined_columns_as_word_shows_them() -> None:
    grid = only(
        row("rong", "z", edges=r"\cellx3000\cellx4500")
        + row("a", "b", "c")
        + row("q", "r", edges=r"\cellx1497\cellx4502")
    )
    assert shown(grid) == {"A1": "rong", "C1": "z", "A2": "a", "B2": "b", "C2": "c", "A3": "q", "B3": "r"}
    assert grid.spans == (Span(1, 1, 1, 2), Span(3, 2, 3, 3))
    assert grid.n_columns == 3


def test_a_row_that_begins_farther_right_leaves_its_first_columns_empty() -> None:
    grid = only(row("a", "b") + row("c", edges=r"\cellx3000", left=1500))
    assert shown(grid) == {"A1": "a", "B1": "b", "B2": "c"}


def test_narrow_cells_stay_cells() -> None:
    grid = only(row("a", "b", "c", edges=r"\cellx1000\cellx1040\cellx3000") * 2)
    assert shown(grid) == {"A1": "a", "B1": "b", "C1": "c", "A2": "a", "B2": "b", "C2": "c"}


def test_cells_joined_across_and_downwards_are_spans() -> None:
    across = r"\clmgf\cellx1000\clmrg\cellx2000\cellx3000"
    down = r"\clvmgf\cellx1000\cellx2000\cellx3000", r"\clvmrg\cellx1000\cellx2000\cellx3000"
    grid = only(
        row("ngang", "", "c", edges=across)
        + row("doc", "e", "f", edges=down[0])
        + row("khuat", "h", "i", edges=down[1])
        + row("", "k", "l", edges=down[1])
    )
    assert grid.spans == (Span(1, 1, 1, 2), Span(2, 1, 4, 1))
    assert shown(grid) == {
        "A1": "ngang", "C1": "c", "A2": "doc", "B2": "e", "C2": "f", "B3": "h", "C3": "i", "B4": "k", "C4": "l",
    }  # fmt: skip


def test_a_cell_goes_on_only_from_one_right_above_it_and_as_wide() -> None:
    down = r"\clvmgf\cellx1000\clvmgf\cellx2000\cellx3000", r"\clvmrg\cellx1000\clvmrg\cellx2000\cellx3000"
    wide = r"\cellx2000\cellx3000", r"\clvmrg\cellx2000\cellx3000"
    between = only(
        row("a", "b", "c", edges=down[0]) + row("x", "y", edges=wide[0]) + row("d", "e", "f", edges=down[1])
    )
    assert between.spans == (Span(2, 1, 2, 2),)
    wider = only(row("a", "b", "c", edges=down[0]) + row("d", "e", edges=wide[1]))
    assert wider.spans == (Span(2, 1, 2, 2),)
    assert shown(wider)["A2"] == "d"


def test_tables_without_text_between_them_are_apart_where_it_is_told_or_seen() -> None:
    told = row("a", "b") + row("c", "d", edges=r"\lastrow\cellx1500\cellx3000") + row("e", "f")
    assert [shown(grid) for grid in read(told).grids] == [
        {"A1": "a", "B1": "b", "A2": "c", "B2": "d"},
        {"A1": "e", "B1": "f"},
    ]
    always = row("a", "b", edges=r"\lastrow\cellx1500\cellx3000") * 3
    assert only(always).n_rows == 3
    line = r"\clbrdrt\brdrs\brdrw10\clbrdrl\brdrs\cellx"
    drawn = row("a", "b", "c", edges="".join(f"{line}{edge}" for edge in (1000, 2000, 3000)))
    signed = row("ky", "ten", edges=r"\clbrdrt\brdrnone\cellx1500\cellx3000")
    assert [grid.n_columns for grid in read(drawn * 2 + signed).grids] == [3, 2]
    total = row("cong", "x", edges=r"\cellx2000\cellx3000")
    assert only(drawn * 2 + total).n_rows == 3


@pytest.mark.parametrize(
    ("dialect", "body"),
    [
        ("told once", r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row c\cell d\cell\row\pard"),
        ("told at the end", r"\pard\intbl a\cell b\cell{\trowd\cellx1000\cellx2000\row}\pard\intbl c\cell d\cell{\trowd\cellx1000\cellx2000\row}"),
        ("never told", r"\pard\intbl a\cell b\cell\row c\cell d\cell\row\pard"),
        ("edges that say nothing", r"\trowd\cellx0\cellx0\intbl a\cell b\cell\row\trowd\cellx0\cellx0 c\cell d\cell\row"),
        ("no paragraph says that it is in a cell", r"\trowd\cellx1000\cellx2000\pard a\cell\pard b\cell\row\trowd\cellx1000\cellx2000\pard c\cell\pard d\cell\row\pard"),
        ("more cells than described", r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\cell\cell\row c\cell d\cell\cell\row\pard"),
        ("no end of the last row", r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row\trowd\cellx1000\cellx2000 c\cell d\cell"),
        ("no end of the last cell", r"\trowd\cellx1000\cellx2000\pard\intbl a\cell b\cell\row\trowd\cellx1000\cellx2000 c\cell d"),
        ("TextEdit", r"\itap1\trowd \taflags0 \trgaph108\trleft-108 \trbrdrt\brdrnil \clvertalc \gaph\cellx4320" "\n" r"\clvertalc \gaph\cellx8640" "\n" r"\pard\intbl\itap1\pardirnatural" "\n" r"\cf0 a\cell" "\n" r"\pard\intbl\itap1 b\cell \row" "\n" r"\itap1\trowd \gaph\cellx4320\gaph\cellx8640\pard\intbl\itap1 c\cell\pard\intbl\itap1 d\cell \lastrow\row" "\n" r"\pard"),
        ("Word 6", r"\trowd \trgaph108\trleft-108 \cellx4320\cellx8640 \pard\plain \intbl a\cell b\cell \pard \intbl \row \pard\plain \intbl c\cell d\cell \pard \intbl \row \pard"),
    ],
)  # fmt: skip
def test_every_dialect_gives_the_same_table(dialect: str, body: str) -> None:
    document = read(rf"\pard truoc\par{body} sau\par")
    (grid,) = document.grids
    cut = "no end" in dialect
    text = "d sau" if cut and "cell" in dialect else "d"
    assert shown(grid) == {"A1": "a", "B1": "b", "A2": "c", "B2": text}, dialect
    after = [paragraph.text for paragraph in document.paragraphs]
    assert after == (["truoc"] if cut and text != "d" else ["truoc", "sau"])


def test_a_row_cut_in_its_second_description_keeps_its_columns() -> None:
    whole = row("a", "b", "c") * 2
    cut = whole[: whole.rindex("\\cellx3000")]
    document = read_rtf(f"{{\\rtf1 {cut}".encode())
    assert shown(document.grids[0]) == {"A1": "a", "B1": "b", "C1": "c", "A2": "a", "B2": "b", "C2": "c"}


def test_tables_in_cells_know_the_cell_they_stand_in() -> None:
    inner = (
        r"\pard\intbl truoc\par\pard\intbl\itap2 x\nestcell y\nestcell{\nonesttables\par}"
        r"{\*\nesttableprops\trowd\cellx700\cellx1400\nestrow}"
        r"\pard\intbl\itap3 sau\nestcell{\*\nesttableprops\trowd\cellx300\nestrow}\pard\intbl\itap2\nestcell z\nestcell"
        r"{\*\nesttableprops\trowd\cellx700\cellx1400\nestrow}\pard\intbl cuoi"
    )
    document = read(rf"\trowd\cellx1000\cellx3000\pard\intbl a\cell {inner}\cell\row\pard b\par")
    outer, middle, deepest = document.grids
    assert shown(outer) == {"A1": "a", "B1": "truoc\ncuoi"}
    assert (shown(middle), middle.nested_in) == ({"A1": "x", "B1": "y", "B2": "z"}, Place("Bảng 1", 1, 2))
    assert (shown(deepest), deepest.nested_in) == ({"A1": "sau"}, Place("Bảng 2", 2, 1))


def test_pictures_links_numbers_and_looks_belong_to_their_cell() -> None:
    document = read(
        row(
            r"{\pict\pngblip\picw5\pich6 89504e470d0a1a0a}",
            r'{\field{\*\fldinst HYPERLINK "https://a.example"}{\fldrslt web}}',
            r"{\listtext 3.\tab}",
            r"\b dam",
            r"\strike bo",
        )
    )
    (grid,) = document.grids
    assert grid.cells[1, 1].pictures == ("image1.png",)
    assert document.pictures[0].place == Place("Bảng 1", 1, 1)
    assert grid.cells[1, 2].href == "https://a.example"
    assert grid.cells[1, 3].text == "3."
    assert (grid.cells[1, 4].bold, grid.cells[1, 5].struck, grid.cells[1, 5].text) == (True, True, "bo")


def test_a_note_and_a_box_in_a_cell_are_no_content_of_it() -> None:
    document = read(
        row(r"a{\footnote \pard note\par}{\shp{\*\shpinst{\shptxt hop\par}}}", "b") + r"\pard c\par"
    )
    assert shown(document.grids[0]) == {"A1": "a", "B1": "b"}
    assert {paragraph.text for paragraph in document.paragraphs} == {"note", "hop", "c"}


def test_a_thousand_rows_cost_a_thousand_times_a_row() -> None:
    line = row(*(rf"\u7885\'3f {at}" for at in range(8)))
    assert_linear(lambda size: read(line * size), 250)
    assert_linear(
        lambda size: read("".join(row("a", "b", edges=rf"\cellx{at + 9}\cellx90000") for at in range(size))),
        250,
    )


def test_far_columns_and_rows_without_end_are_bounded() -> None:
    edges = "".join(rf"\cellx{at}" for at in range(1, 5000))
    grid = only(rf"\trowd{edges}\intbl" + r" a\cell\row" * 2000)
    assert (grid.n_rows, grid.n_columns) == (2000, 1)
    spread = "".join(row("a", "b", edges=rf"\cellx{100 * at}\cellx999999") for at in range(2, 2000))
    assert only(spread).n_columns == 2
    with pytest.raises(UnreadableError) as refusal:
        read(r"\trowd\cellx9 " + r"\cell" * 400_001)
    assert refusal.value.reason is Reason.TOO_LARGE
    with pytest.raises(UnreadableError) as refusal:
        read(r"\pard\intbl\itap99999 a\nestcell")
    assert refusal.value.reason is Reason.HOSTILE


def test_boxes_in_boxes_do_not_pile_up() -> None:
    assert_linear(lambda size: read(r"{\shptxt a\par" * size + "}" * size), 5000)
