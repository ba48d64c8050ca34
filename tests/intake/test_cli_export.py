import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.support.cli import Shell
from tests.support.installations import NOW
from tests.support.publications import catalogue_mails

BASE = "https://hoctap.example/khoa-hoc"


@pytest.fixture
def public(installed: Shell) -> Shell:
    mails = installed.folder / "offers"
    mails.mkdir()
    for number, raw in enumerate(catalogue_mails()):
        (mails / f"{number}.eml").write_bytes(raw)
    installed.well("import", "offers", now=NOW, allow=(0, 1))
    return installed


def test_a_site_is_written_told_and_explained(public: Shell) -> None:
    said = public.well(
        "export", "--format", "site", "-o", "site", "--base-url", BASE, "--why", "why.csv", now=NOW
    )
    assert "published: " in said.out
    assert "in_person (chỉ học trực tiếp)" in said.out
    listed = list(csv.reader(io.StringIO((public.folder / "why.csv").read_text("utf-8-sig"))))
    assert ["Chăm sóc da cơ bản", "chỉ học trực tiếp"] in [one[1:] for one in listed]
    assert ["Cắm hoa", "chưa xác định đơn vị đào tạo"] in [one[1:] for one in listed]
    index = (public.folder / "site" / "index.html").read_text()
    assert f'<link rel="canonical" href="{BASE}/index.html">' in index
    again = public.well("export", "--format", "site", "-o", "site", "--base-url", f"{BASE}/", now=NOW)
    assert "files written: 0, removed: 0" in again.out


def test_the_feed_and_the_tables_hold_the_same_courses_and_no_person(public: Shell) -> None:
    feed = json.loads(public.well("export", "--format", "jsonld", "--base-url", BASE, now=NOW).raw)
    titles = [one["item"]["name"] for one in feed["itemListElement"]]
    assert feed["numberOfItems"] == len(titles) > 5
    shown = public.well("export", "--format", "csv", "--publishable", now=NOW)
    lines = list(csv.DictReader(io.StringIO(shown.raw.decode("utf-8-sig"))))
    assert [one["Tên khóa học"] for one in lines] == titles
    assert "not published" not in shown.out
    book = openpyxl.load_workbook(
        io.BytesIO(public.well("export", "--format", "xlsx", "--publishable", now=NOW).raw)
    )
    assert "Trịnh Thu Ngân" not in json.dumps(feed, ensure_ascii=False) + shown.out
    cells = [str(cell.value) for page in book for line in page.iter_rows() for cell in line]
    assert set(titles) <= set(cells)
    assert not [cell for cell in cells if "Trịnh Thu Ngân" in cell or "918202431" in cell]
    book.close()


def test_the_officers_table_stays_complete(public: Shell) -> None:
    shown = public.well("export", "--format", "csv", now=NOW).out
    assert "Chăm sóc da cơ bản" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "site"], "--output FOLDER"),
        (["--format", "html"], "jsonld, site"),
        (["--format", "json", "--publishable"], "csv and xlsx"),
        (["--format", "site", "-o", "site", "--base-url", "hoctap.example"], "--base-url"),
        (["--format", "site", "-o", "offers"], "name an empty folder"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(public: Shell, words: list[str], said: str) -> None:
    before = sorted(path.name for path in Path(public.folder).rglob("*.html"))
    ran = public.run("export", *words, now=NOW)
    assert ran.code == 2
    assert said in ran.err
    assert sorted(path.name for path in Path(public.folder).rglob("*.html")) == before
