import re
from dataclasses import replace
from datetime import timedelta

import pytest

from catalogue.outbox import LetterFile
from catalogue.records import Unit, UnitStatus
from catalogue.snapshot import Ledger, Need, NeedLine, Runs, Snapshot, check_balance, totals
from reports.digest import compose_digest
from reports.page_words import seen_words
from tests.reports import samples


def text(snapshot: Snapshot) -> str:
    return compose_digest(snapshot).text


def section(snapshot: Snapshot, letter: str) -> list[str]:
    """The lines of one lettered section, without its heading."""
    found = re.search(
        rf"^{letter}\. .*?\n(.*?)(?=^[B-H]\. |^Trân trọng)", text(snapshot), re.DOTALL | re.MULTILINE
    )
    assert found is not None
    return [line for line in found[1].splitlines() if line]


def quiet(**changes: object) -> Snapshot:
    return samples.snapshot(today=(), needs=(), letters_today={}, previous=None, **changes)


def test_the_subject_holds_the_day_the_time_left_and_how_far_the_campaign_is() -> None:
    digest = compose_digest(samples.snapshot())
    assert digest.subject == (
        "[HTCĐ-2025] Báo cáo tổng hợp ngày 26/5/2025 - còn 03 ngày - hoàn thành 8/22 đơn vị"
    )
    assert (digest.window, digest.to, digest.unit_id) == ("2025-05-26", "tmkhoi.gdtx@sogddt.example", None)


def test_the_headline_stands_before_everything_else() -> None:
    lines = [line for line in text(samples.snapshot()).splitlines() if line]
    assert (
        lines[1]
        == "Còn 03 ngày. Đủ thông tin: 7; Cần bổ sung, xác nhận: 5; Không có khóa học: 1; Chưa gửi: 9."
    )
    assert lines[2] == "Tổng số 22 đơn vị được mời. Có 05 việc cần chuyên viên xử lý. Nhận 05 thư mới."


def test_every_figure_of_section_a_is_the_length_of_its_list() -> None:
    snapshot = samples.snapshot()
    figures = totals(snapshot)
    assert figures.invited == figures.complete + figures.incomplete + figures.none + figures.not_sent
    general = "\n".join(section(snapshot, "A"))
    assert f"cần bổ sung, xác nhận: hôm nay -1; lũy kế {figures.incomplete};" in general
    assert len([line for line in section(snapshot, "C") if line.startswith("- ")]) == len(snapshot.today)
    assert len([line for line in section(snapshot, "D") if line.startswith("- ")]) == figures.incomplete
    assert len([line for line in section(snapshot, "E") if line.startswith("- ")]) == figures.not_sent
    assert section(snapshot, "F")[-2].endswith(f"cộng {figures.courses}")


def test_change_is_told_against_the_previous_digest_and_not_at_all_on_the_first_day() -> None:
    assert "- Đơn vị đã gửi: hôm nay +2; lũy kế 12; tỷ lệ 54,5%" in section(samples.snapshot(), "A")
    assert "- Đơn vị đã gửi: hôm nay -; lũy kế 12; tỷ lệ 54,5%" in section(quiet(), "A")


def test_decisions_are_grouped_by_urgency_and_what_is_absent_is_said_in_one_line() -> None:
    headings = [line for line in section(samples.snapshot(), "B") if re.match(r"\d\. ", line)]
    assert [heading.split(". ")[1] for heading in headings] == [
        "Thư chưa xác định được đơn vị gửi: 01",
        "Tệp không đọc được, là bản chụp hoặc có mật khẩu: 01",
        "Giá trị không thống nhất hoặc trùng giữa hai thư: 01",
        "Câu hỏi, vướng mắc của đơn vị gửi về: 01",
        "Thư đi chờ duyệt: 01",
    ]
    assert section(samples.snapshot(), "B")[-1].startswith(
        "Không phát sinh: danh sách đôn đốc chờ duyệt; đơn vị đã được hỏi bổ sung 03 lần"
    )


def test_a_flood_of_one_kind_of_need_is_cut_and_counted() -> None:
    flood = tuple(NeedLine(kind=Need.UNKNOWN_SENDER, what=f"thư {n}") for n in range(40))
    lines = section(samples.snapshot(needs=flood), "B")
    assert lines[0] == "1. Thư chưa xác định được đơn vị gửi: 40"
    assert lines[-2] == "- và 15 việc khác cùng loại."


def test_the_code_of_an_unreadable_file_is_told_in_words() -> None:
    need = NeedLine(kind=Need.UNREADABLE, what="a.pdf", detail="encrypted", unit_id="college-1")
    assert "- Trường Cao đẳng Bến Phú Lâm: a.pdf; tệp có đặt mật khẩu" in section(
        samples.snapshot(needs=(need,)), "B"
    )


def test_an_empty_day_says_so_and_still_tells_where_everything_stands() -> None:
    assert "Không có thư mới trong ngày." in section(quiet(), "C")
    assert section(quiet(), "B") == ["Không có việc cần xử lý."]
    assert len(section(quiet(), "E")) > totals(quiet()).not_sent


@pytest.mark.parametrize(
    ("runs", "alarm"),
    [
        (
            Runs(error="máy chủ thư không trả lời", unreachable_since=samples.RECEIVED_AT),
            "Hộp thư không truy cập được từ 09 giờ 05 ngày 23 tháng 5 năm 2025: máy chủ thư không trả lời.",
        ),
        (Runs(last_poll_at=samples.NOW - timedelta(hours=9)), "Hộp thư không được quét từ 22 giờ 30 ngày 25"),
        (Runs(), "Hộp thư chưa được quét lần nào."),
        (Runs(last_poll_at=samples.NOW, failed=2), "Có 02 thư xử lý không thành công"),
    ],
)
def test_what_fails_stands_at_the_very_top_of_both_parts(runs: Runs, alarm: str) -> None:
    digest = compose_digest(quiet(runs=runs))
    assert digest.text.splitlines()[2].startswith(f"(!) {alarm}")
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


def test_a_unit_of_a_strange_kind_is_listed_all_the_same() -> None:
    stranger = Unit(id="x", name="Hội quán Bình Quới", kind="club")
    line = replace(
        samples.snapshot().units[2],
        unit=stranger,
        state=samples.state(status=UnitStatus.NOT_SUBMITTED, unit_id="x"),
    )
    assert section(samples.snapshot(units=(line,)), "E") == [
        "Loại hình khác: 1",
        "- Hội quán Bình Quới (đã dừng gửi thư tới đơn vị)",
    ]


def test_text_and_html_name_the_same_units_figures_and_files() -> None:
    digest = compose_digest(samples.snapshot(), (LetterFile("tong-hop.xlsx", "application/x", b""),))
    seen = seen_words(digest.html)
    assert "(tong-hop.xlsx)" in digest.text
    # Headings of columns are said once in a table and on every line of the text.
    words = re.findall(
        r"[\w+%,]+",
        re.sub(r"hôm nay|lũy kế|tỷ lệ|trực tuyến|kết hợp|trực tiếp|chưa rõ|cộng", "", digest.text),
    )
    assert set(words) <= set(re.findall(r"[\w+%,]+", seen))
    assert sorted(re.findall(r"\d+", seen)) == sorted(re.findall(r"\d+", digest.text))
