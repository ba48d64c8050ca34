"""What numbers look like under the codes that sheets carry: as the screen of the office shows them."""

from __future__ import annotations

from datetime import date, time

import pytest

from parsers.document import CellKind
from parsers.formats.numberformat import shower

ACCOUNTING = '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)'
DONG = '_-* #,##0\\ "₫"_-;-* #,##0\\ "₫"_-;_-* "-"\\ "₫"_-;_-@_-'


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        *((ACCOUNTING, 1_500_000, "1.500.000"), (ACCOUNTING, -7, "(7)"), (ACCOUNTING, 0, "-")),
        *((DONG, 1_500_000, "1.500.000 ₫"), (DONG, 0, "- ₫")),
        *(("#,##0;[Red]-#,##0", -5, "-5"), ("#,##0.00_);[Red](#,##0.00)", -1234.5, "(1.234,50)")),
        *(("0;;;@", 0, ""), (";;;", 5, ""), ("#,###", 0, ""), ("#,###", 1_250_000, "1.250.000")),
        *(('"Có";;"Không"', 1, "Có"), ('"Có";;"Không"', 0, "Không")),
        *(('[=1]"Có";[=0]"Không";General', 0, "Không"), ('[=1]"Có";[=0]"Không";General', 3, "3")),
        *(("[Red][<100]0;0.0", 99, "99"), ("[Red][<100]0;0.0", 200, "200,0")),
        ("[<=9999999]###-####;(###) ###-####", 9091234567, "(909) 123-4567"),
        *(("0#########", 909123456, "0909123456"), ("0### ### ###", 909123456, "0909 123 456")),
        *(("0000 000 000", 909123456, "0909 123 456"), ('"0"#', 909123456, "0909123456")),
        *(('0.0"%"', 5, "5,0%"), ("0.0%", 0.155, "15,5%"), ("#,##0,", 1_500_000, "1.500")),
        *(("#,##0 VND", 5000, "5.000 VND"), ("Standard", 5, "5"), ("@", 909, "909"), ("", 1.5, "1.5")),
        *(("[h]:mm", 1.5, "36:00"), ("[mm]", 0.5, "720"), ("h:mm AM/PM", 0.75, "6:00 CH")),
        *(('"a;b" 0;-0', 3, "a;b 3"), ("# ?/?", 1.5, "1.5"), ("0.00E+00", 12345, "12345")),
        *(("dd/mm/yyyy;@", 45000, "15/03/2023"), ("[$-1010000]d/m/yyyy;@", 45000, "15/3/2023")),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_on_the_screen(code: str, number: float, shown: str) -> None:
    assert shower(code)(number)[2] == shown


def test_a_shown_number_keeps_its_value_and_kind() -> None:
    assert shower(ACCOUNTING)(-7.0) == (CellKind.NUMBER, -7.0, "(7)")
    assert shower("dd/mm/yyyy;@")(45000.0) == (CellKind.DATE, date(2023, 3, 15), "15/03/2023")
    assert shower("[h]:mm")(0.5)[:2] == (CellKind.DATE, time(12))
    assert shower("[h]:mm")(1.5)[:2] == (CellKind.NUMBER, 1.5)
    assert shower('0 "thg"')(3.0)[0] is CellKind.NUMBER


@pytest.mark.parametrize("code", ["#,##0", "0.00", "0%", "#,##0;(#,##0)", "0." + "0" * 400])
@pytest.mark.parametrize("number", [1e300, 1.7e308, -1e300, 1e-300, float("inf"), float("nan")])
def test_a_number_of_any_size_is_shown_somehow(code: str, number: float) -> None:
    assert shower(code)(number)[2]
