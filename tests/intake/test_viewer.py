"""Whoever looks at a mail opens it in a process with limits; what kills that process costs one look."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from config.campaign import load_campaign
from intake.reader_limits import Limits
from intake.viewer import OwnViewer, ProcessViewer, ViewError
from intake.viewing import NotThereError, Order, What
from tests.support.apps import row, submission

CAMPAIGN = load_campaign("course-catalogue-2025")
MAIL = submission(1, row("Hàn điện"))
ORDERS = (
    Order(what=What.SEEN),
    Order(what=What.SEEN, number="2"),
    Order(what=What.WORDS),
    Order(what=What.FILE, number="2"),
)


@pytest.fixture(scope="module")
def viewer() -> Iterator[ProcessViewer]:
    limits = Limits(memory_bytes=1 << 30, cpu_seconds=20, wall_seconds=60)
    made = ProcessViewer(limits)
    yield made
    made.close()


def test_it_shows_what_the_program_itself_would_show(viewer: ProcessViewer) -> None:
    own = OwnViewer()
    for order in ORDERS:
        assert viewer.view(order, MAIL, CAMPAIGN) == own.view(order, MAIL, CAMPAIGN), order


def test_it_can_be_made_ready_before_anybody_looks() -> None:
    made = ProcessViewer(Limits(memory_bytes=1 << 30, cpu_seconds=20, wall_seconds=60))
    made.prepare()
    pid = made.pid
    assert pid
    assert made.view(ORDERS[2], MAIL, CAMPAIGN).data
    made.prepare()
    assert made.pid == pid
    made.close()
    assert made.pid == 0


def test_one_file_is_shown_without_the_others_and_without_the_letter(viewer: ProcessViewer) -> None:
    whole = viewer.view(Order(what=What.SEEN), MAIL, CAMPAIGN).data.decode()
    one = viewer.view(Order(what=What.SEEN, number="2"), MAIL, CAMPAIGN).data.decode()
    assert "Nhà trường gửi danh sách" in whole
    assert "Nhà trường gửi danh sách" not in one
    assert "<h1>khoa-hoc.csv</h1>" in one
    assert "Hàn điện" in one


def test_a_part_that_is_not_there_is_told(viewer: ProcessViewer) -> None:
    for order in (Order(what=What.FILE, number="9"), Order(what=What.FILE, number="2", path="../x")):
        with pytest.raises(NotThereError):
            viewer.view(order, MAIL, CAMPAIGN)


def test_a_look_that_ends_its_process_costs_that_look_only(viewer: ProcessViewer) -> None:
    viewer.view(ORDERS[2], MAIL, CAMPAIGN)
    os.kill(viewer.pid, signal.SIGKILL)
    with pytest.raises(ViewError):
        viewer.view(ORDERS[2], MAIL, CAMPAIGN)
    assert viewer.view(ORDERS[2], MAIL, CAMPAIGN).data
