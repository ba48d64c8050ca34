"""What the extractor promises about sheets of programs and shops: answers, signers, stacks and captions."""

from __future__ import annotations

from parsers.document import Cell, Span
from tests.support.growth import assert_linear
from tests.support.layouts import contacts, courses, grid, of_kind, paragraphs, read, reading, texts

HEADS = ("Tên khóa học", "Trình độ", "Học phí")


def test_a_caption_above_the_headings_of_the_next_table_is_no_record_of_this_one() -> None:
    rows = [
        HEADS,
        ("Điện dân dụng", "Sơ cấp", "4.500.000"),
        ("ĐỘI NGŨ GIÁO VIÊN",),
        ("STT", "Họ và tên", "Môn dạy", "Điện thoại"),
        ("1", "Hồ Văn Sen", "Điện", "0909 100 200"),
    ]
    assert [one["title"] for one in courses(grid(rows))] == ["Điện dân dụng"]


def test_a_line_with_a_telephone_below_a_table_is_no_name_of_a_record() -> None:
    rows = [HEADS, ("Điện dân dụng", "Sơ cấp", "4.500.000"), (), ("Hỏi chị Hồ Sen, giáo vụ, 0909 100 200",)]
    assert [one["title"] for one in courses(grid(rows))] == ["Điện dân dụng"]


def test_ticks_below_yes_and_no_answer_what_stands_above_both() -> None:
    rows = [
        ("Tên khóa học", "Trình độ", "Thu phí", "", "Cấp chứng chỉ", ""),
        ("", "", "Có", "Không", "Có", "Không"),
        ("Làm bánh", "Ngắn hạn", "x", "", "", "x"),
        ("Cắt may", "Sơ cấp", "", "x", "x", ""),
    ]
    spans = [Span(1, 3, 1, 4), Span(1, 5, 1, 6), Span(1, 1, 2, 1), Span(1, 2, 2, 2)]
    found = read(grid(rows, spans=spans)).candidates
    said = [
        {one.field: one.choice for one in each.readings if one.field in {"fee", "certificate"}}
        for each in found
    ]
    assert said == [{"fee": "paid", "certificate": "no"}, {"fee": "free", "certificate": "yes"}]


def test_lines_about_one_person_beside_a_table_are_no_column_of_it() -> None:
    rows = [
        (*HEADS, "", "Hỏi thêm gặp"),
        ("Làm bánh", "Ngắn hạn", "1.500.000", "", "Hồ Văn Sen"),
        ("Cắt may", "Sơ cấp", "2.500.000", "", "0909 100 200"),
    ]
    (person,) = contacts(grid(rows))
    assert person == {"full_name": "Hồ Văn Sen", "phone": "0909 100 200"}


def test_a_number_below_the_name_of_a_signer_is_his() -> None:
    rows = [
        HEADS,
        ("Làm bánh", "Ngắn hạn", "1.500.000"),
        (),
        ("", "", "Người lập biểu"),
        ("", "", "Hồ Văn Sen"),
    ]

    def signer(*last: str) -> dict[str, str]:
        found = read(grid([*rows, last])).candidates
        return next(texts(one) for one in found if one.doubt == "signature")

    assert signer("", "", "ĐT: 0909 100 200")["phone"] == "0909 100 200"
    assert "phone" not in signer("Hotline: 0909 100 200")


def test_the_letterhead_left_of_a_person_gives_him_no_telephone() -> None:
    rows = [
        ("CÔNG TY SEN HỒNG", "", "Người liên hệ: Hồ Văn Sen"),
        ("Mã số thuế: 0301 - SĐT: 028 6289 1120", "", "Chức vụ: Chủ cơ sở"),
        ("12 đường Số 5", "", "Di động: 0909 100 200"),
    ]
    assert contacts(grid(rows))[0]["phone"] == "0909 100 200"


def test_a_number_under_a_word_for_reaching_him_is_of_the_person_above() -> None:
    rows = [
        ("Họ tên", "Hồ Văn Sen"),
        ("Chức vụ", "Giáo vụ"),
        ("Liên lạc", "0909-100-200 / sen@truong.example"),
    ]
    (person,) = contacts(grid(rows))
    assert person["phone"] == "0909-100-200"
    assert person["email"] == "sen@truong.example"


def test_goals_and_hours_of_parts_are_neither_content_nor_length() -> None:
    rows = [
        ("Tên khóa học", "Trình độ", "Mục tiêu", "Nội dung", "Thời gian đào tạo", "", ""),
        ("", "", "", "", "Lý thuyết (giờ)", "Thực hành (giờ)", "Toàn khóa (tháng)"),
        ("Làm bánh", "Sơ cấp", "Tự mở tiệm", "Ủ bột, nướng", "80", "240", "3"),
    ]
    spans = [Span(1, 5, 1, 7), *(Span(1, column, 2, column) for column in (1, 2, 3, 4))]
    (course,) = courses(grid(rows, spans=spans))
    assert (course["content"], course["duration"]) == ("Ủ bột, nướng", "3")


def test_a_question_is_no_field_by_its_verb_alone() -> None:
    rows = [
        ("Lớp gì?", "Ai học được?", "Học viên học gì?", "Bao nhiêu tiền?", "Học xong làm được gì?"),
        ("Làm bánh", "Ai cũng được", "Ủ bột, nướng", "1.500.000", "Mở tiệm bánh"),
        ("Cắt may", "Người biết may", "Rập, nhảy size", "2.500.000", "Thợ may"),
    ]
    assert courses(grid(rows))[0] == {"title": "Làm bánh", "content": "Ủ bột, nướng", "fee": "1.500.000"}


def test_values_in_brackets_behind_a_name_are_told_by_no_column() -> None:
    rows = [
        ("Lớp", "Nội dung"),
        ("Tiếng Hàn (online, 2.400.000đ, 3 tháng)", "Bảng chữ"),
        ("Kế toán (thực hành)", "Sổ sách"),
    ]
    first, second = courses(grid(rows))
    assert first["title"] == "Tiếng Hàn"
    assert (first["delivery"], first["fee"], first["duration"]) == ("online", "2.400.000đ", "3 tháng")
    assert second == {"title": "Kế toán (thực hành)", "content": "Sổ sách"}


def test_a_row_that_numbers_the_records_is_no_field_and_a_column_of_remarks_no_record() -> None:
    rows = [
        ("Mục", "Nội dung thông tin", "Khóa 1", "Khóa 2", "Ghi chú"),
        ("1", "Tên khóa", "Thanh nhạc", "Guitar", ""),
        ("2", "Hình thức", "Trực tiếp", "Trực tiếp", "lớp 3 học trực tuyến"),
        ("3", "Học phí", "1.200.000đ", "900.000đ", "theo nghị định"),
        ("4", "Nội dung", "Hơi thở, cộng minh", "Hợp âm, tiết tấu", ""),
    ]
    extraction = read(grid(rows))
    assert [one["content"] for one in map(texts, extraction.candidates)] == [
        "Hơi thở, cộng minh",
        "Hợp âm, tiết tấu",
    ]
    assert "lớp 3 học trực tuyến" in [one.text for one in extraction.unclaimed]
    assert not extraction.shared


def test_lessons_below_a_numbered_record_are_shown_and_are_no_records() -> None:
    rows = [
        ("STT", "Tên khóa / Bài học", "Số giờ", "Trình độ"),
        ("1", "Nấu ăn", "40", "Ngắn hạn"),
        ("", "- Bài 1: Món kho", "16", ""),
        ("", "Bài 2: Món chiên", "24", ""),
        ("2", "Làm bánh", "60", "Ngắn hạn"),
    ]
    extraction = read(grid(rows))
    assert [texts(one)["title"] for one in extraction.candidates] == ["Nấu ăn", "Làm bánh"]
    assert {"- Bài 1: Món kho", "Bài 2: Món chiên"} <= {one.text for one in extraction.unclaimed}


PASTED = """
STT
Tên lớp
Hình thức
Học phí
Link
1
Làm nail
Trực tiếp
3.500.000
nghe.example/nail
2
Bán hàng online
Trực tuyến
Miễn phí
nghe.example/online
"""


def test_a_table_pasted_with_each_cell_on_a_line_of_its_own_is_read_as_one() -> None:
    first, second = courses(*paragraphs(PASTED))
    assert first["title"] == "Làm nail"
    assert (second["delivery"], second["fee"], second["url"]) == (
        "Trực tuyến",
        "Miễn phí",
        "nghe.example/online",
    )
    assert reading(of_kind(read(*paragraphs(PASTED)), "course")[1], "title").place.row == 12


def test_such_a_table_that_lost_a_cell_moves_no_value_into_another_column() -> None:
    found = courses(*paragraphs(PASTED.replace("Trực tiếp\n", "")))
    assert all(one.get("delivery", "Trực tuyến") == "Trực tuyến" and "url" not in one for one in found)


def test_the_name_of_a_sheet_in_a_table_of_contents_is_nobodys_value() -> None:
    contents = grid(
        [("Phần 1", "Lớp học", "Lớp 2025"), ("Phần 1", "Đầu mối", "Liên hệ 2025")], title="Mục lục"
    )
    assert [
        one["title"]
        for one in courses(contents, grid([HEADS, ("Hàn", "Sơ cấp", "900.000")], title="Lớp 2025"))
    ] == ["Hàn"]


def test_codes_tell_what_a_column_holds_by_the_legend_above() -> None:
    rows = [
        ("Ký hiệu: OL - trực tuyến; TT - trực tiếp; MP - miễn phí",),
        ("Tên lớp", "HT", "Phí", "Nội dung"),
        ("Tiếng Anh", "OL", "1tr2", "Email, họp"),
        ("Sửa máy tính", "TT", "MP", "Lắp ráp"),
    ]
    assert courses(grid(rows))[0] == {
        "title": "Tiếng Anh",
        "delivery": "OL",
        "fee": "1tr2",
        "content": "Email, họp",
    }


def test_a_post_in_short_before_a_name_is_no_part_of_it() -> None:
    (person,) = contacts(grid([("Liên hệ", "GV Hồ Văn Sen", "0909 100 200")]))
    assert person["full_name"] == "Hồ Văn Sen"


def test_labels_in_a_cell_below_a_record_say_more_of_that_record() -> None:
    rows = [
        ("STT", *HEADS),
        ("1", "Văn thư", "Ngắn hạn", "1.300.000"),
        ("", "Nội dung: soạn thảo, lập hồ sơ. Chương trình: 4 chuyên đề"),
        ("2", "Kế toán", "Ngắn hạn", "900.000"),
        ("", "Nội dung: sổ sách, thuế. Chương trình: 3 chuyên đề"),
    ]
    first, second = courses(grid(rows))
    assert (first["content"], first["curriculum"]) == ("soạn thảo, lập hồ sơ.", "4 chuyên đề")
    assert (second["content"], second["curriculum"]) == ("sổ sách, thuế.", "3 chuyên đề")


def test_lines_on_several_courses_part_a_table_without_numbers() -> None:
    rows = [
        ("Tên nghề", "Hình thức", "Nội dung"),
        ("Các lớp miễn phí (ngân sách hỗ trợ)",),
        ("Trồng rau", "Trực tiếp", "Giá thể, thủy canh"),
        ("Các lớp có thu phí: 1.500.000 đồng/khóa",),
        ("Nuôi lươn", "Trực tiếp", "Bể, thức ăn"),
        (),
        ("Trình độ chung của các lớp: ngắn hạn",),
    ]
    found = read(grid(rows)).candidates
    assert [texts(one)["title"] for one in found] == ["Trồng rau", "Nuôi lươn"]
    assert [reading(one, "fee").choice for one in found] == ["free", "paid"]


def test_a_label_of_persons_in_the_column_of_numbers_ends_the_table() -> None:
    rows = [
        ("STT", *HEADS),
        ("1", "Hàn", "Sơ cấp", "900.000"),
        (),
        ("Liên hệ", "Ông Hồ Văn Sen", "Giám đốc", "0909 100 200"),
    ]
    assert [one["title"] for one in courses(grid(rows))] == ["Hàn"]
    assert contacts(grid(rows))[0]["phone"] == "0909 100 200"


def test_forms_side_by_side_with_labels_in_their_cells_are_read_one_after_the_other() -> None:
    rows = [
        ("Lập trình Scratch", "", "Thiết kế Canva"),
        ("Trình độ: Ngắn hạn", "", "Trình độ: Sơ cấp"),
        ("Học phí: 1.400.000đ", "", "Học phí: Miễn phí"),
        ("Nội dung: vòng lặp", "", "Nội dung: bố cục"),
    ]
    assert courses(grid(rows)) == [
        {
            "title": "Lập trình Scratch",
            "level": "Ngắn hạn",
            "fee": "1.400.000đ",
            "content": "vòng lặp",
        },
        {"title": "Thiết kế Canva", "level": "Sơ cấp", "fee": "Miễn phí", "content": "bố cục"},
    ]


def test_answers_on_the_line_below_are_of_the_question_above() -> None:
    text = """
    Câu 1. Tên khóa học của đơn vị là gì?
    Trả lời: Làm hoa lụa
    Câu 2. Khóa học thuộc trình độ nào?
    Trả lời: Ngắn hạn
    Câu 3. Nội dung học gồm những gì?
    Trả lời: Cắt cánh, nhuộm
    """
    assert courses(*paragraphs(text)) == [
        {"title": "Làm hoa lụa", "level": "Ngắn hạn", "content": "Cắt cánh, nhuộm"}
    ]


def test_who_answers_a_hotline_may_stand_in_the_cell_behind_its_number() -> None:
    (person,) = contacts(grid([("Hotline:", "0909 100 200", "gặp cô Hồ Thị Sen – giáo vụ")]))
    assert (person["full_name"], person["phone"]) == ("Hồ Thị Sen", "0909 100 200")


def test_a_sum_in_the_column_of_a_choice_says_both() -> None:
    rows = [
        ("Khóa", "Học trực tuyến", "Học trực tiếp", "Nội dung"),
        ("Autocad", "1.200.000", "", "Lệnh vẽ"),
        ("Photoshop", "", "Miễn phí", "Cắt ghép"),
    ]
    found = read(grid(rows)).candidates
    assert [reading(one, "delivery").choice for one in found] == ["online", "in_person"]
    assert [reading(one, "fee").text for one in found] == ["1.200.000", "Miễn phí"]


def test_a_unit_between_a_label_and_its_value_is_the_label_s() -> None:
    rows = [
        ("Tên khóa học", "", "Làm bánh"),
        ("Trình độ", "", "Sơ cấp"),
        ("Thời gian đào tạo", "tháng", "3"),
        ("Học phí", "nghìn đồng", "4200"),
    ]
    (course,) = of_kind(read(grid(rows)), "course")
    assert (reading(course, "duration").text, reading(course, "fee").text) == ("3", "4200")
    assert reading(course, "fee").heading == "Học phí (nghìn đồng)"


def test_a_sentence_below_tables_side_by_side_speaks_for_all_of_them() -> None:
    heads = ("STT", "Lớp", "Hình thức", "Học phí")
    rows = [
        (*heads, "", *heads),
        ("1", "Cắt tóc", "Trực tiếp", "5.500.000", "", "2", "Vẽ móng", "Trực tiếp", "2.000.000"),
        (),
        ("Các lớp trên đều là đào tạo ngắn hạn.",),
    ]
    assert ["level" in one for one in courses(grid(rows))] == [True, True]


def test_what_a_heading_says_in_brackets_stands_in_brackets_behind_the_name() -> None:
    rows = [
        ("Nghề (trình độ)", "Thời gian - hình thức", "Mức thu"),
        ("Điện lạnh (Sơ cấp)", "3 tháng - trực tiếp", "4.900.000"),
    ]
    assert courses(grid(rows))[0] == {
        "title": "Điện lạnh",
        "duration": "3 tháng",
        "delivery": "trực tiếp",
        "fee": "4.900.000",
        "level": "Sơ cấp",
    }


def test_a_name_that_leads_to_a_page_of_its_own_gives_that_page() -> None:
    def pages(*links: str) -> list[str]:
        names = [Cell(f"Khóa {number}a", href=link) for number, link in enumerate(links)]
        found = courses(grid([("Tên khóa học", "Học phí"), *((name, "900.000") for name in names)]))
        return [one.get("url", "") for one in found]

    assert pages("https://a.example/1", "https://a.example/2") == [
        "https://a.example/1",
        "https://a.example/2",
    ]
    assert pages("https://a.example", "https://a.example") == ["", ""]


def test_names_that_are_links_cost_what_their_number_costs() -> None:
    def work(size: int) -> None:
        names = [Cell(f"Khóa {number}a", href=f"https://a.example/{number}") for number in range(size)]
        read(grid([("Tên khóa học", "Học phí"), *((name, "900.000") for name in names)]))

    assert_linear(work, 1_000)


def test_marked_lines_below_a_roman_number_are_the_records_themselves() -> None:
    rows = [
        ("STT", "Tên khóa học", "Số giờ", "Nội dung"),
        ("I", "Sơ cấp", "", ""),
        ("", "- May áo dài", "320", "Đo, rập"),
        ("", "- Hàn điện", "300", "Hàn góc"),
        ("II", "Ngắn hạn", "", ""),
        ("", "- Pha chế", "40", "Cà phê"),
    ]
    assert [one["title"] for one in courses(grid(rows))] == ["- May áo dài", "- Hàn điện", "- Pha chế"]
