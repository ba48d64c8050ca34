"""What is wrong with the service, for the top of the digest and of the desk: a snapshot in, sentences out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from catalogue.snapshot import Snapshot, check_balance
from reports import wording

SILENT_AFTER = timedelta(hours=2)
"""How old the last poll, or a letter that should have left, may be before the digest says so at its top."""
LONGEST_ERROR = 200
MOST_FAULTS = 3


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong; ``brief`` names it in a subject line, "" where it is not for one."""

    sentence: str
    brief: str = ""


def alarms(snapshot: Snapshot) -> tuple[Alarm, ...]:
    """What is wrong now, the gravest first; nothing on a day on which all is well."""
    return (*_mailbox(snapshot), *_outbox(snapshot), *_sums(snapshot))


def _mailbox(snapshot: Snapshot) -> Iterable[Alarm]:
    campaign, runs = snapshot.campaign, snapshot.runs
    if runs.error:
        since = runs.unreachable_since
        when = f" từ {wording.moment_words(campaign, since)}" if since else ""
        yield Alarm(
            f"Hộp thư không truy cập được{when}: {_short(runs.error)}. "
            "Số liệu dưới đây chưa gồm các thư đến sau đó; đề nghị báo người vận hành.",
            "hộp thư không truy cập được",
        )
    elif runs.last_poll_at is None:
        yield Alarm("Hộp thư chưa được quét lần nào.", "hộp thư chưa được quét")
    elif snapshot.taken_at - runs.last_poll_at > SILENT_AFTER:
        since_words = wording.moment_words(campaign, runs.last_poll_at)
        yield Alarm(
            f"Hộp thư không được quét từ {since_words}. Số liệu dưới đây chưa gồm các thư đến sau đó.",
            "hộp thư không được quét",
        )
    if runs.failed:
        yield Alarm(f"Có {wording.count(runs.failed)} thư xử lý không thành công; bản gốc được giữ nguyên.")


def _outbox(snapshot: Snapshot) -> Iterable[Alarm]:
    """What should have left long ago and has not, also where the installation sends nothing."""
    outbox = snapshot.outbox
    if outbox.since is None or snapshot.taken_at - outbox.since <= SILENT_AFTER:
        return
    since = wording.moment_words(snapshot.campaign, outbox.since)
    waiting = f"{wording.count(outbox.waiting)} thư đang chờ"
    if not outbox.sending:
        yield Alarm(f"Chức năng gửi thư đang tắt: {waiting} từ {since}.", "chức năng gửi thư đang tắt")
        return
    error = f"; lỗi gần nhất: {_short(outbox.error)}." if outbox.error else "."
    yield Alarm(f"Thư đi chưa gửi được từ {since}: {waiting}{error}", "thư đi chưa gửi được")


def _sums(snapshot: Snapshot) -> Iterable[Alarm]:
    faults = check_balance(snapshot)
    for fault in faults[:MOST_FAULTS]:
        yield Alarm(f"Số liệu không khớp. {fault}", "số liệu không khớp")
    if len(faults) > MOST_FAULTS:
        yield Alarm(f"Số liệu không khớp ở {wording.count(len(faults) - MOST_FAULTS)} chỗ khác.")


def _short(error: str) -> str:
    return wording.one_line(error)[:LONGEST_ERROR].rstrip(" .")
