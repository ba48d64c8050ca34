"""From a document to what may be records: every value with its place; pure, and knows no field's meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.document import Document
from parsers.layout.answered import with_persons
from parsers.layout.headings import lexicon_of
from parsers.layout.lines import Line
from parsers.layout.sharing import share
from parsers.layout.story import Stretch, story_of
from parsers.wanted import Candidate, Extraction, Region, Unclaimed, Wanted


def extract(document: Document, wanted: Wanted) -> Extraction:
    """The candidates of a document, what holds for all of them, and all that nobody claimed."""
    lexicon = lexicon_of(wanted)
    stretches = story_of(document, lexicon)
    shared = share(stretches, lexicon)
    return Extraction(
        candidates=tuple(with_persons(shared.candidates, lexicon)),
        unclaimed=tuple(_unclaimed(stretches)),
        regions=tuple(_regions(stretches)),
        prose=tuple((line.place, _shown(line)) for stretch in stretches for line in stretch.found.prose),
        shared=tuple(shared.readings),
    )


def _shown(line: Line) -> str:
    """A line with the web address behind its words ("đăng ký tại đây"), which a reader reaches too."""
    hidden = line.href.startswith("http") and line.href not in line.text
    return f"{line.text} ({line.href})" if hidden else line.text


def _unclaimed(stretches: Sequence[Stretch]) -> Iterable[Unclaimed]:
    for stretch in stretches:
        yield from stretch.found.unclaimed
        yield from stretch.beside
        if stretch.table is not None:
            yield from stretch.table.unclaimed


def _regions(stretches: Sequence[Stretch]) -> Iterable[Region]:
    for stretch in stretches:
        yield from map(_block, stretch.found.candidates)
        if stretch.table is not None:
            yield stretch.table.region


def _block(candidate: Candidate) -> Region:
    """The lines or cells that a block of labels covers."""
    places = [one.place for one in candidate.readings]
    return Region(
        name=candidate.region,
        kind=candidate.doubt if candidate.doubt == "signature" else "block",
        container=places[0].container,
        top=min(place.row for place in places),
        left=min(place.column for place in places),
        bottom=max(place.row for place in places),
        right=max(place.column for place in places),
        note=candidate.kind,
    )
