"""What a message is to the intake: data, an answer, a question, a machine's word or nothing of ours; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from catalogue.fields import COURSE
from catalogue.folding.speech import says_sent_before
from catalogue.records import Entry, MessageKind, MessageReading, PartOutcome, PartStatus
from config.campaign import Campaign
from intake.automatic import (
    answers_by_program,
    is_bulk,
    is_group_mail,
    is_invitation,
    is_made_by_program,
    seems_automatic,
)
from intake.automatic_words import folded
from parsers.document import Reason
from parsers.mail import Message
from parsers.text import fold

_ASKS_SUBJECT = re.compile(
    r"^(?:re |fwd? |tl )*(?:v v |vv |ve viec )?(?:cho |xin |kinh |xin cho |nho )?(?:hoi|thac mac|"
    r"vuong mac)\b|"
    r"\b(?:xin (?:gia han|mau|huong dan|y kien|bieu mau|file mau|cung cap mau)|de nghi huong dan|"
    r"hoi (?:ve|mau|them|dap)|"
    r"gia han|nho huong dan|can huong dan|huong dan (?:cach|ve|them)|question|can ho tro|nho ho tro|"
    r"de nghi ho tro)\b"
)
_ASKS = re.compile(
    r"\b(?:xin hoi|cho (?:em |toi |truong |don vi |trung tam |minh |phep )?hoi|muon hoi|xin duoc hoi|"
    r"kinh hoi|hoi (?:anh|chi|so|ve)|"
    r"co the (?:\w+ ){1,14}(?:khong|duoc khong|chua)|(?:duoc|phai|dung|can|nen|co) (?:\w+ ){0,8}(?:khong|"
    r"ko|hong)(?: a| nhi| vay| ha)?$|"
    r"(?:so|anh|chi|phong) (?:vui long )?(?:huong dan|giai dap|cho biet|giup)|xin (?:duoc )?(?:gia han|"
    r"huong dan|mau|bieu mau)|"
    r"mong (?:\w+ ){0,4}(?:huong dan|giai dap|phan hoi)|nho (?:\w+ ){0,4}(?:huong dan|giai dap|cho biet|"
    r"xem giup)|nhu the nao|"
    r"the nao|bao nhieu|khi nao|o dau|bao gio|hay khong|duoc khong|phai khong|dung khong|"
    r"co mau (?:\w+ ){0,4}khong)\b"
)
_QUESTION_MARK = re.compile(r"\?(?=[\s\"')]|$)")  # not the one in an address
_EXAMPLE = re.compile(r"\b(?:vi du|chang han|nhu khoa|thi du|truong hop khoa)\b")
_THANKS = re.compile(
    r"\b(?:cam on|da nhan|xac nhan|da ro|da biet|vang a|da vang|ok|nhat tri|se (?:gui|bo sung|tong hop|"
    r"thuc hien|nop|cap nhat)|"
    r"da gui|dong y|thank|tiep nhan|ghi nhan|noted|received|xin loi|thong nhat|da hieu)\b"
)
_ANNOUNCES = re.compile(
    r"\b(?:dinh kem|kem theo|file|tep|tap tin|gui (?:so )?(?:danh sach|bao cao|thong tin|cong van|bieu|"
    r"lai)|attached)\b"
)
_CONTACT_ANNOUNCED = re.compile(
    r"\b(?:dau moi|nguoi lien he|can bo (?:lien he|phu trach)|nguoi phu trach|thong tin lien he|"
    r"lien he voi|ho va ten)\b"
)
_LURE = re.compile(
    r"\b(?:tai khoan (?:\w+ ){0,6}(?:khoa|het han|tam ngung)|dang nhap|xac minh tai khoan|hoa don|"
    r"mat khau (?:\w+ ){0,4}het han|"
    r"trung thuong|verify your account|password (?:\w+ ){0,4}expire|click|nhap vao day)\b"
)
_ADVERTISES = re.compile(
    r"\b(?:huy dang ky|unsubscribe|uu dai|giam gia|giam \d+|khuyen mai|sale|dang ky ngay|hoc thu|hotline|"
    r"inbox|chi con|chi tu|qua tang|nhan tin|mua ngay|voucher|combo|bao gia)\b"
)
_ADDRESSED = re.compile(r"\b(?:kinh gui (?:\w+ )?(?:so|phong|anh|chi)|gui so|gui (?:anh|chi))\b")
_INVITES = re.compile(
    r"\b(?:thu moi|giay moi|kinh moi|trieu tap|moi (?:hop|du|tham du|tham gia|tap huan)|lich hop|"
    r"hop giao ban|hop truc tuyen)\b"
)
# With accents: "Khoa" and "khóa" are told apart. A name such as "Trường Trung cấp A" keeps a file in.
_OF_TRAINING = re.compile(
    r"kh(?:óa|oá)|\blớp\b|\bnghề\b|học phí|học viên|tuyển sinh|sơ cấp|trung cấp|cao đẳng|đào tạo|ngắn hạn"
    r"|\b(?:khoa hoc|lop|nghe|hoc phi|dao tao|tuyen sinh)\b"
)
_REPLY = re.compile(r"^\s*(?:re|tl|trả lời|tra loi|phản hồi|phan hoi|aw)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_FORWARD = re.compile(r"^\s*(?:fwd?|chuyển tiếp|chuyen tiep|ct)\s*:", re.IGNORECASE)
_FEW, _FULL = 1, 4
ROBOT_WITH_FILES = "automatic reply that brings files"


@dataclass(frozen=True)
class Facts:
    """What the decision rests on, each fact found once and only when it is asked for.

    ``is_known``: the sender is a unit's; ``is_internal``: he is of the Department itself.
    """

    message: Message
    reading: MessageReading
    campaign: Campaign
    is_known: bool
    is_internal: bool
    letter_id: int

    @cached_property
    def files(self) -> tuple[PartOutcome, ...]:
        """The files that count: neither ignored nor the members of an archive."""
        return tuple(part for part in self.reading.parts
                     if part.is_file and not part.path and part.status is not PartStatus.IGNORED)  # fmt: skip

    @cached_property
    def unread_files(self) -> tuple[PartOutcome, ...]:
        return tuple(part for part in self.files if part.status is PartStatus.UNREADABLE)

    @cached_property
    def text(self) -> str:
        """The beginning of what the sender wrote, folded."""
        return folded(self.reading.new_text)

    @cached_property
    def subject(self) -> str:
        return folded(self.message.subject)

    @cached_property
    def courses(self) -> tuple[Entry, ...]:
        """The courses that the message states; a correction names one only."""
        return tuple(entry for entry in self.reading.entries if entry.kind == COURSE and not entry.partial)

    @cached_property
    def from_files(self) -> bool:
        """Whether a file gave any entry."""
        return any(value.origin.part for entry in self.reading.entries for value in entry.values.values())

    @cached_property
    def is_about_us(self) -> bool:
        """Whether the mail speaks of the campaign."""
        names = " ".join(fold(part.filename) for part in self.files if part.filename)
        spoken = f"{self.subject} {self.text} {names}"
        return any(fold(word) in spoken for word in self.campaign.keywords)

    @cached_property
    def is_reply(self) -> bool:
        message = self.message
        return bool(self.letter_id or message.in_reply_to or _REPLY.match(message.subject))

    @cached_property
    def is_forward(self) -> bool:
        return bool(self.message.enclosed) or bool(_FORWARD.match(self.message.subject))

    @cached_property
    def asks(self) -> bool:
        """Whether the sender wants to know something of us."""
        if _ASKS_SUBJECT.search(self.subject):
            return True
        marked = bool(_QUESTION_MARK.search(self.reading.new_text))
        return marked and bool(_ASKS.search(self.text) or not self.courses)

    @cached_property
    def has_data(self) -> bool:
        """Whether there is something for the catalogue that the sender gives, not just mentions."""
        reading = self.reading
        if (self.from_files and not self._is_guessed) or reading.no_courses or reading.replaces_list:
            return True
        if self._is_guessed:
            return False
        if self.courses or any(entry.kind == COURSE for entry in reading.entries):
            return not (self.asks and self._is_example)
        if any(entry.partial or entry.withdrawn for entry in reading.entries):
            return not self.asks
        # A signature is no message: only a contact that is announced is given.
        return bool(reading.entries) and not self.asks and bool(_CONTACT_ANNOUNCED.search(self.text))

    @cached_property
    def is_of_other_things(self) -> bool:
        """Whether files were read, and neither they nor the mail say a word of training."""
        if not self.files or not self.reading.unclaimed or self.is_about_us or self.is_reply:
            return False
        if any(part.status is not PartStatus.READ for part in self.files):
            return False
        names = (part.filename or "" for part in self.files)
        cells = (text for one in self.reading.unclaimed for text in (one.heading, one.text))
        spoken = (self.message.subject, self.reading.new_text, *names, *cells)
        return not any(_OF_TRAINING.search(text.lower()) for text in spoken)

    @cached_property
    def _is_guessed(self) -> bool:
        """Whether a stranger who speaks of nothing of ours brings rows that only may be courses."""
        if self.is_known or self.is_about_us or self.is_reply or self.is_forward:
            return False
        titles = [entry.values.get("title") for entry in self.reading.entries]
        guessed = bool(titles) and all(title is not None and title.doubt for title in titles)
        return guessed and not _ADDRESSED.search(self.text)

    @cached_property
    def _is_example(self) -> bool:
        """A course or two in a question are named to be understood."""
        if len(self.courses) > _FEW and not _EXAMPLE.search(self.text):
            return False
        return all(len(entry.values) <= _FULL for entry in self.courses) or bool(_EXAMPLE.search(self.text))


def kind_of(facts: Facts) -> tuple[MessageKind, str]:
    """The kind of a message that is no bounce, and why (English)."""
    automatic = _automatic(facts)
    if automatic:
        return MessageKind.AUTO_REPLY, automatic
    foreign = _foreign(facts)
    if foreign:
        return MessageKind.OTHER, foreign
    if facts.has_data:
        return _with_data(facts)
    if facts.unread_files and not _is_suspicious(facts) and not _is_strange(facts):
        return MessageKind.SUBMISSION, "file that could not be read"
    return _without_data(facts)


def _automatic(facts: Facts) -> str:
    """Why a program wrote the mail, "" where a person may have; what brings data is a person's in doubt."""
    if facts.letter_id and facts.from_files and answers_by_program(facts.message):
        return ROBOT_WITH_FILES
    if facts.from_files:
        return ""
    brings = facts.courses or facts.reading.numbered or facts.reading.no_courses
    if is_made_by_program(facts.message):
        # A school's document system writes for a person; what answers our letter by itself does not.
        return "" if facts.courses and not facts.is_reply else "automatic reply"
    told = any(entry.kind == COURSE for entry in facts.reading.entries)
    weak = not (brings or told) and seems_automatic(facts.message, facts.reading.new_text)
    return "automatic reply, by its words" if weak else ""


def _foreign(facts: Facts) -> str:
    """Why the message is nothing of ours, "" where it may be."""
    if not facts.from_files and not facts.is_reply and _is_advertising(facts):
        return "mail to a list"
    if not facts.from_files and _is_invitation(facts):
        return "invitation"
    if facts.is_internal and not facts.reading.entries and not facts.is_forward:
        return "internal mail of the department"
    if _is_suspicious(facts):
        return "lure from a stranger"
    return ""


def _is_advertising(facts: Facts) -> bool:
    """Mail to many, by its marks or by its words, that does not speak to the Department."""
    if _ADDRESSED.search(facts.text):
        return False
    if is_bulk(facts.message) and not is_group_mail(facts.message):
        return True
    return not facts.is_known and len(set(_ADVERTISES.findall(facts.text))) > _FEW


def _is_invitation(facts: Facts) -> bool:
    """An entry for a calendar, or a letter that invites and brings nothing for the catalogue.

    What a stranger's invitation says of its programme and of whom to call is no record of a course.
    """
    brings = facts.has_data and (facts.is_known or facts.is_about_us or bool(facts.files))
    invites = bool(_INVITES.search(facts.subject)) and not brings and not facts.is_reply
    return invites or is_invitation(facts.message)


def _is_suspicious(facts: Facts) -> bool:
    """A stranger whose only files are dangerous, or who wants a login and brings no data."""
    if facts.is_known or facts.reading.entries:
        return False
    hostile = [part for part in facts.reading.parts if part.reason == Reason.HOSTILE]
    return bool(hostile) or (bool(_LURE.search(facts.text)) and "http" in facts.reading.new_text)


def _is_strange(facts: Facts) -> bool:
    """A stranger's files of kinds that nobody lists courses in, in a mail that says nothing of ours."""
    if facts.is_known or _concerns_us(facts) or facts.is_forward:
        return False
    return all(part.reason == Reason.UNSUPPORTED for part in facts.unread_files)


def _concerns_us(facts: Facts) -> bool:
    return facts.is_known or facts.is_reply or facts.is_about_us or bool(_ADDRESSED.search(facts.text))


def _with_data(facts: Facts) -> tuple[MessageKind, str]:
    if facts.letter_id and not facts.files and not facts.courses and not facts.reading.no_courses:
        return MessageKind.REPLY, "answer to our letter"
    return MessageKind.SUBMISSION, "data"


def _without_data(facts: Facts) -> tuple[MessageKind, str]:
    if facts.reading.numbered and facts.is_reply:
        return MessageKind.REPLY, "numbered answers"
    if facts.asks and _concerns_us(facts):
        return MessageKind.QUESTION, "question"
    if facts.reading.links and (facts.is_known or facts.is_about_us):
        return MessageKind.SUBMISSION, "link to files elsewhere"
    if facts.is_of_other_things:
        return MessageKind.OTHER, "files of something else"
    if facts.files and (facts.is_known or facts.is_about_us or facts.is_reply):
        return MessageKind.SUBMISSION, "file without data"
    sent = says_sent_before(facts.reading.new_text)
    if facts.is_reply or (facts.is_known and sent):
        return MessageKind.REPLY, "says that it was sent before" if sent else "reply without data"
    if facts.is_known and _ANNOUNCES.search(facts.text) and not _THANKS.search(facts.text):
        return MessageKind.SUBMISSION, "announces a file that is not there"
    if facts.is_known or (facts.is_about_us and _THANKS.search(facts.text)):
        return MessageKind.REPLY, "message without data"
    if facts.files and facts.is_forward:
        return MessageKind.SUBMISSION, "forwarded file"
    return MessageKind.OTHER, "nothing of the campaign"
