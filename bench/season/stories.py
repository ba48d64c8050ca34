"""What happened between one school and us, in the order of time; for whoever looks into a fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.season.clerk import Question
from bench.season.papers import Paper
from bench.season.schools import School
from bench.season.world import World


def story(world: World, school: School) -> Iterator[str]:
    """The mails and letters of a school, a line each, and what stands at the end."""
    unit = school.unit.id
    told = [(one.at, f"<- {_files(one.mail.files)}{one.mail.subject} [{one.sha256[:10]}]") for one in world.posted
            if one.mail.school == unit]  # fmt: skip
    told += [
        (one.at, f"-> {one.kind.value}: {_asked(one.letter.questions)}")
        for one in world.arrived
        if one.unit_id == unit
    ]
    yield f"{unit} ({school.habit})"
    for at, words in sorted(told, key=lambda one: one[0]):
        yield f"    {at.astimezone(world.app.campaign.time_zone):%d/%m %H:%M} {words}"
    state = world.app.store.unit_state(world.app.campaign.id, unit)
    for record in state.records if state else ():
        if record.missing or record.doubtful:
            yield f"    {record.name}: lacks {', '.join(record.missing) or 'nothing'}; doubts {', '.join(record.doubtful) or 'none'}"


def _files(files: Sequence[Paper]) -> str:
    return f"({', '.join(one.name for one in files)}) " if files else ""


def _asked(questions: Sequence[Question]) -> str:
    return " | ".join(f"{one.number}. {one.words[:90]}" for one in questions)
