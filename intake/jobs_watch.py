"""Watch: tell the operator what is wrong with the service, once each, and once when it is over."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState
from catalogue.views import PastLetter
from intake.app import App
from intake.troubles import troubles_now
from reports.operator_mail import Notice, Trouble, compose_over, compose_trouble

WORSE_AFTER = timedelta(days=1)
"""How often at most a trouble that gets worse is told of again."""
QUIET = timedelta(hours=6)
"""How long nothing is said of a trouble that comes back: one that comes and goes must not ring all night."""
_OVER = "over"
_UNTOLD = frozenset({LetterState.WITHDRAWN, LetterState.CANCELLED})


@dataclass(slots=True)
class Watched:
    """What is wrong now, and the letters to the operator that were made of it."""

    troubles: list[Trouble] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)


def watch(app: App) -> Watched:
    """Look at everything; put what the operator does not know yet into the outbox, and the rest into the log.

    A trouble that keeps mail from leaving is not mailed: the log says it each time.
    """
    done = Watched(troubles=troubles_now(app))
    for one in done.troubles:
        app.log.error("trouble", what=one.name, level=one.level or None, mailed=one.is_mailed or None)
    if not app.settings.operator.mail_to:
        return done
    past = _past(app)
    for one in done.troubles:
        if one.is_mailed and _is_news(one, past.get(one.name, []), app.clock()):
            _put(app, done, compose_trouble(app.campaign, one, _notice(app, one.name, str(one.level))))
    present = {one.name for one in done.troubles}
    for name, told in past.items():
        if name not in present and not _is_over(told[-1]):
            _end(app, done, name, told[-1])
    return done


def _is_news(trouble: Trouble, told: Sequence[PastLetter], now: datetime) -> bool:
    if not told:
        return True
    last = told[-1]
    age = now - last.made_at if last.made_at else WORSE_AFTER
    if _is_over(last):
        return age >= QUIET
    return trouble.level > _level(last) and age >= WORSE_AFTER


def _end(app: App, done: Watched, name: str, last: PastLetter) -> None:
    """Say that a trouble is over; where its own mail has not left yet, neither of them goes."""
    if app.store.withdraw(last.id):
        return
    began = app.store.letter(last.id)
    title = began.subject.partition("] ")[2] if began else name
    _put(app, done, compose_over(app.campaign, title, _notice(app, name, _OVER)))


def _put(app: App, done: Watched, letter: Letter) -> None:
    named = replace(letter, message_id=_message_id(app, letter))
    number = app.store.add_letter(named)
    if number:
        app.log.info("operator", window=letter.window, letter=number)
        done.letters.append(replace(named, id=number))


def _notice(app: App, name: str, ending: str) -> Notice:
    return Notice(
        to=", ".join(app.settings.operator.mail_to),
        window=f"{name}/{app.clock():%Y-%m-%dT%H:%M}/{ending}",
        machine=app.worker,
        now=app.clock(),
    )


def _message_id(app: App, letter: Letter) -> str:
    """An identifier that needs no key, since the key may be the trouble."""
    facts = hashlib.sha256(f"{letter.campaign}\0{letter.window}".encode()).hexdigest()[:32]
    return f"<operator.{facts}@{app.campaign.mailbox_address.partition('@')[2]}>"


def _past(app: App) -> dict[str, list[PastLetter]]:
    """What the operator was told, by the trouble's name, the oldest first."""
    past: dict[str, list[PastLetter]] = {}
    for one in app.store.letter_history(app.campaign.id, None):
        if one.kind is LetterKind.OPERATOR and one.state not in _UNTOLD:
            past.setdefault(one.window.partition("/")[0], []).append(one)
    return past


def _is_over(letter: PastLetter) -> bool:
    return letter.window.endswith(f"/{_OVER}")


def _level(letter: PastLetter) -> int:
    ending = letter.window.rpartition("/")[2]
    return int(ending) if ending.isdecimal() else 0
