"""The tables of Vietnamese text codes from before Unicode; reads the package's own data, nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Charsets:
    """Characters as seen through Latin-1, and the Unicode letters that they stand for."""

    tcvn3: Mapping[str, str]
    vni: Mapping[str, str]
    homoglyphs: Mapping[str, str]


@cache
def charsets() -> Charsets:
    """The shipped tables; read once."""
    text = files("config").joinpath("vocabulary", "charsets.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    return Charsets(tcvn3=raw["tcvn3"], vni=raw["vni"], homoglyphs=raw["homoglyphs"])
