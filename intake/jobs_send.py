"""Send: what is due in the outbox leaves, each letter with its own outcome, none twice knowingly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState
from catalogue.tokens import reply_address
from catalogue.views import LetterFilter
from config.settings import SettingsError
from intake.app import App
from intake.jobs_letters import withdraw_overtaken
from intake.jobs_returned import take_refusal
from intake.mailbox import MailboxError
from intake.sender import (
    Envelope,
    FileSender,
    Mail,
    Outcome,
    Refused,
    RetryLater,
    Sender,
    Sent,
    UnsendableLetter,
    build_mail,
)

# One at a time: a letter that is taken is in doubt until it is settled, and a crash must leave no other so.
BATCH = 1
STUCK_AFTER = timedelta(minutes=15)
FIRST_PAUSE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
MOST_LETTERS = 100_000


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
    overtaken = withdraw_overtaken(app)
    if overtaken:
        done.outcomes["withdrawn"] += overtaken
    # The line itself is opened by the first letter; what the settings lack is told before one is taken.
    with app.open_sender() as sender:
        while letters := app.store.due_letters(app.clock(), BATCH):
            for letter in letters:
                _send_one(app, sender, letter, done)
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
    to_officer = letter.kind is LetterKind.DIGEST
    envelope = Envelope(
        from_address=own,
        from_name=app.settings.smtp.sender_name or app.campaign.office,
        reply_to=""
        if to_officer or not letter.ref
        else reply_address(app.campaign.mailbox_address, letter.ref),
    )
    return build_mail(letter, envelope, app.clock())


def _send_one(app: App, sender: Sender, letter: Letter, done: Sending) -> None:
    try:
        mail = mail_of(app, letter)
        outcome = sender.send(mail)
    except UnsendableLetter as error:
        outcome = Refused(str(error))
    except SettingsError as error:
        # No password: nothing left, and it is no fault of the letter.
        app.store.mark_failed(letter.id, str(error), app.clock() + FIRST_PAUSE)
        raise
    if isinstance(outcome, Sent):
        _keep_copy(app, mail)
    done.outcomes[type(outcome).__name__.lower()] += 1
    _write_down(app, letter, outcome)


def _write_down(app: App, letter: Letter, outcome: Outcome) -> None:
    now = app.clock()
    app.log.info("send", letter=letter.id, kind=letter.kind.value, outcome=type(outcome).__name__)
    if isinstance(outcome, Sent):
        app.store.mark_sent(letter.id, now)
    elif isinstance(outcome, RetryLater) and letter.attempts < MOST_ATTEMPTS:
        app.store.mark_failed(letter.id, outcome.reason, now + FIRST_PAUSE * 2 ** max(0, letter.attempts - 1))
    elif isinstance(outcome, Refused) and take_refusal(app, letter, outcome.reason):
        return  # the next poll writes to the unit's next address
    elif isinstance(outcome, RetryLater | Refused):
        app.store.mark_failed(letter.id, outcome.reason, None)
    # Unknown: it stays in SENDING, and is looked for before anything else happens to it.


def _keep_copy(app: App, mail: Mail) -> None:
    """A copy in the Sent folder, where the settings name one; without it the letter has still left."""
    folder = app.settings.mailbox.sent_folder
    if not folder:
        return
    try:
        with app.open_mailbox() as mailbox:
            mailbox.append(folder, mail.data, at=app.clock())
    except MailboxError as error:
        app.log.warning("sent copy", outcome="not kept", reason=str(error))


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
            app.store.mark_failed(
                letter.id, "may have left: check, then `intake decide letter ID approve`", None
            )
            done.outcomes["unknown"] += 1


def _was_sent(app: App, letter: Letter) -> bool:
    folder = app.settings.mailbox.sent_folder
    if not folder:
        return False
    with app.open_mailbox() as mailbox:
        return mailbox.find_message_id(folder, letter.message_id)
