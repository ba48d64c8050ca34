"""What taking apart refuses: bombs, quines, lies and locks, each with its own reason, and at small cost."""

from __future__ import annotations

import gzip
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from parsers.containers import library, members
from parsers.document import OpenedPart, Reason, Unreadable
from parsers.formats.container import MAX_SUM
from parsers.opening import open_file
from tests.support import holders
from tests.support.compound import attachment, compound, embedded, message_tree
from tests.support.growth import assert_linear
from tests.support.holders import MAIL, PNG, seven_zipped, tarred, zipped


def reason(part: OpenedPart) -> Reason | None:
    return part.outcome.reason if isinstance(part.outcome, Unreadable) else None


def nested(data: bytes, times: int, into: Callable[[bytes], bytes]) -> bytes:
    for _ in range(times):
        data = into(data)
    return data


def in_zip(data: bytes) -> bytes:
    return zipped({"a.zip": data})


def in_7z(data: bytes) -> bytes:
    return seven_zipped({"a.7z": data})


def in_msg(data: bytes) -> bytes:
    return compound(message_tree(attachments=[attachment("a.msg", data)]))


def in_tnef(data: bytes) -> bytes:
    return holders.winmail({"winmail.dat": data})


@pytest.mark.parametrize(
    "into", [in_zip, in_7z, gzip.compress, in_msg, in_tnef, lambda d: holders.rar5({"a.rar": d})]
)
def test_what_nests_without_end_is_hostile(into: Callable[[bytes], bytes]) -> None:
    parts = open_file("a", "", nested(into(b"chu"), 8, into))
    assert {reason(part) for part in parts} == {Reason.HOSTILE}
    assert len(parts) == 4


def test_what_nests_thrice_is_read() -> None:
    assert reason(open_file("a", "", nested(zipped({"a.txt": b"chu"}), 2, in_zip))[-1]) is None


def test_messages_stored_in_messages_without_end_are_hostile() -> None:
    tree = message_tree(text="x", head=24)
    for _ in range(6):
        tree = message_tree(attachments=[embedded("thư", tree)], head=24)
    parts = open_file("a.msg", "", compound(message_tree(attachments=[embedded("thư", tree)])))
    assert [reason(part) for part in parts] == [Reason.HOSTILE, Reason.HOSTILE]


def test_archives_that_multiply_run_out_of_members_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members.Budget.__init__, "__defaults__", (MAX_SUM, 40))
    leaf = zipped({f"{index}.txt": b"chu" for index in range(16)})
    data = zipped(
        {f"{index}.zip": zipped({f"{inner}.zip": leaf for inner in range(16)}) for index in range(16)}
    )
    parts = open_file("42.zip", "", data)
    assert reason(parts[0]) is Reason.TOO_LARGE
    assert len(parts) < 100


@pytest.mark.parametrize("count", [6_000, 100_000])
def test_a_crowd_of_members_is_too_large(count: int) -> None:
    data = holders.zip_overlapping(b"", size=0, checksum=0, count=count)
    (part,) = open_file("a.zip", "", data)
    assert reason(part) is Reason.TOO_LARGE


def test_a_crowd_of_members_is_not_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    data = holders.zip_overlapping(b"", size=0, checksum=0, count=100_000)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert reason(open_file("a.zip", "", data)[0]) is Reason.TOO_LARGE


def test_members_that_share_their_bytes_are_hostile() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = bytes(range(256)) * 4
    packed = packer.compress(content) + packer.flush()
    data = holders.zip_overlapping(packed, size=len(content), checksum=zlib.crc32(content), count=20)
    (part,) = open_file("a.zip", "", data)
    assert reason(part) is Reason.HOSTILE
    assert "overlap" in str(part.outcome)


def test_a_member_larger_than_it_says_is_corrupt_and_unpacked_no_further() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"\0" * 50_000_000) + packer.flush()
    data = holders.zip_entry(b"a.txt", packed, method=8, size=10, checksum=zlib.crc32(b"\0" * 10) ^ 1)
    assert reason(open_file("a.zip", "", data)[1]) is Reason.CORRUPT


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"\0" * 60_000_000),
        seven_zipped({"a.txt": b"\0" * 60_000_000}),
        zipped({"a.txt": b"\0" * 60_000_000}),
    ],
    ids=["gz", "7z", "zip"],
)
def test_what_swells_beyond_anything_honest_is_hostile(data: bytes) -> None:
    (part,) = open_file("a", "", data)
    assert reason(part) is Reason.HOSTILE


def test_a_7z_that_declares_more_than_there_is_room_for_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members.Budget.__init__, "__defaults__", (1_000, 1_000))
    (part,) = open_file("a.7z", "", seven_zipped({"a.txt": b"abc", "b.txt": bytes(range(256)) * 8}))
    assert reason(part) is Reason.TOO_LARGE


def test_a_7z_whose_header_lies_about_its_size_is_corrupt() -> None:
    start = struct.pack("<QQI", 0, 1 << 62, 0)
    data = b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start
    assert reason(open_file("a.7z", "", data)[0]) is Reason.CORRUPT


def test_a_rar_that_lies_about_its_sizes_is_refused() -> None:
    data = holders.rar4({"a.txt": b"chu" * 9})
    size = struct.pack("<I", 27)
    lying = data.replace(size + size, size + struct.pack("<I", 0xFFFFFFF0))
    assert reason(open_file("a.rar", "", lying)[0]) in (Reason.CORRUPT, Reason.HOSTILE)
    assert reason(open_file("a.rar", "", data[:40])[0]) is Reason.CORRUPT


def test_a_tar_that_lies_about_a_size_gives_no_member_for_it() -> None:
    data = bytearray(tarred({"a.txt": b"chu"}))
    data[124:136] = b"77777777777\0"
    data[148:156] = b" " * 8
    data[148:156] = f"{sum(data[:512]):06o}\0 ".encode()
    assert reason(open_file("a.tar", "", bytes(data))[0]) is Reason.CORRUPT


CLIMBING = {
    "../../etc/passwd": b"chu",
    "/root/a.txt": b"chu",
    "C:\\Windows\\b.txt": b"chu",
    "a/../../c.txt": b"chu",
}


@pytest.mark.parametrize("packed", [zipped, tarred, holders.rar4, holders.rar5])
def test_names_that_climb_stay_below(packed: Callable[[dict[str, bytes]], bytes]) -> None:
    paths = [part.path for part in open_file("a", "", packed(CLIMBING))[1:]]
    assert paths == ["etc/passwd", "root/a.txt", "Windows/b.txt", "a/c.txt"]


def test_a_name_that_climbs_out_of_a_7z_stays_below() -> None:
    data = seven_zipped({"aaaaaaaa.txt": b"chu"}).replace(
        "aaaaaa".encode("utf-16-le"), "../../".encode("utf-16-le")
    )
    # The header's checksums are made good again: the name alone is odd.
    (offset, size) = struct.unpack_from("<QQ", data, 12)
    start = struct.pack("<QQI", offset, size, zlib.crc32(data[32 + offset :]))
    data = data[:8] + struct.pack("<I", zlib.crc32(start)) + start + data[32:]
    parts = open_file("a.7z", "", data)
    assert ".." not in "".join(part.path for part in parts)


@pytest.mark.parametrize(
    "data",
    [
        seven_zipped({"a.txt": b"chu"}, "mật khẩu"),
        seven_zipped({"a.txt": b"chu"}, "mật khẩu", names=True),
        holders.rar4({"a.txt": b"chu"}, file_flags=0x4),
        holders.rar4({"a.txt": b"chu"}, main_flags=0x80),
        holders.rar5({}, locked=True),
        holders.zip_entry(b"a.txt", b"x" * 40, method=99, size=9, checksum=0).replace(
            b"\0\0\x63\0", b"\x01\0\x63\0"
        ),
    ],
    ids=["7z", "7z names", "rar", "rar names", "rar5 names", "zip AES"],
)
def test_what_is_locked_says_so(data: bytes) -> None:
    assert reason(open_file("a", "", data)[0]) is Reason.ENCRYPTED


@pytest.mark.parametrize(
    "data",
    [holders.rar4({"a.txt": b"chu"}, main_flags=0x101), holders.rar5({"a.txt": b"chu"}, main_flags=1)],
)
def test_one_volume_of_several_is_not_the_archive(data: bytes) -> None:
    (part,) = open_file("a.part1.rar", "", data)
    assert part.outcome == Unreadable(Reason.UNSUPPORTED, "rar: one volume of an archive in several files")


def test_without_the_systems_library_the_operator_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(library, "libarchive", None)
    (part,) = open_file("a.rar", "", holders.rar5({"a.txt": b"chu"}))
    assert reason(part) is Reason.UNSUPPORTED
    assert "libarchive13" in str(part.outcome)


def test_a_zip_cut_off_within_a_member_is_not_taken_for_the_list() -> None:
    data = zipped({"a.txt": bytes(range(256)), "b.txt": bytes(range(255, -1, -1))})
    (part,) = open_file("a.zip", "", data[:500])
    assert reason(part) is Reason.CORRUPT
    assert "member 2" in str(part.outcome)


@pytest.mark.parametrize("cut", [60, 600, 1500, 3000])
def test_a_broken_outlook_message_is_an_outcome(cut: int) -> None:
    data = compound(message_tree(text="x" * 3000, attachments=[attachment("a.png", PNG)]))
    parts = open_file("a.msg", "", data[:cut] + b"\xff" * 64 + data[cut + 64 :])
    assert parts


def test_a_broken_attachment_costs_only_itself() -> None:
    data = bytearray(compound(message_tree(text="chu", attachments=[attachment("a.txt", b"x" * 9000)] * 2)))
    entry = data.index("__substg1.0_37010102".encode("utf-16-le"))
    data[entry + 116 : entry + 120] = struct.pack("<I", 0x00FFFFFF)
    body, broken, whole = open_file("a.msg", "", bytes(data))[1:]
    assert [reason(part) for part in (body, broken, whole)] == [None, Reason.CORRUPT, None]


def test_a_broken_mail_is_an_outcome() -> None:
    for cut in range(0, len(MAIL), 97):
        assert open_file("a.eml", "", MAIL[:cut] + b"\xff\0--b" + MAIL[cut:])


def _zip_without_directory(count: int) -> bytes:
    data = zipped({f"{index}.png": PNG * 200 for index in range(count)})
    return data[: data.index(b"PK\x01\x02")]


@pytest.mark.parametrize(
    "made",
    [
        _zip_without_directory,
        lambda count: zipped({f"{index}.png": PNG * 200 for index in range(count)}),
        lambda count: tarred({f"{index}.png": PNG * 200 for index in range(count)}),
        lambda count: holders.rar5({f"{index}.png": PNG * 200 for index in range(count)}),
        lambda count: holders.winmail({f"{index}.png": PNG * 200 for index in range(count)}),
        lambda count: holders.tnef([(1, 0x00069003, holders.properties((0x1000, 0x1F, b"a\0")))] * count),
        lambda count: compound(message_tree(attachments=[attachment("a.png", PNG * 200)] * count)),
        lambda count: MAIL.replace(b"Subject: Danh", b"X-A: b\r\n" * count + b"Subject: Danh"),
    ],
    ids=["lost directory", "zip", "tar", "rar", "winmail", "properties", "msg", "mail"],
)  # fmt: skip
def test_taking_apart_grows_with_what_is_in_it_and_no_faster(made: Callable[[int], bytes]) -> None:
    files = {count: made(count) for count in (100, 400)}
    assert_linear(lambda count: open_file("a", "", files[count]), 100)
