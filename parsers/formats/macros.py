"""Whether an office file of before 2007 carries macros: told to the operator, never looked into."""

from __future__ import annotations

_PROJECT = "_VBA_PROJECT".encode("utf-16-le")


def macros_in(data: bytes) -> list[str]:
    """The warning, where the compound file has the stream in which Word and Excel keep a project."""
    return ["holds macros, which were not run"] if _PROJECT in data else []
