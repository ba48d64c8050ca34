"""Whether a message is from whom it says, by what our own mail server found (RFC 8601); asks nobody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from parsers.mail import Message


class Trust(StrEnum):
    """``UNJUDGED``: the installation names no server whose findings count. ``MISSING``: it found nothing."""

    UNJUDGED = ""
    PASS = "pass"  # noqa: S105 - a finding, no password
    FAIL = "fail"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: ``method`` such as "dkim", ``result`` such as "pass", the domain that it speaks of."""

    method: str
    result: str
    domain: str


_HEADER = "authentication-results"
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*(?P<method>[a-z][\w-]*)(?:\s*/\s*\d+)?\s*=\s*(?P<result>[a-z]+)", re.IGNORECASE)
_DOMAINS = {"dkim": r"header\.(?:d|i)", "spf": r"smtp\.(?:mailfrom|helo)", "dmarc": r"header\.from"}
_FAILED = frozenset(("fail", "softfail", "permerror", "hardfail"))
_MOST_NESTED = 5
_LONGEST = 10_000


def judge(message: Message, servers: Collection[str]) -> Trust:
    """What the servers named (by authserv-id) found of the sender that the reader sees.

    DMARC decides where it was looked at; else a DKIM or SPF pass for the sender's own domain or one that
    stands above or below it.
    """
    if not servers:
        return Trust.UNJUDGED
    found = list(findings(message, servers))
    sender = message.sender.address.rpartition("@")[2].lower() if message.sender else ""
    dmarc = {one.result for one in found if one.method == "dmarc"}
    if "pass" in dmarc:
        return Trust.PASS
    if dmarc & _FAILED:
        return Trust.FAIL
    others = [one for one in found if one.method in ("dkim", "spf")]
    if any(one.result == "pass" and _is_aligned(one.domain, sender) for one in others):
        return Trust.PASS
    failed = [one for one in others if one.result in _FAILED]
    return Trust.FAIL if failed else Trust.MISSING


def findings(message: Message, servers: Collection[str]) -> Iterator[Finding]:
    """What the named servers found, from the topmost of their headers only.

    Below a further Received header stands what somebody else wrote, under whatever name.
    """
    named = {server.lower() for server in servers}
    begun = False
    for name, value in message.headers:
        if begun and name == "received":
            return
        if name != _HEADER:
            continue
        server, _semicolon, results = _without_comments(value).partition(";")
        if server.split()[:1] and server.split()[0].lower() in named:
            begun = True
            yield from _findings(results)


def words(message: Message, servers: Collection[str]) -> str:
    """The findings in a line for a person to read: "dkim=pass (a.example), spf=fail"; "" without any."""
    found = findings(message, servers)
    return ", ".join(
        f"{one.method}={one.result}" + (f" ({one.domain})" if one.domain else "") for one in found
    )


def _findings(results: str) -> Iterator[Finding]:
    for result in results.split(";"):
        match = _RESULT.match(result)
        if match is None:
            continue
        method = match["method"].lower()
        about = re.search(rf"{_DOMAINS.get(method, '(?!)')}\s*=\s*[\"']?([^\s\"';]+)", result, re.IGNORECASE)
        domain = about[1].rpartition("@")[2].lower() if about else ""
        yield Finding(method, match["result"].lower(), domain)


def _without_comments(value: str) -> str:
    text = value[:_LONGEST]
    for _ in range(_MOST_NESTED):
        text, count = _COMMENT.subn(" ", text)
        if not count:
            break
    return text


def _is_aligned(domain: str, sender: str) -> bool:
    if not domain or not sender or "." not in domain:
        return False
    return domain == sender or domain.endswith(f".{sender}") or sender.endswith(f".{domain}")
