"""Whoever signs or advises, kept as a weak candidate: the caller knows whether someone else is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.document import Place
from parsers.layout.drafts import Drafts, Evidence, reading_of
from parsers.layout.headings import Lexicon, strip_marker
from parsers.layout.labels import Labelled
from parsers.layout.lines import Line
from parsers.layout.people import Person, Roles, is_person, people_in
from parsers.layout.shapes import PHONE
from parsers.text import fold
from parsers.wanted import Candidate, Reading, Shape

SIGNATURE = 0.3
SIGNED_WITHIN = 8
REACHED_WITHIN = 3
# "Điện thoại liên hệ:", and no sentence with a number in it.
LONGEST_BESIDE_NUMBER = 24


class Signers:
    """Reads the lines in which an office, its holder's name and number stand below one another."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.lexicon = drafts.lexicon
        self._signed: dict[int, tuple[int, str]] = {}
        self._signer: tuple[Place, int] | None = None

    def read_signature(self, number: int, line: Line) -> None:
        """An office that signs, and the name that stands below it."""
        if fold(strip_marker(line.text)) in self.lexicon.wanted.signatures:
            # Beside a record of persons an office stands for whoever signs there, and ends nothing.
            if not (line.beside and self.drafts):
                self.drafts.close_all()
            self._signed.setdefault(line.place.column, (number, line.text))
            return
        signed = self._signed.get(line.place.column)
        if signed is None or number - signed[0] > SIGNED_WITHIN:
            return
        for kind, roles in self.drafts.roles.items():
            if is_person(line.text, roles):
                self._sign(kind, roles, line, signed[1])
                del self._signed[line.place.column]
                return

    def read_reached(self, line: Line) -> bool:
        """A number right below the name of whoever signs, in the same column and with no other words."""
        found = PHONE.search(line.text) if self._signer is not None and not self.drafts else None
        if self._signer is None or found is None or line.place.column != self._signer[0].column:
            return False
        words = f"{line.label}{line.text[: found.start()]}{line.text[found.end() :]}"
        near = is_right_below(line.place, self._signer[0], REACHED_WITHIN)
        if not near or len(words.strip()) > LONGEST_BESIDE_NUMBER or names_another(words, self.lexicon):
            return False
        candidates, number = self.drafts.found.candidates, self._signer[1]
        roles = self.drafts.roles[candidates[number].kind]
        self._signer = None
        if roles.phone is None:
            return False
        weak = Evidence(SIGNATURE, "signature", line.label)
        phone = reading_of(roles.phone.key, found.group().strip(), line, weak)
        candidates[number] = replace(candidates[number], readings=(*candidates[number].readings, phone))
        return True

    def read_advisor(self, labelled: Labelled, line: Line) -> None:
        """Whoever advises on all, with a phone: kept weakly, since nobody called him the contact."""
        if self.drafts and not line.gap:
            return
        for kind, roles in self.drafts.roles.items():
            people = people_in(labelled.text, roles, self.lexicon)
            if len(people) == 1 and roles.name.key in people[0].texts and is_reached(people[0], roles):
                weak = Evidence(SIGNATURE, "signature", labelled.label)
                readings = [reading_of(key, text, line, weak) for key, text in people[0].texts.items()]
                self.drafts.close_all()
                self._keep_weakly(kind, readings, line)

    def _keep_weakly(self, kind: str, readings: Sequence[Reading], line: Line) -> None:
        one = Candidate(kind=kind, readings=tuple(readings), region=str(line.place), doubt="signature")
        self.drafts.found.candidates.append(one)

    def _sign(self, kind: str, roles: Roles, line: Line, office: str) -> None:
        weak = Evidence(SIGNATURE, "signature")
        readings = [reading_of(roles.name.key, line.text, line, weak)]
        if roles.position is not None and any(map(str.isalpha, office)):
            readings.append(reading_of(roles.position.key, office, line, weak))
        self._keep_weakly(kind, readings, line)
        self._signer = (line.place, len(self.drafts.found.candidates) - 1)


def names_another(label: str, lexicon: Lexicon) -> bool:
    """Whether a label names a person who is no contact, as a teacher or a head is."""
    found = lexicon.quick(label)
    return bool(found) and found[0].field.shape is Shape.PERSON and not found[0].field.collected


def is_right_below(place: Place, above: Place, within: int = 1) -> bool:
    """Whether a place stands in one of the rows right below another."""
    return above.container == place.container and above.row > 0 and 0 < place.row - above.row <= within


def is_reached(person: Person, roles: Roles) -> bool:
    """Whether a line tells how to call or write to a person."""
    return any(one is not None and one.key in person.texts for one in (roles.phone, roles.email))
