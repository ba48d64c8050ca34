"""Whatever a person decided is taken back with its effect at once, in any order."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from catalogue.asking.questions import items_for
from catalogue.records import DecisionKind, UnitStatus, nothing_of
from catalogue.snapshot import Need, gaps
from intake import jobs_decide
from intake.app import App
from intake.decision_steps import DecisionError, Step
from intake.jobs_digest import take_snapshot
from intake.jobs_export import export
from intake.jobs_letters import ask
from intake.jobs_poll import poll
from tests.support.apps import BIEN_XANH, DOI_THONG, SAO_MAI, Office, mail, row, submission

STRANGER = "co.giao.vien@gmail.example"


@pytest.fixture
def filled(office: Office) -> Office:
    office.postbox.deliver(submission(1, row("Hàn điện", fee="khoảng 2 triệu"), row("Tiện ren")))
    office.postbox.deliver(submission(2, row("Hàn điện", fee="7.000.000"), sent="2025-05-19T15:00:00"))
    office.postbox.deliver(submission(3, row("Cắm hoa"), sender=STRANGER))
    office.postbox.deliver(
        mail(4, "Kính gửi Sở,\n\nLớp học ban đêm có được tính không?\n", subject="Xin hỏi")
    )
    poll(office.app)
    return office


def stands(office: Office) -> Any:
    """The catalogue as anybody sees it, the units' states, and what waits."""
    app = office.app
    states = [
        app.store.unit_state(app.campaign.id, unit.id) or nothing_of(unit.id)
        for unit in app.store.units(app.campaign.id)
    ]
    needs = {(one.kind, one.what, one.detail) for one in take_snapshot(app).needs}
    return json.loads(b"".join(export(app, "json"))), states, app.store.unassigned(app.campaign.id), needs


def random_deed(office: Office, chance: random.Random) -> Step | None:
    """One decision of any kind on whatever is there; None where the chosen one does not fit."""
    app = office.app
    records = list(app.store.records(app.campaign.id))
    courses = [one for one in records if one.kind == "course"]
    if not courses:
        return None
    some, other = chance.choice(courses), chance.choice(courses)
    message, unit = (
        chance.choice(app.store.messages(app.campaign.id)).sha256,
        chance.choice([SAO_MAI, BIEN_XANH]),
    )
    deeds: list[Callable[[], Step]] = [
        lambda: jobs_decide.assign_sender(app, STRANGER, unit),
        lambda: jobs_decide.assign_message(app, message, chance.choice([unit, ""])),
        lambda: jobs_decide.set_kind(app, message, chance.choice(["question", "submission"])),
        lambda: jobs_decide.ignore_message(app, message),
        lambda: jobs_decide.set_value(app, some.id, "fee", chance.choice(["miễn phí", "900.000", "chưa có"])),
        lambda: jobs_decide.confirm_value(app, some.id, "fee"),
        lambda: jobs_decide.merge(app, some.id, other.id),
        lambda: jobs_decide.split(app, some.id, message),
        lambda: jobs_decide.drop_record(app, some.id),
        lambda: jobs_decide.accept_late(app, unit),
        lambda: jobs_decide.complete_by_hand(app, unit, off=chance.random() < 0.3),
        lambda: jobs_decide.stop_asking(app, unit),
        lambda: jobs_decide.answered(app, message, "telephone"),
    ]
    try:
        return chance.choice(deeds)()
    except DecisionError:
        return None


@pytest.mark.parametrize("seed", [1, 32])
def test_random_decisions_undone_in_any_order_leave_the_catalogue_of_before(
    filled: Office, seed: int
) -> None:
    chance, before = random.Random(seed), stands(filled)
    steps = [step for _ in range(9) if (step := random_deed(filled, chance))]
    made = [decision for step in steps for decision in step.ids]
    chance.shuffle(made)
    half = len(made) // 2
    for one in made[:half]:
        jobs_decide.undo(filled.app, one)
    jobs_decide.undo(filled.app, *made[half:])
    assert stands(filled) == before
    assert filled.app.store.decisions(filled.app.campaign.id) == []
    assert len(filled.app.store.all_decisions(filled.app.campaign.id)) == 2 * len(made)


def test_a_sender_is_a_strangers_again_and_an_undone_undo_gives_him_back(filled: Office) -> None:
    step = jobs_decide.assign_sender(filled.app, STRANGER, BIEN_XANH)
    assert filled.titles(BIEN_XANH) == ["Cắm hoa"]
    undo = jobs_decide.undo(filled.app, *step.ids)
    assert (undo.messages, filled.titles(None)) == (1, ["Cắm hoa"])
    jobs_decide.undo(filled.app, *undo.ids)
    assert filled.titles(BIEN_XANH) == ["Cắm hoa"]


def test_a_fee_and_its_figure_are_one_step(filled: Office) -> None:
    record = filled.course("Tiện ren")
    filled.clock.forward(seconds=1)
    step = jobs_decide.set_value(filled.app, record.id, "fee", "2.500.000 đồng")
    filled.clock.forward(seconds=1)
    jobs_decide.set_value(filled.app, record.id, "url", "https://saomai.example/tien")
    assert len(step.ids) == 2
    assert jobs_decide.whole_step(filled.app, step.ids[1]) == step.ids
    jobs_decide.undo(filled.app, *step.ids)
    values = filled.course("Tiện ren").values
    assert values["fee_vnd"] == record.values["fee_vnd"]
    assert values["url"].value == "https://saomai.example/tien"


def test_what_a_later_word_has_overtaken_is_undone_without_harm_and_says_so(filled: Office) -> None:
    record = filled.course("Tiện ren")
    first = jobs_decide.set_value(filled.app, record.id, "url", "https://saomai.example/mot")
    jobs_decide.set_value(filled.app, record.id, "url", "https://saomai.example/hai")
    undo = jobs_decide.undo(filled.app, *first.ids)
    assert [one.id for one in undo.overtaken] == [*first.ids]
    assert filled.course("Tiện ren").values["url"].value == "https://saomai.example/hai"


def test_a_record_that_was_dropped_comes_back_though_it_was_all_that_a_stranger_sent(filled: Office) -> None:
    record = filled.course("Cắm hoa", None)
    contact = next(one for one in filled.state(None).contacts)
    steps = [jobs_decide.drop_record(filled.app, one.id) for one in (record, contact)]
    assert filled.state(None).records == ()
    jobs_decide.undo(filled.app, *steps[0].ids, *steps[1].ids)
    assert filled.titles(None) == ["Cắm hoa"]


def test_an_undo_of_nothing_and_a_second_undo_say_so_and_leave_no_row(filled: Office) -> None:
    step = jobs_decide.accept_late(filled.app, SAO_MAI)
    undo = jobs_decide.undo(filled.app, *step.ids)
    with pytest.raises(DecisionError, match="no decision 99; `intake list decisions`"):
        jobs_decide.undo(filled.app, 99)
    with pytest.raises(DecisionError, match=f"taken back before, by decision {undo.ids[0]}"):
        jobs_decide.undo(filled.app, *step.ids)
    assert len(filled.app.store.all_decisions(filled.app.campaign.id)) == 2


def test_a_closed_question_is_open_again(filled: Office) -> None:
    def asked(app: App) -> list[str]:
        return [one.what for one in take_snapshot(app).needs if one.kind is Need.QUESTION]

    [question] = [
        one for one in filled.app.store.messages(filled.app.campaign.id) if one.subject == "Xin hỏi"
    ]
    step = jobs_decide.answered(filled.app, question.sha256, "telephone")
    assert asked(filled.app) == []
    jobs_decide.undo(filled.app, *step.ids)
    assert asked(filled.app) == ["Xin hỏi"]


def test_a_case_closed_by_hand_is_complete_and_is_asked_nothing_until_it_is_opened_again(
    office: Office,
) -> None:
    office.postbox.deliver(submission(1, row("Hàn điện", url="")))
    poll(office.app)
    office.clock.forward(hours=1)
    assert gaps(office.state())
    jobs_decide.complete_by_hand(office.app, SAO_MAI, "đã thống nhất qua điện thoại")
    jobs_decide.complete_by_hand(office.app, DOI_THONG)
    ask(office.app)
    letters = office.app.store.letter_history(office.app.campaign.id, SAO_MAI)
    assert [one.kind.value for one in letters] == ["acknowledgement"]
    snapshot = take_snapshot(office.app)
    assert {line.unit.id for line in snapshot.units if line.state.status is UnitStatus.COMPLETE} == {
        SAO_MAI,
        DOI_THONG,
    }
    assert gaps(office.state())
    step = jobs_decide.complete_by_hand(office.app, SAO_MAI, off=True)
    assert office.state().status is UnitStatus.INCOMPLETE
    assert items_for(office.state(), office.app.campaign)
    jobs_decide.undo(office.app, *step.ids)
    assert office.state().status is UnitStatus.COMPLETE


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("fee", "ở trường", "is one of: miễn phí; có thu phí"),
        ("url", " ", "nothing is written for course.url"),
        ("url", "trên mạng", "such as: https://truong.edu.vn"),
        ("title", "chưa có", "a course cannot be without title; `intake decide drop`"),
    ],
)
def test_a_value_that_cannot_be_says_what_would_be(filled: Office, field: str, text: str, told: str) -> None:
    with pytest.raises(DecisionError, match=told):
        jobs_decide.set_value(filled.app, filled.course("Tiện ren").id, field, text)
    assert filled.app.store.all_decisions(filled.app.campaign.id) == []


@pytest.mark.parametrize(("field", "also"), [("url", "url"), ("fee", "fee_vnd"), ("content", "content")])
def test_that_there_is_none_is_an_answer(filled: Office, field: str, also: str) -> None:
    step = jobs_decide.set_value(filled.app, filled.course("Tiện ren").id, field, "chưa có")
    assert (step.record.values[also].value, step.record.values[also].answered) == (None, True)
    assert also not in step.record.missing
    assert {one.kind for one in step.decisions} == {DecisionKind.SET_VALUE}
