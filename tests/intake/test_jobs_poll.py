from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.memory.tables import MessageState
from catalogue.records import LetterKind, MessageKind
from catalogue.views import MessageFilter
from intake.app import App
from intake.archive import Archive, ArchiveError
from intake.archive_folder import LocalFolder
from intake.jobs_fetch import fetch, keep
from intake.jobs_letters import ask
from intake.jobs_poll import ACCOUNT, import_files, poll
from intake.jobs_reports import compose
from intake.mailbox import Acknowledged, Mailbox, MailboxUnreachable
from tests.support.apps import SAO_MAI, Office, PostboxLine, mail, row, submission

FIRST, SECOND = submission(1, row("Hàn điện")), submission(2, row("Tiện ren"))


def test_every_message_is_archived_worked_on_and_told_to_the_server(office: Office) -> None:
    office.postbox.deliver(FIRST, SECOND)
    assert poll(office.app).counts() == {
        "on_server": 2, "fetched": 2, "new": 2, "refused": 0,
        "processed": 2, "needs_officer": 0, "failed": 0, "acknowledged": 2,
    }  # fmt: skip
    assert office.titles() == ["Hàn điện", "Tiện ren"]
    assert sorted(office.app.archive) == sorted(
        one.sha256 for one in office.app.store.messages(office.app.campaign.id)
    )


def test_a_second_poll_downloads_no_body(office: Office) -> None:
    app = replace(office.app, open_mailbox=lambda: Stubborn(office.postbox))
    office.postbox.deliver(FIRST, SECOND)
    poll(app)
    assert poll(app).counts()["fetched"] == 0
    assert office.postbox.bodies == 2


class Stubborn(PostboxLine):
    """A server that lets nothing be moved, so that all stays in the folder."""

    def acknowledge(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Acknowledged:
        del folder, uidvalidity
        return Acknowledged(uids=tuple(uids), way="none")


def test_a_poll_asked_to_stop_takes_no_further_batch_and_the_next_one_takes_the_rest(
    office: Office,
) -> None:
    office.postbox.batch = 1
    office.postbox.deliver(FIRST, SECOND, submission(3, row("May áo")))
    stopped = poll(office.app, lambda: office.postbox.bodies > 0).counts()
    assert (stopped["fetched"], stopped["processed"]) == (1, 0)
    assert poll(office.app).counts()["processed"] == 3
    assert office.postbox.bodies == 3


def test_equal_bytes_under_two_uids_are_one_message(office: Office) -> None:
    office.postbox.deliver(FIRST, FIRST)
    done = poll(office.app)
    assert (done.fetched.fetched, done.fetched.new) == (2, 1)
    [message] = office.app.store.messages(office.app.campaign.id)
    assert len(office.app.store.copies(message.sha256)) == 2
    assert office.titles() == ["Hàn điện"]
    assert office.postbox.folders["INBOX"] == {}


def test_one_message_id_with_other_bytes_is_another_message_and_flagged(office: Office) -> None:
    office.postbox.deliver(FIRST, submission(1, row("May áo")))
    poll(office.app)
    flags = [one.same_message_id for one in office.app.store.messages(office.app.campaign.id)]
    assert sorted(flags) == [False, True]


def test_a_folder_numbered_anew_loses_nothing_and_doubles_nothing(office: Office) -> None:
    app = replace(office.app, open_mailbox=lambda: Stubborn(office.postbox))
    office.postbox.deliver(FIRST, SECOND)
    poll(app)
    office.postbox.uidvalidity += 1
    office.postbox.deliver(submission(3, row("May áo")))
    done = poll(app)
    assert (done.fetched.fetched, done.fetched.new) == (3, 1)
    assert office.titles() == ["Hàn điện", "Tiện ren", "May áo"]
    assert app.store.ledger(app.campaign.id).messages == 3
    assert poll(app).counts()["fetched"] == 0


def test_an_unreachable_mailbox_keeps_nothing_archived_from_being_worked_on(office: Office) -> None:
    office.postbox.deliver(FIRST)
    fetch(office.app, ACCOUNT, ("INBOX",))
    office.postbox.down = True
    with pytest.raises(MailboxUnreachable):
        poll(office.app)
    assert office.titles() == ["Hàn điện"]


def test_an_unreachable_mailbox_stands_in_the_runs_and_in_the_digest_with_its_beginning(
    office: Office,
) -> None:
    poll(office.app)
    office.clock.at("2025-05-21T06:10:00")
    office.postbox.down = True
    for _ in range(2):
        with pytest.raises(MailboxUnreachable):
            poll(office.app)
        office.clock.forward(minutes=5)
    assert "no route" in office.app.store.last_runs("poll", 1)[0].error
    letter, _ = compose(office.app)
    assert "Hộp thư không truy cập được từ 06 giờ 10 ngày 21 tháng 5 năm 2025" in letter.text
    assert "no route" in letter.text


def test_the_trouble_is_over_with_the_first_poll_that_comes_through(office: Office) -> None:
    office.postbox.down = True
    with pytest.raises(MailboxUnreachable):
        poll(office.app)
    office.postbox.down = False
    office.clock.forward(minutes=5)
    poll(office.app)
    letter, _ = compose(office.app)
    assert "no route" not in letter.text


class DeafToAck(PostboxLine):
    """A line that breaks when the server is told."""

    def acknowledge(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Acknowledged:
        del folder, uidvalidity, uids
        raise MailboxUnreachable("mailbox: the line was cut")


def test_what_the_server_was_not_told_is_told_at_the_next_poll(office: Office) -> None:
    office.postbox.deliver(FIRST, SECOND)
    deaf = replace(office.app, open_mailbox=lambda: DeafToAck(office.postbox))
    with pytest.raises(MailboxUnreachable):
        poll(deaf)
    assert office.titles() == ["Hàn điện", "Tiện ren"]
    done = poll(office.app)
    assert (done.acknowledged, done.worked.done, done.fetched.fetched) == (2, 0, 0)
    assert office.postbox.bodies == 2


class ForgetfulAck(PostboxLine):
    """The server moves the messages, and the line breaks before it says so."""

    def acknowledge(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Acknowledged:
        super().acknowledge(folder, uidvalidity, uids)
        raise MailboxUnreachable("mailbox: the line was cut")


def test_an_acknowledgement_whose_answer_was_lost_is_repeated_without_harm(office: Office) -> None:
    office.postbox.deliver(FIRST, SECOND)
    with pytest.raises(MailboxUnreachable):
        poll(replace(office.app, open_mailbox=lambda: ForgetfulAck(office.postbox)))
    assert poll(office.app).acknowledged == 2
    assert office.postbox.acknowledged == [1, 2]
    assert poll(office.app).acknowledged == 0


class FullArchive(Archive):
    """An archive on a disk without room."""

    def put_many(self, messages: Sequence[object]) -> list[object]:  # type: ignore[override]
        del messages
        raise ArchiveError("cannot write to the archive: no space left")


def test_what_cannot_be_archived_is_not_known_and_comes_again(office: Office) -> None:
    office.postbox.deliver(FIRST)
    full = replace(office.app, archive=FullArchive(LocalFolder(office.folder / "archive")))
    with pytest.raises(ArchiveError):
        poll(full)
    assert office.app.store.messages(office.app.campaign.id) == []
    assert poll(office.app).counts()["new"] == 1
    assert office.titles() == ["Hàn điện"]


def test_bytes_archived_before_a_crash_are_taken_up_by_the_next_poll(office: Office) -> None:
    office.postbox.deliver(FIRST)
    with office.postbox.open() as line:
        [batch] = list(line.fetch("INBOX", 7, [1]))
    office.app.archive.put_many(batch.messages)
    assert poll(office.app).counts()["new"] == 1
    assert office.titles() == ["Hàn điện"]


def test_messages_kept_twice_are_new_once(office: Office) -> None:
    office.postbox.deliver(FIRST)
    with office.postbox.open() as line:
        [batch] = list(line.fetch("INBOX", 7, [1]))
    assert [keep(office.app, batch.messages), keep(office.app, batch.messages)] == [1, 0]


# Files.


def files(office: Office, *raws: bytes) -> list[Path]:
    folder = office.folder / "files"
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number:02d}.eml" for number, _ in enumerate(raws)]
    for path, raw in zip(paths, raws, strict=True):
        path.write_bytes(raw)
    return paths


def test_files_take_the_same_road_with_the_time_of_their_own_trace(office: Office) -> None:
    done = import_files(office.app, files(office, FIRST))
    assert (done.found, done.new, done.worked.done, done.problems) == (1, 1, 1, [])
    [message] = office.app.store.messages(office.app.campaign.id)
    assert message.received_at.isoformat() == "2025-05-19T02:30:00+00:00"
    assert office.titles() == ["Hàn điện"]


def test_an_import_touches_no_mailbox_and_makes_no_letter(office: Office) -> None:
    def refuse() -> Mailbox:
        raise AssertionError("an import opens no mailbox")

    app = replace(office.app, open_mailbox=refuse)
    import_files(app, files(office, FIRST, submission(2, row("Tiện ren", url=""))))
    assert app.store.letters(app.campaign.id) == []


def test_imported_files_are_never_acknowledged_but_mail_is(office: Office) -> None:
    import_files(office.app, files(office, FIRST))
    office.clock.forward(hours=1)
    assert ask(office.app).made == []
    office.postbox.deliver(submission(2, row("Tiện ren"), sent="2025-05-20T09:00:00"))
    poll(office.app)
    office.clock.forward(hours=1)
    [letter] = ask(office.app).made
    assert (letter.kind, letter.unit_id) == (LetterKind.COMPLETE, SAO_MAI)
    assert letter.in_reply_to == "<2.test@saomai.example>"


def test_a_file_imported_twice_is_one_message(office: Office) -> None:
    paths = files(office, FIRST)
    import_files(office.app, paths)
    again = import_files(office.app, paths)
    assert (again.found, again.new, again.worked.done) == (1, 0, 0)
    assert office.titles() == ["Hàn điện"]


def test_a_message_imported_first_and_then_polled_is_one_message(office: Office) -> None:
    import_files(office.app, files(office, FIRST))
    office.postbox.deliver(FIRST)
    done = poll(office.app)
    assert (done.fetched.fetched, done.fetched.new, done.acknowledged) == (1, 0, 1)
    assert office.app.store.ledger(office.app.campaign.id).messages == 1


def kinds(app: App) -> set[MessageKind | None]:
    return {one.kind for one in app.store.messages(app.campaign.id)}


def test_messages_that_say_nothing_of_courses_are_filed_and_shown_but_never_folded(office: Office) -> None:
    away = mail(
        5,
        "Tôi đi công tác đến hết tuần.",
        subject="Tra loi tu dong",
        headers=["Auto-Submitted: auto-replied"],
    )
    office.postbox.deliver(away, mail(6, "Chào mừng bạn đến với bản tin tuần.", sender="tin@bantin.example"))
    done = poll(office.app)
    assert done.worked.done == 2
    assert MessageKind.SUBMISSION not in kinds(office.app)
    assert office.app.store.unit_state(office.app.campaign.id, SAO_MAI) is None
    stored = office.app.store.messages(office.app.campaign.id, MessageFilter(state=MessageState.DONE))
    assert len(stored) == 2
