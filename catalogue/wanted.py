"""What the campaign wants found in documents: its fields and words as data for the parsers; no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from catalogue.fields import CONTACT, COURSE, FIELDS, KEY_FIELD, Field, FieldType
from config.campaign import Campaign
from config.vocabulary import headings, vague, values
from parsers.text import fold
from parsers.wanted import Shape, Wanted, WantedField, WantedRecord

SHAPES: Mapping[FieldType, Shape] = {
    FieldType.TEXT: Shape.TEXT,
    FieldType.LONG_TEXT: Shape.LONG_TEXT,
    FieldType.LEVEL: Shape.CHOICE,
    FieldType.DELIVERY: Shape.CHOICE,
    FieldType.YES_NO: Shape.YES_NO,
    FieldType.FEE: Shape.MONEY,
    FieldType.MONEY: Shape.MONEY,
    FieldType.DURATION: Shape.DURATION,
    FieldType.URL: Shape.URL,
    FieldType.PICTURES: Shape.PICTURE,
    FieldType.PERSON: Shape.PERSON,
    FieldType.POSITION: Shape.TEXT,
    FieldType.PHONE: Shape.PHONE,
    FieldType.EMAIL: Shape.EMAIL,
}

# A field whose columns a table may hold beside those that its own entry names.
_FURTHER = {"fee_vnd": ("course.fee",), "phone": ("contact.phone_office",)}
_PARTS = {"full_name": ("contact.name_family", "contact.name_given")}

# Known so that their columns are not taken for a field of ours; their cells stay unclaimed.
_KNOWN: Mapping[str, Shape] = {
    "course.code": Shape.TEXT,
    "course.field": Shape.TEXT,
    "course.credits": Shape.NUMBER,
    "course.start_date": Shape.DATE,
    "course.end_date": Shape.DATE,
    "course.schedule": Shape.TEXT,
    "course.enrol_period": Shape.DATE,
    "course.other_fee": Shape.MONEY,
    "course.support": Shape.TEXT,
    "course.audience": Shape.TEXT,
    "course.goal": Shape.LONG_TEXT,
    "course.hours_part": Shape.NUMBER,
    "course.instructor": Shape.PERSON,
    "course.capacity": Shape.NUMBER,
    "course.location": Shape.TEXT,
    "course.language": Shape.TEXT,
    "course.legal_basis": Shape.TEXT,
    "course.status": Shape.TEXT,
    "contact.honorific": Shape.TEXT,
    "contact.degree": Shape.TEXT,
    "contact.department": Shape.TEXT,
    "unit.name": Shape.TEXT,
    "unit.code": Shape.TEXT,
    "unit.type": Shape.TEXT,
    "unit.governing_body": Shape.TEXT,
    "unit.address": Shape.TEXT,
    "unit.district": Shape.TEXT,
    "unit.ward": Shape.TEXT,
    "unit.phone": Shape.PHONE,
    "unit.head": Shape.PERSON,
    "unit.website": Shape.URL,
    "doc.number": Shape.TEXT,
    "doc.abstract": Shape.TEXT,
    "note": Shape.TEXT,
}
_KNOWN_TO_CONTACTS = frozenset({"contact.honorific", "contact.degree", "contact.department"})
# "Trực tuyến qua Zoom kết hợp thực hành trực tiếp": both ways and the word that joins them.
_UNIONS = {frozenset({"online", "in_person", "blended"}): "blended"}
_MODE_FLAGS = {
    "course.mode_flag.online": "online",
    "course.mode_flag.blended": "blended",
    "course.mode_flag.onsite": "in_person",
}

_built: dict[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], Wanted] = {}


def wanted_for(campaign: Campaign) -> Wanted:
    """What is wanted for this campaign; the same value for the same campaign, so that caches hold."""
    key = (campaign.id, tuple(sorted((name, tuple(more)) for name, more in campaign.extra_headings.items())))
    if key not in _built:
        _built[key] = _build(campaign)
    return _built[key]


def _build(campaign: Campaign) -> Wanted:
    words = values()
    return Wanted(
        records=tuple(_record(kind, campaign) for kind in (COURSE, CONTACT)),
        foreign=frozenset(_folded(words.foreign)),
        foreign_topics=_folded(words.people),
        totals=_folded(words.totals),
        signatures=_folded(words.signatures),
        index=frozenset(_headings("row.index") + _abbreviations("row.index")),
        remarks=frozenset(_headings("note") + _abbreviations("note")),
        empty=_signs(words.empty),
        ditto=_signs(words.ditto),
        yes=_signs(words.yes),
        no=_signs(words.no),
        examples=_folded(words.examples),
        universal=_folded(words.universal),
        masks=_folded(words.masks),
        units=_folded(words.units),
        lists=_folded(words.lists),
        unlisted=_folded(words.unlisted),
        asking=_folded(words.asking),
        expansions={fold(short): _folded(full) for short, full in words.expansions.items()},
    )


def _record(kind: str, campaign: Campaign) -> WantedRecord:
    collected = tuple(_field(kind, one, campaign) for one in FIELDS[kind])
    return WantedRecord(
        kind=kind,
        key=KEY_FIELD[kind],
        fields=collected + tuple(_known(kind)),
        captions=_folded(values().contact_captions) if kind == CONTACT else (),
        topics=_folded(values().titles) if kind == COURSE else (),
    )


def _field(kind: str, one: Field, campaign: Campaign) -> WantedField:
    entries = one.vocabulary + _FURTHER.get(one.key, ())
    extra = _folded(campaign.extra_headings.get(f"{kind}.{one.key}", ()))
    return WantedField(
        key=one.key,
        shape=SHAPES[one.type],
        headings=_unique(extra + _asked(one.type, [word for entry in entries for word in _headings(entry)])),
        abbreviations=_unique(word for entry in entries for word in _abbreviations(entry)),
        choices=_choices(one.type),
        unions=_UNIONS if one.type is FieldType.DELIVERY else {},
        flags=_flags(one.type),
        words=_words(one),
        parts=tuple(_headings(entry) for entry in _PARTS.get(one.key, ())),
        vague=_folded(vague().get(f"{kind}.{one.key}", ())),
        marked=frozenset(word for entry in entries for word in _headings(entry)) & _bare_headings(),
    )


def _asked(kind: FieldType, words: Iterable[str]) -> tuple[str, ...]:
    """A yes-or-no field is also headed by its question: "Có cấp chứng chỉ"."""
    words = tuple(words)
    return words + tuple(f"co {word}" for word in words) if kind is FieldType.YES_NO else words


@cache
def _bare_headings() -> frozenset[str]:
    """Headings of a field that nobody asks for that are written without any accent."""
    return frozenset(
        fold(word)
        for entry in _KNOWN
        for word in headings()[entry].headings
        if word.isascii() and not _is_shared(word)
    )


def _is_shared(word: str) -> bool:
    """Whether a heading is written so for a field of ours as well ("Website")."""
    ours = (entry for entry in headings() if entry not in _KNOWN)
    return any(word in headings()[entry].headings for entry in ours)


def _known(kind: str) -> Iterable[WantedField]:
    for entry, shape in _KNOWN.items():
        if (entry in _KNOWN_TO_CONTACTS) == (kind == CONTACT):
            yield WantedField(
                key=entry,
                shape=shape,
                headings=_headings(entry),
                abbreviations=_abbreviations(entry),
                collected=False,
                unmarked=frozenset(fold(word) for word in headings()[entry].headings if word.isascii()),
            )


def _choices(kind: FieldType) -> Mapping[str, tuple[str, ...]]:
    words = values()
    table = {
        FieldType.LEVEL: words.levels,
        FieldType.DELIVERY: words.deliveries,
        FieldType.FEE: words.fees,
    }.get(kind, {})
    return {code: _folded(entries) for code, entries in table.items()}


def _flags(kind: FieldType) -> Mapping[str, str]:
    """Headings of tick columns; a level's or a fee's own words head such columns too."""
    if kind is FieldType.DELIVERY:
        flags = {word: code for entry, code in _MODE_FLAGS.items() for word in _headings(entry)}
        return flags | _long_words(values().deliveries)
    if kind is FieldType.LEVEL:
        return _long_words(values().levels)
    if kind is FieldType.FEE:
        return _long_words(values().fees)
    return {}


def _long_words(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    taken = _all_headings()
    folded = {word: code for code, entries in table.items() for word in _folded(entries)}
    return {word: code for word, code in folded.items() if " " in word and word not in taken}


def _all_headings() -> frozenset[str]:
    flags = {*_MODE_FLAGS, "course.is_free"}
    return frozenset(word for entry in headings() if entry not in flags for word in _headings(entry))


def _words(one: Field) -> tuple[str, ...]:
    words = values()
    if one.type is FieldType.PERSON:
        return _folded(words.honorifics)
    if one.type is FieldType.POSITION:
        return _folded(words.positions)
    if one.key == "work_study":
        return _folded(words.work_study)
    return _folded(words.assurances.get(one.key, ()))


def _headings(entry: str) -> tuple[str, ...]:
    return _folded(headings()[entry].headings)


def _abbreviations(entry: str) -> tuple[str, ...]:
    return _folded(headings()[entry].abbreviations)


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return _unique(fold(word) for word in words)


def _signs(words: Iterable[str]) -> frozenset[str]:
    """Words folded, and signs that folding would lose as they are."""
    return frozenset(fold(word) or word.casefold() for word in words)


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
