import io
import json
from dataclasses import replace
from datetime import timedelta

import openpyxl

from catalogue.records import LetterKind, UnitStatus
from catalogue.snapshot import Need, check_balance, totals
from catalogue.views import LetterFilter
from intake.jobs_digest import take_snapshot
from intake.jobs_export import export
from intake.jobs_letters import ask, remind
from intake.jobs_poll import poll
from intake.jobs_reports import digest, digest_if_due, final_day
from intake.jobs_send import send
from reports.digest_course import course_of
from reports.digest_view import ReportKind
from tests.support.apps import BIEN_XANH, SAO_MAI, Office, mail, row, submission


def digests(office: Office) -> list[str]:
    wanted = LetterFilter(kind=LetterKind.DIGEST)
    return [one.window for one in office.app.store.letters(office.app.campaign.id, wanted)][::-1]


def busy(office: Office) -> None:
    office.postbox.deliver(
        submission(1, row("Hàn điện"), row("Tiện ren")),
        submission(2, row("May áo", url=""), sender="vanphong@bienxanh.example"),
        submission(3, row("Cắm hoa"), sender="co.giao@gmail.example"),
        mail(4, "Kính gửi Sở, trung tâm không có khóa học nào.", sender="gdtx.doithong@hcmedu.example"),
    )
    poll(office.app)
    office.clock.forward(minutes=30)
    ask(office.app)
    send(office.app)
    office.clock.forward(minutes=1)


def test_a_digest_is_made_once_a_day_however_often_it_is_asked_for(office: Office) -> None:
    assert digest(office.app) is not None
    assert digest(office.app) is None
    office.clock.forward(hours=3)
    assert digest(office.app) is None
    office.clock.forward(days=1)
    assert digest(office.app) is not None
    assert digests(office) == ["2025-05-20", "2025-05-21"]


def test_the_day_of_a_digest_is_the_campaigns_not_greenwichs(office: Office) -> None:
    office.clock.at("2025-05-21T05:00:00")  # still the 20th in UTC
    digest(office.app)
    assert digests(office) == ["2025-05-21"]


def test_before_its_hour_no_digest_is_due_and_a_missed_one_is_made_up_for(office: Office) -> None:
    office.clock.at("2025-05-21T07:29:00")
    assert not digest_if_due(office.app)
    office.clock.at("2025-05-21T15:00:00")
    assert digest_if_due(office.app)
    assert not digest_if_due(office.app)


def test_a_day_without_mail_has_its_digest_too(office: Office) -> None:
    digest(office.app)
    send(office.app)
    [mailed] = office.pillar.mails
    assert mailed.to == ("tmkhoi.gdtx@sogddt.example",)
    office.clock.forward(days=1)
    digest(office.app)
    send(office.app)
    assert len(office.pillar.mails) == 2


def morning(office: Office, day: str) -> None:
    """The service's looks at a day: before the hour, at it, and again after a restart."""
    for hour in ("07:00", "07:35", "07:40", "16:00"):
        office.clock.at(f"{day}T{hour}:00")
        digest_if_due(office.app)


def test_each_day_has_one_report_mondays_the_weekly_and_the_day_after_the_deadline_the_final(
    office: Office,
) -> None:
    for day in ("05-22", "05-24", "05-25", "05-26", "05-27", "05-29", "05-30", "05-31", "06-02"):
        morning(office, f"2025-{day}")
    assert digests(office) == [
        *("2025-05-22", "2025-05-24", "2025-05-25", "2025-W22", "2025-05-27", "2025-05-29", "final"),
        *("2025-05-31", "2025-06-02"),
    ]


def test_a_weekly_report_that_a_stopped_service_missed_is_made_up_for(office: Office) -> None:
    morning(office, "2025-05-23")
    morning(office, "2025-05-27")
    morning(office, "2025-05-28")
    assert digests(office) == ["2025-05-23", "2025-W22", "2025-05-28"]


def test_the_final_report_waits_for_days_of_grace_and_a_working_day(office: Office) -> None:
    graceful = replace(office.app.campaign, grace_days=1)
    assert [str(final_day(one)) for one in (office.app.campaign, graceful)] == ["2025-05-30", "2025-06-02"]


def test_another_report_can_be_had_at_any_time_and_once(office: Office) -> None:
    weekly = digest(office.app, ReportKind.WEEKLY)
    assert weekly is not None
    assert digest(office.app, ReportKind.WEEKLY) is None
    assert weekly.window == "2025-W21"
    shown = digest(office.app, ReportKind.FINAL, dry_run=True)
    assert shown is not None
    assert "báo cáo tổng kết tính đến" in shown.text
    assert digests(office) == ["2025-W21"]


def test_a_weekly_report_counts_from_the_week_before_and_all_its_letters(office: Office) -> None:
    busy(office)
    digest(office.app)
    before = office.clock.now
    office.clock.forward(days=6, hours=23)
    digest(office.app)
    office.postbox.deliver(submission(9, row("Phay CNC")), at=office.clock.now)
    poll(office.app)
    office.clock.now = before + timedelta(days=6, hours=23, minutes=50)
    letter = digest(office.app, ReportKind.WEEKLY, dry_run=True)
    assert letter is not None
    assert "So với tuần trước: thêm 01 khóa học." in letter.text
    assert "đã đủ thông tin 1" in letter.text


def test_the_course_of_the_campaign_is_drawn_from_what_happened(office: Office) -> None:
    busy(office)
    office.clock.forward(days=1)
    snapshot = take_snapshot(office.app)
    course = course_of(snapshot)
    assert [count for _, count in course.done][-2:] == [2, 2]
    assert course.estimated == 0
    letter = digest(office.app)
    assert letter is not None
    assert [file.filename for file in letter.files][1:] == ["tien-do.png", "loai-hinh.png"]
    assert "2/3 đơn vị đã hoàn thành (66,7%)" in letter.text


def test_a_mailbox_that_was_not_reached_stands_in_the_subject_and_at_the_top(office: Office) -> None:
    poll(office.app)
    run = office.app.store.start_run("poll", office.clock.now)
    office.app.store.finish_run(run, office.clock.now, {}, "imap.sogddt.example: no answer")
    letter = digest(office.app)
    assert letter is not None
    assert "Cảnh báo: hộp thư không truy cập được - 0/3" in letter.subject
    assert letter.text.startswith("(!) Hộp thư không truy cập được từ ")


def test_a_dry_run_makes_the_digest_and_leaves_the_day_open(office: Office) -> None:
    assert digest(office.app, dry_run=True) is not None
    assert digests(office) == []
    assert digest(office.app) is not None


def test_every_sum_of_a_busy_day_balances(office: Office) -> None:
    busy(office)
    snapshot = take_snapshot(office.app)
    assert check_balance(snapshot) == ()
    figures = totals(snapshot)
    assert (figures.invited, figures.complete, figures.incomplete, figures.none, figures.not_sent) == (
        3, 1, 1, 1, 0,
    )  # fmt: skip
    assert (figures.courses, figures.contacts) == (4, 3)
    assert snapshot.ledger.messages == 4
    assert snapshot.letters_today == {
        LetterKind.COMPLETE: 1, LetterKind.CLARIFICATION: 1, LetterKind.NO_COURSES: 1,
    }  # fmt: skip


def test_the_next_digest_counts_from_the_last_one_on(office: Office) -> None:
    busy(office)
    digest(office.app)
    office.clock.forward(days=1)
    office.postbox.deliver(submission(9, row("Phay CNC")), at=office.clock.now)
    poll(office.app)
    snapshot = take_snapshot(office.app)
    assert [one.courses for one in snapshot.today] == [1]
    assert snapshot.previous is not None
    assert totals(snapshot).courses - snapshot.previous.courses == 1
    assert snapshot.letters_today == {}


def test_mail_received_before_the_last_digest_and_polled_after_it_is_told_in_the_next(
    office: Office,
) -> None:
    office.clock.at("2025-05-21T07:30:00")
    office.postbox.deliver(submission(1, row("Hàn điện")), at=office.clock.now - timedelta(minutes=1))
    digest(office.app)
    office.clock.forward(minutes=1)
    poll(office.app)
    office.clock.at("2025-05-22T07:30:00")
    assert [one.courses for one in take_snapshot(office.app).today] == [1]


def test_what_one_digest_told_of_today_the_next_does_not_tell_again(office: Office) -> None:
    office.postbox.deliver(submission(1, row("Hàn điện")))
    poll(office.app)
    office.clock.forward(minutes=5)
    assert [one.courses for one in take_snapshot(office.app).today] == [1]
    digest(office.app)
    office.clock.forward(days=1)
    assert take_snapshot(office.app).today == ()


def test_digest_workbook_and_export_tell_the_same(office: Office) -> None:
    busy(office)
    letter = digest(office.app)
    assert letter is not None
    exported = json.loads(b"".join(export(office.app, "json")))
    attached = letter.files[0]
    book = openpyxl.load_workbook(io.BytesIO(attached.data), read_only=True)
    words = {str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line}
    book.close()
    assert {one["title"] for one in exported["courses"]} == {"Hàn điện", "Tiện ren", "May áo", "Cắm hoa"}
    assert {one["title"] for one in exported["courses"]} <= words
    csv = b"".join(export(office.app, "csv")).decode("utf-8-sig")
    assert csv.count("\r\n") == 1 + len(exported["courses"])


def test_a_unit_says_what_it_lacks_in_digest_and_export_alike(office: Office) -> None:
    busy(office)
    assert office.state(BIEN_XANH).status is UnitStatus.INCOMPLETE
    exported = json.loads(b"".join(export(office.app, "json")))
    [lacking] = [one for one in exported["courses"] if one["missing"]]
    assert (lacking["unit"], lacking["missing"]) == (BIEN_XANH, ["url"])
    letter = digest(office.app)
    assert letter is not None
    assert "Trường Trung cấp Biển Xanh" in letter.text


def doubted(office: Office) -> list[tuple[str, str | None]]:
    return [
        (one.what, one.unit_id) for one in take_snapshot(office.app).needs if one.kind is Need.DOUBT
    ]  # fmt: skip


def test_a_doubt_is_the_officers_once_the_school_was_asked_for_it_in_vain(office: Office) -> None:
    office.postbox.deliver(submission(1, row("Hàn điện", fee="khoảng 2 triệu")))
    poll(office.app)
    for day in (20, 23, 26):
        assert doubted(office) == []
        office.clock.at(f"2025-05-{day}T10:00:00")
        ask(office.app)
        remind(office.app)
        send(office.app)
    office.clock.at("2025-05-30T10:00:00")
    assert doubted(office) == [("Hàn điện", SAO_MAI)]
    [need] = [one for one in take_snapshot(office.app).needs if one.kind is Need.DOUBT]
    assert need.detail == 'học phí ghi "khoảng 2 triệu" (mức ước chừng hoặc tối thiểu)'
    assert need.message == office.course("Hàn điện").id


def test_a_strangers_doubt_is_the_officers_at_once(office: Office) -> None:
    office.postbox.deliver(
        submission(1, row("Cắm hoa", fee="khoảng 2 triệu"), sender="co.giao@gmail.example")
    )
    poll(office.app)
    assert doubted(office) == [("Cắm hoa", None)]


def test_a_unit_that_has_only_to_confirm_is_told_so_and_all_sums_balance(office: Office) -> None:
    office.postbox.deliver(submission(1, row("Hàn điện", fee="khoảng 2 triệu")))
    poll(office.app)
    snapshot = take_snapshot(office.app)
    assert check_balance(snapshot) == ()
    figures = totals(snapshot)
    assert (figures.complete, figures.incomplete, figures.not_sent) == (0, 1, 2)
    letter = digest(office.app)
    assert letter is not None
    assert "- Trường Cao đẳng Sao Mai (cần xác nhận 1): chờ xác nhận: học phí (1); chưa hỏi" in letter.text
    assert "đơn vị cần xác nhận 01 giá trị" in letter.text


def test_a_no_without_the_right_value_is_shown_to_the_officer(office: Office) -> None:
    office.postbox.deliver(submission(1, row("Hàn điện", fee="khoảng 2 triệu")))
    poll(office.app)
    office.clock.forward(minutes=30)
    letter = next(one for one in ask(office.app).made if one.kind is LetterKind.CLARIFICATION)
    send(office.app)
    reply = mail(2, "1. Không phải", subject=f"Re: {letter.ref}",
                 headers=[f"In-Reply-To: {letter.message_id}"])  # fmt: skip
    office.postbox.deliver(reply)
    poll(office.app)
    [need] = [one for one in take_snapshot(office.app).needs if one.kind is Need.CONFLICT]
    assert need.what == "Hàn điện; Không phải"
    assert need.detail == "đơn vị trả lời là chưa đúng, chưa nêu giá trị đúng"
