"""The letters that the invented units got, as long as real ones; nothing is composed or sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from bench.scale.stories import NOW, OPENED, Course, Story
from catalogue.outbox import Letter
from catalogue.records import AskedItem, LetterKind, LetterState
from intake.app import App

HELD_EVERY, FAILED_EVERY, QUEUED_EVERY = 100, 500, 50
HTML = "<p style='margin:0 0 8px 0;font-family:Times New Roman'>Kính gửi {name}, đề nghị bổ sung.</p>" * 60
THANKS = {Course.COMPLETE: LetterKind.COMPLETE, Course.NONE: LetterKind.NO_COURSES}


def letters_of(app: App, story: Story, number: int) -> Iterator[Letter]:
    """All letters of one unit, the oldest first; of some the last one waits, was held or failed."""
    if not story.mails:
        yield from (_letter(app, story, (LetterKind.REMINDER, f"T-{day}", day)) for day in (14, 7))
        return
    days = (NOW - story.mails[0].at).days
    yield _letter(app, story, (LetterKind.ACKNOWLEDGEMENT, "1", days))
    for time in range(story.asked):
        ago = max(0, days - 4 * time)
        yield _letter(app, story, (LetterKind.CLARIFICATION, str(time + 1), ago), _items(time))
    last = THANKS.get(story.course)
    if last is not None:
        yield _letter(app, story, (last, "1", 0), state=_state(number))


def _items(time: int) -> tuple[AskedItem, ...]:
    return tuple(
        AskedItem(
            number=number,
            kind="course",
            record_id=f"r{number}",
            fields=("url",),
            finding="missing",
            title=f"Khóa học {number}",
            question="Đề nghị ghi địa chỉ trang thông tin lớp học.",
        )
        for number in range(1, 6 - time)
    )


def _state(number: int) -> LetterState:
    if number % HELD_EVERY == 0:
        return LetterState.HELD
    if number % FAILED_EVERY == 1:
        return LetterState.FAILED
    return LetterState.QUEUED if number % QUEUED_EVERY == 2 else LetterState.SENT


def _letter(
    app: App,
    story: Story,
    which: tuple[LetterKind, str, int],
    items: tuple[AskedItem, ...] = (),
    state: LetterState = LetterState.SENT,
) -> Letter:
    """The letter of a kind and window, made so many days ago."""
    kind, window, days_ago = which
    at = max(NOW - timedelta(days=days_ago), OPENED)
    mark = f"{kind.value}.{window}.{story.unit.id}"
    return Letter(
        campaign=app.campaign.id,
        unit_id=story.unit.id,
        kind=kind,
        window=window,
        to=story.unit.emails[0],
        subject=f"[HTCĐ-2025] {story.unit.name}: đề nghị bổ sung",
        text=f"Kính gửi {story.unit.name}, đề nghị bổ sung thông tin." * 20,
        html=HTML.format(name=story.unit.name),
        state=state,
        ref=f"CC25-{sha256(mark.encode()).hexdigest()[:6].upper()}",
        message_id=f"<{mark}@sogddt.example>",
        items=items,
        created_at=at,
        sent_at=at if state is LetterState.SENT else None,
        error="550 5.7.1 refused" if state is LetterState.FAILED else "",
    )
