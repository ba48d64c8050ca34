"""Signs that tie a remark below to what it remarks on ("(*)", "¹", "[2]"); text in, text out, no meaning."""

from __future__ import annotations

import re

_STARS = r"\*{1,4}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[†‡]"
_LONGEST_SIGN = 8
_ANY = rf"(?:{_STARS}|\d{{1,2}})"
_BEFORE = re.compile(
    rf"(?:(?:ghi chú|chú thích|lưu ý)\s*[:.]?\s*)?(?:[(\[]\s*(?P<enclosed>{_ANY})\s*[)\]]|(?P<bare>{_STARS}))"
    r"\s*[:.\-–]?\s*(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND = re.compile(rf"(?:[(\[]\s*(?P<enclosed>{_ANY})\s*[)\]]|(?P<bare>{_STARS}))$")
# What every sign ends with: hardly a cell does.
_LAST = frozenset(")]*¹²³⁴⁵⁶⁷⁸⁹†‡")
_PLAIN = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")
# "100 m²" and "5 km²" end with no sign.
_UNIT = re.compile(r"(?:^|[\d\s])[kcdm]?m[²³]\s*$")


def signed_remark(text: str) -> tuple[str, str]:
    """The sign that a line begins with and the words behind it; both "" where it begins with none."""
    found = _BEFORE.fullmatch(text.strip())
    return ("", "") if found is None else (_sign(found), found["text"])


def sign_behind(text: str) -> str:
    """The sign that a text ends with, "" for none."""
    end = text.rstrip()[-_LONGEST_SIGN:]
    found = _BEHIND.search(end) if end[-1:] in _LAST else None
    return "" if found is None or _UNIT.search(end) else _sign(found)


def without_sign(text: str) -> str:
    """A text without the sign that it ends with."""
    bare = text.rstrip()
    found = _BEHIND.search(bare[-_LONGEST_SIGN:]) if sign_behind(bare) else None
    return bare[: -len(found.group())].rstrip() if found else text


def _sign(found: re.Match[str]) -> str:
    return str(found["enclosed"] or found["bare"]).translate(_PLAIN)
