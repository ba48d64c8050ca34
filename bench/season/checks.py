"""What must hold on every day of the season, and at its end; each fault is a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from bench.season.habits import UNWILLING
from bench.season.schools import Course, School, plain
from bench.season.world import Arrived, World
from catalogue.asking.office import is_working_day
from catalogue.memory.tables import MessageState
from catalogue.records import LetterKind, Record, UnitState, UnitStatus

MOST_LETTERS = 6
MOST_TO_A_ROBOT = 2
_DONE = frozenset({UnitStatus.COMPLETE, UnitStatus.NO_COURSES})
_ANSWERS = frozenset(
    {
        LetterKind.COMPLETE,
        LetterKind.NO_COURSES,
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.HELP_RECEIPT,
        LetterKind.ANSWER,
    }
)


def letter_faults(world: World, letter: Arrived) -> Iterator[str]:
    """What is wrong with a letter at the moment when it arrives."""
    app = world.app
    local = letter.at.astimezone(app.campaign.time_zone)
    what = f"{letter.kind.value} to {letter.letter.to} at {local:%d/%m %H:%M}"
    if letter.kind is LetterKind.DIGEST:
        return
    if not is_working_day(local.date(), app.campaign) or not (
        app.campaign.office_start <= local.time() < app.campaign.office_end
    ):
        yield f"outside office hours: {what}"
    state = app.store.unit_state(app.campaign.id, letter.unit_id) if letter.unit_id else None
    if state is None or state.status not in _DONE:
        return
    said = {one.message_id for one in world.posted if not one.mail.by_robot}
    if letter.kind not in _ANSWERS or letter.letter.in_reply_to not in said:
        yield f"after completion: {what}"


def day_faults(world: World) -> Iterator[str]:
    """What is wrong at the end of a day."""
    ids = Counter(one.letter.message_id for one in world.arrived)
    yield from (f"sent twice: {one}" for one, count in ids.items() if count > 1)
    for unit, count in letters_per_unit(world).items():
        if count > MOST_LETTERS:
            kinds = [one.kind.value for one in world.arrived if one.unit_id == unit]
            yield f"{count} letters to {unit}: {', '.join(kinds)}"
    yield from _lost(world)
    yield from _robots(world)


def letters_per_unit(world: World) -> Counter[str]:
    """How many letters each unit got; the digests are nobody's."""
    return Counter(one.unit_id for one in world.arrived if one.unit_id)


def _lost(world: World) -> Iterator[str]:
    """Each mail that came is archived, and through or on its way."""
    app = world.app
    kept = set(app.archive)
    for one in world.posted:
        stored = app.store.message(one.sha256)
        if one.sha256 not in kept or stored is None:
            yield f"lost: {one.mail.subject} of {one.at:%d/%m %H:%M}"
        elif stored.state is not MessageState.DONE:
            yield f"{stored.state.value}: {one.mail.subject}: {stored.error[-300:]}"


def _robots(world: World) -> Iterator[str]:
    """How many letters answer what a machine sent."""
    machines = {one.message_id: one.mail.sender for one in world.posted if one.mail.by_robot}
    answered = Counter(
        machines[one.letter.in_reply_to] for one in world.arrived if one.letter.in_reply_to in machines
    )
    for sender, count in answered.items():
        if count > MOST_TO_A_ROBOT:
            yield f"loop: {count} letters answer the robot {sender}"


# --- at the end


def end_faults(world: World, schools: Mapping[str, School]) -> Iterator[str]:
    """Schools that were willing and are not complete."""
    states = {one.unit_id: one for one in world.app.store.unit_states(world.app.campaign.id)}
    for unit_id, school in schools.items():
        state = states.get(unit_id)
        if school.habit in UNWILLING:
            continue
        wanted = UnitStatus.NO_COURSES if school.habit == "none" else UnitStatus.COMPLETE
        status = state.status if state else UnitStatus.NOT_SUBMITTED
        if status is not wanted:
            yield f"not complete: {unit_id} ({school.habit}) is {status.value}: {_open(state)}"


def _open(state: UnitState | None) -> str:
    if state is None:
        return ""
    told = [
        f"{one.name}: {', '.join((*one.missing, *one.doubtful))}"
        for one in state.records
        if one.missing or one.doubtful
    ]
    return "; ".join([*told, *(one.filename for one in state.unread)])


def wrong_values(world: World, schools: Mapping[str, School]) -> Iterator[str]:
    """Values that stand in the catalogue without a flag and are not true; records too many and too few."""
    for state in world.app.store.unit_states(world.app.campaign.id):
        school = schools.get(state.unit_id or "")
        if school is None:
            yield from (f"a record of nobody: {one.name}" for one in state.records)
        elif school.habit != "none":
            yield from (f"{school.unit.id} ({school.habit}): {one}" for one in _wrong(state, school))


def _wrong(state: UnitState, school: School) -> Iterator[str]:
    seen = Counter(plain(one.name) for one in state.courses)
    if state.status is UnitStatus.COMPLETE:
        yield from (f"lacks {one.title}" for one in school.courses if plain(one.title) not in seen)
    for record in state.courses:
        course = school.course(record.name)
        if course is None or seen[plain(record.name)] > 1:
            if "record" not in record.doubtful:
                yield f"no such course, or twice: {record.name}"
        else:
            yield from _differing(record, _true_course(course, school))
    for record in state.contacts:
        person = school.contact
        truth = {"full_name": person.name, "position": person.position, "phone": "+84" + person.phone[1:]}
        yield from _differing(record, truth)
    if len(state.contacts) > 1:
        yield f"{len(state.contacts)} contacts: {', '.join(one.name for one in state.contacts)}"


def _true_course(course: Course, school: School) -> dict[str, object]:
    truth: dict[str, object] = {
        "title": course.title,
        "level": course.level,
        "delivery": course.delivery,
        "fee": "paid" if course.fee else "free",
        "content": course.content,
        "curriculum": course.curriculum,
        "url": course.url or None,
    }
    if course.fee:
        truth["fee_vnd"] = course.fee
    return truth | dict.fromkeys(("learner_account", "assessment", "certificate", "advising"), school.assured)


def _differing(record: Record, truth: Mapping[str, object]) -> Iterator[str]:
    flagged = {*record.doubtful, *(one.field for one in record.conflicts)}
    for key, value in record.values.items():
        if (
            key in truth
            and key not in flagged
            and value.value is not None
            and not _same(value.value, truth[key])
        ):
            yield f"{record.name}.{key} is {value.value!r}, true is {truth[key]!r}, from {value.text!r}"


def _same(found: object, true: object) -> bool:
    if isinstance(found, str) and isinstance(true, str):
        return plain(found).rstrip(".") == plain(true).rstrip(".")
    return found == true
