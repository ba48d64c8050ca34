"""What the phone reader promises, row by row of how offices write numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.normalizing.phones import MOBILE_2018, display_phone, read_phone, read_phones


@pytest.mark.parametrize(
    "text",
    [
        "0366.773.063",
        "0366-773-063",
        "0366,773,063",
        "366773063",
        "84366773063",
        "0084 366 773 063",
        "+84 (0)366 773 063",
        "(+84) 366 773 063",
        "(84) 0366773063",
        "０３６６ ７７３ ０６３",
        "0366\xa0773\xa0063",
        "\u202d0366773063\u202c",
        "0366 – 773 – 063",
        "0366.773.063 (Zalo)",
        "ĐT: 0366.773.063",
        "SĐT/Zalo: 0366 773 063 - gặp cô Hoa",
        "366773063.0",
        "0366773063; 0909 123 456",
        "0366 773 063 hoặc 0909123456",
    ],
)
def test_a_mobile_number_is_read_however_it_is_written(text: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.kind, phone.doubt) == ("+84366773063", "mobile", "")


def test_a_number_cell_that_lost_its_zero_is_read_from_its_value() -> None:
    assert read_phone("3.66773063E+08", 366773063.0).e164 == "+84366773063"


def test_a_letter_o_for_a_zero_is_repaired_and_said() -> None:
    phone = read_phone("O366773O63")
    assert phone.e164 == "+84366773063"
    assert phone.doubt.startswith("corrected")


@pytest.mark.parametrize(
    "text",
    [
        "028 3822 1418",
        "(028)38221418",
        "028.38221418",
        "028/3822 1418",
        "(84.28) 3822 1418",
        "+84 (0)28 3822 1418",
        "3822.1418",
        "38221418",
        "ĐT bàn 3822.1418",
        "(08) 3822.1418",
        "(08)38221418",
        "08 38221418",
        "08.3822.1418",
        "(84.8) 3822 1418",
        "+84 8 3822 1418",
        "2838221418",
    ],
)
def test_a_landline_of_the_city_is_read_with_old_or_missing_area_code(text: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.kind, phone.doubt) == ("+842838221418", "landline", "")


def test_ten_bare_digits_that_may_be_an_old_landline_stay_mobile_and_are_doubted() -> None:
    phone = read_phone("0838221418")
    assert phone.e164 == "+84838221418"
    assert phone.doubt.startswith("ambiguous")


@pytest.mark.parametrize(
    "text",
    [
        "028 3822 1418 - 105",
        "028 3822 1418 (105)",
        "028 3822 1418 ext 105",
        "028 3822 1418, máy lẻ 105",
        "028.3822.1418 (số nội bộ 105)",
        "(028) 3822 1418 - nhánh: 105",
    ],
)
def test_an_extension_is_kept_apart(text: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.extension) == ("+842838221418", "105")


@pytest.mark.parametrize(
    "text",
    [
        "0366.773.063 / 0909.123.456",
        "0366773063 - 0909123456",
        "0366 773 063 – 0909 123 456",
        "0366773063\n0909123456",
        "0366 773 063 0909 123 456",
        "0366773063, 0909123456 (Zalo)",
        "Cô An 0366773063, thầy Bình: 0909 123 456",
    ],
)
def test_two_numbers_in_one_cell_are_both_found(text: str) -> None:
    assert [phone.e164 for phone in read_phones(text)] == ["+84366773063", "+84909123456"]


def test_the_first_valid_number_counts() -> None:
    assert read_phone("0366.773.06 / 0909 123 456").e164 == "+84909123456"


@pytest.mark.parametrize(("old", "new"), sorted(MOBILE_2018.items()))
def test_an_eleven_digit_mobile_number_becomes_its_ten_digit_one(old: str, new: str) -> None:
    numbers = [read_phone(old + rest).e164 for rest in ("1234567", " 222 3457", "8123456")]
    assert f"+84{new[1:]}2223457" in numbers


@pytest.mark.parametrize("text", ["01663773063", "0166 377 3063", "+84 166 377 3063", "1663773063"])
def test_an_old_number_is_renumbered_in_every_form(text: str) -> None:
    assert read_phone(text).e164 == "+84363773063"


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("0650 3822 123", "+842743822123"),
        ("064 3856 789", "+842543856789"),
        ("0710 3822 123", "+842923822123"),
        ("061 3822 123", "+842513822123"),
        ("04 3825 1234", "+842438251234"),
    ],
)
def test_an_area_code_of_before_2017_is_renumbered(text: str, e164: str) -> None:
    assert read_phone(text).e164 == e164


@pytest.mark.parametrize(("text", "e164"), [("1800 1234", "+8418001234"), ("1900 6600", "+8419006600")])
def test_a_service_number_is_a_hotline(text: str, e164: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.kind) == (e164, "hotline")


@pytest.mark.parametrize(
    "text", ["0366.773.06", "0526123456", "0571234567", "0000000000", "0123456789", "1022", "12", "090912345"]
)
def test_what_is_no_valid_number_keeps_its_text_and_has_no_value(text: str) -> None:
    phone = read_phone(text)
    assert (phone.e164, phone.text) == (None, text)
    assert phone.doubt.startswith("invalid")


def test_text_without_digits_is_nothing_rather_than_invalid() -> None:
    assert read_phone("đang cập nhật").doubt == ""


def test_a_number_that_looks_invented_is_doubted() -> None:
    assert read_phone("0999999999").doubt.startswith("dummy")


def test_a_foreign_number_is_kept_as_such() -> None:
    assert read_phone("+65 6221 1234").e164 == "+6562211234"


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+84366773063", "0366 773 063"),
        ("+842838221418", "028 3822 1418"),
        ("+842363822141", "0236 3822 141"),
        ("+84180055881", "1800 55881"),
        ("+841900545454", "1900 545454"),
        ("+6562211234", "+65 6221 1234"),
        ("+84123", "+84123"),
    ],
)
def test_numbers_are_shown_as_people_write_and_dial_them(e164: str, shown: str) -> None:
    assert display_phone(e164) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Fax: 02838221419; ĐT: 028 3822 1418",
        "028 3822 1418 - Fax 02838221419",
        "02838221419 (fax) / 02838221418",
        "F: 028 38221419 T: 028 38221418",
        "Tel/Fax: 02838221418",
    ],
)
def test_a_fax_beside_a_telephone_is_not_the_number_to_call(text: str) -> None:
    assert read_phone(text) == replace(read_phone("028 3822 1418"), text=text)


def test_a_fax_alone_is_doubted() -> None:
    assert read_phone("Fax: 028 3822 1419").doubt.startswith("unclear")
    assert read_phone("028 3822 1419 (fax)").doubt.startswith("unclear")
