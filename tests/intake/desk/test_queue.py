"""What waits for a person: each thing has its card, each decision works by its form and can be taken back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from catalogue.deeds import Deed, act_mark, need_mark
from catalogue.lists import Span
from catalogue.offers import Verb
from catalogue.outbox import Letter
from catalogue.records import DecisionKind, LetterKind, LetterState, UnitStatus
from catalogue.snapshot import Need, NeedLine
from intake.desk.waiting import next_of, waiting
from intake.jobs_digest import needs_now, take_snapshot
from intake.jobs_send import send
from tests.support.apps import BIEN_XANH, DOI_THONG, SAO_MAI, Office, mail, office_in, row, submission
from tests.support.desks import DeskClient, Visitor
from tests.support.queues import broken_file, busy_queue, received

QUEUE = "/can-xu-ly"
TABLE = "STT;Tên khóa học;Trình độ\r\n1;Cắm hoa;Sơ cấp"
NAMES_ONE_IN_PART = "Kính gửi Sở, Sao Mai gửi danh sách khóa học trong tệp."
_KEY = re.compile(r'data-key="([^"]+)"')
_UNDO = re.compile(r'name="(ids|letters|back)" value="([^"]*)"')


@pytest.fixture(scope="module")
def busy_folder(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """An installation in which things wait, to be copied."""
    made = office_in(tmp_path_factory.mktemp("busy"), sqlite_template)
    busy_queue(made)
    made.app.store.close()
    (made.folder / "now").write_text(made.clock.now.isoformat())
    return made.folder


@pytest.fixture
def office(busy_folder: Path, tmp_path: Path) -> Iterator[Office]:
    """The busy installation, a copy for each test."""
    made = office_in(tmp_path / "office", busy_folder / "intake.db")
    shutil.copytree(busy_folder / "archive", made.folder / "archive", dirs_exist_ok=True)
    made.clock.now = datetime.fromisoformat((busy_folder / "now").read_text())
    made.postbox.next_uid = 1000  # the copied database knows the first ones
    yield made
    made.app.store.close()


def line_of(office: Office, kind: Need) -> tuple[str, NeedLine]:
    """The first thing of a sort that waits, with its mark."""
    line = next(one for one in needs_now(office.app) if one.kind is kind)
    return need_mark(line), line


def letters(office: Office) -> list[Letter]:
    return office.app.store.letters(office.app.campaign.id)


def kinds(office: Office) -> set[Need]:
    return {one.kind for one in needs_now(office.app)}


def undo(visitor: Visitor, page: str) -> str:
    """The page after its "Hoàn tác" was pressed."""
    fields: dict[str, Any] = {name: unescape(value) for name, value in _UNDO.findall(page)}
    return visitor.post("/quyet-dinh/hoan-tac", **fields).text


def decide(visitor: Visitor, mark: str, what: str, **fields: Any) -> str:
    """The page that follows a decision."""
    answer = visitor.post(QUEUE, viec=mark, lam=what, **fields)
    assert answer.status_code == 200, answer.text
    return answer.text


# --- cards


def test_each_thing_that_waits_has_a_card_with_keys_that_are_told_apart(
    office: Office, desk_client: DeskClient
) -> None:
    officer, found = desk_client("officer"), waiting(office.app)
    assert len(found.counts) >= 9
    for mark, line in found.lines.items():
        page = officer.get(QUEUE, chon=mark).text
        card = page[page.index("<article") : page.index("</article>")]
        keys = _KEY.findall(card)
        assert len(keys) == len(set(keys)), (line.kind, keys)
        assert re.search(r'data-key="[1-9x]"', card), f"{line.kind} offers no decision"
        assert "data-open" in card or "<h2" in card


def test_the_most_urgent_and_oldest_comes_first_and_what_is_put_off_last(
    office: Office, desk_client: DeskClient
) -> None:
    found = waiting(office.app)
    first, second, *_ = marks = found.of(None)
    assert found.lines[first].kind is Need.UNKNOWN_SENDER
    page = desk_client("officer").get(QUEUE, sau=first).text
    assert f'value="{second}"' in page
    assert found.of(None, [first]) == [*marks[1:], first]


def test_the_filter_counts_each_sort_and_shows_it_alone(desk_client: DeskClient) -> None:
    page = desk_client("officer").get(QUEUE, loai="question").text
    assert "Hỏi về khóa ngắn hạn" in page
    assert "Việc 1 trong 1" in page


def test_a_conflict_shows_both_values_with_their_places_and_marks_the_cell(
    office: Office, desk_client: DeskClient
) -> None:
    mark, _ = line_of(office, Need.CONFLICT)
    page = desk_client("officer").get(QUEUE, chon=mark).text
    assert "<mark>https://c.example/3</mark>" in page
    assert "dòng 2, cột 8" in page
    assert "quyết định số 1" in page


def test_a_doubt_shows_the_rows_around_what_is_doubted(office: Office, desk_client: DeskClient) -> None:
    mark, _ = line_of(office, Need.DOUBT)
    page = desk_client("officer").get(QUEUE, chon=mark).text
    assert "<mark>120</mark>" in page
    assert "Pha chế đồ uống" in page
    assert "số không có đơn vị tính" in page


def test_what_others_write_stays_text(office: Office, desk_client: DeskClient) -> None:
    nasty = "<script>alert(1)</script>"
    who = "la@gmail.example"
    stranger = submission(31, row(f'Hàn "{nasty}', fee="120"), sender=who, subject=f"=> {nasty}")
    received(office, stranger, broken_file(32, "gdtx.doithong@hcmedu.example", "a<img src=x onerror=y>.pdf"))
    officer = desk_client("officer")
    lines = waiting(office.app).lines
    assert [one.sender for one in lines.values()].count(who) == 1
    for mark in lines:
        page = officer.get(QUEUE, chon=mark).text
        assert nasty not in page
        assert "<img" not in page


# --- decisions


@pytest.mark.parametrize(
    ("kind", "verb"),
    [
        (Need.CONFLICT, Verb.TAKE),
        (Need.DOUBT, Verb.CONFIRM),
        (Need.UNKNOWN_SENDER, Verb.IGNORE),
        (Need.QUESTION, Verb.ANSWERED),
    ],
)
def test_an_act_of_the_mail_does_the_same_by_its_key_and_is_taken_back(
    office: Office, desk_client: DeskClient, kind: Need, verb: Verb
) -> None:
    officer = desk_client("officer")
    mark, line = line_of(office, kind)
    before = (office.state(), office.state(None), {*waiting(office.app).lines})
    act = [one for one in line.acts if one.verb is verb][-1]
    page = decide(officer, mark, act_mark(act))
    made = office.app.store.decisions(office.app.campaign.id)[-1]
    assert (made.subject, made.made_by, made.note) == (act.subject, "officer", "")
    assert "Đã ghi quyết định" in page
    assert act not in [one for need in needs_now(office.app) for one in need.acts]
    assert "Đã hoàn tác" in undo(officer, page)
    assert (office.state(), office.state(None), {*waiting(office.app).lines}) == before


def test_everything_doubtful_of_a_record_is_confirmed_and_taken_back_at_once(
    office: Office, desk_client: DeskClient
) -> None:
    officer = desk_client("officer")
    mark, line = line_of(office, Need.DOUBT)
    assert len(line.acts) == 2
    page = decide(officer, mark, Deed.CONFIRM_ALL)
    assert mark not in waiting(office.app).lines
    undo(officer, page)
    assert mark in waiting(office.app).lines


def test_a_sender_is_given_to_the_unit_that_was_sought(office: Office, desk_client: DeskClient) -> None:
    officer = desk_client("officer")
    mark, _ = line_of(office, Need.UNKNOWN_SENDER)
    assert "Trường Trung cấp Biển Xanh" in officer.part(f"{QUEUE}/don-vi", chon=mark, tim="bien xanh").text
    assert "Là của Trường Trung cấp Biển Xanh" in officer.get(QUEUE, chon=mark, tim="BIỂN").text
    page = decide(officer, mark, Deed.ASSIGN, don_vi=BIEN_XANH)
    assert "Cắm hoa nghệ thuật" in office.titles(BIEN_XANH)
    undo(officer, page)
    assert office.titles(BIEN_XANH) == []


def test_one_message_alone_is_given_to_a_unit(office: Office, desk_client: DeskClient) -> None:
    mark, _ = line_of(office, Need.UNKNOWN_SENDER)
    decide(desk_client("officer"), mark, Deed.ASSIGN_ONE, don_vi=SAO_MAI)
    assert "Cắm hoa nghệ thuật" in office.titles()
    made = office.app.store.decisions(office.app.campaign.id)[-1]
    assert made.kind is DecisionKind.ASSIGN_MESSAGE


def test_a_unit_whose_name_is_like_one_in_the_message_is_offered(
    office: Office, desk_client: DeskClient
) -> None:
    received(office, mail(30, NAMES_ONE_IN_PART, sender="sm@gmail.example", table=TABLE, subject="Danh sách"))
    mark = next(mark for mark, one in waiting(office.app).lines.items() if one.sender == "sm@gmail.example")
    assert "Là của Trường Cao đẳng Sao Mai" in desk_client("officer").get(QUEUE, chon=mark).text


def test_another_value_is_written_and_a_wrong_one_is_refused_with_the_reason(
    office: Office, desk_client: DeskClient
) -> None:
    officer = desk_client("officer")
    mark, line = line_of(office, Need.DOUBT)
    refused = officer.post(QUEUE, viec=mark, lam=Deed.SET, field="fee", gia_tri="hỏi sau")
    assert refused.status_code == 422
    assert "Đề nghị ghi số tiền" in refused.text
    assert 'value="hỏi sau"' in refused.text
    decide(officer, mark, Deed.SET, field="fee", gia_tri="1.500.000 đồng/khóa")
    record = next(one for one in office.state(None).records if one.id == line.message)
    assert record.values["fee_vnd"].value == 1_500_000
    assert mark not in waiting(office.app).lines


def test_a_record_is_dropped_and_merged(office: Office, desk_client: DeskClient) -> None:
    officer = desk_client("officer")
    mark, line = line_of(office, Need.CONFLICT)
    kept = office.course("Tiện ren").id
    page = decide(officer, mark, Deed.MERGE, other=kept)
    assert len(office.titles()) == 1
    undo(officer, page)
    assert sorted(office.titles()) == ["Hàn điện", "Tiện ren"]
    page = decide(officer, mark, Deed.DROP)
    assert office.titles() == ["Tiện ren"]
    undo(officer, page)
    assert line.message in {one.id for one in office.state().records}


def test_a_question_is_answered_by_a_letter_that_is_taken_back_and_written_anew(
    office: Office, desk_client: DeskClient
) -> None:
    officer = desk_client("officer")
    mark, _ = line_of(office, Need.QUESTION)
    page = decide(officer, mark, Deed.ANSWER, gia_tri="Có, đề nghị khai báo.")
    undo(officer, page)
    assert mark in waiting(office.app).lines
    decide(officer, mark, Deed.ANSWER, gia_tri="Có, đề nghị khai báo trước ngày 29/5.")
    send(office.app)
    answers = [
        one for one in office.app.store.letters(office.app.campaign.id) if one.kind is LetterKind.ANSWER
    ]
    assert sorted(one.state for one in answers) == [LetterState.SENT, LetterState.WITHDRAWN]


def test_letters_are_approved_held_again_and_cancelled(office: Office, desk_client: DeskClient) -> None:
    officer, store = desk_client("officer"), office.app.store
    mark, line = line_of(office, Need.HELD_LETTER)
    letter = int(line.acts[0].subject)

    def state() -> LetterState:
        found = store.letter(letter)
        assert found is not None
        return found.state

    page = decide(officer, mark, act_mark(line.acts[0]))
    assert (state(), "chờ gửi" in page) == (LetterState.QUEUED, True)
    undo(officer, page)
    assert state() is LetterState.HELD
    page = decide(officer, mark, Deed.CANCEL)
    assert state() is LetterState.CANCELLED
    undo(officer, page)
    assert state() is LetterState.HELD


def test_a_note_takes_a_line_off_queue_and_digest(office: Office, desk_client: DeskClient) -> None:
    mark, _ = line_of(office, Need.UNREADABLE)
    page = decide(desk_client("officer"), mark, Deed.SEEN)
    assert "Đã ghi quyết định" in page
    assert Need.UNREADABLE not in {one.kind for one in take_snapshot(office.app).needs}
    assert office.state(DOI_THONG).unread, "the unit's case still names the file"


def test_a_unit_that_no_letter_reaches_is_closed_by_hand(office: Office, desk_client: DeskClient) -> None:
    mark, _ = line_of(office, Need.NO_ADDRESS)
    decide(desk_client("officer"), mark, Deed.COMPLETE)
    assert office.state(DOI_THONG).status is UnitStatus.COMPLETE


def test_the_overdue_list_wants_a_day_to_come(office: Office, desk_client: DeskClient) -> None:
    office.clock.at("2025-06-02T08:00:00")
    officer = desk_client("officer")
    mark, line = line_of(office, Need.OVERDUE)
    what = act_mark(line.acts[0])
    assert "Trường Trung cấp Biển Xanh: chưa gửi" in officer.get(QUEUE, chon=mark).text
    for day in ("mai", "2025-06-01"):
        refused = officer.post(QUEUE, viec=mark, lam=what, gia_tri=day)
        assert (refused.status_code, "Hạn mới chưa đúng" in refused.text) == (422, True)
    page = decide(officer, mark, what, gia_tri="2025-06-06")
    letters = [
        one for one in office.app.store.letters(office.app.campaign.id) if one.kind is LetterKind.OVERDUE
    ]
    assert {one.state for one in letters} == {LetterState.QUEUED}
    undo(officer, page)
    states = {office.app.store.letter(one.id).state for one in letters}  # type: ignore[union-attr]
    assert states == {LetterState.HELD}


# --- who, and when


def test_what_is_not_offered_any_more_is_not_done(office: Office, desk_client: DeskClient) -> None:
    officer = desk_client("officer")
    mark, line = line_of(office, Need.CONFLICT)
    decide(officer, mark, act_mark(line.acts[0]))
    count = len(office.app.store.all_decisions(office.app.campaign.id))
    doubt, _ = line_of(office, Need.DOUBT)
    for viec, lam in ((mark, act_mark(line.acts[1])), (doubt, Deed.STOP), (doubt, "made up"), ("", "")):
        assert "Chưa ghi gì" in decide(officer, viec, lam)
    assert len(office.app.store.all_decisions(office.app.campaign.id)) == count


def test_a_viewer_sees_no_queue_and_an_operator_decides_on_letters_and_failed_messages_only(
    office: Office, desk_client: DeskClient
) -> None:
    failed = office.app.store.messages(office.app.campaign.id)[0]
    office.app.store.fail(failed.sha256, "ValueError: no such thing", None)
    assert desk_client("viewer").get(QUEUE).status_code == 403
    assert desk_client("viewer").post(QUEUE, viec="a", lam="b").status_code == 403
    operator = desk_client("operator")
    doubt, line = line_of(office, Need.DOUBT)
    assert 'data-key="1"' not in operator.get(QUEUE, chon=doubt).text
    assert operator.post(QUEUE, viec=doubt, lam=act_mark(line.acts[0])).status_code == 403
    assert operator.post(QUEUE, viec=doubt, lam=Deed.DROP).status_code == 403
    held, line = line_of(office, Need.HELD_LETTER)
    decide(operator, held, act_mark(line.acts[0]))
    mark, line = line_of(office, Need.QUARANTINED)
    assert "no such thing" in operator.get(QUEUE, chon=mark).text
    decide(operator, mark, act_mark(line.acts[0]))
    assert Need.QUARANTINED not in kinds(office)


def test_an_operator_takes_back_his_own_word_only(office: Office, desk_client: DeskClient) -> None:
    officer, operator = desk_client("officer"), desk_client("operator")
    mark, line = line_of(office, Need.CONFLICT)
    decide(officer, mark, act_mark(line.acts[0]))
    made = office.app.store.all_decisions(office.app.campaign.id)[-1]
    assert operator.post("/quyet-dinh/hoan-tac", ids=str(made.id), back=QUEUE).status_code == 403


def test_an_undo_goes_back_to_pages_of_ours_only(desk_client: DeskClient) -> None:
    answer = desk_client("officer").post("/quyet-dinh/hoan-tac", follow=False, back="//evil.example/x")
    assert answer.headers["location"].startswith(QUEUE)


def test_a_decision_is_answered_with_the_next_card_alone(office: Office, desk_client: DeskClient) -> None:
    officer = desk_client("officer")
    marks = waiting(office.app).of(None)
    mark, line = line_of(office, Need.CONFLICT)
    answer = officer.post(QUEUE, as_part=True, viec=mark, lam=act_mark(line.acts[0]))
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'hx-swap-oob="innerHTML"' in answer.text
    after = marks[marks.index(mark) + 1]
    assert f"chon={after}" in answer.headers["hx-replace-url"]
    assert 'data-key="z"' in answer.text


def test_each_look_at_a_card_is_written_down(office: Office, desk_client: DeskClient) -> None:
    mark, _ = line_of(office, Need.CONFLICT)
    desk_client("officer").get(QUEUE, chon=mark)
    [seen] = office.app.store.access_log.page(office.app.campaign.id, "officer", SAO_MAI, Span()).lines
    assert seen.what == "queue"


def test_what_comes_in_between_two_looks_is_seen_at_the_second(
    office: Office, desk_client: DeskClient
) -> None:
    officer, total = desk_client("officer"), len(waiting(office.app).lines)
    assert f"Việc 1 trong {total}" in officer.get(QUEUE).text
    received(office, mail(33, "Kính gửi Sở, trường hỏi về hạn nộp?", subject="Hỏi hạn"))
    assert f"Việc 1 trong {total + 1}" in officer.get(QUEUE).text


def test_when_nothing_of_a_sort_waits_the_page_says_so(desk_client: DeskClient) -> None:
    assert "Không còn việc nào thuộc loại này" in desk_client("officer").get(QUEUE, loai="overdue").text


@pytest.mark.parametrize(
    ("before", "decided", "now", "then"),
    [
        (["a", "b", "c"], "b", ["a", "c"], "c"),
        (["a", "b", "c"], "c", ["a", "b"], "a"),
        (["a", "b"], "a", ["a", "b"], "a"),
        (["a"], "a", [], ""),
        ([], "a", ["x"], "x"),
    ],
)
def test_after_a_decision_comes_what_followed_it(
    before: list[str], decided: str, now: list[str], then: str
) -> None:
    assert next_of(before, decided, now) == then
