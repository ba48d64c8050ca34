"""The words by which mail programs head what they quote or pass on, in several languages; no I/O."""

from __future__ import annotations

import re

from parsers.text import fold

# Programs end the line with the verb; in German, Dutch and in the north the writer stands behind it.
_WROTE = re.compile(
    r"(?:^| )(?:da viet|wrote|viet|a ecrit|schrieb|escribio|escreveu|ha scritto|schreef|napisala?|napisal a"
    r"|skrev|написала?|пишет)$"
)
_WROTE_INSIDE = re.compile(
    r"^(?:am|op|den|pa|il|dnia|vao|ngay|le|on)\b.*\b(?:schrieb|schreef|skrev|wrote|a ecrit)\b"
)
_STARTS = re.compile(
    r"^(?:vao|ngay|luc|on|le|am|trong|th|cn|thu|t2|t3|t4|t5|t6|t7|el|em|il|op|den|dnia|at)\b"
)
_ADDRESS = re.compile(r"<[^<>]*@[^<>]*>|\[mailto:[^\]]*\]|\S+@\S+")
_PUNCTUATION = " ,;:.-*_"
_ORIGINAL = frozenset(
    {"original message", "thu goc", "tin nhan goc", "thong diep goc", "thu ban dau", "original appointment",
     "email goc", "noi dung goc", "tin goc", "thu tra loi", "reply message", "original email",
     "message d origine", "message original", "ursprungliche nachricht", "mensaje original",
     "mensagem original", "messaggio originale", "oorspronkelijk bericht"}
)  # fmt: skip
_FORWARDED = re.compile(
    r"forwarded (?:message|mail|email)|(?:thu|tin nhan|thong diep|email)(?: \w+){0,2} chuyen tiep|"
    r"chuyen tiep (?:thu|tin nhan|thong diep)|message transfere|weitergeleitete nachricht"
)
_FIELD = re.compile(r"^[\s>*_|]*([^\W\d_][^:\d]{0,18}?)\s*\*?\s*[:：]\s*\*?\s*(.*)$")
FROM = frozenset({"tu", "from", "nguoi gui", "de", "von", "da", "van", "od", "fra", "fran", "от"})
OTHERS = frozenset(
    {"da gui", "gui", "sent", "date", "ngay", "ngay gui", "thoi gian", "gui luc", "to", "den", "toi",
     "gui den", "gui toi", "nguoi nhan", "cc", "bcc", "subject", "chu de", "tieu de", "importance",
     "attachments", "dinh kem", "tep dinh kem", "quan trong", "muc do quan trong", "dong gui", "reply to",
     "tra loi", "ngay gio", "den dia chi", "gui vao", "sent on", "sent at",
     "envoye", "envoye le", "a", "objet", "pieces jointes", "gesendet", "datum", "an", "betreff",
     "wichtigkeit", "enviado", "enviado el", "fecha", "para", "asunto", "data", "assunto", "inviato",
     "oggetto", "verzonden", "aan", "onderwerp", "wyslano", "do", "temat", "skickat", "till", "amne",
     "sendt", "til", "emne"}
)  # fmt: skip
_LONGEST = 300


def is_attribution(text: str) -> bool:
    """Whether a line, unwrapped, says that somebody wrote what follows, with a date or an address."""
    if not text.endswith((":", "：")) or len(text) > _LONGEST:
        return False
    words = fold(text)
    dated = any(letter.isdigit() for letter in text)
    if _WROTE_INSIDE.match(words):
        return dated
    if not _WROTE.search(fold(_ADDRESS.sub(" ", text)).strip(_PUNCTUATION)):
        return False
    return dated and ("@" in text or bool(_STARTS.match(words)))


def may_be_wrapped(text: str) -> bool:
    """Whether a line that is no attribution yet may become one with the lines below it."""
    return bool(_STARTS.match(fold(text[:20])))


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
