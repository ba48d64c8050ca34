import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.memory.store import StoreError
from intake.app import App
from intake.archive import Archive
from intake.archive_folder import LocalFolder
from intake.jobs_export import export
from intake.jobs_fetch import keep
from intake.jobs_poll import poll
from intake.jobs_reprocess import reprocess
from intake.jobs_work import work
from intake.mailbox import RawMessage
from tests.support.apps import Office, mail, office_in, row, submission

BIEN, DOI, STRANGER = "vanphong@bienxanh.example", "gdtx.doithong@hcmedu.example", "co.giao@gmail.example"
MESSAGES = (
    submission(1, row("Hàn điện", url=""), row("Tiện ren"), sent="2025-05-12T08:00:00"),
    submission(2, row("May áo"), sender=BIEN, sent="2025-05-12T09:00:00"),
    submission(3, row("Hàn điện"), row("Phay CNC", fee=""), sent="2025-05-13T08:00:00"),
    submission(4, row("Cắm hoa"), sender=STRANGER, sent="2025-05-13T09:00:00"),
    submission(5, row("Nấu ăn"), sender=DOI, sent="2025-05-14T08:00:00"),
    mail(
        6,
        "Kính gửi Sở, trường xin đính chính: học phí khóa Tiện ren là 3.500.000 đồng.",
        subject="Dinh chinh",
        sent="2025-05-15T08:00:00",
    ),
    mail(7, "Danh sách gồm những cột nào ạ?", sender=BIEN, subject="Hoi", sent="2025-05-15T09:00:00"),
    submission(8, row("Cắm hoa", fee="5.000.000"), sender=STRANGER, sent="2025-05-16T08:00:00"),
)
NUMBERS = count()


def catalogue(app: App) -> dict[str, Any]:
    exported: dict[str, Any] = json.loads(b"".join(export(app, "json")))
    return exported


def take(app: App, raws: Sequence[bytes]) -> None:
    messages = [
        RawMessage(
            raw=raw, account="files", folder="", uidvalidity=0, uid=0, internal_date=None,
            size=len(raw), source="a file",
        )
        for raw in raws
    ]  # fmt: skip
    keep(app, messages)
    work(app)


@pytest.fixture(scope="module")
def told_in_order(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> dict[str, Any]:
    """The catalogue of all messages, one after the other as they were sent."""
    made = office_in(tmp_path_factory.mktemp("order") / "office", sqlite_template)
    for raw in MESSAGES:
        take(made.app, [raw])
    told = catalogue(made.app)
    made.app.store.close()
    return told


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(MESSAGES))), sizes=st.lists(st.integers(1, 4), min_size=8, max_size=8))
def test_any_order_and_any_batches_give_the_same_catalogue(
    tmp_path: Path,
    sqlite_template: Path,
    told_in_order: dict[str, Any],
    order: list[int],
    sizes: list[int],
) -> None:
    made = office_in(tmp_path / f"office-{next(NUMBERS)}", sqlite_template)
    waiting = [MESSAGES[position] for position in order]
    for size in sizes:
        take(made.app, waiting[:size])
        waiting = waiting[size:]
    assert waiting == []
    assert catalogue(made.app) == told_in_order
    done = reprocess(made.app, [], every=True, apply=False)
    assert (done.read, done.failed, done.changes) == (len(MESSAGES), 0, [])
    made.app.store.close()


def test_a_re_reading_that_is_written_leaves_the_catalogue_and_the_outbox_as_they_are(
    office: Office,
) -> None:
    office.postbox.deliver(*MESSAGES)
    poll(office.app)
    before = catalogue(office.app)
    done = reprocess(office.app, [], every=True, apply=True)
    assert (done.read, done.failed, done.changes) == (len(MESSAGES), 0, [])
    assert catalogue(office.app) == before
    assert office.app.store.letters(office.app.campaign.id) == []
    assert office.app.store.ledger(office.app.campaign.id).messages_by_state == {"done": len(MESSAGES)}


def with_other_headings(office: Office) -> App:
    """The same house under a campaign that asks for the page of a course no more, but calls "Link" so."""
    wording = dict(office.app.campaign.extra_headings) | {"course.duration": ("Ghi chú thời lượng",)}
    return replace(office.app, campaign=replace(office.app.campaign, extra_headings=wording))


def test_the_difference_is_shown_field_by_field_and_written_only_when_asked(office: Office) -> None:
    table = "STT;Tên khóa học;Trình độ;Ghi chú thời lượng\r\n1;Hàn điện;Sơ cấp;3 tháng"
    office.postbox.deliver(mail(1, "Kính gửi Sở danh sách.", table=table))
    poll(office.app)
    assert "duration" not in office.course("Hàn điện").values
    better = with_other_headings(office)
    [change] = reprocess(better, [], every=True, apply=False).changes
    assert (change.name, change.field, change.before) == ("Hàn điện", "duration", "")
    assert "3" in change.after
    assert "duration" not in office.course("Hàn điện").values
    assert reprocess(better, [], every=True, apply=True).changes == [change]
    assert "duration" in office.course("Hàn điện").values
    assert reprocess(better, [], every=True, apply=False).changes == []


def test_chosen_messages_are_read_again_and_unknown_ones_are_told(office: Office) -> None:
    office.postbox.deliver(*MESSAGES[:3])
    poll(office.app)
    [one, *_] = office.app.store.messages(office.app.campaign.id)
    assert reprocess(office.app, [one.short_id], every=False, apply=False).read == 1
    with pytest.raises(StoreError, match="no message abcdef"):
        reprocess(office.app, ["abcdef"], every=False, apply=False)


class Damaged(Archive):
    """An archive that lost one message."""

    lost = b""

    def get(self, sha256_hex: str) -> bytes:
        raw = super().get(sha256_hex)
        if raw == self.lost:
            raise RuntimeError("damaged")
        return raw


@pytest.mark.parametrize("apply", [False, True])
def test_one_message_that_cannot_be_read_again_is_counted_and_keeps_what_it_said(
    office: Office, *, apply: bool
) -> None:
    office.postbox.deliver(*MESSAGES[:3])
    poll(office.app)
    damaged = Damaged(LocalFolder(office.folder / "archive"))
    damaged.lost = MESSAGES[1]
    done = reprocess(replace(office.app, archive=damaged), [], every=True, apply=apply)
    assert (done.read, done.failed, done.changes) == (2, 1, [])
    assert office.titles("tc-bien-xanh") == ["May áo"]
