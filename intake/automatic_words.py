"""Words by which programs betray themselves, and those that only people write; pure texts, all folded.

A word alone proves nothing: people write of absences, confirmations and automatic mail too. So what a
program seems to say counts only where nothing in the text speaks of a person who writes to the Department.
"""

from __future__ import annotations

import re

from parsers.text import fold, nfc

_LONGEST = 1500
_SUBJECT = re.compile(
    r"^(?:(?:re|fwd?) )?(?:thu )?(?:tra loi|phan hoi|tu dong tra loi|thong bao|thu) tu dong\b(?! hoa)|"
    r"^(?:re )?(?:automatic|auto) ?reply|^(?:re )?autoreply|out of (?:the )?office|^auto response|"
    r"^(?:re )?vang mat|thong bao (?:vang mat|di vang)|^tu dong (?:tra loi|phan hoi)|"
    r"^(?:away|on vacation|on leave)\b|^tu dong$|"
    r"^(?:da doc|da xem|read|not read|khong doc|da hien thi|read receipt|return receipt|xac nhan da doc|"
    r"thong bao da doc|bien nhan (?:doc|thu))\b"
)
_RECEIPT = re.compile(r"this is a (?:read|return) receipt|no guarantee that the message has been read")
_STATES = re.compile(
    r"(?:thu|email|mail|tin nhan) (?:nay )?(?:duoc |nay duoc )?(?:gui |tra loi |tao |phan hoi )?tu dong|"
    r"(?:vui long|xin|de nghi) (?:khong|dung) (?:tra loi|phan hoi|reply)|(?:do not|don t) reply|"
    r"automated (?:message|response|reply|email)|auto(?:matically)? generated|automatic reply to your"
)
_STATES_PLAINLY = re.compile(
    r"(?:day la|la) (?:thu|email|mail|tin nhan|thong bao) (?:tra loi |phan hoi )?tu dong\b|"
    r"tu dong (?:\w+ ){0,5}(?:vui long|xin|de nghi) (?:khong|dung) (?:tra loi|phan hoi)|"
    r"this is an automat(?:ed|ic) (?:message|response|reply)|"
    r"(?:this )?(?:message|e ?mail) (?:has been |was |is )automatically generated|"
    r"i apologize for this automatic reply"
)
_AWAY = re.compile(
    r"(?:dang|se|hien|xin) (?:di )?(?:vang mat|nghi phep|di cong tac|nghi om|nghi thai san)|"
    r"(?:toi|em|minh|chung toi) (?:di cong tac|vang mat|nghi phep)|out of (?:the )?office|"
    r"on (?:annual |sick |maternity )?leave"
)
_AWAY_TOO = re.compile(
    r"khi (?:toi )?(?:tro lai|quay lai)|viec gap|truong hop (?:can thiet|khan|gap)|"
    r"khong thuong xuyen kiem tra|se (?:tra loi|phan hoi|hoi am)|"
    r"lien he (?:voi )?(?:anh|chi|co|thay|ong|ba|so|phong)|until|return"
)
_TICKET = re.compile(
    r"yeu cau (?:\w+ ){0,4}cua (?:ban|quy khach|quy vi|anh chi)(?: \w+){0,5} (?:tiep nhan|ghi nhan|nhan|xu "
    r"ly)|"
    r"he thong (?:\w+ ){0,6}da (?:tiep nhan|ghi nhan)|"
    r"cam on (?:ban|quy khach|quy vi|anh chi) da (?:lien he|quan tam)|"
    r"ticket (?:has been|was|is) (?:created|opened|logged)|request for support has been|"
    r"(?:we have|we ve) received your|your (?:request|inquiry|enquiry) (?:has been|was) (?:received|logged)|"
    r"case has been created|thank you for contacting (?:us|our)|support representative|"
    r"response to the creation of|tu van vien se"
)
_CHALLENGE = re.compile(
    r"verify that you are|(?:complete|completing) (?:this |the |your )?verification|verification process|"
    r"verify your (?:e ?mail|address)|requires verification|authenticate yourself|"
    r"approved (?:senders?|beforehand)|senders i have approved|approve you as a sender|(?:my )?guest list|"
    r"(?:message|mail) (?:\w+ ){0,14}(?:is|being|are) (?:being )?held\b|awaits? moderator|"
    r"real live human|(?:to )?control spam|confirm that you sent|release your message|"
    r"khong phai (?:la )?robot|(?:bam|nhan|nhap|click) (?:\w+ ){0,8}(?:de )?xac (?:nhan|thuc|minh)|"
    r"xac (?:nhan|thuc|minh) (?:\w+ ){0,3}(?:la )?nguoi gui|thu cua (?:ban|quy vi|quy khach) (?:\w+ ){0,4}"
    r"(?:cho xac|giu lai)|ma xac (?:nhan|thuc|minh) \d"
)
_PERSON = re.compile(
    r"\bkinh (?:gui|chuyen) (?:quy )?(?:so|phong)\b|\b(?:cam on|thua|gui) (?:quy )?so\b|"
    r"\b(?:em|toi|minh|truong|don vi|trung tam|nha truong|ben em) (?:xin |da |cung )?"
    r"(?:gui|nop|bo sung|bao cao|dinh chinh|xac nhan|cu|hoi|khong to chuc|khong co)\b"
    r"(?! (?:mat|tra loi|phan hoi|thu|email|mail))|"
    r"\bxin (?:gui|bo sung|bao cao|dinh chinh|cung cap|hoi|gia han)\b(?! (?:ve|den|qua|vao|cho|lai|thu|"
    r"mail|email))|"
    r"\b(?:nho|mong|de nghi|kinh mong|cho) (?:quy )?(?:so|phong|em|truong|anh|chi|anh chi) |"
    r"(?<!long )(?<!hay )\bgui (?:tam|lai|kem|bo sung|truoc|danh sach)\b|"
    r"\b(?:dinh kem|kem theo|duoi day la|vi sao|co phai thu|khong biet|neu day la|gia han|please find|"
    r"(?:find|see) attached|attached (?:is|are)|here is (?:the|our)|could you|can you|do you need|"
    r"our (?:list|course))\b|"
    r"\b(?:khong|nhe|roi|vang|duoc|dung|nua) (?:a|nha|nhe)\b"
)
_DEPARTMENT = re.compile(r"\bsở\b(?! (?:hữu|thích|dĩ|trường|thú))", re.IGNORECASE)


def folded(text: str) -> str:
    """The first part of a long text in folded form; it is not worth remembering, as words are."""
    return fold.__wrapped__(text[:_LONGEST])


def is_written_by_a_person(text: str) -> bool:
    """Whether the text, as it is written, speaks to the Department as only who read its letter does."""
    return bool(_DEPARTMENT.search(nfc(text[:_LONGEST])) or _PERSON.search(folded(text)))


def sounds_automatic(subject: str, text: str, *, answers: bool) -> bool:
    """Whether subject or text are those of a program; ``answers``: the mail answers another."""
    if _SUBJECT.search(subject) or _STATES_PLAINLY.search(text) or _RECEIPT.search(text):
        return True
    if _CHALLENGE.search(f"{subject} {text}") or _TICKET.search(f"{subject} {text}"):
        return True
    return answers and bool(_STATES.search(text) or (_AWAY.search(text) and _AWAY_TOO.search(text)))
