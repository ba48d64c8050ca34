"""A record while its unit is folded: statements are laid on it one after another; knows no unit, no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from catalogue.fields import CONTACT, KEY_FIELD
from catalogue.folding.values import CONFIRMED, agree, includes, is_blank, is_usable, joined, prefer
from catalogue.records import Origin, Value
from parsers.text import fold
from parsers.values import named_value

# How the doubt of a record begins that was found without its name.
_NAMELESS = "no "


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The message that a statement stands in. ``order`` counts the unit's messages as received.

    One that is not ``trusted`` leaves what the unit confirmed as it is: what it says is an objection.
    """

    order: int
    sha256: str
    message_id: str
    received_at: datetime
    trusted: bool = True


@named_value
class Statement:
    """What one entry said of a record.

    ``partial`` changes the record and does not name it anew, unless its name was ``asked`` for.
    ``confirmed`` says that the record is meant to be one, whatever it looked like.
    """

    source: Source
    values: Mapping[str, Value]
    partial: bool = False
    asked: bool = False
    doubt: str = ""
    confirmed: bool = False


@dataclass(slots=True, eq=False)
class Draft:
    """One record in the making; lives inside one fold only, and what leaves the fold is frozen.

    ``touched`` is the order of the message that spoke of a field last. ``conflicts`` hold the values
    that lost against the standing one. ``names`` are all folded names that it bore.
    ``settled`` are the officer's values by field, laid on when everything else is done.
    """

    kind: str
    id: str
    values: dict[str, Value] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    history: dict[str, list[Value]] = field(default_factory=dict)
    conflicts: dict[str, list[Value]] = field(default_factory=dict)
    touched: dict[str, int] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    aliases: list[str] = field(default_factory=list)
    message_ids: dict[str, None] = field(default_factory=dict)
    doubt: str = ""
    settled: dict[str, Settled] = field(default_factory=dict)

    @property
    def ids(self) -> set[str]:
        return {self.id, *self.aliases}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A value that the officer set or confirmed, and when; None where the decision has no date."""

    value: Value
    made_at: datetime | None = None


def name_of(kind: str, values: Mapping[str, Value]) -> str:
    """The folded name that an entry gives its record, "" where it gives none."""
    value = values.get(KEY_FIELD[kind])
    return fold(str(value.value)) if value is not None and value.value else ""


def label_of(kind: str, values: Mapping[str, Value]) -> str:
    """What a record is known by: its folded name, or a nameless contact's telephone or address."""
    name = name_of(kind, values)
    if name or kind != CONTACT:
        return name
    reached = ((key, values.get(key)) for key in ("phone", "email"))
    return next((f"{key}:{value.value}" for key, value in reached if value and value.value), "")


def origin_of(kind: str, values: Mapping[str, Value]) -> Origin:
    """Where a record stands: the place of its name, else of its first value."""
    value = values.get(KEY_FIELD[kind]) or next(iter(values.values()), None)
    return Origin() if value is None else value.origin


def lay(draft: Draft, statement: Statement) -> None:
    """Lay one statement on a record: field by field, later over earlier, a blank over nothing."""
    first = not draft.statements
    draft.statements.append(statement)
    draft.message_ids.setdefault(statement.source.message_id or statement.source.sha256)
    if not statement.partial:
        draft.doubt = statement.doubt if first else draft.doubt and statement.doubt
    if statement.confirmed or (draft.doubt.startswith(_NAMELESS) and _names(draft, statement)):
        draft.doubt = ""
    for key, value in statement.values.items():
        if not is_blank(value) and not _keeps(draft, statement, key):
            _lay_value(draft, key, _doubted(value, statement), statement.source)
    if not statement.partial or statement.asked:
        draft.names.add(name_of(draft.kind, draft.values))
    if "fee" in draft.values and "fee" in statement.values:
        _forget_sum(draft, statement)


def _names(draft: Draft, statement: Statement) -> bool:
    """Whether a unit gave the name that it was asked for."""
    return statement.asked and bool(name_of(draft.kind, statement.values))


def relaid(draft: Draft, statements: Sequence[Statement]) -> Draft:
    """The same record from other statements, laid anew in order of receipt."""
    fresh = Draft(kind=draft.kind, id=draft.id, aliases=list(draft.aliases), settled=dict(draft.settled))
    for statement in sorted(statements, key=lambda one: one.source.order):
        lay(fresh, statement)
    return fresh


def _keeps(draft: Draft, statement: Statement, key: str) -> bool:
    """Whether a field stays as it is: a name that is only called, a sum beside a fee without one."""
    if key not in draft.values:
        return False
    if key == KEY_FIELD[draft.kind]:
        return statement.partial and not statement.asked
    return key == "fee_vnd" and "fee" in statement.values and not is_usable(statement.values[key])


def _forget_sum(draft: Draft, statement: Statement) -> None:
    """A fee told anew ("miễn phí", "300.000 đồng/tháng") takes the sum of the earlier one with it."""
    told, total = statement.values["fee"], draft.values.get("fee_vnd")
    if total is None or (total.reason == CONFIRMED and not statement.source.trusted):
        return
    if draft.touched["fee_vnd"] == statement.source.order:
        return
    if draft.values["fee"].origin == told.origin and (
        told.value == "free" or any(map(str.isdigit, told.text))
    ):
        _remember(draft, "fee_vnd", draft.values.pop("fee_vnd"))
        draft.conflicts.pop("fee_vnd", None)


def _doubted(value: Value, statement: Statement) -> Value:
    if statement.partial and statement.doubt and not value.doubt:
        return replace(value, doubt=statement.doubt)
    return value


def _lay_value(draft: Draft, key: str, value: Value, source: Source) -> None:
    current, order = draft.values.get(key), source.order
    if current is None:
        draft.values[key] = value
    elif agree(key, current, value):
        _repeat(draft, key, value, order)
    elif current.reason == CONFIRMED and not source.trusted:
        _object(draft, key, value)
        return
    elif draft.touched[key] == order and is_usable(current):
        _dispute(draft, key, value)
    elif is_usable(value):
        _replace(draft, key, joined(current, value) or value)
    elif not is_usable(current):
        _replace(draft, key, value)
    elif not _was_said(draft, key, value):
        # Something stands there that nobody understands: it erases nothing, and it is not lost.
        _object(draft, key, value)
    draft.touched[key] = order


def _repeat(draft: Draft, key: str, value: Value, order: int) -> None:
    current = draft.values[key]
    kept = prefer(key, current, value)
    if draft.touched[key] != order and key == "fee" and fold(value.text) != fold(current.text):
        kept = value
    if kept is not current:
        if kept.value != current.value or key == "fee" or kept.reason == CONFIRMED:
            _remember(draft, key, current)
        draft.values[key] = kept
    if draft.touched[key] != order and not value.doubt:
        draft.conflicts.pop(key, None)


def _dispute(draft: Draft, key: str, value: Value) -> None:
    """Two values in one message: the first stands."""
    current = draft.values[key]
    together = joined(current, value)
    if together is not None:
        draft.values[key] = together
    elif is_usable(value) and not includes(key, current, value) and not includes(key, value, current):
        _object(draft, key, value)


def _replace(draft: Draft, key: str, value: Value) -> None:
    current = draft.values[key]
    if value is current:
        return
    _remember(draft, key, current)
    draft.values[key] = value
    draft.conflicts.pop(key, None)


def _object(draft: Draft, key: str, value: Value) -> None:
    others = draft.conflicts.setdefault(key, [])
    if not any(agree(key, other, value) for other in others):
        others.append(value)


def _remember(draft: Draft, key: str, value: Value) -> None:
    draft.history.setdefault(key, []).append(value)


def _was_said(draft: Draft, key: str, value: Value) -> bool:
    return any(agree(key, earlier, value) for earlier in draft.history.get(key, ()))
