"""Why a unit gets no letter now, in Vietnamese for the officer: a value in, words out; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.asking.silence import Hush, Reminder, Silence
from catalogue.asking.turns import QUIET
from catalogue.records import UnitStatus
from config.campaign import Campaign
from reports.desk.case_words import LETTERS, at_words
from reports.wording import count, short_date

_STATUSES = {
    UnitStatus.COMPLETE: "đơn vị đã đủ thông tin",
    UnitStatus.NO_COURSES: "đơn vị không có khóa học",
}
_WORDS: Mapping[Hush, str] = {
    Hush.CLOSED_BY_HAND: "Hồ sơ đã được chuyên viên đóng.",
    Hush.CLOSED: "Hồ sơ đã hoàn thành ({status}) và đơn vị đã được thông báo.",
    Hush.STOPPED: "Chuyên viên đã quyết định dừng gửi thư tới đơn vị.",
    Hush.SETTLING: "Đơn vị vừa gửi thư, có thể còn gửi tiếp; chờ đến {until}.",
    Hush.LETTERS_OF_DAY: "Đã đủ {count} thư của ngày {day} (mỗi ngày tối đa {most} thư).",
    Hush.TOO_MANY: "Đã viết {count} thư cho đơn vị; thư trả lời có thể do máy tự động gửi.",
    Hush.ASKED_TODAY: "Đã đề nghị bổ sung trong ngày {day}.",
    Hush.ASKED_OUT: "Đã đề nghị bổ sung {count} lần (tối đa {most} lần); phần còn lại do chuyên viên xử lý.",
    Hush.LETTERS_IN_ALL: "Đã gửi {count} trong tối đa {most} thư; thư cuối dành để cảm ơn.",
    Hush.SENT_NOTHING: "Đơn vị chưa gửi thông tin. {reminder}",
    Hush.NOTHING_TO_ASK: "Không còn nội dung nào cần hỏi đơn vị; phần còn lại do chuyên viên xử lý.",
    Hush.MAY_ANSWER: (
        "Đã hỏi đủ các nội dung còn thiếu bằng thư “{letter}” lúc {asked_at}; chờ đơn vị trả lời đến {until}."
    ),
    Hush.ASKED: "Đã hỏi đủ các nội dung còn thiếu bằng thư “{letter}” lúc {asked_at}. {reminder}",
    Hush.TOLD: "Đơn vị đã được hướng dẫn gửi lại tệp, hoặc thư mới không có nội dung mới. {reminder}",
}
_REMINDERS: Mapping[Reminder | None, str] = {
    None: "",
    Reminder.OVER: "Đã hết thời hạn: thư đôn đốc chỉ gửi khi chuyên viên duyệt.",
    Reminder.WAITS: f"Thư nhắc tạm hoãn vì vừa có trao đổi trong {count(QUIET.days)} ngày qua.",
    Reminder.AHEAD: "Lần nhắc tới: trước hạn {ahead} ngày.",
    Reminder.NONE: "Không còn lần nhắc nào.",
}


def silence_words(silence: Silence, campaign: Campaign) -> str:
    """Why nothing is asked at the moment, as sentences."""
    reminder = _REMINDERS[silence.reminder].format(ahead=count(silence.ahead))
    return _WORDS[silence.why].format(
        count=count(silence.count),
        most=count(silence.most),
        day=short_date(silence.day) if silence.day else "",
        status=_STATUSES.get(silence.status, "") if silence.status else "",
        letter=LETTERS[silence.letter] if silence.letter else "",
        until=at_words(campaign, silence.until),
        asked_at=at_words(campaign, silence.asked_at),
        reminder=reminder,
    )
