"""Telephone numbers as offices write them, to E.164; the one door of phonenumbers, never a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from parsers.document import CellValue
from parsers.text import fold

REGION = "VN"
CITY = "028"
LONGEST = 15
FAX = "unclear: a number for a fax"
_LONGEST_TEXT = 1_000

# Mobile numbers went from 11 to 10 digits in 2018 (the operators' published table).
MOBILE_2018 = {
    "0120": "070", "0121": "079", "0122": "077", "0123": "083", "0124": "084", "0125": "085", "0126": "076",
    "0127": "081", "0128": "078", "0129": "082", "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
# Area codes changed in 2017; the city, its neighbours and the larger towns, longest code first.
AREA_2017 = {
    "0650": "0274", "0651": "0271", "0710": "0292", "0511": "0236", "061": "0251", "062": "0252",
    "063": "0263", "064": "0254", "066": "0276", "067": "0277", "072": "0272", "073": "0273", "075": "0275",
    "08": "028", "04": "024",
}  # fmt: skip

_KINDS = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "landline",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "landline",
    PhoneNumberType.TOLL_FREE: "hotline",
    PhoneNumberType.PREMIUM_RATE: "hotline",
}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_RUN = re.compile(r"[(+]*\d(?:[\d\s().+/\-]*\d)?\)?")
_LETTER_O = re.compile(r"(?<![^\W\d_])[oO](?=[\d.\s]*\d{2})|(?<=\d)[oO](?=[\d.\s]|$)")
# One number in groups parted by commas; two numbers beside each other are longer.
_COMMAS = re.compile(r"(?<!\d)0\d{2,3},\d{3},\d{3,4}(?!\d)(?!,\d)")
_GROUP = re.compile(r"\d+")
_EXTENSION_WORDS = ("ext", "may le", "so noi bo", "noi bo", "nhanh", "so le", "line", "le")
# "Tel/Fax" is a telephone too.
_FAX_BEFORE = re.compile(r"(?<![/\w])(?<!/ )(?:fax|f)[ .:()]*$")
_FAX_BEHIND = re.compile(r"\W{0,3}(?:so )?fax\b\W*(?:$|[;,/\n)])", re.IGNORECASE)
_HARD_BREAK = re.compile(r"[/\n]")
_DUMMY = re.compile(r"(\d)\1{6}$|012345678|123456789$|987654321$")


@dataclass(frozen=True, slots=True)
class Phone:
    """One number. ``e164`` is None where it is no valid number; ``kind`` is mobile, landline or hotline.

    ``doubt`` is a code with its reason ("corrected: ...", "ambiguous: ...", "invalid: ..."), "" where sure.
    """

    e164: str | None
    text: str
    extension: str = ""
    kind: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    e164: str
    kind: str
    doubt: str
    n_groups: int


def read_phone(text: str, value: CellValue = None) -> Phone:
    """The first valid number of a text; where none is valid, the text with ``e164`` None."""
    written = _written(text, value)
    numbers = read_phones(written)
    if not numbers:
        doubt = "invalid: not a telephone number" if any(map(str.isdigit, written)) else ""
        return Phone(None, " ".join(text.split()), doubt=doubt)
    first = numbers[0]
    return Phone(first.e164, " ".join(text.split()), first.extension, first.kind, first.doubt)


def read_phones(text: str) -> tuple[Phone, ...]:
    """All valid numbers of a text, in order, each once; ``text`` of each is the piece it was read from."""
    return _read_phones(text[:_LONGEST_TEXT])


@lru_cache(maxsize=4096)
def _read_phones(text: str) -> tuple[Phone, ...]:
    clean, corrected = _clean(text)
    phones: dict[str, Phone] = {}
    # A fax number beside a telephone is not the one to call, wherever it stands.
    for phone in sorted(_scan(clean), key=_is_fax):
        doubt = phone.doubt or ("corrected: letter O read as 0" if corrected else "")
        phones.setdefault(phone.e164 or "", Phone(phone.e164, phone.text, phone.extension, phone.kind, doubt))
    return tuple(phones.values())


def display_phone(e164: str) -> str:
    """A number as Vietnamese readers write it ("0366 773 063", "028 3822 1418"); foreign ones with +.

    What is no valid number comes back as it is.
    """
    try:
        number = phonenumbers.parse(e164, REGION)
    except phonenumbers.NumberParseException:
        return e164
    if not phonenumbers.is_valid_number(number):
        return e164
    local = number.country_code == phonenumbers.country_code_for_region(REGION)
    shape = PhoneNumberFormat.NATIONAL if local else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, shape)


def _written(text: str, value: CellValue) -> str:
    # A number cell shows 3.66773063E+08 or 366773063.0 in some programs: its value is the truth.
    if isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer():
        return str(int(value))
    return re.sub(r"^(\d{8,11})[.,]0$", r"\1", text.strip())


def _clean(text: str) -> tuple[str, bool]:
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    plain = _COMMAS.sub(lambda found: found[0].replace(",", "."), plain)
    repaired = _LETTER_O.sub("0", plain)
    return repaired, repaired != plain


def _scan(text: str) -> Iterator[Phone]:
    held: Phone | None = None
    end = 0
    for run in _RUN.finditer(text):
        between = text[end : run.start()]
        if held is not None and not held.extension and _is_extension(between, run.group()):
            held = Phone(held.e164, held.text, run.group().strip("() "), held.kind, held.doubt)
            end = run.end()
            continue
        for phone in _marked(tuple(_numbers_of(run.group())), between, text[run.end() :]):
            if held is not None:
                yield held
            held = phone
        end = run.end()
    if held is not None:
        yield held


def _marked(numbers: tuple[Phone, ...], before: str, behind: str) -> tuple[Phone, ...]:
    """The numbers of a run with a doubt where the words around them say that they are for a fax."""
    if numbers and _FAX_BEFORE.search(before.lower()):
        return tuple(replace(one, doubt=FAX) for one in numbers)
    if numbers and _FAX_BEHIND.match(behind):
        return (*numbers[:-1], replace(numbers[-1], doubt=FAX))
    return numbers


def _is_fax(phone: Phone) -> bool:
    return phone.doubt == FAX


def _is_extension(between: str, run: str) -> bool:
    words = fold(between)
    return len(run.strip("() ")) <= 5 and words.endswith(_EXTENSION_WORDS)  # noqa: PLR2004 - extensions are short


def _numbers_of(run: str) -> Iterator[Phone]:
    groups = list(_GROUP.finditer(run))
    start = 0
    while start < len(groups):
        found = _longest(run, groups, start)
        if found is None:
            start += 1
            continue
        last = groups[start + found.n_groups - 1]
        extension = _short_rest(run, groups, start + found.n_groups, found.kind)
        text = run[groups[start].start() : last.end()]
        yield Phone(found.e164, text, extension, found.kind, found.doubt)
        start += found.n_groups + (1 if extension else 0)


def _short_rest(run: str, groups: list[re.Match[str]], index: int, kind: str) -> str:
    """The group after a landline where it reads as an extension ("- 105", "(105)"), else ""."""
    if kind != "landline" or index != len(groups) - 1 or not 2 <= len(groups[index].group()) <= 4:  # noqa: PLR2004
        return ""
    between = run[groups[index - 1].end() : groups[index].start()]
    return groups[index].group() if re.search(r"[-(]", between) else ""


def _longest(run: str, groups: list[re.Match[str]], start: int) -> _Found | None:
    lead = run[groups[start - 1].end() if start else 0 : groups[start].start()]
    parts = [group.group() for group in groups[start : start + LONGEST]]
    for count in range(len(parts), 0, -1):
        digits = "".join(parts[:count])
        if not 7 <= len(digits) <= LONGEST:  # noqa: PLR2004 - no number is shorter
            continue
        if _has_break(run, groups[start : start + count]):
            continue
        for national, doubt in _readings(tuple(parts[:count]), plus="+" in lead):
            valid = _valid(national)
            if valid is not None:
                return _Found(valid[0], valid[1], doubt or _dummy(national), count)
    return None


def _has_break(run: str, groups: list[re.Match[str]]) -> bool:
    """Whether a slash or line break stands inside, other than behind an area code ("028/3822 1418")."""
    for index, (one, other) in enumerate(pairwise(groups)):
        between = run[one.end() : other.start()]
        if _HARD_BREAK.search(between) and (index > 0 or len(one.group()) > 4):  # noqa: PLR2004 - area codes
            return True
    return False


def _readings(groups: tuple[str, ...], *, plus: bool) -> Iterator[tuple[str, str]]:
    """The ways to read digits as a number, likeliest first: national digits or +international, a doubt."""
    digits = "".join(groups)
    country = "0084" if digits.startswith("0084") else "84" if digits.startswith("84") else ""
    if country and len(digits) - len(country) >= 8:  # noqa: PLR2004 - else 84 begins a local number
        rest = _without_country(groups, country)
        yield from _local("0" + "".join(rest).removeprefix("0"), rest)
        return
    if plus:
        yield "+" + digits, ""
        return
    yield from _local(digits, groups)


def _without_country(groups: tuple[str, ...], country: str) -> tuple[str, ...]:
    left = len(country)
    rest = []
    for group in groups:
        taken = min(left, len(group))
        left -= taken
        if group[taken:]:
            rest.append(group[taken:])
    return tuple(rest[1:] if rest and rest[0] == "0" else rest)


def _local(digits: str, groups: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if groups[0] in {"08", "8"} and len(digits) == 10 and digits[2] in "23567":  # noqa: PLR2004
        # The city's code of before 2017, told from a mobile number by its own brackets or spaces.
        yield CITY + digits[2:], ""
        return
    if len(digits) == 8 and digits[0] in "23567":  # noqa: PLR2004 - the city's landlines have 8 digits
        yield CITY + digits, ""
    if len(digits) == 11 and digits[:4] in MOBILE_2018:  # noqa: PLR2004 - mobile numbers had 11 digits
        yield MOBILE_2018[digits[:4]] + digits[4:], ""
        return
    if digits[0] in "12357899" and len(digits) in {9, 10}:
        # A sheet drops the leading zero of a number cell.
        yield from _local("0" + digits, ("0" + groups[0], *groups[1:]))
    yield digits, _city_or_mobile(digits, groups)
    for old, new in AREA_2017.items():
        if digits.startswith(old) and len(digits) - len(old) in {7, 8}:
            yield new + digits[len(old) :], ""


def _city_or_mobile(digits: str, groups: tuple[str, ...]) -> str:
    bare = len(groups) == 1 and len(digits) == 10  # noqa: PLR2004
    return "ambiguous: mobile, or 028 written as 08" if bare and digits.startswith("0838") else ""


def _dummy(national: str) -> str:
    return "dummy: looks invented" if _DUMMY.search(national) else ""


@lru_cache(maxsize=16384)
def _valid(number: str) -> tuple[str, str] | None:
    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    kind = _KINDS.get(phonenumbers.number_type(parsed), "other")
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164), kind
