"""What mail systems say of mails that came back: fields where there are any, else their words; no I/O.

Whether a message is such a notice is told by its marks first (a report, a mail system's name, no return
path), so that the mail of people is never searched for failures.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import Message as MimeMessage
from functools import cached_property

from parsers import mime
from parsers.delivery_fields import Fields, groups
from parsers.delivery_known import known_failures
from parsers.delivery_text import Divided, Told, divided, recipients
from parsers.delivery_words import action_of, is_notice_text, reason_of
from parsers.headers import addresses_in, header_text, message_id_of, message_ids_of, raw_value
from parsers.mail import DeliveryReport
from parsers.mime import Leaf
from parsers.text import decode, fold

_ACTIONS = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_LONGEST_TEXT, _LONGEST_WORDS, _MOST_REPORTS = 60_000, 500, 1000
_DAEMON = re.compile(
    r"\b(?:mailer[-_. ]?daemon|mail[-_. ]?daemon|mdaemon|post[-_]?master|mail[-_. ]delivery[-_. "
    r"](?:sub)?system|"
    r"mail[-_. ]delivery|mail administrator|mail[-_. ]system|(?:mail )?delivery (?:sub)?(?:system|service)|"
    r"system administrator|mail[-_ ]?service|microsoft ?exchange[0-9a-f]*|microsoft outlook|ndr|"
    r"no-?reply-ndr|"
    r"mailerdaemon|bounce[-_.]?(?:daemon|handler|notif\w*))\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver(?:ed|able)|non ?deliver(?:y|ed|able)|^mail (?:delivery|system error|failed|failure|not "
    r"delivered|"
    r"could not|error|undeliverable)|delivery (?:status notification|failure|has failed|failed|problem|"
    r"report|"
    r"notification|error|incomplete|warning|delayed|unsuccessful)|^failed (?:mail|delivery)|failure "
    r"(?:notice|"
    r"notification|delivery)|^returned (?:mail|e ?mail|message|to sender)|return(?:ing|ed) (?:message )?to "
    r"sender|"
    r"could not be delivered|(?:was|were) not delivered|(?:e ?mail|message) not delivered|^not delivered|"
    r"address not found|^warning (?:message|could not)|"
    r"not yet been delivered|^message delayed|^delayed mail|user unknown|^mailbox (?:is )?full|"
    r"khong (?:the )?(?:gui|chuyen|phat)(?: thu)? (?:duoc|den|toi)|^khong the (?:gui|chuyen)|"
    r"(?:thu|tin nhan|email) (?:bi )?(?:tra lai|tra ve)|gui thu (?:that bai|khong thanh cong)|"
    r"chua (?:gui|chuyen) duoc|thong bao (?:loi )?gui thu|thong bao trang thai (?:gui|phan phoi|chuyen)|"
    r"khong tim thay dia chi|gui (?:thu |email )?(?:bi loi|loi)\b|bao loi gui thu"
)
_ANSWER = re.compile(r"^(?:re|fwd?|tl|fw|tr|chuyen tiep|tra loi) ")
_REPLIES = re.compile(
    r"^(?:re |out of (?:the )?office|auto(?:matic)? ?(?:reply|response)|tra loi|vang mat|thu tu dong|phan "
    r"hoi|"
    r"tu dong|absence)"
)
_GREETING = re.compile(
    r"(?:kinh (?:gui|chuyen|thua|chao)|thua|chao|da|em|gui) (?:quy )?(?:so|phong|anh|chi|ong|ba|thay|co|em|"
    r"nha|truong)\b"
)
_TAG = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/td)\b[^<>]{0,200}>", re.IGNORECASE)
_ANY_TAG = re.compile(
    r"<(?:style|script|head)\b[^<>]*>.{0,4000}?</(?:style|script|head)>|<[^<>]{0,2000}>",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Notice:
    """A message as its leaves and header fields, looked at as a mail system's notice."""

    message: MimeMessage
    leaves: Sequence[Leaf]
    first: Mapping[str, str]

    @cached_property
    def is_from_system(self) -> bool:
        """Whether nobody wrote it: no return path, or the name of a mail system."""
        sender = self.first.get("from", "")
        back = self.first.get("return-path", "x").strip("<> \t").lower()
        return back in {"", "mailer-daemon"} or bool(_DAEMON.search(sender)) or not sender

    @cached_property
    def says_so(self) -> bool:
        """Whether its subject is that of a notice, not of an answer to one."""
        subject = fold.__wrapped__(self.first.get("subject", "")[:300])
        return bool(_SUBJECT.search(subject)) and not _ANSWER.match(subject)

    @cached_property
    def known(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The addresses that are late and that failed, as the library knows; it sees no long texts."""
        shown = sum(len(leaf.data) for leaf in self.leaves if leaf.media_type.startswith("text/"))
        return known_failures(self.message) if shown <= _LONGEST_TEXT else ((), ())

    @cached_property
    def text(self) -> str:
        """The texts of the message itself, those of messages in it left out."""
        plain = [_letters(leaf) for leaf in self.leaves if _is_text(leaf, "text/plain")]
        if any(one.strip() for one in plain):
            return "\n".join(plain)[:_LONGEST_TEXT]
        pages = [_letters(leaf)[:_LONGEST_TEXT] for leaf in self.leaves if _is_text(leaf, "text/html")]
        return "\n".join(map(_shown, pages))

    @cached_property
    def divided(self) -> Divided:
        return divided(self.text)

    @property
    def is_one(self) -> bool:
        """Whether it is a notice, as far as that can be told without fields."""
        if any(self.first.get(name) for name in ("x-failed-recipients", "x-ms-exchange-message-is-ndr")):
            return True
        if "x-ms-exchange-message-is-ndr" in {name.lower() for name in self.message}:
            return True
        if self._is_named:
            return self.says_so or self._is_known or (self._has_words and not self._greets)
        if self.is_from_system:
            # Some gateways pass the mail of people on without a return path.
            told = self.says_so or (self._has_words and any(self.known))
            return told and not self._greets and not self._answers
        return self.says_so and self._has_words and any(self.known) and not self._greets

    @property
    def _is_named(self) -> bool:
        return bool(_DAEMON.search(self.first.get("from", "")))

    @property
    def _greets(self) -> bool:
        """Whether the text begins as people begin to an office."""
        return bool(_GREETING.match(fold.__wrapped__(self.divided.said[:300])))

    @property
    def _has_words(self) -> bool:
        return is_notice_text(self.divided.said) and "@" in self.text

    @property
    def _is_known(self) -> bool:
        """Whether the library knows what a daemon says in words that are not ours."""
        return "mailer-daemon@" in self.first.get("from", "").lower() and any(self.known)

    @property
    def _answers(self) -> bool:
        """Vacation programs write without a return path too; they answer, and give no mail back."""
        return not self.says_so and bool(
            _REPLIES.match(fold.__wrapped__(self.first.get("subject", "")[:300]))
        )


def reports(
    message: MimeMessage, leaves: Sequence[Leaf], first: Mapping[str, str]
) -> Iterator[DeliveryReport]:
    """One report a recipient; one without a recipient where a notice names none; none for other mail.

    ``first`` are the header fields by lower-case name, the first that says something.
    """
    notice = Notice(message, leaves, first)
    about = _returned(notice)
    fields = list(_fields_of(notice))
    named = [one for one in fields if one.recipient]
    if named or (fields and not notice.is_from_system):
        wanted = (named or fields)[:_MOST_REPORTS]
        yield from dict.fromkeys(_reported(one, notice, about) for one in wanted)
    elif fields or notice.is_one:
        yield from _in_words(notice, about, fields)


def _in_words(notice: Notice, about: DeliveryReport, fields: Sequence[Fields]) -> Iterator[DeliveryReport]:
    told = _told(notice)
    default = next((one.action for one in fields if one.action in _ACTIONS), "failed")
    status = next((one.status for one in fields if one.status), "")
    action = (
        default if fields else action_of(f"{notice.first.get('subject', '')}\n{notice.divided.said}", default)
    )
    late, failed = ((), ()) if told else notice.known
    for one in told:
        yield _judged(replace(about, recipient=one.recipient, action=action, status=status), one.words)
    for address in (*late, *failed):
        known = "delayed" if address in late else "failed"
        yield _judged(replace(about, recipient=address, action=known, status=status), notice.divided.said)
    if not (told or late or failed):
        yield _judged(replace(about, action=action, status=status), notice.divided.said)


def _told(notice: Notice) -> list[Told]:
    """The recipients of a notice in words: of its header, else of its text."""
    named = [address for address, _ in addresses_in(notice.first.get("x-failed-recipients", ""))]
    ours = {address for name in ("to", "from", "cc", "delivered-to", "return-path")
            for address, _ in addresses_in(notice.first.get(name, ""))}  # fmt: skip
    found = recipients(notice.divided.said, ours - set(named))
    words = {one.recipient: one.words for one in found}
    if named:
        return [Told(address, words.get(address, notice.divided.said)) for address in dict.fromkeys(named)]
    return found


def _reported(one: Fields, notice: Notice, about: DeliveryReport) -> DeliveryReport:
    report = replace(
        about,
        recipient=one.recipient or about.recipient,
        final_recipient=one.final_recipient,
        action=one.action if one.action in _ACTIONS else action_of(notice.divided.said),
        status=one.status,
        original_message_id=about.original_message_id or one.envelope_id,
    )
    if one.words and not one.words.isspace():
        return _judged(report, one.words)
    near = next(
        (told.words for told in recipients(notice.divided.said, ()) if told.recipient == one.recipient), ""
    )
    return replace(_judged(report, near), diagnostic=one.words or _short(near))


def _judged(report: DeliveryReport, words: str) -> DeliveryReport:
    reason = reason_of(words, report.status, late=report.action == "delayed")
    return replace(
        report,
        status=report.status or reason.status,
        diagnostic=report.diagnostic or _short(words),
        full=reason.full,
        lasting=reason.lasting,
    )


def _short(words: str) -> str:
    return " ".join(words.split())[:_LONGEST_WORDS]


# ---------------------------------------------------------------- the mail that came back


def _returned(notice: Notice) -> DeliveryReport:
    """What is known of the mail that the notice is about; the recipient is whom it was written to alone."""
    blank = DeliveryReport(recipient="", action="", status="", diagnostic="", original_message_id="")
    for leaf in notice.leaves:
        header = None if leaf.enclosed_in else _header_of(leaf)
        if header is not None and (header.get("message-id") or header.get("subject")):
            return replace(
                blank,
                recipient=_only(header_text(raw_value(header, "to"))),
                original_message_id=message_id_of(header_text(raw_value(header, "message-id"))),
                original_subject=header_text(raw_value(header, "subject")),
            )
    if not notice.is_from_system and not notice.says_so:
        return blank
    answered = message_ids_of(f"{notice.first.get('in-reply-to', '')} {notice.first.get('references', '')}")
    return replace(
        blank,
        recipient=_only(notice.divided.to),
        original_message_id=notice.divided.message_id or next(iter(answered), ""),
        original_subject=notice.divided.subject,
    )


def _only(field: str) -> str:
    """The address of a field that holds one, "" where it holds none or several."""
    found = addresses_in(field[:_LONGEST_WORDS])
    return found[0][0] if len(found) == 1 else ""


def _header_of(leaf: Leaf) -> MimeMessage | None:
    """The header of a returned mail: of a message, of its header alone, or of a file of that name."""
    if leaf.inner is not None:
        return leaf.inner
    if leaf.media_type in {"text/rfc822-headers", "message/global-headers", "message/rfc822-headers"}:
        return mime.parse(leaf.data)
    return None


def _fields_of(notice: Notice) -> Iterator[Fields]:
    """The fields of the report, or of one that a mail system wrapped once more."""
    status = [leaf for leaf in notice.leaves if leaf.media_type.endswith("delivery-status")]
    outer = [leaf for leaf in status if not leaf.enclosed_in]
    wrapped = status if not outer and status and notice.is_one else []
    for leaf in outer or wrapped:
        yield from groups(leaf.part)


# ---------------------------------------------------------------- its text


def _is_text(leaf: Leaf, media_type: str) -> bool:
    return not leaf.enclosed_in and leaf.media_type == media_type and leaf.inner is None


def _letters(leaf: Leaf) -> str:
    return decode(leaf.data[:_LONGEST_TEXT], leaf.charset).replace("\r\n", "\n").replace("\r", "\n")


def _shown(page: str) -> str:
    """The text that a page shows, a line for each of its paragraphs and cells."""
    flat = " ".join(page.split())
    return html.unescape(_ANY_TAG.sub(" ", _TAG.sub("\n", flat)))
