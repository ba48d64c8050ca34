import mailbox
from email.message import Message
from pathlib import Path

import pytest

from intake.mailbox import RawMessage
from intake.sources import SourceProblem, messages_in

LETTER = b"From: a@x.example\nSubject: so 1\n\nChao\n"


def raws(*paths: Path) -> list[bytes]:
    return [found.raw for found in messages_in(paths) if isinstance(found, RawMessage)]


def problems(*paths: Path) -> list[SourceProblem]:
    return [found for found in messages_in(paths) if isinstance(found, SourceProblem)]


def test_a_file_comes_as_its_exact_bytes_with_either_line_end(tmp_path: Path) -> None:
    unix, internet = tmp_path / "a.eml", tmp_path / "B.EML"
    unix.write_bytes(LETTER + b"\xe1\xff")
    internet.write_bytes(LETTER.replace(b"\n", b"\r\n"))
    assert raws(unix, internet) == [LETTER + b"\xe1\xff", LETTER.replace(b"\n", b"\r\n")]
    (found,) = messages_in([unix])
    assert isinstance(found, RawMessage)
    assert (found.internal_date, found.uid, found.size) == (None, 0, len(found.raw))
    assert found.source == str(unix)


def test_folders_are_read_in_sorted_order_and_other_files_left_alone(tmp_path: Path) -> None:
    for name in ("b/2.eml", "b/1.eml", "a/3.eml", "a/truth.json", "a/.hidden.eml", "note.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(LETTER + name.encode())
    assert [raw.removeprefix(LETTER) for raw in raws(tmp_path)] == [b"a/3.eml", b"b/1.eml", b"b/2.eml"]
    assert problems(tmp_path) == []


def test_a_maildir_gives_new_and_cur_with_subfolders_but_nothing_half_delivered(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / ".Nop bai"):
        for sub in ("cur", "new", "tmp"):
            (folder / sub).mkdir(parents=True)
            (folder / sub / "1700000000.1.host:2,S").write_bytes(LETTER + f"{folder.name}/{sub}".encode())
    endings = [raw.removeprefix(LETTER).decode().split("/")[1] for raw in raws(tmp_path)]
    assert sorted(endings) == ["cur", "cur", "new", "new"]


def test_an_mbox_gives_back_what_was_put_in(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    box = mailbox.mbox(path)
    for number in range(3):
        message = Message()
        message["Subject"] = f"so {number}"
        message.set_payload("Dear all,\n\nFrom now on, at 10:00, in 2025\n>From there\n")
        box.add(message)
    box.close()
    assert raws(path) == raws(tmp_path)
    assert [raw.split(b"\n")[0] for raw in raws(path)] == [
        b"Subject: so 0",
        b"Subject: so 1",
        b"Subject: so 2",
    ]
    assert all(b"\n\nFrom now on, at 10:00, in 2025\n" in raw for raw in raws(path))


def test_an_unquoted_sentence_that_begins_with_from_parts_no_message(tmp_path: Path) -> None:
    path = tmp_path / "x.mbox"
    start = b"From a@x.example Tue May 20 08:15:00 2025\r\n"
    body = LETTER.replace(b"\n", b"\r\n") + b"\r\nFrom the school with thanks\r\n"
    path.write_bytes((start + body + b"\r\n") * 2)
    assert raws(path) == [body, body]
    assert [found.source for found in messages_in([path])] == [f"{path}#1", f"{path}#2"]


def test_a_line_without_end_does_not_break_an_mbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.sources._LINE_BYTES", 64)
    path = tmp_path / "x.mbox"
    long = LETTER + b"z" * 500 + b"From me at 10:00 in 2025\n"
    path.write_bytes((b"From - Tue May 20 08:15:00 2025\n" + long + b"\n") * 2)
    assert raws(path) == [long, long]


def test_a_message_too_big_to_be_one_is_named_and_the_next_one_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.sources.MOST_BYTES", 100)
    path = tmp_path / "x.mbox"
    start = b"From - Tue May 20 08:15:00 2025\n"
    path.write_bytes(start + b"Subject: a\n\n" + b"zzzz\n" * 30 + b"\n" + start + LETTER)
    assert raws(path) == [LETTER]
    assert [problem.source for problem in problems(path)] == [f"{path}#1"]


def test_what_gives_no_message_is_named_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.eml").write_bytes(b"\r\n")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "plain").write_bytes(LETTER)
    named = [tmp_path / name for name in ("empty.eml", "photo.jpg", "plain", "gone.eml")]
    assert raws(*named) == [LETTER]
    assert [(Path(each.source).name, each.reason) for each in problems(*named)] == [
        ("empty.eml", "is empty"),
        ("photo.jpg", "is neither a message (.eml) nor an mbox nor a Maildir"),
        ("gone.eml", "there is no such file or folder"),
    ]
