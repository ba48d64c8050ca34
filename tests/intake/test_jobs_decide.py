import json
from collections.abc import Callable
from typing import Any

import pytest

from catalogue.records import MessageKind, UnitStatus
from catalogue.views import MessageFilter
from intake import jobs_decide
from intake.app import App
from intake.jobs_decide import DecisionError
from intake.jobs_digest import take_snapshot
from intake.jobs_export import export
from intake.jobs_poll import poll
from intake.jobs_reprocess import reprocess
from tests.support.apps import BIEN_XANH, CONTACT, SAO_MAI, Office, mail, row, submission

STRANGER = "co.giao.vien@gmail.example"


def catalogue(app: App) -> dict[str, Any]:
    exported: dict[str, Any] = json.loads(b"".join(export(app, "json")))
    return exported


def course(app: App, title: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in catalogue(app)["courses"] if one["title"] == title)
    return found


def stands(office: Office, promise: Callable[[], object]) -> None:
    """What was decided is seen now, changes nothing in a re-reading, and is still there after it."""
    assert promise()
    before = catalogue(office.app)
    assert reprocess(office.app, [], every=True, apply=False).changes == []
    done = reprocess(office.app, [], every=True, apply=True)
    assert (done.changes, done.failed) == ([], 0)
    assert catalogue(office.app) == before
    assert promise()


@pytest.fixture
def filled(office: Office) -> Office:
    office.postbox.deliver(submission(1, row("Hàn điện", fee="khoảng 2 triệu"), row("Tiện ren")))
    poll(office.app)
    return office


def test_a_strangers_messages_past_and_to_come_become_a_units(office: Office) -> None:
    app = office.app
    office.postbox.deliver(submission(1, row("Cắm hoa"), sender=STRANGER))
    poll(app)
    assert office.titles(None) == ["Cắm hoa"]
    assert jobs_decide.assign_sender(app, STRANGER, BIEN_XANH, "gọi điện hỏi").messages == 1
    assert (office.titles(None), office.titles(BIEN_XANH)) == ([], ["Cắm hoa"])
    office.postbox.deliver(submission(2, row("Pha chế"), sender=STRANGER, sent="2025-05-19T15:00:00"))
    poll(app)
    assert app.store.messages(app.campaign.id, MessageFilter(needs_officer=True)) == []
    stands(office, lambda: office.titles(BIEN_XANH) == ["Cắm hoa", "Pha chế"])


def test_one_message_is_given_to_a_unit_and_taken_back(office: Office) -> None:
    office.postbox.deliver(submission(1, row("Cắm hoa"), sender=STRANGER))
    poll(office.app)
    [message] = office.app.store.messages(office.app.campaign.id)
    jobs_decide.assign_message(office.app, message.short_id, SAO_MAI)
    stands(office, lambda: office.titles() == ["Cắm hoa"])
    jobs_decide.assign_message(office.app, message.short_id, "")
    assert office.titles(None) == ["Cắm hoa"]
    assert office.titles() == []


def test_a_value_that_was_set_says_so_and_no_later_message_unsays_it(filled: Office) -> None:
    record = filled.course("Hàn điện")
    jobs_decide.set_value(filled.app, record.id, "fee", "miễn phí", "theo điện thoại")
    filled.postbox.deliver(submission(2, row("Hàn điện", fee="9.000.000"), sent="2025-05-19T15:00:00"))
    poll(filled.app)
    made = filled.app.store.decisions(filled.app.campaign.id)
    stands(filled, lambda: course(filled.app, "Hàn điện")["fee"] == "free")
    assert filled.course("Hàn điện").values["fee"].origin.decision in {one.id for one in made}
    assert {one.note for one in made} == {"theo điện thoại"}


def test_a_doubtful_value_that_is_confirmed_is_doubtful_no_more(filled: Office) -> None:
    record = filled.course("Hàn điện")
    assert record.doubtful
    for field in record.doubtful:
        jobs_decide.confirm_value(filled.app, record.id, field)
    stands(filled, lambda: course(filled.app, "Hàn điện")["doubtful"] == [])


def test_two_records_that_are_merged_stay_one_under_the_first_ones_id(filled: Office) -> None:
    first, second = filled.course("Hàn điện"), filled.course("Tiện ren")
    merged = jobs_decide.merge(filled.app, first.id, second.id).record
    assert merged.id == first.id
    stands(filled, lambda: [one.id for one in filled.state().courses] == [first.id])
    assert second.id in filled.state().courses[0].aliases


def test_what_one_message_said_is_split_off(filled: Office) -> None:
    filled.postbox.deliver(submission(2, row("Hàn điện", fee="7.000.000"), sent="2025-05-19T15:00:00"))
    poll(filled.app)
    record = filled.course("Hàn điện")
    assert len(record.message_ids) == 2
    later = filled.app.store.message("<2.test@saomai.example>")
    assert later is not None
    jobs_decide.split(filled.app, record.id, later.sha256)
    stands(filled, lambda: filled.titles().count("Hàn điện") == 2)
    fees = {one["fee_vnd"] for one in catalogue(filled.app)["courses"] if one["title"] == "Hàn điện"}
    assert 7_000_000 in fees


def test_a_record_that_is_dropped_does_not_come_back(filled: Office) -> None:
    jobs_decide.drop_record(filled.app, filled.course("Tiện ren").id)
    filled.postbox.deliver(submission(2, row("Tiện ren"), sent="2025-05-19T15:00:00"))
    poll(filled.app)
    stands(filled, lambda: filled.titles() == ["Hàn điện"])


def test_a_message_that_is_ignored_says_nothing_and_keeps_its_bytes(filled: Office) -> None:
    [message] = filled.app.store.messages(filled.app.campaign.id)
    jobs_decide.ignore_message(filled.app, message.short_id)
    stands(filled, lambda: filled.state().records == ())
    assert filled.state().status is not UnitStatus.COMPLETE
    assert b"1.test@saomai" in filled.app.archive.get(message.sha256)


def test_late_messages_count_as_in_time_once_that_is_accepted(office: Office) -> None:
    office.clock.at("2025-06-02T09:00:00")
    office.postbox.deliver(submission(1, row("Hàn điện"), sent="2025-06-02T08:00:00"), at=office.clock.now)
    poll(office.app)
    assert office.state().late
    jobs_decide.accept_late(office.app, SAO_MAI)
    stands(office, lambda: not office.state().late)


def test_the_kind_of_a_message_is_what_the_officer_says(filled: Office) -> None:
    [message] = filled.app.store.messages(filled.app.campaign.id)
    jobs_decide.set_kind(filled.app, message.short_id, "question")
    stands(filled, lambda: filled.state().records == ())
    found = filled.app.store.message(message.sha256)
    assert found is not None
    assert found.kind is MessageKind.QUESTION


def test_a_decision_is_kept_with_who_when_and_why(filled: Office) -> None:
    jobs_decide.accept_late(filled.app, SAO_MAI, "có công văn xin lùi")
    [made] = filled.app.store.decisions(filled.app.campaign.id)
    assert made.made_by
    assert (made.made_at, made.note) == (filled.clock.now, "có công văn xin lùi")


@pytest.mark.parametrize(
    ("decide", "told"),
    [
        (lambda app: jobs_decide.assign_sender(app, STRANGER, "cd-khong-co"), "no unit 'cd-khong-co'"),
        (lambda app: jobs_decide.assign_message(app, "ffffff", SAO_MAI), "no message 'ffffff'"),
        (lambda app: jobs_decide.set_value(app, "zzz", "fee", "1"), "0 records fit 'zzz'"),
        (lambda app: jobs_decide.set_kind(app, "ffffff", "letter"), "no kind 'letter'; there are submission"),
        (lambda app: jobs_decide.decide_letter(app, 7, "approve"), "letter 7 is not there"),
    ],
)
def test_a_decision_about_nothing_says_so_and_leaves_no_row(
    filled: Office, decide: Callable[[App], object], told: str
) -> None:
    with pytest.raises(DecisionError, match=told):
        decide(filled.app)
    assert filled.app.store.decisions(filled.app.campaign.id) == []


def test_a_field_that_is_none_and_a_value_that_is_none_are_refused(filled: Office) -> None:
    record = filled.course("Hàn điện")
    with pytest.raises(DecisionError, match="no field 'price'; there are title, level"):
        jobs_decide.set_value(filled.app, record.id, "price", "1")
    with pytest.raises(DecisionError, match=r"'ở trường' is no value of course\.fee"):
        jobs_decide.set_value(filled.app, record.id, "fee", "ở trường")
    with pytest.raises(DecisionError, match="no value of duration to confirm"):
        jobs_decide.confirm_value(filled.app, record.id, "duration")
    assert filled.app.store.decisions(filled.app.campaign.id) == []


def test_records_of_different_units_are_never_merged(filled: Office) -> None:
    filled.postbox.deliver(submission(2, row("Hàn điện"), sender="vanphong@bienxanh.example"))
    poll(filled.app)
    other = filled.course("Hàn điện", BIEN_XANH)
    with pytest.raises(DecisionError, match="one unit"):
        jobs_decide.merge(filled.app, filled.course("Hàn điện").id, other.id)


def test_what_waits_for_the_officer_leaves_the_digests_list_by_his_decision(office: Office) -> None:
    office.postbox.deliver(mail(1, f"Danh sách: Tên khóa học: Cắm hoa\n{CONTACT}", sender=STRANGER))
    poll(office.app)
    [message] = office.app.store.messages(office.app.campaign.id)
    assert message.short_id in {need.message for need in take_snapshot(office.app).needs}
    jobs_decide.ignore_message(office.app, message.short_id)
    assert message.short_id not in {need.message for need in take_snapshot(office.app).needs}
