"""Records in running text: blocks of labels with their values, titles above them; no domain word here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.layout.ahead import PLAIN_TITLE, Ahead
from parsers.layout.answers import with_answers
from parsers.layout.boxes import has_box, ticked_options
from parsers.layout.bracketed import told_in_brackets
from parsers.layout.choosing import chosen_field, meant_by, names_person, parted_persons, values_of_label
from parsers.layout.contacts import People
from parsers.layout.drafts import Draft, Drafts, Evidence, Found, reading_of
from parsers.layout.headings import MARKER, Lexicon, Match, strip_marker
from parsers.layout.hints import is_legend
from parsers.layout.labels import Labelled, Split, split_line, written_on
from parsers.layout.lines import Line, with_bare_labels
from parsers.layout.listed import LISTED, items_below
from parsers.layout.loose import said_only
from parsers.layout.phrases import is_common, is_group, readings_said
from parsers.layout.shapes import PHONE, is_blank
from parsers.layout.signers import Signers
from parsers.layout.told import told_beside, told_in
from parsers.text import fold
from parsers.wanted import Reading, Shape, Unclaimed

LABEL = 0.97
HEADING = 0.85
GROUP = 0.75
# Too little to count unconfirmed.
SAID_BEFORE = 0.5
LONGEST_TITLE = 150
WRAPPED = 60
POST_LOOK = 3

_NUMBERED = re.compile(r"^[^\W\d_]{1,7}(?: [^\W\d_]{1,7})?\s?\d{1,2}\s*[:.)–-]")


def read_blocks(lines: Sequence[Line], lexicon: Lexicon) -> Found:
    """The records of a run of lines without a table between them."""
    lines = with_bare_labels(with_answers(lines, lexicon), lexicon)
    reader = _Reader(lexicon, [(_split(line, lexicon), line) for line in lines])
    for number in range(len(lines)):
        reader.read(number)
    reader.drafts.close_all()
    return reader.drafts.found


def _split(line: Line, lexicon: Lexicon) -> Split:
    if line.more or is_legend(line.text):
        return Split("", line.text, ())
    if not line.label:
        split = split_line(line.text, lexicon)
        return replace(split, marker=line.marker) if line.marker and not split.marker else split
    label = line.label.strip(" :")
    return Split("", "", (Labelled(label, lexicon.match(label), written_on(line.text)),))


class _Reader:
    """Reads one line after another into the drafts."""

    def __init__(self, lexicon: Lexicon, parsed: Sequence[tuple[Split, Line]]) -> None:
        self.lexicon = lexicon
        self.parsed = parsed
        self.drafts = Drafts(lexicon)
        self.people = People(self.drafts)
        self.signers = Signers(self.drafts)
        self.first = lexicon.wanted.records[0]
        self.ahead = Ahead(lexicon, parsed)
        # The line before which all have been read as items of a list.
        self.listed = 0
        # How the line above the open group is numbered: another of its kind ends the group.
        self.grouped_by = ""

    def read(self, number: int) -> None:
        split, line = self.parsed[number]
        if number < self.listed or self._read_list(number) or self._read_group(number, split, line):
            return
        if self._is_example(line):
            self._leave(line)
        elif self.signers.read_reached(line):
            self.drafts.going_on = None
        elif line.more and self.drafts.going_on is not None:
            self.drafts.go_on(line, "\n")
        elif split.labelled:
            if not self.people.read_with_labels(split, line) and not self._read_hotline(split, line):
                self._read_labels(split, line)
        elif caption := self.lexicon.caption(line.text.rstrip(" :.")):
            self.drafts.close_all(caption)
        elif not (
            self._read_link(line)
            or self._read_options(line)
            or self._read_loose(line)
            or self.people.read_line(line)
            or self._read_told(split.lead, split, line)
            or self._read_post(number, line)
            or self._read_heading(number, split, line)
            or self._continue(number, split, line)
        ):
            self.signers.read_signature(number, line)
            if not (
                self._read_bracketed(line) or self.people.read_mention(line) or self.people.read_named(line)
            ):
                self._leave(line)

    def _read_group(self, number: int, split: Split, line: Line) -> bool:
        """A numbered line above records that says one choice of each: "II. Đào tạo thường xuyên"."""
        family = _family(split.marker)
        if split.labelled or line.label or not family:
            return False
        heads = is_group(line.text, self.lexicon) and self.ahead.record_follows(number + 1)
        if heads or (family == self.grouped_by and self.drafts.group):
            self.drafts.close_all()
            self.drafts.group = []
        if heads:
            self.grouped_by = family
            self.drafts.group = readings_said(line.text, line.place, "title", self.lexicon, self.first.kind)
        return heads

    def _read_list(self, number: int) -> bool:
        """A line that opens a list of names, each of which is a record of which little else is told here."""
        split, line = self.parsed[number]
        listing = number == self.listed > 0
        again = (listing or not split.labelled) and is_group(line.text, self.lexicon)
        items = items_below(self.parsed, number, self.lexicon, again=again)
        if not items:
            return False
        said = self._said_of_group(line)
        for item in items:
            self.drafts.close_all()
            self._read_item(item, said)
        self.drafts.close_all()
        below = [one for one in items if one.place != line.place]
        self.listed = number + 1 + len(below)
        self.drafts.found.prose.append(line)
        return True

    def _said_of_group(self, line: Line) -> list[Reading]:
        """What the line above a list says of its items, by its words and in brackets behind them."""
        said = readings_said(line.text, line.place, "title", self.lexicon, self.first.kind)
        known = {one.field for one in said}
        beside = told_beside(line.text, self.lexicon)
        evidence = Evidence(GROUP, "title")
        return said + [
            reading_of(key, text, line, evidence) for key, text in beside.items() if key not in known
        ]

    def _read_item(self, item: Line, said: Sequence[Reading]) -> None:
        told = told_in(item.text, self.lexicon, listed=True, fewest=1)
        values = told.values if told else {}
        self._start_named(
            told.name if told else item.text, item, "told in line" if len(values) > 1 else LISTED
        )
        for key, value in values.items():
            self.drafts.add(self.first.kind, key, value, item, Evidence(HEADING, "told in line"))
        draft = self.drafts.get(self.first.kind)
        if draft is not None:
            draft.readings.extend(one for one in said if not draft.has(one.field))

    def _read_hotline(self, split: Split, line: Line) -> bool:
        """A number for calls with the name of whoever answers behind or before it."""
        reached = all(one.matches and one.matches[0].field.shape is Shape.PHONE for one in split.labelled)
        return reached and self.people.read_named(line)

    def _is_example(self, line: Line) -> bool:
        """Whether a line only shows how to fill in the form: "Ví dụ: Tên khóa học: ..."."""
        word, colon, _ = line.text[:PLAIN_TITLE].partition(":")
        return bool(colon) and fold(strip_marker(word)) in self.lexicon.wanted.examples

    def _read_labels(self, split: Split, line: Line) -> None:
        lead = replace(line, text=split.lead)
        if split.lead and (self._read_loose(lead) or self._read_told(split.lead, split, line)):
            pass
        elif split.lead and self.ahead.names_record(split.lead, split.labelled[0]):
            self._start_named(split.lead, line, "text before labels")
        elif split.lead and not line.label:
            self.drafts.found.prose.append(lead)
        for labelled in split.labelled:
            self._read_label(labelled, line)

    def _read_told(self, text: str, split: Split, line: Line) -> bool:
        """A line, or what stands before its labels, that tells of a record by values without labels."""
        told = None if line.aside or line.beside else told_in(text, self.lexicon, listed=bool(split.marker))
        if told is None:
            return False
        self._start_named(told.name, line, "told in line")
        for key, value in told.values.items():
            self.drafts.add(self.first.kind, key, value, line, Evidence(HEADING, "told in line"))
        return True

    def _read_link(self, line: Line) -> bool:
        """Words of a record that are a link and say so: "Xem chi tiết và đăng ký"."""
        draft = self.drafts.get(self.first.kind)
        if not line.href or draft is None or line.label or len(line.text) > PLAIN_TITLE:
            return False
        for one in self.lexicon.match(strip_marker(line.text))[:1]:
            page = one.kind == self.first.kind and one.field.collected and one.field.shape is Shape.URL
            if page and not draft.has(one.field.key) and draft.has(self.first.key):
                evidence = Evidence(HEADING, "link", line.text)
                self.drafts.add(one.kind, one.field.key, line.text, line, evidence)
                self.drafts.going_on = None
                return True
        return False

    def _read_loose(self, line: Line) -> bool:
        """A line of the open, named record that only says values which show what they are."""
        draft = self.drafts.get(self.first.kind)
        if draft is None or line.label or line.beside or not draft.has(self.first.key):
            return False
        if self.drafts.going_on is not None and _is_list(self.drafts.going_on[0].readings[-1].text):
            return False
        said = said_only(line.text, self.lexicon)
        if not said or any(map(draft.has, said)):
            return False
        for key, value in said.items():
            self.drafts.add(self.first.kind, key, value, line, Evidence(HEADING, "told in line"))
        self.drafts.going_on = None
        return True

    def _read_bracketed(self, line: Line) -> bool:
        """A sentence that names records, each with its values in brackets."""
        found = told_in_brackets(line.text, self.lexicon) if "(" in line.text and not line.label else []
        said = self._said_before(found[0].name, line) if len(found) > 1 else []
        for told in found:
            self.drafts.close_all()
            self._start_named(told.name, line, "told in line")
            for key, value in told.values.items():
                self.drafts.add(self.first.kind, key, value, line, Evidence(HEADING, "told in line"))
            draft = self.drafts.get(self.first.kind)
            if draft is not None:
                draft.readings.extend(one for one in said if not draft.has(one.field))
        if found:
            self.drafts.close_all()
            self.people.read_mention(line)
        return bool(found)

    def _said_before(self, name: str, line: Line) -> list[Reading]:
        """What a sentence says before its first record, likely of each: to be confirmed."""
        before = re.split(r"[.;:]", line.text[: line.text.index(name)])[-1]
        said = readings_said(before, line.place, "title", self.lexicon, self.first.kind)
        return [replace(one, confidence=SAID_BEFORE) for one in said]

    def _read_post(self, number: int, line: Line) -> bool:
        """A post as the label of a person ("Chủ cơ sở: Tạ Văn A"), with a phone in the lines that follow."""
        near = [one for _, one in self.parsed[number : number + POST_LOOK]]
        if PHONE.search(" ".join(one.text for one in near)) is None:
            return False
        return self.people.read_post(line) or (
            len(near) > 1 and not near[1].gap and self._is_post(number) and self.people.open_post(line)
        )

    def _is_post(self, number: int) -> bool:
        """Whether a line is an item of a list, or nothing but an office that elsewhere opens a signature."""
        split, line = self.parsed[number]
        return bool(split.marker) or fold(line.text) in self.lexicon.wanted.signatures

    def _start_named(self, name: str, line: Line, reason: str) -> None:
        self.drafts.start(self.first.kind, line, by_heading=True)
        self.drafts.add(self.first.kind, self.first.key, name, line, Evidence(HEADING, reason))

    def _read_label(self, labelled: Labelled, line: Line) -> None:
        caption = self.lexicon.caption(labelled.label)
        if caption in self.drafts.roles:
            self.people.read_captioned(caption, labelled, line)
            return
        one = chosen_field(self.drafts, labelled, line)
        if one is not None and one.field.shape is Shape.URL and is_common(labelled.label, self.lexicon):
            self._leave(line)
        elif one is None or not one.field.collected:
            remarks = fold(labelled.label) in self.lexicon.wanted.remarks
            if not (remarks and self.people.read_mention(line)):
                self._leave_label(labelled, line)
        elif names_person(self.drafts, one, labelled.text):
            self.people.read_captioned(one.kind, labelled, line)
        else:
            if one.field.shape is Shape.YES_NO:
                self.signers.read_advisor(labelled, line)
            self._read_value(one, labelled, line)

    def _read_value(self, one: Match, labelled: Labelled, line: Line) -> None:
        draft = self._draft_for(one, labelled, line)
        if draft is None:
            self._leave_label(labelled, line)
            return
        evidence = Evidence(min(LABEL, round(one.score, 3)), "label", labelled.label)
        again = draft.has(one.field.key)
        own, others = parted_persons(self.drafts, one, labelled.text)
        for key, text in values_of_label(self.drafts, one, own).items():
            if again or not draft.has(key):
                self.drafts.add(one.kind, key, text, line, evidence)
        self.drafts.going_on = (draft, one.field.shape)
        for other in others:
            self.people.read_further(one.kind, other, line)

    def _draft_for(self, one: Match, labelled: Labelled, line: Line) -> Draft | None:
        """The record that a label belongs to: the open one, or a new one where it begins again."""
        draft = self.drafts.get(one.kind)
        if draft is None:
            unsure = any(not other.field.collected for other in meant_by(labelled))
            alone = one.kind in self.drafts.roles and self.drafts.context != one.kind and not self.drafts
            return None if unsure or alone else self.drafts.start(one.kind, line)
        if line.leads and one.kind in self.drafts.roles and _stands_right_of(draft, line):
            return None
        if not draft.has(one.field.key):
            return draft
        if one.field.key in {self.lexicon.records[one.kind].key, draft.readings[0].field}:
            return self.drafts.start(one.kind, line)
        # A second answer in one record: both are kept, so that whoever judges them sees that they differ.
        return draft if labelled.text else None

    def _read_heading(self, number: int, split: Split, line: Line) -> bool:
        """A line without a label that stands above labels of a record without its name: the name."""
        text = split.lead
        if line.aside or line.beside or len(text) > LONGEST_TITLE or text.endswith(":"):
            return False
        if text[:1].islower() and not line.gap:
            return False
        # An item of a list with a colon in it is a label of nobody's, not a name.
        if ": " in text and split.marker and not split.marker[:-1].isalnum():
            return False
        if said_only(text, self.lexicon) or not self.ahead.labels_follow(number):
            return False
        draft = self.drafts.get(self.first.kind)
        if draft is not None and self.ahead.goes_on_below(number, draft):
            return False
        marked = bool(split.marker[:-1].isalnum() or line.bold or line.level or text.isupper())
        plain = len(text) <= PLAIN_TITLE and text[-1:] not in ".,;!"
        if not (marked or plain or (draft is not None and draft.by_heading)):
            return False
        self._start_named(text, line, "heading above labels")
        return True

    def _continue(self, number: int, split: Split, line: Line) -> bool:
        if self.drafts.going_on is None or line.aside:
            return False
        if fold(strip_marker(line.text)) in self.lexicon.wanted.signatures:
            return False
        draft, shape = self.drafts.going_on
        text = draft.readings[-1].text
        before = self.parsed[number - 1][1].text if number else ""
        wrapped = len(before) >= WRAPPED and before[-1:] not in ".;:!"
        listed = bool(split.marker) or bool(_NUMBERED.match(line.text)) or line.text[:1].islower()
        free = not line.gap and shape is Shape.LONG_TEXT
        if text and not (free and (wrapped or listed or _is_loose_list(text))):
            self.drafts.going_on = None
            return False
        self.drafts.go_on(line, " " if wrapped and not listed else "\n")
        return True

    def _leave(self, line: Line) -> None:
        self.drafts.going_on = None
        self.drafts.found.prose.append(line)

    def _leave_label(self, labelled: Labelled, line: Line) -> None:
        self._leave(line)
        if has_box(labelled.text):
            self._read_ticked(labelled.label, labelled.text, line)
        if labelled.text and not is_blank(labelled.text, self.lexicon.wanted):
            left = Unclaimed(text=labelled.text, place=line.place, heading=labelled.label)
            self.drafts.found.unclaimed.append(left)

    def _read_options(self, line: Line) -> bool:
        """Ticked options behind words that are no label known here: "Cam kết: (x) Cấp chứng chỉ ..."."""
        words, _, options = line.text.partition(":")
        return has_box(options) and not has_box(words) and self._read_ticked(words, options, line)

    def _read_ticked(self, words: str, options: str, line: Line) -> bool:
        """Ticked options behind words that are no field, each the name of something that is so or not."""
        draft = self.drafts.get(self.first.kind)
        found = False
        for option in ticked_options(options) if draft is not None else ():
            for one in self.lexicon.quick(option)[:1]:
                yes_no = (
                    one.kind == self.first.kind and one.field.collected and one.field.shape is Shape.YES_NO
                )
                if yes_no and draft is not None and not draft.has(one.field.key):
                    evidence = Evidence(round(one.score, 3), "ticked option", words)
                    ticked = reading_of(one.field.key, option, line, evidence)
                    draft.readings.append(replace(ticked, choice="yes"))
                    found = True
        return found


def _stands_right_of(draft: Draft, line: Line) -> bool:
    """Whether a record was told right of a line that has a text of its own beside it."""
    places = [one.place for one in draft.readings]
    return all(one.container == line.place.container and one.column > line.place.column for one in places)


def _family(marker: str) -> str:
    """How a line is numbered: with Roman numbers, letters or figures; nothing where it has a bullet."""
    sign = re.sub(r"\W", "", marker)
    if not sign.isalnum():
        return ""
    return "roman" if set(sign) <= set("IVX") else "letter" if sign.isalpha() else "figure"


def _is_list(text: str) -> bool:
    """Whether a value is still to come or is items of a list: what follows may be one more of them."""
    return not text or "\n" in text or bool(MARKER.match(text))


def _is_loose_list(text: str) -> bool:
    """Whether a value already is several lines without numbers or bullets, so that one more may follow."""
    lines = text.split("\n")
    return len(lines) > 1 and not _NUMBERED.match(lines[-1]) and not MARKER.match(lines[-1])
