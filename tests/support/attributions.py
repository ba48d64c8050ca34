"""The lines with which mail programs head what they quote, by program and language; facts, no parsing."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.replying import OUR_ADDRESS, OUR_NAME, SUBJECT, THEIR_ADDRESS, THEIR_NAME

_US = f"{OUR_NAME} <{OUR_ADDRESS}>"
_THEM = f"{THEIR_NAME} <{THEIR_ADDRESS}>"

ATTRIBUTIONS: Mapping[str, str] = {
    "gmail.vi": f"Vào Th 2, 26 thg 5, 2025 vào lúc 09:14 {_US} đã viết:",
    "gmail.vi2": f"Vào T2, 26 thg 5, 2025 lúc 09:14 {_US} đã viết:",
    "gmail.en": f"On Mon, May 26, 2025 at 9:14 AM {_US} wrote:",
    "gmail.fr": f"Le lun. 26 mai 2025 à 09:14, {_US} a écrit :",
    "gmail.de": f"Am Mo., 26. Mai 2025 um 09:14 Uhr schrieb {_US}:",
    "gmail_app.vi": f"Vào 09:14, Th 2, 26 thg 5, 2025 {_US} đã viết:",
    "gmail_app.en": f"On Mon, 26 May 2025, 09:14 {_US}, wrote:",
    "apple_mail.vi": f"Vào 26 thg 5, 2025, lúc 09:14, {_US} đã viết:",
    "apple_mail.en": f"On 26 May 2025, at 09:14, {_US} wrote:",
    "apple_mail.fr": f"Le 26 mai 2025 à 09:14, {_US} a écrit :",
    "iphone.vi": f"Vào 09:14, 26 thg 5, 2025, {_US} đã viết:",
    "iphone.en": f"On May 26, 2025, at 9:14 AM, {_US} wrote:",
    "iphone.de": f"Am 26.05.2025 um 09:14 schrieb {_US}:",
    "thunderbird.vi": f"Vào lúc 26/05/2025 09:14, {OUR_NAME} đã viết:",
    "thunderbird.en": f"On 26/05/2025 09:14, {OUR_NAME} wrote:",
    "thunderbird.fr": f"Le 26/05/2025 à 09:14, {OUR_NAME} a écrit :",
    "thunderbird.de": f"Am 26.05.25 um 09:14 schrieb {OUR_NAME}:",
    "roundcube.vi": f"Vào 26-05-2025 09:14, {OUR_NAME} đã viết:",
    "roundcube.en": f"On 2025-05-26 09:14, {OUR_NAME} wrote:",
    "sogo.vi": f"Vào Thứ Hai, 26 Tháng 5, 2025 09:14 +07, {_US} đã viết:",
    "sogo.en": f"On Monday, May 26, 2025 09:14 +07, {_US} wrote:",
    "yahoo.vi": f"Vào Thứ Hai, 26 tháng 5, 2025 lúc 09:14:22 GMT+7, {_US} đã viết:",
    "yahoo.en": f"On Monday, May 26, 2025 at 09:14:22 AM GMT+7, {_US} wrote:",
}

HEADERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "outlook.vi": (
        ("Từ:", _US),
        ("Đã gửi:", "Thứ Hai, 26 Tháng Năm 2025 9:14 SA"),
        ("Đến:", _THEM),
        ("Cc:", "bgh@hoaphuong.example"),
        ("Chủ đề:", SUBJECT),
    ),
    "outlook.en": (
        ("From:", _US),
        ("Sent:", "Monday, May 26, 2025 9:14 AM"),
        ("To:", THEIR_ADDRESS),
        ("Subject:", SUBJECT),
    ),
    "outlook.fr": (
        ("De :", _US),
        ("Envoyé :", "lundi 26 mai 2025 09:14"),
        ("À :", THEIR_ADDRESS),
        ("Objet :", SUBJECT),
    ),
    "outlook.de": (
        ("Von:", _US),
        ("Gesendet:", "Montag, 26. Mai 2025 09:14"),
        ("An:", THEIR_ADDRESS),
        ("Betreff:", SUBJECT),
    ),
    "outlook_old.en": (
        ("From:", f"{OUR_NAME} [mailto:{OUR_ADDRESS}]"),
        ("Sent:", "26 May 2025 9:14 AM"),
        ("To:", THEIR_NAME),
        ("Subject:", SUBJECT),
        ("Importance:", "High"),
    ),
    "outlook_old.vi": (
        ("From:", f"{OUR_NAME} [mailto:{OUR_ADDRESS}]"),
        ("Sent:", "26 Tháng Năm 2025 9:14 SA"),
        ("To:", THEIR_NAME),
        ("Subject:", SUBJECT),
    ),
    "outlook_web.vi": (
        ("Từ:", _US),
        ("Đã gửi:", "26 Tháng Năm 2025 9:14 SA"),
        ("Tới:", _THEM),
        ("Chủ đề:", SUBJECT),
    ),
    "outlook_web.vi2": (
        ("Người gửi:", _US),
        ("Đã gửi:", "Thứ Hai, Tháng 5 26, 2025 9:14:22 SA"),
        ("Người nhận:", _THEM),
        ("Tiêu đề:", SUBJECT),
    ),
    "outlook_web.en": (
        ("From:", _US),
        ("Sent:", "Monday, May 26, 2025 9:14:22 AM"),
        ("To:", _THEM),
        ("Subject:", SUBJECT),
    ),
    "zimbra.vi": (
        ("Từ:", f'"{OUR_NAME}" <{OUR_ADDRESS}>'),
        ("Đến:", f'"{THEIR_NAME}" <{THEIR_ADDRESS}>'),
        ("Đã gửi:", "Thứ Hai, 26 tháng 5, 2025 9:14:22 SA"),
        ("Chủ đề:", SUBJECT),
    ),
    "zimbra.en": (
        ("From:", f'"{OUR_NAME}" <{OUR_ADDRESS}>'),
        ("To:", f'"{THEIR_NAME}" <{THEIR_ADDRESS}>'),
        ("Sent:", "Monday, May 26, 2025 9:14:22 AM"),
        ("Subject:", SUBJECT),
    ),
    "mdaemon.vi": (
        ("Từ:", f'"{OUR_NAME}" <{OUR_ADDRESS}>'),
        ("Đến:", THEIR_ADDRESS),
        ("Ngày:", "Mon, 26 May 2025 09:14:22 +0700"),
        ("Tiêu đề:", SUBJECT),
    ),
    "mdaemon.en": (
        ("From:", f'"{OUR_NAME}" <{OUR_ADDRESS}>'),
        ("To:", THEIR_ADDRESS),
        ("Date:", "Mon, 26 May 2025 09:14:22 +0700"),
        ("Subject:", SUBJECT),
    ),
    "samsung.vi": (
        ("Từ:", _US),
        ("Ngày:", "26/5/25 09:14 (GMT+07:00)"),
        ("Tới:", THEIR_ADDRESS),
        ("Chủ đề:", SUBJECT),
    ),
    "samsung.en": (
        ("From:", _US),
        ("Date:", "26/05/2025 09:14 (GMT+07:00)"),
        ("To:", THEIR_ADDRESS),
        ("Subject:", SUBJECT),
    ),
}

ORIGINAL: Mapping[str, str] = {
    "outlook_old.en": "Original Message",
    "outlook_old.vi": "Original Message",
    "zimbra.vi": "Thư gốc",
    "zimbra.en": "Original Message",
    "mdaemon.vi": "Thư gốc",
    "mdaemon.en": "Original Message",
    "samsung.vi": "Tin nhắn gốc",
    "samsung.en": "Original message",
}

PHONE_LINES: Mapping[str, str] = {
    "outlook_phone.vi": "Tải Outlook cho iOS",
    "outlook_phone.en": "Get Outlook for Android",
    "outlook_phone.vi2": "Nhận Outlook dành cho Android",
    "windows_mail.vi": "Được gửi từ Thư cho Windows",
    "windows_mail.en": "Sent from Mail for Windows",
    "iphone.vi": "Đã gửi từ iPhone của tôi",
    "iphone.en": "Sent from my iPhone",
    "iphone.de": "Von meinem iPhone gesendet",
    "samsung.vi": "Được gửi từ thiết bị Galaxy của tôi",
    "samsung.en": "Sent from my Galaxy",
    "yahoo.vi": "Được gửi từ Yahoo Mail trên Android",
}
