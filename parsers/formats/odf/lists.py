"""Lists and numbered headings of an OpenDocument text: what stands before each paragraph; holds no text."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.formats.listmarks import bullet, counted
from parsers.formats.odf.names import count, full
from parsers.formats.odf.stream import Attributes, Stream

_NAME, _STYLE, _LEVEL = full("style:name"), full("text:style-name"), full("text:level")
_FORM, _PREFIX, _SUFFIX = full("style:num-format"), full("style:num-prefix"), full("style:num-suffix")
_SHOWN_LEVELS, _PATTERN = full("text:display-levels"), full("loext:num-list-format")
_START, _BULLET, _ID = full("text:start-value"), full("text:bullet-char"), full("xml:id")
_CONTINUED, _CONTINUES = full("text:continue-numbering"), full("text:continue-list")
_OVERRIDE, _HEADER = full("text:style-override"), full("text:is-list-header")
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_LEVEL, _MAX_NUMBER = 10, 1_000_000
_MAX_OPEN = 200
_OUTLINE = ""


@dataclass(slots=True)
class _Level:
    """How one level of a list is marked; a level without form shows nothing."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""
    shown: int = 1
    start: int = 1
    bullet: str = ""


@dataclass(slots=True)
class _OpenList:
    style: str
    counts: dict[int, int]
    depth: int


@dataclass(slots=True)
class Item:
    """A list item whose first paragraph shall be marked; ``first`` is where it restarts, -1 for nowhere."""

    style: str
    counts: dict[int, int]
    depth: int
    first: int = -1


@dataclass(slots=True)
class ListState:
    """The lists that are open, and the item that waits for its paragraph."""

    lists: list[_OpenList] = field(default_factory=list)
    item: Item | None = None


class Lists:
    """Gathers list styles in a stream, follows the open lists and counts their items."""

    def __init__(self, stream: Stream) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._levels: dict[int, _Level] = {}
        self._state = ListState()
        self._by_style: dict[str, dict[int, int]] = {}
        self._by_id: dict[str, dict[int, int]] = {}
        self._outline: dict[int, int] = {}
        stream.listen(
            {
                "text:list-style": self._begin_style,
                "text:outline-style": self._begin_outline,
                "text:list-level-style-number": self._take_number,
                "text:outline-level-style": self._take_number,
                "text:list-level-style-bullet": self._take_bullet,
                "text:list-level-style-image": self._take_bullet,
                "text:list": self._open_list,
                "text:list-item": self._open_item,
                "text:list-header": self._open_header,
                "text:numbered-paragraph": self._open_numbered,
            },
            {
                "text:list": self._close_list,
                "text:list-item": self._close_item,
                "text:list-header": self._close_item,
                "text:numbered-paragraph": self._close_list,
            },
        )

    # --- styles

    def _begin_style(self, attributes: Attributes) -> None:
        self._levels = self._styles[attributes.get(_NAME, "")] = {}

    def _begin_outline(self, _attributes: Attributes) -> None:
        self._levels = self._styles[_OUTLINE] = {}

    def _take_number(self, attributes: Attributes) -> None:
        self._levels[count(attributes.get(_LEVEL), _MAX_LEVEL)] = _Level(
            form=_FORMS.get(attributes.get(_FORM, ""), ""),
            prefix=attributes.get(_PREFIX, ""),
            suffix=attributes.get(_SUFFIX, ""),
            pattern=attributes.get(_PATTERN, ""),
            shown=count(attributes.get(_SHOWN_LEVELS), _MAX_LEVEL),
            start=count(attributes.get(_START), _MAX_NUMBER, 0) if _START in attributes else 1,
        )

    def _take_bullet(self, attributes: Attributes) -> None:
        level = _Level(bullet=bullet(attributes.get(_BULLET, "")))
        self._levels[count(attributes.get(_LEVEL), _MAX_LEVEL)] = level

    # --- open lists

    def set_aside(self) -> ListState:
        """The open lists, and none of them open: a cell, a note or a box begins."""
        aside, self._state = self._state, ListState()
        return aside

    def take_up(self, aside: ListState) -> None:
        """The lists that were open before, open again."""
        self._state = aside

    def _open_list(self, attributes: Attributes) -> None:
        lists = self._state.lists
        outer = lists[-1] if lists else None
        style = attributes.get(_STYLE) or (outer.style if outer else "")
        if outer is not None:
            counts = outer.counts
        elif attributes.get(_CONTINUES) in self._by_id:
            counts = self._by_id[attributes[_CONTINUES]]
        elif attributes.get(_CONTINUED) == "true":
            counts = self._by_style.get(style, {})
        else:
            counts = {}
        self._by_style[style] = counts
        if _ID in attributes:
            self._by_id[attributes[_ID]] = counts
        # Deeper ones are only counted, so that they close alike.
        depth = min(outer.depth + 1 if outer else 1, _MAX_OPEN)
        lists.append(_OpenList(style, counts, depth))

    def _close_list(self) -> None:
        if self._state.lists:
            self._state.lists.pop()
        self._state.item = None

    def _open_item(self, attributes: Attributes) -> None:
        if self._state.lists:
            here = self._state.lists[-1]
            style = attributes.get(_OVERRIDE) or here.style
            first = count(attributes.get(_START), _MAX_NUMBER, 0) if _START in attributes else -1
            self._state.item = Item(style, here.counts, here.depth, first)

    def _open_header(self, _attributes: Attributes) -> None:
        self._state.item = None

    def _close_item(self) -> None:
        self._state.item = None

    def _open_numbered(self, attributes: Attributes) -> None:
        depth = count(attributes.get(_LEVEL), _MAX_LEVEL)
        style = attributes.get(_STYLE, "")
        counts = self._by_style.setdefault(style, {})
        self._state.lists.append(_OpenList(style, counts, depth))
        self._open_item(attributes)

    # --- paragraphs

    def take_item(self) -> Item | None:
        """The item that a paragraph begins, None where it begins none."""
        item, self._state.item = self._state.item, None
        return item

    def heading(self, attributes: Attributes, level: int) -> Item | None:
        """What a heading outside every list is numbered by."""
        if self._state.lists or attributes.get(_HEADER) == "true":
            return None
        return Item(_OUTLINE, self._outline, level) if level in self._styles.get(_OUTLINE, {}) else None

    def marker(self, item: Item) -> str:
        """The marker of an item that has something to show, which counts it."""
        levels = self._styles.get(item.style, {})
        here = levels.get(min(item.depth, _MAX_LEVEL), _Level())
        counts = item.counts
        counts[item.depth] = item.first if item.first >= 0 else counts.get(item.depth, here.start - 1) + 1
        for deeper in [other for other in counts if other > item.depth]:
            del counts[deeper]
        if here.bullet or not here.form:
            return here.bullet
        return _numbered(levels, item.depth, counts)


def _numbered(levels: dict[int, _Level], depth: int, counts: dict[int, int]) -> str:
    here = levels[min(depth, _MAX_LEVEL)]

    def number(level: int) -> str:
        other = levels.get(level, here)
        return counted(counts.get(level, other.start), other.form or "decimal")

    if "%" in here.pattern:
        text = here.pattern
        for level in range(min(depth, _MAX_LEVEL), 0, -1):
            text = text.replace(f"%{level}%", number(level))
        return text.strip()
    shown = [level for level in range(max(1, depth - here.shown + 1), depth + 1) if level in levels]
    numbers = ".".join(number(level) for level in shown if levels[level].form)
    return f"{here.prefix}{numbers}{here.suffix}".strip()
