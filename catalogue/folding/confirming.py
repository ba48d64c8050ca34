"""What an answer says to "is this right?": yes, no, one of two, or what is right; text work, no records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from parsers.text import fold, nfc


class Word(StrEnum):
    """What an answer says besides the value it may give."""

    NOTHING = ""
    YES = "yes"
    NO = "no"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Said:
    """The word of an answer and the value that it gives, "" where it gives none."""

    word: Word
    rest: str = ""


# All patterns meet folded words: lower case, no marks, one blank between.
_POLITE = (
    r"(?: (?:roi|vay|the|a|nhe|nha|nhu vay|nhu the|nhu tren|day|het|hoan toan|ca|thua|thay|co|anh|chi|quy so"
    r"|cam on|thong tin|noi dung|gia tri))*"
)
_AFFIRMS = r"(?:dung|phai|chinh xac|chuan|xac nhan|dong y|nhat tri)"
_YES = re.compile(rf"(?:(?:da|vang|thua) )*(?:{_AFFIRMS}|vang|ok|oke|okie|okay|yes)(?: {_AFFIRMS})?{_POLITE}")
_BEGINS_YES = re.compile(rf"(?:(?:da|vang|thua) )*(?:{_AFFIRMS}|ok|oke|okay|yes)\b")
_NOT = r"(?:(?:khong|chua) (?:phai|dung|chinh xac)|sai|nham)"
_NO = re.compile(rf"(?:(?:da|thua) )*(?:{_NOT}{_POLITE}|(?:khong|no)(?: a)?)")
_BEGINS_NO = re.compile(rf"(?:(?:da|thua) )*(?:{_NOT}|khong)(?: (?:roi|a|vay|the))*(?: la)?\b")
_ONE_OF_TWO = re.compile(
    r"(?:(?:lay|chon|theo|dung) )?(?:la )?(?:(?:gia tri|muc|so|noi dung|phuong an|y|cai) )?"
    rf"(?:(?P<first>thu nhat|dau tien|dau)|thu hai|thu 2|sau){_POLITE}"
)
_NO_RECORD = re.compile(
    r"(?:(?:da|thua) )*(?:day |do )?(?:khong|khong phai)(?: la)?"
    r"(?: (?:mot )?(?:khoa|lop|khoa hoc|lop hoc|dau moi|dau moi lien he|nguoi lien he)"
    rf"(?: (?:cua|do) [\w ]{{1,60}})?)?{_POLITE}"
)
_TURNS = re.compile(r"\b(?:khong|chua|sai|nham|nhung|tru)\b")
# Words that promise or ask: no value, whatever the field takes.
_LATER = re.compile(
    r"\b(?:chung toi|nha truong se|se (?:gui|bo sung|kiem tra|hoi|xac nhan|cap nhat)"
    r"|(?:gui|bo sung|cap nhat) sau|kiem tra lai|khong ro|khong biet|chua ro|lien he|vui long)\b"
)
# What a value is called before "là" or a colon: "học phí đúng là", "số điện thoại:".
_CALLED = (
    "ma phai dung chinh xac de nghi xin sua ghi doi lai thanh moi hoc phi muc thu trinh do hinh thuc dao tao "
    "ten khoa lop noi dung chuong dia chi trang thong tin link ho va chuc vu danh so dien thoai sdt dt gia "
    "tri cua nay thay co la"
)
_CALLS = frozenset(_CALLED.split())
_COURTESY = re.compile(
    r"kinh (?:gui|thua|chao)|tran trong|thua quy|xin chao|(?:xin )?cam on|(?:dear|regards)\b"
)
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[,.;:!–—\n]|\s-\s")


def read_word(text: str) -> Said:
    """The word of an answer and its value; only what is wholly a yes is a yes without a value.

    Behind a yes, the rest must say the same as what was asked. Of "không phải A mà là B" the value is B,
    and of "không phải A" there is none.
    """
    answer = _Answer.of(text)
    if _YES.fullmatch(answer.folded):
        return Said(Word.YES)
    if _NO.fullmatch(answer.folded):
        return Said(Word.NO)
    other = _ONE_OF_TWO.fullmatch(answer.folded)
    if other is not None:
        return Said(Word.FIRST if other["first"] else Word.SECOND)
    if (denied := _BEGINS_NO.match(answer.folded)) and answer.denies(denied[0]):
        return Said(Word.NO, _value(answer.after_denial(len(denied[0].split()))))
    if (affirmed := _BEGINS_YES.match(answer.folded)) and not answer.calls():
        return Said(Word.YES, answer.text[answer.starts[len(affirmed[0].split())] :])
    return Said(Word.NOTHING, _value(answer.text[answer.starts[answer.calls()] :] if answer.words else ""))


def wholly_says(text: str) -> bool:
    """Whether a mail says nothing but yes or no, greetings aside; "ok" may only mean that it arrived."""
    lines = [fold(line) for line in text.splitlines()]
    said = [line for line in lines if line and not _COURTESY.match(line)]
    return len(said) == 1 and "ok" not in said[0] and read_word(said[0]) in {Said(Word.YES), Said(Word.NO)}


def affirms_record(text: str) -> bool:
    """Whether an answer says that a record is one: "Đúng", "Đúng là khóa học của trường"."""
    words = fold(text)
    return _BEGINS_YES.match(words) is not None and _TURNS.search(words) is None


def denies_record(text: str) -> bool:
    """Whether an answer says that a record is none: "Không phải khóa học", "Không phải"."""
    return _NO_RECORD.fullmatch(fold(text)) is not None


def _value(text: str) -> str:
    """A value without what it is called; nothing where the words only promise one."""
    if _LATER.search(fold(text)):
        return ""
    answer = _Answer.of(text)
    return answer.text[answer.starts[answer.calls()] :].strip() if answer.words else ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer by its words; ``starts`` are their places in the text, and its end."""

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> _Answer:
        composed = nfc(text).strip()
        found = list(_WORD.finditer(composed))
        return cls(
            text=composed,
            words=[fold(one[0]) for one in found],
            starts=[*(one.start() for one in found), len(composed)],
            ends=[one.end() for one in found],
        )

    @property
    def folded(self) -> str:
        return " ".join(self.words)

    def stops_after(self, count: int) -> bool:
        """Whether a sign parts the first so many words from the next."""
        return _STOP.search(self.text[self.ends[count - 1] : self.starts[count]]) is not None

    def denies(self, begun: str) -> bool:
        """Whether a "không" at the beginning is a no by itself and not "không thu phí", "không có"."""
        count = len(begun.split())
        return self.words[count - 1] != "khong" or self.stops_after(count)

    def after_denial(self, count: int) -> str:
        """The value behind a no: all of it behind a comma, else what follows "mà" or "là"."""
        if count and self.words[count - 1] == "la" and self.stops_after(count - 1):
            return self.text[self.starts[count] :]
        if self.stops_after(count):
            return self.text[self.starts[count] :]
        links = [
            at
            for at in range(count, len(self.words))
            if self.words[at] == "ma" or (self.words[at] == "la" and self._turns_at(at))
        ]
        return self.text[self.starts[links[-1] + 1] :] if links else ""

    def calls(self) -> int:
        """How many words at the beginning only name the value: they end in "là", "thành" or a colon."""
        cut = 0
        for count, word in enumerate(self.words, start=1):
            if word not in _CALLS:
                break
            if word in {"la", "thanh"} or ":" in self.text[self.ends[count - 1] : self.starts[count]]:
                cut = count
        return cut

    def _turns_at(self, at: int) -> bool:
        return self.words[at - 1] in {"phai", "dung", "xac", "ma"} or self.stops_after(at)
