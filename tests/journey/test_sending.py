"""Letters through a mail server on which everything goes wrong: each arrives once, or waits for a person."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from catalogue.outbox import Letter, LetterFile
from catalogue.records import LetterState
from catalogue.views import LetterFilter
from config.settings import MailboxSettings
from intake.app import App
from intake.jobs_send import send
from intake.mailbox import ImapMailbox
from intake.sender import SmtpSender
from tests.support.apps import NOW, Office, office_in
from tests.support.dovecot import Dovecot
from tests.support.faultysmtp import AMBIGUOUS, FILED, TAKEN, FaultySmtp, Trouble, running, shuffled
from tests.support.plans import letter

LETTERS, EACH = 40, 2
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENT_FOLDER = "Đã gửi"
BOOK = LetterFile("Noi-dung-bo-sung-CC25-7K3QF2.xlsx", XLSX, bytes(range(256)) * 80)
FILINGS = ["the server files", "we file", "nobody files"]
Facts = tuple[int, str]
"""The seed of the troubles, and who files what was sent."""


class World:
    """An office whose letters leave by a faulty server, with a Sent folder on a real one."""

    def __init__(self, office: Office, server: FaultySmtp, app: App, sent: Callable[[], ImapMailbox]) -> None:
        self.office, self.server, self.app, self._sent = office, server, app, sent

    def letters(self) -> dict[str, Letter]:
        """All letters by recipient."""
        return {one.to: one for one in self.app.store.letters(self.app.campaign.id, limit=1000)}

    def open(self) -> int:
        """How many letters may still move by themselves."""
        return sum(one.state in {LetterState.QUEUED, LetterState.SENDING} for one in self.letters().values())

    def copies(self) -> set[str]:
        """Which of the letters have a copy in the Sent folder."""
        with self._sent() as box:
            there = SENT_FOLDER in box.folders()
            return {
                one.to
                for one in self.letters().values()
                if there and box.find_message_id(SENT_FOLDER, one.message_id)
            }

    def rounds(self) -> int:
        """Send every five minutes until nothing moves any more; how many rounds there were."""
        number = 0
        while self.open():
            number += 1
            assert number < 400, "it goes on for ever"
            self.server.without_tls, self.server.without_login = number == 3, number == 5
            send(self.app)
            self.office.clock.forward(minutes=5)
        return number


@contextmanager
def world(folder: Path, template: Path, dovecot: Dovecot, user: str, facts: Facts) -> Iterator[World]:
    seed, filing = facts
    office = office_in(folder, template)
    account = dovecot.account(user, host="127.0.0.1", port=dovecot.imap_port, security="none", ca_file=None)

    def sent() -> ImapMailbox:
        return ImapMailbox(account)

    def file_copy(raw: bytes) -> None:
        with sent() as box:
            box.append(SENT_FOLDER, raw)

    server = FaultySmtp(office.clock, shuffled(seed, EACH))
    if filing == "the server files":
        server.file_copy = file_copy
    server.grey = {address(number) for number in range(0, LETTERS, 5)}
    server.gone, server.unwanted = {address(7), address(21)}, {address(11)}
    box = MailboxSettings(
        host="127.0.0.1", username=user, sent_folder="" if filing == "nobody files" else SENT_FOLDER
    )
    authority = trustme.CA()
    with running(server, authority) as smtp:
        app = App(
            **{
                **{name: getattr(office.app, name) for name in App.__slots__},
                "settings": office.app.settings.model_copy(update={"mailbox": box}),
                "open_mailbox": sent,
                "open_sender": lambda: SmtpSender(smtp()),
            }
        )
        for number in range(LETTERS):
            app.store.add_letter(
                letter(
                    str(number),
                    created_at=NOW,
                    message_id=f"<{number}.letter@sogddt.example>",
                    ref="CC25-7K3QF2",
                    to=address(number),
                    files=(BOOK,) if number % 2 else (),
                )
            )
        yield World(office, server, app, sent)
    office.app.store.close()


def address(number: int) -> str:
    return f"vanthu@truong{number:02}.example"


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.parametrize("facts", [*enumerate(FILINGS)], ids=FILINGS)
def test_whatever_the_server_does_each_letter_arrives_once_or_waits_for_a_person(
    tmp_path: Path, sqlite_template: Path, dovecot: Dovecot, user: str, facts: Facts
) -> None:
    with world(tmp_path / "office", sqlite_template, dovecot, user, facts) as made:
        made.rounds()
        assert made.server.deck == []
        letters, delivered = made.letters(), made.server.delivered
        assert len(letters) == LETTERS
        assert set(delivered.values()) == {1}
        each_is_what_befell_it(made, facts[1])
        the_officer_settles_what_is_in_doubt(made)
        assert set(delivered.values()) == {1}
        nowhere = made.server.gone | made.server.unwanted
        assert set(delivered) == set(letters) - nowhere


def each_is_what_befell_it(made: World, filing: str) -> None:
    """Compare where each letter is with the last thing that befell it on the server."""
    last = dict(made.server.befallen)
    copies = made.copies()
    for to, one in made.letters().items():
        befell, error = last[to], one.error
        if to in made.server.gone:
            assert (one.state, "5.1.1" in error) == (LetterState.RETURNED, True), to
        elif to in made.server.unwanted:
            assert one.state is LetterState.FAILED, to
        elif befell is Trouble.NONE:
            assert (one.state, error) == (LetterState.SENT, ""), to
        else:
            # Nothing was tried after it was not known whether it had left.
            assert befell in AMBIGUOUS, (to, befell)
            found = filing == "the server files" and befell in FILED
            assert one.state is (LetterState.SENT if found else LetterState.FAILED), (to, befell)
            assert found or "may have left" in error
        # A copy claims that a letter left: it is never there for one that did not.
        assert to not in copies or to in made.server.delivered
        if filing != "nobody files" and one.state is LetterState.SENT:
            assert to in copies, to
    assert bool(copies) == (filing != "nobody files")


def the_officer_settles_what_is_in_doubt(made: World) -> None:
    """He asks the schools, and lets those go again that got nothing."""
    failed = made.app.store.letters(made.app.campaign.id, LetterFilter(state=LetterState.FAILED), 1000)
    doubtful = [one for one in failed if "may have left" in one.error]
    assert doubtful
    last = dict(made.server.befallen)
    for one in doubtful:
        if last[one.to] in TAKEN:
            assert made.app.store.cancel(one.id)
        else:
            assert made.app.store.approve(one.id)
    made.rounds()
