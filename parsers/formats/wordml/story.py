"""The XML that Word 2003 wrote, told to the reader of Word's packages in its own words; no meaning."""

from __future__ import annotations

import base64
import binascii
import hashlib
import zipfile
from dataclasses import dataclass, field, replace
from io import BytesIO

from parsers.document import Picture, TextRole
from parsers.formats import picture
from parsers.formats.container import Container
from parsers.formats.digits import whole
from parsers.formats.docx.numbering import Numbering
from parsers.formats.docx.story import Context, Story
from parsers.formats.docx.styles import Style, Styles, outline_level
from parsers.formats.flow import Flow
from parsers.formats.listmarks import bullet

_OLD = "http://schemas.microsoft.com/office/word/2003/wordml "
_NEW = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_HINT = "http://schemas.microsoft.com/office/word/2003/auxHint "
_NOTES = "http://schemas.microsoft.com/aml/2001/core "
_SIDES = {
    "hdr": TextRole.HEADER,
    "ftr": TextRole.FOOTER,
    "footnote": TextRole.NOTE,
    "endnote": TextRole.NOTE,
}
# Word wrote these before and after everything else; nobody sees them.
_PASSED_OVER = frozenset(
    (
        "fonts",
        "lists",
        "docPr",
        "docOleData",
        "docSuppData",
        "bgPict",
        "footnotePr",
        "endnotePr",
        "shapeDefaults",
    )
)
_RENAMED = {"vmerge": "vMerge", "hlink": "fldSimple"}
_MAX_STORIES = 20
_MAX_STYLES = 20_000
# How a tracked change is called in either dialect; every other remark is passed over.
_CHANGES = {"Word.Insertion": "ins", "Word.Deletion": "del"}


class _Shown(Numbering):
    """Numbering that the file tells with every paragraph: the number of a paragraph is what is shown."""

    def __init__(self) -> None:
        super().__init__({}, {})

    def marker(self, number: str, depth: str) -> str:  # noqa: ARG002  (the package's reader gives both)
        shown = number.strip()
        return bullet(shown) if len(shown) == 1 and not shown.isalnum() else shown


class _WordmlStory(Story):
    """A story of the file; its pictures lie in the file itself, by name."""

    def __init__(self, context: Context, pictures: dict[str, Picture], role: TextRole) -> None:
        super().__init__(context, {}, role)
        self._pictures = pictures

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._start(tag, attributes)

    def finish(self, tag: str) -> None:
        self._end(tag)

    def take(self, text: str) -> None:
        self._characters(text)

    def take_shown_number(self, text: str) -> None:
        """What numbering shows before the open paragraph."""
        if self._paragraphs:
            self._paragraphs[-1].number = text

    def show(self, name: str) -> None:
        """The picture of a name stands here."""
        found = self._pictures.get(name)
        if found is not None and not self._deleted:
            self._tables.target(self.flow).append(found)


@dataclass(slots=True)
class _Binary:
    name: str
    pieces: list[str] = field(default_factory=list)


class WordmlReader:
    """The events of one file; ``flow`` is the body, ``sides`` what stands beside it."""

    def __init__(self) -> None:
        self.seen = False
        self.sides: dict[TextRole, Flow] = {TextRole.HEADER: [], TextRole.NOTE: [], TextRole.FOOTER: []}
        self._styles: dict[str, Style] = {}
        self._style: Style | None = None
        self._pictures: dict[str, Picture] = {}
        self._context = Context(_no_package(), Styles(self._styles), _Shown(), _no_picture)
        self._stories = [_WordmlStory(self._context, self._pictures, TextRole.BODY)]
        self._said: set[str] = set()
        self._skipped = 0
        self._changes: list[str] = []
        self._binary: _Binary | None = None

    @property
    def flow(self) -> Flow:
        return self._stories[0].flow

    @property
    def revised(self) -> bool:
        return self._stories[0].revised

    # --- events

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._skipped:
            self._skipped += 1
        elif tag.startswith(_OLD):
            self._start_word(tag[len(_OLD) :], attributes)
        elif tag.startswith(_NOTES):
            self._start_remark(tag[len(_NOTES) :], attributes)
        elif tag == f"{_HINT}t":
            self._stories[-1].take_shown_number(attributes.get(f"{_HINT}val", ""))
        elif tag.endswith(" imagedata"):
            self._stories[-1].show(attributes.get("src", ""))

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag.startswith(_OLD):
            self._end_word(tag[len(_OLD) :])
        elif tag == f"{_NOTES}annotation" and self._changes:
            self._stories[-1].finish(_NEW + self._changes.pop())

    def characters(self, text: str) -> None:
        if self._binary is not None:
            self._binary.pieces.append(text)
        elif not self._skipped:
            self._stories[-1].take(text)

    # --- Word's own elements

    def _start_word(self, name: str, attributes: dict[str, str]) -> None:
        self.seen = self.seen or name == "wordDocument"
        if name in _PASSED_OVER:
            self._skipped = 1
        elif name == "binData":
            self._binary = _Binary(attributes.get(f"{_OLD}name", ""))
        elif name == "style":
            self._style = Style()
            if len(self._styles) < _MAX_STYLES:
                self._styles[attributes.get(f"{_OLD}styleId", "")] = self._style
        elif self._style is not None:
            _describe(self._style, name, attributes.get(f"{_OLD}val", ""))
        elif name in _SIDES and len(self._stories) > _MAX_STORIES:
            self._skipped = 1
        elif name in _SIDES:
            self._stories.append(_WordmlStory(self._context, self._pictures, _SIDES[name]))
        else:
            self._stories[-1].begin(_NEW + _RENAMED.get(name, name), _renewed(name, attributes))

    def _end_word(self, name: str) -> None:
        if name == "binData":
            self._keep_picture()
        elif name == "style":
            self._style = None
        elif self._style is None and name in _SIDES:
            self._close_side(_SIDES[name])
        elif self._style is None:
            self._stories[-1].finish(_NEW + _RENAMED.get(name, name))

    def _close_side(self, role: TextRole) -> None:
        done = self._stories.pop()
        words = repr(done.flow)
        if words not in self._said:
            self._said.add(words)
            self.sides[role].extend(done.flow)

    def _start_remark(self, name: str, attributes: dict[str, str]) -> None:
        if name != "annotation":
            return
        change = _CHANGES.get(attributes.get(f"{_OLD}type", ""))
        if change is None:
            self._skipped = 1
        else:
            self._changes.append(change)
            self._stories[-1].begin(_NEW + change, {})

    def _keep_picture(self) -> None:
        binary, self._binary = self._binary, None
        if binary is None:
            return
        try:
            data = base64.b64decode("".join(binary.pieces))
        except binascii.Error:
            return
        digest = hashlib.sha256(data).hexdigest()
        seen = picture.describe(binary.name.rpartition("/")[2], len(data), digest, data)
        ending = "" if "." in seen.name else f".{picture.kind_of(data) or 'bin'}"
        self._pictures[binary.name] = replace(seen, name=seen.name + ending)


def _renewed(name: str, attributes: dict[str, str]) -> dict[str, str]:
    """The attributes as today's dialect calls them; a link becomes the field that it is."""
    if name == "hlink":
        mark = attributes.get(f"{_OLD}bookmark", "")
        address = attributes.get(f"{_OLD}dest", "")
        whole = f"{address}#{mark}" if address and mark else address
        return {f"{_NEW}instr": f'HYPERLINK "{whole}"'}
    return {
        _NEW + key[len(_OLD) :] if key.startswith(_OLD) else key: said for key, said in attributes.items()
    }


def _describe(style: Style, name: str, said: str) -> None:
    """One element of a style."""
    on = said not in ("0", "false", "off", "none")
    if name == "name":
        # LibreOffice writes the blanks of a style's name so.
        told = said.lower().replace("_20_", " ")
        level = told.removeprefix("heading ")
        style.level = whole(level, 0) if level != told else int(told == "title")
    elif name == "basedOn":
        style.based_on = said
    elif name == "outlineLvl":
        style.level = outline_level({f"{_NEW}val": said})
    elif name == "b":
        style.bold = on
    elif name in ("strike", "dstrike"):
        style.struck = on
    elif name == "vanish":
        style.hidden = on


def _no_package() -> Container:
    """A package without parts: whatever Word 2003 shows lies in its one file."""
    empty = BytesIO()
    with zipfile.ZipFile(empty, "w"):
        pass
    return Container(empty.getvalue())


def _no_picture(name: str) -> Picture:
    return Picture(name=name)
