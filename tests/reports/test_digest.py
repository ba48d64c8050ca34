import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from jinja2 import UndefinedError

from catalogue.outbox import Letter, LetterFile
from catalogue.progress import DONE
from catalogue.records import MessageKind, Unit, UnitStatus
from catalogue.snapshot import Ledger, Need, NeedLine, Runs, Snapshot, check_balance, totals
from config.templates import Templates
from reports.charts import pictures
from reports.digest import compose_digest, compose_final, compose_weekly
from reports.digest_view import headline
from reports.page_words import seen_words
from tests.reports import samples
from tests.reports.sight import contrast, inverted, texts_of

Compose = Callable[..., Letter]


def text(snapshot: Snapshot) -> str:
    return compose_digest(snapshot).text


def section(snapshot: Snapshot, letter: str) -> list[str]:
    """The lines of one lettered section, without its heading."""
    found = re.search(
        rf"^{letter}\. .*?\n(.*?)(?=^[B-H]\. |^Trân trọng)", text(snapshot), re.DOTALL | re.MULTILINE
    )
    assert found is not None
    return [line for line in found[1].splitlines() if line]


def on_day(later: int) -> dict[str, object]:
    """So many days after the samples' morning, the mailbox looked at."""
    moment = samples.NOW + timedelta(days=later)
    return {"taken_at": moment, "runs": Runs(last_poll_at=moment)}


def quiet(**changes: object) -> Snapshot:
    return samples.snapshot(**{"today": (), "needs": (), "letters_today": {}, "previous": None} | changes)


def busy() -> Snapshot:
    """A morning on which each need can be settled by a link."""
    links = (
        ("Chọn đơn vị", "mailto:tiepnhan@sogddt.example?subject=%5Blenh%5D"),
        ("Bỏ qua thư", "mailto:x@y.example"),
    )
    told = samples.snapshot()
    return replace(told, needs=tuple(replace(one, links=links) for one in told.needs))


WRONG = Runs(error="máy chủ thư không trả lời", unreachable_since=samples.RECEIVED_AT)


@pytest.mark.parametrize(
    ("snapshot", "subject"),
    [
        (samples.snapshot(), "05 việc cần xử lý - 8/22 đơn vị hoàn thành, còn 03 ngày"),
        (quiet(), "8/22 đơn vị hoàn thành, còn 03 ngày"),
        (
            samples.snapshot(runs=WRONG),
            "Cảnh báo: hộp thư không truy cập được - 8/22 đơn vị hoàn thành, còn 03 ngày",
        ),
        (quiet(**on_day(3)), "8/22 đơn vị hoàn thành, hạn cuối hôm nay"),
        (quiet(**on_day(6)), "8/22 đơn vị hoàn thành, đã quá hạn 03 ngày"),
    ],
)
def test_the_subject_bears_the_one_figure_that_matters(snapshot: Snapshot, subject: str) -> None:
    digest = compose_digest(snapshot)
    assert digest.subject == f"[HTCĐ-2025] {subject}"
    assert (digest.to, digest.unit_id) == ("tmkhoi.gdtx@sogddt.example", None)


def test_the_first_lines_tell_the_days_the_figures_the_change_and_what_waits() -> None:
    snapshot = samples.snapshot(previous_at=samples.NOW - timedelta(days=1))
    lines = [line for line in text(snapshot).splitlines() if line]
    assert lines[:8] == [
        "Còn 03 ngày",
        "8/22 đơn vị đã hoàn thành (36,4%)",
        "- Đủ thông tin: 7 (+3)",
        "- Cần bổ sung, xác nhận: 5 (-1)",
        "- Không có khóa học: 1 (0)",
        "- Chưa gửi: 9 (-2)",
        "So với hôm qua: thêm 03 đơn vị hoàn thành, thêm 20 khóa học, thêm 04 đầu mối liên hệ.",
        "5 việc cần xử lý.",
    ]


def test_every_figure_at_the_top_is_the_length_of_its_list() -> None:
    snapshot = samples.snapshot()
    figures = totals(snapshot)
    assert figures.invited == figures.complete + figures.incomplete + figures.none + figures.not_sent
    assert len([line for line in section(snapshot, "C") if line.startswith("- ")]) == len(snapshot.today)
    assert len([line for line in section(snapshot, "D") if line.startswith("- ")]) == figures.incomplete
    silent = [re.match(r"- .*? \((\d+)\): (.*)", line) for line in section(snapshot, "E")]
    assert sum(int(one[1]) for one in silent if one) == figures.not_sent
    assert sum(len(one[2].split("; ")) for one in silent if one) == figures.not_sent
    assert section(snapshot, "F")[-2].endswith(f"cộng {figures.courses}")
    shares = headline(snapshot).shares
    assert (len(shares), sum(share for _, share in shares)) == (4, 100)


def test_change_is_told_against_the_report_before_and_not_at_all_on_the_first_day() -> None:
    assert "Chưa có báo cáo trước để so sánh." in text(quiet())
    same = quiet(previous=totals(quiet()), previous_at=samples.NOW - timedelta(days=3))
    assert "So với báo cáo ngày 23/5: không thay đổi." in text(same)


def test_decisions_are_grouped_by_urgency_before_all_lists() -> None:
    headings = [line for line in section(samples.snapshot(), "A") if re.match(r"\d\. ", line)]
    assert [heading.split(". ")[1] for heading in headings] == [
        "Thư chưa xác định được đơn vị gửi: 01",
        "Tệp không đọc được, là bản chụp hoặc có mật khẩu: 01",
        "Giá trị không thống nhất hoặc trùng giữa hai thư: 01",
        "Câu hỏi, vướng mắc của đơn vị gửi về: 01",
        "Thư đi chờ duyệt: 01",
    ]


def test_mail_that_is_nobodys_concern_is_counted_not_listed() -> None:
    beside = replace(samples.snapshot().today[3], kind=MessageKind.OTHER)
    lines = section(samples.snapshot(today=(*samples.snapshot().today[:2], beside)), "C")
    assert (len(lines), lines[-1]) == (3, "- và 01 thư khác.")


def test_a_flood_of_one_kind_of_need_is_cut_and_counted() -> None:
    flood = tuple(NeedLine(kind=Need.UNKNOWN_SENDER, what=f"thư {n}") for n in range(40))
    lines = section(samples.snapshot(needs=flood), "A")
    assert lines[0] == "1. Thư chưa xác định được đơn vị gửi: 40"
    assert lines[-1] == "- và 30 việc khác cùng loại."


def test_the_code_of_an_unreadable_file_is_told_in_words() -> None:
    need = NeedLine(kind=Need.UNREADABLE, what="a.pdf", detail="encrypted", unit_id="college-1")
    assert "- Trường Cao đẳng Bến Phú Lâm: a.pdf; tệp có đặt mật khẩu" in section(
        samples.snapshot(needs=(need,)), "A"
    )


def test_an_empty_day_says_so_and_still_tells_where_everything_stands() -> None:
    assert section(quiet(), "C") == ["Không có thư mới."]
    assert section(quiet(), "A") == ["Không có việc cần xử lý."]
    assert section(quiet(), "E") == section(samples.snapshot(), "E")


@pytest.mark.parametrize(
    ("runs", "alarm"),
    [
        (
            WRONG,
            "Hộp thư không truy cập được từ 09 giờ 05 ngày 23 tháng 5 năm 2025: máy chủ thư không trả lời.",
        ),
        (Runs(last_poll_at=samples.NOW - timedelta(hours=9)), "Hộp thư không được quét từ 22 giờ 30 ngày 25"),
        (Runs(), "Hộp thư chưa được quét lần nào."),
        (Runs(last_poll_at=samples.NOW, failed=2), "Có 02 thư xử lý không thành công"),
    ],
)
def test_what_fails_stands_at_the_very_top_of_both_parts(runs: Runs, alarm: str) -> None:
    digest = compose_digest(quiet(runs=runs))
    assert digest.text.splitlines()[0].startswith(f"(!) {alarm}")
    seen = " ".join(seen_words(digest.html).split())
    assert seen.index(alarm) < seen.index("Còn 03 ngày")


def test_a_day_on_which_all_is_well_has_no_alarm() -> None:
    assert "(!)" not in text(samples.snapshot())
    assert check_balance(samples.snapshot()) == ()


def test_a_sum_that_does_not_balance_is_told() -> None:
    ledger = Ledger(
        copies=31, copies_by_state={"acknowledged": 30}, messages=1, messages_by_state={"done": 1}
    )
    snapshot = samples.snapshot(ledger=ledger)
    assert check_balance(snapshot) == ("Thư trên máy chủ: 31, nhưng tổng theo trạng thái là 30.",)
    assert "(!) Số liệu không khớp. Thư trên máy chủ: 31" in text(snapshot)


def test_a_unit_listed_twice_or_with_anothers_data_is_told() -> None:
    first, second, *rest = samples.snapshot().units
    twice = check_balance(samples.snapshot(units=(first, first, second, *rest)))
    swapped = check_balance(samples.snapshot(units=(replace(first, state=second.state), second, *rest)))
    assert twice == ("Đơn vị college-1 có 2 dòng trong danh sách.",)
    assert swapped == ("Đơn vị college-1 mang dữ liệu của college-2.",)


def test_the_ledger_is_printed_as_sums() -> None:
    lines = section(samples.snapshot(), "H")
    assert "- Thư trên máy chủ: 31 = đã tải và đánh dấu 30 + đã tải 1." in lines
    assert "- Thư đã lưu: 30 = đã xử lý 29 + chờ xử lý lại 1." in lines


def test_a_unit_that_only_asked_is_not_called_complete() -> None:
    asker = next(line for line in section(samples.snapshot(), "C") if "câu hỏi" in line)
    assert asker.endswith("đơn vị chưa gửi thông tin")


def test_before_anybody_is_invited_nothing_is_called_done() -> None:
    told = text(quiet(units=()))
    assert "Chưa có đơn vị nào trong danh sách được mời" in told
    assert "Tất cả đơn vị" not in told


def test_a_unit_of_a_strange_kind_is_listed_all_the_same() -> None:
    stranger = Unit(id="x", name="Hội quán Bình Quới", kind="club")
    line = replace(
        samples.snapshot().units[2],
        unit=stranger,
        state=samples.state(status=UnitStatus.NOT_SUBMITTED, unit_id="x"),
    )
    assert section(samples.snapshot(units=(line,)), "E") == [
        "- Loại hình khác (1): Hội quán Bình Quới (đã dừng gửi thư tới đơn vị)",
    ]


def words_of(letter: Letter) -> tuple[list[str], list[str]]:
    """The words of the text, and those that are seen or said of pictures in the page."""
    alts = " ".join(unescape(one) for one in re.findall(r'alt="([^"]*)"', letter.html))
    # Headings of columns are said once in a table and on every line of the text.
    told = re.sub(r"trực tuyến|kết hợp|trực tiếp|chưa rõ|cộng", "", letter.text)
    return re.findall(r"[\w+%,]+", told), re.findall(r"[\w+%,]+", f"{seen_words(letter.html)} {alts}")


@pytest.mark.parametrize("compose", [compose_digest, compose_weekly, compose_final])
def test_text_and_html_say_the_same_with_pictures_and_without(compose: Compose) -> None:
    book = LetterFile("tong-hop.xlsx", "application/x", b"")
    for drawn in ((), pictures(samples.snapshot())):
        letter = compose(samples.snapshot(), (book,), drawn)
        told, seen = words_of(letter)
        assert "(tong-hop.xlsx)" in letter.text
        assert set(told) <= set(seen)
        numbers = [sorted(word for word in words if word.isdecimal()) for words in (told, seen)]
        assert numbers[0] == numbers[1]
        assert [file.filename for file in letter.files[1:]] == re.findall(r'src="cid:([^"]+)"', letter.html)


def test_the_final_report_names_who_never_sent_who_lacks_what_and_who_was_late() -> None:
    first, *rest = samples.snapshot().units
    tardy = replace(first, state=replace(first.state, late=True))
    over = samples.snapshot(units=(tardy, *rest), **on_day(5))
    letter = compose_final(over)
    assert letter.window == "final"
    assert letter.subject == "[HTCĐ-2025] Báo cáo tổng kết - 8/22 đơn vị hoàn thành, đã quá hạn 02 ngày"
    assert f"C. Đơn vị gửi sau thời hạn (1)\n\n{first.unit.name}.\n" in letter.text
    assert "Đã hết thời hạn; còn 14 đơn vị chưa hoàn thành." in letter.text
    for line in over.units:
        assert (line.unit.name in letter.text) is (line.state.status not in DONE or line is tardy), (
            line.unit.name
        )


def test_a_weekly_report_compares_with_the_week_before() -> None:
    letter = compose_weekly(samples.snapshot())
    assert letter.window == "2025-W22"
    assert "So với tuần trước: thêm 03 đơn vị hoàn thành" in letter.text
    assert letter.subject.startswith("[HTCĐ-2025] Báo cáo tuần - 8/22")


def test_a_season_of_five_thousand_units_stays_a_mail_that_is_not_cut_off() -> None:
    some = samples.snapshot().units
    many = tuple(
        replace(one, unit=replace(one.unit, id=f"{n}"), state=replace(one.state, unit_id=f"{n}"))
        for n, one in enumerate(some * 230)
    )
    needs = tuple(
        NeedLine(
            kind=need, what=f"việc {n}", links=(("Chọn", "mailto:x@y.example?subject=" + "a" * 200),) * 3
        )
        for need in Need
        for n in range(50)
    )
    for compose in (compose_digest, compose_weekly, compose_final):
        letter = compose(samples.snapshot(units=many, needs=needs, today=samples.snapshot().today * 50))
        assert len(letter.html.encode()) < 102_000
        assert "700 việc cần xử lý." in letter.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("snapshot", [busy(), quiet(runs=WRONG)])
def test_every_word_of_a_report_stands_out_from_its_ground(snapshot: Snapshot, scheme: str) -> None:
    for one in texts_of(compose_digest(snapshot).html, dark=scheme == "dark"):
        color, ground = one.look.color, one.look.background
        assert contrast(color, ground) >= 4.5, one
        # Programs that invert are those that know no dark scheme.
        assert scheme == "dark" or contrast(inverted(color), inverted(ground)) >= 4.5, one
        assert one.look.size >= 13 or not one.text.strip("\xa0"), one


def test_a_report_fits_the_narrowest_phone_and_fetches_nothing() -> None:
    page = compose_digest(busy(), pictures=pictures(samples.snapshot())).html
    assert not re.search(r"float:|flex|grid|position:|@import|url\(|<link|<script|src=\"(?!cid:)", page)
    assert page.count("<img") == page.count("max-width: 480px;height: auto") == 2
    assert page.count("<table") == page.count('role="presentation"') + 1  # the courses are a table of data
    shown = re.sub(r"<!--\[if mso\]>.*?<!\[endif\]-->|<img[^>]*>", "", page)
    assert all(int(width) < 320 for width in re.findall(r"(?<![-\w])width[:=] ?\"?(\d+)(?!\d*%)", shown))


def test_a_campaign_may_draw_its_reports_by_templates_of_its_own() -> None:
    block = "{% block operation %}{{ words.count(7) }} tổ{% endblock %}"
    own = {"digest.j2": '{% extends "shipped/digest.j2" %}' + block}
    there = samples.campaign(templates=Templates("mau-thu", own))
    assert "07 tổ" in compose_digest(samples.snapshot(campaign=there)).text
    opened = Templates("mau-thu", {"digest.j2": "{{ words.wording.re }}"})
    with pytest.raises(UndefinedError):
        compose_digest(samples.snapshot(campaign=samples.campaign(templates=opened)))
