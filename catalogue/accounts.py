"""Who may use the desk and for what, and when a login has to wait: values and rules; no I/O, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Right(StrEnum):
    """What a visitor of the desk may do. ``PERSONAL`` is to see names, numbers and mails of persons."""

    READ = "read"
    PERSONAL = "personal"
    DECIDE = "decide"
    SEND = "send"
    OPERATE = "operate"
    ERASE = "erase"


class Role(StrEnum):
    """What a user is to the campaign; ``RIGHTS`` says what that allows."""

    OFFICER = "officer"
    OPERATOR = "operator"
    VIEWER = "viewer"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OFFICER: frozenset({Right.READ, Right.PERSONAL, Right.DECIDE, Right.SEND, Right.ERASE}),
    Role.OPERATOR: frozenset({Right.READ, Right.PERSONAL, Right.OPERATE, Right.SEND}),
    Role.VIEWER: frozenset({Right.READ}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account of the desk. ``closed`` lets nobody in; its decisions and looks stay told under its name."""

    name: str
    role: Role
    made_at: datetime
    changed_at: datetime
    closed: bool = False

    def may(self, right: Right) -> bool:
        """Whether this user's role allows it."""
        return not self.closed and right in RIGHTS[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One login of a user. ``csrf`` is what its forms must carry back."""

    id: str
    user: User
    csrf: str
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a login may fail within ``span``: by one name, and from one network address."""

    of_a_name: int = 5
    of_an_address: int = 20
    span: timedelta = timedelta(minutes=15)


def waits_until(failures: Sequence[datetime], most: int, span: timedelta) -> datetime | None:
    """Until when nobody may try again, given the moments of failures within the span, in any order."""
    if len(failures) < most:
        return None
    return sorted(failures)[-most] + span
