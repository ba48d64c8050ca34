"""What a reply is made of in the tests of replies: the letter it answers, its own words, its signature."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

OUR_NAME = "Phòng GDTX-NN&ĐH"
OUR_ADDRESS = "tiepnhan.gdtx@sogddt.example"
THEIR_NAME = "Lê Thị Hường"
THEIR_ADDRESS = "huong.lt@hoaphuong.example"
SUBJECT = "[HTCĐ-2025] Đề nghị bổ sung thông tin - Trường Cao đẳng Hoa Phượng (mã CC25-7K3QF2)"

LETTER_HEAD = (
    "Kính gửi: Trường Cao đẳng Hoa Phượng.",
    "Sở Giáo dục và Đào tạo đã nhận được thông tin khóa học do Quý trường gửi, gồm 01 tệp đã đọc được.",
    "Để hoàn thành danh sách, đề nghị Quý trường bổ sung các nội dung sau:",
)
QUESTIONS = (
    'Khóa "Pha chế đồ uống" (dòng 5): chưa có học phí. Đề nghị ghi số tiền hoặc ghi "Miễn phí".',
    'Khóa "May công nghiệp" (dòng 6): chưa có hình thức đào tạo. Đề nghị ghi trực tuyến hoặc trực tiếp.',
    'Khóa "May công nghiệp" (dòng 6): chưa có địa chỉ trang thông tin. Nếu chưa có, đề nghị ghi "Chưa có".',
    "Chưa có đầu mối liên hệ. Đề nghị ghi họ và tên, chức vụ, số điện thoại của đầu mối liên hệ.",
)
LETTER_FOOT = (
    "Quý trường có thể trả lời dưới từng câu hỏi hoặc ghi theo số, ví dụ: 1. 1.500.000 đồng/khóa.",
    "Trân trọng cảm ơn sự phối hợp của Quý trường./.",
    "--------",
    "Thư này được gửi tự động từ hộp thư tiếp nhận; vui lòng giữ nguyên mã CC25-7K3QF2 ở tiêu đề thư.",
    "Khi cần hỗ trợ: Ông Trần Minh Khôi, điện thoại 0909 000 123, tmkhoi.gdtx@sogddt.example.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a person writes: ``above`` the letter, ``between`` its questions by number, ``below`` it.

    ``sign`` and ``notice`` are lines; ``sign_last`` puts them under the quote. ``earlier`` is a mail that the
    letter itself quotes, "" for none. A line "[logo]" is a picture.
    """

    above: tuple[str, ...] = ()
    between: dict[int, tuple[str, ...]]
    below: tuple[str, ...] = ()
    sign: tuple[str, ...] = ()
    notice: tuple[str, ...] = ()
    sign_last: bool = False
    earlier: str = ""

    @property
    def expected(self) -> str:
        """All that is new, in the order in which it stands."""
        answers = [line for number in sorted(self.between) for line in self.between[number]]
        return "\n".join((*self.above, *answers, *self.below))

    @property
    def closing(self) -> tuple[str, ...]:
        """The signature and what the office's server puts under it."""
        return (*self.sign, *(("", *self.notice) if self.notice else ()))


def letter_text(reply: Reply, prefix: str, *, own_prefix: str = "") -> str:
    """The letter as plain text, each line behind ``prefix``, with the answers between its questions."""
    lines = [f"{prefix}{line}".rstrip() for paragraph in LETTER_HEAD for line in (paragraph, "")]
    for number, question in enumerate(QUESTIONS, 1):
        lines += [f"{prefix}{number}. {question}", prefix.rstrip()]
        answer = reply.between.get(number, ())
        lines += ["", *(f"{own_prefix}{line}" for line in answer), ""] if answer else []
    lines += [f"{prefix}{line}".rstrip() for paragraph in LETTER_FOOT for line in (paragraph, "")]
    lines += [f"{prefix}{prefix}{line}".rstrip() for line in reply.earlier.split("\n") if reply.earlier]
    return "\n".join(lines)


def letter_html(reply: Reply, own: str, before: str = "", after: str = "") -> str:
    """The letter's HTML; each answer in the template ``own``, between ``before`` and ``after``."""
    pieces = [f"<p style='margin:0 0 14px'>{escape(line)}</p>" for line in LETTER_HEAD]
    for number, question in enumerate(QUESTIONS, 1):
        pieces.append(_item(number, question))
        if answer := reply.between.get(number, ()):
            pieces += [before, *(own.format(escape(line)) for line in answer), after]
    pieces += [f"<p style='margin:0 0 14px'>{escape(line)}</p>" for line in LETTER_FOOT]
    if reply.earlier:
        lines = "<br>".join(map(escape, reply.earlier.split("\n")))
        pieces.append(f"<blockquote style='margin:0 0 0 .8ex'>{lines}</blockquote>")
    return f"<div class='page'><div class='sheet'>{''.join(pieces)}</div></div>"


def _item(number: int, question: str) -> str:
    return (
        "<table role='presentation' cellpadding='0' cellspacing='0' style='width:100%;margin:0 0 10px'><tr>"
        f"<td class='num' style='width:30px;color:#1d4f91'>{number}.</td>"
        f"<td style='padding:0;vertical-align:top'>{escape(question)}</td></tr></table>"
    )


def paragraphs(lines: tuple[str, ...], template: str, blank: str) -> str:
    """Lines as HTML: each in ``template``, a blank one as ``blank``, a logo as a picture."""
    return "".join(
        blank if not line else template.format(_LOGO if line == "[logo]" else escape(line)) for line in lines
    )


_LOGO = '<img width="120" height="48" src="cid:image001.png@01DBCE12.3A4B5C60" alt="Logo">'


def plain(lines: tuple[str, ...]) -> str:
    """Lines as a plain text shows them."""
    return "\n".join("[cid:image001.png@01DBCE12.3A4B5C60]" if line == "[logo]" else line for line in lines)
