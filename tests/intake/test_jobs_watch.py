from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr

from catalogue.records import LetterKind, LetterState
from catalogue.views import LetterFilter
from config.settings import OperatorSettings, Secret
from intake.jobs_reports import digest
from intake.jobs_send import send
from intake.jobs_watch import watch
from intake.sender import RetryLater
from tests.support.apps import Office
from tests.support.outgoing import parsed
from tests.support.plans import letter, new_message

TO = ("quantri@sogddt.example", "truc@sogddt.example")


@pytest.fixture
def house(office: Office) -> Office:
    """An installation whose operator is known, on a disk with room."""
    office.app = office.with_settings(operator=OperatorSettings(mail_to=TO, disk_free_mb=0))
    return office


def polled(office: Office, error: str = "", **later: float) -> None:
    """A pass over the mailbox that ended so, some time later."""
    office.clock.forward(**later)
    run = office.app.store.start_run("poll", office.clock.now)
    office.app.store.finish_run(run, office.clock.now, {}, error)


def mails(office: Office, **later: float) -> list[EmailMessage]:
    """What reaches the operator after one more look, some time later."""
    office.clock.forward(**later)
    watch(office.app)
    send(office.app)
    arrived = [parsed(one) for one in office.pillar.mails if one.to == TO]
    office.pillar.mails.clear()
    return arrived


def subjects(office: Office, **later: float) -> list[str]:
    return [str(one["Subject"]).partition("] ")[2] for one in mails(office, **later)]


def troubles(office: Office) -> list[str]:
    return [one.name for one in watch(office.app).troubles]


def failed(office: Office, window: str) -> int:
    store = office.app.store
    number = store.add_letter(letter(window, to="phongdaotao@truong.example", created_at=office.clock.now))
    store.due_letters(office.clock.now, 1)
    store.mark_failed(number, "550 5.1.1 <phongdaotao@truong.example> unknown", None)
    return number


def quarantined(office: Office, word: str) -> None:
    store = office.app.store
    store.add_message(new_message(word, archived_at=office.clock.now))
    [claimed] = store.claim("w", office.clock.now, 60, limit=1)
    store.fail(claimed.sha256, "Traceback ...", None)


def test_a_mailbox_that_is_away_for_minutes_wakes_nobody(house: Office) -> None:
    polled(house)
    polled(house, "imap.sogddt.example: no answer", minutes=5)
    polled(house, "imap.sogddt.example: no answer", minutes=20)
    assert (subjects(house), troubles(house)) == ([], [])


def test_a_mailbox_that_stays_away_is_mailed_once_at_night_too_and_once_when_it_is_back(
    house: Office,
) -> None:
    house.clock.at("2025-05-21T01:30:00")
    polled(house)
    polled(house, "login of tiepnhan@sogddt.example refused", minutes=5)
    polled(house, "login of tiepnhan@sogddt.example refused", minutes=31)
    [told] = mails(house)
    assert str(told["Subject"]).endswith("The mailbox cannot be read since 2025-05-21 01:35 +0700")
    assert told["Auto-Submitted"] == "auto-generated"
    text = told.get_content()
    assert "What to do:\n1. `intake check`" in text
    assert "login of (address) refused" in text
    assert "@" not in text
    for _ in range(40):
        polled(house, "login of tiepnhan@sogddt.example refused", minutes=10)
        assert subjects(house) == []
    polled(house, minutes=5)
    assert subjects(house) == ["over: The mailbox cannot be read since 2025-05-21 01:35 +0700"]
    assert subjects(house, minutes=5) == []


def test_what_comes_and_goes_does_not_ring_all_night(house: Office) -> None:
    polled(house)
    rung = []
    for _ in range(10):
        polled(house, "down", minutes=1)
        polled(house, "down", minutes=40)
        rung += subjects(house)
        polled(house, minutes=5)
        rung += subjects(house)
    assert [one.partition(":")[0] == "over" for one in rung] == [False, True] * (len(rung) // 2)
    assert len(rung) <= 4


def test_a_trouble_that_is_over_before_its_mail_has_left_is_not_told_of(house: Office) -> None:
    polled(house)
    polled(house, "down", minutes=1)
    polled(house, "down", minutes=40)
    assert [one.kind for one in watch(house.app).letters] == [LetterKind.OPERATOR]
    polled(house, minutes=1)
    assert subjects(house) == []


def test_passes_that_never_end_are_a_trouble_though_none_failed(house: Office) -> None:
    polled(house)
    house.app.store.start_run("poll", house.clock.now)
    assert subjects(house, hours=1) == []
    assert [one.partition(" since ")[0] for one in subjects(house, hours=2)] == [
        "The service does not look at the mailbox"
    ]


def test_passes_that_were_killed_from_the_first_on_are_a_trouble(house: Office) -> None:
    for _ in range(4):
        house.app.store.start_run("poll", house.clock.now)
        house.clock.forward(hours=1)
    assert troubles(house) == ["worker"]


def test_a_report_that_was_not_made_is_told_an_hour_later_and_over_once_it_is_there(house: Office) -> None:
    house.clock.at("2025-05-21T07:30:00")
    digest(house.app)
    send(house.app)
    house.clock.at("2025-05-22T08:29:00")
    polled(house)
    assert troubles(house) == []
    assert [one.partition(" since ")[0] for one in subjects(house, minutes=1)] == [
        "The officer's report of the day was not made"
    ]
    digest(house.app)
    assert [one[:6] for one in subjects(house, minutes=5)] == ["over: "]


def test_quarantine_is_told_of_again_only_when_it_grew_and_once_a_day(house: Office) -> None:
    polled(house)
    quarantined(house, "a")
    assert subjects(house) == ["Messages that could not be processed: 1"]
    quarantined(house, "b")
    quarantined(house, "c")
    polled(house, hours=1)
    assert subjects(house) == []
    polled(house, hours=24)
    assert subjects(house) == ["Messages that could not be processed: 3"]
    polled(house, hours=25)
    assert subjects(house) == []


def test_letters_given_up_are_counted_and_nobody_is_named(house: Office) -> None:
    number = failed(house, "1")
    [told] = mails(house)
    assert "Letters that were given up: 1" in str(told["Subject"])
    assert "truong.example" not in told.get_content()
    house.app.store.cancel(number)
    assert subjects(house, hours=1) == ["over: Letters that were given up: 1"]


def test_a_mail_server_that_refuses_is_told_by_log_and_exit_code_not_by_mail(house: Office) -> None:
    unsent = letter("1", kind=LetterKind.DIGEST, unit_id=None, message_id="<1@sogddt.example>")
    house.app.store.add_letter(replace(unsent, to="a@truong.example", created_at=house.clock.now))
    house.pillar.answers["a@truong.example"] = RetryLater("535 authentication failed")
    send(house.app)
    assert subjects(house, hours=2) == []
    assert troubles(house) == ["sending"]


def test_a_full_disk_is_told_of_before_it_is_full(house: Office) -> None:
    house.app = house.with_settings(operator=OperatorSettings(mail_to=TO, disk_free_mb=1 << 40))
    [told] = subjects(house)
    assert told.startswith("The disk of the database is nearly full (")
    house.app = house.with_settings(operator=OperatorSettings(mail_to=TO, disk_free_mb=0))
    assert subjects(house, minutes=5) == [f"over: {told}"]


def test_a_key_that_is_gone_is_told_of_without_it(house: Office) -> None:
    house.app = house.with_settings(secret=Secret(file=Path("gone.secret")))
    assert subjects(house) == ["The key that signs letters cannot be read"]
    house.app = house.with_settings(secret=Secret(value=SecretStr("back")))
    assert subjects(house, minutes=5) == ["over: The key that signs letters cannot be read"]


def test_without_an_operator_troubles_are_only_listed(house: Office) -> None:
    house.app = house.with_settings(operator=OperatorSettings(disk_free_mb=1 << 40))
    assert troubles(house) == ["disk"]
    wanted = LetterFilter(kind=LetterKind.OPERATOR)
    assert house.app.store.letters(house.app.campaign.id, wanted) == []


def test_nothing_leaves_where_sending_is_off(house: Office) -> None:
    house.app = house.with_settings(sending=False)
    failed(house, "1")
    assert subjects(house) == []
    [waiting] = house.app.store.letters(house.app.campaign.id, LetterFilter(kind=LetterKind.OPERATOR))
    assert waiting.state is LetterState.QUEUED


def test_an_address_that_is_none_is_a_fault_of_the_settings() -> None:
    with pytest.raises(ValueError, match="mail_to"):
        OperatorSettings(mail_to=("nobody",))
