"""Why a message went where it went, in Vietnamese for the officer: the words of triage in, a sentence out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalogue.memory.tables import MessageState
from reports.desk.case_words import Badge

_NO_NAME = "không thấy tên đơn vị nào trong danh sách"
_KINDS = {
    "data": "có thông tin khóa học",
    "file that could not be read": "có tệp chưa đọc được",
    "file without data": "có tệp nhưng không có thông tin khóa học",
    "forwarded file": "chuyển tiếp một tệp",
    "link to files elsewhere": "chỉ có đường liên kết tới tệp",
    "announces a file that is not there": "nói có gửi tệp nhưng không kèm tệp",
    "answer to our letter": "trả lời thư của Sở",
    "numbered answers": "trả lời theo số mục",
    "reply without data": "thư trả lời không kèm thông tin",
    "message without data": "thư không kèm thông tin",
    "says that it was sent before": "cho biết đã gửi trước đó",
    "question": "có câu hỏi",
    "automatic reply": "thư trả lời tự động",
    "automatic reply, by its words": "thư trả lời tự động, theo lời văn",
    "automatic reply to our letter": "trả lời tự động thư của Sở",
    "automatic reply that brings files": "thư tự động có kèm tệp",
    "delivery report": "hệ thống thư báo không chuyển được thư",
    "our own letter came back": "thư của Sở quay lại",
    "mail to a list": "thư gửi hàng loạt",
    "invitation": "thư mời",
    "internal mail of the department": "thư nội bộ của Sở",
    "lure from a stranger": "thư lạ có dấu hiệu lừa đảo",
    "files of something else": "tệp về việc khác",
    "nothing of the campaign": "không liên quan đợt thu thập",
    "decision": "chuyên viên quyết định",
    "ignored by decision": "chuyên viên cho qua",
    "the officer's word": "lệnh của chuyên viên qua thư",
}
_OWNERS = {
    "address on the roster": "địa chỉ có trong danh sách đơn vị",
    "the unit's own domain": "tên miền của đơn vị",
    "the officer's decision for this address": "chuyên viên đã xác định địa chỉ này",
    "sender of what was forwarded": "theo người gửi của thư được chuyển tiếp",
    "name of the mailbox": "theo tên hộp thư",
    "name": "theo tên đơn vị nêu trong thư",
    "unknown sender": "địa chỉ gửi chưa có trong danh sách",
    "no name of the roster found": _NO_NAME,
}
_STARTS = (
    ("a name resembles ", "tên gần giống đơn vị "),
    ("several units named: ", "có nhiều đơn vị cùng tên: "),
    ("stranger with a valid reference of ", "người lạ trả lời thư gửi đơn vị "),
    ("unknown sender: ", "chưa xác định được đơn vị gửi: "),
    ("sender not verified", "người gửi không qua được kiểm tra của máy chủ thư"),
    ("answers a letter to another unit", "trả lời thư gửi đơn vị khác"),
    ("an order in the officer's name that is not authenticated", "lệnh mang tên chuyên viên, chưa xác thực"),
)
_WORDS: Mapping[str, str] = {**_KINDS, **_OWNERS}
_ONLY_START = frozenset(("sender not verified", "answers a letter to another unit", _STARTS[-1][0]))

_TRUSTS: Mapping[str, Badge] = {
    "pass": Badge("good", "máy chủ thư xác nhận đúng người gửi"),
    "fail": Badge("bad", "không qua được kiểm tra người gửi"),
    "missing": Badge("warn", "máy chủ thư không có kết quả kiểm tra"),
}
_UNJUDGED = Badge("plain", "không kiểm tra người gửi")
STATES: Mapping[MessageState, Badge] = {
    MessageState.ARCHIVED: Badge("plain", "chờ xử lý"),
    MessageState.RETRY: Badge("warn", "chờ xử lý lại"),
    MessageState.DONE: Badge("good", "đã xử lý"),
    MessageState.QUARANTINED: Badge("bad", "xử lý không thành công, giữ nguyên bản"),
    MessageState.ERASED: Badge("plain", "đã xóa theo yêu cầu về dữ liệu cá nhân"),
}


def route_words(reason: str) -> str:
    """Why a message is of its kind and its unit; a reason that has no words stands as it is."""
    return "; ".join(_told(one) for one in reason.split("; ") if one)


def trust_badge(trust: str) -> Badge:
    """What our own mail server found of the sender."""
    return _TRUSTS.get(trust, _UNJUDGED)


def _told(reason: str) -> str:
    return _WORDS.get(reason) or next(_begun(reason), reason)


def _begun(reason: str) -> Iterator[str]:
    for start, words in _STARTS:
        if reason.startswith(start):
            rest = "" if start in _ONLY_START else reason.removeprefix(start)
            yield f"{words}{_WORDS.get(rest) or next(_begun(rest), rest)}"
