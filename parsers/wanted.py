"""What a caller wants found in documents, as data: parsers know fields by key, never by meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from parsers.document import CellValue, Place
from parsers.values import named_value

PERSONS_LINE = "person's line"
"""The reason of a reading out of a line that names a person and nothing else."""


class Shape(StrEnum):
    """How the values of a field look; evidence for or against a column."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    PERSON = "person"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    MONEY = "money"
    DURATION = "duration"
    CHOICE = "choice"
    YES_NO = "yes_no"
    PICTURE = "picture"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedField:
    """One field. ``headings`` are folded synonyms (parsers.text.fold), ``abbreviations`` match exactly only.

    ``choices`` is the closed vocabulary of a CHOICE: code to folded words. ``flags`` are headings of
    tick columns that stand for one choice ("Trực tuyến" with an x): folded heading to code.
    ``unions`` are choices that, named together in a sentence, mean one of them.
    ``collected`` False means: recognised so that it is not taken for another field, then left unclaimed.
    ``words`` are folded words of its values where it has no closed vocabulary: what a position begins
    with, the honorifics of a person, the phrases that say yes in a sentence. ``parts`` are headings of
    columns whose values together, joined in this order, make the value (family name, given name).
    ``unmarked`` are those headings that are written without any accent: one that has some is another word.
    ``vague`` are headings of many meanings: they are this field's where the values show it.
    ``marked`` are those that are another word where they lack their accents ("Khoa" beside "Khóa").
    """

    key: str
    shape: Shape
    headings: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unions: Mapping[frozenset[str], str] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    collected: bool = True
    words: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    unmarked: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()
    vague: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRecord:
    """A kind of record: ``key`` is the field that names one (a candidate without it is weak).

    ``captions`` are folded lines that open a block of such records; ``topics`` folded words of a title
    that speaks of them all, where "9" stands for any number.
    """

    kind: str
    key: str
    fields: tuple[WantedField, ...]
    captions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """All kinds of records, and the words that tell tables apart (all folded).

    ``foreign`` headings belong to tables that are not ours (learners, staff). ``totals`` start a row
    that ends or sums a table, ``signatures`` a signature block, ``index`` are headings of a serial
    number, ``remarks`` of notes; ``empty`` are texts that stand for nothing ("...", "đang cập nhật").
    ``foreign_topics`` are words of a title over a foreign table. ``examples`` mark a row that shows how
    to fill a form. ``universal`` are words of a sentence that holds for every record. ``masks`` are
    phrases that hold a word of a vocabulary and do not mean it (the name of a school).
    ``expansions`` are abbreviations inside headings with the words that they may stand for.
    ``ditto`` are texts that repeat the value above. ``units`` are words with which a line or a heading
    begins that gives the unit of what stands beside or below it.
    ``asking`` are the words that make a heading a question ("... là bao nhiêu?").
    ``lists`` are words of a line that opens a list of names, ``unlisted`` those of one that opens another
    list.
    ``yes``, ``no``, ``ditto`` and ``empty`` hold signs as they are, lower case, where folding leaves nothing.
    """

    records: tuple[WantedRecord, ...]
    foreign: frozenset[str] = frozenset()
    totals: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    index: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    ditto: frozenset[str] = frozenset()
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    foreign_topics: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    universal: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    expansions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asking: tuple[str, ...] = ()


@named_value
class Reading:
    """One value as found, not yet judged.

    ``text`` is as written; ``value`` the typed cell value where there was one. ``heading`` is the
    heading or label it stood under (hints in brackets included: they may hold a unit), ``choice`` the
    code of a tick column. ``confidence`` is 0 to 1, ``reason`` says in a few
    English words what it rests on ("heading", "heading ~0.88", "section row", "title", "label",
    "prose", "signature").
    """

    field: str
    text: str
    place: Place
    confidence: float
    reason: str
    value: CellValue = None
    heading: str = ""
    choice: str = ""
    href: str = ""
    number_format: str = ""


@named_value
class Candidate:
    """What may be one record: the readings of one row, column, block or sentence.

    ``region`` names the table or block, ``doubt`` says in English why the whole record is doubtful.
    """

    kind: str
    readings: tuple[Reading, ...]
    region: str
    doubt: str = ""


@named_value
class Unclaimed:
    """A value that no field claimed: kept and shown, since it is how new headings are learnt."""

    text: str
    place: Place
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Which field a column of a region was taken for; ``field`` "" where none."""

    column: int
    heading: str
    field: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A table, form or block that the extractor saw; what `intake read` shows."""

    name: str
    kind: str
    container: str
    top: int
    left: int
    bottom: int
    right: int
    heading_rows: tuple[int, ...] = ()
    columns: tuple[ColumnMap, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What was found in one document. ``prose`` are paragraphs outside every region, in order.

    ``shared`` readings hold for every record of the document (title, prose above the table, a note).
    """

    candidates: tuple[Candidate, ...] = ()
    unclaimed: tuple[Unclaimed, ...] = ()
    regions: tuple[Region, ...] = ()
    prose: tuple[tuple[Place, str], ...] = ()
    shared: tuple[Reading, ...] = ()
