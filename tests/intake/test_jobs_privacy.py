"""A person's rights: what is held is shown whole; what is erased is nowhere and does not return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import zstandard

from catalogue.erasing import ErrandKind, HeldKind
from catalogue.lists import Span
from catalogue.memory.store import StoreError
from catalogue.memory.tables import MessageState
from catalogue.records import LetterState
from catalogue.views import MessageFilter, StoredMessage
from config.settings import PrivacySettings
from intake import jobs_decide, jobs_privacy
from intake.app import App
from intake.archive import Archive, ErasedError
from intake.archive_folder import LocalFolder
from intake.jobs_decide import DecisionError
from intake.jobs_digest import take_snapshot
from intake.jobs_fetch import keep
from intake.jobs_letters import ask
from intake.jobs_poll import import_files, poll
from intake.jobs_privacy import PersonError
from intake.jobs_reprocess import reprocess
from intake.mailbox_values import RawMessage
from tests.support.apps import BIEN_XANH, CONTACT, SAO_MAI, Office, mail, row, submission

NGAN, NGAN_PHONE, NGAN_MAIL = "Trịnh Thu Ngân", "0918 202 431", "thungan.cdsm@gmail.example"
NGAN_NAME_QUOTED = "Tr=E1=BB=8Bnh_Thu_Ng=C3=A2n"
OTHER = "Đầu mối liên hệ: Ông Phạm Gia Khiêm, chức vụ: Trưởng phòng Đào tạo, điện thoại: 0908 411 622."
AT_ANOTHER = "vanphong@bienxanh.example"
TRACES = ("Trịnh Thu Ngân", "918202431", "0918 202 431", "0918.202.431", "thungan.cdsm", "TRỊNH THU NGÂN")


@pytest.fixture
def filled(office: Office) -> Office:
    """She is contact of one school, wrote from her own address, and stands in a course of that school."""
    talk = f"Học tại cơ sở 1, hỏi cô {NGAN} (0918.202.431)"
    office.postbox.deliver(submission(1, row("Hàn điện", content=talk), row("Tiện ren", url="")))
    office.postbox.deliver(submission(2, row("Cắm hoa"), sender="vanphong@bienxanh.example", contact=OTHER))
    note = f"Kính gửi Sở,\n\nTôi là {NGAN.upper()}, điện thoại +84 918 202 431. Lớp đêm có tính không?\n"
    office.postbox.deliver(mail(3, note, sender=NGAN_MAIL, subject=f"Câu hỏi của {NGAN}"))
    poll(office.app)
    office.clock.forward(hours=1)
    jobs_decide.assign_sender(office.app, NGAN_MAIL, SAO_MAI, f"{NGAN} gọi điện")
    ask(office.app)
    return office


def contact_id(office: Office, unit: str = SAO_MAI) -> str:
    return next(one.id for one in office.state(unit).contacts)


def bytes_of(office: Office) -> Iterator[tuple[str, bytes]]:
    """Every file of the installation, as bytes; messages unpacked."""
    for path in sorted(office.folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            yield path.name, zstandard.ZstdDecompressor().decompress(raw) if path.suffix == ".zst" else raw


def stored(office: Office) -> list[tuple[str, bytes]]:
    return [(name, raw) for name, raw in bytes_of(office) if not name.endswith("-shm")]


def traces(office: Office) -> list[str]:
    return [f"{name}: {one}" for name, raw in bytes_of(office) for one in TRACES if one.encode() in raw]


def test_a_person_is_found_by_name_without_diacritics_and_by_number_in_any_spelling(filled: Office) -> None:
    by_name = jobs_privacy.find(filled.app, "trinh thu ngan", "lan")
    by_phone = jobs_privacy.find(filled.app, "(+84) 918-202-431", "lan")
    kinds = {one.kind for one in by_name}
    assert kinds >= {HeldKind.RECORD, HeldKind.MESSAGE, HeldKind.DECISION}
    assert {one.id for one in by_phone if one.kind is HeldKind.MESSAGE} == {
        one.id for one in by_name if one.kind is HeldKind.MESSAGE
    }
    assert jobs_privacy.find(filled.app, NGAN_MAIL, "lan")
    assert jobs_privacy.find(filled.app, "Trịnh Thu Hà", "lan") == []
    with pytest.raises(PersonError, match="nothing to look for"):
        jobs_privacy.find(filled.app, " ?", "lan")


def test_what_is_held_is_shown_with_its_places_and_the_look_is_logged_without_a_name(filled: Office) -> None:
    person, found = jobs_privacy.show(filled.app, NGAN_PHONE, "lan")
    facts = jobs_privacy.facts(filled.app, person, found)
    assert (set(person.names), set(person.phones)) == ({NGAN}, {"+84918202431"})
    [record] = facts["records"]
    assert record["values"]["phone"]["value"] == "+84918202431"
    assert record["values"]["phone"]["message"] == "<1.test@saomai.example>"
    looks = filled.app.store.access_log.page(filled.app.campaign.id, "", "", Span())
    assert [(one.user_name, one.what) for one in looks.lines] == [("lan", "person")]
    assert NGAN not in str(looks)


def test_what_is_erased_is_in_no_file_any_more_and_courses_and_others_stay(filled: Office) -> None:
    other = filled.state(BIEN_XANH)
    done = jobs_privacy.erase(filled.app, contact_id(filled), "đơn ngày 20/5/2025", "lan")
    jobs_privacy.erase(filled.app, NGAN_MAIL, "đơn ngày 20/5/2025", "lan")
    assert traces(filled) == []
    assert filled.titles() == ["Hàn điện", "Tiện ren"]
    course = filled.course("Hàn điện")
    assert course.values["fee_vnd"].value == 1_200_000
    assert str(course.values["content"].value).startswith("Học tại cơ sở 1")
    assert filled.state().contacts == ()
    assert filled.state(BIEN_XANH) == other
    assert done.request.is_finished
    assert len(done.planned.erasure.messages) == 2


def test_the_ledger_balances_and_the_message_says_that_it_was_erased(filled: Office) -> None:
    before = filled.app.store.ledger(filled.app.campaign.id)
    jobs_privacy.erase(filled.app, contact_id(filled), "đơn", "lan")
    after = filled.app.store.ledger(filled.app.campaign.id)
    assert (after.messages, sum(after.messages_by_state.values())) == (before.messages, before.messages)
    assert after.messages_by_state[MessageState.ERASED] == 2
    assert after.parts_by_status == before.parts_by_status
    gone, *_ = erased(filled.app)
    with pytest.raises(ErasedError, match="was erased at"):
        filled.app.archive.get(gone.sha256)
    with pytest.raises(DecisionError, match="was erased"):
        jobs_decide.set_kind(filled.app, gone.sha256, "question")
    take_snapshot(filled.app)


def test_a_dry_run_says_what_would_go_and_changes_nothing(filled: Office) -> None:
    before = stored(filled)
    planned = jobs_privacy.plan(filled.app, contact_id(filled), "đơn", "lan")
    assert len(planned.erasure.messages) == 2
    assert ErrandKind.SERVER in {one.kind for one in planned.by_hand}
    assert stored(filled) == before


def test_no_reprocess_no_poll_and_no_import_brings_it_back(filled: Office, tmp_path: Path) -> None:
    first = submission(1, row("Hàn điện", content=f"Học tại cơ sở 1, hỏi cô {NGAN} (0918.202.431)"),
                       row("Tiện ren", url=""))  # fmt: skip
    jobs_privacy.erase(filled.app, contact_id(filled), "đơn", "lan")
    kept = filled.state()
    assert reprocess(filled.app, [], every=True, apply=True).erased == 2
    filled.postbox.deliver(first)
    poll(filled.app)
    (tmp_path / "again.eml").write_bytes(first)
    assert import_files(filled.app, [tmp_path / "again.eml"]).new == 0
    assert filled.state() == kept
    assert not {one.sha256 for one in erased(filled.app)} & set(filled.app.archive)


def erased(app: App) -> list[StoredMessage]:
    return app.store.messages(app.campaign.id, MessageFilter(state=MessageState.ERASED))


def test_a_restored_archive_or_database_gives_nothing_back(filled: Office) -> None:
    app, database = filled.app, filled.folder / "intake.db"
    app.store.erasures.scrub()
    old_rows = database.read_bytes()
    old_files = {path: path.read_bytes() for path in (filled.folder / "archive").rglob("*.zst")}
    jobs_privacy.erase(app, contact_id(filled), "đơn", "lan")
    for path, data in old_files.items():
        path.write_bytes(data)
    gone, *_ = erased(app)
    with pytest.raises(ErasedError):
        app.archive.get(gone.sha256)
    app.store.close()
    database.write_bytes(old_rows)
    assert traces(filled)
    assert jobs_privacy.replay(app) == 2
    assert filled.titles() == ["Hàn điện", "Tiện ren"]
    assert filled.state().contacts == ()
    assert not any("Trịnh Thu Ngân".encode() in path.read_bytes() for path in old_files if path.exists())


class Breaking(LocalFolder):
    """A folder whose machine goes down at the n-th change."""

    def __init__(self, root: Path, changes: int) -> None:
        super().__init__(root)
        self._left = changes

    def write(self, files: Mapping[str, bytes]) -> None:
        self._count()
        super().write(files)

    def remove(self, path: str) -> None:
        self._count()
        super().remove(path)

    def _count(self) -> None:
        if not self._left:
            raise KeyboardInterrupt
        self._left -= 1


@pytest.mark.parametrize("changes", [0, 1, 2, 4])
def test_an_erasure_cut_short_anywhere_is_ended_at_the_next_start(filled: Office, changes: int) -> None:
    breaking = Archive(Breaking(filled.folder / "archive", changes))
    with pytest.raises(KeyboardInterrupt):
        jobs_privacy.erase(replace(filled.app, archive=breaking), contact_id(filled), "đơn", "lan")
    [open_one] = jobs_privacy.requests(filled.app)
    assert not open_one.is_finished
    poll(filled.app)
    jobs_privacy.erase(filled.app, NGAN_MAIL, "đơn", "lan")
    assert traces(filled) == []
    assert all(one.is_finished for one in jobs_privacy.requests(filled.app))
    assert filled.titles() == ["Hàn điện", "Tiện ren"]


def test_an_erasure_is_refused_whole_while_a_letter_to_the_person_is_leaving(filled: Office) -> None:
    filled.clock.forward(days=1)
    leaving = [one.to for one in filled.app.store.due_letters(filled.clock.now)]
    assert NGAN_MAIL in leaving
    before = stored(filled)
    with pytest.raises(StoreError, match="just leaving"):
        jobs_privacy.erase(filled.app, NGAN_MAIL, "đơn", "lan")
    assert stored(filled) == before
    assert jobs_privacy.requests(filled.app) == ()


def test_a_number_that_two_share_is_no_key_and_stays_with_the_other(office: Office) -> None:
    shared = OTHER.replace("0908 411 622", "0918 202 431")
    office.postbox.deliver(submission(1, row("Hàn điện")))
    office.postbox.deliver(submission(2, row("Cắm hoa"), sender="vanphong@bienxanh.example", contact=shared))
    poll(office.app)
    with pytest.raises(PersonError, match="is shared by"):
        jobs_privacy.plan(office.app, NGAN_PHONE, "đơn", "lan")
    before = office.state(BIEN_XANH)
    jobs_privacy.erase(office.app, contact_id(office), "đơn", "lan")
    assert office.state().contacts == ()
    assert office.state(BIEN_XANH) == before


def test_somebody_else_of_the_same_name_keeps_all_of_his(office: Office) -> None:
    office.postbox.deliver(submission(1, row("Hàn điện")))
    namesake = f"Đầu mối liên hệ: Bà {NGAN}, chức vụ: Trưởng phòng, điện thoại: 0908 411 622."
    office.postbox.deliver(
        submission(2, row("Cắm hoa"), sender="vanphong@bienxanh.example", contact=namesake)
    )
    poll(office.app)
    before = office.state(BIEN_XANH)
    jobs_privacy.erase(office.app, contact_id(office), "đơn", "lan")
    assert office.state(BIEN_XANH) == before
    assert before.contacts[0].name == NGAN


def test_who_is_contact_of_two_units_is_erased_in_both_by_the_record_of_either(office: Office) -> None:
    office.postbox.deliver(submission(1, row("Hàn điện")), submission(2, row("Cắm hoa"), sender=AT_ANOTHER))
    poll(office.app)
    jobs_privacy.erase(office.app, contact_id(office), "đơn ngày 20/5/2025", "lan")
    assert traces(office) == []
    assert office.titles(BIEN_XANH) == ["Cắm hoa"]


def test_a_mere_name_is_no_key_and_a_reason_is_wanted(filled: Office) -> None:
    with pytest.raises(PersonError, match="a key is the id of a contact"):
        jobs_privacy.plan(filled.app, NGAN, "đơn", "lan")
    with pytest.raises(PersonError, match="needs its reason"):
        jobs_privacy.erase(filled.app, contact_id(filled), " ", "lan")


def test_backups_are_owed_until_somebody_says_that_they_are_clean_or_they_are_overwritten(
    filled: Office,
) -> None:
    app = filled.with_settings(privacy=PrivacySettings(backups=("nas", "tape"), retention_days=30))
    request = jobs_privacy.erase(app, contact_id(filled), "đơn", "lan").request
    assert (request.owed, request.due_at) == (("nas", "tape"), filled.clock.now + timedelta(hours=72))
    assert jobs_privacy.mark_backup(app, request.id, "nas", "hà").owed == ("tape",)
    with pytest.raises(PersonError, match="no backup of the settings; there are nas, tape"):
        jobs_privacy.mark_backup(app, request.id, "usb", "hà")
    filled.clock.forward(days=4)
    assert jobs_privacy.requests(app)[0].is_overdue(filled.clock.now)
    filled.clock.forward(days=30)
    assert jobs_privacy.requests(app)[0].owed == ()


def test_a_letter_that_was_to_go_to_the_person_does_not_leave(filled: Office) -> None:
    [waiting] = [one for one in filled.app.store.letters(filled.app.campaign.id) if one.to == NGAN_MAIL]
    jobs_privacy.erase(filled.app, NGAN_MAIL, "đơn", "lan")
    stored_letter = filled.app.store.letter(waiting.id)
    assert stored_letter is not None
    assert (stored_letter.state, stored_letter.to) == (LetterState.CANCELLED, "…")


def test_an_address_that_may_be_his_is_named_and_one_that_bears_his_name_is_his(filled: Office) -> None:
    planned = jobs_privacy.plan(filled.app, contact_id(filled), "đơn", "lan")
    assert (ErrandKind.SENDER, NGAN_MAIL) in {(one.kind, one.where) for one in planned.by_hand}
    signed = mail(9, "Đã rõ.\n", sender=NGAN_MAIL, sent="2025-05-19T16:00:00")
    named = f"From: =?utf-8?q?{NGAN_NAME_QUOTED}?= <{NGAN_MAIL}>".encode()
    filled.postbox.deliver(signed.replace(f"From: {NGAN_MAIL}".encode(), named))
    poll(filled.app)
    jobs_privacy.erase(filled.app, contact_id(filled), "đơn", "lan")
    assert traces(filled) == []


def test_a_stranger_who_is_erased_leaves_his_courses_under_no_mark_of_his_address(office: Office) -> None:
    office.postbox.deliver(submission(1, row("Cắm hoa"), sender=NGAN_MAIL))
    poll(office.app)
    before = office.state(None).records
    [owner] = {one.owner for one in office.app.store.messages(office.app.campaign.id)}
    jobs_privacy.erase(office.app, NGAN_MAIL, "đơn", "lan")
    jobs_privacy.erase(office.app, NGAN_PHONE, "đơn", "lan")
    assert traces(office) == []
    [message] = erased(office.app)
    assert (message.sender, message.owner != owner) == ("", True)
    assert office.titles(None) == ["Cắm hoa"]
    assert len(office.state(None).records) < len(before)


def test_a_mail_that_waits_to_be_read_goes_too_and_is_never_read(filled: Office) -> None:
    late = mail(7, f"Xin bổ sung: {CONTACT}", sent="2025-05-19T16:00:00")
    place = {"account": "import", "folder": "", "source": "late.eml"}
    raw = RawMessage(raw=late, uidvalidity=0, uid=0, internal_date=None, size=len(late), **place)
    keep(filled.app, [raw])
    jobs_privacy.erase(filled.app, contact_id(filled), "đơn", "lan")
    jobs_privacy.erase(filled.app, NGAN_MAIL, "đơn", "lan")
    poll(filled.app)
    assert traces(filled) == []
    assert len(erased(filled.app)) == 3
