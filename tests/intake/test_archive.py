from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import fsspec
import pytest

from intake.archive import Archive, ArchiveError, ErasedError
from intake.mailbox_values import RawMessage

RAW = b"Subject: B\xc3\xa1o c\xc3\xa1o\r\n\r\n" + b"x" * 5000 + b"\0\xff"


def message(raw: bytes = RAW, uid: int = 7, **more: Any) -> RawMessage:
    facts: dict[str, Any] = {
        "account": "box",
        "folder": "INBOX",
        "uidvalidity": 3,
        "internal_date": datetime(2025, 5, 20, 1, 30, tzinfo=UTC),
        "source": f"INBOX/{uid}",
    }
    return RawMessage(raw=raw, uid=uid, size=len(raw), **{**facts, **more})


def key(raw: bytes = RAW) -> str:
    return sha256(raw).hexdigest()


@pytest.fixture(params=["folder", "file url", "memory"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    urls = {
        "folder": str(tmp_path / "a" / "archive"),
        "file url": f"file://{tmp_path}/archive",
        "memory": "memory://archive",
    }
    yield Archive.open(urls[request.param])
    fsspec.filesystem("memory").store.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def body_path(folder: Path, raw: bytes = RAW) -> Path:
    return folder / key(raw)[:2] / f"{key(raw)}.eml.zst"


def test_the_exact_bytes_come_back_by_their_hash(archive: Archive) -> None:
    kept = archive.put(RAW)
    assert (kept.sha256, kept.size, kept.new) == (key(), len(RAW), True)
    assert archive.get(key()) == RAW
    assert archive.exists(key())


def test_the_same_bytes_are_kept_once(archive: Archive) -> None:
    assert [one.new for one in archive.put_many([message(), message(uid=8), message(b"other")])] == [
        True,
        False,
        True,
    ]
    assert not archive.put(RAW).new
    assert sorted(archive) == sorted([key(), key(b"other")])


def test_where_a_message_came_from_lies_beside_it_and_the_first_place_stays(archive: Archive) -> None:
    archive.put_many([message()])
    archive.put_many([message(uid=8)])
    assert archive.envelope(key()) == {
        "account": "box",
        "folder": "INBOX",
        "uidvalidity": 3,
        "uid": 7,
        "internal_date": "2025-05-20T01:30:00+00:00",
        "source": "INBOX/7",
    }


def test_a_file_name_that_is_no_text_is_kept_too(archive: Archive) -> None:
    source = os.fsdecode(b"th\xb0.eml")
    archive.put_many([message(source=source, internal_date=None)])
    assert archive.envelope(key())["source"] == source
    assert archive.envelope(key())["internal_date"] is None


def test_what_was_never_kept_is_not_there(archive: Archive) -> None:
    assert not archive.exists(key())
    assert list(archive) == []
    with pytest.raises(ArchiveError, match=key()[:10]):
        archive.get(key())


def test_an_archive_that_can_be_written_to_leaves_no_trace_of_the_check(archive: Archive) -> None:
    archive.check()
    assert list(archive) == []


def test_an_empty_batch_and_an_empty_message_are_nothing_special(archive: Archive) -> None:
    assert archive.put_many([]) == []
    assert archive.get(archive.put(b"").sha256) == b""


@pytest.mark.parametrize("damage", [b"", b"no zstandard", None])
def test_damage_is_told_and_the_next_copy_from_the_mailbox_heals_it(
    folder: Path, damage: bytes | None
) -> None:
    archive = Archive.open(str(folder))
    archive.put(b"another")
    archive.put(RAW)
    # None: whole in itself, but another message's bytes.
    body_path(folder).write_bytes(body_path(folder, b"another").read_bytes() if damage is None else damage)
    with pytest.raises(ArchiveError, match="damaged"):
        archive.get(key())
    assert archive.put(RAW).new
    assert archive.get(key()) == RAW


def test_messages_lie_compressed_by_hash_with_nothing_else_left_behind(folder: Path) -> None:
    Archive.open(str(folder)).put_many([message()])
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    stem = f"{key()[:2]}/{key()}"
    assert found == {f"{stem}.eml.zst", f"{stem}.json"}
    assert body_path(folder).stat().st_size < 200


def test_a_name_appears_only_when_its_bytes_are_on_disk_and_a_folder_is_synced_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deeds: list[tuple[str, str]] = []
    real_sync, real_rename = os.fsync, Path.rename

    def sync(descriptor: int) -> None:
        real_sync(descriptor)
        path = str(Path(f"/proc/self/fd/{descriptor}").readlink())
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        deeds.append((kind, path))

    def rename(path: Path, target: Path) -> Path:
        deeds.append(("rename", str(path)))
        return real_rename(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "rename", rename)
    raws = [b"%d" % number for number in range(30)]
    Archive.open(str(folder)).put_many([message(raw) for raw in raws])
    for position, (deed, path) in enumerate(deeds):
        assert deed != "rename" or ("file", path) in deeds[:position]
    folders = [path for deed, path in deeds if deed == "folder"]
    assert len(folders) == len(set(folders))
    assert {str(body_path(folder, raw).parent) for raw in raws} < set(folders)
    last_rename = max(number for number, (deed, _) in enumerate(deeds) if deed == "rename")
    assert all(deed == "folder" for deed, _ in deeds[last_rename + 1 :])
    assert str(folder.parent) in folders


def test_nobody_else_on_the_machine_reads_the_archive(folder: Path) -> None:
    Archive.open(str(folder)).put(RAW)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_disk_that_fails_leaves_no_halves_and_nothing_that_counts_as_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    archive = Archive.open(str(folder))
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(ArchiveError, match="No space left"):
            archive.put_many([message(), message(b"other")])
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert archive.put(RAW).new


@pytest.mark.parametrize("url", ["nosuch://x/y", "/proc/nowhere/archive"])
def test_a_place_that_cannot_hold_an_archive_is_told(url: str) -> None:
    with pytest.raises(ArchiveError):
        Archive.open(url).check()


def test_what_is_erased_is_never_given_out_nor_kept_again(archive: Archive) -> None:
    other = b"Subject: y\r\n\r\n"
    archive.put_many([message(), message(other, 8)])
    at = datetime(2025, 5, 20, tzinfo=UTC)
    for _twice in range(2):
        archive.erase(key(), at, "20250520-abc")
    with pytest.raises(ErasedError, match=f"{key()[:10]} was erased at 2025-05-20"):
        archive.get(key())
    again, kept = archive.put_many([message(), message(other, 8)])
    assert (again.new, again.erased, kept.erased) == (False, at.isoformat(), "")
    assert not archive.exists(key())
    assert ([*archive], [*archive.erased()]) == ([key(other)], [key()])


def test_bytes_that_a_backup_brings_back_stay_erased(folder: Path) -> None:
    archive = Archive.open(str(folder))
    archive.put(RAW)
    packed = body_path(folder).read_bytes()
    archive.erase(key(), datetime(2025, 5, 20, tzinfo=UTC), "r")
    body_path(folder).write_bytes(packed)
    with pytest.raises(ErasedError):
        archive.get(key())
    archive.erase(key(), datetime(2025, 5, 21, tzinfo=UTC), "r")
    assert not body_path(folder).exists()
