"""Values that stand in brackets behind the name of a record ("Tin học (online, 3 tháng)"); no meaning."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.layout.headings import Lexicon
from parsers.layout.told import values_said
from parsers.wanted import Candidate, Reading

CONFIDENCE = 0.85
REASON = "in brackets behind the name"
# One word in brackets may be of the name ("Kế toán (thực hành)") unless the heading says what it is.
FEWEST_VALUES = 2
LONGEST = 300

_ENCLOSED = re.compile(r"(?P<name>[^()]+?)\s*\((?P<rest>[^()]+)\)")
_HINT = re.compile(r"\(([^()]+)\)")
_COMMAS = re.compile(r",\s+|;\s*|\s[-–|]\s")


def told_behind_name(candidate: Candidate, lexicon: Lexicon) -> Candidate:
    """A record with what the brackets behind its name say and no column does; others as they are."""
    record = lexicon.records[candidate.kind]
    named = next((one for one in candidate.readings if one.field == record.key), None)
    found = _ENCLOSED.fullmatch(named.text[:LONGEST].strip()) if named is not None else None
    if named is None or found is None or record != lexicon.wanted.records[0]:
        return candidate
    values, unknown = values_said([piece.strip(" .;,") for piece in _COMMAS.split(found["rest"])], record)
    hinted = any(
        one.field.key in values for text in _HINT.findall(named.heading) for one in lexicon.quick(text)
    )
    if unknown or len(values) < (1 if hinted else FEWEST_VALUES):
        return candidate
    known = {one.field for one in candidate.readings}
    said = [_reading(key, text, named) for key, text in values.items() if key not in known]
    readings = [replace(one, text=found["name"]) if one is named else one for one in candidate.readings]
    return replace(candidate, readings=(*readings, *said))


def _reading(key: str, text: str, named: Reading) -> Reading:
    return Reading(field=key, text=text, place=named.place, confidence=CONFIDENCE, reason=REASON)
