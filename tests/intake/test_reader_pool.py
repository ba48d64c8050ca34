"""Real worker processes and files that do them harm: only the file is lost, and everybody else goes on."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogue.records import PartOutcome, PartStatus
from config.campaign import load_campaign
from intake.reader import Order, Read, Reader, ReadingError, WorkersError
from intake.reader_limits import Limits
from intake.reader_own import OwnReader
from intake.reader_pool import AHEAD_BYTES, ReaderPool
from tests.support.apps import row, submission
from tests.support.hostile import harmful
from tests.support.mails import file_part, simple

CAMPAIGN = load_campaign("course-catalogue-2025")
TABLE = "STT;Tên khóa học;Trình độ\r\n1;Hàn điện;Sơ cấp\r\n2;Tiện ren;Sơ cấp\r\n".encode()
GOOD = simple("Trường gửi danh sách.", files=[file_part("khoa-hoc.csv", TABLE, "text/csv")])
LIMITS = Limits(memory_bytes=768 << 20, cpu_seconds=1, wall_seconds=60)
BIG = 300 << 10


class Journal:
    """A log that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    def warning(self, event: str, **facts: Any) -> None:
        self.told.append({"event": event, **facts})


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[ReaderPool, Journal]]:
    """Two workers that do the deeds of hostile files, for all tests that do not count them."""
    journal = Journal()
    made = ReaderPool(LIMITS, 2, journal, preload=["tests.support.hostile"])
    yield made, journal
    made.close()


@pytest.fixture
def pool(shared: tuple[ReaderPool, Journal]) -> ReaderPool:
    return shared[0]


@pytest.fixture
def journal(shared: tuple[ReaderPool, Journal]) -> Journal:
    shared[1].told.clear()
    return shared[1]


@pytest.fixture
def fresh() -> Iterator[ReaderPool]:
    """Two workers that have not started yet."""
    made = ReaderPool(LIMITS, 2, Journal(), preload=["tests.support.hostile"])
    yield made
    made.close()


def mail_with(*deeds: str, size: int = 0) -> bytes:
    files = [
        file_part(f"{number}.txt", harmful(deed, size), "text/plain") for number, deed in enumerate(deeds)
    ]
    return simple("Trường gửi danh sách.", files=[*files, file_part("khoa-hoc.csv", TABLE, "text/csv")])


def orders(raws: Sequence[bytes]) -> list[Order]:
    return [Order(sha256=f"{number:064}", size=len(raw), raw=lambda raw=raw: raw)  # type: ignore[misc]
            for number, raw in enumerate(raws)]  # fmt: skip


def outcomes(reader: Reader, *raws: bytes) -> list[Read | Exception]:
    done: list[Read | Exception] = []
    for promise in reader.read_many(orders(raws), CAMPAIGN):
        try:
            done.append(promise())
        except ReadingError as error:
            done.append(error)
    return done


def titles(read: Read | Exception) -> list[str]:
    assert isinstance(read, Read), read
    return [str(entry.values["title"].value) for entry in read.reading.entries if "title" in entry.values]


def file_of(read: Read | Exception, name: str = "0.txt") -> PartOutcome:
    assert isinstance(read, Read), read
    return next(part for part in read.reading.parts if part.filename == name)


def lives(pid: int) -> bool:
    """Whether a process is there and no corpse."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(holds: Callable[[], bool]) -> bool:
    for _ in range(200):
        if holds():
            return True
        time.sleep(0.02)
    return False


DEATHS = {
    "hang": ("hostile", "1 s of CPU", "cpu"),
    "backtrack": ("hostile", "1 s of CPU", "cpu"),
    "endless": ("hostile", "1 s of CPU", "cpu"),
    "thirsty": ("hostile", "768 MB of memory", "memory"),
    "abort": ("corrupt", "SIGABRT", "crashed"),
    "segfault": ("corrupt", "SIGSEGV", "crashed"),
    "exit": ("corrupt", "exit 3", "crashed"),
}


@pytest.mark.parametrize("deed", DEATHS)
def test_a_file_that_kills_its_reader_is_unreadable_and_everything_else_is_read(
    pool: ReaderPool, journal: Journal, deed: str
) -> None:
    reason, detail, cause = DEATHS[deed]
    bad, good, last = outcomes(pool, mail_with(deed), GOOD, GOOD)
    part = file_of(bad)
    assert (part.status, part.reason) == (PartStatus.UNREADABLE, reason)
    assert detail in part.note
    assert titles(bad) == titles(good) == titles(last) == ["Hàn điện", "Tiện ren"]
    [told] = journal.told
    assert (told["event"], told["cause"], told["next"]) == (
        "reader died",
        cause,
        "read again without the file",
    )


def test_a_file_whose_reader_waits_for_ever_is_given_up_by_the_clock() -> None:
    journal = Journal()
    pool = ReaderPool(replace(LIMITS, wall_seconds=1.5), 1, journal, preload=["tests.support.hostile"])
    bad, good = outcomes(pool, mail_with("sleep"), GOOD)
    pool.close()
    assert (file_of(bad).reason, file_of(bad).note) == ("hostile", "a file of 1 KB took more than 1.5 s")
    assert titles(bad) == titles(good) == ["Hàn điện", "Tiện ren"]
    assert [told["cause"] for told in journal.told] == ["wall"]


SURVIVED = {
    "allocate": ("too_large", "out of memory"),
    "grow": ("too_large", "out of memory"),
    "raise": ("corrupt", "ZeroDivisionError"),
    "write": ("corrupt", "File too large"),
}


@pytest.mark.parametrize("deed", SURVIVED)
def test_what_its_reader_survives_costs_the_file_only(pool: ReaderPool, journal: Journal, deed: str) -> None:
    reason, detail = SURVIVED[deed]
    bad, good = outcomes(pool, mail_with(deed), GOOD)
    assert file_of(bad).reason == reason
    assert detail in file_of(bad).note
    assert titles(bad) == titles(good) == ["Hàn điện", "Tiện ren"]
    assert journal.told == []


def test_a_large_file_that_takes_too_much_is_too_large_and_not_hostile(pool: ReaderPool) -> None:
    [done] = outcomes(pool, mail_with("hang", size=BIG))
    assert file_of(done).reason == "too_large"


def test_a_reader_that_prints_disturbs_nobody(pool: ReaderPool, capfd: pytest.CaptureFixture[str]) -> None:
    talks, good = outcomes(pool, mail_with("chatter"), GOOD)
    assert titles(talks) == titles(good) == ["Hàn điện", "Tiện ren"]
    assert capfd.readouterr() == ("", "")


def test_a_worker_that_lies_is_not_believed(
    pool: ReaderPool, journal: Journal, capfd: pytest.CaptureFixture[str]
) -> None:
    bad, good = outcomes(pool, mail_with("lie"), GOOD)
    assert file_of(bad).reason == "corrupt"
    assert [told["cause"] for told in journal.told] == ["crashed"]
    assert titles(bad) == titles(good) == ["Hàn điện", "Tiện ren"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("deed", ["leave", "unwritable"])
def test_a_defect_of_a_reader_fails_its_message_only(pool: ReaderPool, deed: str) -> None:
    bad, good = outcomes(pool, mail_with(deed), GOOD)
    assert isinstance(bad, ReadingError)
    assert titles(good) == ["Hàn điện", "Tiện ren"]


def test_a_worker_killed_from_outside_is_forgiven_once(pool: ReaderPool, journal: Journal) -> None:
    [done] = outcomes(pool, mail_with("kill"))
    assert [told["next"] for told in journal.told] == ["read again", "read again without the file"]
    assert (file_of(done).reason, titles(done)) == ("hostile", ["Hàn điện", "Tiện ren"])


def test_a_message_that_costs_three_workers_fails_and_says_why(pool: ReaderPool, journal: Journal) -> None:
    bad, good = outcomes(pool, mail_with("abort", "segfault", "exit"), GOOD)
    assert isinstance(bad, ReadingError)
    assert "worker number 3 died" in str(bad)
    assert [told["next"] for told in journal.told][-1] == "failed"
    assert titles(good) == ["Hàn điện", "Tiện ren"]


def test_what_the_world_says_of_a_dead_worker_helps_to_find_the_defect(
    pool: ReaderPool, journal: Journal
) -> None:
    outcomes(pool, mail_with("backtrack"))
    assert journal.told[0]["where"].startswith("__init__.py:")
    outcomes(pool, mail_with("hang"))
    assert journal.told[1]["where"].endswith(" spin")


def test_workers_read_the_same_as_the_process_itself_in_order(pool: ReaderPool) -> None:
    raws = [submission(number, row(f"Khóa số {number}")) for number in range(40)]
    assert outcomes(pool, *raws) == outcomes(OwnReader(), *raws)


def test_the_parent_keeps_its_memory_whatever_its_workers_take(pool: ReaderPool) -> None:
    outcomes(pool, GOOD)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcomes(pool, mail_with("grow"), mail_with("thirsty"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 << 10


def test_no_more_is_fetched_than_fits_ahead(pool: ReaderPool) -> None:
    fetched: list[int] = []

    def fetch(number: int) -> bytes:
        fetched.append(number)
        return GOOD

    half = AHEAD_BYTES // 2
    sizes = [half, half, half, 2 * AHEAD_BYTES, half, half]
    many = [Order(sha256=f"{number:064}", size=size, raw=lambda number=number: fetch(number))  # type: ignore[misc]
            for number, size in enumerate(sizes)]  # fmt: skip
    seen = []
    for promise in pool.read_many(many, CAMPAIGN):
        seen.append(len(fetched))
        promise()
    assert seen == [2, 3, 3, 4, 6, 6]


def test_what_cannot_be_fetched_fails_where_it_is_asked_for(pool: ReaderPool) -> None:
    def gone() -> bytes:
        raise FileNotFoundError("gone")

    first, *_, last = orders([GOOD, GOOD])
    [one, two, three] = pool.read_many([first, Order(sha256="f" * 64, size=1, raw=gone), last], CAMPAIGN)
    assert titles(one()) == titles(three())
    with pytest.raises(FileNotFoundError):
        two()


def test_no_worker_starts_before_there_is_something_to_read_and_few_start_for_few(fresh: ReaderPool) -> None:
    assert outcomes(fresh) == []
    assert fresh.pids == []
    outcomes(fresh, GOOD)
    assert len(fresh.pids) == 1
    outcomes(fresh, *[GOOD] * 20)
    assert len(fresh.pids) == 2


def test_closing_leaves_no_worker_even_where_somebody_stopped_in_the_middle(fresh: ReaderPool) -> None:
    promises = fresh.read_many(orders([GOOD, mail_with("hang"), GOOD]), CAMPAIGN)
    next(promises)()
    promises.close()
    pids = fresh.pids
    assert pids
    fresh.close()
    assert not any(map(lives, pids))
    with pytest.raises(WorkersError, match="closed"):
        outcomes(fresh, GOOD)


def test_a_large_parent_does_not_make_its_workers_look_worn(fresh: ReaderPool) -> None:
    assert len(b"\1" * LIMITS.memory_bytes) == LIMITS.memory_bytes
    outcomes(fresh, GOOD)
    pids = fresh.pids
    outcomes(fresh, GOOD)
    assert fresh.pids == pids != []


def test_a_worker_that_held_much_memory_is_replaced(fresh: ReaderPool) -> None:
    outcomes(fresh, GOOD)
    before = fresh.pids
    outcomes(fresh, mail_with("hold"))
    outcomes(fresh, GOOD)
    assert before != fresh.pids != []


def test_messages_go_on_after_some_were_given_up(pool: ReaderPool) -> None:
    promises = pool.read_many(orders([GOOD, *[mail_with("hang")] * 3]), CAMPAIGN)
    next(promises)()
    promises.close()
    assert titles(outcomes(pool, GOOD)[0]) == ["Hàn điện", "Tiện ren"]


ORPHANS = """
import sys
from tests.intake.test_reader_pool import *
pool = ReaderPool(Limits(memory_bytes=768 << 20, cpu_seconds=60, wall_seconds=60), 1, Journal(),
                  preload=["tests.support.hostile"])
for promise in pool.read_many(orders([GOOD, mail_with(sys.argv[1])]), CAMPAIGN):
    print(*pool.pids, flush=True)
    promise()
"""


@pytest.mark.parametrize("deed", ["hang", "backtrack", "sleep"])
def test_no_worker_outlives_its_parent_whatever_it_is_doing(deed: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHANS, deed],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as parent:
        assert parent.stdout is not None
        pids = [parent.stdout.readline(), parent.stdout.readline()][-1]
        time.sleep(0.3)
        workers = [int(pid) for pid in pids.split()]
        living = [pid for pid in workers if lives(pid)]
        parent.kill()
    assert living == workers != []
    assert until(lambda: not any(map(lives, workers)))


def test_a_worker_knows_no_secret_and_holds_no_file_of_ours(
    fresh: ReaderPool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INTAKE_SECRET__VALUE", "a secret of the tests")
    with (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003 - its only form
        outcomes(fresh, GOOD)
    [pid] = fresh.pids
    assert b"secret" not in Path(f"/proc/{pid}/environ").read_bytes()
    held = [str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()]
    assert all(one.startswith(("socket:", "pipe:", "/dev/null")) for one in held)
    assert os.getpgid(pid) == pid
    limits = Path(f"/proc/{pid}/limits").read_text()
    assert f"Max address space         {LIMITS.memory_bytes}" in limits


def test_a_worker_that_cannot_start_blames_no_message_and_says_why() -> None:
    pool = ReaderPool(LIMITS, 1, Journal(), preload=["no_such_module"])
    with pytest.raises(WorkersError, match="did not start") as told:
        outcomes(pool, GOOD)
    assert "No module named 'no_such_module'" in str(told.value)
    pool.close()


def test_a_machine_that_grants_no_limits_is_said_to_grant_none() -> None:
    pool = ReaderPool(LIMITS, 1, Journal(), preload=["tests.support.ungranted"])
    with pytest.raises(WorkersError, match="cannot be limited on this machine: RLIMIT_CORE"):
        outcomes(pool, GOOD)
    assert pool.pids == []
    pool.close()
