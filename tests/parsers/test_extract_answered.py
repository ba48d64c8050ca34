"""Persons where a yes or no is asked, and ticks and dots of forms beside what was written on them."""

from __future__ import annotations

from tests.support.layouts import contacts, courses, grid, of_kind, paragraphs, read, reading, texts


def test_a_person_to_call_behind_a_bare_subject_is_a_contact_and_no_yes() -> None:
    rows = [
        ("Khóa học", "Pha chế"),
        ("Học phí", "900.000 đồng"),
        ("Tư vấn", "Ms. Lê Thị Na – Quản lý lớp – 0909 123 456"),
    ]
    found = read(grid(rows))
    (course,) = of_kind(found, "course")
    (contact,) = of_kind(found, "contact")
    assert "advising" not in texts(course)
    assert (texts(contact)["full_name"], texts(contact)["phone"]) == ("Ms. Lê Thị Na", "0909 123 456")


def test_who_advises_answers_the_question_for_staff() -> None:
    (course,) = courses(*paragraphs("Khóa học: Pha chế\nNhân sự tư vấn: Cô Lê Thị Na, 0909 123 456"))
    assert course["advising"] == "Cô Lê Thị Na, 0909 123 456"


def test_the_blank_of_an_option_that_is_not_ticked_answers_nothing() -> None:
    text = "Tên khóa: Đan len\nHọc phí:  (x) Miễn phí   ( ) Có thu phí: ............\nNội dung: mũi đan"
    (course,) = courses(*paragraphs(text))
    assert course["fee"] == "Miễn phí"


def test_what_stands_on_the_blank_of_the_ticked_option_is_kept() -> None:
    text = "Tên khóa: Đan len\nHọc phí:  ( ) Miễn phí   (x) Có thu phí: 900.000đ\nNội dung: mũi đan"
    (course,) = courses(*paragraphs(text))
    assert "900.000đ" in course["fee"]


def test_ticked_options_behind_unknown_words_each_say_yes() -> None:
    text = "Tên khóa: Đan len\nTrình độ: sơ cấp\nCam kết:  (x) Cấp tài khoản   ( ) Cấp chứng chỉ"
    (course,) = of_kind(read(*paragraphs(text)), "course")
    assert reading(course, "learner_account").choice == "yes"
    assert "certificate" not in texts(course)


def test_dots_behind_what_was_written_part_it_from_the_next_label() -> None:
    text = "Người lập phiếu: …Cô Lê Thị Na…  Chức vụ: …Giáo vụ…  Điện thoại: …0909 123 456…"
    assert contacts(*paragraphs(text)) == [
        {"full_name": "Cô Lê Thị Na", "position": "Giáo vụ", "phone": "0909 123 456"}
    ]


def test_a_bullet_of_unknown_words_below_a_name_does_not_hide_it() -> None:
    text = "1. Đan len\n+ Mang theo: kim đan.\n+ Thời gian: 5 ngày; mức thu: 300.000đ.\n+ Nội dung: mũi đan"
    (course,) = courses(*paragraphs(text))
    assert (course["title"], course["duration"], course["content"]) == ("Đan len", "5 ngày", "mũi đan")


def test_a_word_that_opens_a_line_of_each_record_answers_no_line_that_has_its_value() -> None:
    one = "Tên khóa: {}\nTrình độ: sơ cấp\nLink lớp: https://lop.example/{}\nCam kết: (x) Cấp tài khoản\n"
    found = courses(
        *paragraphs("".join(one.format(name, number) for number, name in enumerate(("Mây", "Tre", "Lá"))))
    )
    assert [one["url"] for one in found] == [f"https://lop.example/{number}" for number in range(3)]
