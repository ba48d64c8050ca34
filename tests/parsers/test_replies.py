"""What a reply says anew, of the set of replies in the styles of the usual mail programs (tests/replies)."""

from __future__ import annotations

import pytest

from catalogue.reading.lines import plain_text
from parsers.body import split_body
from parsers.message import read_message
from tests.support.mails import simple
from tests.support.replies import cases

SIGNED = [
    "Đã gửi từ iPhone",
    "Gửi từ iPhone của tôi",
    "Gửi từ điện thoại của tôi",
    "Gửi từ Mail cho Windows",
    "Được gửi từ Outlook dành cho iOS",
    "Gửi từ thiết bị di động Samsung của tôi",
    "Sent from Yahoo Mail for iPhone",
    "Gửi từ Gmail dành cho thiết bị di động",
    "Sent with Proton Mail secure email.",
    "Gửi từ điện thoại thông minh Xiaomi của tôi",
    "Tải Outlook dành cho Android",
    "Sent from my Galaxy",
    "Sent via BlackBerry",
    "Gửi từ Zimbra",
    "Envoyé de mon iPhone",
    "Gesendet von Outlook für iOS",
    "Trân trọng kính báo",
    "Thân,\nHường",
    "Thân ái!",
    "Kính đơn.",
    "Xin trân trọng cảm ơn Quý Sở!",
    "Em xin cảm ơn anh nhiều.\nHường",
    "TL. HIỆU TRƯỞNG\nTRƯỞNG PHÒNG ĐÀO TẠO\nLê Thị Hường",
    "KT. HIỆU TRƯỞNG\nPHÓ HIỆU TRƯỞNG\n(Đã ký)\nTrần Văn Đức",
    "Cheers,\nHuong",
    "Many thanks\nHuong",
    "BR,\nHuong",
    "Rgds\nHuong Le",
    "Trân trọng,\n\n\nLÊ THỊ HƯỜNG (Ms.)\nPhó Trưởng phòng\n-----\nTRƯỜNG CAO ĐẲNG HOA PHƯỢNG\nĐ/c: 12 A",
    "Lê Hường\n0909123456",
    "P. Đào tạo\nTrường CĐ Hoa Phượng\nĐT: 028 3812 3456",
    "--- \nLê Thị Hường | 0909 123 456",
    "--\nHường",
    "Best,\nHuong",
    "Sincerely,\nHuong",
    "Kính chúc Quý Sở sức khỏe.\nTrân trọng!",
    "Chúc anh ngày mới tốt lành!\nHường",
    "Tuyên bố miễn trừ: nội dung thư này là ý kiến cá nhân.",
    "Email này được bảo mật. Nếu nhận nhầm vui lòng xóa.",
    "This email and any files transmitted with it are confidential.",
    "Thông báo bảo mật: Thư này chỉ dành cho người nhận.",
    "Miễn trừ trách nhiệm: ...",
    "***\nTHÔNG TIN BẢO MẬT\nThư này chứa thông tin mật",
    "Vui lòng xem xét môi trường trước khi in email này.",
    "Email này đã được quét bởi phần mềm diệt vi-rút của Avast.\nwww.avast.com",
    "This email has been checked for viruses by Avast antivirus software.",
    "Hoa Phuong College | Training Dept | +84 28 3812 3456",
    "[image: Logo]\nLê Thị Hường\nPhòng Đào tạo",
    "Hường - ĐT 0909123456",
    "Người gửi: Lê Thị Hường",
    "Người viết: Hường (P.ĐT)",
]
WRITTEN = (
    "Kính gửi Sở,\nHọc phí khóa Pha chế là 1,5 triệu đồng.",
    "1. Miễn phí\n2. Chưa có",
    "Dạ em gửi lại ạ",
)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_replies_of_every_program_are_reduced_to_exactly_what_is_new() -> None:
    every = list(cases())
    wrong = [
        one.name
        for one in every
        if squeezed(plain_text(split_body(read_message(one.raw)).new)) != squeezed(one.expected)
    ]
    assert len(every) >= 160
    assert wrong == []


@pytest.mark.parametrize("tail", SIGNED)
def test_whatever_signs_a_reply_is_no_part_of_what_is_new(tail: str) -> None:
    head = (
        "From: Lê Thị Hường <huong.lt@hoaphuong.example>",
        "Subject: Re: x",
        "In-Reply-To: <a@so.example>",
    )
    for written in WRITTEN:
        body = split_body(read_message(simple(f"{written}\n\n{tail}\n", *head)))
        assert squeezed(plain_text(body.new)) == squeezed(written)
