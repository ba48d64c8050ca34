from __future__ import annotations

import pytest

from parsers.document import Block, Grid, Paragraph, Place, Span
from tests.support.layouts import contacts, courses, grid, of_kind, paragraphs, read, reading, texts

BAKING = """
Tên khóa học: Làm bánh Âu
Trình độ: Ngắn hạn
Hình thức: Trực tiếp
Học phí: 3.500.000đ
Nội dung: Bánh mì, bánh kem
"""


def test_labels_in_lines_make_a_course_with_the_place_of_each_line() -> None:
    (course,) = of_kind(read(*paragraphs(BAKING)), "course")
    assert texts(course) == {
        "title": "Làm bánh Âu",
        "level": "Ngắn hạn",
        "delivery": "Trực tiếp",
        "fee": "3.500.000đ",
        "content": "Bánh mì, bánh kem",
    }
    assert reading(course, "fee").place == Place(row=4)


def test_the_first_label_said_again_begins_the_next_course() -> None:
    found = courses(*paragraphs(BAKING + "\n2. Tên khóa học: Pha chế\n- Trình độ: Sơ cấp"))
    assert [one["title"] for one in found] == ["Làm bánh Âu", "Pha chế"]
    assert found[1]["level"] == "Sơ cấp"


def test_a_heading_above_labels_is_the_title() -> None:
    text = """
    THÔNG TIN CÁC KHÓA ĐÀO TẠO NGẮN HẠN
    1. Nghiệp vụ nhà hàng
    Hình thức: Trực tiếp
    Học phí: Miễn phí
    2. Nghiệp vụ lễ tân
    Hình thức: Trực tuyến
    Học phí: 900.000 đ
    """
    first, second = of_kind(read(*paragraphs(text)), "course")
    assert [texts(first)["title"], texts(second)["title"]] == ["Nghiệp vụ nhà hàng", "Nghiệp vụ lễ tân"]
    assert reading(second, "level").choice == "short_term"


def test_labels_without_diacritics_and_in_one_line_are_known() -> None:
    first, second = courses(
        *paragraphs(
            """
            1) Ten khoa hoc: Sua may lanh; Trinh do: so cap; Hoc phi: 3.000.000 dong
            Khóa học 2: Tin học - Hình thức: trực tuyến - Học phí: miễn phí
            """
        )
    )
    assert (first["title"], first["level"], first["fee"]) == ("Sua may lanh", "so cap", "3.000.000 dong")
    assert (second["title"], second["delivery"]) == ("Tin học", "trực tuyến")


def test_a_long_value_goes_on_over_the_next_lines_and_keeps_its_inner_colons() -> None:
    text = """
    Tên khóa học: Đồ họa
    Chương trình đào tạo:
    Mô đun 1: Bố cục
    Mô đun 2: Xử lý ảnh
    Trang thông tin: https://hoc.example/do-hoa

    Trân trọng cảm ơn.
    """
    (course,) = courses(*paragraphs(text))
    assert course["curriculum"] == "Mô đun 1: Bố cục\nMô đun 2: Xử lý ảnh"
    assert course["url"] == "https://hoc.example/do-hoa"


def test_only_ticked_options_are_values() -> None:
    text = """
    Tên khóa học: Xoa bóp
    Trình độ: ☐ Ngắn hạn    ☒ Sơ cấp    ☐ Trung cấp
    Học phí: ☐ Miễn phí    ☒ Có thu phí: 4.600.000 đồng
    Cấp tài khoản cho người học: ☐ Có    ☒ Không
    Hình thức: ☐ Trực tuyến    ☐ Trực tiếp
    """
    (course,) = courses(*paragraphs(text))
    assert (course["level"], course["fee"]) == ("Sơ cấp", "Có thu phí: 4.600.000 đồng")
    assert course["learner_account"] == "Không"
    assert "delivery" not in course


def test_a_contact_line_is_parted_into_name_position_phone_and_mail() -> None:
    line = (
        "Đầu mối liên hệ: Ông Lê Văn Gấm - Trưởng phòng Đào tạo, ĐT: 0903 111 222, email gam@truong.example."
    )
    assert contacts(*paragraphs(line)) == [
        {
            "full_name": "Ông Lê Văn Gấm",
            "position": "Trưởng phòng Đào tạo",
            "phone": "0903 111 222",
            "email": "gam@truong.example",
        }
    ]


def test_a_contact_in_a_sentence_is_found() -> None:
    line = "Trường gửi danh sách. Đầu mối của trường: cô Trần Thị Lụa, Phó Giám đốc, 0907 111 222. Xin chào."
    (contact,) = contacts(*paragraphs(line))
    assert (contact["full_name"], contact["position"]) == ("cô Trần Thị Lụa", "Phó Giám đốc")
    assert contact["phone"].startswith("0907 111 222")


def test_several_persons_in_one_cell_are_several_contacts() -> None:
    cell = (
        "Thông tin đầu mối liên hệ:\n1. Ông Lê Văn Gấm - Phó Hiệu trưởng - ĐT: 0903 111 222\n"
        "2. Bà Trần Thị Lụa - Chuyên viên - ĐT: 0977 40 12"
    )
    found = contacts(grid([(cell,)]))
    assert [(one["full_name"], one["position"], one["phone"]) for one in found] == [
        ("Ông Lê Văn Gấm", "Phó Hiệu trưởng", "0903 111 222"),
        ("Bà Trần Thị Lụa", "Chuyên viên", "0977 40 12"),
    ]


def test_a_line_that_goes_on_behind_a_labelled_phone_names_another_contact() -> None:
    line = "Liên hệ: Lê Văn Gấm (Phó Hiệu trưởng), di động: 0903 111 222; chuyên viên: Trần Lụa, 0977 401 234"
    found = contacts(*paragraphs(line))
    assert [(one["full_name"], one["position"], one["phone"]) for one in found] == [
        ("Lê Văn Gấm", "Phó Hiệu trưởng", "0903 111 222"),
        ("Trần Lụa", "chuyên viên", "0977 401 234"),
    ]


def test_a_person_behind_a_phones_label_is_a_contact() -> None:
    (contact,) = contacts(*paragraphs("ĐT: Trần Thị Lụa (chuyên viên) 0977 401 234"))
    assert (contact["full_name"], contact["position"]) == ("Trần Thị Lụa", "chuyên viên")


def test_a_sentence_tells_of_courses_whose_values_stand_in_brackets() -> None:
    text = (
        "Công ty có 02 khóa: khóa Pha chế (ngắn hạn, học trực tiếp, 8 tuần, học phí 900.000 đồng) và"
        " khóa Làm bánh (sơ cấp, trực tuyến)."
    )
    first, second = courses(*paragraphs(text))
    assert (first["title"], first["duration"], first["fee"]) == ("Pha chế", "8 tuần", "học phí 900.000 đồng")
    assert second == {"title": "Làm bánh", "level": "sơ cấp", "delivery": "trực tuyến"}
    assert courses(*paragraphs("Trường mở lớp Cắt may (sơ cấp, trực tiếp) tại cơ sở 2 (Quận 7).")) == []


def test_labelled_lines_below_a_table_are_its_contact() -> None:
    rows = [
        ("STT", "Tên khóa học", "Trình độ"),
        ("1", "Hàn", "Sơ cấp"),
        (),
        ("", "Họ và tên: Trần Thị Lụa"),
        ("", "Chức vụ: Giám đốc"),
        ("", "Số điện thoại: 0909 111 222"),
    ]
    assert len(courses(grid(rows))) == 1
    assert contacts(grid(rows)) == [
        {"full_name": "Trần Thị Lụa", "position": "Giám đốc", "phone": "0909 111 222"},
    ]


def test_a_contact_in_the_cells_beside_its_label_names_each_cell() -> None:
    rows = [
        ("STT", "Tên khóa học", "Trình độ"),
        ("1", "Hàn", "Sơ cấp"),
        (),
        ("Đầu mối liên hệ", "Trần Thị Lụa", "Trưởng phòng Đào tạo", "0909.111.222"),
    ]
    (contact,) = of_kind(read(grid(rows)), "contact")
    assert {one.field: str(one.place) for one in contact.readings} == {
        "full_name": "Sheet1!B4",
        "position": "Sheet1!C4",
        "phone": "Sheet1!D4",
    }


def test_the_schools_own_letterhead_is_no_contact_and_its_site_no_course_page() -> None:
    rows = [
        ("TRƯỜNG TRUNG CẤP ÁNH DƯƠNG",),
        ("Địa chỉ: 12 đường số 6. Điện thoại: 028 3771 0021. Website: www.anhduong.example",),
        (),
        ("STT", "Tên khóa học", "Trình độ"),
        ("1", "Hàn", "Sơ cấp"),
    ]
    assert contacts(grid(rows)) == []
    assert "url" not in courses(grid(rows))[0]


def test_labels_beside_values_in_a_sheet_make_one_course_and_its_contact() -> None:
    rows = [
        ("PHIẾU THÔNG TIN KHÓA HỌC",),
        ("Tên khóa học", "Gốm mỹ nghệ"),
        ("Trình độ", "Ngắn hạn"),
        ("Chứng chỉ", "Chứng chỉ sơ cấp"),
        ("Trang thông tin", "https://hoc.example/gom"),
        ("Chương trình đào tạo", "MĐ01. Nguyên liệu"),
        ("", "MĐ02. Xoay gốm"),
        ("Người liên hệ", "Trần Thị Lụa"),
        ("Chức vụ", "Giám đốc đào tạo"),
        ("Điện thoại", "0909111222"),
    ]
    (course,) = of_kind(read(grid(rows)), "course")
    assert texts(course) == {
        "title": "Gốm mỹ nghệ",
        "level": "Ngắn hạn",
        "certificate": "Chứng chỉ sơ cấp",
        "url": "https://hoc.example/gom",
        "curriculum": "MĐ01. Nguyên liệu\nMĐ02. Xoay gốm",
    }
    assert str(reading(course, "curriculum").place) == "Sheet1!B6"
    assert contacts(grid(rows))[0]["position"] == "Giám đốc đào tạo"


def test_one_form_a_sheet_is_one_course_a_sheet() -> None:
    forms = [
        grid([("PHIẾU",), ("Tên khóa học", name), ("Nội dung", "Vẽ men"), ("", "Nung")], title=name)
        for name in ("Gốm", "Sơn mài")
    ]
    assert [(one["title"], one["content"]) for one in courses(*forms)] == [
        ("Gốm", "Vẽ men\nNung"),
        ("Sơn mài", "Vẽ men\nNung"),
    ]


def test_a_table_on_its_side_has_a_course_in_each_column() -> None:
    rows = [
        ("Thông tin", "Khóa 1", "Khóa 2"),
        ("Tên khóa học", "Làm bánh", "Nấu chay"),
        ("Trình độ", "Ngắn hạn", ""),
        ("Học phí", "5.400.000 đ", "Miễn phí"),
        ("Hình thức", "Trực tiếp", "Trực tuyến"),
        (),
        ("Liên hệ:", "Bà Trần Thị Lụa - Giáo vụ - 0909 111 222"),
    ]
    found = read(grid(rows, spans=[Span(3, 2, 3, 3)]))
    first, second = of_kind(found, "course")
    assert [texts(one)["title"] for one in (first, second)] == ["Làm bánh", "Nấu chay"]
    assert str(reading(second, "level").place) == "Sheet1!B3"
    assert reading(second, "fee").text == "Miễn phí"
    assert len(of_kind(found, "contact")) == 1


def test_a_course_in_each_cell_of_lines_is_read() -> None:
    rows = [
        ("STT", "Thông tin khóa học"),
        ("1", "Tên khóa học: An toàn điện\nTrình độ: ngắn hạn\nHọc phí: miễn phí"),
        ("2", "Tên khóa học: Sơ cấp cứu\nTrình độ: ngắn hạn\nHọc phí: 200.000 đ"),
    ]
    first, second = of_kind(read(grid(rows)), "course")
    assert (texts(first)["fee"], texts(second)["title"]) == ("miễn phí", "Sơ cấp cứu")
    assert str(reading(second, "fee").place) == "Sheet1!B3"


def test_tables_inside_a_layout_are_read_one_by_one() -> None:
    inner = [
        Grid(
            title=f"Bảng {number}",
            cells=grid([("Tên khóa học", name), ("Trình độ", "Sơ cấp")]).cells,
            n_rows=2,
            n_columns=2,
            nested_in=Place("Bảng 1", 1, number - 1),
        )
        for number, name in ((2, "Hàn"), (3, "Tiện"))
    ]
    assert [one["title"] for one in courses(*inner)] == ["Hàn", "Tiện"]


def test_an_empty_form_yields_nothing() -> None:
    rows = [("Đầu mối liên hệ:",), ("Họ và tên: ……………",), ("Chức vụ: ……………",), ("Số điện thoại: ………",)]
    assert read(grid(rows)).candidates == ()


def test_a_letter_without_data_yields_nothing_but_its_prose() -> None:
    letter = """
    Kính gửi Sở Giáo dục và Đào tạo,
    Nhà trường xin hỏi khóa học buổi tối có thuộc diện báo cáo không, thời hạn gửi là khi nào?
    Trân trọng.
    """
    found = read(*paragraphs(letter))
    assert found.candidates == ()
    assert len(found.prose) == 3


def test_a_bold_paragraph_above_dash_lines_is_a_title() -> None:
    lines = [
        Paragraph(text="Tiếng Anh giao tiếp", place=Place(row=1), bold=True),
        Paragraph(text="Thời lượng: 36 buổi", place=Place(row=2), marker="-"),
        Paragraph(text="Học phí: 2.900.000 đồng", place=Place(row=3), marker="-"),
    ]
    assert courses(*lines) == [
        {"title": "Tiếng Anh giao tiếp", "duration": "36 buổi", "fee": "2.900.000 đồng"}
    ]


def test_an_extension_in_brackets_behind_a_phone_is_no_label() -> None:
    (one,) = contacts(
        *paragraphs(
            "Đầu mối liên hệ: Bà Lê Thị Lụa, Trưởng phòng Đào tạo, "
            "ĐT: (028) 3999 2347 (số nội bộ 105), email: lua@hoc.example"
        )
    )
    assert (one["phone"], one["email"]) == ("(028) 3999 2347 (số nội bộ 105)", "lua@hoc.example")


def test_labels_run_into_the_value_before_them_where_line_breaks_were_lost() -> None:
    (one,) = contacts(
        *paragraphs("Đầu mối liên hệ: Bà Lê Thị Lụa Chức vụ: Trưởng phòng Đào tạo ĐT: 0909 111 222")
    )
    assert one == {"full_name": "Bà Lê Thị Lụa", "position": "Trưởng phòng Đào tạo", "phone": "0909 111 222"}


@pytest.mark.parametrize(
    ("label", "field", "first", "second"),
    [
        ("Trình độ", "level", "Sơ cấp", "Trung cấp"),
        ("Cấp chứng chỉ", "certificate", "Có", "Không"),
        ("Học phí", "fee", "2 triệu", "3 triệu"),
    ],
)
def test_a_label_said_twice_in_one_block_leaves_both_answers_to_whoever_judges(
    label: str, field: str, first: str, second: str
) -> None:
    (course,) = of_kind(read(*paragraphs(f"Tên lớp: May áo\n{label}: {first}\n{label}: {second}")), "course")
    assert {first, second} <= {one.text for one in course.readings if one.field.startswith(field)}


def test_a_table_of_modules_below_a_course_is_its_programme_and_no_list_of_courses() -> None:
    def modules(number: int, *names: str) -> Grid:
        rows = [("Mã", "Tên mô đun", "Số giờ"), *((f"M{name[0]}", name, "16") for name in names)]
        return Grid(title=f"Bảng {number}", cells=grid(rows).cells, n_rows=len(rows), n_columns=3)

    above, between, below = (
        "I. KHÓA: LÀM BÁNH\nHình thức: Trực tiếp\nHọc phí: 900.000 đồng\nChương trình đào tạo:",
        "Trang thông tin: https://hoc.example/banh\nII. KHÓA: TRÀ\nHình thức: Trực tuyến\nHọc phí: Miễn phí",
        "Trang thông tin: https://hoc.example/pha-che",
    )
    blocks: list[Block] = [
        *paragraphs(above),
        modules(1, "Bánh mì", "Bánh kem"),
        *paragraphs(between),
        modules(2, "Cà phê", "Trà"),
        *paragraphs(below),
    ]
    first, second = courses(*blocks)
    assert first["curriculum"] == "MB - Bánh mì - 16\nMB - Bánh kem - 16"
    assert (first["url"], second["url"]) == ("https://hoc.example/banh", "https://hoc.example/pha-che")
    assert [first["title"], second["title"]] == ["LÀM BÁNH", "TRÀ"]


def test_a_heading_inside_a_record_is_not_the_name_of_another() -> None:
    found = courses(
        *paragraphs(BAKING + "CAM KẾT\nCấp tài khoản: Có\nCấp chứng chỉ: Có\nTên khóa học: Pha chế")
    )
    assert [one["title"] for one in found] == ["Làm bánh Âu", "Pha chế"]
    assert found[0]["certificate"] == "Có"


def test_labels_alone_have_their_values_in_the_lines_below() -> None:
    text = """
    KHÓA 1
    Tên khóa học
    Gội đầu dưỡng sinh
    Hình thức đào tạo
    Trực tiếp
    Chương trình đào tạo
    10 bài
    KHÓA 2
    Tên khóa học
    Chăm sóc da
    Học phí
    2.700.000 đồng
    """
    first, second = courses(*paragraphs(text))
    assert first == {"title": "Gội đầu dưỡng sinh", "delivery": "Trực tiếp", "curriculum": "10 bài"}
    assert second == {"title": "Chăm sóc da", "fee": "2.700.000 đồng"}


def test_paragraphs_with_tabs_are_a_table_whose_places_are_paragraphs() -> None:
    text = """
    CÁC LỚP ĐANG MỞ
    TT\tTên lớp\tThời gian\tHọc phí
    1\tMay áo dài\t3 tháng\t4.000.000đ
    2\tSửa quần áo\t900.000đ
    3\tMay áo sơ mi\t2 tháng\tMiễn phí
    Đầu mối: Trịnh Kim Loan\tChức vụ: Giám đốc\tĐT: 0919 006 417
    """
    found = read(*paragraphs(text))
    first, last = of_kind(found, "course")
    assert (texts(first)["fee"], texts(last)["fee"]) == ("4.000.000đ", "Miễn phí")
    assert str(reading(first, "duration").place) == str(Place(row=3))
    assert [texts(one)["phone"] for one in of_kind(found, "contact")] == ["0919 006 417"]


def test_a_note_that_parts_its_values_among_the_courses_says_nothing_of_all() -> None:
    rows = [("STT", "Tên khóa học", "Học phí"), ("1", "May", "900.000 đ"), ("2", "Thêu", "Miễn phí")]
    table = Grid(title="Bảng 1", cells=grid(rows).cells, n_rows=3, n_columns=3)
    note = Paragraph(text="Trình độ: sơ cấp cho lớp đầu, ngắn hạn cho lớp còn lại.", place=Place(row=1))
    assert all("level" not in one for one in courses(table, note))


def test_a_hotline_behind_a_post_is_the_phone_of_the_person_before_it() -> None:
    (contact,) = contacts(*paragraphs("LH: Ms. Kiều Thị Tuyền – P. Giám đốc – Hotline: 0901 55 77 32"))
    assert (contact["full_name"], contact["phone"]) == ("Ms. Kiều Thị Tuyền", "0901 55 77 32")


def test_the_address_behind_words_of_running_text_is_shown() -> None:
    line = Paragraph(text="Đăng ký tại đây.", place=Place(row=1), hrefs=(("đây", "https://hoc.example/dk"),))
    assert [text for _, text in read(line).prose] == ["Đăng ký tại đây. (https://hoc.example/dk)"]


def test_ticked_options_of_several_fields_in_one_cell_are_read_and_empty_boxes_say_nothing() -> None:
    rows = [
        ("Tên khóa học", "Lái xe"),
        ("Trình độ", "Ngắn hạn"),
        ("Người học được", "☒ Cấp tài khoản học tập\n☐ Kiểm tra, đánh giá\n☒ Cấp chứng chỉ"),
    ]
    (course,) = of_kind(read(grid(rows)), "course")
    answers = {one.field: one.choice for one in course.readings if one.choice}
    assert answers == {"learner_account": "yes", "certificate": "yes"}
