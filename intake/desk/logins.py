"""Logins of the desk: who comes in, for how long, and how slowly a stranger may guess."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from catalogue.accounts import Patience, Role, Session, User, waits_until
from intake.app import App
from intake.desk.passwords import hashed, is_outdated, verified
from intake.errors import UsageError

PATIENCE = Patience()
TOUCH_AFTER = timedelta(minutes=1)
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody came in; ``until`` is when the next try is looked at, None for at once."""

    until: datetime | None = None


def add_user(app: App, name: str, role: Role, password: str) -> None:
    """Make an account. Raises UsageError where the name is taken or no name, or the password too weak."""
    if not name.isprintable() or not name.strip() or name != name.strip() or len(name) > LONGEST_NAME:
        raise UsageError(
            f"{name!r} is no name of a user; give up to {LONGEST_NAME} letters, such as lan.nguyen"
        )
    if not app.store.accounts.add_user(name, role, hashed(password, name), app.clock()):
        raise UsageError(
            f"there is a user {name} already; `intake user password {name}` gives a new password"
        )


def set_password(app: App, name: str, password: str) -> None:
    """Give an account a new password and end its logins; opens one that was closed, or shut by guessing."""
    now = app.clock()
    _expect(name, changed=app.store.accounts.change_user(name, now, password_hash=hashed(password, name)))
    app.store.accounts.forget_failures(f"user:{name[:LONGEST_NAME]}", now - PATIENCE.span)


def set_role(app: App, name: str, role: Role) -> None:
    """Give an account another role and end its logins."""
    _expect(name, changed=app.store.accounts.change_user(name, app.clock(), role=role))


def close_user(app: App, name: str) -> None:
    """Let an account in no more and end its logins; what it did stays told."""
    _expect(name, changed=app.store.accounts.change_user(name, app.clock(), password_hash=""))


def log_in(app: App, name: str, password: str, address: str) -> str | Refused:
    """The token of a new login, or why there is none; a refusal costs the same whether the name exists."""
    marks, now = (f"user:{name[:LONGEST_NAME]}", f"from:{address}"), app.clock()
    until = _waits(app, marks, now)
    if until is not None:
        return Refused(until)
    known = app.store.accounts.password_hash(name)
    if not verified(known, password):
        app.store.accounts.note_failure(marks, now)
        app.log.warning("login", outcome="refused", address=address)
        return Refused()
    if is_outdated(known):
        app.store.accounts.keep_hash(name, hashed(password))
    app.store.accounts.forget_failures(marks[0], now - PATIENCE.span)
    return let_in(app, name)


def let_in(app: App, name: str) -> str:
    """Begin a login of a user who is known to be himself; its token."""
    # A token of its own for each login: what was known before it opens nothing.
    token, now = secrets.token_urlsafe(32), app.clock()
    ends = now + timedelta(hours=app.settings.desk.session_hours)
    app.store.accounts.begin_session(_id(token), name, secrets.token_urlsafe(32), (now, ends))
    app.log.info("login", outcome="done")
    return token


def session_of(app: App, token: str) -> Session | None:
    """The login of a token that still holds; one that was idle too long, or is over, is none."""
    session = app.store.accounts.session(_id(token)) if token else None
    if session is None:
        return None
    now = app.clock()
    idle = timedelta(minutes=app.settings.desk.idle_minutes)
    if session.user.closed or now >= session.expires_at or now - session.seen_at > idle:
        app.store.accounts.end_session(session.id)
        return None
    if now - session.seen_at > TOUCH_AFTER:
        app.store.accounts.touch_session(session.id, now)
    return session


def log_out(app: App, session: Session) -> None:
    """End a login."""
    app.store.accounts.end_session(session.id)


def users(app: App) -> list[User]:
    """All accounts by name."""
    return app.store.accounts.users()


def _waits(app: App, marks: tuple[str, str], now: datetime) -> datetime | None:
    most = (PATIENCE.of_a_name, PATIENCE.of_an_address)
    since = now - PATIENCE.span
    found = (
        waits_until(app.store.accounts.failures(mark, since), limit, PATIENCE.span)
        for mark, limit in zip(marks, most, strict=True)
    )
    return max((one for one in found if one is not None), default=None)


def _id(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _expect(name: str, *, changed: bool) -> None:
    if not changed:
        raise UsageError(f"there is no user {name}; `intake user list` shows them")
