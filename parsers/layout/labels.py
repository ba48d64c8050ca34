"""Labels inside a line of text ("Trình độ: Sơ cấp; Học phí: ..."); finds them, judges no value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.layout.boxes import ends_with_box, has_box, starts_with_box
from parsers.layout.headings import ABBREVIATION, MARKER, Lexicon, Match
from parsers.wanted import Shape

LONGEST_LABEL = 70
HALF_KNOWN = 0.85
LONGEST_RUN_IN = 5
FEWEST_LABELS = 2

_SHAPES_OF_PERSONS = frozenset({Shape.PERSON, Shape.PHONE, Shape.EMAIL})

_COLON = re.compile(r"[:：](?!//)(?!\d\d\b)")
# "... Chương trình gồm 4 mô đun": a sentence that begins with a label of a text.
_SENTENCE = re.compile(
    r"(?<=[.;]\s)(?P<label>[^\W\d_]+(?:\s[^\W\d_]+){1,3}?)\s(?:bao\s)?gồm(?:\scó)?\s(?![:：])"
)
_WORD = re.compile(r"(?<=[\w)%.]\s)[^\W\d_]")
_FIGURES = re.compile(r"\d[\d .]{3,}\d")
_COUNTED = re.compile(r"\s+(?:số\s+)?\d{1,2}$", re.IGNORECASE)
# What stands behind a label: each of them is one at most.
_TELLING = (":", "：", "gồm")
_EDGES = " \t\n;,|-–—•"
# Dots that a form prints for the pen; the number of the next question stands behind them.
_LEADERS = re.compile(
    r"…[.…]+|\.{4,}|_{3,}|(?<=[:：])\s*(?:…|\.{3})|…(?=\s*\d{1,2}[.)/])"
    # And those behind what was written, before the next label.
    r"|…(?=\s+[^\W\d_]{1,12}(?:\s[^\W\d_]{1,12}){0,3}\s?:)"
)
# Some of these stand in all of them.
_DOTTED = ("…", "...", "___")
_NEXT_NUMBER = re.compile(r"\t\s*\(?\d{1,2}\s*[.)/]?\s*$")
_GAP = re.compile(r"\s*\t\s*")
_SEPARATOR = re.compile(r"\t+|;|\||•|\n|\s[-–—]\s|\s{3,}|,\s|\.\s|\(")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and what follows it up to the next label; ``label`` as written, without its colon."""

    label: str
    matches: tuple[Match, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Split:
    """A line taken apart. ``lead`` is the text before the first label, ``marker`` its number or bullet."""

    marker: str
    lead: str
    labelled: tuple[Labelled, ...]


def labels_of(text: str, lexicon: Lexicon) -> tuple[Labelled, ...]:
    """The labels of a line in order, each with its text."""
    return split_line(text, lexicon).labelled


def labels_only(text: str, lexicon: Lexicon) -> tuple[Labelled, ...]:
    """The labels of a text that begins with one and holds another; none of any other text.

    They are as ``split_line`` tells them; most texts of a cell are sent away before they are parted.
    """
    if sum(map(text.count, _TELLING)) < FEWEST_LABELS or MARKER.match(text):
        return ()
    if text[0] not in _EDGES + "(" and not _begins_with_label(text, lexicon):
        return ()
    split = split_line(text, lexicon)
    return split.labelled if not split.lead and len(split.labelled) >= FEWEST_LABELS else ()


def split_line(text: str, lexicon: Lexicon) -> Split:
    """A line as marker, lead and labelled texts."""
    found = MARKER.match(text)
    marker, rest = (found["marker"], text[found.end() :]) if found else ("", text)
    if ":" not in rest and "：" not in rest:
        return Split(marker, rest.strip(), ())
    marks = _marks(_cleared(rest), lexicon)
    if not marks:
        return Split(marker, rest.strip(), ())
    ends = [start for start, _, _, _ in marks[1:]] + [len(rest)]
    labelled = tuple(
        Labelled(label, matches, written_on(rest[after:end]).lstrip(_EDGES).rstrip(_EDGES + "("))
        for (_, after, label, matches), end in zip(marks, ends, strict=True)
    )
    return Split(marker, rest[: marks[0][0]].lstrip(_EDGES).rstrip(_EDGES + "("), labelled)


def written_on(text: str) -> str:
    """What somebody wrote on the dots of a form; the dots alone where nobody did."""
    cleared = _LEADERS.sub("\t", text if text[:1] in ":：" else f":{text}")[1:]
    if cleared == text:
        return text
    filled = _GAP.sub(" ", _NEXT_NUMBER.sub("", cleared)).strip(" .…_")
    return filled if any(map(str.isalnum, filled)) else "…"


def _marks(text: str, lexicon: Lexicon) -> list[tuple[int, int, str, tuple[Match, ...]]]:
    """Start of the label, start of its text, the label and its matches, for each label of a line."""
    marks: list[tuple[int, int, str, tuple[Match, ...]]] = []
    begin = 0
    for colon in _COLON.finditer(text):
        found = _label_before(text, begin, colon.start(), lexicon, first=not marks)
        if found is not None:
            start, label, matches = found
            marks.append((start, colon.end(), label, matches))
        begin = colon.end()
    return sorted(marks + _sentences(text, lexicon), key=lambda mark: mark[0]) if marks else marks


def _begins_with_label(text: str, lexicon: Lexicon) -> bool:
    """Whether the very first letter of a text is that of a label."""
    colon = _COLON.search(text, 0, LONGEST_LABEL + 1)
    return (
        colon is not None
        and (found := _label_at(_cleared(text), 0, colon.start(), lexicon, first=True)) is not None
        and not found[0]
    )


def _cleared(text: str) -> str:
    """A text with tabs for the dots of a form, each at its own place."""
    if not any(sign in text for sign in _DOTTED):
        return text
    return _LEADERS.sub(lambda found: "\t" * len(found[0]), text)


def _sentences(text: str, lexicon: Lexicon) -> list[tuple[int, int, str, tuple[Match, ...]]]:
    """The sentences behind a label that tell of another text what it consists of."""
    marks = []
    for found in _SENTENCE.finditer(text):
        matches = tuple(
            one
            for one in lexicon.quick(found["label"])
            if one.field.shape is Shape.LONG_TEXT and one.score >= ABBREVIATION
        )
        if matches and found["label"][0].isupper():
            marks.append((found.start(), found.end(), found["label"], matches))
    return marks


def _label_before(
    text: str, begin: int, colon: int, lexicon: Lexicon, *, first: bool
) -> tuple[int, str, tuple[Match, ...]] | None:
    """The longest text that ends at a colon, begins the line or follows a separator, and is a label."""
    window = max(begin, colon - LONGEST_LABEL)
    starts = [found.end() for found in _SEPARATOR.finditer(text, window, colon)]
    if begin == 0 and window == 0:
        starts.insert(0, 0)
    for start in starts:
        found = _label_at(text, start, colon, lexicon, first=first)
        if found is not None:
            return found
    return _label_after_nothing(text, window, colon, lexicon)


def _label_at(
    text: str, start: int, colon: int, lexicon: Lexicon, *, first: bool
) -> tuple[int, str, tuple[Match, ...]] | None:
    """The label from one place to a colon, or the one that closes it; None where it is no label."""
    label = text[start:colon].strip(" \t-–—•*+")
    if starts_with_box(label) or _holds_a_value(label):
        return None
    label = _COUNTED.sub("", label)
    matches = lexicon.match(label) if first and start == 0 else lexicon.quick(label)
    if not matches or _is_syllable(label, matches[0]) or matches[0].score < _needed(start, matches[0]):
        return None
    return _reached_behind(text, start, colon, lexicon) or (start, label, matches)


def _is_syllable(label: str, best: Match) -> bool:
    """Whether letters that make an abbreviation are a word of their own by its accents: "Hạ", a name."""
    letters = label.partition("(")[0].strip()
    plain = letters.replace("Đ", "D").replace("đ", "d").isascii()
    return best.reason == "abbreviation" and not (plain or letters.isupper())


def _reached_behind(
    text: str, start: int, colon: int, lexicon: Lexicon
) -> tuple[int, str, tuple[Match, ...]] | None:
    """The label of a phone or mail that closes a longer one of nobody's: "Giám đốc - Hotline"."""
    label = text[start:colon]
    matches = lexicon.quick(label)
    if not matches or matches[0].field.collected:
        return None
    for found in reversed(list(_SEPARATOR.finditer(label))):
        tail = lexicon.quick(label[found.end() :].strip())
        if tail and tail[0].score >= ABBREVIATION and tail[0].field.shape in _SHAPES_OF_PERSONS:
            return start + found.end(), label[found.end() :].strip(), tail
    return None


def _label_after_nothing(
    text: str, begin: int, colon: int, lexicon: Lexicon
) -> tuple[int, str, tuple[Match, ...]] | None:
    """The longest words before a colon that are a label as it stands, begun with a capital letter.

    Where line breaks were lost nothing else parts a value from the next label.
    """
    starts = [found.start() for found in _WORD.finditer(text, begin, colon)]
    for start in [one for one in starts[-LONGEST_RUN_IN:] if text[one].isupper()]:
        label = text[start:colon].strip()
        if label.count(")") > label.count("(") or has_box(label) or ends_with_box(text[begin:start]):
            continue
        matches = lexicon.quick(label)
        if matches and _is_syllable(label, matches[0]):
            continue
        told = matches and (" " in label or matches[0].field.shape in _SHAPES_OF_PERSONS)
        if told and matches[0].score >= ABBREVIATION:
            return start, label, matches
    return None


def _holds_a_value(label: str) -> bool:
    """Whether words before a colon are more than a label: a number in them, or half of a bracket."""
    return bool(_FIGURES.search(label)) or label.count("(") != label.count(")")


def _needed(start: int, best: Match) -> float:
    """At the start of a line a label may be longer than its synonym; inside a line it may not, so that
    a sentence of a long text is not parted. Who calls whom is written more freely.
    """
    if start == 0 or best.field.shape in _SHAPES_OF_PERSONS:
        return HALF_KNOWN
    return ABBREVIATION - 0.04
