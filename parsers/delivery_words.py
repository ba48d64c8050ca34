"""What the words of a mail system mean: failed or late, for good or for now, a full mailbox; pure texts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.text import fold

_LONGEST = 4000
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\w.:/-])([45]\d\d)(?=[ \-:;,.)\]]|$)", re.MULTILINE)
_FULL_CODE = re.compile(r"[45]\.2\.2\Z")
_LASTING_CODE = re.compile(r"5\.(?:1\.(?:[0-69]|10)|2\.1|4\.(?:1|4|6|310)|0\.350)\Z")

# All in folded words (parsers.text.fold): no accents, no signs.
_FULL = re.compile(
    r"(?:mail ?box|inbox|mail ?drop|mail folder|maildir|account)(?: \S+){0,5} (?:is |are |was |has been )?"
    r"(?:too )?(?:almost )?(?:full|over ?quota|over (?:its|the|his|their) \w+|exceed\w*)\b|"
    r"\b(?:mail ?box|inbox) ?full|over ?quota|over (?:the |its |his |disk |mail |storage )*quota|"
    r"quota (?:is |was |has been |would be |limit )*(?:exceed|reached|violat|full|over)|"
    r"exceed(?:s|ed|ing)? (?:\w+ ){0,4}(?:quota|mail ?box (?:size|limit|storage)|storage (?:limit|allo|"
    r"quota|space)|"
    r"disk (?:space|limit))|\b(?:disk|storage|mail ?box|user|mail) quota|"
    r"out of (?:disk |storage |mail ?box )?(?:space|storage|quota)|"
    r"(?:not enough|insufficient|no) (?:disk |storage |mail ?box )space|mailboxfull|quotaexceed|"
    r"(?:mail ?box|storage) (?:size )?limit (?:is |was |has been )?(?:exceed|reached)|"
    r"(?:hop thu|hop mail|dung luong|mail ?box|tai khoan)(?: \S+){0,6} (?:day|vuot|het|qua tai)\b|"
    r"(?:vuot|qua|het)(?: qua| muc)? (?:dung luong|han muc|hop thu|quota|gioi han luu tru)|"
    r"day (?:hop thu|hop mail|dung luong)|khong (?:con|du) (?:dung luong|cho trong|khong gian)"
)
_GONE = re.compile(
    r"user ?unknown|unknown (?:user|recipient|address|mail ?box|local part|alias|account|or illegal alias)|"
    r"no such (?:user|mail ?box|address|recipient|account|person|local|alias|domain|host)|"
    r"(?:user|recipient|mail ?box|address|account|alias|addressee|name|id|e ?mail|domain|host|party|"
    r"destination)s?"
    r"(?: \S+){0,7} (?:not (?:be )?(?:found|exist|known|valid|active|available|listed|recognized|recognised|"
    r"permitted to receive|here|local|accepting mail|accept mail)|do(?:es)? ?n(?:o|t)t? ?t? ?exist|doesn t "
    r"exist|"
    r"couldn t be found|could not be found|wasn t found|unknown|invalid|inactive|disabled|unavailable|"
    r"suspended|discontinued|deleted|terminated|closed|nonexist\w*|non exist\w*|expired|removed|illegal)|"
    r"(?:invalid|illegal|bad|nonexistent|non existent|inactive|disabled|ambiguous|unresolvable|"
    r"undeliverable) "
    r"(?:final )?(?:delivery )?(?:user|recipient|mail ?box|address|account|destination|e ?mail|domain|host|"
    r"userid)|"
    r"not (?:a )?(?:valid|known) (?:user|mail ?box|recipient|address|account)|not our customer|"
    r"address not found|(?:host|domain) (?:or domain name )?not found|host unknown|unknown host|"
    r"unrout(?:e)?able|no mx|name (?:service|server) error|nxdomain|bad destination|"
    r"no mail ?box here|isn t in my control|no longer (?:\w+ ){0,3}(?:valid|active|exist|here|employed|in "
    r"use|work|"
    r"available|accept|monitored)|has (?:been )?(?:moved|left)|doesn t have (?:a|an) (?:\w+ ){0,3}account|"
    r"has been disabled|recipient (?:address )?rejected|rejected recipient|delivery not authorized|"
    r"recipnotfound|recipientnotfound|resolver adr|x? ?not listed in|can t accept messages to|"
    r"khong (?:the )?(?:ton tai|tim thay|tim duoc|hop le|dung)\b|"
    r"(?:dia chi|nguoi nhan|tai khoan|hop thu|ten mien|may chu|nguoi dung)(?: \S+){0,8} "
    r"(?:khong (?:con|co|dung|hop le|ton tai|tim thay|hoat dong|nhan)|sai|bi khoa|bi xoa|da dong|ngung|vo "
    r"hieu|"
    r"chua duoc dang ky)"
)
_RULES = re.compile(
    r"\b(?:spam|spamhaus|junk|blocked|blacklist\w*|block list|dnsbl|rbl|reputation|policy|policies|content "
    r"reject\w*|"
    r"prohibited|virus|malware|dkim|spf|dmarc|sender (?:address )?(?:rejected|denied|unknown|not|verify)|"
    r"unsolicited|relaying|relay (?:access )?(?:denied|not)|authenticat\w*|banned|too (?:large|big|many)|"
    r"size limit|message size|oversize\w*|"
    r"maximum (?:message )?size|loop\w*|too many hops|hop count|thu rac|bi chan|chinh sach|qua lon)\b"
)
_FOR_NOW = re.compile(
    r"\b(?:temporar\w*|try again|retry|retries|deferred|greylist\w*|graylist\w*|timed out|time ?out|expired|"
    r"connection (?:refused|lost|reset|dropped)|unreachable|not reachable|too long|giving up after|rate "
    r"limit\w*|tam thoi|"
    r"thu lai|qua thoi gian|het thoi gian)\b"
)
_LATE = re.compile(
    r"\b(?:(?:is |was |been |being |message |mail |temporarily |delivery )+delayed|delay(?:ed)? (?:mail|"
    r"delivery|of)|"
    r"delivery (?:has been |is )?delayed|not (?:yet )?been delivered (?:yet|to one|after)|"
    r"has not yet been (?:delivered|completed)|not yet (?:been )?deliver\w*|still being (?:retried|tried)|"
    r"(?:will|shall) (?:continue|keep|be (?:retried|tried)|retry|try|attempt)\w*|continue to (?:try|attempt)|"
    r"keep trying|no action is required|do not need to resend|need not (?:to )?resend|this is a warning|"
    r"could not send message for past|warning could not send|transient|"
    r"(?:bi |duoc |dang )(?:tri hoan|cham)|chua (?:gui|chuyen|phat) duoc (?:\S+ ){0,6}se (?:tiep tuc|thu)|"
    r"se (?:tiep tuc|tu dong) (?:thu|gui)|tam thoi (?:\S+ ){0,5}se (?:tiep tuc|thu)|khong can gui lai)\b"
)
_STILL = re.compile(
    r"\b(?:will continue|continue to (?:try|attempt)|keep trying|(?:will|still) be(?:ing)? re ?tried|"
    r"(?:no|not) need to (?:re ?send|resubmit)|warning message only|this is (?:only )?a warning|not yet|"
    r"has been postponed|se tiep tuc (?:thu|gui|co gang)|khong can gui lai|(?:bi|dang) (?:tri hoan|cham))\b"
)
_ENDED = re.compile(
    r"\b(?:giv(?:en|ing) up|permanent\w*|(?<!non )fatal|vinh vien|no further attempts|will not (?:try|be "
    r"retried))\b"
)
_GAVE_UP = re.compile(
    r"\b(?:giv(?:en|ing) up|permanent\w*|(?<!non )fatal|undeliverable|returned (?:mail|to sender)|could "
    r"not be delivered|"
    r"couldn t be delivered|wasn t delivered|was not delivered|has failed|delivery failed|failed (?:to "
    r"deliver|"
    r"permanently)|cannot be delivered|can t be delivered|unable to deliver|not be resent|no further "
    r"(?:attempts|"
    r"delivery)|(?:was |been )(?:automatically )?(?:returned|rejected)|did not reach|not able to deliver|"
    r"khong the (?:gui|chuyen|phat)|khong (?:gui|chuyen|phat) duoc|that bai|vinh vien)\b"
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason in its classes: status of RFC 3463 ("" where the words tell none)."""

    status: str
    full: bool
    lasting: bool


def reason_of(words: str, status: str = "", *, late: bool = False) -> Reason:
    """What the words beside a recipient say, with the status that a field told; ``late``: it may yet "
    "arrive.
    """
    said = fold.__wrapped__(words[:_LONGEST])
    told = status if status and not status.endswith(".0.0") else (_enhanced_in(words) or status)
    full = bool(_FULL_CODE.match(told) or (_FULL.search(said) and not _is_size(said)))
    lasting = not (full or late) and _is_lasting(told, said, words)
    derived = told or _from_words(words, full=full, lasting=lasting)
    return Reason(status=f"4{derived[1:]}" if late and derived else derived, full=full, lasting=lasting)


def action_of(words: str, default: str = "failed") -> str:
    """Whether words tell of a mail that is late or of one that failed; ``default`` where of neither."""
    said = fold.__wrapped__(words[:_LONGEST])
    late, over = _LATE.search(said), _GAVE_UP.search(said)
    if (late and not over) or (_STILL.search(said) and not _ENDED.search(said)):
        return "delayed"
    return "failed" if over else default


def tells_a_reason(words: str) -> bool:
    """Whether there is any reason in the words: a code, or what codes are made of."""
    said = fold.__wrapped__(words[:_LONGEST])
    coded = _enhanced_in(words) or _REPLY.search(words)
    return bool(coded or any(one.search(said) for one in (_FULL, _GONE, _RULES, _FOR_NOW)))


def is_notice_text(words: str) -> bool:
    """Whether words tell that a mail is late or did not arrive."""
    said = fold.__wrapped__(words[:_LONGEST])
    return bool(_LATE.search(said) or _GAVE_UP.search(said) or _GONE.search(said) or _FULL.search(said))


def _is_lasting(status: str, said: str, words: str) -> bool:
    if _LASTING_CODE.match(status):
        return not (status in {"5.4.1", "5.1.0"} and _RULES.search(said) and not _GONE.search(said))
    if status.startswith("4"):
        return False
    gone, rules = bool(_GONE.search(said)), bool(_RULES.search(said))
    if status and not status.endswith(".0.0"):
        return gone and not rules
    if gone:
        return True
    if rules or (_FOR_NOW.search(said) and "permanent" not in said):
        return False
    reply = _REPLY.search(words)
    return reply is None or reply[1] in {"550", "551", "553", "500", "501", "511"}


def _is_size(said: str) -> bool:
    """Whether it is the mail that is too large, not the mailbox."""
    return bool(
        re.search(r"message (?:size|length|too)|size of (?:the |your )?(?:message|mail)", said)
    ) and not (re.search(r"quota|mail ?box (?:is )?full|day\b", said))


def _enhanced_in(words: str) -> str:
    """The first status code that is more than a general one, else the first."""
    codes = [".".join(match.groups()) for match in _ENHANCED.finditer(words) if match[1] != "2"]
    return next((code for code in codes if not code.endswith(".0.0")), codes[0] if codes else "")


def _from_words(words: str, *, full: bool, lasting: bool) -> str:
    reply = _REPLY.search(words)
    first = reply[1][0] if reply else ("5" if lasting else "")
    if full:
        return f"{first or '5'}.2.2"
    if lasting:
        return "5.1.1" if _GONE.search(fold.__wrapped__(words[:_LONGEST])) else "5.0.0"
    return f"{first}.0.0" if first else ""
