"""Archives that swell, nest, multiply, overlap and climb."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache

from tests.support import holders
from tests.support.holders import rar4, rar5, seven_zipped, tarred, zip_entry, zip_overlapping, zipped
from tests.support.hostile_sample import READ, deflated, sample

NAMES = (
    "../../../etc/passwd.csv", "/etc/cron.d/a.csv", "C:\\Windows\\a.csv", "..\\..\\a.csv", "~/a.csv",
    "a\nb\r\t.csv", "ds\u202evsc.exe.csv", "x" * 4000 + ".csv", "a/./../b/../../c.csv", "COM1.csv",
)  # fmt: skip
CSV = "STT;Tên khóa học;Trình độ\r\n1;Hàn điện;Sơ cấp\r\n".encode()


def nested(data: bytes, times: int, into: Callable[[bytes], bytes]) -> bytes:
    for _ in range(times):
        data = into(data)
    return data


def _gigabytes(count: int) -> bytes:
    packed = deflated([(b"\0" * (1 << 20), count << 10)])
    return zip_entry(b"a.csv", packed, method=8, size=count << 30, checksum=0)


def _overlapping() -> bytes:
    packed = deflated([(b"\0" * (1 << 20), 20)])
    return zip_overlapping(packed, size=20 << 20, checksum=0, count=250)


def _lying() -> bytes:
    return zip_entry(b"a.csv", deflated([(b"\0" * (1 << 20), 500)]), method=8, size=10, checksum=0)


def _multiplying() -> bytes:
    leaf = zipped({f"{number}.csv": CSV for number in range(16)})
    middle = zipped({f"{number}.zip": leaf for number in range(16)})
    return zipped({f"{number}.zip": middle for number in range(16)})


def _nul() -> bytes:
    return zipped({"a_b.csv": CSV}).replace(b"a_b.csv", b"a\0b.csv")


@lru_cache
def _zeros() -> bytes:
    return b"\0" * (200 << 20)


def _gz() -> bytes:
    packed = deflated([(b"\0" * (1 << 20), 4096)])
    return b"\x1f\x8b\x08\0\0\0\0\0\0\3" + packed + struct.pack("<II", 0, 0)


def _rar_lies() -> bytes:
    size = struct.pack("<I", len(CSV))
    return rar4({"a.csv": CSV}).replace(size + size, size + struct.pack("<I", 0xFFFFFFF0), 1)


def _tar_lies() -> bytes:
    data = bytearray(tarred({"a.csv": CSV}))
    data[124:136] = b"\x80" + b"\0" * 3 + struct.pack(">Q", 1 << 62)
    data[148:156] = b" " * 8
    data[148:156] = f"{sum(data[:512]):06o}\0 ".encode()
    return bytes(data)


def _seven_lies() -> bytes:
    start = struct.pack("<QQI", 0, 1 << 62, 0)
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start


_REFUSED = ("hostile", "too_large", "corrupt")

SAMPLES = (
    sample("a.zip", "one member of 3 GB", lambda: _gigabytes(3), "hostile"),
    sample("a.zip", "250 members that share their bytes", _overlapping, "hostile"),
    sample("a.zip", "500 MB behind 10 bytes declared", _lying, *_REFUSED),
    sample(
        "a.zip",
        "40 archives in each other",
        lambda: nested(zipped({"a.csv": CSV}), 40, lambda data: zipped({"a.zip": data})),
        "hostile",
    ),
    sample("a.zip", "16 times 16 times 16 files", _multiplying, "too_large"),
    sample(
        "a.zip",
        "100,000 members",
        lambda: zip_overlapping(b"", size=0, checksum=0, count=100_000),
        "too_large",
    ),
    sample(
        "a.zip",
        "names that climb, start at a root, break lines",
        lambda: zipped(dict.fromkeys(NAMES, CSV)),
        READ,
    ),
    sample("a.zip", "a name with NUL", _nul, READ),
    sample(
        "a.tar", "names that climb", lambda: tarred({name: CSV for name in NAMES if len(name) < 90}), READ
    ),
    sample("a.rar", "names that climb", lambda: rar5({"../../a.csv": CSV, "/etc/b.csv": CSV}), READ),
    sample("a.7z", "200 MB of nothing", lambda: seven_zipped({"a.csv": _zeros()}), "hostile"),
    sample("a.7z", "a directory of 4 EB", _seven_lies, *_REFUSED),
    sample("a.gz", "4 GB", _gz, "hostile", "too_large"),
    sample("a.bz2", "200 MB of nothing", lambda: bz2.compress(_zeros()), "hostile"),
    sample("a.xz", "200 MB of nothing", lambda: lzma.compress(_zeros(), preset=0), "hostile"),
    sample("a.tar", "a member of 4 EB", _tar_lies, *_REFUSED),
    sample(
        "a.tgz",
        "a bomb in a tar in a gzip",
        lambda: gzip.compress(tarred({"a.gz": _gz()[: 2 << 20]}), 1),
        *_REFUSED,
    ),
    sample("a.rar", "4 GB declared", _rar_lies, *_REFUSED),
    sample(
        "a.rar",
        "10 archives in each other",
        lambda: nested(rar5({"a.csv": CSV}), 10, lambda data: rar5({"a.rar": data})),
        "hostile",
    ),
    sample(
        "a.7z",
        "winmail.dat in zip in 7z in mail in zip",
        lambda: seven_zipped(
            {"a.zip": zipped({"b.dat": holders.winmail({"c.zip": zipped({"d.csv": CSV})})})}
        ),
        READ,
        "hostile",
    ),
)
