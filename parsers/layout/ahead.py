"""What the lines of a block say before they are read: whether a record begins there; fills no record."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from parsers.layout.drafts import Draft
from parsers.layout.headings import Lexicon
from parsers.layout.labels import Labelled, Split
from parsers.layout.lines import Line
from parsers.layout.loose import said_only
from parsers.layout.phrases import is_general
from parsers.text import fold

PLAIN_TITLE = 90
LONGEST_BLOCK = 12
# With a full stop behind it a longer text is a sentence.
LONGEST_NAME_WITH_STOP = 7
# The folded words for "several" that the names of lists begin with.
_MANY = ("cac ", "nhung ", "danh sach ", "danh muc ")


class Ahead:
    """Looks at the lines that have not been read yet."""

    def __init__(self, lexicon: Lexicon, parsed: Sequence[tuple[Split, Line]]) -> None:
        self.lexicon = lexicon
        self.parsed = parsed
        self.first = lexicon.wanted.records[0]

    def names_record(self, lead: str, first: Labelled) -> bool:
        """Whether what stands before a label is the name of a record that the label is of."""
        if len(lead) > PLAIN_TITLE or not any(map(str.isalpha, lead)) or is_general(lead, self.lexicon):
            return False
        if _opens_list(lead, self.lexicon):
            return False
        if lead.endswith(".") and len(lead.split()) > LONGEST_NAME_WITH_STOP:
            return False
        return self._is_of_first(first)

    def record_follows(self, number: int) -> bool:
        """Whether a record begins on this line: its name under a label, or above labels of its own."""
        if number >= len(self.parsed):
            return False
        labelled = self.parsed[number][0].labelled
        return self._names_first(labelled[:1]) if labelled else self.labels_follow(number)

    def labels_follow(self, number: int) -> bool:
        """Whether the next lines say two fields of a record at least, and its name is not among them."""
        below_it = self.parsed[number + 1 : number + 5]
        following = [pair for pair in below_it if not (pair[1].aside or _is_unknown_item(*pair))][:3]
        said = [self._said(*pair) for pair in following]
        below = following[0][0] if following else None
        if below is None or not said[0] or not all(map(self._is_of_first, below.labelled[:1])):
            return False
        if (
            below.marker
            and below.lead
            and below.labelled
            and self.names_record(below.lead, below.labelled[0])
        ):
            return False
        labelled = [one for split, _ in following for one in split.labelled]
        if self._names_first(labelled[:2]):
            return False
        if not below.labelled:
            # Without a label only lines that stand together are proof.
            said = list(takewhile(bool, said))
        return len({key for keys in said for key in keys}) > 1

    def _said(self, split: Split, line: Line) -> list[str]:
        """The fields of the first record that a line says something of, its name excepted."""
        if split.labelled:
            return [one.matches[0].field.key for one in split.labelled if self._is_of_first(one)]
        if line.label or line.beside:
            return []
        return list(said_only(line.text, self.lexicon))

    def goes_on_below(self, number: int, draft: Draft) -> bool:
        """Whether the labels below say only what the open, named record lacks: a heading inside of it."""
        said: set[str] = set()
        for split, line in self.parsed[number + 1 : number + 1 + LONGEST_BLOCK]:
            named = any(
                one.matches and one.matches[0].field.key == self.first.key for one in split.labelled[:1]
            )
            if _is_unknown_item(split, line):
                continue
            keys = self._said(split, line)
            if named or not (split.labelled or keys or line.more):
                break
            said.update(keys)
        return draft.has(self.first.key) and not any(map(draft.has, said))

    def _names_first(self, labelled: Sequence[Labelled]) -> bool:
        """Whether a label among these can be nothing but that of a record's name."""
        return any(
            {two.field.key for two in one.matches if two.score >= one.matches[0].score} == {self.first.key}
            for one in labelled
            if one.matches
        )

    def _is_of_first(self, labelled: Labelled) -> bool:
        """Whether a label is one of the first record's, but not that of its name."""
        return any(
            one.kind == self.first.kind and one.field.key != self.first.key and one.field.collected
            for one in labelled.matches
        )


def _is_unknown_item(split: Split, line: Line) -> bool:
    """Whether a bullet says something that nobody asks for, behind a label of its own."""
    bullet = bool(split.marker) and not split.marker[:-1].isalnum()
    return bullet and not split.labelled and ": " in line.text


def _opens_list(lead: str, lexicon: Lexicon) -> bool:
    """Whether words before labels speak of many records ("Thông tin các lớp ..."): none of them is named."""
    return any(f" {word} " in f" {fold(lead)} " for word in lexicon.wanted.lists if word.startswith(_MANY))
