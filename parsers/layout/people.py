"""Persons in running text: parts a contact line into name, position, phone and mail; knows no record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.layout.headings import ABBREVIATION, Lexicon, strip_marker
from parsers.layout.labels import split_line
from parsers.layout.shapes import EMAIL, PHONE
from parsers.text import fold
from parsers.wanted import Shape, WantedField, WantedRecord

LONGEST_NAME = 6
FEWEST_NAMED = 2
LONGEST_POST = 5
LONGEST_LINE = 600

_CUT = "\x00"
_PARTS = re.compile(rf"[^\S\n]*([,;|\n\t{_CUT}]|:\s|\s[-–—]\s|\(|\)|\s/\s)\s*")
_SEVERAL = re.compile(r";|\s(?:hoặc|và|or|and)\s")
_REACHED_BY = re.compile(r"\s*\b(?:qua|theo|ở|gọi)?\s*(?:số|số máy)?\s*$", re.IGNORECASE)
_TAIL = re.compile(r"(?:^|[\s,;(/.–-])([^\s,;()–-]+(?:\s+[^\s,;()–-]+){0,3})\s*[:.]?\s*$")
_OFFICE = re.compile(
    r"(?:phòng|ban|bộ phận|văn phòng|khoa|tổ(?!\s+(?:trưởng|phó)\b)|trung tâm)\s", re.IGNORECASE
)
# Deputy and acting, as a letter before a post.
_DEPUTY = frozenset({"p", "q"})


@dataclass(slots=True)
class Person:
    """What a line says of one person, by field key."""

    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Roles:
    """Which fields of a record hold a person's name, phone, mail and position."""

    record: WantedRecord
    name: WantedField
    phone: WantedField | None
    email: WantedField | None
    position: WantedField | None


def roles_of(record: WantedRecord) -> Roles | None:
    """The parts that a person's line has, None for records that are no persons."""
    by_shape = {one.shape: one for one in reversed(record.fields) if one.collected}
    name = next((one for one in record.fields if one.key == record.key), None)
    if name is None or name.shape is not Shape.PERSON:
        return None
    return Roles(record, name, by_shape.get(Shape.PHONE), by_shape.get(Shape.EMAIL), by_shape.get(Shape.TEXT))


def people_in(text: str, roles: Roles, lexicon: Lexicon) -> list[Person]:
    """The persons that a text names, each with what stands beside the name."""
    people: list[Person] = []
    for chunk in _chunks(text[:LONGEST_LINE], roles):
        person = _person(chunk, roles, lexicon)
        if not person.texts:
            continue
        new = roles.name.key in person.texts or not people
        if new and people and roles.name.key not in people[-1].texts and len(people[-1].texts) == 1:
            people[-1].texts.update(person.texts)
        elif new:
            people.append(person)
        else:
            for key, value in person.texts.items():
                people[-1].texts.setdefault(key, value)
    return people


def others_behind(text: str, roles: Roles, lexicon: Lexicon) -> tuple[str, list[str]]:
    """The text of a phone's or mail's label up to where other persons with phones begin, and those."""
    own, *rest = _SEVERAL.split(text[:LONGEST_LINE])
    for piece in rest:
        named = any(roles.name.key in one.texts for one in people_in(piece, roles, lexicon))
        if not named or not PHONE.search(piece):
            return text, []
    return (own, rest) if rest else (text, [])


def is_person(text: str, roles: Roles) -> bool:
    """Whether a text reads as a person's name, honorifics and degrees allowed."""
    bare, titled = _without_titles(text, roles.name.words)
    words = bare.split()
    if not words or len(words) > LONGEST_NAME or any(not _is_word(word) for word in words):
        return False
    if not titled and (len(words) < 2 or is_position(bare, roles.position)):  # noqa: PLR2004
        return False
    if roles.position is not None and _is_post_in_short(words) and fold(words[0]) in roles.position.words:
        return False
    return all(word[0].isupper() for word in words)


def _is_post_in_short(words: Sequence[str]) -> bool:
    """Whether capitals stand before a name that is not in capitals: "GV Lê Thị A"."""
    return len(words[0]) <= len("PHT") and words[0].isupper() and len(words) > 2 and not words[1].isupper()  # noqa: PLR2004


def _chunks(text: str, roles: Roles) -> list[str]:
    """One text for each person where lines or a semicolon after a phone part them."""
    lines = [_unmarked(line, roles) for line in text.split("\n") if line.strip()]
    chunks: list[str] = []
    for line in lines:
        parts = _SEVERAL.split(line)
        if len(parts) > 1 and all(PHONE.search(part) for part in parts):
            chunks.extend(strip_marker(part) for part in parts)
        else:
            chunks.append(line)
    return chunks


def _unmarked(line: str, roles: Roles) -> str:
    """A line without its number or bullet; the "P." and "Q." of a post are none."""
    bare = strip_marker(line)
    cut = fold(line).removesuffix(fold(bare)).strip()
    if roles.position is not None and cut in _DEPUTY and is_position(bare, roles.position):
        return line.strip()
    return bare


def _person(text: str, roles: Roles, lexicon: Lexicon) -> Person:
    person = Person()
    split = split_line(text, lexicon)
    for labelled in split.labelled:
        one = next((match for match in labelled.matches if match.kind == roles.record.kind), None)
        if one is None or not labelled.text:
            continue
        if one.field.key == roles.name.key:
            _read_free(labelled.text, person, roles, lexicon)
        elif one.field.collected:
            for key, value in details_in(labelled.text, one.field, roles).items():
                person.texts.setdefault(key, value)
    lead = text if not split.labelled else split.lead
    _read_free(lead, person, roles, lexicon)
    return person


def details_in(text: str, one: WantedField, roles: Roles) -> dict[str, str]:
    """The value of a label, and a phone or mail that stands behind it without a label of its own."""
    found = {
        field.key: match.group().strip(" -–(.,")
        for field, pattern in ((roles.phone, PHONE), (roles.email, EMAIL))
        if field is not None and (match := pattern.search(text[:LONGEST_LINE])) is not None
    }
    if len(found) > 1 and one.key in found:
        return found
    return {one.key: text.strip(" .;,")}


def _read_free(text: str, person: Person, roles: Roles, lexicon: Lexicon) -> None:
    """Phones and mails first, since they are beyond doubt; then what stands between separators."""
    for one, pattern in ((roles.email, EMAIL), (roles.phone, PHONE)):
        found = None if one is None else pattern.search(text)
        if one is None or found is None:
            continue
        person.texts.setdefault(
            one.key, found.group().strip(" -–(.,") if one is roles.email else found.group().strip()
        )
        text = f"{_without_label(text[: found.start()], lexicon)}{_CUT}{text[found.end() :]}"
        text = pattern.sub(_CUT, text)
    pieces = _PARTS.split(text)
    parts, marks = pieces[::2], pieces[1::2]
    name = next((number for number, part in enumerate(parts) if is_person(part, roles)), None)
    if name is not None:
        person.texts.setdefault(roles.name.key, parts[name].strip(" .:"))
    else:
        name = _read_spoken(parts, person, roles)
    _read_position(parts, marks, person, roles, lexicon, name)
    if roles.position is not None and name is not None:
        office = person.texts.get(roles.position.key, "")
        if _OFFICE.match(office) and (post := _post_behind(parts[name + 1 :], roles.position)):
            person.texts[roles.position.key] = post


def _read_spoken(parts: Sequence[str], person: Person, roles: Roles) -> int | None:
    """A name that an honorific announces within a clause: "Trường cử bà Lê Thị A"."""
    for number, part in enumerate(parts):
        words = part.split()
        for start, word in enumerate(words):
            named = words[start : start + 1 + LONGEST_NAME]
            while len(named) > FEWEST_NAMED and not is_person(" ".join(named[1:]), roles):
                named.pop()
            if len(named) > FEWEST_NAMED and fold(word) in roles.name.words:
                person.texts.setdefault(roles.name.key, " ".join(named[1:]))
                return number
        if _read_post_and_name(words, person, roles):
            return number
    return None


def _read_post_and_name(words: Sequence[str], person: Person, roles: Roles) -> bool:
    """A post with its holder's name behind it: "Phó Hiệu trưởng Lê Văn A"; two words may be of the post."""
    if roles.position is None:
        return False
    for size in range(min(LONGEST_POST, len(words) - FEWEST_NAMED - 1), 0, -1):
        name = " ".join(words[size:])
        if fold(" ".join(words[:size])) in roles.position.words and is_person(name, roles):
            person.texts.setdefault(roles.name.key, name)
            person.texts.setdefault(roles.position.key, " ".join(words[:size]))
            return True
    return False


def _read_position(  # noqa: PLR0917 - the parts of one line, seen once
    parts: Sequence[str],
    marks: Sequence[str],
    person: Person,
    roles: Roles,
    lexicon: Lexicon,
    name: int | None,
) -> None:
    """What is left beside the name, if it begins as a position does."""
    if roles.position is None or roles.position.key in person.texts:
        return
    text, enclosed = "", False
    for number, part in enumerate(parts):
        if text and enclosed and ")" in marks[number - 1]:
            break
        part = _REACHED_BY.sub("", part) if _CUT in "".join(marks[number : number + 1]) else part  # noqa: PLW2901 - the same part
        bare = _without_leading_label(part.strip(" .:-–—"), roles.position, lexicon)
        if number == name or not bare or _is_label(bare, lexicon) or fold(bare) in roles.name.words:
            if text:
                break
            continue
        if text and _CUT not in marks[number - 1]:
            text += f"{_joint(marks[number - 1])}{bare}"
        elif not text and (is_position(bare, roles.position) or _stands_by_name(marks, name, number)):
            text, enclosed = bare, bool(number) and "(" in marks[number - 1]
        elif text:
            break
    if text and (len(text) <= 120 and any(map(str.isalpha, text))):  # noqa: PLR2004
        person.texts[roles.position.key] = text


def _post_behind(parts: Sequence[str], position: WantedField) -> str:
    """The post that follows a name before which an office stands, "" where none does."""
    bare = (part.strip(" .:-–—") for part in parts)
    return next((one for one in bare if is_position(one, position) and not _OFFICE.match(one)), "")


def _stands_by_name(marks: Sequence[str], name: int | None, number: int) -> bool:
    """Whether a part follows the name without a phone or mail between: talk may stand behind those."""
    return name is not None and name < number and not any(_CUT in mark for mark in marks[name:number])


def _joint(mark: str) -> str:
    sign = mark.strip()
    return f" {sign} " if sign in {"-", "–", "—", "/"} else (f"{sign} " if sign in {",", ";"} else " ")


def _without_label(text: str, lexicon: Lexicon) -> str:
    """Text without a label that announces what follows ("điện thoại", "ĐT", "email:")."""
    found = _TAIL.search(text)
    if found is None:
        return text
    words = found[1].split()
    for size in range(len(words), 0, -1):
        label = " ".join(words[-size:])
        if _is_label(label.strip(":. "), lexicon):
            return text[: text.rindex(label)]
    return text


def _is_label(text: str, lexicon: Lexicon) -> bool:
    found = lexicon.quick(text.strip(" :."))
    return any(
        one.score >= ABBREVIATION - 0.03 and one.field.shape in {Shape.PHONE, Shape.EMAIL} for one in found
    )


def _without_leading_label(text: str, position: WantedField, lexicon: Lexicon) -> str:
    """A position without the word "chức vụ" before it."""
    words = text.split()
    for size in (3, 2):
        found = lexicon.quick(" ".join(words[:size])) if len(words) > size else ()
        if any(one.field.key == position.key and one.score > 0.95 for one in found):  # noqa: PLR2004
            return " ".join(words[size:])
    return text


def is_position(text: str, position: WantedField | None) -> bool:
    """Whether a text begins as a position does."""
    if position is None:
        return False
    folded = fold(text)
    words = folded.split()
    heads = {" ".join(words[:size]) for size in range(1, 5)}
    in_short = text.lstrip()[: len("ptp")].isupper()
    return any(
        word in heads
        and (
            len(word) > len("cvc")
            or word == folded
            or (in_short and len(word) == len("ptp") and word == words[0])
        )
        for word in position.words
    )


def _without_titles(text: str, titles: Sequence[str]) -> tuple[str, bool]:
    """A name without what stands before it, and whether anything did."""
    rest, titled = text.strip(" .:,-–"), False
    for _ in range(4):
        shorter = _without_title(rest, titles)
        if shorter == rest:
            break
        rest, titled = shorter, True
    return rest, titled


def _without_title(text: str, titles: Sequence[str]) -> str:
    words = re.split(r"(?<=\.)(?=\S)|\s+", text)
    for size in (3, 2, 1):
        if len(words) > size and fold(" ".join(words[:size])) in titles:
            return " ".join(words[size:])
    return text


def _is_word(word: str) -> bool:
    return all(letter.isalpha() or letter in "'’.-" for letter in word)
