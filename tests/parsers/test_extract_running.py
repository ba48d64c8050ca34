from __future__ import annotations

from parsers.document import Paragraph, Place
from tests.support.layouts import contacts, courses, grid, of_kind, paragraphs, read, reading, texts


def test_what_is_written_on_the_dots_of_a_form_is_the_value_without_the_next_question() -> None:
    text = """
    1. Tên khóa học: ……Điện lạnh…………
    2. Trình độ đào tạo: …Sơ cấp……… 3. Hình thức học: ……Trực tiếp…
    4. Thời gian đào tạo: ...3 tháng..........  5. Học phí: ....2.500.000 đồng..........
    6. Nội dung đào tạo: __Tủ lạnh, máy giặt______
    7. Chương trình đào tạo: …………
    Người cung cấp thông tin: ……Hồ Thị Mận……… Chức vụ: ……Giáo vụ……
    Điện thoại: ……0906 558 213……
    """
    blocks = paragraphs(text)
    assert courses(*blocks) == [
        {
            "title": "Điện lạnh",
            "level": "Sơ cấp",
            "delivery": "Trực tiếp",
            "duration": "3 tháng",
            "fee": "2.500.000 đồng",
            "content": "Tủ lạnh, máy giặt",
        }
    ]
    (person,) = contacts(*blocks)
    assert (person["full_name"], person["position"]) == ("Hồ Thị Mận", "Giáo vụ")


def test_dots_that_nobody_wrote_on_are_no_value_and_take_no_number_for_one() -> None:
    text = "1. Tên khóa học: Điện lạnh\n4. Thời gian đào tạo: ...….......... 5. Học phí: …500.000đ…"
    assert courses(*paragraphs(text)) == [{"title": "Điện lạnh", "fee": "500.000đ"}]


def test_a_numbered_line_of_a_level_holds_for_the_records_below_it_up_to_the_next() -> None:
    text = """
    I. Trình độ sơ cấp
    1. May túi vải
    Thời gian: 4 tháng
    Chương trình: 5 mô đun
    II. Đào tạo thường xuyên
    1. Làm hoa giấy
    Thời gian: 20 buổi
    Chương trình: 10 bài
    III. Các lớp theo đặt hàng
    1. Đan lát
    Thời gian: 10 buổi
    Chương trình: 5 bài
    """
    found = courses(*paragraphs(text))
    assert [one["title"] for one in found] == ["May túi vải", "Làm hoa giấy", "Đan lát"]
    assert [one.get("level") for one in found] == [
        "I. Trình độ sơ cấp",
        "II. Đào tạo thường xuyên",
        None,
    ]
    assert [one["curriculum"] for one in found] == ["5 mô đun", "10 bài", "5 bài"]


def test_a_heading_above_a_programme_is_the_name_though_the_label_may_be_one_of_names() -> None:
    text = """
    1. Cấy mô thực vật
    Nội dung: pha môi trường, khử trùng mẫu
    Chương trình đào tạo: 5 mô đun, 310 giờ
    2. Thủy canh tại nhà
    Nội dung: pha dinh dưỡng
    Chương trình đào tạo: 6 bài
    """
    found = courses(*paragraphs(text))
    assert [one["title"] for one in found] == ["Cấy mô thực vật", "Thủy canh tại nhà"]
    assert [one["curriculum"] for one in found] == ["5 mô đun, 310 giờ", "6 bài"]


def test_a_page_for_all_is_not_that_of_the_last_course_alone() -> None:
    text = """
    1. Làm hoa giấy
    Nội dung: cắt cánh hoa
    Thời gian: 20 buổi
    Trang thông tin chung: https://hoagiay.example/lop
    """
    found = read(*paragraphs(text))
    assert [said for _, said in found.prose] == ["Trang thông tin chung: https://hoagiay.example/lop"]
    assert "url" not in courses(*paragraphs(text))[0]


def test_a_name_a_colon_and_values_without_labels_in_a_list_are_a_record() -> None:
    text = """
    (1) Lái xe nâng dầu: thời gian 3 tháng, học phí 6.000.000 đồng. Nội dung: xếp pallet.
    (2) Lái cầu trục: thời gian 4 tháng, học phí 7.500.000 đồng. Nội dung: móc buộc tải.
    """
    found = courses(*paragraphs(text))
    assert [(one["title"], one["duration"], one["content"]) for one in found] == [
        ("Lái xe nâng dầu", "3 tháng", "xếp pallet."),
        ("Lái cầu trục", "4 tháng", "móc buộc tải."),
    ]
    assert all("000 đồng" in one["fee"] for one in found)


def test_an_abbreviation_of_several_fields_is_the_one_whose_value_stands_there() -> None:
    text = """
    GDTX Sông Xanh - Chương trình quý II
    1. Bếp chay – TĐ: NH; HT: trực tiếp; TG: 15 buổi; HP: 1.200k; ND: món mặn
    2. Kế toán máy – TĐ: NH; HT: online; TG: 24 buổi; HP: 1tr8; ND: sổ sách
    """
    found = courses(*paragraphs(text))
    assert [(one["title"], one["delivery"]) for one in found] == [
        ("Bếp chay", "trực tiếp"),
        ("Kế toán máy", "online"),
    ]


def test_a_given_name_is_no_abbreviation_of_a_field() -> None:
    text = "1. Bếp chay – ngắn hạn – 2 tháng – 900.000đ\nGặp thầy Bùi Xuân Hạ (chủ cơ sở): 0967 204 318"
    assert [one["title"] for one in courses(*paragraphs(text))] == ["Bếp chay"]


def test_the_last_word_of_a_post_is_kept_where_the_phone_stands_below() -> None:
    text = "Liên hệ\nThS. Phùng Gia Bảo\nGiám đốc Trung tâm Học liệu số\n0902 664 731"
    (person,) = contacts(*paragraphs(text))
    assert person["position"] == "Giám đốc Trung tâm Học liệu số"


def test_words_of_a_leaflet_that_are_a_link_give_the_page_of_their_own_course() -> None:
    def card(name: str, row: int, page: str) -> list[Paragraph]:
        text = "Học gì: Rót tim\nThời gian: 10 buổi\nXem chi tiết và đăng ký"
        link = (("Xem chi tiết và đăng ký", page),)
        heading = Paragraph(text=name, place=Place(row=row), bold=True)
        return [heading, Paragraph(text=text, place=Place(row=row + 1), hrefs=link)]

    found = read(*card("LATTE ART", 1, "https://a.example/1"), *card("PHA CHẾ", 3, "https://a.example/2"))
    pages = [one.href for course in of_kind(found, "course") for one in course.readings if one.field == "url"]
    assert pages == ["https://a.example/1", "https://a.example/2"]


def test_a_sentence_that_says_what_the_programme_consists_of_is_not_the_content() -> None:
    text = "Tên khóa học: Lái cầu trục\nNội dung: móc buộc tải. Chương trình gồm 5 mô đun (330 giờ)."
    (course,) = courses(*paragraphs(text))
    assert (course["content"], course["curriculum"]) == ("móc buộc tải.", "5 mô đun (330 giờ).")


def test_a_note_below_a_table_that_explains_its_codes_is_told_with_their_heading() -> None:
    rows = [("TT", "Tên lớp", "Hình thức"), ("1", "Nấu ăn", "TT"), ("2", "Tin học", "TrT")]
    note = Paragraph(text="Ghi chú: TT: trực tiếp; TrT: trực tuyến; th: tháng.", place=Place(row=9))
    found = read(grid(rows), note)
    assert len(of_kind(found, "course")) == 2
    for course in of_kind(found, "course"):
        assert "TT: trực tiếp; TrT: trực tuyến" in reading(course, "delivery").heading


def test_quoted_names_before_brackets_are_records_and_what_is_said_before_them_is_to_be_confirmed() -> None:
    text = (
        "Trường tổ chức hai lớp ngắn hạn trực tuyến là “Bán hàng” (6 buổi, học phí 600.000 đồng) "
        "và “Khởi sự” (10 buổi, miễn phí)."
    )
    first, second = of_kind(read(*paragraphs(text)), "course")
    assert [texts(one)["title"] for one in (first, second)] == ["Bán hàng", "Khởi sự"]
    assert texts(second)["fee"] == "miễn phí"
    level = next(one for one in first.readings if one.field == "level")
    assert (level.choice, level.confidence < 0.6) == ("short_term", True)
