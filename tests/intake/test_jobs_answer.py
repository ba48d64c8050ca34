"""The officer's answer through the outbox."""

from datetime import timedelta

import pytest

from catalogue.records import DecisionKind, LetterKind
from catalogue.snapshot import Need
from intake.jobs_answer import answer
from intake.jobs_decide import DecisionError
from intake.jobs_digest import take_snapshot
from intake.jobs_letters import ask
from intake.jobs_poll import poll
from intake.jobs_send import send
from tests.support.apps import Office, mail, row, submission

WORDS = "Khóa học 3 tháng là đào tạo ngắn hạn.\nĐề nghị nhà trường gửi thông tin như các khóa khác."


def received(office: Office, raw: bytes) -> None:
    office.postbox.deliver(raw, at=office.clock.now - timedelta(minutes=1))
    poll(office.app)
    office.clock.forward(minutes=15)


def asked(office: Office) -> str:
    received(office, mail(1, "Cho trường hỏi: khóa 3 tháng có phải gửi không ạ?", subject="Hỏi về mẫu"))
    [question] = office.app.store.messages(office.app.campaign.id)
    return question.short_id


def test_the_answer_goes_to_who_asked_with_his_question_and_closes_it(office: Office) -> None:
    letter = answer(office.app, asked(office), WORDS)
    assert send(office.app).outcomes == {"sent": 1}
    assert (letter.kind, letter.to) == (LetterKind.ANSWER, "daotao@saomai.example")
    assert letter.in_reply_to == "<1.test@saomai.example>"
    assert "Khóa học 3 tháng là đào tạo ngắn hạn." in letter.text
    assert "khóa 3 tháng có phải gửi không ạ?" in letter.text
    [decision] = office.app.store.decisions(office.app.campaign.id)
    assert (decision.kind, decision.value) == (DecisionKind.ANSWERED, "letter")
    assert Need.QUESTION not in {one.kind for one in take_snapshot(office.app).needs}


def test_an_answered_question_draws_no_receipt_any_more(office: Office) -> None:
    answer(office.app, asked(office), WORDS)
    assert ask(office.app).made == []


def test_a_question_is_answered_once(office: Office) -> None:
    question = asked(office)
    answer(office.app, question, WORDS)
    with pytest.raises(DecisionError, match="answered before"):
        answer(office.app, question, "Lần nữa.")


def test_only_a_units_question_can_be_answered_and_with_words(office: Office) -> None:
    question = asked(office)
    with pytest.raises(DecisionError, match="without a word"):
        answer(office.app, question, " \n")
    with pytest.raises(DecisionError, match="no message 'ffffff'"):
        answer(office.app, "ffffff", WORDS)
    received(office, submission(2, row("Hàn điện")))
    [sent] = [one for one in office.app.store.messages(office.app.campaign.id) if one.short_id != question]
    with pytest.raises(DecisionError, match="no question but submission"):
        answer(office.app, sent.short_id, WORDS)
