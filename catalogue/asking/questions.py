"""What a unit is asked: every gap, doubt and unread file as one numbered list; no letter, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from catalogue.asking.gaps import Gap, gaps_of
from catalogue.asking.places import place_words
from catalogue.fields import ASSURANCES, CONTACT, COURSE
from catalogue.folding.answers import ALL
from catalogue.folding.validate import WHOLE, required_fields
from catalogue.folding.values import has_usable
from catalogue.records import AskedItem, UnitState, UnitStatus, UnreadFile
from catalogue.suggested import is_suggested
from config.campaign import Campaign

MOST_ITEMS = 40
"""A letter with more items is not answered: they are then gathered by field."""
_ENOUGH = 3
_NAMED = 8
# Doubts that courses answer in words of their own; others are asked once for all courses that share them.
_OWN_WORDS = frozenset({"conditional", "differs", "open", "product", "range", "several"})


def items_for(state: UnitState, campaign: Campaign) -> tuple[AskedItem, ...]:
    """All that a unit is asked for now, numbered: courses, what holds for all of them, contacts, files.

    Nothing where it has sent nothing, or where a person closed its case.
    """
    if state.status is UnitStatus.NOT_SUBMITTED or state.closed_at is not None:
        return ()
    # Of a scan the unit is asked for the soft copy; what a machine made of it is the officer's to judge.
    state = replace(state, records=tuple(one for one in state.records if not is_suggested(one)))
    files = {value.origin.part for record in state.records for value in record.values.values()}
    several = len(files - {""}) > 1
    contacts = [_item(gap, several=several) for record in state.contacts for gap in gaps_of(record, campaign)]
    others = [*_no_contact(state, campaign), *contacts, *map(_unread, state.unread)]
    courses = _course_items(state, campaign, MOST_ITEMS - len(others), several=several)
    items = [*_no_course(state), *courses, *others]
    return tuple(replace(item, number=number) for number, item in enumerate(items, start=1))


def _item(gap: Gap, *, several: bool) -> AskedItem:
    return AskedItem(
        number=0,
        kind=gap.record.kind,
        record_id=gap.record.id,
        fields=(gap.key,),
        finding=gap.finding,
        title=gap.record.name,
        found=gap.found,
        place=place_words(gap.origin, with_file=several),
        question=gap.question,
        suggested=gap.suggested,
        doubt=gap.doubt,
    )


# --- courses


def _course_items(state: UnitState, campaign: Campaign, room: int, *, several: bool) -> list[AskedItem]:
    gaps = [gap for record in state.courses for gap in gaps_of(record, campaign)]
    shared = _lacked_by_all(gaps, len(state.courses))
    alike = _alike(gaps)
    taken = {id(gap) for group in alike for gap in group}
    own = [
        gap for gap in gaps if id(gap) not in taken and (gap.finding != "missing" or gap.key not in shared)
    ]
    doubted = [_confirmed_once(group, several=several) for group in alike]
    general = [*doubted, *map(_general, shared), *_assurances(state, campaign)]
    items = [_item(gap, several=several) for gap in own]
    if len(items) + len(general) > room:
        items = _gathered(own, several=several)[: max(room - len(general), 1)]
    return items + general


def _lacked_by_all(gaps: Sequence[Gap], courses: int) -> tuple[str, ...]:
    """The fields that not one of several courses has."""
    if courses < _ENOUGH:
        return ()
    missing = [gap.key for gap in gaps if gap.finding == "missing"]
    return tuple(key for key in dict.fromkeys(missing) if missing.count(key) == courses)


def _alike(gaps: Sequence[Gap]) -> list[list[Gap]]:
    """The doubts that several courses share: the same field for the same reason, or in the same words."""
    groups: dict[tuple[str, ...], list[Gap]] = {}
    for gap in gaps:
        if gap.finding == "confirm" and gap.key != WHOLE:
            code = gap.doubt.partition(":")[0]
            words = (gap.found, str([stands for _subject, stands in gap.suggested]))
            groups.setdefault((gap.key, code, *(words if code in _OWN_WORDS else ())), []).append(gap)
    return [group for group in groups.values() if len(group) >= _ENOUGH]


def _confirmed_once(group: Sequence[Gap], *, several: bool) -> AskedItem:
    """One item for a doubt that several courses share, with the first of them as the example."""
    item = _item(group[0], several=several)
    return replace(
        item,
        record_id=ALL,
        title=_courses([gap.record.name for gap in group]),
        suggested=tuple(pair for gap in group for pair in gap.suggested),
    )


def _general(key: str, title: str = "") -> AskedItem:
    return AskedItem(number=0, kind=COURSE, record_id=ALL, fields=(key,), finding="missing", title=title)


def _assurances(state: UnitState, campaign: Campaign) -> list[AskedItem]:
    """The assurances that no course speaks of, once for all courses."""
    told = {key for record in state.courses for key in ASSURANCES if has_usable(record.values, key)}
    fields = tuple(
        key
        for key in ASSURANCES
        if key not in told and key in campaign.course_fields and campaign.course_fields[key].level == "C"
    )
    if not fields or not state.courses:
        return []
    return [AskedItem(number=0, kind=COURSE, record_id=ALL, fields=fields, finding="missing")]


def _gathered(gaps: Sequence[Gap], *, several: bool) -> list[AskedItem]:
    """The gaps by field, each naming its courses; what stands there unclear stays an item of its own."""
    by_field: dict[str, list[str]] = {}
    for gap in gaps:
        if gap.finding == "missing":
            by_field.setdefault(gap.key, []).append(gap.record.name)
    missing = [_general(key, _courses(names)) for key, names in by_field.items()]
    return missing + [_item(gap, several=several) for gap in gaps if gap.finding != "missing"]


def _courses(names: Sequence[str]) -> str:
    named = ", ".join(f'"{name}"' for name in names[:_NAMED])
    more = len(names) - _NAMED
    return f"Các khóa {named} và {more} khóa khác" if more > 0 else f"Các khóa {named}"


# --- the unit as a whole


def _no_course(state: UnitState) -> Iterable[AskedItem]:
    """A unit whose file could not be read is asked for the file, not for courses."""
    if state.lacks_course and not state.unread:
        yield AskedItem(number=0, kind=COURSE, record_id="", fields=("title",), finding="missing")


def _no_contact(state: UnitState, campaign: Campaign) -> Iterable[AskedItem]:
    if state.lacks_contact:
        fields = required_fields(CONTACT, campaign)
        yield AskedItem(number=0, kind=CONTACT, record_id="", fields=fields, finding="missing")


def _unread(file: UnreadFile) -> AskedItem:
    return AskedItem(
        number=0,
        kind=COURSE,
        record_id="",
        fields=(),
        finding="unreadable",
        title=file.filename,
        found=file.reason,
    )
