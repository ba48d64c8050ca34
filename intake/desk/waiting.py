"""What waits for a person, most urgent and oldest first, and where one stands in it; changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from catalogue.deeds import need_mark
from catalogue.lists import UnitHead
from catalogue.snapshot import Need, NeedLine
from intake.app import App
from intake.jobs_digest import needs_now
from reports.digest_lists import need_words

KEPT = timedelta(minutes=1)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """All that waits, in the order in which it is worked off, by its marks; ``heads`` are the units'."""

    lines: dict[str, NeedLine]
    heads: dict[str, UnitHead]

    @property
    def counts(self) -> Counter[Need]:
        """How much waits of each sort."""
        return Counter(line.kind for line in self.lines.values())

    def of(self, kind: Need | None, later: Collection[str] = ()) -> list[str]:
        """The marks of one sort (None: of all), those put off at the end in their order."""
        marks = [mark for mark, line in self.lines.items() if kind is None or line.kind is kind]
        there = set(marks)
        off = dict.fromkeys(mark for mark in later if mark in there)
        return [*(mark for mark in marks if mark not in off), *off]


def waiting(app: App) -> Waiting:
    """All that waits at this moment."""
    stand = app.store.unit_heads(app.campaign.id)
    heads = {head.unit.id: head for head in stand}
    order = {kind: at for at, (kind, _) in enumerate(need_words(app.campaign))}
    since = {unit_id: head.last_received_at for unit_id, head in heads.items()}

    def place(line: NeedLine) -> tuple[int, datetime, str, str]:
        at = line.received_at or since.get(line.unit_id or "") or _NEVER
        return order.get(line.kind, len(order)), at, line.unit_id or "", line.message

    lines: dict[str, NeedLine] = {}
    for line in sorted(needs_now(app, stand), key=place):
        lines.setdefault(need_mark(line), line)
    return Waiting(lines=lines, heads=heads)


class LastLook:
    """What waited a moment ago, for going from one thing to the next without gathering all anew.

    Kept only while no decision was made, no unit was folded, no letter changed its state and no mail came in;
    and for ``KEPT`` at most, since addresses and the clock move too.
    """

    def __init__(self) -> None:
        self._kept: tuple[datetime, object, Waiting] | None = None

    def recent(self, app: App) -> Waiting:
        """What waits, perhaps as of a moment ago."""
        kept, now = self._kept, app.clock()
        if kept is not None and now - kept[0] < KEPT and kept[1] == stand_of(app):
            return kept[2]
        return self.fresh(app)

    def without(self, app: App, before: Waiting, mark: str) -> Waiting:
        """What waits after a deed that settled one line and touched no other."""
        lines = {key: line for key, line in before.lines.items() if key != mark}
        return self._keep(app, stand_of(app), Waiting(lines=lines, heads=before.heads))

    def fresh(self, app: App) -> Waiting:
        """What waits now."""
        stand = stand_of(app)
        return self._keep(app, stand, waiting(app))

    def _keep(self, app: App, stand: object, found: Waiting) -> Waiting:
        self._kept = (app.clock(), stand, found)
        return found


def stand_of(app: App) -> object:
    """What is another one after each decision, fold, change of a letter and mail that came in."""
    campaign = app.campaign.id
    newest = app.store.messages(campaign, limit=1)
    return (
        len(app.store.all_decisions(campaign)),
        app.store.letters_by_state(campaign),
        app.store.fold_marks(campaign),
        [(one.sha256, one.state) for one in newest],
    )


def next_of(before: Sequence[str], decided: str, now: Sequence[str]) -> str:
    """Who is the next: the same one while it waits, else what followed it, else the first; "" for none."""
    left = set(now)
    at = before.index(decided) if decided in before else 0
    return next((mark for mark in (*before[at:], *before[:at]) if mark in left), now[0] if now else "")
