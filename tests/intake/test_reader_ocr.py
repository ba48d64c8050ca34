"""Scans on the road: off unless switched on, the same in workers, and a missing program is told."""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.records import PartStatus
from config.campaign import load_campaign
from config.settings import ReadingSettings, SettingsError
from intake.app import build_reader
from intake.checks import run_checks
from intake.jobs_poll import poll
from intake.jobs_reprocess import reprocess
from intake.log import get_log
from intake.reader import Read, Reader, WorkersError
from intake.reader_limits import Limits
from intake.reader_ocr import OcrMissingError, Tesseract, find_recogniser, find_tesseract
from intake.reader_own import OwnReader
from intake.reader_pool import ReaderPool
from parsers.ocr.scan import RecognitionError, Task
from tests.support.apps import Office, mail
from tests.support.mails import file_part, simple
from tests.support.scans import COURSES, as_jpeg, as_pdf, list_of_courses, photographed

CAMPAIGN = load_campaign("course-catalogue-2025")
PAGES = photographed(list_of_courses().data(), noise=10)
SCAN = as_pdf(PAGES)
TITLES = [row[1] for row in COURSES]
RECOGNISER = find_recogniser(60)


def read(reader: Reader, raw: bytes) -> Read:
    try:
        return reader.read("00", raw, CAMPAIGN)
    finally:
        reader.close()


def letter(*files: bytes) -> bytes:
    return simple("Kính gửi Sở, trường gửi danh sách khóa học trong tệp đính kèm.", files=files)


def suggested(done: Read) -> list[object]:
    return [one.values["title"].value for one in done.reading.suggested if one.kind == "course"]


def test_scans_are_left_alone_unless_that_is_switched_on() -> None:
    done = read(build_reader(ReadingSettings(workers=0), get_log()), letter(file_part("quet.pdf", SCAN)))
    assert done.reading.suggested == ()
    assert done.reading.parts[-1].note == "scanned pages: 1 of 1"


def test_a_worker_reads_scans_within_its_limits_and_as_the_process_itself_does() -> None:
    raw = letter(file_part("quet.pdf", SCAN))
    own = read(OwnReader(RECOGNISER), raw)
    theirs = read(build_reader(ReadingSettings(workers=1, ocr=True), get_log()), raw)
    assert suggested(own) == TITLES
    assert theirs.reading == own.reading


def test_the_part_stays_unreadable_and_its_note_names_the_program_and_its_version() -> None:
    part = read(OwnReader(RECOGNISER), letter(file_part("quet.pdf", SCAN))).reading.parts[-1]
    assert (part.status, part.reason) == (PartStatus.UNREADABLE, "scanned")
    assert part.note == f"scanned pages: 1 of 1; recognised by ocr tesseract {find_tesseract(9).version}"


def test_a_photo_of_a_list_is_read_where_there_is_no_other_list() -> None:
    photo = file_part("IMG_2041.jpg", as_jpeg(PAGES[0]), "image/jpeg")
    listed = file_part("ds.csv", "STT;Tên khóa học;Trình độ\r\n1;Hàn điện;Sơ cấp\r\n".encode(), "text/csv")
    assert suggested(read(OwnReader(RECOGNISER), letter(photo))) == TITLES
    assert suggested(read(OwnReader(RECOGNISER), letter(photo, listed))) == []


def test_reading_again_with_the_program_adds_suggestions(office: Office) -> None:
    encoded = base64.encodebytes(SCAN).decode("ascii")
    office.postbox.deliver(mail(1, f"Kính gửi Sở danh sách khóa học.\n{_ATTACHED}{encoded}"))
    poll(office.app)
    assert office.titles() == []
    app = replace(office.app, reader=OwnReader(RECOGNISER))
    shown = reprocess(app, [], every=True, apply=False)
    assert [one.name for one in shown.changes if one.after == "course"] == TITLES
    assert office.titles() == []
    reprocess(app, [], every=True, apply=True)
    assert office.titles() == TITLES
    assert {one.doubtful[-1] for one in office.state().courses} == {"record"}
    assert [one.filename for one in office.state().unread] == ["quet.pdf"]


_ATTACHED = """--=_m
Content-Type: application/pdf; name="quet.pdf"
Content-Disposition: attachment; filename="quet.pdf"
Content-Transfer-Encoding: base64

"""


# --- what lacks ---------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A folder that is the whole PATH while the test runs."""
    before = os.environ["PATH"]
    os.environ["PATH"] = str(tmp_path)
    yield tmp_path
    os.environ["PATH"] = before


def program(folder: Path, text: str) -> None:
    file = folder / "tesseract"
    file.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


OLD = 'if [ "$1" = --version ]; then echo "tesseract 5.9.9"; else echo "eng\nosd"; fi'


@pytest.mark.parametrize("text", ["", OLD])
def test_what_lacks_is_an_error_of_the_settings_with_its_cure(path: Path, text: str) -> None:
    if text:
        program(path, text)
    lacks = "tesseract-ocr-vie" if text else "tesseract-ocr tesseract-ocr-vie"
    with pytest.raises(SettingsError, match=rf"reading\.ocr: .*apt-get install {lacks}"):
        build_reader(ReadingSettings(ocr=True), get_log())


def test_check_tells_what_lacks(path: Path, tmp_path: Path) -> None:
    settings = tmp_path / "intake.toml"
    settings.write_text("[reading]\nocr = true\nworkers = 0\n", "utf-8")
    [scans] = [one for one in run_checks(settings) if one.name == "scans"]
    assert not scans.ok
    assert "tesseract-ocr-vie" in scans.detail
    assert path == tmp_path


def test_a_worker_that_finds_no_program_reads_nothing_and_says_why(path: Path) -> None:
    del path
    limits = Limits(memory_bytes=768 << 20, cpu_seconds=5, wall_seconds=30, scan_seconds=5)
    with pytest.raises(WorkersError, match="cannot recognise scans: tesseract is not installed"):
        read(ReaderPool(limits, 1, get_log()), letter())


def test_an_answer_is_not_waited_for_for_ever(path: Path) -> None:
    program(path, "exec /bin/sleep 60")
    slow = Tesseract(path=str(path / "tesseract"), version="5", wall_seconds=0.2)
    with pytest.raises(RecognitionError, match=r"no answer within 0\.2 s"):
        slow.recognise(b"P5 1 1 255\n0", Task.LINES)


def test_a_program_that_fails_costs_the_page_only(path: Path) -> None:
    program(path, "exit 7")
    broken = Tesseract(path=str(path / "tesseract"), version="5", wall_seconds=5)
    with pytest.raises(RecognitionError, match="ended with 7"):
        broken.recognise(b"P5 1 1 255\n0", Task.LINES)


def test_a_program_that_says_no_version_is_not_trusted(path: Path) -> None:
    program(path, "echo hello")
    with pytest.raises(OcrMissingError, match="does not tell its version"):
        find_tesseract(5)
