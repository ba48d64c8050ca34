"""What follows from a letter that came back, and from a notice that somebody is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState
from catalogue.snapshot import Need, NeedLine
from intake.jobs_digest import take_snapshot
from intake.jobs_letters import ask, remind
from intake.jobs_poll import poll
from intake.jobs_reprocess import reprocess
from intake.jobs_send import send
from intake.sender import Refused
from tests.support.apps import (
    ADDRESSES,
    BIEN_XANH,
    DOI_THONG,
    SAO_MAI,
    Office,
    mail,
    roster,
    row,
    submission,
)

SECOND, THIRD = "tuyensinh@bienxanh.example", "hieutruong@bienxanh.example"
FIRST = ADDRESSES[BIEN_XANH]
UNKNOWN = "550 5.1.1 user unknown"
FULL = "552 5.2.2 mailbox full"


def with_addresses(office: Office, *addresses: str) -> None:
    units = [replace(one, emails=addresses) if one.id == BIEN_XANH else one for one in roster()]
    office.app.store.replace_units(office.app.campaign.id, units)


def report(
    number: int,
    letter: Letter,
    words: str,
    sent: str,
    *,
    action: str = "failed",
    back: str = "",
    to: str = "",
) -> bytes:
    """A report of a mail server; ``back`` are the header lines that it returns of the letter."""
    head = mail(number, "x", sender="MAILER-DAEMON@mx.sogddt.example", sent=sent, subject="Undelivered Mail")
    head = head.partition(b"Content-Type: multipart/mixed")[0]
    status = words.split()[1]
    fields = (
        f"Final-Recipient: rfc822; {to or letter.to}\r\nAction: {action}\r\n"
        f"Status: {status}\r\nDiagnostic-Code: smtp; {words}\r\n"
    )
    return (
        head
        + (
            "Auto-Submitted: auto-replied\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b0"\r\n'
            "\r\n--b0\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
            "--b0\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
            f"{fields}\r\n--b0\r\nContent-Type: text/rfc822-headers\r\n\r\n{back}\r\n\r\n--b0--\r\n"
        ).encode()
    )


def named(letter: Letter) -> str:
    return f"Message-ID: {letter.message_id}"


def arrives(office: Office, *raws: bytes) -> None:
    office.postbox.deliver(*raws, at=office.clock.now)
    poll(office.app)


def reminded(office: Office, moment: str = "2025-05-15T08:00:00") -> Letter:
    """The reminder to Biển Xanh, sent."""
    office.clock.at(moment)
    remind(office.app)
    send(office.app)
    return next(one for one in letters(office) if one.state is LetterState.SENT)


def letters(office: Office, unit_id: str = BIEN_XANH) -> list[Letter]:
    """All letters of a unit, newest first."""
    return [one for one in office.app.store.letters(office.app.campaign.id) if one.unit_id == unit_id]


def facts(office: Office) -> list[tuple[str, str, LetterState]]:
    return [(one.window, one.to, one.state) for one in reversed(letters(office))]


def muted(office: Office) -> frozenset[str]:
    return office.app.store.muted(office.clock.now)


def needs(office: Office, kind: Need) -> list[NeedLine]:
    return [one for one in take_snapshot(office.app).needs if one.kind is kind]


AFTER = "2025-05-15T08:30:00"


def test_a_letter_refused_for_good_goes_once_to_the_next_address(office: Office) -> None:
    with_addresses(office, FIRST, SECOND)
    letter = reminded(office)
    office.clock.at(AFTER)
    arrives(office, report(1, letter, UNKNOWN, AFTER, back=named(letter)))
    assert muted(office) == {FIRST}
    assert facts(office) == [
        (letter.window, FIRST, LetterState.RETURNED),
        (f"{letter.window}/2", SECOND, LetterState.QUEUED),
    ]
    arrives(office, report(2, letter, UNKNOWN, AFTER, back=named(letter)))
    send(office.app)
    assert [(one[1], one[2]) for one in facts(office)] == [
        (FIRST, LetterState.RETURNED),
        (SECOND, LetterState.SENT),
    ]
    copy = letters(office)[0]
    assert (copy.text, copy.ref, copy.items) == (letter.text, letter.ref, letter.items)
    assert copy.message_id != letter.message_id


def test_each_address_is_tried_once_and_then_the_officer_hears_of_it(office: Office) -> None:
    with_addresses(office, FIRST, SECOND)
    letter = reminded(office)
    for number in (1, 2):
        send(office.app)
        latest = letters(office)[0]
        office.clock.forward(minutes=10)
        arrives(office, report(number, latest, UNKNOWN, AFTER, back=named(latest)))
    assert [one[1] for one in facts(office)] == [FIRST, SECOND]
    assert muted(office) == {FIRST, SECOND}
    [need] = needs(office, Need.NO_ADDRESS)
    assert (need.unit_id, FIRST in need.detail, "5.1.1" in need.detail) == (BIEN_XANH, True, True)
    line = next(one for one in take_snapshot(office.app).units if one.unit.id == BIEN_XANH)
    assert line.muted
    assert letter.window in {one[0] for one in facts(office)}


def test_a_new_address_on_the_roster_gets_the_letter_that_came_back(office: Office) -> None:
    letter = reminded(office)
    arrives(office, report(1, letter, UNKNOWN, AFTER, back=named(letter)))
    assert len(letters(office)) == 1
    with_addresses(office, FIRST, THIRD)
    office.clock.forward(days=1)
    poll(office.app)
    assert facts(office)[-1][1:] == (THIRD, LetterState.QUEUED)


def test_a_letter_that_came_back_is_not_made_again_once_the_unit_has_written(office: Office) -> None:
    letter = reminded(office)
    arrives(office, report(1, letter, UNKNOWN, AFTER, back=named(letter)))
    office.clock.forward(days=1)
    with_addresses(office, FIRST, SECOND, THIRD)
    arrives(office, submission(9, row("Hàn điện"), sender=SECOND, sent="2025-05-16T08:30:00"))
    office.clock.forward(hours=1)
    poll(office.app)
    assert [one.kind for one in letters(office)] == [LetterKind.REMINDER]


def test_who_wrote_for_the_unit_is_asked_next(office: Office) -> None:
    office.clock.at("2025-05-12T09:00:00")
    sent = submission(9, row("Hàn điện", url=""), sender=SECOND, sent="2025-05-12T08:59:00")
    with_addresses(office, FIRST)
    arrives(office, sent)
    office.clock.forward(hours=1)
    office.app.store.note_bounce(SECOND, office.clock.now + timedelta(days=1))
    ask(office.app)
    send(office.app)
    letter = letters(office)[0]
    assert letter.to == FIRST
    office.clock.forward(days=2)
    arrives(office, report(1, letter, UNKNOWN, "2025-05-14T08:30:00", back=named(letter)))
    assert facts(office)[-1][1:] == (SECOND, LetterState.QUEUED)


def test_a_full_mailbox_is_tried_again_after_three_days_and_told_after_the_second_time(
    office: Office,
) -> None:
    letter = reminded(office)
    office.clock.at(AFTER)
    arrives(office, report(1, letter, FULL, AFTER, back=named(letter)))
    assert muted(office) == {FIRST}
    assert needs(office, Need.FULL_MAILBOX) == []
    assert not send(office.app).outcomes
    office.clock.forward(days=4)
    assert muted(office) == frozenset()
    send(office.app)
    assert facts(office)[-1] == (f"{letter.window}/2", FIRST, LetterState.SENT)
    with_addresses(office, FIRST, SECOND)
    again = letters(office)[0]
    arrives(office, report(2, again, FULL, "2025-05-19T08:31:00", back=named(again)))
    [need] = needs(office, Need.FULL_MAILBOX)
    assert need.unit_id == BIEN_XANH
    assert len(letters(office)) == 2


def test_a_delayed_letter_is_not_sent_again_and_its_later_failure_counts(office: Office) -> None:
    with_addresses(office, FIRST, SECOND)
    letter = reminded(office)
    late = report(1, letter, "451 4.4.1 timed out", AFTER, action="delayed", back=named(letter))
    arrives(office, late)
    assert (muted(office), len(letters(office)), needs(office, Need.BOUNCE)) == (frozenset(), 1, [])
    office.clock.forward(days=4)
    arrives(office, report(2, letter, "451 4.4.7 expired", "2025-05-19T08:30:00", back=named(letter)))
    assert [one[1] for one in facts(office)] == [FIRST, SECOND]


def test_a_letter_is_known_by_its_reference_where_its_id_is_lost(office: Office) -> None:
    letter = reminded(office)
    arrives(office, report(1, letter, UNKNOWN, AFTER, back=f"Subject: Re: (mã {letter.ref})"))
    assert muted(office) == {FIRST}


def test_a_bare_refusal_soon_after_is_taken_for_the_letter_sent_there(office: Office) -> None:
    letter = reminded(office)
    arrives(office, report(1, letter, UNKNOWN, AFTER))
    assert muted(office) == {FIRST}
    assert letters(office)[0].state is LetterState.RETURNED


def test_a_bare_refusal_that_anybody_could_write_closes_an_address_for_days_only(office: Office) -> None:
    letter = reminded(office)
    arrives(office, report(1, letter, UNKNOWN, AFTER))
    office.clock.forward(days=4)
    assert muted(office) == frozenset()
    again = reminded(office, "2025-05-22T08:00:00")
    arrives(office, report(2, again, UNKNOWN, "2025-05-22T08:30:00"))
    office.clock.forward(days=4)
    assert muted(office) == {FIRST}


@pytest.mark.parametrize(
    "back", ["Message-ID: <invented@elsewhere.example>", "Subject: Hoa don thang 5"], ids=["id", "subject"]
)
def test_a_report_on_another_mail_mutes_nobody(office: Office, back: str) -> None:
    letter = reminded(office)
    arrives(office, report(1, letter, UNKNOWN, AFTER, back=back))
    assert (muted(office), letters(office)[0].state) == (frozenset(), LetterState.SENT)


def test_a_bare_refusal_long_after_or_before_any_letter_mutes_nobody(office: Office) -> None:
    office.clock.at("2025-05-13T08:30:00")
    nobody = Letter(
        campaign="", unit_id=None, kind=LetterKind.REMINDER, window="", to=FIRST, subject="", text="", html=""
    )
    arrives(office, report(1, nobody, UNKNOWN, "2025-05-13T08:00:00"))
    letter = reminded(office)
    office.clock.forward(days=20)
    arrives(office, report(2, letter, UNKNOWN, "2025-06-04T08:00:00"))
    assert muted(office) == frozenset()


def test_a_rewritten_address_of_the_same_place_is_the_one_we_wrote_to(office: Office) -> None:
    letter = reminded(office)
    arrives(office, report(1, letter, UNKNOWN, AFTER, back=named(letter), to="vp@kho.bienxanh.example"))
    [known] = office.app.store.addresses()
    assert (known.address, known.reason.partition(":")[0]) == (FIRST, "hard")


def test_where_mail_is_passed_on_to_a_dead_place_the_address_is_spared_but_for_days(office: Office) -> None:
    letter = reminded(office)
    arrives(office, report(1, letter, UNKNOWN, AFTER, back=named(letter), to="lan@gmail.example"))
    office.clock.forward(days=4)
    assert muted(office) == frozenset()


def test_a_re_reading_counts_no_bounce_anew(office: Office) -> None:
    letter = reminded(office)
    arrives(office, report(1, letter, UNKNOWN, AFTER, back=named(letter)))
    reprocess(office.app, [], every=True, apply=True)
    assert [one.bounces for one in office.app.store.addresses()] == [1]


def test_a_school_that_writes_from_a_muted_address_is_answered_there_once_more(office: Office) -> None:
    for number, expected in ((1, frozenset()), (3, {FIRST})):
        letter = reminded(office, f"2025-05-{15 if number == 1 else 22}T08:00:00")
        moment = office.clock.now + timedelta(minutes=30)
        office.clock.now = moment
        sent = moment.replace(tzinfo=None).isoformat()
        arrives(office, report(number, letter, UNKNOWN, sent, back=named(letter)))
        office.clock.forward(minutes=5)
        written = office.clock.now.replace(tzinfo=None).isoformat()
        arrives(office, mail(number + 1, "Dạ vâng ạ.", sender=FIRST, sent=written))
        assert muted(office) == expected


def test_a_refusal_at_the_door_is_a_letter_that_came_back(office: Office) -> None:
    with_addresses(office, FIRST, SECOND)
    office.pillar.answers[FIRST] = Refused("550 5.1.1 <vanphong@bienxanh.example>: user unknown")
    office.clock.at("2025-05-15T08:00:00")
    remind(office.app)
    send(office.app)
    poll(office.app)
    assert [one[1:] for one in facts(office)] == [(FIRST, LetterState.RETURNED), (SECOND, LetterState.QUEUED)]


def test_a_refusal_of_us_blames_no_address(office: Office) -> None:
    office.pillar.answers[FIRST] = Refused("554 5.7.1 relay access denied")
    office.clock.at("2025-05-15T08:00:00")
    remind(office.app)
    send(office.app)
    assert (muted(office), letters(office)[0].state) == (frozenset(), LetterState.FAILED)


def notice(number: int, text: str, *, sender: str = FIRST, sent: str = "2025-05-15T08:05:00") -> bytes:
    return mail(
        number,
        text,
        sender=sender,
        sent=sent,
        subject="Tra loi tu dong",
        headers=["Auto-Submitted: auto-replied"],
    )


def test_who_is_away_is_remembered_with_his_deputy_who_is_only_told_to_the_officer(office: Office) -> None:
    reminded(office)
    office.clock.at(AFTER)
    arrives(
        office, notice(1, f"Tôi nghỉ phép đến hết ngày 23/5/2025. Việc gấp xin liên hệ cô Sương, {THIRD}.")
    )
    [known] = office.app.store.addresses()
    assert (known.address, known.deputy) == (FIRST, THIRD)
    assert known.away_until == datetime.fromisoformat("2025-05-24T00:00:00+07:00")
    [need] = needs(office, Need.AWAY)
    assert (need.unit_id, THIRD in need.detail) == (BIEN_XANH, True)
    assert all(one.to != THIRD for one in letters(office))


def test_nobody_is_waited_for_longer_than_ten_days_at_a_time(office: Office) -> None:
    arrives(office, notice(1, "Tôi nghỉ thai sản đến hết ngày 30/9/2025.", sent="2025-05-20T08:00:00"))
    [known] = office.app.store.addresses()
    assert known.away_until == office.clock.now + timedelta(days=10)


def test_the_officer_is_told_of_a_letter_that_came_back_and_where_it_went_instead(office: Office) -> None:
    with_addresses(office, FIRST, SECOND)
    letter = reminded(office)
    office.clock.at(AFTER)
    arrives(office, report(1, letter, UNKNOWN, AFTER, back=named(letter)))
    [need] = needs(office, Need.BOUNCE)
    assert FIRST in need.detail
    assert need.detail.endswith(SECOND)


def test_a_strangers_absence_is_nobodys(office: Office) -> None:
    arrives(office, notice(1, "Tôi nghỉ phép đến 23/5/2025.", sender="aido@gmail.example"))
    assert office.app.store.addresses() == []


def test_units_with_open_addresses_are_not_told_of(office: Office) -> None:
    reminded(office)
    snapshot = take_snapshot(office.app)
    assert not any(line.muted for line in snapshot.units)
    assert {SAO_MAI, DOI_THONG} <= {line.unit.id for line in snapshot.units}
