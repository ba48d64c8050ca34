"""A file inside an attachment is taken out by the path that its reading gave it."""

from __future__ import annotations

import hashlib

from parsers.opening import open_file
from parsers.taking import member_bytes
from tests.support.holders import seven_zipped, zipped

INNER = zipped({"bảng/khoa-hoc.csv": b"STT;T\xc3\xaan\n1;H\xc3\xa0n\n", "ghi-chu.txt": b"xin chao"})
OUTER = zipped({"lop/tong-hop.zip": INNER, "ghi-chu.txt": b"khac", "../../ghi-chu.txt": b"leo ra ngoai"})


def test_every_path_that_reading_names_gives_the_bytes_that_were_read() -> None:
    read = [one for one in open_file("tat-ca.zip", "application/zip", OUTER) if one.path]
    assert len(read) == 5
    for one in read:
        data = member_bytes("tat-ca.zip", "application/zip", OUTER, one.path)
        assert data is not None
        assert hashlib.sha256(data).hexdigest() == one.sha256, one.path


def test_the_attachment_itself_has_no_path() -> None:
    assert member_bytes("a.bin", "", b"\x00", "") == b"\x00"


def test_what_is_not_inside_or_not_given_out_is_none() -> None:
    locked = seven_zipped({"a.txt": b"x"}, "mat khau")
    assert member_bytes("a.zip", "", OUTER, "khong-co.txt") is None
    assert member_bytes("a.zip", "", OUTER, "../../../etc/passwd") is None
    assert member_bytes("a.7z", "", locked, "a.txt") is None
    assert member_bytes("a.zip", "", OUTER[:40], "ghi-chu.txt") is None
