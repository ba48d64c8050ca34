from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from catalogue.memory.tables import MessageState
from catalogue.plan import Plan
from catalogue.records import Decision, DecisionKind, MessageKind
from catalogue.views import StoredMessage
from config.campaign import load_campaign
from intake import pipeline
from intake.reader_work import read
from intake.triage import Known
from tests.support.apps import NOW, SAO_MAI, mail, roster, row, submission

CAMPAIGN = load_campaign("course-catalogue-2025")
KNOWN = Known(units={unit.id: unit for unit in roster()}, senders={}, letters={}, own_addresses=frozenset())
RAW = submission(1, row("Hàn điện"), sent="2025-05-19T09:30:00")


def stored(raw: bytes, received_at: datetime = NOW) -> StoredMessage:
    return StoredMessage(
        sha256=sha256(raw).hexdigest(), size=len(raw), archived_at=NOW, received_at=received_at,
        campaign=CAMPAIGN.id, state=MessageState.ARCHIVED, due_at=None, claimed_by="", crashes=0, attempts=0,
        error="", message_id="", in_reply_to="", date=None, sender="", sender_name="", subject="",
        same_message_id=False, kind=None, unit_id=None, owner="", confidence=0.0, reason="", letter_id=0,
        needs_officer="", late=False, reader=0, done_at=None,
    )  # fmt: skip


def routed(raw: bytes, *decisions: Decision, received_at: datetime = NOW) -> pipeline.Routed:
    known = stored(raw, received_at)
    return pipeline.route(read(known.sha256, raw, CAMPAIGN), known, KNOWN, list(decisions), CAMPAIGN)


def planned(one: pipeline.Routed) -> Plan:
    return pipeline.plan(one, [], pipeline.Memory(decisions=[]), CAMPAIGN, NOW)


def of_this(kind: DecisionKind, value: str) -> Decision:
    return Decision(kind=kind, subject=sha256(RAW).hexdigest(), value=value)


def test_the_same_bytes_are_read_to_the_same_value() -> None:
    assert read("a" * 64, RAW, CAMPAIGN) == read("a" * 64, RAW, CAMPAIGN)


def test_a_submission_becomes_one_plan_with_its_units_new_state() -> None:
    plan = planned(routed(RAW))
    assert (plan.kind, plan.unit_id, plan.late) == (MessageKind.SUBMISSION, SAO_MAI, False)
    assert plan.state is not None
    assert [one.name for one in plan.state.courses] == ["Hàn điện"]
    assert plan.headers is not None
    assert plan.headers.message_id == "<1.test@saomai.example>"


def test_what_says_nothing_of_courses_is_planned_without_a_state() -> None:
    plan = planned(routed(mail(2, "Tôi vắng mặt.", headers=["Auto-Submitted: auto-replied"])))
    assert plan.kind is MessageKind.AUTO_REPLY
    assert plan.state is None


def test_the_last_word_of_the_officer_on_a_message_wins() -> None:
    first, last = of_this(DecisionKind.SET_KIND, "question"), of_this(DecisionKind.SET_KIND, "reply")
    assert routed(RAW, first, last).route.kind is MessageKind.REPLY
    away = routed(RAW, of_this(DecisionKind.ASSIGN_MESSAGE, "")).route
    assert (away.unit_id, away.needs_officer) == (None, "")
    assert routed(RAW, of_this(DecisionKind.IGNORE_MESSAGE, "")).is_folded is False


def test_a_decision_on_another_message_is_no_matter() -> None:
    other = Decision(kind=DecisionKind.IGNORE_MESSAGE, subject="f" * 64)
    assert routed(RAW, other) == routed(RAW)


def test_the_servers_time_of_receipt_counts_before_the_messages_own() -> None:
    server = NOW + timedelta(hours=2)
    assert routed(RAW, received_at=server).received_at == server


def test_a_file_was_received_when_its_trace_says_and_else_when_it_was_written() -> None:
    assert routed(RAW).received_at == datetime.fromisoformat("2025-05-19T09:30:00+07:00")
    untraced = b"\r\n".join(line for line in RAW.split(b"\r\n") if not line.startswith(b"Received:"))
    assert routed(untraced).received_at == datetime.fromisoformat("2025-05-19T09:30:00+07:00")
    bare = b"\r\n".join(line for line in untraced.split(b"\r\n") if not line.startswith(b"Date:"))
    assert routed(bare).received_at == NOW


def test_the_first_moment_of_the_day_before_which_it_was_due_is_late() -> None:
    last = datetime.fromisoformat("2025-05-29T23:59:59+07:00")
    assert planned(routed(RAW, received_at=last)).late is False
    assert planned(routed(RAW, received_at=last + timedelta(seconds=1))).late is True


def test_a_strangers_messages_are_kept_together_without_naming_him() -> None:
    one = routed(submission(3, row("Cắm hoa"), sender="co.giao@gmail.example"))
    two = routed(submission(4, row("May áo"), sender="co.giao@gmail.example"))
    assert one.bucket == two.bucket != routed(RAW).bucket
    assert "giao" not in one.bucket
    assert planned(one).owner.startswith("?")


def test_marks_are_the_message_ids_answered_its_own_and_the_references_in_subject_and_addresses() -> None:
    raw = mail(
        5, "1. miễn phí", subject="Re: x (mã CC25-7K3QF2)", headers=["In-Reply-To: <A.b@sogddt.example>"]
    )
    raw = raw.replace(b"To: tiepnhan.gdtx@", b"To: tiepnhan.gdtx+cc25-abcdef@")
    done = read("a" * 64, raw, CAMPAIGN)
    own = done.message.message_id.lower()
    told = {"<a.b@sogddt.example>", "CC25-7K3QF2", "CC25-ABCDEF", own}
    assert set(pipeline.marks(done.message, done.reading)) == told


def test_a_message_is_never_planned_into_another_campaign() -> None:
    other = replace(CAMPAIGN, id="another")
    one = read("a" * 64, RAW, other)
    plan = pipeline.plan(
        pipeline.route(one, stored(RAW), KNOWN, [], other), [], pipeline.Memory(decisions=[]), other, NOW
    )
    assert plan.campaign == "another"
