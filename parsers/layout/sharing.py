"""What titles, sentences and notes say of every record near them; adds, never overrules a record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.document import Place
from parsers.layout.drafts import Draft, candidate_of
from parsers.layout.headings import MARKER, Lexicon
from parsers.layout.hints import is_legend
from parsers.layout.lines import Line
from parsers.layout.phrases import (
    is_general,
    is_only_choice,
    is_title,
    names_several,
    readings_named,
    readings_said,
)
from parsers.layout.signs import sign_behind, signed_remark
from parsers.layout.story import Stretch
from parsers.text import fold
from parsers.wanted import Candidate, Reading, Shape

NOTE = 0.75
LONGEST_CODE = 4

_COUNTED = re.compile(r"(?P<what>[^\W\d_]{2,}(?: [^\W\d_]+){0,2})\s+(?P<number>\d{1,2}|[IVX]{1,4})\b")


@dataclass(frozen=True, slots=True)
class Shared:
    """All candidates, completed by what holds for them, and the readings that hold for the document."""

    candidates: list[Candidate]
    readings: list[Reading]


@dataclass(frozen=True, slots=True)
class _Remark:
    """A line that begins with a sign, and its words behind it."""

    sign: str
    text: str
    line: Line


def share(stretches: Sequence[Stretch], lexicon: Lexicon) -> Shared:
    """Let titles, sentences and notes speak for the records that they stand over or under."""
    kind = lexicon.wanted.records[0].kind
    legend = _legend_of(stretches)
    remarks = _remarks(stretches)
    remarked = [_remarked(stretch, remarks, lexicon, kind) for stretch in stretches]
    own = [[_with_legend(one, legend, lexicon) for one in few] for few in remarked]
    carried = (
        frozenset(sign for few in own for one in few for sign in _signs(one)) if remarks else frozenset()
    )
    said = [_said(stretch, lexicon, kind, carried) for stretch in stretches]
    holders = [number for number, few in enumerate(own) if any(one.kind == kind for one in few)]
    if len(holders) < 2:  # noqa: PLR2004 - one table or none: all that is said is said of it
        whole = _once([one for few in said for one in few])
        return Shared(_completed(_nameless(own, holders, stretches, lexicon), whole, kind), whole)
    whole = _titles_of_all([stretches[number] for number in holders], lexicon, kind)
    beside = _side_by_side(stretches, holders)
    for number, few in enumerate(said):
        target = _target(number, holders)
        if target is None:
            whole.extend(few)
            continue
        for one in beside.get(target, (target,)):
            own[one] = _completed(own[one], few, kind)
    return Shared(_completed([one for few in own for one in few], whole, kind), whole)


def _legend_of(stretches: Sequence[Stretch]) -> str:
    """The note that explains the codes of the document's tables; none where there are several."""
    legends = [line.text for stretch in stretches for line in stretch.found.prose if is_legend(line.text)]
    return legends[0].strip().strip("()") if len(legends) == 1 else ""


def _with_legend(candidate: Candidate, legend: str, lexicon: Lexicon) -> Candidate:
    """A record whose choices are said by codes, with the note that explains them behind their headings."""
    if not legend:
        return candidate
    choices = {one.key for one in lexicon.records[candidate.kind].fields if one.shape is Shape.CHOICE}
    readings = (
        replace(one, heading=f"{one.heading} ({legend})")
        if one.field in choices and not one.choice and len(one.text) <= LONGEST_CODE
        else one
        for one in candidate.readings
    )
    return replace(candidate, readings=tuple(readings))


def _nameless(
    own: Sequence[Sequence[Candidate]], holders: Sequence[int], stretches: Sequence[Stretch], lexicon: Lexicon
) -> list[Candidate]:
    """Without any named record, a block of labels without a name is a record that lacks it."""
    candidates = [one for few in own for one in few]
    if holders:
        return candidates
    blocks = [draft for stretch in stretches for draft in stretch.found.keyless if len(draft.readings) > 1]
    return candidates + [candidate_of(draft, f"no {lexicon.records[draft.kind].key}") for draft in blocks]


def _titles_of_all(holders: Sequence[Stretch], lexicon: Lexicon, kind: str) -> list[Reading]:
    """The titles of the whole document: those above the first table's own, numbered caption."""
    lines = holders[0].found.prose
    titles = [line for line in lines if is_title(line.text, lexicon, kind)]
    captions = [number for number, line in enumerate(lines) if _is_counted(line, holders[1:])]
    if captions:
        above = [line for line in lines[: captions[0]] if line in titles]
    elif titles and MARKER.match(titles[-1].text):
        above = [line for line in titles if not MARKER.match(line.text)]
    else:
        return []
    return _once(
        [one for line in above for one in readings_said(line.text, line.place, "title", lexicon, kind)]
    )


def _is_counted(line: Line, others: Sequence[Stretch]) -> bool:
    """Whether each later table has a line of this kind with another number: "Cơ sở 1: ...", "Cơ sở 2"."""
    found = _COUNTED.match(line.text)
    return found is not None and all(
        any(
            (same := _COUNTED.match(other.text)) is not None
            and fold(same["what"]) == fold(found["what"])
            and same["number"] != found["number"]
            for other in stretch.found.prose
        )
        for stretch in others
    )


def _side_by_side(stretches: Sequence[Stretch], holders: Sequence[int]) -> Mapping[int, Sequence[int]]:
    """For each table those with headings in the same rows: what is said of one is said of them."""
    groups: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for number in holders:
        table = stretches[number].table
        if table is not None:
            groups.setdefault((table.region.container, table.region.heading_rows), []).append(number)
    return {number: group for group in groups.values() for number in group}


def _target(number: int, holders: Sequence[int]) -> int | None:
    """The stretch that the words of one stretch speak for; None where they speak for all."""
    if number in holders:
        return number
    before = [one for one in holders if one < number]
    return before[-1] if before else None


def _remarks(stretches: Sequence[Stretch]) -> list[_Remark]:
    """The lines of a document that begin with a sign."""
    lines = [line for stretch in stretches for line in stretch.found.prose]
    return [_Remark(sign, text, line) for line in lines for sign, text in [signed_remark(line.text)] if sign]


def _remarked(stretch: Stretch, remarks: Sequence[_Remark], lexicon: Lexicon, kind: str) -> list[Candidate]:
    """The records of a stretch; those that carry a remark's sign with what the remark says of them."""
    candidates = list(stretch.candidates)
    for number, candidate in enumerate(candidates) if remarks else ():
        signs = _signs(candidate) if candidate.kind == kind else frozenset()
        own = [one for one in remarks if one.sign in signs]
        said = [
            said for one in own for said in readings_said(one.text, one.line.place, "prose", lexicon, kind)
        ]
        candidates[number] = _complete(candidate, _once(said))
    return candidates


def _signs(candidate: Candidate) -> frozenset[str]:
    return frozenset(sign for one in candidate.readings if (sign := sign_behind(one.text)))


def _said(stretch: Stretch, lexicon: Lexicon, kind: str, carried: frozenset[str]) -> list[Reading]:
    """What lines without a record of their own say of all records; a signed remark speaks for some."""
    readings: list[Reading] = []
    listing = False
    inside = _rows_inside(stretch.found.candidates)
    for line in stretch.found.prose:
        if carried and signed_remark(line.text)[0] in carried:
            continue
        general = is_general(line.text, lexicon)
        # "Đối với tất cả các khóa:" speaks through the items that it opens.
        listing = (general and line.text.rstrip().endswith(":")) or (listing and _is_item(line))
        if general or listing:
            readings += readings_said(line.text, line.place, "prose", lexicon, kind)
        elif (line.place.container, line.place.row) in inside:
            continue
        elif is_title(line.text, lexicon, kind) or is_only_choice(line.text, lexicon):
            readings += readings_said(line.text, line.place, "title", lexicon, kind)
    for draft in stretch.found.keyless:
        readings += _notes(draft, lexicon)
    return _once(readings) or _sheet_name(stretch, lexicon, kind)


def _rows_inside(candidates: Sequence[Candidate]) -> frozenset[tuple[str, int]]:
    """The places between the first and the last line of a record: what stands there is that record's."""
    rows: set[tuple[str, int]] = set()
    for one in candidates:
        places = [reading.place for reading in one.readings]
        own = [place.row for place in places if place.container == places[0].container]
        rows.update((places[0].container, row) for row in range(min(own) + 1, max(own)) if own)
    return frozenset(rows)


def _is_item(line: Line) -> bool:
    return bool(line.marker or MARKER.match(line.text))


def _sheet_name(stretch: Stretch, lexicon: Lexicon, kind: str) -> list[Reading]:
    """A sheet that is called by a choice ("Sơ cấp") and nothing more says it of its records."""
    if stretch.table is None:
        return []
    name = stretch.table.region.container
    return readings_named(name, Place(name), lexicon, kind)


def _notes(draft: Draft, lexicon: Lexicon) -> list[Reading]:
    """What labels without a record say of all; not what they part ("A for two of them, B for the rest")."""
    fields = {one.key: one for one in lexicon.records[draft.kind].fields}
    return [
        replace(one, confidence=NOTE, reason="note")
        for one in draft.readings
        if not names_several(one.text, fields[one.field])
    ]


def _once(readings: Sequence[Reading]) -> list[Reading]:
    """One reading a field; where two disagree neither holds."""
    kept: dict[str, Reading] = {}
    disputed: set[str] = set()
    for one in readings:
        held = kept.setdefault(one.field, one)
        if (held.choice, held.choice or held.text) != (one.choice, one.choice or one.text):
            disputed.add(one.field)
    return [one for key, one in kept.items() if key not in disputed]


def _completed(candidates: Sequence[Candidate], readings: Sequence[Reading], kind: str) -> list[Candidate]:
    if not readings:
        return list(candidates)
    return [_complete(one, readings) if one.kind == kind else one for one in candidates]


def _complete(candidate: Candidate, readings: Sequence[Reading]) -> Candidate:
    known = {one.field for one in candidate.readings}
    more = tuple(one for one in readings if one.field not in known)
    return replace(candidate, readings=candidate.readings + more) if more else candidate
