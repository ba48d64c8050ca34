"""What the readers of web addresses, picture names and lengths promise."""

from __future__ import annotations

from datetime import datetime

import pytest

from catalogue.normalizing.durations import Duration, read_duration
from catalogue.normalizing.links import Link, addresses, cloud_links, read_pictures, read_url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://truong.edu.vn/lop-a", "https://truong.edu.vn/lop-a"),
        ("http://Truong.EDU.vn/Lop-A/.", "http://truong.edu.vn/Lop-A/"),
        ("www.truong.edu.vn", "https://www.truong.edu.vn"),
        ("truong.edu.example/lop/a", "https://truong.edu.example/lop/a"),
        ("Xem thêm: truong.edu.vn/lop; đăng ký: truong.edu.vn/dk", "https://truong.edu.vn/lop"),
        ("(https://truong.edu.vn/lop_(moi))", "https://truong.edu.vn/lop_(moi)"),
        ("https://truong.edu.vn/khoa-\nhoc/thiet-ke", "https://truong.edu.vn/khoa-hoc/thiet-ke"),
        ("https://a.vn/x/\nhttps://b.vn/y", "https://a.vn/x/"),
        ("https : //truong.edu.vn/lop", "https://truong.edu.vn/lop"),
        ("facebook.com/truongnghe", "https://facebook.com/truongnghe"),
    ],
)
def test_the_first_address_is_taken_tidied_and_with_a_scheme(text: str, url: str) -> None:
    assert read_url(text) == Link(url)


def test_the_address_behind_the_words_counts() -> None:
    assert read_url("Xem tại đây", "https://truong.edu.vn/lop-a") == Link("https://truong.edu.vn/lop-a")


@pytest.mark.parametrize(
    "text", ["daotao@truong.edu.vn", "zalo.me/0909123456", "https://zoom.us/j/123", "Xem file"]
)
def test_what_is_no_page_of_a_class_is_no_address(text: str) -> None:
    link = read_url(text)
    assert link.url is None
    assert link.doubt.startswith("invalid")


def test_an_answer_of_none_is_told_from_silence() -> None:
    assert read_url("Chưa có") == Link(None, answered=True)
    assert read_url("Không có trang riêng") == Link(None, answered=True)
    assert read_url("...") == Link(None)


def test_shared_folders_are_found_and_doubted_as_pages() -> None:
    text = "Tài liệu: https://drive.google.com/drive/folders/abc?usp=sharing, trang web https://truong.edu.vn"
    assert cloud_links(text) == ("https://drive.google.com/drive/folders/abc?usp=sharing",)
    assert read_url("https://1drv.ms/x/abc").doubt.startswith("kind")


def test_sentences_hold_no_addresses() -> None:
    assert addresses("Trường gửi danh sách.Kính mong Sở xem. Số 12.3") == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("hinh 1.jpg, hinh 2.PNG", ("hinh 1.jpg", "hinh 2.PNG")),
        ("image1.jpeg", ("image1.jpeg",)),
        ("https://truong.edu.vn/images/a.jpg", ("https://truong.edu.vn/images/a.jpg",)),
        ("Có file kèm", ()),
        ("", ()),
    ],
)
def test_picture_names_are_read(text: str, names: tuple[str, ...]) -> None:
    assert read_pictures(text) == names


@pytest.mark.parametrize(
    ("text", "heading", "duration"),
    [
        ("3 tháng", "", "3 tháng"),
        ("3", "Thời gian (tháng)", "3 tháng"),
        ("1,5", "Thời gian đào tạo (tháng/khóa)", "1,5 tháng"),
        ("45.0", "Số tiết", "45 tiết"),
        ("3-6", "Thời gian (tháng)", "3-6 tháng"),
        ("Từ 02/6/2025 đến 30/8/2025", "Thời gian (tháng)", "Từ 02/6/2025 đến 30/8/2025"),
        ("2 ngày\n(16 giờ)", "", "2 ngày (16 giờ)"),
    ],
)
def test_a_length_is_kept_as_written_with_the_unit_of_its_heading(
    text: str, heading: str, duration: str
) -> None:
    assert read_duration(text, heading=heading) == Duration(duration)


def test_a_number_without_any_unit_and_a_date_are_doubted() -> None:
    assert read_duration("3").doubt.startswith("unit")
    assert read_duration("20/05/2025 8:00:12").doubt.startswith("date")
    assert read_duration("06/03/2025", datetime(2025, 3, 6)).doubt.startswith("date")  # noqa: DTZ001 - a cell has no zone


@pytest.mark.parametrize(
    "address",
    [
        "https://www.google.com/url?q=https://truong.example/lop?id%3D3&sa=D&source=editors",
        "https://apc01.safelinks.protection.outlook.com/?url=https%3A%2F%2Ftruong.example%2Flop%3Fid%3D3&data=05",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Ftruong.example%2Flop%3Fid%3D3&h=AT0",
    ],
)
def test_a_page_that_only_leads_on_gives_the_page_that_it_leads_to(address: str) -> None:
    assert read_url("Bấm vào đây", address) == Link("https://truong.example/lop?id=3")


def test_a_search_page_or_an_odd_target_stays_what_it_is() -> None:
    assert read_url("https://www.google.com/url?q=lop").url == "https://www.google.com/url?q=lop"
    assert (
        read_url("https://truong.example/url?q=https://b.example").url
        == "https://truong.example/url?q=https://b.example"
    )
