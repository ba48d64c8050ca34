"""How a body is divided: what is new, the signature, the quoted and the forwarded; data is never cut off."""

from __future__ import annotations

import pytest

from parsers.body import Body, split_body
from parsers.document import Document, Grid
from parsers.message import read_message
from tests.support.growth import assert_linear
from tests.support.mails import mail, simple

DATA = "Khóa học: May công nghiệp\nTrình độ: Sơ cấp\nHọc phí: 2.000.000 đồng"
LETTER = "Kính gửi Quý đơn vị,\nSở đề nghị gửi thông tin khóa học.\nÔng Trần Minh Khôi, 0909 000 123."
TABLE = (
    "<table><tr><td>STT</td><td>Tên khóa học</td><td>Học phí</td></tr>"
    "<tr><td>1</td><td>May</td><td>2.000.000</td></tr></table>"
)


def of_text(text: str, *headers: str) -> Body:
    return split_body(read_message(mail([*headers, "Content-Type: text/plain; charset=utf-8"], text)))


def of_html(html: str, *headers: str, text: str = "") -> Body:
    return split_body(read_message(simple(text, *headers, html=html)))


def words(document: Document | None) -> str:
    return "" if document is None else "\n".join(one.text for one in document.paragraphs)


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


BORDERS = [
    "Vào Th 2, 12 thg 5, 2025 vào lúc 08:05 Trần Minh Khôi <khoi@so.example> đã viết:",
    "Vào 08:05, Th 2, 12 thg 5, 2025 Trần Minh Khôi <khoi@so.example> đã\nviết:",
    "Vào ngày 12 thg 5, 2025, lúc 08:05, Trần Minh Khôi <khoi@so.example> đã viết:",
    "On Mon, May 12, 2025 at 8:05 AM Tran Minh Khoi <khoi@so.example> wrote:",
    "On 12/05/2025 08:05, Trần Minh Khôi wrote:",
    "-----Original Message-----\nFrom: Khoi <khoi@so.example>\nSent: May 12, 2025\nTo: a\nSubject: Nhac",
    '----- Thư gốc -----\nTừ: "Khôi" <khoi@so.example>\nTới: a@b.example\nĐã gửi: 12/05/2025\nChủ đề: Nhắc',
    "--- Thư gốc ---",
    "Từ: Trần Minh Khôi <khoi@so.example>\nĐã gửi: Thứ Hai, 12/5/2025 8:05\nĐến: pdt@a.example\nChủ đề: Nhắc",
    "________________________________\nFrom: Khoi <khoi@so.example>\nSent: Monday\nTo: pdt\nSubject: Nhac",
]


@pytest.mark.parametrize("border", BORDERS)
def test_what_is_quoted_below_an_answer_is_not_new(border: str) -> None:
    body = of_text(
        f"Dạ trường đã nhận.\n\n{DATA}\n\n{border}\n\n{LETTER}", "Subject: Re: Nhac", "In-Reply-To: <a@b>"
    )
    assert words(body.new).splitlines()[0] == "Dạ trường đã nhận."
    assert "May công nghiệp" in words(body.new)
    assert "Minh Khôi" not in words(body.new)
    assert "0909 000 123" in words(body.quoted)


def test_an_answer_below_the_quote_is_new() -> None:
    body = of_text(f"{BORDERS[0]}\n{quoted(LETTER)}\n\n{DATA}", "Subject: Re: Nhac")
    assert words(body.new).splitlines() == DATA.splitlines()
    assert "0909 000 123" in words(body.quoted)


def test_a_quoted_table_is_no_new_table() -> None:
    html = f"<div>Cảm ơn.</div><div class=gmail_quote>{BORDERS[0]}<blockquote>{TABLE}</blockquote></div>"
    body = of_html(html.replace("<khoi@so.example>", "&lt;khoi@so.example&gt;"))
    assert words(body.new) == "Cảm ơn."
    assert not body.new.grids
    assert len(body.quoted.grids) == 1


FROM = "<b>Từ:</b> Khôi &lt;khoi@so.example&gt;<br><b>Đã gửi:</b> 12/5<br>Đến: pdt<br><b>Chủ đề:</b> Nhắc"
WROTE = "Vào Th 2, 12 thg 5, 2025 vào lúc 08:05 Khôi &lt;khoi@so.example&gt; đã viết:"
CITED = f"<blockquote>{LETTER}</blockquote>"
QUOTES = {
    "gmail": f"<div class=gmail_quote><div class=gmail_attr>{WROTE}<br></div>{CITED}</div>",
    "outlook": f"<div><div style='border-top:solid #E1E1E1 1.0pt'><p>{FROM}</p></div></div><p>{LETTER}</p>",
    "outlook web": f"<div id=appendonsend></div><hr><div id=divRplyFwdMsg>{FROM}</div><div>{LETTER}</div>",
    "zimbra": f"<hr id=zwchr><div>Từ: Khôi<br>Tới: p<br>Đã gửi: 12/5<br>Chủ đề: N<br></div>{LETTER}",
    "apple": f"<blockquote type=cite><p>Vào 12 thg 5, 2025, lúc 8:05, Khôi đã viết:</p>{LETTER}",
    "thunderbird": f"<div class=moz-cite-prefix>On 12/5/25 08:05, Khôi wrote:<br></div>{CITED}",
    "yahoo": f"<div class=yahoo_quoted><div>{WROTE}</div><div>{LETTER}</div></div>",
    "one paragraph": f"<br><br>{WROTE}<br>{LETTER}",
}


@pytest.mark.parametrize("program", QUOTES)
def test_the_quote_of_every_mail_program_is_cut(program: str) -> None:
    body = of_html(f"<div>Dạ trường gửi:</div>{TABLE}<div>An</div>{QUOTES[program]}", "Subject: Re: Nhắc")
    assert words(body.new).splitlines()[0] == "Dạ trường gửi:"
    assert "0909 000 123" not in words(body.new) + words(body.signature)
    assert "0909 000 123" in words(body.quoted)
    assert len(body.new.grids) == 1


@pytest.mark.parametrize("name", ["gmail_signature", "moz-signature", "ms-outlook-mobile-signature"])
def test_an_element_that_is_called_a_signature_is_one(name: str) -> None:
    body = of_html(f"<p>Kính gửi Sở</p><div class={name}>Phòng Đào tạo<br>0908 111 222</div><p>{DATA}</p>")
    assert words(body.signature) == "Phòng Đào tạo\n0908 111 222"
    assert "May công nghiệp" in words(body.new)


def test_a_forwarded_page_is_kept_with_its_tables() -> None:
    header = FROM.replace("khoi@so", "huong@truong")
    border = f"<div>---------- Forwarded message ---------<br>{header}</div>"
    body = of_html(f"<div>Kính chuyển.</div>{border}<p>{DATA}</p>{TABLE}", "Subject: Fwd: DS")
    assert words(body.new) == "Kính chuyển."
    assert body.forwarded is not None
    assert len(body.forwarded.grids) == 1
    assert body.forwarded_from is not None
    assert body.forwarded_from.address == "huong@truong.example"


def test_what_follows_a_quote_in_html_is_new_with_its_own_place() -> None:
    body = of_html(f"<p>Một</p><blockquote type=cite><p>{LETTER}</p></blockquote><p>Hai</p>{TABLE}")
    assert [(one.text, one.place.row) for one in body.new.paragraphs] == [("Một", 1), ("Hai", 3)]
    assert [grid.title for grid in body.new.grids] == ["Bảng 1"]


def test_an_indented_text_with_nothing_around_it_is_the_message() -> None:
    assert (
        words(of_html("<blockquote><p>Trường gửi danh sách.</p></blockquote>").new) == "Trường gửi danh sách."
    )


FORWARDS = [
    "------- Forwarded message ---------\nTừ: Cẩm Hường <huong@truong.example>\nDate: 13 thg 5\nSubject: DS",
    "---------- Thư đã chuyển tiếp ---------\nTừ: Cẩm Hường <huong@truong.example>\nNgày: 13/5\nChủ đề: DS",
    "Bắt đầu thư được chuyển tiếp:\n\nTừ: Cẩm Hường <huong@truong.example>\nChủ đề: DS\nNgày: 13/5/2025",
    "Begin forwarded message:\n\nFrom: Cẩm Hường <huong@truong.example>\nSubject: DS\nDate: 13 May 2025",
    "From: Cẩm Hường <huong@truong.example>\nSent: Tuesday, May 13, 2025\nTo: Phúc\nSubject: DS",
]


@pytest.mark.parametrize("border", FORWARDS)
def test_what_is_forwarded_is_kept_with_its_author(border: str) -> None:
    body = of_text(f"Em chuyển ạ.\n\n{border}\n\n{DATA}\n\nTrân trọng,\nCẩm Hường", "Subject: Fwd: DS")
    assert words(body.new) == "Em chuyển ạ."
    assert words(body.forwarded).splitlines() == DATA.splitlines()
    assert body.forwarded_from is not None
    assert (body.forwarded_from.address, body.forwarded_from.name) == ("huong@truong.example", "Cẩm Hường")
    assert "Cẩm Hường" in words(body.signature)


def test_the_quote_inside_what_is_forwarded_stays_a_quote() -> None:
    body = of_text(f"{FORWARDS[0]}\n\n{DATA}\n\n{BORDERS[0]}\n{quoted(LETTER)}", "Subject: Fwd: DS")
    assert words(body.forwarded).splitlines() == DATA.splitlines()
    assert "0909 000 123" in words(body.quoted)


SIGNATURES = [
    "-- \nNguyễn Văn An\nTrưởng phòng Đào tạo\nĐT: 0908 111 222",
    "Trân trọng,\n\nNguyễn Văn An\nTrưởng phòng\nĐT: 0908 111 222",
    "Trân trọng kính chào./.\nPhòng Đào tạo\n0908 111 222",
    "Em cảm ơn ạ!\nAn - 0908 111 222",
    "Best regards,\nNguyen Van An\nMobile: 0908 111 222",
    "Nguyễn Văn An\nVăn thư - Trường Cao đẳng\nĐiện thoại: 0908 111 222",
    "[cid:image001.png]\nPhòng Đào tạo\nTel: 0908 111 222",
    "ThS. Nguyễn An (Mr.)\nTrưởng phòng\nM: 0908 111 222\n\nCONFIDENTIALITY NOTICE: delete this. "
    + "Please. " * 20,
    "Trân trọng\nAn 0908 111 222\n\nThư điện tử này có thể chứa thông tin mật. " + "Vui lòng xóa thư. " * 12,
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_is_apart_from_the_text(signature: str) -> None:
    body = of_text(f"Kính gửi Sở,\nTrường gửi danh sách.\n\n{signature}")
    assert words(body.new) == "Kính gửi Sở,\nTrường gửi danh sách."
    assert "0908 111 222" in words(body.signature)


@pytest.mark.parametrize(
    "line", ["Đã gửi từ iPhone của tôi", "Sent from my Samsung Galaxy", "Tải Outlook cho Android"]
)
def test_what_a_phone_adds_is_no_text(line: str) -> None:
    body = of_text(f"Em gửi danh sách.\n\n{line}")
    assert words(body.new) == "Em gửi danh sách."


@pytest.mark.parametrize(
    "data",
    [
        "Đầu mối liên hệ: Cô Trần Thị Bích, Trưởng phòng, 0908 333 444",
        "Thông tin đầu mối liên hệ:\nTrần Thị Bích\nTrưởng phòng Đào tạo\n0908 333 444",
        "Họ và tên: Trần Thị Bích\nChức vụ: Trưởng phòng\nSố điện thoại: 0908 333 444",
        "Người liên hệ: Trần Thị Bích - 0908 333 444",
    ],
)
def test_a_contact_that_is_named_is_no_signature(data: str) -> None:
    for text in (
        f"Kính gửi Sở,\n{data}",
        f"Kính gửi Sở,\n{data}\n\nTrân trọng,\nAn",
        f"Kính gửi Sở,\nTrân trọng.\n\n{data}",
    ):
        assert "0908 333 444" in words(of_text(text).new)


def test_courses_typed_below_the_closing_are_not_lost() -> None:
    body = of_text(
        f"Kính gửi Sở,\nXin cảm ơn.\n\n{DATA}\n\n1. Nấu ăn, 3 tháng\n2. Cắt may, 2 tháng\n\nTrân trọng\nAn"
    )
    assert "May công nghiệp" in words(body.new)
    assert "Cắt may" in words(body.new)


def test_a_table_below_the_closing_is_not_lost() -> None:
    assert of_html(f"<p>Kính gửi Sở</p><p>Trân trọng,</p><p>An</p>{TABLE}").new.grids


def test_a_table_that_only_lays_out_a_signature_is_one() -> None:
    frame = "<table><tr><td><img src='cid:x'></td><td>An<br>0908 111 222</td></tr></table>"
    body = of_html(f"<p>Kính gửi</p><p>Trân trọng,</p>{frame}")
    assert not body.new.grids
    assert isinstance(body.signature.blocks[-1], Grid)


def test_a_mail_of_thanks_says_thanks() -> None:
    assert words(of_text("Dạ trường cảm ơn anh ạ.").new) == "Dạ trường cảm ơn anh ạ."


def test_the_richer_body_is_read() -> None:
    table = f"<p>Danh sách:</p>{TABLE}"
    assert of_html(table, text="Danh sách: (bảng)").new.grids
    assert words(of_html("<p>Kính gửi Sở</p>", text="Kinh gui So").new) == "Kính gửi Sở"
    assert words(of_html("<p>x</p>", text=f"Kính gửi Sở, {DATA}").new).startswith("Kính gửi Sở")
    assert words(of_html("<p>Kính gửi Sở</p>", text="  ").new) == "Kính gửi Sở"


@pytest.mark.parametrize(
    ("start", "piece", "size"),
    [
        ("", "<", 12_000),
        ("", "<style ", 5_000),
        ("", "-", 12_000),
        ("", "Trân trọng\n", 2_500),
        ("", "<blockquote>", 1_000),
        ("", "On 1/1/2025 a@b.c wrote:\n", 2_500),
        ("", "From: a\nTo: b\n", 2_500),
        ("Từ: ", "a.", 12_000),
        ("", "a@", 12_000),
    ],
)
def test_a_body_made_to_be_slow_is_not(start: str, piece: str, size: int) -> None:
    def work(times: int) -> None:
        hostile = start + piece * times
        of_text(hostile)
        of_html(f"{TABLE}{hostile}")

    assert_linear(work, size)


def test_line_numbers_are_those_of_the_whole_text() -> None:
    body = of_text(f"Một\n\n{BORDERS[0]}\n> hai\n\nba")
    assert [(one.text, one.place.row) for one in body.new.paragraphs] == [("Một", 1), ("ba", 6)]


def test_answers_are_found_by_number_and_between_questions() -> None:
    questions = "> 1. Trình độ?\n> 2. Học phí của khóa May?\nmiễn phí\n> 3. Chức vụ?\nTrưởng khoa"
    body = of_text(f"1. sơ cấp\n\n{BORDERS[0]}\n{questions}", "Subject: Re: x")
    assert [answer[:2] for answer in body.answers] == [(1, "sơ cấp"), (2, "miễn phí"), (3, "Trưởng khoa")]
    assert body.answers[1][2].row == 6


def test_a_card_under_a_ruled_line_signs_and_data_under_one_does_not() -> None:
    card = "Lê Thị Hường\nPhòng Đào tạo\n📧 huong@truong.example\n📱 0909 123 456"
    assert words(of_text(f"Em gửi lại ạ.\n\n—————\n{card}").new) == "Em gửi lại ạ."
    assert "Khóa May" in words(of_text("Em gửi ạ.\n-----\nKhóa May\nKhóa Hàn\nhuong@truong.example").new)
    assert "3 tháng" in words(of_text("Em gửi ạ.\n-----\n1. Nấu ăn, 3 tháng\n0909 123 456").new)
