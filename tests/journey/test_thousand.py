"""A thousand messages over TLS, and what a server may do to a poll: all are accounted for, none twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bench.messages import domain, messages, unit_id
from catalogue.records import MessageKind, Unit
from catalogue.snapshot import check_balance
from config.settings import MailboxSettings
from intake.app import build_reader
from intake.jobs_digest import take_snapshot
from intake.jobs_poll import Polled, poll
from intake.mailbox import Account, ImapMailbox, MailboxUnreachable
from tests.support.apps import Office, office_in
from tests.support.dovecot import Dovecot
from tests.support.faultproxy import Fault, FaultProxy

pytestmark = [pytest.mark.server, pytest.mark.slow]

MANY, UNITS, SOME = 1000, 250, 60
# A poll that finds nothing new speaks a few hundred bytes and lists the UIDs; one body has some 20,000.
WITHOUT_BODIES = 18_000


@dataclass
class House:
    """An installation before a mailbox behind a line that can be cut."""

    office: Office
    proxy: FaultProxy
    dovecot: Dovecot
    user: str

    def poll(self) -> Polled:
        return poll(self.office.app)

    def states(self) -> dict[str, int]:
        return dict(self.office.app.store.ledger(self.office.app.campaign.id).messages_by_state)

    def accounted_for(self, count: int) -> None:
        """Every message is archived, done, and counted once in every sum."""
        app = self.office.app
        ledger = app.store.ledger(app.campaign.id)
        assert (ledger.messages, ledger.messages_by_state) == (count, {"done": count})
        assert sum(1 for _ in app.archive) == count
        assert check_balance(take_snapshot(app)) == ()

    def records(self) -> list[tuple[str, str, str | None]]:
        found = self.office.app.store.records(self.office.app.campaign.id)
        return sorted((one.id, one.name, one.unit_id) for one in found)


@contextmanager
def house(dovecot: Dovecot, user: str, folder: Path, template: Path) -> Iterator[House]:
    with FaultProxy(dovecot.imaps_port) as proxy:
        account = dovecot.account(user, name="mailbox", port=proxy.port, acknowledge="none")
        made = office_in(
            folder,
            template,
            open_mailbox=lambda: ImapMailbox(account),
            mailbox=MailboxSettings(host="localhost", username=user, acknowledge="none"),
        )
        units = [
            Unit(
                id=unit_id(number),
                name=f"Trường Cao đẳng Thực nghiệm Số {number:05d}",
                kind="college",
                domains=(domain(number),),
            )
            for number in range(UNITS)
        ]
        made.app.store.replace_units(made.app.campaign.id, units)
        made.app = replace(made.app, reader=build_reader(made.app.settings.reading, made.app.log))
        yield House(made, proxy, dovecot, user)
        made.app.close()


@pytest.fixture(scope="module")
def thousand(
    dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[tuple[House, Polled]]:
    """A thousand messages, polled once; the tests below go on from each other's end, in order."""
    dovecot.deliver("a-thousand", messages(MANY, UNITS))
    folder = tmp_path_factory.mktemp("thousand") / "office"
    with house(dovecot, "a-thousand", folder, sqlite_template) as made:
        yield made, made.poll()


@pytest.fixture
def some(dovecot: Dovecot, user: str, tmp_path: Path, sqlite_template: Path) -> Iterator[House]:
    """Some messages that nobody has polled yet."""
    dovecot.deliver(user, messages(SOME, UNITS))
    with house(dovecot, user, tmp_path / "office", sqlite_template) as made:
        yield made


def test_a_thousand_messages_are_accounted_for_each_in_one_state(thousand: tuple[House, Polled]) -> None:
    made, done = thousand
    counts = done.counts()
    assert (counts["on_server"], counts["fetched"], counts["new"], counts["processed"]) == (MANY,) * 4
    assert counts["failed"] == counts["refused"] == 0
    made.accounted_for(MANY)


def test_each_unit_has_the_courses_of_all_its_messages_once(thousand: tuple[House, Polled]) -> None:
    made, _ = thousand
    names = [name for _, name, unit in made.records() if unit == unit_id(7) and name.startswith("Nghề")]
    assert len(names) == len(set(names)) == MANY // UNITS * 25
    kinds = {one.kind for one in made.office.app.store.messages(made.office.app.campaign.id)}
    assert kinds == {MessageKind.SUBMISSION}


def test_a_second_poll_downloads_no_body(thousand: tuple[House, Polled]) -> None:
    made, _ = thousand
    made.proxy.faults = [Fault(cut_after=WITHOUT_BODIES)]
    made.proxy.cuts = 0
    counts = made.poll().counts()
    assert made.proxy.cuts == 0
    assert (counts["on_server"], counts["fetched"], counts["processed"]) == (MANY, 0, 0)


def test_a_folder_numbered_anew_loses_nothing_and_doubles_nothing(thousand: tuple[House, Polled]) -> None:
    made, _ = thousand
    before = made.records()
    made.dovecot.renumber(made.user, 4_000_000_001)
    made.dovecot.deliver(made.user, [b"From: a@b.example\nMessage-ID: <one-more@b.example>\n\nXin chao.\n"])
    counts = made.poll().counts()
    assert (counts["fetched"], counts["new"], counts["processed"]) == (MANY + 1, 1, 1)
    made.accounted_for(MANY + 1)
    assert made.records() == before
    made.proxy.faults = [Fault(cut_after=WITHOUT_BODIES)]
    assert made.poll().counts()["fetched"] == 0


def test_a_line_cut_in_the_middle_of_a_fetch_is_taken_up_where_it_broke(some: House) -> None:
    # The first line dies while the sizes come, the next two in the middle of bodies.
    some.proxy.faults = [None, Fault(cut_after=4_000), Fault(cut_after=300_000), Fault(cut_after=900_000)]
    counts = some.poll().counts()
    assert some.proxy.cuts == 3
    assert (counts["fetched"], counts["new"], counts["processed"]) == (SOME, SOME, SOME)
    some.accounted_for(SOME)


def test_a_server_that_always_cuts_gives_what_it_can_and_the_next_poll_the_rest(some: House) -> None:
    # Each line breaks with the first body: nothing can come, and the poll says so.
    some.proxy.faults = [None, *[Fault(cut_after=9_000)] * 40]
    with pytest.raises(MailboxUnreachable):
        some.poll()
    assert some.office.app.store.last_runs("poll", 1)[0].error
    some.proxy.faults = []
    assert some.poll().counts()["processed"] == SOME
    some.accounted_for(SOME)


def test_a_line_cut_at_the_acknowledgement_is_made_up_for(some: House) -> None:
    some.proxy.faults = [None, None, Fault(cut_on=b"MOVE")]
    plain = some.dovecot.plain_account(some.user, some.proxy.port, name="mailbox")
    moving = with_account(some, plain)
    some.proxy.server_port = some.dovecot.imap_port
    with pytest.raises(MailboxUnreachable):
        poll(moving.app)
    assert some.proxy.cuts == 1
    counts = poll(moving.app).counts()
    assert (counts["fetched"], counts["processed"], counts["acknowledged"]) == (0, 0, SOME)
    assert poll(moving.app).counts()["on_server"] == 0
    some.accounted_for(SOME)


def with_account(made: House, account: Account) -> Office:
    made.office.app = replace(made.office.app, open_mailbox=lambda: ImapMailbox(account))
    return made.office
