"""The officer's daily digest: one snapshot in, one Letter out; every figure is counted from a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from catalogue.outbox import Letter, LetterFile
from catalogue.records import LetterKind
from catalogue.snapshot import Need, NeedLine, Snapshot, check_balance, courses, totals
from reports import digest_lists as lists
from reports import wording
from reports.digest_lists import Row
from reports.rendering import render

Links = tuple[tuple[str, str], ...]
SHOWN_PER_NEED = 25
SILENT_AFTER = timedelta(hours=2)
"""How old the last poll, or a letter that should have left, may be before the digest says so at its top."""
LONGEST_ERROR = 200


def compose_digest(snapshot: Snapshot, files: tuple[LetterFile, ...] = ()) -> Letter:
    """The digest of one day, addressed to the campaign's officer; ``files`` go with it."""
    campaign, now = snapshot.campaign, wording.local(snapshot.campaign, snapshot.taken_at)
    subject = _subject(snapshot, now)
    both = render("digest.j2", _values(snapshot) | {"subject": subject, "now": now, "files": files})
    return Letter(
        campaign=campaign.id,
        unit_id=None,
        kind=LetterKind.DIGEST,
        window=now.date().isoformat(),
        to=campaign.officer.email,
        subject=subject,
        text=both.text,
        html=both.html,
        files=files,
        created_at=snapshot.taken_at,
    )


def _subject(snapshot: Snapshot, now: datetime) -> str:
    campaign, figures = snapshot.campaign, totals(snapshot)
    words = wording.kind_words(campaign, LetterKind.DIGEST)
    done = figures.complete + figures.none
    return wording.one_line(
        f"[{campaign.subject_tag}] {words} ngày {wording.short_date(now.date())}"
        f" - {wording.time_left(campaign, now)} - hoàn thành {done}/{figures.invited} đơn vị"
    )


def _values(snapshot: Snapshot) -> dict[str, Any]:
    campaign = snapshot.campaign
    return {
        "campaign": campaign,
        "officer": campaign.officer,
        "greeted": f"{campaign.officer.title} {campaign.officer.name}",
        "words": wording,
        "left": wording.time_left(campaign, snapshot.taken_at),
        "alarms": tuple(_alarms(snapshot)),
        "figures": totals(snapshot),
        "to_do": len(snapshot.needs),
        "new_messages": len(snapshot.today),
        "general": _general(snapshot),
        "needs": _needs(snapshot),
        "absent_needs": _absent_needs(snapshot),
        "today": lists.today(snapshot),
        "incomplete": lists.incomplete(snapshot),
        "not_sent": lists.not_sent(snapshot),
        "courses": lists.course_table(tuple(courses(snapshot))),
        "fees": lists.fees(courses(snapshot)),
        "letters": lists.letters(snapshot.letters_today),
        "runs": snapshot.runs,
        "sums": lists.sums(snapshot.ledger),
        "done": [(one.act.label, one.outcome) for one in snapshot.done],
        "has_links": any(line.links for line in snapshot.needs),
    }


def _alarms(snapshot: Snapshot) -> Iterable[str]:
    campaign, runs = snapshot.campaign, snapshot.runs
    if runs.error:
        since = runs.unreachable_since
        when = f" từ {wording.moment_words(campaign, since)}" if since else ""
        yield f"Hộp thư không truy cập được{when}: {runs.error}."
    elif runs.last_poll_at is None:
        yield "Hộp thư chưa được quét lần nào."
    elif snapshot.taken_at - runs.last_poll_at > SILENT_AFTER:
        yield f"Hộp thư không được quét từ {wording.moment_words(campaign, runs.last_poll_at)}."
    yield from _outbox_alarm(snapshot)
    if runs.failed:
        yield f"Có {wording.count(runs.failed)} thư xử lý không thành công; bản gốc được giữ nguyên."
    for fault in check_balance(snapshot):
        yield f"Số liệu không khớp. {fault}"


def _outbox_alarm(snapshot: Snapshot) -> Iterable[str]:
    """What should have left long ago and has not, also where the installation sends nothing."""
    outbox = snapshot.outbox
    if outbox.since is None or snapshot.taken_at - outbox.since <= SILENT_AFTER:
        return
    since = wording.moment_words(snapshot.campaign, outbox.since)
    waiting = f"{wording.count(outbox.waiting)} thư đang chờ"
    if not outbox.sending:
        yield f"Chức năng gửi thư đang tắt: {waiting} từ {since}."
        return
    error = wording.one_line(outbox.error)[:LONGEST_ERROR].rstrip(" .")
    yield f"Thư đi chưa gửi được từ {since}: {waiting}" + (f"; lỗi gần nhất: {error}." if error else ".")


def _general(snapshot: Snapshot) -> list[Row]:
    now, before = totals(snapshot), snapshot.previous

    def row(label: str, key: str, *, share: bool = True) -> Row:
        figure: int = getattr(now, key)
        earlier = None if before is None else getattr(before, key)
        part = wording.percent(figure, now.invited) if share else ""
        return label, wording.change(figure, earlier), wording.thousands(figure), part

    invited, missing = row("Đơn vị được mời", "invited"), row("Đơn vị chưa gửi", "not_sent")
    return [
        (invited[0], "-", *invited[2:]),
        row("Đơn vị đã gửi", "sent"),
        row("trong đó: đủ thông tin", "complete"),
        row("trong đó: cần bổ sung, xác nhận", "incomplete"),
        row("Đơn vị báo không có khóa học", "none"),
        (missing[0], "-", *missing[2:]),
        row("Khóa học ghi nhận", "courses", share=False),
        row("Đầu mối liên hệ", "contacts", share=False),
    ]


def _of(snapshot: Snapshot, need: Need) -> list[NeedLine]:
    return [line for line in snapshot.needs if line.kind is need]


def _needs(snapshot: Snapshot) -> list[dict[str, Any]]:
    names = {line.unit.id: line.unit.name for line in snapshot.units}
    groups = ((words, _of(snapshot, need)) for need, words in lists.need_words(snapshot.campaign))
    return [
        {
            "words": words,
            "count": len(lines),
            "lines": [_need(snapshot, line, names) for line in lines[:SHOWN_PER_NEED]],
            "more": max(0, len(lines) - SHOWN_PER_NEED),
        }
        for words, lines in groups
        if lines
    ]


def _absent_needs(snapshot: Snapshot) -> list[str]:
    named = lists.need_words(snapshot.campaign)
    return [words[:1].lower() + words[1:] for need, words in named if not _of(snapshot, need)]


def _need(snapshot: Snapshot, line: NeedLine, names: Mapping[str, str]) -> tuple[str, str, Links]:
    """Who or what in bold, the rest (what it is, from whom, when, the id for a command), what may be done."""
    unit = names.get(line.unit_id or "", "")
    facts = (
        line.what if unit and line.what != unit else "",
        lists.need_detail(snapshot.campaign, line),
        f"từ {line.sender}" if line.sender else "",
        lists.short_moment(snapshot.campaign, line.received_at) if line.received_at else "",
        f"mã {line.message}" if line.message else "",
    )
    return unit or line.what, "; ".join(fact for fact in facts if fact), line.links
