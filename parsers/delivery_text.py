"""Whom a mail system's plain words are about: the recipients in a notice without fields; pure texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from parsers.delivery_words import tells_a_reason
from parsers.headers import header_text

_LONGEST_RETURNED = 20_000
_FOLDED = re.compile(r"\n[ \t]+(?=\S)")
_MOST_LINES, _LONGEST_LINE, _MOST_RECIPIENTS = 400, 600, 50
_ADDRESS = re.compile(r"[\w][\w.+\-=&/#!%*~']{0,63}@(?:[\w\-]{1,63}\.){1,8}[\w\-]{2,63}")
# Where the returned mail begins: what stands behind it was written by somebody else.
_ORIGINAL = re.compile(
    r"^[\W_]*(?:(?:this|below this line|here|the following|attached|included|what follows|enclosed)\b.{0,40}"
    r"\b(?:copy|headers?|original|beginning|returned)\b.*|"
    r"original message(?: headers?| follows| text| details?| information)?|original (?:mail|headers?).{0,20}|"
    r"(?:the )?(?:body|text|header|headers) of (?:the|your) (?:original )?message.{0,30}|"
    r"(?:begin )?(?:returned|unsent|undelivered|rejected|bounced) (?:message|mail)(?: follows| header\w*)?|"
    r"message (?:headers?|header follows|text follows|follows)|forwarded message|start of (?:returned|"
    r"original).*|"
    r"included is a copy.*|your (?:original )?message (?:follows|was:|reads).{0,30}|"
    r"thông tin (?:chẩn đoán|tiêu đề).{0,40}|tiêu đề (?:thư|của thư) gốc.*|(?:nội dung )?thư gốc.{0,30}|"
    r"tiêu đề thư ban đầu.*|bản sao (?:của )?thư.*)[\W_]*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^(?:received|return-path|dkim-signature|mime-version|x-[\w-]+|message-id|from)[ \t]*:", re.IGNORECASE
)
_OTHERS = re.compile(
    r"^[\s>*-]*(?:from|sender|reply-to|return-path|x-[\w-]+|received|cc|từ|người gửi|envelope-from|"
    r"errors-to)\s*:|"
    r"message-?id|\b(?:contact|assistance|help ?desk|postmaster|for help|questions?|support|liên hệ|hỗ trợ|"
    r"trợ giúp|unsubscribe|report(?:ing)? (?:this|to)|forward this|please (?:send|write|e-?mail))\b|"
    r"https?://|mailto:",
    re.IGNORECASE,
)
_SENDER_BEFORE = re.compile(
    r"\b(?:from|sender|by|của|từ|mail from|return path)\s*:?\s*[<'\"(]?\s*$", re.IGNORECASE
)
_FOLLOWING = re.compile(
    r"\bfollowing (?:e-?mail )?(?:recipient|address|user|mailbox|destination|account)|did not reach|"
    r"to (?:these|the following|one or more|all of)|not delivered to|following reason|"
    r"(?:người nhận|địa chỉ|hộp thư)(?: \w+){0,3} (?:sau|dưới đây|này)\b",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|mdaemon)@", re.IGNORECASE)
_FIELD = re.compile(r"^[\s>]*(message-id|subject|to)[ \t]*:[ \t]*(.{1,900})$", re.IGNORECASE)
_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Told:
    """A recipient in lower case, and the words that stand with him."""

    recipient: str
    words: str


@dataclass(frozen=True, slots=True)
class Divided:
    """A notice: the mail system's own words, and what it gives back of the mail."""

    said: str
    returned: str

    @property
    def message_id(self) -> str:
        """The Message-ID of the returned mail, in brackets; "" where it is not given back."""
        return next((_ID.findall(value)[0] for value in self._fields("message-id") if _ID.search(value)), "")

    @property
    def subject(self) -> str:
        """Its subject, decoded."""
        return next((header_text(value) for value in self._fields("subject")), "")

    @property
    def to(self) -> str:
        """Its To field, only from what is given back."""
        return next((value for value in self._fields("to", own_words=False)), "")

    def _fields(self, wanted: str, *, own_words: bool = True) -> Iterator[str]:
        for line in [*_unfolded(self.returned), *(_unfolded(self.said) if own_words else ())]:
            match = _FIELD.match(line[:1000])
            if match and match[1].lower() == wanted:
                yield match[2]


def _unfolded(text: str) -> list[str]:
    """Lines in which a folded header field is one."""
    return _FOLDED.sub(" ", text[:_LONGEST_RETURNED]).split("\n")[:_MOST_LINES]


def divided(text: str) -> Divided:
    """The notice, cut where the returned mail begins."""
    lines = text.split("\n")[: 10 * _MOST_LINES]
    end = next((at for at, line in enumerate(lines) if at and _begins_original(lines, at, line)), len(lines))
    return Divided("\n".join(lines[:end]), "\n".join(lines[end:]))


def _begins_original(lines: Sequence[str], at: int, line: str) -> bool:
    if _ORIGINAL.match(line[:_LONGEST_LINE].strip()):
        return True
    # A block of header fields, one under the other.
    block = lines[at : at + 4]
    fields = sum(bool(_HEADER.match(one)) for one in block)
    return bool(_HEADER.match(line)) and fields + sum(one[:1] in " \t" for one in block) > len(block) - 1 > 1


def recipients(said: str, ignored: Collection[str]) -> list[Told]:
    """Each recipient once, with his own words; of several under one reason each has that reason."""
    lines = [line[:_LONGEST_LINE] for line in said.split("\n")[:_MOST_LINES]]
    announced = next((at for at, line in enumerate(lines) if _FOLLOWING.search(line)), 0)
    found = _found(lines, announced, ignored) or _found(lines, 0, ignored)
    places = sorted(found.items(), key=lambda pair: pair[1])[:_MOST_RECIPIENTS]
    return [Told(address, _words(lines, at, places)) for address, at in places]


def _found(lines: Sequence[str], start: int, ignored: Collection[str]) -> dict[str, int]:
    """The addresses from a line on, each with its first line."""
    found: dict[str, int] = {}
    for at, line in enumerate(lines[start:], start):
        for address in _named_in(line, ignored):
            found.setdefault(address, at)
    return found


def _named_in(line: str, ignored: Collection[str]) -> Iterator[str]:
    if _OTHERS.search(line):
        return
    for match in _ADDRESS.finditer(line):
        address = match[0].lower().strip("'.").removeprefix("smtp=")
        if address in ignored or _DAEMON.match(address) or _SENDER_BEFORE.search(line[: match.start()]):
            continue
        yield address


def _words(lines: Sequence[str], at: int, places: Sequence[tuple[str, int]]) -> str:
    """From the recipient to the next one that has words of his own; else all that is said."""
    starts = sorted({place for _, place in places if place > at})
    for end in (*starts, len(lines)):
        words = "\n".join(lines[at:end])
        bare = _ADDRESS.sub(" ", words)
        if tells_a_reason(bare):
            return words
    return "\n".join(lines)
