"""The whole road with real worker processes: what a hostile file, a stop or a refusing machine does to it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from catalogue.memory.tables import MessageState
from catalogue.records import PartStatus
from catalogue.views import MessageFilter
from intake.app import App
from intake.jobs_fetch import fetch
from intake.jobs_poll import ACCOUNT, poll
from intake.jobs_reprocess import reprocess
from intake.jobs_work import work
from intake.log import get_log
from intake.reader import WorkersError
from intake.reader_limits import Limits
from intake.reader_pool import ReaderPool
from tests.support.apps import ADDRESSES, BIEN_XANH, DOI_THONG, SAO_MAI, Office, mail, row, submission
from tests.support.hostile import harmful

LIMITS = Limits(memory_bytes=768 << 20, cpu_seconds=1, wall_seconds=60)


def with_pool(office: Office, preload: str = "tests.support.hostile") -> ReaderPool:
    pool = ReaderPool(LIMITS, 2, get_log(), preload=[preload])
    office.app = replace(office.app, reader=pool)
    return pool


@pytest.fixture
def pool(office: Office) -> Iterator[ReaderPool]:
    """The readers of the office, each within limits."""
    made = with_pool(office)
    yield made
    made.close()


def harm(number: int, deed: str) -> bytes:
    """A mail of a school whose only file does a deed."""
    return mail(number, "Trường gửi danh sách.", sender=ADDRESSES[BIEN_XANH], table=harmful(deed).decode())


def states(app: App) -> dict[str, int]:
    return dict(app.store.ledger(app.campaign.id).messages_by_state)


def test_a_hostile_file_becomes_an_unreadable_part_and_the_road_goes_on(
    office: Office, pool: ReaderPool
) -> None:
    raws = [submission(1, row("Hàn điện")), harm(2, "segfault"), harm(3, "hang")]
    office.postbox.deliver(*raws, submission(4, row("Nấu ăn"), sender=ADDRESSES[DOI_THONG]))
    done = poll(office.app)
    assert (done.worked.done, done.worked.failed, done.acknowledged) == (4, 0, 4)
    assert (office.titles(SAO_MAI), office.titles(DOI_THONG)) == (["Hàn điện"], ["Nấu ăn"])
    messages = office.app.store.messages(office.app.campaign.id, MessageFilter(sender=ADDRESSES[BIEN_XANH]))
    parts = [part for one in messages for part in office.app.store.parts(one.sha256)]
    refused = {part.reason for part in parts if part.status is PartStatus.UNREADABLE}
    assert refused == {"corrupt", "hostile"}
    assert pool.pids


@pytest.mark.usefixtures("pool")
def test_a_message_that_no_worker_survives_is_quarantined_at_last(office: Office) -> None:
    office.postbox.deliver(harm(1, "unwritable"), submission(2, row("Hàn điện")))
    assert poll(office.app).worked.failed == 1
    for _ in range(2):
        office.clock.forward(minutes=20)
        work(office.app)
    assert states(office.app) == {"done": 1, "quarantined": 1}
    [kept] = office.app.store.messages(office.app.campaign.id, MessageFilter(state=MessageState.QUARANTINED))
    assert "ReadingError" in kept.error
    assert "PydanticSerializationError" in kept.error


def test_a_poll_without_news_starts_no_worker(office: Office, pool: ReaderPool) -> None:
    poll(office.app)
    assert pool.pids == []


def test_a_stop_gives_back_the_claims_while_workers_read_ahead(office: Office, pool: ReaderPool) -> None:
    office.postbox.deliver(submission(1, row("Hàn điện")), *(harm(number, "hang") for number in (2, 3, 4)))
    fetch(office.app, ACCOUNT, ("INBOX",))
    asked = iter([False, False, True])
    assert work(office.app, lambda: next(asked)).done == 1
    waiting = office.app.store.messages(office.app.campaign.id, MessageFilter(state=MessageState.ARCHIVED))
    assert [(one.claimed_by, one.crashes) for one in waiting] == [("", 0)] * 3
    pids = pool.pids
    assert pids
    pool.close()
    assert pool.pids == []


def test_a_machine_that_starts_no_worker_blames_no_message(office: Office) -> None:
    pool = with_pool(office, preload="tests.support.ungranted")
    office.postbox.deliver(submission(1, row("Hàn điện")), submission(2, row("Tiện ren")))
    with pytest.raises(WorkersError, match="cannot be limited"):
        poll(office.app)
    waiting = office.app.store.messages(office.app.campaign.id)
    assert [(one.state, one.claimed_by, one.crashes, one.attempts) for one in waiting] == [
        (MessageState.ARCHIVED, "", 0, 0)
    ] * 2
    pool.close()


@pytest.mark.parametrize("apply", [False, True])
def test_reprocessing_by_workers_changes_nothing(office: Office, pool: ReaderPool, *, apply: bool) -> None:
    office.postbox.deliver(*(submission(number, row(f"Khóa số {number}")) for number in range(12)))
    poll(office.app)
    done = reprocess(office.app, [], every=True, apply=apply)
    assert (done.read, done.failed, done.changes) == (12, 0, [])
    assert len(pool.pids) == 2
