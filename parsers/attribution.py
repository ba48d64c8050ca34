"""The words by which mail programs head what they quote or pass on, in several languages; no I/O."""

from __future__ import annotations

import re

from parsers.text import fold

# Programs end the line with the verb; in German, Dutch and in the north the writer stands behind it.
_VERBS = (
    r"da viet|viet|wrote|sent|a ecrit|schrieb|escribio|escreveu|ha scritto|scritto|schreef|geschreven"
    r"|napisa[lł]a?|napisa[lł] a|skrev|kirjoitti|написала?|пишет"
)
_WROTE = re.compile(rf"(?:^| )(?:{_VERBS})$|写道$")
_WROTE_INSIDE = re.compile(
    r"^(?:am|op|den|pa|il|dnia|vao|ngay|le|on)\b.*\b(?:schrieb|schreef|skrev|wrote|a ecrit)\b"
)
_WROTE_ON = re.compile(r" (?:schrieb am|wrote on|a ecrit le|da viet (?:vao|luc|ngay)|skrev den|schreef op) ")
_STARTS = re.compile(
    r"^(?:vao|ngay|luc|on|le|am|trong|th|cn|thu|t[2-7]|el|em|il|op|den|pa|dnia|w dniu|at|wiadomosc)\b|^在"
)
# "2025-05-26 9:14 GMT+07:00 Name <address>:", as Gmail wrote once, and still does in Russian and Japanese.
_DATED = re.compile(
    r"(?:\S{1,4}, )?(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日"
    r"|\d{1,2} [^\W\d_]{3,9}\.? \d{4} г\.).{0,60}"
    r"<\s*[^<>\s]+@[^<>\s]+>\s*:"
)
# "mån 26 maj 2025 kl 09:14 skrev Name <address>:", a day before it as Gmail has it in the north.
_NORTHERN = re.compile(r"(?:\w{2,4}\.? )?\d{1,2}\.? \w+\.? \d{4} k[l|e].{0,12} skrev .+:")
_ADDRESS = re.compile(r"<[^<>]*@[^<>]*>|\[mailto:[^\]]*\]|\S+@\S+")
# "Name <address> schrieb am" and "2025-05-26 9:14 Name <".
_MAY_GO_ON = re.compile(r"<[^<>\s]+@[^<>\s]+> \w+|^\d{4}[-/]\d.*<")
_MOMENT = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d{1,2}[:.]\d\d)(?!\d)")
_PUNCTUATION = " ,;:.-*_"
_ORIGINAL = frozenset(
    {"original message", "thu goc", "tin nhan goc", "thong diep goc", "thu ban dau", "original appointment",
     "email goc", "noi dung goc", "tin goc", "thu tra loi", "reply message", "original email",
     "tin nhan ban dau", "email ban dau", "thong bao goc", "noi dung thu goc", "antwort nachricht",
     "oprindelig meddelelse",
     "message d origine", "message original", "ursprungliche nachricht", "mensaje original",
     "mensagem original", "messaggio originale", "oorspronkelijk bericht"}
)  # fmt: skip
_FORWARDED = re.compile(
    r"forwarded (?:message|mail|email)|(?:thu|tin nhan|thong diep|email)(?: \w+){0,2} chuyen tiep|"
    r"chuyen tiep (?:thu|tin nhan|thong diep)|message transfere|weitergeleitete nachricht"
)
_FIELD = re.compile(r"^[\s>*_|]*([^\W\d_][^:\d]{0,18}?)\s*\*?\s*[:：]\s*\*?\s*(.*)$")
FROM = frozenset(
    {"tu", "from", "nguoi gui", "de", "von", "da", "van", "od", "fra", "fran", "lahettaja", "от", "发件人",
     "寄件者", "差出人", "보낸 사람"}
)  # fmt: skip
WHEN = frozenset({"date", "sent", "ngay", "ngay gui", "da gui", "thoi gian", "subject", "chu de", "tieu de"})
OTHERS = WHEN | frozenset(
    {"gui", "gui luc", "to", "den", "toi", "gui den", "gui toi", "nguoi nhan", "cc", "bcc", "importance",
     "attachments", "dinh kem", "tep dinh kem", "quan trong", "muc do quan trong", "dong gui", "reply to",
     "tra loi", "ngay gio", "den dia chi", "gui vao", "sent on", "sent at",
     "envoye", "envoye le", "a", "objet", "pieces jointes", "gesendet", "datum", "an", "betreff",
     "wichtigkeit", "enviado", "enviado el", "fecha", "para", "asunto", "data", "assunto", "inviato",
     "oggetto", "verzonden", "aan", "onderwerp", "wyslano", "wysłano", "do", "temat", "skickat", "till",
     "amne", "sendt", "til", "emne", "lahetetty", "aihe", "отправлено", "кому", "тема", "дата",
     "发送时间", "收件人", "主题", "日期", "抄送", "送信日時", "宛先", "件名",
     "보낸 날짜", "받는 사람", "제목"}
)  # fmt: skip
_LONGEST = 300


def is_attribution(text: str) -> bool:
    """Whether a line, unwrapped, says that somebody wrote what follows, with a date or an address."""
    ruled = text.startswith("---") and text.endswith("---")
    if not (ruled or text.endswith((":", "："))) or len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return False
    words = fold(text.strip("- "))
    if _DATED.fullmatch(text) or _NORTHERN.fullmatch(text) or _WROTE_INSIDE.match(words):
        return True
    bare = fold(_ADDRESS.sub(" ", text)).strip(_PUNCTUATION)
    if "@" in text and _WROTE_ON.search(f" {bare}"):
        return True
    return bool(_WROTE.search(bare)) and ("@" in text or bool(_STARTS.match(words)))


def is_dated(text: str) -> bool:
    """Whether a text holds a year or a time of day outside its addresses."""
    return _MOMENT.search(_ADDRESS.sub(" ", text)) is not None


def may_be_wrapped(text: str) -> bool:
    """Whether a line that is no attribution yet may become one with the lines below it."""
    if not any(map(str.isdigit, text)):
        return False
    return bool(_STARTS.match(fold(text[:20])) or _MAY_GO_ON.search(text))


def heads_original(words: str) -> bool:
    """Whether the folded words between two rules announce the original message."""
    return words in _ORIGINAL


def heads_forward(words: str) -> bool:
    """Whether the folded words of a line announce what is passed on."""
    return _FORWARDED.search(words) is not None


def field_value(text: str, wanted: frozenset[str]) -> str | None:
    """The value of a header-like line whose label is one of the wanted ones, else None."""
    match = _FIELD.match(text)
    return match[2] if match and fold(match[1]) in wanted else None
