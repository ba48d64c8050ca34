from dataclasses import replace

import pytest

from catalogue.memory.tables import MessageState
from catalogue.views import MessageFilter, StoredMessage
from intake.app import App
from intake.archive import Archive
from intake.archive_folder import LocalFolder
from intake.jobs_decide import DecisionError, retry_quarantined
from intake.jobs_fetch import fetch
from intake.jobs_poll import ACCOUNT, AlreadyRunningError, only_one, poll
from intake.jobs_reports import compose
from intake.jobs_work import work
from tests.support.apps import BIEN_XANH, DOI_THONG, NOW, SAO_MAI, Office, row, submission

GOOD, BAD, ALSO_GOOD = (
    submission(1, row("Hàn điện")),
    submission(2, row("May áo"), sender="vanphong@bienxanh.example"),
    submission(3, row("Nấu ăn"), sender="gdtx.doithong@hcmedu.example"),
)


class Killed(BaseException):
    """What no wall holds: the process is gone."""


class PoisonedArchive(Archive):
    """The real archive, in which one message cannot be worked on; ``trouble`` None heals it."""

    trouble: BaseException | None = None
    poisoned = b""

    def get(self, sha256_hex: str) -> bytes:
        raw = super().get(sha256_hex)
        if raw == self.poisoned and self.trouble is not None:
            raise self.trouble
        return raw


def poisoned(office: Office, trouble: BaseException) -> tuple[App, PoisonedArchive]:
    archive = PoisonedArchive(LocalFolder(office.folder / "archive"))
    archive.trouble, archive.poisoned = trouble, BAD
    office.postbox.deliver(GOOD, BAD, ALSO_GOOD)
    office.app = replace(office.app, archive=archive)
    return office.app, archive


def in_state(app: App, state: MessageState) -> list[StoredMessage]:
    return app.store.messages(app.campaign.id, MessageFilter(state=state))


def test_one_bad_message_never_stops_the_rest(office: Office) -> None:
    app, _ = poisoned(office, RuntimeError("a defect of ours"))
    done = poll(app)
    assert (done.worked.done, done.worked.failed) == (2, 1)
    assert office.titles(SAO_MAI) == ["Hàn điện"]
    assert office.titles(DOI_THONG) == ["Nấu ăn"]
    [failed] = in_state(app, MessageState.RETRY)
    assert "a defect of ours" in failed.error
    assert "Traceback" in failed.error


def test_a_failed_message_is_tried_again_after_growing_pauses_and_then_quarantined(office: Office) -> None:
    app, _ = poisoned(office, RuntimeError("a defect of ours"))
    poll(app)
    tries = []
    for _ in range(60):
        office.clock.forward(minutes=1)
        if work(app).failed:
            tries.append(round((office.clock.now - NOW).total_seconds() / 60))
    assert tries == [5, 15]
    [kept] = in_state(app, MessageState.QUARANTINED)
    assert app.archive.exists(kept.sha256)
    assert app.store.ledger(app.campaign.id).messages_by_state == {"done": 2, "quarantined": 1}


def test_a_message_that_failed_stays_where_it_lay_on_the_server_until_it_is_through(office: Office) -> None:
    app, archive = poisoned(office, RuntimeError("a defect of ours"))
    poll(app)
    assert [raw for raw, _ in office.postbox.folders["INBOX"].values()] == [BAD]
    archive.trouble = None
    office.clock.forward(minutes=6)
    assert poll(app).acknowledged == 1
    assert office.postbox.folders["INBOX"] == {}
    assert office.postbox.bodies == 3


def test_the_officer_lets_a_message_out_of_quarantine_once_its_trouble_is_cured(office: Office) -> None:
    app, archive = poisoned(office, RuntimeError("a defect of ours"))
    for _ in range(3):
        poll(app)
        office.clock.forward(minutes=20)
    [kept] = in_state(app, MessageState.QUARANTINED)
    archive.trouble = None
    assert retry_quarantined(app, kept.short_id) == 1
    assert office.titles(BIEN_XANH) == ["May áo"]
    assert in_state(app, MessageState.QUARANTINED) == []
    healed = app.store.message(kept.sha256)
    assert healed is not None
    assert healed.error == ""


def test_only_what_failed_can_be_retried(office: Office) -> None:
    office.postbox.deliver(GOOD)
    poll(office.app)
    [done] = in_state(office.app, MessageState.DONE)
    with pytest.raises(DecisionError, match="not in quarantine but done"):
        retry_quarantined(office.app, done.short_id)


def test_what_lies_in_quarantine_stands_in_the_digest(office: Office) -> None:
    app, _ = poisoned(office, RuntimeError("a defect of ours"))
    for _ in range(3):
        poll(app)
        office.clock.forward(minutes=20)
    [kept] = in_state(app, MessageState.QUARANTINED)
    letter, _figures = compose(app)
    assert kept.short_id in letter.text
    assert "chương trình chưa xử lý được" in letter.text


def test_a_message_that_kills_the_process_is_quarantined_and_the_rest_goes_on(office: Office) -> None:
    app, _ = poisoned(office, Killed())
    deaths = 0
    for _ in range(10):
        try:
            with only_one(app):
                poll(app)
        except Killed:
            deaths += 1
        else:
            break
    assert deaths == 3
    assert app.store.ledger(app.campaign.id).messages_by_state == {"done": 2, "quarantined": 1}
    assert office.titles(DOI_THONG) == ["Nấu ăn"]


def test_a_worker_asked_to_stop_ends_after_the_message_in_hand_and_gives_back_its_claims(
    office: Office,
) -> None:
    office.postbox.deliver(GOOD, BAD, ALSO_GOOD)
    fetch(office.app, ACCOUNT, ("INBOX",))
    # Before the batch, before the first message, before the second.
    asked = iter([False, False, True])
    assert work(office.app, lambda: next(asked)).done == 1
    waiting = in_state(office.app, MessageState.ARCHIVED)
    assert [(one.claimed_by, one.crashes) for one in waiting] == [("", 0), ("", 0)]
    assert work(office.app).done == 2


def test_one_process_at_a_time_holds_the_installation(office: Office) -> None:
    told = pytest.raises(AlreadyRunningError, match=r"intake\.db\.lock")
    with only_one(office.app), told, only_one(office.app):
        raise AssertionError
    with only_one(office.app):
        assert poll(office.app).counts()["failed"] == 0
