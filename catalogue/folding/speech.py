"""The words of replies: what they speak of, what only greets or promises; text work, knows no record."""

from __future__ import annotations

import re

from parsers.text import fold

# All patterns meet folded words.
_SPEAKS = {
    key: re.compile(rf"\b(?:{words})\b")
    for key, words in {
        "fee": r"hoc phi|muc thu|mien (?:hoc )?phi|khong thu|trieu|dong|vnd|\d+ ?k|\d{3} 000",
        "delivery": r"hinh thuc|truc tuyen|truc tiep|online|offline|ket hop",
        "url": r"trang(?: web| thong tin)?|website|web|link|duong dan|https?|www",
        "level": r"trinh do|so cap|trung cap|cao dang|ngan han",
        "duration": r"thoi gian|thoi luong|\d+ (?:thang|tuan|buoi|gio|tiet|ngay)",
        "learner_account": r"tai khoan",
        "assessment": r"kiem tra|danh gia",
        "certificate": r"chung chi|chung nhan",
        "advising": r"tu van|ho tro",
        "work_study": r"vua hoc vua lam",
        "phone": r"sdt|so dien thoai|dien thoai|dt|so dt|di dong|so|lien he",
        "position": r"chuc vu|chuc danh",
        "email": r"email|mail|thu dien tu",
    }.items()
}
_DATA = ("fee", "delivery", "url", "level", "duration", "certificate", "learner_account")
_PHONE = re.compile(r"(?<![\d.])(?:\+?84|0|\(0)[\d .()\-]{7,14}\d")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAMES = re.compile(
    r"(?:(?:muc )?hoc phi|muc thu|hinh thuc(?: dao tao| hoc| to chuc)?|trinh do(?: dao tao)?"
    r"|thoi gian(?: dao tao| hoc)?|dia chi trang(?: thong tin| web)?|trang (?:web|thong tin)|link|website"
    r"|hoc|day|dao tao|to chuc|thu)"
)
_LONGEST_NAME = 4
_LABEL = re.compile(r"\s*([^\W\d][^:\d]{0,40}?)\s*(?::|\s(?:đúng\s+)?(?:là|la)\s)\s*")
_OTHERS = re.compile(
    r"(?:xac nhan )?(?:(?:tat ca|con|ca) )?(?:cac|nhung|may|\d+)? ?"
    r"(?:muc|cau(?: hoi)?|noi dung|phan|y|thong tin) (?:con lai|khac|tren|o tren|nay)?"
    r"(?: (?:deu|thi|la))* ?(?P<said>.+)"
    r"|(?:tat ca|het) deu (?P<all>.+)|(?P<whole>dung (?:het|ca))"
)
_GREETS = re.compile(
    r"(?:kinh (?:gui|thua|chao|mong)|chao|em chao|xin chao|dear|hi|hello|thua|tran trong|regards|best"
    r"|(?:em |truong |don vi |trung tam |xin |rat |chan thanh )*cam on|thanks|thank you|please (?:see|find)"
    r"|da (?:nhan|ro|biet|hieu)|(?:\w+ ){0,4}da nhan (?:duoc)?|vang|da vang|noted|received)\b"
)
_ANNOUNCES = re.compile(
    r"(?:\w+ ){0,9}(?:tra loi|phan hoi|bo sung|gui|bao cao|lam ro)(?: \w+){0,8}"
    r"(?: nhu sau| duoi| duoi day| a| dinh kem| kem theo)?"
)
_PROMISES = re.compile(
    r"\b(?:se|hen|mai|tuan sau)\b.*\b(?:gui|bo sung|cap nhat|tra loi|nop|bao)\b"
    r"|\b(?:gui|bo sung|cap nhat|tra loi|bao)(?: \w+){0,3} sau(?: (?:nhe|a|nha))*$"
)
_HEDGES = re.compile(
    r"\b(?:hay|hoac|hinh nhu|co le|chac la|chua ro|chua chac|khong chac|phai khong|duoc khong|nhi"
    r"|neu|du kien|nhung|tuy nhien|mot phan|truoc day|truoc kia|nam (?:ngoai|truoc|20\d\d)|da huy"
    r"|dong them|phu thu|dong phuc|dat coc|le phi)\b"
)
_YES_OR_NO = re.compile(r"(?:(?:da|deu|tat ca deu|cac khoa deu) )*(?:co|khong|chua|dung)\b")
_ELSEWHERE = re.compile(
    r"(?:da |em |truong |xin )*(?:nhu|theo|xem|giong|lay|co trong)(?: \w+){0,3} (?:cu|tren|truoc|cong van"
    r"|danh sach|file|tep|dinh kem|bao cao|thong tin|lan truoc|da gui)(?: \w+){0,6}"
    r"|(?:nhu|giong) (?:cu|tren|truoc|vay)(?: \w+){0,3}|khong (?:thay )?doi|giu nguyen(?: \w+){0,3}"
    r"|(?:nhu|giong|tuong tu|xem)(?: nhu)? (?:khoa|lop|dong|muc|cau|o|so)(?: hoc| so| thu)?"
    r" ?(?:\d+|tren|truoc)"
    r"|lien he|da (?:gui|co|ghi|nop|bao cao)\b.*"
)
_FEWEST_LETTERS = 2
_SIGNS = frozenset(("co", "da co", "dung", "yes", "ok", "xx", "xxx"))
_PERSON = re.compile(
    r"\b(?:[Tt]hầy|[Cc]ô|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Đđ]/c)\s+(?:[^\W\d_]+\s+){0,3}?([A-ZĐÀ-Ỹ][^\W\d_]*)"
)
_ASKS = re.compile(r"\?(?:\s|$)")
_CLAUSES = re.compile(r",\s+|;")
_SENT_BEFORE = re.compile(r"\bda (?:gui|nop|bao cao|cung cap|bo sung)\b")
_POLITE_BEFORE = frozenset(("da", "vang", "thua", "em", "anh", "chi", "a", "la", "xin", "bao"))
_POLITE_BEHIND = frozenset(("a", "nhe", "nha", "roi"))


def speaks_of(text: str, key: str) -> bool:
    """Whether a text speaks of a field; of a phone only where a number stands in it."""
    known = _SPEAKS.get(key)
    return known is not None and known.search(fold(text)) is not None and (key != "phone" or has_phone(text))


def has_phone(text: str) -> bool:
    """Whether something in a text looks like a telephone number."""
    return _PHONE.search(text) is not None


def is_idle(sentence: str) -> bool:
    """Whether a sentence only greets, thanks, announces what follows or promises it for later."""
    words = fold(sentence)
    if not words:
        return True
    if says_sent_before(sentence):
        return False
    if promises(sentence):
        rest = [one for one in _CLAUSES.split(sentence) if not promises(one)]
        return not any(speaks_of(one, key) for one in rest for key in _DATA)
    if any(letter.isdigit() for letter in words) or any(speaks_of(sentence, key) for key in _DATA):
        return False
    return bool(_GREETS.match(words) or _ANNOUNCES.fullmatch(words))


def hedges(text: str) -> bool:
    """Whether a text leaves open which of its values is meant, or asks."""
    return _HEDGES.search(fold(text)) is not None or _ASKS.search(text) is not None


def says_yes_or_no(text: str) -> bool:
    """Whether a text begins with the yes or no that it gives."""
    return _YES_OR_NO.match(fold(text)) is not None


def refers_elsewhere(text: str) -> bool:
    """Whether a text only points to where the answer is said to be: "như cũ", "xem file đính kèm"."""
    return _ELSEWHERE.fullmatch(fold(text)) is not None


def is_mere_sign(text: str) -> bool:
    """Whether a text is a tick, a figure or a yes: nothing that names or describes."""
    words = fold(text)
    return sum(map(str.isalpha, words)) < _FEWEST_LETTERS or words in _SIGNS


def names_another(text: str, name: str) -> bool:
    """Whether a text names a person who is not the one of this name."""
    known = set(fold(name).split())
    return any(fold(found[1]) not in known for found in _PERSON.finditer(text))


def promises(text: str) -> bool:
    """Whether a text says that something will be sent later."""
    return _PROMISES.search(fold(text)) is not None


def says_sent_before(text: str) -> bool:
    """Whether a text says that what is asked for was sent already."""
    return _SENT_BEFORE.search(fold(text)) is not None


def said_of_others(text: str) -> str:
    """What a text says of all questions that it does not name, folded; "" where it speaks of none such."""
    found = _OTHERS.fullmatch(fold(text))
    return "" if found is None else (found["said"] or found["all"] or found["whole"] or "").strip()


def unaddressed(sentence: str) -> str:
    """A sentence without the polite words around it: "Dạ sơ cấp ạ" says "sơ cấp"."""
    words = sentence.strip(" .!").split()
    while words and fold(words[0]) in _POLITE_BEFORE:
        words.pop(0)
    while words and fold(words[-1]) in _POLITE_BEHIND:
        words.pop()
    return " ".join(words)


def value_text(text: str, key: str) -> str:
    """What a clause says of a field, without the words that only name it."""
    pattern = {"phone": _PHONE, "email": _MAIL}.get(key)
    if pattern is not None and len(found := pattern.findall(text)) == 1:
        return str(found[0])
    if label := _LABEL.match(text):
        return unaddressed(text[label.end() :])
    words = unaddressed(text).split()
    for count in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        if _NAMES.fullmatch(fold(" ".join(words[:count]))):
            return " ".join(words[count:])
    return " ".join(words)
