import re

from intake.cli_read import see
from parsers.document import Reason
from reports.seen_paper import Sight
from reports.seen_text import ranges, seen_lines
from reports.seen_words import REASONS
from reports.wording import PHRASES
from tests.reports.seens import CAMPAIGN, HAN, MAY, book, saved, seen_book, seen_html
from tests.support.mails import file_part, simple


def told(*rows: object, **sight: object) -> str:
    return "\n".join(seen_lines(seen_book(*rows), Sight(**sight)))  # type: ignore[arg-type]


def test_regions_columns_and_records_are_told_with_place_confidence_and_reason() -> None:
    text = told(HAN, MAY)
    assert "table Danh sách!A3:G5; heading rows 3; 2 records" in text
    [column] = [line for line in text.splitlines() if "Trình độ" in line]
    assert re.fullmatch(r" +C +Trình độ +course\.level +0\.9\d +heading", column)
    record = text.split("1. course")[1].split("2. course")[0]
    assert record.startswith(' "Hàn điện", Danh sách\n      missing: url\n')
    [fee] = [line for line in record.splitlines() if line.strip().startswith("fee_vnd")]
    assert re.fullmatch(r" +fee_vnd +E4 +0\.9\d heading +1500000 <- 1\.500\.000 đồng", fee)


def test_a_doubtful_value_says_so_and_why() -> None:
    text = told((1, "Hàn điện", "Sơ cấp", "Trực tiếp", "khoảng 2 triệu", "Hàn", "Mô đun 1"))
    assert re.search(r"doubtful: fee", text)
    [line] = [line for line in text.splitlines() if line.lstrip().startswith("? fee ")]
    assert "khoảng 2 triệu" in line
    assert "doubt: " in text


def test_several_contacts_of_one_cell_are_each_told_by_their_own_values() -> None:
    people = "1. Ông Lê Tám - Trưởng phòng - ĐT: 0903 118 264\n2. Bà Vũ Bảy - Kế toán - ĐT: 0903 118 265"
    workbook = book(HAN)
    workbook.active["A6"] = f"Thông tin đầu mối liên hệ:\n{people}"
    seen = see("a.xlsx", saved(workbook), CAMPAIGN)
    lines = [line.split()[-4:] for line in seen_lines(seen, Sight()) if line.lstrip().startswith("phone ")]
    assert [" ".join(line) for line in lines] == ["<- 0903 118 264", "<- 0903 118 265"]


def test_no_line_is_wider_than_asked_however_long_its_words() -> None:
    row = (1, "Hàn " + "rấtdài" * 60, "Sơ cấp", "Trực tiếp", "miễn phí", "Nội dung " * 200, "x" * 500)
    for width in (60, 100):
        lines = told(row, MAY, width=width).splitlines()
        assert max(map(len, lines)) <= width


def test_a_list_that_is_cut_says_how_much_is_left() -> None:
    rows = [(at, f"Khóa {at}", *HAN[2:]) for at in range(1, 31)]
    text = told(*rows, limit=4)
    assert "RECORDS 30" in text
    assert text.count(". course") == 4
    assert "... 26 more (--limit shows more)" in text


def test_signs_that_steer_a_terminal_do_not_reach_it() -> None:
    seen = seen_html(
        "<p>Tên khóa học: H\x1b[31màn\u202e đảo\x07</p><p>Học phí: miễn phí</p>" + "<p>Lời</p>" * 40
    )
    text = "\n".join(seen_lines(seen, Sight()))
    assert "miễn phí" in text
    assert {letter for letter in text if not letter.isprintable()} <= {"\n"}


def test_an_unreadable_part_is_told_with_reason_detail_and_the_words_for_the_school() -> None:
    text = "\n".join(seen_lines(see("ds.xlsx", b"", CAMPAIGN), Sight()))
    assert "ds.xlsx: unreadable, 0 bytes" in text
    assert "why: empty: no bytes" in text
    assert "the school reads: tệp không có nội dung" in text


def test_every_reason_has_words_for_the_school() -> None:
    assert set(REASONS) == {reason.value for reason in Reason}
    assert {f"reason.{reason}" for reason in REASONS} <= set(PHRASES)


def test_a_mail_is_told_by_its_text_signature_quotes_answers_and_names() -> None:
    text = "Trường Trung cấp Biển Xanh gửi.\n1. trực tuyến\n\n--\nLê Thị Mai\nĐT: 0912 345 678\n\n> 1. Gì?"
    raw = simple(text, files=[file_part("khoa-hoc.xlsx", saved(book(HAN)))])
    lines = "\n".join(seen_lines(see("thu.eml", raw, CAMPAIGN), Sight()))
    for words in (
        "from:       Phong Dao tao <pdt@hoaphuong.example>",
        "DOCUMENT BODY: the mail's own text (text)",
        "DOCUMENT BODY: signature (text)",
        "DOCUMENT BODY: quoted (text)",
        "khoa-hoc.xlsx: read, xlsx",
        "answer 1: trực tuyến",
        "names of units: Trường Trung cấp Biển Xanh",
        'contact "Lê Thị Mai"',
        "0.75 signature",
    ):
        assert words in lines


def test_numbers_are_listed_as_a_person_does() -> None:
    assert ranges([7, 3, 8, 9]) == "3, 7-9"
    assert ranges([]) == ""
