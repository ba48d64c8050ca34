import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from catalogue.reading.content import read_content
from config.campaign import load_campaign
from parsers.message import read_message
from tests.reports.seens import HAN, MAY, book, saved
from tests.support.cli import Shell
from tests.support.mails import file_part, simple

CSV = "STT;Tên khóa học;Trình độ;Học phí\n1;Hàn điện;Sơ cấp;miễn phí\n2;Tiện ren;Sơ cấp;1.500.000 đồng\n"
CAMPAIGN = load_campaign("course-catalogue-2025")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """An empty folder with a workbook, a list, a mail that carries both, and a broken file."""
    workbook = saved(book(HAN, MAY))
    (tmp_path / "khoa.xlsx").write_bytes(workbook)
    (tmp_path / "khoa.csv").write_text(CSV, "utf-8")
    files = [file_part("khoa.xlsx", workbook), file_part("hong.docx", b"PK\x03\x04 cut off")]
    (tmp_path / "thu.eml").write_bytes(simple("Trường gửi danh sách.", files=files))
    return Shell(tmp_path)


def names(facts: dict[str, Any]) -> list[str]:
    return [one["values"].get("title", one["values"].get("full_name"))["value"] for one in facts["records"]]


def test_a_file_is_shown_without_settings_and_nothing_is_left_behind(shell: Shell) -> None:
    before = sorted(path.name for path in shell.folder.iterdir())
    ran = shell.well("read", "khoa.xlsx")
    assert 'course "Hàn điện", Danh sách' in ran.out
    assert ran.err == ""
    assert sorted(path.name for path in shell.folder.iterdir()) == before


def test_broken_settings_beside_a_file_do_not_matter(shell: Shell) -> None:
    (shell.folder / "intake.toml").write_text("this is [not toml", "utf-8")
    shell.well("read", "khoa.csv")


def test_what_is_shown_of_a_file_is_what_the_program_makes_of_it(shell: Shell) -> None:
    [alone] = shell.well("read", "--json", "khoa.xlsx").json()
    raw = simple("", files=[file_part("khoa.xlsx", (shell.folder / "khoa.xlsx").read_bytes())])
    made = read_content(read_message(raw), CAMPAIGN)
    for shown, entry in zip(alone["records"], made.entries, strict=True):
        told = {key: (one["value"], one["at"], one["confidence"]) for key, one in shown["values"].items()}
        assert told == {key: (one.value, one.origin.at, one.confidence) for key, one in entry.values.items()}
    assert all(value["reason"] for one in alone["records"] for value in one["values"].values())


def test_several_files_are_shown_in_order_and_the_mail_with_its_parts(shell: Shell) -> None:
    told = shell.well("read", "--json", "khoa.csv", "thu.eml", allow=(1,)).json()
    assert [one["file"] for one in told] == ["khoa.csv", "thu.eml"]
    assert names(told[0]) == ["Hàn điện", "Tiện ren"]
    assert names(told[1]) == ["Hàn điện", "May áo dài"]
    assert told[1]["message"]["taken_for"] == "submission"
    [broken] = [one for one in told[1]["parts"] if one["status"] == "unreadable"]
    assert (broken["part"], broken["reason"]) == ("hong.docx", "corrupt")
    assert broken["the_school_reads"] == "tệp bị hỏng hoặc không đúng định dạng"


def test_an_unreadable_part_makes_the_exit_code_ask_for_attention(shell: Shell) -> None:
    (shell.folder / "rong.xlsx").write_bytes(b"")
    assert shell.run("read", "rong.xlsx").code == 1
    assert shell.run("read", "thu.eml").code == 1
    assert shell.run("read", "thu.eml", "--part", "khoa.xlsx").code == 0
    assert shell.run("read", "thu.eml", "--part", "body").code == 0


def test_a_part_is_chosen_by_name_and_a_wrong_name_tells_the_right_ones(shell: Shell) -> None:
    out = shell.well("read", "thu.eml", "--part", "xlsx").out
    assert "DOCUMENT khoa.xlsx" in out
    assert "hong.docx" not in out
    assert "BODY" not in out
    wrong = shell.run("read", "thu.eml", "--part", "ods")
    assert wrong.code == 2
    assert "there are: body, khoa.xlsx, hong.docx" in wrong.err


@pytest.mark.parametrize("given", ["nowhere.xlsx", "."])
def test_what_is_no_file_is_wrong_use_said_in_one_line(shell: Shell, given: str) -> None:
    ran = shell.run("read", "khoa.csv", given)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert "cannot be read" in ran.err


def test_standard_input_is_read_by_what_it_holds(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("thu.eml", "khoa.xlsx"):
        data = (shell.folder / name).read_bytes()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        [told] = shell.well("read", "--json", "-", allow=(0, 1)).json()
        assert told["file"] == "stdin"
        assert names(told) == ["Hàn điện", "May áo dài"]
        assert (told["message"] is not None) == (name == "thu.eml")


def test_another_campaign_asks_for_other_fields(shell: Shell) -> None:
    shipped = Path(load_campaign.__code__.co_filename).parent / "campaigns" / f"{CAMPAIGN.id}.toml"
    own = re.sub(r"(?m)^(url = .*)true", r"\1false", shipped.read_text("utf-8"))
    (shell.folder / "own.toml").write_text(own, "utf-8")
    [usual] = shell.well("read", "--json", "khoa.xlsx").json()
    [other] = shell.well("read", "--json", "khoa.xlsx", "--campaign", "own.toml").json()
    assert [one["missing"] for one in usual["records"]] == [["url"], ["url"]]
    assert [one["missing"] for one in other["records"]] == [[], []]
    assert shell.run("read", "khoa.csv", "--campaign", "no-such").code == 2


def test_the_page_is_written_where_it_is_asked_for(shell: Shell) -> None:
    ran = shell.well("read", "khoa.xlsx", "khoa.csv", "--html", "out.html")
    assert ran.out == "written: out.html\n"
    page = (shell.folder / "out.html").read_text("utf-8")
    assert page.count("<section>") == 2
    assert 'lang="vi"' in page
    assert shell.run("read", "khoa.xlsx", "--html", "no/such/folder/out.html").code in (2, 3)


def test_a_page_never_takes_the_place_of_a_file_that_is_read(shell: Shell) -> None:
    before = (shell.folder / "khoa.csv").read_bytes()
    assert shell.run("read", "khoa.xlsx", "khoa.csv", "--html", "./khoa.csv").code == 2
    assert (shell.folder / "khoa.csv").read_bytes() == before


def test_a_saved_web_page_is_no_mail(shell: Shell) -> None:
    page = "<html><body><p>Tên khóa học: Hàn điện</p><p>Trình độ: Sơ cấp</p></body></html>"
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"; type="text/html"\n\n'
    part = f"--x\nContent-Type: text/html; charset=utf-8\nContent-Location: a.htm\n\n{page}\n--x--\n"
    (shell.folder / "bao-cao.doc").write_text(head + part, "utf-8")
    [told] = shell.well("read", "--json", "bao-cao.doc", allow=(0, 1)).json()
    assert told["message"] is None
    assert names(told) == ["Hàn điện"]


def test_a_name_that_is_no_text_is_shown_and_breaks_nothing(shell: Shell) -> None:
    odd = b"danh s\xe1ch \x1b[31m.csv".decode("utf-8", "surrogateescape")
    (shell.folder / odd).write_text(CSV, "utf-8")
    out = shell.well("read", odd).out
    assert "\x1b" not in out
    assert 'course "Hàn điện"' in out
    shell.well("read", odd, "--html", "out.html")
