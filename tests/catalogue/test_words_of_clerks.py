"""How clerks say it for short: values that their heading or a legend makes plain, and refusals."""

from __future__ import annotations

import pytest

from catalogue.normalizing.choices import read_delivery
from catalogue.normalizing.legends import spelt_by_legend
from catalogue.normalizing.money import read_fee


@pytest.mark.parametrize("text", ["Trực tuyến kết hợp", "Online kết hợp", "cả hai"])
def test_online_combined_with_what_goes_without_saying_is_blended(text: str) -> None:
    assert (read_delivery(text).code, read_delivery(text).doubt) == ("blended", "")


@pytest.mark.parametrize("heading", ["Học phí tháng", "Mức thu 1 tháng", "Học phí học kỳ", "Học phí một năm"])
def test_a_fee_named_after_its_period_is_not_the_whole_fee(heading: str) -> None:
    assert (read_fee("600.000", heading=heading).kind, read_fee("600.000", heading=heading).vnd) == (
        "paid",
        None,
    )


@pytest.mark.parametrize("heading", ["Học phí năm 2025", "Học phí năm học 2025-2026", "Học phí toàn khóa"])
def test_a_year_in_the_heading_is_no_period(heading: str) -> None:
    assert read_fee("600.000", heading=heading).vnd == 600_000


@pytest.mark.parametrize("text", ["Miễn (ngân sách hỗ trợ)", "Miễn do nhà nước chi trả"])
def test_what_the_state_pays_is_free(text: str) -> None:
    assert read_fee(text).kind == "free"


def test_half_the_fee_remitted_is_not_free() -> None:
    assert read_fee("Miễn 50%").kind != "free"


@pytest.mark.parametrize(("heading", "kind"), [("Thu học phí", "free"), ("Miễn phí", "paid")])
@pytest.mark.parametrize("no", ["Không", "ko"])
def test_a_no_under_a_heading_of_one_choice_is_the_other(no: str, heading: str, kind: str) -> None:
    assert read_fee(no, heading=heading).kind == kind


@pytest.mark.parametrize(("code", "words"), [("TT", "trực tiếp"), ("TrT", "trực tuyến"), ("KH", "kết hợp")])
def test_codes_of_several_letters_are_explained_by_a_legend_with_an_introduction(
    code: str, words: str
) -> None:
    heading = "Hình thức (Quy ước: Đ = có; K = không. TT: trực tiếp; TrT: trực tuyến; KH: kết hợp)"
    assert spelt_by_legend(code, heading) == words


@pytest.mark.parametrize(("text", "code"), [("Tại trại + học online", "blended"), ("Trên lớp", "in_person")])
def test_places_of_work_and_the_classroom_are_in_person(text: str, code: str) -> None:
    assert read_delivery(text).code == code
