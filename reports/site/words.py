"""Why a course is not published, in the words of the officer; words only."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.publishing import Withheld

WITHHELD_WORDS: Mapping[Withheld, str] = {
    Withheld.NO_PROVIDER: "chưa xác định đơn vị đào tạo",
    Withheld.DOUBTED: "cả dòng đang chờ xác nhận",
    Withheld.NO_TITLE: "chưa có tên khóa học",
    Withheld.NO_CONTENT: "chưa có nội dung",
    Withheld.NO_LEVEL: "chưa có trình độ đào tạo",
    Withheld.NO_DELIVERY: "chưa có hình thức đào tạo",
    Withheld.NO_FEE: "chưa rõ miễn phí hay có thu phí",
    Withheld.TO_CONFIRM: "có nội dung đang chờ xác nhận",
    Withheld.IN_PERSON: "chỉ học trực tiếp",
}
