"""Records in running text: blocks of labels with their values, titles above them; no domain word here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from parsers.document import Cell
from parsers.layout.boxes import chosen_text
from parsers.layout.headings import Lexicon, Match, strip_marker
from parsers.layout.labels import Labelled, Split, split_line
from parsers.layout.lines import Line
from parsers.layout.people import Person, Roles, details_in, is_person, people_in, roles_of
from parsers.layout.shapes import PHONE, is_blank, is_placeholder, suits
from parsers.text import fold
from parsers.wanted import Candidate, Reading, Shape, Unclaimed

LABEL = 0.97
HEADING = 0.85
PERSON = 0.9
PARTED = 0.8
SIGNATURE = 0.3
LONGEST_TITLE = 150
PLAIN_TITLE = 90
WRAPPED = 60
SIGNED_WITHIN = 8

_NUMBERED = re.compile(r"^[^\W\d_]{1,7}(?: [^\W\d_]{1,7})?\s?\d{1,2}\s*[:.)–-]")


@dataclass(slots=True)
class Draft:
    """A record while its block is read. ``open`` is the reading that the next lines may continue."""

    kind: str
    region: str
    readings: list[Reading] = field(default_factory=list)
    by_heading: bool = False

    def has(self, key: str) -> bool:
        return any(one.field == key for one in self.readings)


@dataclass(slots=True)
class Found:
    """What the lines gave; ``keyless`` are labelled values without a record of their own."""

    candidates: list[Candidate] = field(default_factory=list)
    keyless: list[Draft] = field(default_factory=list)
    unclaimed: list[Unclaimed] = field(default_factory=list)
    prose: list[Line] = field(default_factory=list)


def read_blocks(lines: Sequence[Line], lexicon: Lexicon) -> Found:
    """The records of a run of lines without a table between them."""
    reader = _Reader(lexicon, [(_split(line, lexicon), line) for line in lines])
    for number in range(len(lines)):
        reader.read(number)
    reader.close_all()
    return reader.found


def _split(line: Line, lexicon: Lexicon) -> Split:
    if line.more:
        return Split("", line.text, ())
    if not line.label:
        split = split_line(line.text, lexicon)
        return replace(split, marker=line.marker) if line.marker and not split.marker else split
    matches = lexicon.match(line.label.strip(" :"))
    return Split("", "", (Labelled(line.label.strip(" :"), matches, line.text),))


class _Reader:
    """Reads one line after another; knows the open record of each kind."""

    def __init__(self, lexicon: Lexicon, parsed: Sequence[tuple[Split, Line]]) -> None:
        self.lexicon = lexicon
        self.parsed = parsed
        self.found = Found()
        self.drafts: dict[str, Draft] = {}
        self.context = ""
        self.open: tuple[Draft, Shape] | None = None
        self.signed: dict[int, tuple[int, str]] = {}
        self.roles = {
            kind: roles for kind, record in lexicon.records.items() if (roles := roles_of(record)) is not None
        }
        self.first = lexicon.wanted.records[0]

    def read(self, number: int) -> None:
        split, line = self.parsed[number]
        if line.more and self.open is not None:
            self._append(line, "\n")
        elif not split.labelled and self._is_caption(line):
            self._open_context(self.lexicon.caption(line.text))
        elif split.labelled:
            if not self._read_person_with_labels(split, line):
                self._read_labels(number, split, line)
        elif not (
            self._read_people(line)
            or self._read_heading(number, split, line)
            or self._continue(number, split, line)
            or self._read_signature(number, line)
            or self._read_mention(line)
        ):
            self._leave(line)

    def close_all(self) -> None:
        for kind in list(self.drafts):
            self._close(kind)

    # -- labels

    def _read_labels(self, number: int, split: Split, line: Line) -> None:
        first = split.labelled[0]
        lead_names = split.lead and self._names_record(split.lead, first)
        if lead_names:
            self._start(self.first.kind, line, by_heading=True)
            self._add(self.first.kind, self.first.key, split.lead, line, HEADING, "text before labels")
        elif split.lead and not line.label:
            self.found.prose.append(replace(line, text=split.lead))
        for labelled in split.labelled:
            self._read_label(labelled, line)
        del number

    def _read_person_with_labels(self, split: Split, line: Line) -> bool:
        """Below a caption: a name, then labels of that person in the same line."""
        roles = self.roles.get(self.context)
        if roles is None or not split.lead or line.label:
            return False
        of_person = all(one.matches and one.matches[0].kind == self.context for one in split.labelled)
        named = [one for one in people_in(split.lead, roles, self.lexicon) if roles.name.key in one.texts]
        return of_person and bool(named) and self._read_people(line)

    def _names_record(self, lead: str, first: Labelled) -> bool:
        one = first.matches[0] if first.matches else None
        return (
            one is not None
            and one.kind == self.first.kind
            and one.field.key != self.first.key
            and one.field.collected
            and len(lead) <= PLAIN_TITLE
            and any(map(str.isalpha, lead))
        )

    def _read_label(self, labelled: Labelled, line: Line) -> None:
        caption = self.lexicon.caption(labelled.label)
        if caption and caption in self.roles:
            self._read_captioned(caption, labelled, line)
            return
        one = self._choose(labelled, line)
        if one is None or not one.field.collected:
            self._leave_label(labelled, line)
            return
        if one.kind in self.roles and one.field.key == self.roles[one.kind].name.key:
            self._read_captioned(one.kind, labelled, line)
            return
        self._read_value(one, labelled, line)

    def _read_value(self, one: Match, labelled: Labelled, line: Line) -> None:
        draft = self.drafts.get(one.kind)
        if draft is None and any(not other.field.collected for other in labelled.matches):
            self._leave_label(labelled, line)
            return
        if draft is None and one.kind in self.roles and self.context != one.kind and not self.drafts:
            self._leave_label(labelled, line)
            return
        names = one.field.key == self.lexicon.records[one.kind].key
        if draft is None or (
            draft.has(one.field.key) and (names or draft.readings[0].field == one.field.key)
        ):
            draft = self._start(one.kind, line)
        elif draft.has(one.field.key):
            self._leave_label(labelled, line)
            return
        for key, text in self._values(one, labelled.text).items():
            if not draft.has(key):
                self._add(one.kind, key, text, line, min(LABEL, one.score), "label", labelled.label)
        self.open = (draft, one.field.shape)

    def _values(self, one: Match, text: str) -> Mapping[str, str]:
        roles = self.roles.get(one.kind)
        reaches = roles is not None and one.field in (roles.phone, roles.email)
        return details_in(text, one.field, roles) if roles is not None and reaches else {one.field.key: text}

    def _choose(self, labelled: Labelled, line: Line) -> Match | None:
        """The best field for a label by its words, the open record and the value's look."""
        best, best_score = None, 0.0
        cell = Cell(labelled.text, href=line.href)
        for one in labelled.matches:
            draft = self.drafts.get(one.kind)
            score = one.score + (0.05 if one.kind == self.context else 0.0)
            names = one.field.key == self.lexicon.records[one.kind].key
            if draft is not None and draft.has(one.field.key) and len(labelled.matches) > 1:
                score -= 0.3
            if names and draft is None and len(labelled.matches) > 1:
                score -= 0.02
            if labelled.text:
                score *= 0.85 + 0.15 * suits(one.field, cell, self.lexicon.wanted)
            if one.part:
                continue
            if score > best_score:
                best, best_score = one, score
        return best

    # -- persons

    def _is_caption(self, line: Line) -> bool:
        return not line.label and bool(self.lexicon.caption(line.text.rstrip(" :.")))

    def _open_context(self, kind: str) -> None:
        self.close_all()
        self.context = kind
        self.open = None

    def _read_captioned(self, kind: str, labelled: Labelled, line: Line) -> None:
        """The name's label, or a caption with text behind it: persons with all that stands beside them."""
        self._close(kind)
        self.context = kind
        self.open = None
        if not is_blank(labelled.text, self.lexicon.wanted):
            self._add_people(kind, labelled.text, line, labelled.label)

    def _add_people(self, kind: str, text: str, line: Line, heading: str) -> bool:
        roles = self.roles[kind]
        people = people_in(text, roles, self.lexicon)
        if (
            not people
            and heading
            and not is_placeholder(text, self.lexicon.wanted)
            and len(text) <= PLAIN_TITLE
        ):
            people = [Person({roles.name.key: text})]
        for person in people:
            self._add_person(kind, person, line, heading)
        return bool(people)

    def _add_person(self, kind: str, person: Person, line: Line, heading: str) -> None:
        key = self.roles[kind].name.key
        draft = self.drafts.get(kind)
        if draft is None or (key in person.texts and draft.readings):
            self._start(kind, line)
        for name, text in person.texts.items():
            whole = text == line.text or len(person.texts) == 1
            reason = "label" if whole and heading else "contact line"
            self._add(kind, name, text, line, PERSON, reason, heading)

    def _read_people(self, line: Line) -> bool:
        """Lines below a caption: each may be a person or say more of the last one."""
        kind = self.context
        if kind not in self.roles or line.aside:
            return False
        roles = self.roles[kind]
        people = people_in(strip_marker(line.text), roles, self.lexicon)
        draft = self.drafts.get(kind)
        beside = line.beside and draft is not None
        sure = [one for one in people if beside or roles.name.key in one.texts or _reachable(one, roles)]
        reached = any(_reachable(one, roles) for one in sure)
        if not sure or (draft is not None and not reached and not self._lacks_person(draft, line, roles)):
            return False
        for person in sure:
            self._merge_person(kind, person, line)
        return True

    def _lacks_person(self, draft: Draft, line: Line, roles: Roles) -> bool:
        """Whether a name alone may still belong below a caption: not once a person is complete."""
        complete = any(one is not None and draft.has(one.key) for one in (roles.phone, roles.email))
        return line.beside or (not line.gap and not complete)

    def _merge_person(self, kind: str, person: Person, line: Line) -> None:
        draft = self.drafts.get(kind)
        key = self.roles[kind].name.key
        if draft is not None and key not in person.texts:
            for name, text in person.texts.items():
                if not draft.has(name):
                    self._add(kind, name, text, line, PARTED, "contact line", "")
            return
        self._add_person(kind, person, line, "")

    def _read_mention(self, line: Line) -> bool:
        """A sentence that names whom to call: a caption's words and a phone in it."""
        if not PHONE.search(line.text) or line.label:
            return False
        words = line.text.split()
        folded = [fold(word) for word in words]
        for kind in self.roles:
            for caption in self.lexicon.records[kind].captions:
                size = len(caption.split())
                for start in range(len(folded) - size) if size > 1 else ():
                    if " ".join(folded[start : start + size]) == caption:
                        rest = " ".join(words[start + size :])
                        return self._add_people(kind, rest, line, "")
        return False

    # -- titles and continuations

    def _read_heading(self, number: int, split: Split, line: Line) -> bool:
        """A line without a label that stands above labels of a record without its name: the name."""
        text = split.lead
        if len(text) > LONGEST_TITLE or text.endswith(":") or line.aside or not self._labels_follow(number):
            return False
        draft = self.drafts.get(self.first.kind)
        marked = bool(split.marker[:-1].isalnum() or line.bold or line.level or text.isupper())
        plain = len(text) <= PLAIN_TITLE and text[-1:] not in ".,;!"
        if not (marked or plain or (draft is not None and draft.by_heading)):
            return False
        self._start(self.first.kind, line, by_heading=True)
        self._add(self.first.kind, self.first.key, text, line, HEADING, "heading above labels")
        return True

    def _labels_follow(self, number: int) -> bool:
        """Whether the next lines are labels of a record, two at least, and its name is not among them."""
        following = [pair for pair in self.parsed[number + 1 : number + 5] if not pair[1].aside][:3]
        labelled = [one for split, _ in following[:1] for one in split.labelled]
        if not labelled or not self._is_of_first(labelled[0]):
            return False
        labelled += [one for split, _ in following[1:] for one in split.labelled]
        if any(one.matches and one.matches[0].field.key == self.first.key for one in labelled[:2]):
            return False
        return len({one.matches[0].field.key for one in labelled if self._is_of_first(one)}) > 1

    def _is_of_first(self, labelled: Labelled) -> bool:
        return any(
            one.kind == self.first.kind and one.field.key != self.first.key and one.field.collected
            for one in labelled.matches
        )

    def _continue(self, number: int, split: Split, line: Line) -> bool:
        if self.open is None or line.aside:
            return False
        draft, shape = self.open
        empty = not draft.readings[-1].text
        if (line.gap and not empty) or (shape is not Shape.LONG_TEXT and not empty):
            self.open = None
            return False
        before = self.parsed[number - 1][1].text if number else ""
        wrapped = len(before) >= WRAPPED and before[-1:] not in ".;:!"
        listing = bool(split.marker) or bool(_NUMBERED.match(line.text)) or line.text[:1].islower()
        if not (empty or wrapped or listing or "\n" in draft.readings[-1].text):
            self.open = None
            return False
        self._append(line, " " if wrapped and not listing else "\n")
        return True

    def _append(self, line: Line, joint: str) -> None:
        if self.open is None:
            return
        reading = self.open[0].readings[-1]
        text = f"{reading.text}{joint}{line.text}" if reading.text else line.text
        place = reading.place if reading.text else line.place
        self.open[0].readings[-1] = replace(reading, text=text, place=place)

    # -- signatures and the rest

    def _read_signature(self, number: int, line: Line) -> bool:
        """Whoever signs is kept as a weak candidate: the caller knows whether someone else is named."""
        if fold(strip_marker(line.text)) in self.lexicon.wanted.signatures:
            self.close_all()
            self.context, self.open = "", None
            self.signed.setdefault(line.place.column, (number, line.text))
            return False
        signed = self.signed.get(line.place.column)
        if signed is None or number - signed[0] > SIGNED_WITHIN:
            return False
        for kind, roles in self.roles.items():
            if is_person(line.text, roles):
                self._sign(kind, roles, line, signed[1])
                del self.signed[line.place.column]
                return False
        return False

    def _sign(self, kind: str, roles: Roles, line: Line, office: str) -> None:
        readings = [_reading(roles.name.key, line.text, line, SIGNATURE, "signature")]
        if roles.position is not None and any(map(str.isalpha, office)):
            readings.append(_reading(roles.position.key, office, line, SIGNATURE, "signature"))
        self.found.candidates.append(
            Candidate(kind=kind, readings=tuple(readings), region=str(line.place), doubt="signature")
        )

    def _leave(self, line: Line) -> None:
        self.open = None
        self.found.prose.append(line)

    def _leave_label(self, labelled: Labelled, line: Line) -> None:
        self.open = None
        if labelled.text and not is_blank(labelled.text, self.lexicon.wanted):
            self.found.unclaimed.append(
                Unclaimed(text=labelled.text, place=line.place, heading=labelled.label)
            )
        self.found.prose.append(line)

    # -- drafts

    def _start(self, kind: str, line: Line, *, by_heading: bool = False) -> Draft:
        self._close(kind)
        draft = Draft(kind, str(line.place), by_heading=by_heading)
        self.drafts[kind] = draft
        return draft

    def _add(  # noqa: PLR0917 - one reading, named part by part
        self, kind: str, key: str, text: str, line: Line, confidence: float, reason: str, heading: str = ""
    ) -> None:
        text = chosen_text(text, self.lexicon.wanted)
        self.drafts[kind].readings.append(_reading(key, text, line, confidence, reason, heading))

    def _close(self, kind: str) -> None:
        draft = self.drafts.pop(kind, None)
        if draft is None:
            return
        if self.open is not None and self.open[0] is draft:
            self.open = None
        draft.readings = [one for one in draft.readings if not is_blank(one.text, self.lexicon.wanted)]
        key = self.lexicon.records[kind].key
        named = [one for one in draft.readings if one.field == key]
        if named and is_placeholder(named[0].text, self.lexicon.wanted):
            return
        if not named and kind not in self.roles:
            self.found.keyless.append(draft)
        elif named or len(draft.readings) > 1 or (draft.readings and self.context == kind):
            self.found.candidates.append(_candidate(draft, "" if named else f"no {key}"))


def candidate_of(draft: Draft, key: str) -> Candidate:
    """A record whose name stands nowhere."""
    return _candidate(draft, f"no {key}")


def _candidate(draft: Draft, doubt: str) -> Candidate:
    return Candidate(kind=draft.kind, readings=tuple(draft.readings), region=draft.region, doubt=doubt)


def _reading(  # noqa: PLR0917 - one reading, named part by part
    key: str, text: str, line: Line, confidence: float, reason: str, heading: str = ""
) -> Reading:
    alone = text == line.text
    return Reading(
        field=key,
        text=text,
        place=line.place,
        confidence=confidence,
        reason=reason,
        value=line.value if alone else None,
        heading=heading,
        href=line.href,
        number_format=line.number_format if alone else "",
    )


def _reachable(person: Person, roles: Roles) -> bool:
    keys: Iterable[str] = (one.key for one in (roles.phone, roles.email) if one is not None)
    return any(key in person.texts for key in keys)
