"""Every way in which mail programs head a quote ends what is new; what only looks alike does not."""

from __future__ import annotations

import pytest

from catalogue.reading.lines import plain_text
from parsers.body import split_body
from parsers.message import read_message
from tests.support.mails import mail

NEW = "Dạ em gửi lại ạ.\n1. trực tuyến"
LETTER = "Kính gửi Quý trường,\nSở đề nghị bổ sung.\nTrần Minh Khôi 0909 000 123"
AN = "Khôi <khoi@so.example>"

HEADS = [
    f"Vào Th 2, 26 thg 5, 2025 vào lúc 09:14 {AN} đã viết:",
    "Vào Th 2, 26 thg 5, 2025 lúc 09:14 Trần Minh Khôi <\ntiepnhan.hoctapcongdong@sogddt.example> đã viết:",
    f"Vào CN, 1 thg 6, 2025 vào lúc 21:05 {AN}\nđã viết:",
    f"Vào 26 tháng 5 2025 09:14, {AN} đã viết:",
    "Vào ngày 26 tháng 5 năm 2025 lúc 09:14, Trần Minh Khôi đã viết:",
    "Ngày 26/05/2025 09:14, Trần Minh Khôi viết:",
    "Lúc 09:14 ngày 26/5/2025, Trần Minh Khôi đã viết:",
    "Lúc 09:14 26/05/2025, khoi@so.example viết:",
    f"{AN} đã viết vào ngày 26/05/2025 09:14:",
    f"---- Vào Th 2, 26 thg 5 2025 09:14:22 +0700 {AN} đã viết ----",
    f"---- On Mon, 26 May 2025 09:14:22 +0700 {AN} wrote ----",
    "------On 26/05/2025 09:14 AM, Tran Minh Khoi wrote-----",
    f"On Mon, May 26, 2025 at 9:14 AM {AN} wrote:",
    "On Mon, May 26, 2025, 9:14 AM Tran Minh Khoi, Department of Education <\nkhoi@so.example>\nwrote:",
    f"On May 26, 2025, at 9:14 AM, {AN} wrote:",
    'On Tue, Jan 27, 2015 at 12:42 PM -0800, "Khoi" <khoi@so.example> wrote:',
    f" On May 26, 2025 9:14 AM, {AN} wrote:",
    f"On 26-May-2025, at 9:14 AM, {AN} sent:",
    "On 2025-05-26 09:14, Khoi wrote:",
    f"2025-05-26 9:14 GMT+07:00 {AN}:",
    "2025-05-26 9:14 GMT+07:00 Khôi <\nkhoi@so.example>:",
    f"Am Mo., 26. Mai 2025 um 09:14 Uhr schrieb {AN}:",
    "Am 26.05.25 um 09:14 schrieb Khoi:",
    "Khoi <khoi@so.example> schrieb am Mo., 26.\nMai 2025, 09:14:",
    f"Le lun. 26 mai 2025 à 09:14, {AN} a écrit :",
    "Le 26 mai 2025 à 09:14, Khoi <khoi@so.example<mailto:khoi@so.example>> a écrit:",
    f"El lun, 26 may 2025 a las 9:14, {AN} escribió:",
    f"Em seg., 26 de mai. de 2025 às 09:14, {AN} escreveu:",
    f"Il giorno lun 26 mag 2025 alle ore 09:14 {AN} ha scritto:",
    f"Op ma 26 mei 2025 om 09:14 schreef {AN}:",
    f"Op 26-mei-2025, om 09:14 heeft {AN} het volgende geschreven:",
    f"Den mån 26 maj 2025 kl 09:14 skrev {AN}:",
    f"W dniu 26 maja 2025 09:14 użytkownik {AN}\nnapisał:",
    f"пн, 26 мая 2025 г. в 09:14, {AN}:",
    f"2025年5月26日(月) 9:14 {AN}:",
    f"mån 26 maj 2025 kl 09:14 skrev {AN}:",
    f"ma 26. toukok. 2025 klo 9.14 {AN} kirjoitti:",
    "-----Original Message-----\nFrom: Khoi [mailto:khoi@so.example]\nSent: 26 May 2025\nTo: a\nSubject: x",
    "-----Thư gốc-----\nTừ: Khôi <khoi@so.example>\nNgày: 26/05/2025\nĐến: a\nTiêu đề: x",
    "----- Tin nhắn ban đầu -----",
    "-------- Thông báo gốc --------\nTừ: khoi@so.example\nNgày: 26/05/2025\nĐến: a@b.example\nChủ đề: x",
    "-----Ursprüngliche Nachricht-----\nVon: Khoi\nGesendet: Montag, 26. Mai 2025 09:14\nAn: a\nBetreff: x",
    "-----Message d'origine-----\nDe : Khoi\nEnvoyé : lundi 26 mai 2025 09:14\nÀ : a\nObjet : x",
    "From: Phong Giao duc\n<khoi@so.example>\nSent: Monday, May 26, 2025 9:14 AM\nTo: a\nSubject: x",
    "*From:* Khoi [mailto:\n  khoi@so.example]\n*Sent:* Monday, May 26, 2025 9:14 AM\n*To:* a\n*Subject:* x",
    "*Từ:* Khôi <khoi@so.example>\n*Đã gửi:* Thứ Hai, 26 Tháng Năm 2025 9:14 SA\n*Đến:* a\n*Chủ đề:* x",
    "________________________________\nFrom: Khoi <khoi@so.example>\nSent: 26 May 2025\nTo: a\nSubject: x",
    "________________________________\n\nTừ: Khôi <khoi@so.example>\nĐã gửi: 26/05/2025\nĐến: a\nChủ đề: x",
    "Date: Mon, 26 May 2025 09:14:22 +0700\nFrom: khoi@so.example\nTo: a@b.example\nSubject: x",
    "Ngày: 26/05/2025\nTừ: khoi@so.example\nTới: a@b.example\nChủ đề: x",
    "Người gửi: Khôi <khoi@so.example>\nThời gian: 26/05/2025 09:14\nNgười nhận: a\nTiêu đề: x",
    "Von: Khoi <khoi@so.example>\nGesendet: Montag, 26. Mai 2025 09:14\nAn: a\nBetreff: x",
    "De : Khoi [mailto:khoi@so.example]\nEnvoyé : lundi 26 mai 2025 09:14\nÀ : a\nObjet : x",
    "Fra: khoi@so.example\nSendt: 26. mai 2025 09:14\nTil: a\nEmne: x",
    "Från: Khoi [mailto:khoi@so.example]\nSkickat: den 26 maj 2025 09:14\nTill: a\nÄmne: x",
    "Da: Khoi <khoi@so.example>\nInviato: lunedì 26 maggio 2025 09:14\nA: a\nOggetto: x",
    "Van: Khoi <khoi@so.example>\nVerzonden: maandag 26 mei 2025 09:14\nAan: a\nOnderwerp: x",
    "Od: Khoi <khoi@so.example>\nWysłano: 26 maja 2025 09:14\nDo: a\nTemat: x",
    "发件人: Khoi <khoi@so.example>\n发送时间: 2025年5月26日 9:14\n收件人: a\n主题: x",
]  # fmt: skip


def new_of(text: str) -> str:
    headers = [
        "From: a@b.example",
        "Subject: Re: x",
        "In-Reply-To: <a@b>",
        "Content-Type: text/plain; charset=utf-8",
    ]
    return plain_text(split_body(read_message(mail(headers, text))).new)


@pytest.mark.parametrize("head", HEADS)
def test_whatever_heads_a_quote_ends_what_is_new(head: str) -> None:
    assert new_of(f"{NEW}\n\n{head}\n\n{LETTER}\n") == NEW
    assert new_of(f"{NEW}\n{head}\n" + "\n".join(f"> {line}" for line in LETTER.split("\n"))) == NEW


@pytest.mark.parametrize(
    "text",
    [
        "On the other hand, we wrote: no fee.",
        "Vào tháng 5 trường đã viết báo cáo:\n1. trực tuyến",
        "Từ: 01/6/2025\nĐến: 30/6/2025\nKhóa Pha chế học trực tiếp",
        "Ngày: 12/5\nĐịa điểm: xưởng thực hành",
        "2025-05-26 khai giảng lớp Pha chế",
        "Người gửi: Hường\nSĐT: 0909 123 456",
        "-----\nKhóa Pha chế\nKhóa May",
    ],
)
def test_what_only_looks_like_the_head_of_a_quote_is_text(text: str) -> None:
    assert new_of(text) == text


def test_own_words_between_and_under_marked_lines_are_new_whatever_heads_them() -> None:
    for head in HEADS:
        text = f"{head}\n> 1. Học phí?\n\nmiễn phí\n\n> 2. Hình thức?\n\ntrực tiếp\n"
        assert " ".join(new_of(text).split()) == "miễn phí trực tiếp", head


@pytest.mark.parametrize(
    "line",
    ["Em nhận được rồi ạ", "Ngày 2/6 em gửi lại", "Lê cũng gửi 2 tệp", "Thứ 2 tới trường gửi ạ"],
)
def test_a_line_of_ones_own_right_above_the_head_of_a_quote_is_not_taken_for_a_part_of_it(line: str) -> None:
    for head in (one for one in HEADS if "\n" not in one):
        assert new_of(f"Kính gửi Sở,\n{line}\n{head}\n\n{LETTER}").startswith(f"Kính gửi Sở,\n{line}"), head
