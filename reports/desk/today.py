"""The page of today: the digest's own parts, live; a snapshot in, values for the template out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.snapshot import Need, Snapshot, course_sums
from config.campaign import Campaign
from reports import digest_lists as lists
from reports import wording
from reports.desk.case_words import Badge, at_words
from reports.desk.places import UNITS, with_words
from reports.digest_alarms import alarms
from reports.digest_course import (
    LEGEND,
    course_alt,
    course_of,
    coverage,
    coverage_alt,
    estimate_words,
    pace_words,
)
from reports.digest_view import headline

QUEUE = "/can-xu-ly"
WAITING = "/hom-nay/viec"
PROGRESS_PICTURE, COVERAGE_PICTURE = "/hom-nay/tien-do.png", "/hom-nay/loai-hinh.png"
_TONES = {"good": "good", "open": "warn", "none": "plain", "wait": "bad"}
_LISTS = {
    "Đủ thông tin": "complete",
    "Cần bổ sung, xác nhận": "incomplete",
    "Không có khóa học": "no_courses",
    "Chưa gửi": "not_submitted",
}


def today_view(snapshot: Snapshot, *, sees_waiting: bool) -> dict[str, Any]:
    """The values of today.j2; what waits for a person is fetched after it, by who may see it."""
    head = headline(snapshot)
    sums = course_sums(snapshot)
    return {
        "head": head,
        "tiles": [(tile, _TONES[tile.tone], _list_of(tile.label)) for tile in head.tiles],
        "alarms": [alarm.sentence for alarm in alarms(snapshot)],
        "waiting_path": WAITING if sees_waiting else "",
        "queue": QUEUE,
        "pictures": _pictures(snapshot),
        "courses": lists.course_table(sums.by_form),
        "fees": lists.fees(sums.by_fee),
        "letters": lists.letters(snapshot.letters_today),
        "sums": lists.sums(snapshot.ledger),
        "health": [*_health(snapshot)],
        "taken_at": at_words(snapshot.campaign, snapshot.taken_at),
        "since": at_words(snapshot.campaign, snapshot.previous_at),
    }


def _list_of(label: str) -> str:
    status = _LISTS.get(label, "")
    return with_words(UNITS, {"tinh_trang": status}) if status else UNITS


def waiting_view(campaign: Campaign, counts: Mapping[Need, int]) -> dict[str, Any]:
    """The values of today_waiting.j2, the bit of the page that says what waits."""
    return {"waiting": [*_waiting(campaign, counts)], "waiting_total": sum(counts.values()), "queue": QUEUE}


def _waiting(campaign: Campaign, counts: Mapping[Need, int]) -> Iterable[tuple[str, int, str]]:
    """Each sort of what waits, the most urgent first: its words, how much, where it is worked off."""
    for need, words in lists.need_words(campaign):
        if counts.get(need):
            yield words, counts[need], with_words(QUEUE, {"loai": need.value})


def _pictures(snapshot: Snapshot) -> list[dict[str, str]]:
    course, bars = course_of(snapshot), coverage(snapshot)
    return [
        {
            "title": "Đơn vị hoàn thành theo ngày",
            "path": PROGRESS_PICTURE,
            "alt": course_alt(course),
            "words": " ".join(filter(None, [pace_words(course), estimate_words(course)])),
        },
        {
            "title": "Theo loại hình đơn vị",
            "path": COVERAGE_PICTURE,
            "alt": coverage_alt(bars),
            "words": LEGEND,
        },
    ]


def _health(snapshot: Snapshot) -> Iterable[tuple[str, Badge, str]]:
    """Mailbox, mails at work, sending: each with a word for its state and the fact behind it."""
    runs, outbox = snapshot.runs, snapshot.outbox
    polled = at_words(snapshot.campaign, runs.last_poll_at) or "chưa lần nào"
    fine = not runs.error and runs.last_poll_at is not None
    yield (
        "Hộp thư",
        Badge("good", "hoạt động") if fine else Badge("bad", "có sự cố"),
        f"quét lần cuối: {polled}",
    )
    at_work = sum(snapshot.ledger.messages_by_state.get(state, 0) for state in ("archived", "retry"))
    stuck = snapshot.ledger.messages_by_state.get("quarantined", 0)
    tone = Badge("bad", "cần xem") if stuck else Badge("good", "bình thường")
    words = f"{wording.thousands(at_work)} thư chờ xử lý, {wording.thousands(stuck)} thư không xử lý được"
    yield "Xử lý thư đến", tone, words
    sending = Badge("good", "đang bật") if outbox.sending else Badge("warn", "đang tắt")
    yield "Gửi thư", sending, f"{wording.thousands(outbox.waiting)} thư đến giờ gửi, chưa gửi"
