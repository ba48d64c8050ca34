"""The words of one numbered item of a clarification letter: where, what was found, what is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from catalogue.fields import ASSURANCES, CONTACT, COURSE, Field, field_of
from catalogue.records import AskedItem, JsonValue, Origin, Value
from reports.display import WHOLE, doubt_words, record_doubt_words, shown_value
from reports.wording import one_line, without_hint

ALL_COURSES = "*"
UNREADABLE = "unreadable"

_ASSURANCE_WORDS = {
    "learner_account": "việc cấp tài khoản cho người học",
    "assessment": "công tác kiểm tra, đánh giá công nhận kết quả",
    "certificate": "việc cấp chứng nhận, chứng chỉ",
    "advising": "nhân sự tư vấn, hỗ trợ người học",
}
OF_CONTACT = " của đầu mối liên hệ"
_LONG_NUMBER = re.compile(r"\+?\d(?:[\s.()-]*\d){6,}")
_MAIL_ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+")
_FULL_NUMBER = (10, 11)


def item_words(item: AskedItem, *, private: bool = False) -> str:
    """One item as a sentence without its number. ``private`` hides phones and addresses it would quote.

    Quote them only to whoever wrote them: a letter to any other address is private.
    """
    words = one_line(f"{_finding(item, private)}. {_request(item)}")
    return words[:1].upper() + words[1:]


def example_answer(items: Sequence[AskedItem]) -> str:
    """A line as an answer should look, made of an item of this very letter: "5. Phó Trưởng phòng"."""
    lacking = [item for item in items if not item.confirms]
    for item in lacking:
        fields = _fields(item)
        if len(fields) == 1 and item.finding != UNREADABLE:
            return f"{item.number}. {fields[0].example}"
    return f"{lacking[0].number}. Có" if lacking else ""


def example_yes(items: Sequence[AskedItem]) -> str:
    """A line that confirms an item of this very letter: "2. Đúng"; of two values, the right one."""
    for item in items:
        if item.finding == "confirm":
            return f"{item.number}. Đúng"
    conflict = next((item for item in items if item.confirms), None)
    return f"{conflict.number}. {_fields(conflict)[0].example}" if conflict else ""


def _finding(item: AskedItem, private: bool) -> str:  # noqa: FBT001 passed on as it came
    if item.finding == UNREADABLE:
        return f"Tệp {_quoted(item.title or item.found)} chưa đọc được{_bracketed(item.place)}"
    if item.record_id == ALL_COURSES:
        whose = item.title or "Tất cả các khóa học"
        return f"{whose}: {_doubted_alike(item, private) if item.confirms else _lacking_everywhere(item)}"
    if not item.record_id:
        return _nothing_of(item)
    whose, stated = _whose(item), _stated(item, private)
    return f"{whose}: {stated}" if whose else stated


def _doubted_alike(item: AskedItem, private: bool) -> str:  # noqa: FBT001 passed on as it came
    """What several courses have in common, by the example of the first."""
    if _is_one_value(item):
        return f"{_stated(item, private)}"
    label = _short(_fields(item)[0].label)
    place = f" tại {item.place}" if item.place else ""
    return f"{label}, ví dụ{place} {_read(item, private)}"


def _is_one_value(item: AskedItem) -> bool:
    """Whether all courses of an item were read alike."""
    return len({(subject.rpartition(".")[2], str(stands)) for subject, stands in item.suggested}) <= len(
        {subject.rpartition(".")[2] for subject, _stands in item.suggested}
    )


def _lacking_everywhere(item: AskedItem) -> str:
    if _asks_assurances(item):
        return f"chưa nêu {_assurances(item.fields)}"
    return "chưa có " + "; ".join(one.label for one in _fields(item))


def _asks_assurances(item: AskedItem) -> bool:
    return all(key in ASSURANCES for key in item.fields)


def _nothing_of(item: AskedItem) -> str:
    if item.kind == CONTACT:
        return f"Chưa có đầu mối liên hệ{_bracketed(item.place)}"
    return f"Chưa ghi nhận được khóa học nào{_bracketed(item.place)}"


def _whose(item: AskedItem) -> str:
    place = _bracketed(item.place)
    if item.kind == COURSE:
        return f"Khóa {_quoted(item.title)}{place}" if item.title else f"Khóa học{place}"
    if item.title:
        return f"Đầu mối liên hệ {_quoted(item.title)}{place}"
    return f"Đầu mối liên hệ{place}" if place else ""


def _stated(item: AskedItem, private: bool) -> str:  # noqa: FBT001 passed on as it came
    if item.fields == (WHOLE,):
        return _unsure_record(item)
    fields = _fields(item)
    label = "; ".join(_label(one, item) for one in fields)
    if item.finding == "missing" or not item.found:
        return f"chưa có {label}"
    short, found = _short(label), _found(item, private)
    if item.finding == "conflict":
        return f"{short} không thống nhất, ghi {found}"
    if item.finding == "confirm":
        return f"{short} {_read(item, private)}"
    if item.finding == "invalid" and item.fields == ("phone",):
        return f"{short} {found} {_why_no_number(item.found)}"
    return f"{short} ghi {found}, {'chưa đúng' if item.finding == 'invalid' else 'chưa rõ'}"


def _unsure_record(item: AskedItem) -> str:
    what = "khóa học" if item.kind == COURSE else "đầu mối liên hệ"
    return f"chưa rõ đây có phải là {what} của đơn vị hay không{_bracketed(record_doubt_words(item.doubt))}"


def _read(item: AskedItem, private: bool) -> str:  # noqa: FBT001 passed on as it came
    """What is written, why that is not sure, and how it was understood where that is not the same."""
    found, understood = _found(item, private), _understood(item, private)
    meaning = f", được hiểu là {understood}" if _quoted(understood) != found else ""
    return f"ghi {found}{_bracketed(doubt_words(item.doubt))}{meaning}"


def _understood(item: AskedItem, private: bool) -> str:  # noqa: FBT001 passed on as it came
    """The suggestion as a person reads it; of several courses that of the first."""
    first = item.suggested[0][0].rpartition(".")[0]
    told = {
        subject.rpartition(".")[2]: stands
        for subject, stands in item.suggested
        if subject.rpartition(".")[0] == first
    }
    shown = _fee(told) if "fee" in told else _shown(item.kind, *next(iter(told.items())))
    return masked(shown) if private and not _is_money(item) else shown


def _fee(told: Mapping[str, JsonValue]) -> str:
    if told["fee"] != "paid":
        return _shown(COURSE, "fee", told["fee"])
    if told.get("fee_vnd"):
        return f"{_shown(COURSE, 'fee_vnd', told['fee_vnd'])} đồng"
    return "có thu phí, chưa có mức thu cụ thể"


def _shown(kind: str, key: str, stands: JsonValue) -> str:
    return shown_value(field_of(kind, key), Value(value=stands, text="", origin=Origin()))


def _why_no_number(found: str) -> str:
    digits = len(re.sub(r"\D", "", found))
    wrong_length = digits and digits not in _FULL_NUMBER
    return f"có {digits} chữ số, không đúng độ dài" if wrong_length else "chưa đúng"


def _label(one: Field, item: AskedItem) -> str:
    return (
        one.label.removesuffix(OF_CONTACT)
        if item.kind == CONTACT and (item.title or item.place)
        else one.label
    )


def _short(label: str) -> str:
    return without_hint(label).removesuffix(OF_CONTACT)


def _fields(item: AskedItem) -> tuple[Field, ...]:
    return tuple(field_of(item.kind, key) for key in item.fields if key != WHOLE)


def _assurances(keys: Sequence[str]) -> str:
    return "; ".join(_ASSURANCE_WORDS[key] for key in ASSURANCES if key in keys)


def _request(item: AskedItem) -> str:
    if item.fields == (WHOLE,):
        return _request_for_yes(item)
    if item.question:
        return _without_echo(item.question, item)
    if item.finding == UNREADABLE:
        return "Đề nghị gửi lại tệp dạng .xlsx hoặc .docx."
    if item.record_id == ALL_COURSES and _asks_assurances(item):
        return 'Đề nghị ghi "Có" hoặc "Không" cho từng nội dung.'
    if not item.record_id:
        return _request_for_record(item)
    if item.confirms:
        return _request_for_value(item)
    if item.fields == ("phone",) and item.finding == "invalid":
        return "Đề nghị gửi lại số điện thoại đầy đủ."
    return " ".join(_without_echo(one.question, item) for one in _fields(item)).strip()


def _request_for_yes(item: AskedItem) -> str:
    if item.kind == COURSE:
        return (
            'Đề nghị trả lời "Đúng" nếu là khóa học cần công bố; nếu không, đề nghị trả lời "Không phải khóa '
            'học" và bỏ qua các nội dung khác của khóa này.'
        )
    return 'Đề nghị trả lời "Đúng"; nếu không, đề nghị trả lời "Không phải đầu mối liên hệ".'


def _request_for_value(item: AskedItem) -> str:
    """What settles a value: a yes or the right one; of two that disagree, the right one."""
    field = _fields(item)[0]
    label = _short(_label(field, item))
    example = f" (ví dụ: {field.example})"
    if item.finding == "conflict":
        return f"Đề nghị ghi {label} đúng{example}."
    if item.record_id == ALL_COURSES and not _is_one_value(item):
        return (
            f'Đề nghị trả lời "Đúng" nếu đúng với tất cả các khóa này, hoặc ghi {label} đúng của từng khóa '
            f'(ví dụ: "Tên khóa: {field.example}").'
        )
    return f'Đề nghị trả lời "Đúng" hoặc ghi {label} đúng{example}.'


def _without_echo(question: str, item: AskedItem) -> str:
    """A question less the sentence that only repeats the finding: chưa có X. Đề nghị ghi X."""
    if item.finding != "missing" or not item.record_id:
        return question
    for one in _fields(item):
        question = question.replace(f"Đề nghị ghi {one.label}.", "").strip()
    return question


def _request_for_record(item: AskedItem) -> str:
    if item.kind == CONTACT:
        return "Đề nghị ghi họ và tên, chức vụ, số điện thoại của đầu mối liên hệ."
    return (
        "Đề nghị gửi danh sách khóa học; trường hợp không tổ chức khóa học, đề nghị trả lời "
        '"Không có khóa học".'
    )


def _found(item: AskedItem, private: bool) -> str:  # noqa: FBT001 passed on as it came
    return _quoted(masked(item.found) if private and not _is_money(item) else item.found)


def _is_money(item: AskedItem) -> bool:
    """Whether an item quotes sums, which look like telephone numbers and are nobody's."""
    return item.kind == COURSE and set(item.fields) <= {"fee", "fee_vnd"}


def masked(text: str) -> str:
    """A text whose telephone numbers show their first and last digits, mail addresses only their host."""
    hidden = _LONG_NUMBER.sub(lambda match: f"{match[0][:4]}…{match[0][-2:]}", text)
    return _MAIL_ADDRESS.sub(lambda match: "…@" + match[0].rpartition("@")[2], hidden)


def _quoted(text: str) -> str:
    """A text in quotation marks, unless it already brings its own (two values that disagree)."""
    return text if text.startswith(('"', "“")) else f'"{text}"'


def _bracketed(place: str) -> str:
    return f" ({place})" if place else ""
