"""Persons below captions, behind labels and in sentences; fills the drafts, knows no other record."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.document import Place
from parsers.layout.drafts import Draft, Drafts, Evidence
from parsers.layout.headings import strip_marker
from parsers.layout.labels import Labelled, Split
from parsers.layout.lines import Line
from parsers.layout.people import Person, Roles, is_person, is_position, people_in
from parsers.layout.shapes import PHONE, is_blank, is_placeholder
from parsers.layout.signers import is_reached, is_right_below, names_another
from parsers.text import fold
from parsers.wanted import PERSONS_LINE, Shape

PERSON = 0.9
PARTED = 0.8
LONGEST_NAME = 90
LONGEST_LINE = 1000
LONGEST_NAMED = 160
FEWEST_WORDS = 3
# A blank line may part a caption from its list.
OTHERS_WITHIN = 2
PHONE_LIKE = {Shape.PHONE: True, Shape.EMAIL: True}


class People:
    """Reads the lines that name persons."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.lexicon = drafts.lexicon
        self._named_at = self._others_at = Place()

    def read_captioned(self, kind: str, labelled: Labelled, line: Line) -> None:
        """The name's label, or a caption with text behind it: persons with all that stands beside them."""
        if self._reaches_the_open_one(kind, labelled, line):
            return
        self.drafts.close(kind)
        self.drafts.context, self.drafts.going_on = kind, None
        if not is_blank(labelled.text, self.lexicon.wanted):
            self._add_all(kind, labelled.text, line, labelled.label)

    def _reaches_the_open_one(self, kind: str, labelled: Labelled, line: Line) -> bool:
        """Only a number or address behind such a label is of the person named above, who lacks it."""
        draft, roles = self.drafts.get(kind), self.drafts.roles[kind]
        if draft is None or line.gap or not draft.has(roles.name.key):
            return False
        people = people_in(labelled.text, roles, self.lexicon)
        if len(people) != 1 or roles.name.key in people[0].texts or not is_reached(people[0], roles):
            return False
        if any(draft.has(key) for key in people[0].texts):
            return False
        self._merge(kind, people[0], line)
        return True

    def read_further(self, kind: str, text: str, line: Line) -> None:
        """A person whom a line goes on to name behind the phone of another."""
        self._add_all(kind, text, line, "")

    def read_line(self, line: Line) -> bool:
        """Lines below a caption: each may be a person or say more of the last one."""
        kind = self.drafts.context
        roles = self.drafts.roles.get(kind)
        if roles is None or line.aside or self._is_office(line, roles):
            return False
        people = people_in(line.text, roles, self.lexicon)
        draft = self.drafts.get(kind)
        beside = line.beside and draft is not None
        sure = [
            one
            for one in people
            if beside
            or roles.name.key in one.texts
            or is_reached(one, roles)
            or _is_post_of(one, draft, line, roles)
        ]
        reached = any(is_reached(one, roles) for one in sure)
        if not sure or (draft is not None and not reached and not _lacks_person(draft, line, roles)):
            return False
        for person in sure:
            self._merge(kind, person, line)
        return True

    def _is_office(self, line: Line, roles: Roles) -> bool:
        """Whether a post in capitals beside a name that is not is that of whoever signs there."""
        draft = self.drafts.get(roles.record.kind)
        if not line.beside or draft is None or not line.text.isupper():
            return False
        named = [one.text for one in draft.readings if one.field == roles.name.key]
        return is_position(line.text, roles.position) and bool(named) and not named[0].isupper()

    def read_with_labels(self, split: Split, line: Line) -> bool:
        """Below a caption: a name, then labels of that person in the same line."""
        context = self.drafts.context
        roles = self.drafts.roles.get(context)
        if roles is None:
            return self._read_announced(split, line)
        if not split.lead or line.label:
            return not split.lead and self._read_holder(split.labelled[0], roles, line)
        of_person = all(one.matches and one.matches[0].kind == context for one in split.labelled)
        named = [one for one in people_in(split.lead, roles, self.lexicon) if roles.name.key in one.texts]
        return of_person and bool(named) and self.read_line(line)

    def _read_holder(self, labelled: Labelled, roles: Roles, line: Line) -> bool:
        """A post as the label of its holder, who can be reached: "Hiệu trưởng: Lê Văn A - 0909 ..."."""
        if roles.position is None or not is_position(labelled.label, roles.position):
            return False
        people = people_in(labelled.text, roles, self.lexicon)
        if len(people) != 1 or roles.name.key not in people[0].texts or not is_reached(people[0], roles):
            return False
        people[0].texts.setdefault(roles.position.key, strip_marker(labelled.label))
        self._add(roles.record.kind, people[0], line, "")
        return True

    def open_post(self, line: Line) -> bool:
        """Below a caption: a post on a line of its own, whose holder the next lines name."""
        roles = self.drafts.roles.get(self.drafts.context)
        post = strip_marker(line.text).strip(" :.")
        if roles is None or roles.position is None or post.isupper() or not is_position(post, roles.position):
            return False
        self.drafts.start(roles.record.kind, line)
        self._add(roles.record.kind, Person({roles.position.key: post}), line, "")
        return True

    def read_mention(self, line: Line) -> bool:
        """A sentence that names whom to call: a caption's words and a phone in it."""
        if line.label or len(line.text) > LONGEST_LINE or not PHONE.search(line.text):
            return False
        for kind, roles in self.drafts.roles.items():
            rest = _after_caption(line.text, self.lexicon.records[kind].captions)
            if rest is None:
                continue
            named = any(roles.name.key in one.texts for one in people_in(rest, roles, self.lexicon))
            return self._add_all(kind, rest if named else line.text, line, "")
        return False

    def read_named(self, line: Line) -> bool:
        """A line outside every record, or below such a line, that is one person's name, post and phone."""
        if line.label or len(line.text) > LONGEST_NAMED or not PHONE.search(line.text):
            return False
        if self.drafts and not line.gap and not self._is_below_named(line):
            return False
        others = self._names_others(line.text) or self._is_below_others(line)
        if others or names_another(line.text.partition(":")[0], self.lexicon):
            return False
        for kind, roles in self.drafts.roles.items():
            ways = dict.fromkeys((_behind_label(line.text), line.text))
            found = (_named_in(line.text, people_in(one, roles, self.lexicon), roles) for one in ways)
            person = next((one for one in found if one is not None), None)
            if person is not None:
                self.drafts.close_all()
                self.drafts.start(kind, line)
                for key, text in person.texts.items():
                    self.drafts.add(kind, key, text, line, Evidence(PERSON, PERSONS_LINE))
                self._named_at = line.place
                return True
        return False

    def _is_below_named(self, line: Line) -> bool:
        """Whether the line right above named such a person: the next of a list without a caption."""
        return is_right_below(line.place, self._named_at)

    def _is_below_others(self, line: Line) -> bool:
        """Whether a line stands in a list that is one of teachers or learners by the line above it."""
        prose = self.drafts.found.prose
        above = [
            self._others_at,
            *([prose[-1].place] if prose and self._names_others(prose[-1].text) else []),
        ]
        if not any(is_right_below(line.place, place, OTHERS_WITHIN) for place in above):
            return False
        self._others_at = line.place
        return True

    def _names_others(self, text: str) -> bool:
        folded = f" {fold(text)} "
        return any(f" {word} " in folded for word in self.lexicon.wanted.foreign_topics)

    def read_post(self, line: Line) -> bool:
        """A post, a colon and the name of who holds it."""
        post, colon, name = line.text.partition(":")
        for kind, roles in self.drafts.roles.items():
            if colon and is_position(post, roles.position) and is_person(name.strip(" ."), roles):
                self.drafts.context = kind
                texts = {
                    roles.name.key: name.strip(" ."),
                    **({roles.position.key: post.strip()} if roles.position else {}),
                }
                self._add(kind, Person(texts), line, "")
                return True
        return False

    def _read_announced(self, split: Split, line: Line) -> bool:
        """Such a sentence with labels for the phone or the mail, and for nothing else."""
        reached = {PHONE_LIKE.get(one.matches[0].field.shape) for one in split.labelled if one.matches}
        if not split.lead or not reached or None in reached or len(split.lead.split()) < FEWEST_WORDS:
            return False
        return self.read_mention(line)

    def _add_all(self, kind: str, text: str, line: Line, heading: str) -> bool:
        roles = self.drafts.roles[kind]
        people = people_in(text, roles, self.lexicon)
        named = heading and len(text) <= LONGEST_NAME and not is_placeholder(text, self.lexicon.wanted)
        if not people and named:
            people = [Person({roles.name.key: text})]
        for person in people:
            self._add(kind, person, line, heading)
        return bool(people)

    def _add(self, kind: str, person: Person, line: Line, heading: str) -> None:
        draft = self.drafts.get(kind)
        roles = self.drafts.roles[kind]
        if draft is None or (roles.name.key in person.texts and not _is_only_post(draft, roles)):
            self.drafts.start(kind, line)
        for key, text in person.texts.items():
            whole = text == line.text or len(person.texts) == 1
            reason = "label" if whole and heading else "contact line"
            self.drafts.add(kind, key, text, line, Evidence(PERSON, reason, heading))

    def _merge(self, kind: str, person: Person, line: Line) -> None:
        draft = self.drafts.get(kind)
        if draft is None or self.drafts.roles[kind].name.key in person.texts:
            self._add(kind, person, line, "")
            return
        for key, text in person.texts.items():
            if not draft.has(key):
                self.drafts.add(kind, key, text, line, Evidence(PARTED, "contact line"))


def _behind_label(text: str) -> str:
    """A text without the words before its first colon, unless these hold the name."""
    before, colon, after = text.partition(":")
    return after if colon and PHONE.search(after) and "(" not in before else text


def _named_in(text: str, people: Sequence[Person], roles: Roles) -> Person | None:
    """The only person of a line with a phone and a post; the phone behind the name counts."""
    if len(people) != 1 or roles.phone is None or roles.position is None:
        return None
    (person,) = people
    name = person.texts.get(roles.name.key, "")
    titled = fold(name.split(" ", 1)[0]) in roles.name.words if name else False
    whole = len(name.split()) > 1 + titled
    if not whole or roles.phone.key not in person.texts or roles.position.key not in person.texts:
        return None
    behind = PHONE.search(text, text.find(name) + len(name))
    if behind is not None:
        person.texts[roles.phone.key] = behind.group().strip(" -–(.,")
    return person


def _lacks_person(draft: Draft, line: Line, roles: Roles) -> bool:
    """Whether a name alone may still belong below a caption: not once a person is complete."""
    complete = any(one is not None and draft.has(one.key) for one in (roles.phone, roles.email))
    return line.beside or line.leads or (not line.gap and not complete)


def _is_post_of(person: Person, draft: Draft | None, line: Line, roles: Roles) -> bool:
    """Whether a line is only a post, directly below the name of the person who has none yet."""
    if draft is None or line.gap or roles.position is None or draft.has(roles.position.key):
        return False
    named = draft.has(roles.name.key) and roles.name.key not in person.texts
    return named and is_position(person.texts.get(roles.position.key, ""), roles.position)


def _is_only_post(draft: Draft, roles: Roles) -> bool:
    """Whether nothing is known of a person yet but, at most, the post."""
    return all(roles.position is not None and one.field == roles.position.key for one in draft.readings)


def _after_caption(text: str, captions: tuple[str, ...]) -> str | None:
    """What follows the words of a caption inside a sentence, None where there is none."""
    words = text.split()
    folded = [fold(word) for word in words]
    for caption in captions:
        size = len(caption.split())
        for start in range(len(folded) - size + 1) if size > 1 else ():
            if " ".join(folded[start : start + size]) == caption:
                return " ".join(words[start + size :])
    return None
