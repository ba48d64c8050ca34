"""All hostile samples, each made when it is asked for; none is kept."""

from __future__ import annotations

from tests.support import (
    hostile_archives,
    hostile_binaries,
    hostile_office,
    hostile_papers,
    hostile_texts,
)

SAMPLES = (
    *hostile_office.SAMPLES,
    *hostile_texts.SAMPLES,
    *hostile_binaries.SAMPLES,
    *hostile_papers.SAMPLES,
    *hostile_archives.SAMPLES,
)
