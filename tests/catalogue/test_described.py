"""Courses that paragraphs describe in sentences: found, and left to be confirmed."""

from __future__ import annotations

from catalogue.reading.described import described
from tests.support.layouts import paragraphs, read, texts

YOGA = (
    "Lớp Yoga cộng đồng là lớp đào tạo ngắn hạn, học trực tiếp tại phòng tập trong 3 tháng, "
    "học phí 900.000 đồng/khóa. "
    "Nội dung gồm hơi thở và tư thế. Chương trình gồm 4 học phần. Thông tin lớp: https://lop.example/yoga"
)


def test_a_paragraph_whose_subject_is_a_class_describes_it_and_waits_for_a_yes() -> None:
    (found,) = described(read(*paragraphs(YOGA)))
    assert found.doubt
    said = texts(found)
    assert (said["title"], said["delivery"], said["duration"]) == ("Yoga cộng đồng", "trực tiếp", "3 tháng")
    assert (said["content"], said["curriculum"]) == ("hơi thở và tư thế", "4 học phần")
    assert (said["fee"], said["url"]) == ("học phí 900.000 đồng/khóa", "https://lop.example/yoga")


def test_a_numbered_name_above_a_paragraph_is_what_it_describes() -> None:
    text = (
        "1. Tiếng Hàn du lịch\n"
        "Khóa học ngắn hạn kéo dài 2 tháng, học trực tuyến, miễn phí. Nội dung gồm hội thoại, mua sắm."
    )
    (found,) = described(read(*paragraphs(text)))
    assert (texts(found)["title"], texts(found)["content"]) == ("Tiếng Hàn du lịch", "hội thoại, mua sắm")


def test_a_sentence_that_says_little_of_a_class_describes_none() -> None:
    text = "Lớp học là nơi học viên thực hành.\nLớp Yoga là lớp đông học viên nhất năm 2024."
    assert list(described(read(*paragraphs(text)))) == []


def test_a_name_goes_on_where_only_the_accents_tell_its_words_from_a_verb() -> None:
    (found,) = described(read(*paragraphs(YOGA.replace("Yoga cộng đồng", "Vuốt gốm lá cọ"))))
    assert texts(found)["title"] == "Vuốt gốm lá cọ"
