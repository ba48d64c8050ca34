"""The running text of PDF files comes out in reading order, in whole paragraphs, without furniture."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics

from parsers.document import Document, TextRole
from parsers.formats.pdf.reader import read_pdf
from tests.support.growth import assert_linear
from tests.support.pdfs import Paper

SAMPLES = Path(__file__).parent / "samples" / "pdf"


def sample(name: str) -> Document:
    return read_pdf((SAMPLES / f"{name}.pdf").read_bytes())


def texts(paper: Paper) -> list[str]:
    return [paragraph.text for paragraph in read_pdf(paper.data()).paragraphs]


PROSE = [
    "Thực hiện công văn của Sở, trung tâm xin báo cáo các khóa học đang được tổ chức",
    "tại đơn vị trong năm 2025 với các thông tin chính như dưới đây, kính mong quý Sở",
    "xem xét và tổng hợp theo quy định hiện hành về giáo dục thường xuyên.",
]


def test_a_wrapped_paragraph_is_one_and_the_lines_of_a_form_stay_apart() -> None:
    paper = Paper().lines(80, 100, PROSE).lines(80, 160, ["Tên khóa học: Kế toán", "Học phí: miễn phí"])
    assert texts(paper) == [" ".join(PROSE), "Tên khóa học: Kế toán", "Học phí: miễn phí"]


def test_a_label_begins_a_paragraph_however_long_the_line_above_is() -> None:
    long = "Nội dung: vận hành, bảo dưỡng và sửa chữa máy may công nghiệp một, hai, bốn kim và máy vắt sổ"
    lines = [long, "Địa chỉ trang lớp học: https://hoc.example/may", "Điện thoại: 0909 111 222"]
    assert texts(Paper().lines(40, 100, lines)) == lines


def test_side_by_side_blocks_are_read_one_after_the_other() -> None:
    paper = Paper().centered(150, 60, "SỞ LAO ĐỘNG").centered(420, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    paper.centered(150, 75, "TRUNG TÂM AN HÒA").centered(420, 75, "Độc lập - Tự do - Hạnh phúc")
    paper.lines(80, 120, PROSE)
    paper.lines(80, 300, ["Nơi nhận:", "- Như trên;", "- Lưu: VT."])
    paper.centered(430, 300, "GIÁM ĐỐC").centered(430, 370, "Đặng Thu Hà")
    assert texts(paper) == [
        "SỞ LAO ĐỘNG", "TRUNG TÂM AN HÒA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        " ".join(PROSE), "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "GIÁM ĐỐC", "Đặng Thu Hà",
    ]  # fmt: skip


def test_columns_of_text_that_begin_and_end_apart_are_read_whole() -> None:
    left = ["Khóa Kế toán", "Học phí: Miễn phí", "Nội dung: nguyên lý kế toán, thuế và", "báo cáo tài chính"]
    right = ["Trình độ: Sơ cấp", "Khóa May", "Học phí: 900.000 đồng", "Thời gian: 3 tháng"]
    said = texts(Paper().lines(60, 60, left).lines(320, 45, right))
    assert said == [*left[:2], f"{left[2]} {left[3]}", *right]


def test_a_label_set_apart_by_a_tab_keeps_its_value() -> None:
    paper = Paper()
    lines = [("Họ và tên:", "Đặng Thu Hà"), ("Chức vụ:", "Giám đốc"), ("Email:", "a@b.example")]
    for row, (label, value) in enumerate(lines):
        paper.text(80, 100 + 16 * row, label).text(220, 100 + 16 * row, value)
    assert texts(paper) == ["Họ và tên: Đặng Thu Hà", "Chức vụ: Giám đốc", "Email: a@b.example"]


def test_labels_without_colons_beside_their_values_are_a_table_and_cards_are_not() -> None:
    paper = Paper().lines(60, 60, ["Họ và tên", "Chức vụ", "Email"])
    grid = read_pdf(paper.lines(220, 60, ["Đặng Thu Hà", "Giám đốc", "ha@an-hoa.example"]).data()).grids[0]
    assert [cell.text for cell in grid.cells.values()][:2] == ["Họ và tên", "Đặng Thu Hà"]
    cards = Paper().lines(60, 60, ["Khóa Kế toán", "Trình độ: Sơ cấp", "Học phí: 0 đồng"])
    cards.lines(300, 60, ["Khóa May", "Trình độ: Trung cấp", "Học phí: 2.000.000"])
    assert texts(cards)[2:4] == ["Học phí: 0 đồng", "Khóa May"]


def test_two_columns_are_read_down_one_and_then_the_other() -> None:
    said = [paragraph.text for paragraph in sample("writer-two-columns").paragraphs]
    titles = [
        text for text in said if text in {"Kỹ thuật chế biến món ăn", "Thiết kế đồ họa", "May công nghiệp"}
    ]
    assert titles == ["Kỹ thuật chế biến món ăn", "Thiết kế đồ họa", "May công nghiệp"]
    assert said[said.index("Thiết kế đồ họa") + 2 :][:2] == ["Trình độ: Sơ cấp", "Học phí: 4.000.000"]


def test_running_headers_are_told_once_and_page_numbers_never() -> None:
    document = sample("writer-brochure")
    assert [one.text for one in document.paragraphs if one.role is TextRole.HEADER] == [
        "Trung tâm Bồi dưỡng An Hòa – Chương trình 2025"
    ]
    assert not [one for one in document.paragraphs if one.text.startswith("Trang ")]
    heading = next(one for one in document.paragraphs if one.text == "1. KỸ THUẬT CHẾ BIẾN MÓN ĂN")
    assert (heading.role, heading.level) == (TextRole.HEADING, 2)
    bullet = next(one for one in document.paragraphs if one.text.startswith("Mô đun 2"))
    assert bullet.marker == "•"
    assert bullet.text.endswith("đánh giá theo từng buổi")


def test_an_address_behind_words_and_words_without_blanks_are_read() -> None:
    paper = Paper().text(60, 100, "Đăng ký").text(106, 100, "tại").text(130, 100, "đây")
    paper.canvas.linkURL("https://an-hoa.example/dk", (128, paper.size[1] - 104, 152, paper.size[1] - 90))
    paragraph = read_pdf(paper.data()).paragraphs[0]
    assert paragraph.text == "Đăng ký tại đây"
    assert paragraph.hrefs == (("đây", "https://an-hoa.example/dk"),)


def test_what_nobody_sees_and_stamps_are_left_out_and_told() -> None:
    paper = Paper().text(60, 100, "Danh sách khóa học")
    paper.canvas.setFillGray(1)
    paper.text(60, 120, "chữ trắng")
    paper.canvas.setFillGray(0.8)
    paper.canvas.rotate(40)
    paper.text(400, 600, "BẢN SAO", size=40)
    document = read_pdf(paper.data())
    assert [one.text for one in document.paragraphs] == ["Danh sách khóa học"]
    assert any("nobody sees" in warning for warning in document.warnings)
    assert any("stamps" in warning for warning in document.warnings)


def test_white_letters_on_a_dark_area_are_read() -> None:
    paper = Paper().box(50, 80, 300, 30, fill=0.1)
    paper.canvas.setFillGray(1)
    assert texts(paper.text(60, 100, "DANH SÁCH KHÓA HỌC")) == ["DANH SÁCH KHÓA HỌC"]


def test_words_printed_twice_to_look_bold_are_one() -> None:
    paper = Paper().text(60, 100, "Kế toán").text(60.3, 100, "Kế toán")
    assert texts(paper) == ["Kế toán"]


def test_crossed_out_lines_are_left_out_and_underlined_ones_kept() -> None:
    paper = Paper().text(60, 100, "Lớp Cắm hoa").text(60, 130, "Lớp Kế toán")
    width = paper.canvas.stringWidth("Lớp Cắm hoa", "DejaVuSans", 10)
    assert texts(paper.line(60, 97, 60 + width, 97).line(60, 131.5, 60 + width, 131.5)) == ["Lớp Kế toán"]


def test_fields_of_a_form_speak_at_their_place() -> None:
    paper = Paper().text(60, 160, "Người liên hệ:").text(60, 190, "Miễn phí").text(60, 220, "Có thu phí")
    form, height = paper.canvas.acroForm, paper.size[1]
    form.textfield(
        name="ten", x=150, y=height - 164, width=200, height=16, value="Nguyen Van An", fontSize=10
    )
    form.checkbox(name="mp", x=150, y=height - 192, size=12, checked=True)
    form.checkbox(name="tp", x=150, y=height - 222, size=12, checked=False)
    assert texts(paper) == ["Người liên hệ: Nguyen Van An", "Miễn phí ☒", "Có thu phí ☐"]


@pytest.mark.parametrize("font", ["DejaVuSans", "Helvetica"])
def test_the_letter_that_old_fonts_drew_as_a_soft_hyphen_is_read(font: str) -> None:
    paper = Paper()
    lines = ["Tr\xadêng Trung cÊp N«ng nghiÖp", "Ngµnh: d\xadîc lý, m«i tr\xadêng n\xadíc - tõ xa"]
    lines += ["Häc phÝ: miÔn phÝ"]
    for row, line in enumerate(lines):
        paper.canvas.setFont(font, 10)
        paper.canvas.drawString(60, 700 - 30 * row, line)
    said = ["Trường Trung cấp Nông nghiệp", "Ngành: dược lý, môi trường nước - từ xa", "Học phí: miễn phí"]
    assert texts(paper) == said


@pytest.mark.parametrize("mark", ["\u0301", "\u0300"])
def test_marks_drawn_apart_are_part_of_their_letter(mark: str) -> None:
    said = texts(Paper().text(60, 100, f"l{'a'}{mark}m v{'ô'}{mark}n"))
    assert said == [{"\u0301": "lám vốn", "\u0300": "làm vồn"}[mark]]


def test_long_numbers_at_the_beginning_of_lines_cost_nothing() -> None:
    def read(length: int) -> None:
        texts(Paper().lines(60, 100, [f"1.{'0' * length}x", f"1.{'12' * length}"]))

    assert_linear(read, 500)


def test_letters_of_a_second_font_stored_behind_their_words_cut_none() -> None:
    labels = [one.text.partition(":")[0] for one in sample("writer-second-font").paragraphs]
    assert labels == [
        "2. Đối tượng tuyển sinh",
        "5. Hồ sơ gồm",
        "6. Quyền lợi",
        "7. Đăng ký trực tuyến tại",
    ]


def test_the_longer_of_two_records_side_by_side_keeps_its_last_labelled_line() -> None:
    left = [
        "May cơ bản",
        "Học phí: 900.000 đồng",
        "Nội dung: cắt rập, ráp thân,",
        "lên lai",
        "Link: may.example",
    ]
    right = ["Cắm hoa", "Học phí: Miễn phí", "Nội dung: phối màu", "Link: hoa.example"]
    document = read_pdf(Paper().lines(60, 100, left, pitch=16).lines(320, 100, right, pitch=16).data())
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts.index("Link: may.example") < texts.index("Cắm hoa") < texts.index("Link: hoa.example")


def test_a_comma_that_begins_a_line_and_a_letter_alone_belong_to_the_foreign_word_before() -> None:
    wide = [60.0, 90.0, 90.0 + 10 + pdfmetrics.stringWidth("PivotTabl", "DejaVuSans", 10)]
    for told, whole in (("PivotTabl\ne, biểu", "PivotTable,"), ("PivotTabl\n, biểu", "PivotTabl,")):
        paper = Paper().table(wide, 100, [["1", told], ["2", "Hàm"]], height=40)
        assert read_pdf(paper.data()).grids[0].cells[1, 2].text.split()[0] == whole
