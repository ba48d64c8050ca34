"""Until when somebody is away and whom he names instead, however an absence notice says it."""

# ruff: noqa: E501 - what people write stands in one line

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from parsers.away import Absence, read_absence
from tests.support.growth import assert_linear

AT = datetime(2025, 5, 19, 8, 30, tzinfo=timezone(timedelta(hours=7)))  # a Monday


def absence(
    text: str, subject: str = "Trả lời tự động: Đề nghị bổ sung", at: datetime = AT
) -> Absence | None:
    return read_absence(subject, text, at)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Tôi đi công tác từ ngày 19/5 đến hết ngày 23/5/2025.", "2025-05-23"),
        ("Hiện tôi đang nghỉ phép từ 19/05/2025 đến 30/05/2025.", "2025-05-30"),
        ("Em nghỉ phép 19-23/5 ạ.", "2025-05-23"),
        ("Tôi vắng mặt từ 19 đến 23/5.", "2025-05-23"),
        ("Tôi vắng mặt từ ngày 19 tháng 5 đến ngày 06 tháng 6 năm 2025.", "2025-06-06"),
        ("Tôi nghỉ phép và sẽ trở lại làm việc ngày 26/5.", "2025-05-25"),
        ("Tôi đang đi công tác, trở lại làm việc vào thứ Hai, ngày 26/5/2025.", "2025-05-25"),
        ("Tôi đi vắng đến thứ sáu ngày 23.5.2025.", "2025-05-23"),
        ("Tôi nghỉ thai sản đến hết tháng 9.", "2025-09-30"),
        ("Tôi nghỉ phép trong 3 ngày.", "2025-05-21"),
        ("Tôi đi công tác đến hết tuần này.", "2025-05-25"),
        ("Hôm nay tôi nghỉ phép.", "2025-05-19"),
        ("Tôi sẽ quay lại làm việc vào thứ hai tuần sau, hiện đang nghỉ phép.", "2025-05-25"),
        ("I am out of the office until Monday 26 May.", "2025-05-26"),
        ("I am on annual leave from May 19 to May 23, 2025.", "2025-05-23"),
        ("I'm on vacation May 19-23 with limited access to e-mail.", "2025-05-23"),
        ("Out of office 19–23 May 2025.", "2025-05-23"),
        ("I am away and will be back on 26th of May.", "2025-05-25"),
        ("I am out of the office and will return on Tuesday, May 27.", "2025-05-26"),
        ("I will be out of the office through 2025-05-30.", "2025-05-30"),
        ("I am away for 2 weeks.", "2025-06-01"),
        ("I am on leave until Friday.", "2025-05-23"),
        ("I am out of the office starting 19/05/2025 and will not return until 26/05/2025.", "2025-05-25"),
        ("Tôi nghỉ phép từ 28/12 đến 05/01.", "2026-01-05"),
    ],
)
def test_the_last_day_away_is_read_in_many_writings(text: str, until: str) -> None:
    at = AT.replace(month=12, day=27) if "28/12" in text else AT
    found = absence(text, at=at)
    assert found is not None
    assert found.until == day(until)


def test_the_subject_alone_may_tell_it() -> None:
    found = absence("Cảm ơn bạn đã gửi thư.", "Vắng mặt từ 19/5 đến 23/5/2025")
    assert found == Absence(day("2025-05-23"))


@pytest.mark.parametrize(
    "text",
    [
        "Tôi đang nghỉ thai sản từ ngày 01/4/2025.",
        "I am out of the office at the moment.",
        "Tôi nghỉ phép từ 45/13.",
    ],
)
def test_an_end_that_is_not_told_is_not_invented(text: str) -> None:
    found = absence(text)
    assert found is not None
    assert found.until is None


@pytest.mark.parametrize(
    ("text", "deputies"),
    [
        (
            "Tôi nghỉ phép. Việc gấp xin liên hệ cô Sương, 0916 000 111 hoặc suong@bienxanh.example.",
            ("0916 000 111", "suong@bienxanh.example"),
        ),
        (
            "I am out of office. For urgent matters please contact Lan (lan@bienxanh.example, +84 909 123 456).",
            ("lan@bienxanh.example", "+84 909 123 456"),
        ),
        (
            "Tôi đi công tác đến 23/5. Trong thời gian này thầy Bình phụ trách: 028.3829.1234.",
            ("028.3829.1234",),
        ),
        ("Tôi nghỉ phép. Cần gấp xin gọi di động của tôi 0909 123 456.", ()),
        ("Tôi nghỉ phép đến 23/5/2025.\n\nWebsite: bienxanh.example", ()),
    ],
)
def test_whom_to_turn_to_is_told_as_written(text: str, deputies: tuple[str, ...]) -> None:
    found = absence(text)
    assert found is not None
    assert found.deputies == deputies


@pytest.mark.parametrize(
    "text", ["Yêu cầu của bạn đã được tiếp nhận ngày 19/5.", "", "Đã nhận được thư, cảm ơn Sở."]
)
def test_other_notices_tell_of_no_absence(text: str) -> None:
    assert absence(text, "Đã nhận") is None


def test_a_long_notice_costs_in_line() -> None:
    assert_linear(lambda size: absence("Tôi nghỉ phép từ 19/5 đến 23/5, " * size), 20)
