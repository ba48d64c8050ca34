"""Send: what is due leaves in office hours, each letter with its own outcome, none twice knowingly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from catalogue.asking.office import next_office_moment
from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState
from catalogue.tokens import reply_address
from catalogue.views import LetterFilter
from config.settings import SettingsError
from intake.app import App
from intake.jobs_letters import withdraw_overtaken
from intake.jobs_returned import take_refusal
from intake.mailbox import FolderMissing, Mailbox, MailboxError
from intake.sender import (
    Envelope,
    FileSender,
    Mail,
    Outcome,
    Refused,
    RetryLater,
    Sender,
    Sent,
    Unknown,
    UnsendableLetter,
    build_mail,
)

STUCK_AFTER = timedelta(minutes=25)
"""When a letter in hand is taken for stuck: longer than any talk with the server lasts."""
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 48
"""A working week of hourly tries in office hours: RFC 5321, 4.5.4.1, wants four to five days at least."""
MOST_LETTERS = 100_000
_AT_ANY_HOUR = (LetterKind.DIGEST, LetterKind.OPERATOR)
_DOUBT = "may have left"


@dataclass(slots=True)
class Sending:
    """What a round of sending came to, counted by outcome; ``waiting`` are due but sending is off."""

    outcomes: Counter[str] = field(default_factory=Counter)
    waiting: list[Letter] = field(default_factory=list)


def send(app: App) -> Sending:
    """Send all letters that are due; with ``sending = false`` only tell which ones they are."""
    done = Sending()
    if not app.settings.sending:
        done.waiting = queued(app)
        return done
    _settle_stuck(app, done)
    # The others are looked at when they are due: a look at each costs all that its unit ever sent.
    overtaken = withdraw_overtaken(app, app.clock())
    if overtaken:
        done.outcomes["withdrawn"] += overtaken
    if _is_in_doubt(app):
        # A server that lost one letter's answer would put the next ones in doubt as well.
        done.outcomes["paused"] += 1
    else:
        _send_due(app, done)
    if done.outcomes:
        app.log.info("sent", **done.outcomes)
    return done


def queued(app: App) -> list[Letter]:
    """The letters that wait to be sent, oldest first."""
    return app.store.letters(app.campaign.id, LetterFilter(state=LetterState.QUEUED), MOST_LETTERS)[::-1]


def write_out(app: App, letters: list[Letter], folder: Path) -> list[Path]:
    """Lay letters into a folder as .eml, exactly as they would go; their state stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileSender(folder) as sender:
        for letter in letters:
            whole = app.store.letter(letter.id) or letter
            sender.send(mail_of(app, whole))
    return sorted(folder.glob("*.eml"))


def mail_of(app: App, letter: Letter) -> Mail:
    """The letter as a mail, from our address and with the reference in the address to answer to."""
    own = app.settings.smtp.sender or app.campaign.mailbox_address
    to_us = letter.kind in _AT_ANY_HOUR
    envelope = Envelope(
        from_address=own,
        from_name=app.settings.smtp.sender_name or app.campaign.office,
        reply_to="" if to_us or not letter.ref else reply_address(app.campaign.mailbox_address, letter.ref),
    )
    return build_mail(letter, envelope, app.clock())


def _send_due(app: App, done: Sending) -> None:
    """Send letter by letter until none is due, or until it is not known of one whether it left."""
    kinds = tuple(LetterKind) if _is_open(app) else _AT_ANY_HOUR
    # The line itself is opened by the first letter; what the settings lack is told before one is taken.
    with app.open_sender() as sender:
        # One at a time: a letter that is taken is in doubt until it is settled, and a crash leaves it alone.
        while letters := app.store.due_letters(app.clock(), 1, kinds):
            if isinstance(_send_one(app, sender, letters[0], done), Unknown):
                return


def _is_open(app: App) -> bool:
    """Whether letters to schools may leave now: one put off by a server must not come at night."""
    return next_office_moment(app.clock(), app.campaign) <= app.clock()


def _send_one(app: App, sender: Sender, letter: Letter, done: Sending) -> Outcome:
    mail: Mail | None = None
    try:
        mail = mail_of(app, letter)
        outcome = sender.send(mail)
    except UnsendableLetter as error:
        outcome = Refused(str(error))
    except SettingsError as error:
        # No password: nothing left, and it is no fault of the letter.
        app.store.mark_failed(letter.id, str(error), app.clock() + FIRST_PAUSE)
        raise
    done.outcomes[type(outcome).__name__.lower()] += 1
    try:
        _write_down(app, letter, outcome)
    finally:
        # Written down first, which takes no time; where that fails the copy is what tells that it left.
        if mail is not None and isinstance(outcome, Sent):
            _keep_copy(app, mail)
    return outcome


def _write_down(app: App, letter: Letter, outcome: Outcome) -> None:
    app.log.info("send", letter=letter.id, kind=letter.kind.value, outcome=type(outcome).__name__)
    if isinstance(outcome, Sent):
        app.store.mark_sent(letter.id, app.clock(), "; ".join(outcome.refused))
    elif isinstance(outcome, Unknown):
        # It stays in SENDING, and is looked for before anything else happens to it.
        app.store.doubt(letter.id, f"{_DOUBT}: {outcome.reason}")
    elif isinstance(outcome, RetryLater) and letter.attempts < MOST_ATTEMPTS:
        app.store.mark_failed(letter.id, outcome.reason, app.clock() + _pause(letter.attempts))
    elif isinstance(outcome, Refused) and take_refusal(app, letter, outcome.reason):
        return  # the next poll writes to the unit's next address
    else:
        app.store.mark_failed(letter.id, outcome.reason, None)


def _pause(attempts: int) -> timedelta:
    """Greylisting wants minutes, an outage hours: the pause doubles up to an hour."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(max(0, attempts - 1), 10)))


def _keep_copy(app: App, mail: Mail) -> None:
    """A copy in the Sent folder that the settings name, unless the server filed one itself."""
    folder = app.settings.mailbox.sent_folder
    if not folder:
        return
    try:
        with app.open_mailbox() as mailbox:
            if not _lies_in(mailbox, folder, mail.message_id):
                mailbox.append(folder, mail.data, at=app.clock())
    except (MailboxError, SettingsError) as error:
        app.log.warning("sent copy", outcome="not kept", reason=str(error))


def _is_in_doubt(app: App) -> bool:
    """Whether the server lost its answer to a letter of late."""
    settled = {one.id for one in app.store.stuck_letters(app.clock() - STUCK_AFTER)}
    in_hand = app.store.letters(app.campaign.id, LetterFilter(state=LetterState.SENDING), MOST_LETTERS)
    return any(one.error.startswith(_DOUBT) and one.id not in settled for one in in_hand)


def _settle_stuck(app: App, done: Sending) -> None:
    """Letters that may have left: found in the Sent folder they are sent, else a person decides."""
    for letter in app.store.stuck_letters(app.clock() - STUCK_AFTER):
        try:
            was_sent = _was_sent(app, letter)
        except MailboxError as error:
            app.log.warning("stuck letter", letter=letter.id, outcome="not looked for", reason=str(error))
            return
        if was_sent:
            app.store.mark_sent(letter.id, app.clock())
            done.outcomes["found"] += 1
        else:
            app.store.mark_failed(letter.id, _to_check(letter), None)
            done.outcomes["unknown"] += 1


def _to_check(letter: Letter) -> str:
    why = letter.error.removeprefix(f"{_DOUBT}: ") if letter.error.startswith(_DOUBT) else "the program ended"
    return f"{_DOUBT}: check, then `intake decide letter ID approve` ({why})"


def _was_sent(app: App, letter: Letter) -> bool:
    folder = app.settings.mailbox.sent_folder
    if not folder:
        return False
    with app.open_mailbox() as mailbox:
        return _lies_in(mailbox, folder, letter.message_id)


def _lies_in(mailbox: Mailbox, folder: str, message_id: str) -> bool:
    try:
        return mailbox.find_message_id(folder, message_id)
    except FolderMissing:
        return False  # made with the first copy
