from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from catalogue.asking.office import next_office_moment
from catalogue.records import LetterKind, LetterState
from config.settings import MailboxSettings, SettingsError
from intake.app import App
from intake.jobs_send import MOST_ATTEMPTS, mail_of, send, write_out
from intake.mailbox import Mailbox, MailboxUnreachable
from intake.sender import Mail, Outcome, Refused, RetryLater, Sent, Unknown
from tests.support.apps import NOW, Office, Pillar
from tests.support.plans import letter

TO = "vanthu@truong.example"


def queued(office: Office, count: int = 1) -> list[int]:
    made = [
        letter(
            str(number),
            created_at=NOW,
            message_id=f"<{number}.letter@sogddt.example>",
            ref="CC25-7K3QF2",
            to=f"{number}.{TO}",
        )
        for number in range(count)
    ]
    return [office.app.store.add_letter(one) for one in made]


def state(app: App, number: int) -> tuple[LetterState, str]:
    found = app.store.letter(number)
    assert found is not None
    return found.state, found.error


def test_each_letter_leaves_once(office: Office) -> None:
    queued(office, 3)
    assert send(office.app).outcomes == {"sent": 3}
    assert send(office.app).outcomes == {}
    assert office.pillar.message_ids == [f"<{number}.letter@sogddt.example>" for number in range(3)]


def test_nothing_leaves_and_nothing_changes_until_sending_is_allowed(office: Office) -> None:
    [number] = queued(office)
    done = send(office.with_settings(sending=False))
    assert [one.id for one in done.waiting] == [number]
    assert office.pillar.mails == []
    assert state(office.app, number) == (LetterState.QUEUED, "")


def test_a_letter_put_off_by_the_server_goes_out_later(office: Office) -> None:
    [number] = queued(office)
    office.pillar.answers[f"0.{TO}"] = RetryLater("450 greylisted")
    send(office.app)
    assert state(office.app, number) == (LetterState.QUEUED, "450 greylisted")
    office.pillar.answers.clear()
    assert send(office.app).outcomes == {}
    office.clock.forward(minutes=6)
    assert send(office.app).outcomes == {"sent": 1}


def test_a_server_that_stays_away_is_tried_for_a_week_of_office_hours_and_given_up_visibly(
    office: Office,
) -> None:
    [number] = queued(office)
    office.pillar.answers[f"0.{TO}"] = RetryLater("no route")
    tries: list[datetime] = []
    while len(tries) < MOST_ATTEMPTS:
        if send(office.app).outcomes:
            tries.append(office.clock.now)
        office.clock.forward(minutes=5 if len(tries) < 6 else 60)
    pauses = [later - earlier for earlier, later in pairwise(tries)]
    assert pauses[:5] == [timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 60)]
    assert timedelta(days=4) < tries[-1] - tries[0] < timedelta(days=8)
    assert all(next_office_moment(one, office.app.campaign) == one for one in tries)
    assert state(office.app, number) == (LetterState.FAILED, "no route")


def test_no_letter_leaves_at_night_but_the_digest(office: Office) -> None:
    [number] = queued(office)
    office.app.store.add_letter(
        letter("d", kind=LetterKind.DIGEST, unit_id=None, created_at=NOW, message_id="<d@sogddt.example>")
    )
    office.clock.at("2025-05-20T21:00:00")
    assert send(office.app).outcomes == {"sent": 1}
    assert office.pillar.message_ids == ["<d@sogddt.example>"]
    office.clock.at("2025-05-21T09:00:00")
    assert send(office.app).outcomes == {"sent": 1}
    assert state(office.app, number)[0] is LetterState.SENT


def test_a_refused_letter_is_not_tried_again_and_stops_no_other(office: Office) -> None:
    first, second = queued(office, 2)
    office.pillar.answers[f"0.{TO}"] = Refused("554 5.7.1 rejected")
    assert send(office.app).outcomes == {"refused": 1, "sent": 1}
    assert state(office.app, first) == (LetterState.FAILED, "554 5.7.1 rejected")
    assert state(office.app, second)[0] is LetterState.SENT


def with_sent_folder(office: Office) -> App:
    box = MailboxSettings(host="imap.sogddt.example", username="tiepnhan", sent_folder="Sent")
    return office.with_settings(mailbox=box)


class CutAfter(Pillar):
    """Hands letters over, and hears no answer."""

    def send(self, mail: Mail) -> Outcome:
        super().send(mail)
        return Unknown("no answer after the mail was handed over")


def test_a_letter_that_may_have_left_is_found_in_the_sent_folder_and_not_sent_again(office: Office) -> None:
    app = with_sent_folder(office)
    [number] = queued(office)
    silent = CutAfter()
    send(replace(app, open_sender=silent.open))
    assert state(app, number)[0] is LetterState.SENDING
    office.postbox.deliver(silent.mails[0].data, folder="Sent")
    office.clock.forward(minutes=30)
    assert send(app).outcomes == {"found": 1}
    assert state(app, number)[0] is LetterState.SENT
    assert office.pillar.mails == []


def test_a_letter_that_may_have_left_and_is_not_found_waits_for_a_person(office: Office) -> None:
    app = with_sent_folder(office)
    [number] = queued(office)
    send(replace(app, open_sender=CutAfter().open))
    office.postbox.folders["Sent"] = {}
    office.clock.forward(minutes=30)
    assert send(app).outcomes == {"unknown": 1}
    assert state(app, number)[0] is LetterState.FAILED
    assert "may have left" in state(app, number)[1]
    assert office.pillar.mails == []


def test_without_a_sent_folder_nobody_guesses(office: Office) -> None:
    [number] = queued(office)
    send(replace(office.app, open_sender=CutAfter().open))
    office.clock.forward(minutes=30)
    assert send(office.app).outcomes == {"unknown": 1}
    assert state(office.app, number)[0] is LetterState.FAILED


def test_a_server_that_lost_an_answer_gets_no_other_letter_until_that_one_is_settled(office: Office) -> None:
    numbers = queued(office, 3)
    silent = CutAfter()
    assert send(replace(office.app, open_sender=silent.open)).outcomes == {"unknown": 1}
    office.clock.forward(minutes=5)
    assert send(office.app).outcomes == {"paused": 1}
    found = [state(office.app, number) for number in numbers]
    assert [one for one, _ in found] == [LetterState.SENDING, LetterState.QUEUED, LetterState.QUEUED]
    assert found[0][1] == "may have left: no answer after the mail was handed over"
    office.clock.forward(minutes=25)
    assert send(office.app).outcomes == {"unknown": 1, "sent": 2}
    assert len(silent.mails) == 1


def test_what_is_known_to_have_left_is_sent_even_if_it_was_given_up_meanwhile(office: Office) -> None:
    [number] = queued(office)

    class Slow(Pillar):
        """Another process looks for the letter in vain while this one still hears the server."""

        def send(self, mail: Mail) -> Outcome:
            office.clock.forward(minutes=30)
            assert send(office.app).outcomes == {"unknown": 1}
            return super().send(mail)

    send(replace(office.app, open_sender=Slow().open))
    assert state(office.app, number) == (LetterState.SENT, "")


def test_a_letter_that_one_of_its_readers_cannot_get_says_so(office: Office) -> None:
    [number] = queued(office)
    office.pillar.answers[f"0.{TO}"] = Sent("250 queued", refused=("550 5.1.1 no such user",))
    send(office.app)
    assert state(office.app, number) == (LetterState.SENT, "550 5.1.1 no such user")


def test_a_mailbox_that_is_down_keeps_no_other_letter_from_leaving(office: Office) -> None:
    app = with_sent_folder(office)
    [stuck] = queued(office)
    send(replace(app, open_sender=CutAfter().open))
    office.clock.forward(minutes=30)
    fresh = app.store.add_letter(letter("9", created_at=NOW, message_id="<9.letter@sogddt.example>"))
    office.postbox.down = True
    assert send(app).outcomes["sent"] == 1
    assert state(app, fresh)[0] is LetterState.SENT
    assert state(app, stuck)[0] is LetterState.SENDING


def test_a_copy_of_each_letter_lies_in_the_sent_folder(office: Office) -> None:
    app = with_sent_folder(office)
    queued(office, 2)
    send(app)
    copies = [raw for raw, _ in office.postbox.folders["Sent"].values()]
    assert copies == [mail.data for mail in office.pillar.mails]


def test_a_server_that_files_what_it_sends_gets_no_second_copy(office: Office) -> None:
    app = with_sent_folder(office)
    queued(office)

    class Filing(Pillar):
        def send(self, mail: Mail) -> Outcome:
            office.postbox.deliver(mail.data, folder="Sent")
            return super().send(mail)

    send(replace(app, open_sender=Filing().open))
    assert len(office.postbox.folders["Sent"]) == 1


def test_a_copy_that_cannot_be_kept_for_want_of_a_password_leaves_the_letter_sent(office: Office) -> None:
    [number] = queued(office)

    def unset() -> Mailbox:
        raise SettingsError("mailbox.password: no secret")

    assert send(replace(with_sent_folder(office), open_mailbox=unset)).outcomes == {"sent": 1}
    assert state(office.app, number)[0] is LetterState.SENT


class Dying(Pillar):
    """The process dies with the second letter in hand."""

    def send(self, mail: Mail) -> Outcome:
        if len(self.mails) == 1:
            raise KeyboardInterrupt
        return super().send(mail)


def test_a_crash_leaves_only_the_letter_in_hand_in_doubt(office: Office) -> None:
    numbers = queued(office, 5)
    dying = Dying()
    with pytest.raises(KeyboardInterrupt):
        send(replace(office.app, open_sender=dying.open))
    states = [state(office.app, number)[0] for number in numbers]
    sent, doubtful, waiting = LetterState.SENT, LetterState.SENDING, LetterState.QUEUED
    assert states == [sent, doubtful, waiting, waiting, waiting]
    assert send(office.app).outcomes == {"sent": 3}
    everything = dying.message_ids + office.pillar.message_ids
    assert len(everything) == len(set(everything)) == 4


def test_settings_that_name_no_server_leave_every_letter_in_the_queue(office: Office) -> None:
    numbers = queued(office, 2)

    def unset() -> Pillar:
        raise SettingsError("smtp.host: not set")

    with pytest.raises(SettingsError):
        send(replace(office.app, open_sender=unset))
    assert [state(office.app, number)[0] for number in numbers] == [LetterState.QUEUED] * 2


class NoPassword(Pillar):
    """The secret is asked for when the first letter opens the line, and it is not there."""

    def send(self, mail: Mail) -> Outcome:
        raise SettingsError(f"smtp.password: no secret for {mail.message_id}")


def test_a_missing_password_leaves_every_letter_in_the_queue(office: Office) -> None:
    numbers = queued(office, 2)
    with pytest.raises(SettingsError):
        send(replace(office.app, open_sender=NoPassword().open))
    assert [state(office.app, number)[0] for number in numbers] == [LetterState.QUEUED] * 2


def test_letters_are_laid_into_a_folder_exactly_as_they_would_go(office: Office, tmp_path: Path) -> None:
    [number] = queued(office)
    found = office.app.store.letter(number)
    assert found is not None
    [path] = write_out(office.app, [found], tmp_path / "out")
    assert path.read_bytes() == mail_of(office.app, found).data
    assert state(office.app, number)[0] is LetterState.QUEUED


def test_a_letter_says_that_it_is_automatic_and_where_to_answer(office: Office) -> None:
    queued(office)
    send(office.app)
    head = office.pillar.mails[0].data.partition(b"\r\n\r\n")[0].lower()
    assert b"auto-submitted: auto-" in head
    assert b"reply-to: tiepnhan.gdtx+cc25-7k3qf2@sogddt.example" in head


def test_a_sent_folder_that_cannot_be_written_does_not_unsend_a_letter(office: Office) -> None:
    app = with_sent_folder(office)
    [number] = queued(office)
    office.postbox.down = True
    assert send(app).outcomes == {"sent": 1}
    assert state(app, number)[0] is LetterState.SENT
    with pytest.raises(MailboxUnreachable), app.open_mailbox():
        raise AssertionError
