"""How a clerk reads a letter of ours: the mail, its numbered questions, its workbook; and what he knows to answer."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from bench.season.papers import Paper, fee_words, said
from bench.season.schools import Contact, Course, School, plain

_NUMBERED = re.compile(r"^(\d{1,2})\. (.+)$")
_TITLES = re.compile(r'"([^"]+)"')
_UNDERSTOOD = re.compile(r"được hiểu là (.+?)\. Đề nghị")
_WRITTEN = re.compile(r'ghi "([^"]*)"')
_LABELS = (
    ("địa chỉ trang thông tin lớp học", "url"),
    ("chương trình đào tạo", "curriculum"),
    ("trình độ đào tạo", "level"),
    ("hình thức đào tạo", "delivery"),
    ("mức học phí", "fee"),
    ("học phí", "fee"),
    ("tên khóa học", "title"),
    ("nội dung", "content"),
    ("họ và tên", "name"),
    ("chức vụ", "position"),
    ("số điện thoại", "phone"),
)
_ASSURANCES = ("cấp tài khoản", "kiểm tra, đánh giá", "chứng nhận", "tư vấn, hỗ trợ")
_HOW = "Cách trả lời"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One numbered question as it reads. ``about``: "course", "contact", "file", "list", "assurances", "".

    ``titles`` are the courses that it names, none where it speaks of all. ``key`` is the field asked for.
    """

    number: int
    words: str
    about: str
    key: str = ""
    titles: tuple[str, ...] = ()
    confirms: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A letter as its reader has it before him."""

    to: str
    subject: str
    text: str
    message_id: str
    in_reply_to: str
    reply_to: str
    questions: tuple[Question, ...]
    book: bytes = b""
    html: str = ""

    @property
    def asks_for_list(self) -> bool:
        """Whether it says that nothing has come yet."""
        return "chưa nhận được thông tin" in self.text

    @property
    def asks_for_file(self) -> bool:
        """Whether it says that a file could not be read."""
        return "chưa đọc được" in self.text.lower() or any(one.about == "file" for one in self.questions)


def read_letter(message: EmailMessage) -> Read:
    """A letter out of the mailbox."""
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    page = message.get_body(("html",))
    books = [one for one in message.iter_attachments() if str(one.get_filename()).endswith(".xlsx")]
    return Read(
        to=str(message["To"]).strip("<> ").lower(),
        subject=str(message["Subject"]),
        text=text,
        message_id=str(message["Message-ID"]),
        in_reply_to=str(message["In-Reply-To"] or ""),
        reply_to=str(message["Reply-To"] or message["From"]),
        questions=tuple(questions_in(text)),
        book=books[0].get_content() if books else b"",
        html=page.get_content() if page is not None else "",
    )


def questions_in(text: str) -> list[Question]:
    """The numbered questions of a letter; its instructions are none."""
    found = []
    for line in text.partition(_HOW)[0].splitlines():
        match = _NUMBERED.match(line)
        if match:
            found.append(_question(int(match[1]), match[2]))
    return found


def _question(number: int, words: str) -> Question:
    whose, _, stated = words.partition(": ")
    confirms = 'trả lời "Đúng"' in words
    if words.startswith(("Tệp ", "Chưa đọc được tệp")):
        return Question(number=number, words=words, about="file")
    if words.startswith("Chưa có đầu mối"):
        return Question(number=number, words=words, about="contact", key="all")
    if words.startswith("Chưa ghi nhận được khóa học"):
        return Question(number=number, words=words, about="list")
    if words.startswith("Đầu mối liên hệ") or words.lower().startswith(
        ("chưa có chức vụ", "chưa có số điện")
    ):
        return Question(
            number=number, words=words, about="contact", key=_key(stated or words), confirms=confirms
        )
    if not whose.startswith(("Khóa ", "Các khóa ", "Tất cả các khóa")):
        return Question(number=number, words=words, about="")
    if any(one in stated for one in _ASSURANCES):
        return Question(number=number, words=words, about="assurances")
    return Question(
        number=number,
        words=words,
        about="course",
        key="whole" if "chưa rõ đây có phải" in words else _key(stated),
        titles=tuple(_TITLES.findall(_named(words))),
        confirms=confirms,
    )


def _named(words: str) -> str:
    """The part of a question that names the courses: titles may hold colons."""
    end = re.search(r'(?<=")(?: \([^)]*\))?(?: và \d+ khóa khác)?: ', words)
    return words[: end.start()] if end else words.partition(": ")[0]


def _key(stated: str) -> str:
    places = [(stated.find(label), -len(label), key) for label, key in _LABELS if label in stated]
    return min(places)[2] if places else ""


# --- what he answers


def answer(question: Question, school: School, dice: random.Random) -> str:
    """The answer by what is true of the school; "" where only a file answers, or nobody would know."""
    if question.about == "assurances":
        return "Có" if school.assured else "Không"
    if question.about == "contact":
        return _of_contact(question, school.contact)
    if question.about == "course" and question.key:
        return _of_courses(question, school, dice)
    return ""


def _of_contact(question: Question, contact: Contact) -> str:
    if question.key == "all":
        return f"{contact.title} {contact.name}, {contact.position}, điện thoại {contact.phone}"
    return {"name": contact.name, "position": contact.position, "phone": contact.phone}.get(question.key, "")


def _of_courses(question: Question, school: School, dice: random.Random) -> str:
    named = [school.course(title) for title in question.titles]
    courses = [one for one in named if one is not None] or ([] if question.titles else list(school.courses))
    if question.key == "whole":
        return "Đúng" if courses else "Không phải khóa học"
    if not courses:
        return ""
    if question.confirms and all(_is_right(question, one) for one in courses):
        return "Đúng"
    if len(courses) == 1:
        return said(courses[0], question.key, dice)
    told = {one.title: said(one, question.key, random.Random(0)) for one in courses}
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    return "; ".join(f"{title}: {words}" for title, words in told.items())


def _is_right(question: Question, course: Course) -> bool:
    """Whether what the letter understood is the truth."""
    shown = _UNDERSTOOD.search(question.words) or _WRITTEN.search(question.words)
    if shown is None:
        return False
    if question.key == "fee":
        digits = re.sub(r"\D", "", shown[1])
        return digits == str(course.fee) if course.fee else "mien phi" in plain(shown[1])
    return plain(said(course, question.key, random.Random(0))) == plain(shown[1])


def sentence(question: Question, school: School, dice: random.Random) -> str:
    """The answer in a sentence of its own, without its number."""
    course = school.course(question.titles[0]) if len(question.titles) == 1 else None
    if question.about == "contact" and question.key == "phone":
        return f"Số điện thoại của {_person(school.contact)} là {school.contact.phone}."
    if question.about == "contact" and question.key == "position":
        return f"Chức vụ của {_person(school.contact)} là {school.contact.position}."
    if question.about == "contact" and question.key == "all":
        return f"Đầu mối liên hệ: {answer(question, school, dice)}."
    if course is None:
        return ""
    words = answer(question, school, dice)
    label = next((label for label, key in _LABELS if key == question.key), "")
    if not words or words == "Đúng" or not label:
        return ""
    return f"{label[:1].upper()}{label[1:]} khóa {course.title} là {words}."


def _person(contact: Contact) -> str:
    return f"{'cô' if contact.title == 'Bà' else 'thầy'} {contact.name.split()[-1]}"


# --- the workbook that came with the letter


def fill_book(data: bytes, school: School, dice: random.Random) -> Paper:
    """The workbook with its open cells filled, as somebody does who reads the headings and the titles."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for page in book.worksheets:
        if page.sheet_state == "visible":
            _fill_page(page, school, dice)
    out = io.BytesIO()
    book.save(out)
    name = dice.choice(("bo sung.xlsx", "Noi dung bo sung.xlsx", "truong gui lai.xlsx"))
    return Paper(name, out.getvalue())


def _fill_page(page: Worksheet, school: School, dice: random.Random) -> None:
    head = next((row for row in page.iter_rows(max_row=12) if _is_head([cell.value for cell in row])), None)
    if head is None:
        return
    labels = {cell.column: str(cell.value or "").lower() for cell in head}
    for row in page.iter_rows(min_row=head[0].row + 1):
        if not any(cell.value for cell in row):
            continue
        told = _row_words(labels, [cell.value for cell in row])
        for cell in row:
            if not cell.protection.locked and not cell.value and cell.comment is not None:
                cell.value = _cell_words(labels.get(cell.column, ""), cell.comment.text, (school, told, dice))


def _is_head(values: Sequence[object]) -> bool:
    return "STT" in values


def _row_words(labels: Mapping[int, str], values: Sequence[object]) -> Mapping[str, str]:
    return {labels.get(at, ""): str(value or "") for at, value in enumerate(values, 1)}


def _cell_words(label: str, asked: str, about: tuple[School, Mapping[str, str], random.Random]) -> str | None:
    school, row, dice = about
    if any(one in asked.lower() for one in _ASSURANCES) or any(one in label for one in _ASSURANCES):
        return "Có" if school.assured else "Không"
    key = _key(label)
    if key in ("name", "position", "phone"):
        return getattr(school.contact, key) or None
    course = school.course(row.get("tên khóa học", ""))
    if course is None or not key:
        return None
    question = Question(number=0, words=asked, about="course", key=key, confirms='trả lời "Đúng"' in asked)
    if question.confirms and _is_right(question, course):
        return "Đúng"
    return fee_words(course.fee, dice) if key == "fee" else said(course, key, dice)
