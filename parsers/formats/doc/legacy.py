"""Text in fonts made for TCVN3 or VNI, back to Unicode by the font and the letters; no structure."""

from __future__ import annotations

import re
import unicodedata

from parsers.formats.flow import Run
from parsers.legacy import Code, evidence, read_as

# Letters that no 8-bit font holds: what has one of them was typed in Unicode, whatever its font is.
_UNICODE = re.compile("[\u0100-\u01bf\u0300-\u036f\u1e00-\u1eff]")
_HIGH = "".join(map(chr, range(0xA0, 0x100)))
_PRIVATE = {code: code - 0xF000 for code in range(0xF020, 0xF100)}


class LegacyRuns:
    """The runs of a document in such fonts; all of them together tell whether the fonts say the truth."""

    def __init__(self) -> None:
        self._runs: list[tuple[Run, Code, bool]] = []

    def add(self, run: Run, code: Code, *, capitals: bool, goes_on: Run | None = None) -> None:
        """A run in a font for a code, and the run that it goes on from."""
        if goes_on is not None and code is Code.VNI:
            # A mark is a sign of its own in VNI: it stays with the letter that it stands on.
            marks = len(run.text) - len(run.text.lstrip(_HIGH))
            goes_on.text += run.text[:marks]
            run.text = run.text[marks:]
        self._runs.append((run, code, capitals))

    def restore(self) -> None:
        """Every run as its reader sees it."""
        for code in (Code.TCVN3, Code.VNI):
            runs = [one for one in self._runs if one[1] is code and not _UNICODE.search(one[0].text)]
            if _tells_truth("\n".join(run.text for run, _, _ in runs), code):
                for run, _, capitals in runs:
                    run.text = _restored(run.text, code, capitals=capitals)


def plain_codes(text: str) -> str:
    """Fonts that count as signs keep their letters in the private area."""
    return text.translate(_PRIVATE)


def _restored(text: str, code: Code, *, capitals: bool) -> str:
    restored = read_as(text, code)
    return restored.upper() if capitals else restored


def _tells_truth(text: str, code: Code) -> bool:
    """Whether the letters are words in the code rather than as they stand."""
    own_valid, own_all = evidence(unicodedata.normalize("NFC", text))
    valid, total = evidence(read_as(text, code))
    if not own_all:
        return True
    return 2 * valid - total > 2 * own_valid - own_all
