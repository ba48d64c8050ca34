"""The names that records keep: short ids from what a record is, the same in every fold; pure text work."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from catalogue.fields import LEVELS
from catalogue.records import Origin

_LENGTH = 12


def record_id(unit_id: str | None, message: str, kind: str, name: str, level: str = "") -> str:
    """The id of a record by what it is called.

    It holds no place, so that it stays when an earlier message turns up. What no unit owns is named by
    its message too: two strangers' courses are two.
    """
    return _short(unit_id or "", "" if unit_id else message, kind, name, level)


def place_id(unit_id: str | None, message: str, kind: str, origin: Origin, number: int) -> str:
    """The id of a record whose name does not tell it apart: by the place that it was first read from."""
    place = (message, origin.part, origin.container, str(origin.row), str(origin.column))
    return _short(unit_id or "", kind, "at", *place, str(number))


def former_ids(unit_id: str | None, message: str, kind: str, name: str) -> Iterator[str]:
    """Every id that a record of this name may have borne: unassigned, or read with another level."""
    for owner in (unit_id, None):
        for level in ("", *LEVELS):
            yield record_id(owner, message, kind, name, level)


def _short(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
