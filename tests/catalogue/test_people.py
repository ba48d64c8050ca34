"""What the reader of names, posts and addresses promises."""

from __future__ import annotations

import unicodedata

import pytest

from catalogue.normalizing.addresses import Address, read_address
from catalogue.normalizing.people import (
    doubt_of_name,
    is_post,
    read_email,
    read_name,
    read_person,
    read_position,
)


@pytest.mark.parametrize(
    "text",
    [
        "Lê Văn An",
        "Ông Lê Văn An",
        "ÔNG LÊ VĂN AN",
        "Ô. Lê Văn An",
        "(Ông) Lê Văn An",
        "Ông/Bà: Lê Văn An",
        "Đ/c Lê Văn An",
        "Y sĩ Lê Văn An",
        "Em Lê Văn An",
        "Tôi tên là Lê Văn An",
        "LH Ông Lê Văn An",
        "Thầy Lê Văn An",
        "Chef Lê Văn An",
        "ThS. Lê Văn An",
        "Th.S Lê Văn An",
        "Thạc sĩ Lê Văn An",
        "PGS.TS. Lê Văn An",
        "PGS. TS Lê Văn An",
        "TS.Lê Văn An",
        "BS.CKI. LÊ VĂN AN",
        "BS CKII Lê Văn An",
        "Ông ThS. Lê Văn An",
        "Mr. Lê Văn An",
        "Lê Văn An (Mr.)",
        "Lê Văn An, ThS.",
        "  Lê   Văn\nAn ",
        "lê văn an",
        unicodedata.normalize("NFD", "Ông Lê Văn An"),
    ],
)
def test_a_name_is_read_without_titles_and_without_shouting(text: str) -> None:
    assert read_name(text) == "Lê Văn An"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chu Thị Hoa", "Chu Thị Hoa"),
        ("Nguyễn Thị Lan Anh", "Nguyễn Thị Lan Anh"),
        ("Nguyễn Văn Thầy", "Nguyễn Văn Thầy"),
        ("Cô Chu Thị Hoa", "Chu Thị Hoa"),
        ("Trương Phong Ban", "Trương Phong Ban"),
        ("K'BRỂU", None),
        ("H' HEN NIÊ", "H' Hen Niê"),
        ("A Lăng Thị Bé", "A Lăng Thị Bé"),
        ("Phó Đức An", "Phó Đức An"),
        ("Ông Lê Văn An và bà Lý Thị Thư", "Lê Văn An"),
        ("Ong Le Van An", "Le Van An"),
        ("TRẦN THỊ NGỌC-ANH", "Trần Thị Ngọc-Anh"),
        ("Phòng Đào tạo", None),
        ("Trưởng phòng Đào tạo", None),
        ("Truong phong Dao tao", None),
        ("Trung tâm Ngoại ngữ", None),
        ("0909 123 456", None),
        ("Kính gửi", None),
        ("An", None),
        ("", None),
    ],
)
def test_what_is_no_name_is_none_and_what_is_one_keeps_its_order(text: str, name: str | None) -> None:
    assert read_name(text) == name


@pytest.mark.parametrize("text", ["Phó Hiệu trưởng", "PHT", "P.HT", "Trưởng phòng Đào tạo", "GĐ", "Giáo vụ"])
def test_a_post_is_known_and_kept_as_written(text: str) -> None:
    assert is_post(text)
    assert read_position(f" {text}; ") == text


def test_a_cell_that_carries_everything_is_taken_apart() -> None:
    person = read_person("Ông Lê Văn An - PHT, 0903 111 222, An.LV@truong.example")
    assert (person.name, person.position, person.email) == ("Lê Văn An", "PHT", "an.lv@truong.example")
    assert [phone.e164 for phone in person.phones] == ["+84903111222"]


@pytest.mark.parametrize(
    "text",
    [
        "ThS. Lê Văn An (Phó phòng Đào tạo) - ĐT: 0903.111.222",
        "Lê Văn An, Phó phòng Đào tạo, SĐT 0903111222",
        "Họ và tên: Lê Văn An; Chức vụ: Phó phòng Đào tạo; Điện thoại: 0903111222",
        "Phó phòng Đào tạo - cô Lê Văn An – 0903 111 222 (Zalo)",
        "Lê Văn An\nPhó phòng Đào tạo\n0903 111 222",
    ],
)
def test_name_post_and_phone_are_found_in_any_order(text: str) -> None:
    person = read_person(text)
    assert (person.name, person.position) == ("Lê Văn An", "Phó phòng Đào tạo")
    assert [phone.e164 for phone in person.phones] == ["+84903111222"]


def test_a_post_without_a_name_is_a_post() -> None:
    person = read_person("Phòng Đào tạo - 028 3822 1418")
    assert person.name == ""
    assert [phone.e164 for phone in person.phones] == ["+842838221418"]


def test_a_mail_address_is_lower_case_and_bare() -> None:
    assert read_email("Mail: <DaoTao@Truong.EXAMPLE>.") == "daotao@truong.example"
    assert read_email("chưa có") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr. Ông Văn Tùng", "Ông Văn Tùng"),
        ("TS. Ông Văn Tùng", "Ông Văn Tùng"),
        ("Thầy Ông Ích Khiêm", "Ông Ích Khiêm"),
        ("Chị Anh Thư", "Anh Thư"),
        ("Bà Cô Trần Thị Lan", "Trần Thị Lan"),
        ("Cô giáo Trần Thị Lan", "Trần Thị Lan"),
        ("Ông Bà Trần Văn Ba", "Trần Văn Ba"),
    ],
)
def test_of_two_forms_of_address_the_second_may_be_the_family_name(text: str, name: str) -> None:
    assert read_name(text) == name
    assert read_person(f"{text}, Phó phòng, 0903 111 222").name in {name, name.removeprefix("Ông ")}


@pytest.mark.parametrize("text", ["Ông Ích Khiêm", "ông Thị Lan", "Chị Anh Thư", "Bà Thị Nở"])
def test_a_name_that_may_have_lost_its_family_name_is_doubted(text: str) -> None:
    assert doubt_of_name(text).startswith("unclear")


@pytest.mark.parametrize(
    "text", ["Ông Lê An", "Bà Thạch Sơn", "Mr. John Smith", "Lan Anh", "Ong Le An", "Bà Y Ban"]
)
def test_a_name_that_is_whole_is_not_doubted(text: str) -> None:
    assert doubt_of_name(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "an.le @truong.example",
        "Email: an.le@ truong.example",
        "an.le(at)truong.example",
        "an.le [at] truong (dot) example",
        "an.le＠truong.example",
        "an.le@truong. example",
        "an.le a còng truong.example",
    ],
)
def test_an_address_with_blanks_or_a_spelt_sign_is_repaired(text: str) -> None:
    assert read_address(text) == Address("an.le@truong.example")


@pytest.mark.parametrize(
    ("text", "email"),
    [("an@truong.edu,vn", "an@truong.edu.vn"), ("an le@truong.example", "le@truong.example")],
)
def test_an_address_that_may_be_another_is_doubted(text: str, email: str) -> None:
    address = read_address(text)
    assert address is not None
    assert address.email == email
    assert address.doubt


@pytest.mark.parametrize(
    "text", ["an@a.example, binh@b.example", "Mail an@a.example", "Gặp an@a.example, xin cảm ơn"]
)
def test_an_address_among_others_is_no_other(text: str) -> None:
    assert read_address(text) == Address("an@a.example")
