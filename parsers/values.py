"""How the values that exist by the hundred in every message are declared; knows none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

_Value = TypeVar("_Value")


@dataclass_transform(frozen_default=True)
def value(cls: type[_Value]) -> type[_Value]:
    """A frozen dataclass with slots whose freezing the type checker holds, not every assignment.

    One that is frozen at run time costs four times as much to make, and a workbook makes a thousand.
    What is built by the dozen is declared ``@dataclass(frozen=True)`` as everywhere.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def named_value(cls: type[_Value]) -> type[_Value]:
    """The same, its fields given by name."""
    return dataclass(slots=True, unsafe_hash=True, kw_only=True)(cls)
