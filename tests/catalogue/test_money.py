"""What the reader of fees promises."""

from __future__ import annotations

import pytest

from catalogue.normalizing.money import Fee, read_fee
from catalogue.normalizing.numerals import read_numeral


@pytest.mark.parametrize(
    "text",
    [
        "1.500.000đ", "1.500.000 đồng", "1500000", "1,500,000 VNĐ", "1 500 000 đ", "1.500.000 VND/khóa",
        "1,5 triệu", "1.5tr", "1tr5", "1tr500", "1 triệu rưỡi", "1 triệu 5", "1500k", "1.500k", "1500 nghìn",
        "1.500 nghìn đồng", "1.500 (nghìn đồng)", "1.500 ngàn", "1.500.000,00",
        "1.500.000 đồng/học viên/khóa",
        "1.500.000đ/khóa 3 tháng",
        "1.500.000 đồng (một triệu năm trăm nghìn đồng)", "Một triệu năm trăm nghìn đồng",
        "Một triệu năm trăm nghìn đồng (1.500.000 đ)", "Học phí: 1.500.000 đồng toàn khóa", "1.500.000₫",
        "Có thu phí: 1.500.000 đồng", "1500000.0", "1.500.000 dong", "500.000đ/tháng, 1.500.000đ/khóa",
    ],
)  # fmt: skip
def test_one_figure_is_the_fee_of_the_course(text: str) -> None:
    assert read_fee(text) == Fee("paid", 1_500_000)


@pytest.mark.parametrize(
    ("text", "vnd"),
    [
        ("30.000.000 VND/khóa", 30_000_000), ("15 triệu 5", 15_500_000), ("2tr250", 2_250_000),
        ("500k", 500_000),
        ("1.250 triệu", 1_250_000), ("0,5 triệu", 500_000), ("Hai triệu rưỡi", 2_500_000),
        ("990.000", 990_000),
    ],
)  # fmt: skip
def test_short_forms_are_read(text: str, vnd: int) -> None:
    assert read_fee(text) == Fee("paid", vnd)


@pytest.mark.parametrize(
    ("value", "heading", "vnd"),
    [
        (1500.0, "Học phí (nghìn đồng)", 1_500_000),
        (1.5, "Học phí (triệu đồng)", 1_500_000),
        (1500.0, "Mức thu (1.000 đ)", 1_500_000),
        (1500000.0, "Học phí (đồng)", 1_500_000),
        (1500000.0, "Học phí (nghìn đồng)", 1_500_000),
    ],
)
def test_a_heading_may_hold_the_unit(value: float, heading: str, vnd: int) -> None:
    assert read_fee("?", value, heading) == Fee("paid", vnd)
    assert read_fee(f"{value}".removesuffix(".0").replace(".", ","), heading=heading) == Fee("paid", vnd)


@pytest.mark.parametrize(
    "text",
    [
        "500.000 đồng/tháng", "800.000đ mỗi tháng", "350.000đ/tín chỉ", "50.000/buổi",
        "2.000.000 - 3.000.000 đồng",
        "từ 2.000.000 đến 3.000.000 đồng", "2 - 3 triệu", "1,5 – 2 triệu đồng", "5.000.000đ/học kỳ",
        "Có thu phí",
        "Thu phí", "12.000.000đ/năm học", "600.000đ/1 tháng",
    ],
)  # fmt: skip
def test_a_periods_fee_or_a_range_is_paid_without_a_figure(text: str) -> None:
    assert read_fee(text) == Fee("paid", None)


def test_a_heading_may_hold_the_period() -> None:
    assert read_fee("500.000", heading="Học phí (đồng/tháng)") == Fee("paid", None)
    assert read_fee("1.500.000 đ/khóa", heading="Học phí/tháng") == Fee("paid", 1_500_000)


@pytest.mark.parametrize(
    "text",
    [
        "Miễn phí", "MIỄN PHÍ", "Không thu phí", "Không thu học phí", "Không thu", "0", "0đ", "0 đồng",
        "Free",
        "Miễn 100%", "Miễn học phí", "Nhà nước hỗ trợ 100%", "Miễn phí cho tất cả học viên", "Mien phi",
        "Miễn phí 100% học phí", "Không mất phí",
    ],
)  # fmt: skip
def test_free_words_are_free(text: str) -> None:
    assert read_fee(text) == Fee("free")


def test_zero_is_free_and_an_empty_cell_is_unknown() -> None:
    assert read_fee("0", 0.0) == Fee("free")
    assert read_fee("") == Fee(None)
    assert read_fee(" - ") == Fee(None)


@pytest.mark.parametrize(("text", "heading", "kind"), [
    ("x", "Miễn phí", "free"), ("Có", "Có thu phí", "paid"),
    ("Không", "Thu phí", "free"), ("Không", "Miễn phí", "paid"),
])  # fmt: skip
def test_a_tick_means_what_its_heading_says(text: str, heading: str, kind: str) -> None:
    assert read_fee(text, heading=heading) == Fee(kind)


@pytest.mark.parametrize("text", ["Theo quy định", "Liên hệ", "Thỏa thuận", "Theo Nghị định 81/2021/NĐ-CP"])
def test_words_that_tell_nothing_are_unclear(text: str) -> None:
    fee = read_fee(text)
    assert (fee.kind, fee.vnd) == (None, None)
    assert fee.doubt.startswith("unclear")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Miễn phí cho hộ nghèo", "conditional"),
        ("Miễn phí cho hộ nghèo, đối tượng khác 2.000.000 đồng", "conditional"),
        ("Lần đầu 500.000 VNĐ, định kỳ 250.000 VNĐ", "differs"),
        ("Sinh viên 1.000.000đ; người ngoài 1.500.000đ", "differs"),
        ("2500", "unit"),
        ("5.000 đồng", "range"),
        ("Từ 2.000.000 đồng", "open"),
        ("600.000đ x 3 tháng", "product"),
        ("2.500.000 đồng/khóa, giáo trình 150.000 đồng", "several"),
        ("Liên hệ 0909123456", "unclear"),
        ("Hỗ trợ 100% học phí cho hộ nghèo", "conditional"),
        ("Tối đa 3 triệu", "open"),
        ("≥ 2 triệu", "open"),
        ("1.500.000 đồng trở lên", "open"),
    ],
)
def test_what_is_uncertain_is_doubted(text: str, code: str) -> None:
    assert read_fee(text).doubt.startswith(code)


def test_two_figures_without_a_word_for_the_whole_give_no_figure() -> None:
    assert read_fee("1.000.000đ hoặc 1.500.000đ").vnd is None


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("hai triệu năm trăm nghìn đồng", 2_500_000),
        ("ba triệu hai", 3_200_000),
        ("mười hai triệu", 12_000_000),
        ("hai mươi lăm triệu bốn trăm năm mươi ngàn", 25_450_000),
        ("sáu trăm nghìn", 600_000),
        ("không có số", None),
    ],
)
def test_numbers_in_words_are_read(words: str, number: int | None) -> None:
    assert read_numeral(words) == number


@pytest.mark.parametrize(
    ("text", "kind", "vnd"),
    [
        ("Miễn phí (chỉ thu vật tư 200.000 đ)", "free", None),
        ("Miễn học phí, lệ phí thi: 100.000đ", "free", None),
        ("Học phí 2 triệu, lệ phí thi 300 nghìn", "paid", 2_000_000),
        ("2.500.000 đồng/khóa, giáo trình 150.000 đồng", "paid", 2_500_000),
    ],
)
def test_what_is_paid_for_beside_a_fee_is_no_fee_but_leaves_a_doubt(text: str, kind: str, vnd: int) -> None:
    fee = read_fee(text)
    assert (fee.kind, fee.vnd, fee.doubt.partition(":")[0]) == (kind, vnd, "several")


@pytest.mark.parametrize(("text", "value", "vnd"), [("2,5", None, 2_500_000), ("3", 3.0, 3_000_000)])
def test_a_few_of_an_untold_unit_are_millions_to_be_confirmed(
    text: str, value: float | None, vnd: int
) -> None:
    assert read_fee(text, value) == Fee("paid", vnd, "unit: taken for millions of đồng")


def test_millions_are_known_by_every_short_form_of_their_heading() -> None:
    for heading in ("Học phí (trđ)", "Học phí (tr. đồng)", "Học phí (ĐVT: triệu đồng)"):
        assert read_fee("14.4", 14.4, heading) == Fee("paid", 14_400_000), heading
