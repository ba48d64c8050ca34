"""The page of what waits, gathered for its template: card, list, sorts, what was just done; looks only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalogue.accounts import User
from catalogue.snapshot import Need
from intake.app import App
from intake.desk.cards import card_facts
from intake.desk.said import LONGEST_ID, Said, said_of
from intake.desk.waiting import Waiting
from reports.desk.card_facts import Typed
from reports.desk.cards import draw_card, draw_rows, draw_sorts
from reports.desk.case_words import LETTER_STATES
from reports.desk.places import with_words
from reports.wording import one_line

QUEUE = "/can-xu-ly"
MOST_LATER = 40
STALE, RETRIED, LEFT = "khong-con", "xu-ly-lai", "da-gui"
_TOLD = {
    STALE: "Chưa ghi gì: việc này đã được xử lý, hoặc nội dung đã thay đổi.",
    RETRIED: "Đã xử lý lại thư.",
    LEFT: "Không hoàn tác được thư đã gửi đi.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a visitor stands in the queue: the sort he looks at, the chosen line, those put off."""

    kind: str = ""
    chosen: str = ""
    later: tuple[str, ...] = ()

    @property
    def need(self) -> Need | None:
        """The sort; None for all, and for what is no sort."""
        return Need(self.kind) if self.kind in {one.value for one in Need} else None

    def path(self, **words: str) -> str:
        """The address of this spot, some of its words others."""
        asked = {"loai": self.kind, "chon": self.chosen, "sau": ",".join(self.later), **words}
        return with_words(QUEUE, asked)

    def put_off(self, mark: str) -> tuple[str, ...]:
        """The lines put off with one more, which goes to the end."""
        return (*(one for one in self.later if one != mark), mark)[-MOST_LATER:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was done: ids of decisions and letters, a word of ``_TOLD``; ``names`` of what is gone."""

    done: str = ""
    letters: str = ""
    code: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def spot_of(kind: str, chosen: str, later: str) -> Spot:
    """A spot by the words of an address; nonsense in it stands for nothing."""
    marks = tuple(one for one in later.split(",") if one.isascii() and one.isalnum())[-MOST_LATER:]
    return Spot(kind=kind if len(kind) < 40 else "", chosen=chosen, later=marks)  # noqa: PLR2004 words are short


def queue_view(app: App, user: User, found: Waiting, spot: Spot, typed: Typed) -> dict[str, Any]:
    """The values of the page and of its bit."""
    marks = found.of(spot.need, spot.later)
    chosen = spot.chosen if spot.chosen in found.lines else (marks[0] if marks else "")
    marks = marks if chosen in marks or not chosen else [chosen, *marks]
    here = replace(spot, chosen=chosen)
    card = draw_card(card_facts(app, user, found, chosen, typed)) if chosen else None
    lines = [(mark, found.lines[mark]) for mark in marks]
    names = {unit_id: head.unit.name for unit_id, head in found.heads.items()}
    return {
        "card": card,
        "spot": here,
        "rows": draw_rows(lines, names, app.campaign, chosen, frozenset(spot.later)),
        "sorts": draw_sorts(found.counts, app.campaign, spot.need),
        "place": marks.index(chosen) + 1 if chosen else 0,
        "total": len(marks),
        "ways": _ways(here, marks),
    }


def _ways(spot: Spot, marks: Sequence[str]) -> Mapping[str, str]:
    """The addresses of the line after and before, and of the next one with this one put off; "" for none."""
    if spot.chosen not in marks:
        return {"after": "", "before": "", "later": ""}
    at = marks.index(spot.chosen)
    after = marks[at + 1] if at + 1 < len(marks) else ""
    put_off = ",".join(spot.put_off(spot.chosen))
    return {
        "after": spot.path(chon=after) if after else "",
        "before": spot.path(chon=marks[at - 1]) if at else "",
        "later": spot.path(chon=after or marks[0], sau=put_off) if len(marks) > 1 else "",
    }


def said_in_queue(app: App, told: Told, found: Waiting) -> tuple[str, Said | None, str]:
    """What is said on top: words, what was decided (to be taken back), the letters by which they are held."""
    names = {mark: line.what for mark, line in found.lines.items()} if told.done else {}
    decided = said_of(app, told.done, {**names, **told.names})
    numbers = (one for one in told.letters.split(",") if one.isascii() and one.isdigit())
    letters = [int(one) for one in numbers if len(one) <= LONGEST_ID]
    words = [decided.words if decided else "", _letter_words(app, letters), _TOLD.get(told.code, "")]
    return ". ".join(filter(None, words)), decided, ",".join(map(str, letters))


def _letter_words(app: App, letters: Sequence[int]) -> str:
    found = [app.store.letter(one) for one in letters[:1]]
    first = next((one for one in found if one is not None and one.campaign == app.campaign.id), None)
    if first is None:
        return ""
    state = LETTER_STATES[first.state].words
    if len(letters) > 1:
        return f"{len(letters)} thư: {state}"
    return f'Thư "{one_line(first.subject)}" tới {first.to}: {state}'
