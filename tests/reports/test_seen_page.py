import re

from openpyxl.comments import Comment
from openpyxl.styles import Font

from catalogue.fields import FIELDS
from intake.cli_read import see
from reports.page_words import seen_words
from reports.seen_colours import DARK_INK, HUES, INK, LOOKS
from reports.seen_page import seen_page
from tests.reports.seens import CAMPAIGN, HAN, MAY, Page, book, saved, seen_book, seen_html
from tests.support.growth import assert_linear
from tests.support.mails import file_part, simple

HOSTILE = (
    '<p><script>alert(1)</script>Kính gửi "Sở" onmouseover="alert(2)" &lt;script&gt;alert(3)&lt;/script&gt;'
    '<img src="https://evil.example/a.png"></p><table><tr><th>Tên khóa học</th><th>Học phí</th></tr>'
    "<tr><td>&lt;img src=x onerror=alert(4)&gt;&quot; onclick=&quot;x</td>"
    '<td><a href="https://evil.example/x?a=1&b=2">miễn phí</a></td></tr></table>'
)


def test_every_field_of_the_catalogue_has_a_look_of_its_own() -> None:
    wanted = {(kind, field.key) for kind, fields in FIELDS.items() for field in fields}
    assert set(LOOKS) == wanted
    assert len({(look.hue, look.line, kind) for (kind, _), look in LOOKS.items()}) == len(wanted)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_on_every_colour_can_be_read_in_both_schemes() -> None:
    for name, hue in HUES.items():
        assert contrast(INK, hue.light) >= 4.5, name
        assert contrast(DARK_INK, hue.dark) >= 4.5, name
        assert contrast(hue.line, hue.light) >= 3, name
        assert contrast(hue.dark_line, hue.dark) >= 3, name


def test_the_other_colours_of_the_page_can_be_read_too() -> None:
    page = seen_page([seen_book()])
    schemes = re.findall(r":root \{(.*?)\}", page, re.DOTALL)
    light, dark = [dict(re.findall(r"--(\w+): (#\w+)", block)) for block in schemes]
    pairs = "ink paper,ink desk,soft paper,soft desk,soft band,link paper,bad badfill,bad paper,off offfill"
    for scheme in (light, {**light, **dark}):
        for text, ground in (pair.split() for pair in pairs.split(",")):
            assert contrast(scheme[text], scheme[ground]) >= 4.5, (text, ground)
    for hue in HUES.values():  # links lead away from coloured cells
        assert contrast(light["link"], hue.light) >= 4.5
        assert contrast(dark["link"], hue.dark) >= 4.5


def test_what_a_file_says_never_becomes_markup_and_nothing_is_fetched() -> None:
    html = seen_page([seen_html(HOSTILE)])
    page = Page(html)
    tags = {tag for tag, _ in page.elements}
    assert tags.isdisjoint({"script", "img", "iframe", "link", "object", "form", "base", "svg"})
    assert all(link.startswith("#") for link in page.all("href"))
    names = {name for _, attrs in page.elements for name in attrs}
    assert "src" not in names
    assert not [name for name in names if name.startswith("on")]
    assert "url(" not in html
    assert "@import" not in html
    assert "<script>alert(3)</script>" in seen_words(html)
    assert "liên kết: https://evil.example/x?a=1&b=2" in seen_words(html)


def test_a_value_leads_to_its_cell_and_the_cell_back_to_its_record() -> None:
    html = seen_page([seen_book(HAN, MAY), seen_html("<p>Tên khóa học: Cắm hoa</p><p>Học phí: miễn phí</p>")])
    page = Page(html)
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.all("href")} <= set(ids)
    cell = re.search(r'<td class="[^"]*took[^"]*" id="([^"]+)"[^>]*>Hàn điện.*?href="#([^"]+)"', html)
    assert cell is not None
    record = re.search(rf'<article id="{cell[2]}">.*?</article>', html, re.DOTALL)
    assert record is not None
    assert "Hàn điện" in record[0]
    assert f'href="#{cell[1]}">Danh sách!B4</a>' in record[0]


def test_columns_and_values_bear_the_colour_and_the_name_of_their_field() -> None:
    html = seen_page([seen_book()])
    page = Page(html)
    titles = [cell["title"] for cell in page.of("h-blue") if "took" in cell["class"].split()]
    assert len(titles) == 2
    assert all(title.startswith("tên khóa học: tin cậy 9") for title in titles)
    [heading] = [cell for cell in page.of("head") if "h-mint" in cell["class"].split()]
    assert heading["title"].startswith("cột trình độ")
    assert len(page.of("chip")) > len(LOOKS) / 2


def test_a_doubtful_value_is_hatched_with_a_question_mark_and_its_reason() -> None:
    row = (1, "Hàn điện", "Sơ cấp", "Trực tiếp", "khoảng 2 triệu", "Hàn hồ quang", "Mô đun 1")
    html = seen_page([seen_book(row)])
    [cell] = [one for one in Page(html).of("doubt") if "took" in one["class"].split()]
    assert "cần xác nhận" in cell["title"]
    assert re.search(r"<b[^>]*>\? </b>khoảng 2 triệu", html)
    assert "? cần xác nhận" in seen_words(html).split("Bản ghi")[1]


def test_what_nobody_claimed_is_marked_where_it_stands_and_listed() -> None:
    workbook = book(HAN)
    workbook.active["H3"], workbook.active["H4"] = "Màu yêu thích", "xanh lá"
    html = seen_page([see("a.xlsx", saved(workbook), CAMPAIGN)])
    assert re.search(r'<td class="[^"]*free[^"]*"[^>]*title="chưa trường nào nhận"[^>]*>xanh lá', html)
    listed = html.split("Chưa trường nào nhận: 1")[1]
    assert re.search(r'<b>Màu yêu thích</b>: xanh lá .*<a href="#[^"]+">a.xlsx, Danh sách!H4</a>', listed)


def test_hidden_struck_and_commented_cells_are_shown_as_such() -> None:
    workbook = book(HAN, MAY)
    sheet = workbook.active
    sheet.row_dimensions[5].hidden = True
    sheet["C4"].font = Font(strike=True)
    sheet["D4"].comment = Comment("hỏi lại <b>thầy</b>", "VP")
    other = workbook.create_sheet("Nháp")
    other["A1"] = "ghi tạm"
    other.sheet_state = "hidden"
    html = seen_page([see("a.xlsx", saved(workbook), CAMPAIGN)])
    assert re.search(r'<tr class="off"><th scope="row">5 \(ẩn\)</th>', html)
    assert "<s>Sơ cấp</s>" in html
    assert "ghi chú: hỏi lại &lt;b&gt;thầy&lt;/b&gt;" in html
    assert "(trang ẩn)" in html
    assert len(Page(html).of("took")) == len([one for one in HAN[1:] if one != "Sơ cấp"])


def test_a_mail_shows_its_text_its_signature_and_its_files_in_order() -> None:
    text = (
        "Kính gửi Sở,\nTrường gửi danh sách.\n\n--\nLê Thị Mai\nĐT: 0912 345 678\n\n> Đề nghị gửi danh sách"
    )
    raw = simple(text, files=[file_part("khoa-hoc.xlsx", saved(book(HAN)))])
    words = seen_words(seen_page([see("thu.eml", raw, CAMPAIGN)]))
    places = [
        words.index(one) for one in ("Nội dung thư", "Chữ ký trong thư", "khoa-hoc.xlsx xlsx", "Bản ghi")
    ]
    assert places == sorted(places)


def test_an_unreadable_file_is_told_in_the_words_of_the_letter() -> None:
    words = seen_words(seen_page([see("ds.xlsx", b"PK\x03\x04 cut off", CAMPAIGN)]))
    assert "tệp bị hỏng hoặc không đúng định dạng" in words
    assert "Không tìm thấy khóa học" in words


def many(rows: int) -> bytes:
    return saved(
        book(
            *((at, f"Khóa số {at}", *HAN[2:5], "Nội dung dài " * 12, "Mô đun 1") for at in range(1, rows + 1))
        )
    )


def test_a_long_sheet_gives_a_short_page_that_says_what_it_left_out() -> None:
    html = seen_page([see("dai.xlsx", many(2000), CAMPAIGN)])
    assert len(html.encode()) < 2_000_000
    words = seen_words(html)
    assert re.search(r"Không hiển thị 18\d\d dòng có nội dung", words)
    assert "Không hiển thị 1800 bản ghi còn lại" in words
    assert "Bản ghi: 2000" in words


def test_drawing_costs_in_proportion_to_the_sheet() -> None:
    files = {rows: see("dai.xlsx", many(rows), CAMPAIGN) for rows in (250, 1000)}
    assert_linear(lambda rows: seen_page([files[rows]]), 250)
