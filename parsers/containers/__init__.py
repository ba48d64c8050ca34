"""The table of files that hold other files: the kind, as found by its content, and what takes it apart."""

from __future__ import annotations

from collections.abc import Mapping

from parsers.containers.mail import read_mail, read_saved_page
from parsers.containers.members import Reader
from parsers.containers.msg import read_msg
from parsers.containers.pdf import read_attached
from parsers.containers.rar import read_rar
from parsers.containers.sevenzip import read_7z
from parsers.containers.tar import read_bzip2, read_gzip, read_tar, read_xz
from parsers.containers.tnef import read_tnef
from parsers.containers.zip import read_zip

CONTAINERS: Mapping[str, Reader] = {
    "zip": read_zip,
    "7z": read_7z,
    "rar": read_rar,
    "tar": read_tar,
    "gz": read_gzip,
    "bz2": read_bzip2,
    "xz": read_xz,
    "eml": read_mail,
    "mht": read_saved_page,
    "msg": read_msg,
    "tnef": read_tnef,
}
ENCLOSING: Mapping[str, Reader] = {"pdf": read_attached}
"""Those that are read as documents themselves, and may hold files besides."""
MAILS = frozenset(("eml", "msg", "tnef", "mht"))
"""Those that are mails: they may lie in archives and archives in them, each counted by itself."""
