"""Form controls of an OpenDocument text and what each shows: ticks, written and chosen values; no place."""

from __future__ import annotations

from parsers.formats.odf.names import count, full
from parsers.formats.odf.stream import Attributes, Stream

_MAX_ENTRIES = 1_000
TICKED, UNTICKED = "☒", "☐"
_IDS = (full("xml:id"), full("form:id"))
_STATE, _SELECTED = full("form:current-state"), full("form:current-selected")
_LABEL, _VALUE = full("form:label"), full("form:current-value")
_FIRST_STATE, _FIRST_SELECTED, _FIRST_VALUE = full("form:state"), full("form:selected"), full("form:value")
_KIND, _PARAMETER, _SAID = full("field:type"), full("field:name"), full("field:value")
_WRITTEN = ("text", "textarea", "formatted-text", "date", "time", "number", "combobox")


class Forms:
    """Gathers the controls that pass by in a stream; fields of Word's old forms it shows by itself."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._shown: dict[str, str] = {}
        self._ticks: dict[str, tuple[bool, str]] = {}
        self._list = ""
        self._tick = ""
        self._entries: list[str] = []
        self._chosen = 0
        stream.listen(
            {
                "form:checkbox": self._take_tick,
                "form:radio": self._take_tick,
                **{f"form:{name}": self._take_value for name in _WRITTEN},
                "form:listbox": self._open_list,
                "form:option": self._take_option,
                "field:fieldmark": self._open_mark,
                "field:param": self._take_parameter,
            },
            {"field:fieldmark": self._close_mark},
        )

    def shown(self, control: str) -> str:
        """What the control of an id shows, "" for buttons and the unknown."""
        return self._shown.get(control, "")

    def tick(self, control: str) -> tuple[bool, str] | None:
        """State and words of the tick box of an id, None for every other control."""
        return self._ticks.get(control)

    def _keep(self, attributes: Attributes, text: str) -> None:
        for name in _IDS:
            if name in attributes:
                self._shown[attributes[name]] = text

    def _take_tick(self, attributes: Attributes) -> None:
        state = attributes.get(_STATE, attributes.get(_FIRST_STATE, ""))
        chosen = attributes.get(_SELECTED, attributes.get(_FIRST_SELECTED, ""))
        ticked, label = state == "checked" or chosen == "true", attributes.get(_LABEL, "")
        self._keep(attributes, f"{TICKED if ticked else UNTICKED} {label}".strip())
        self._ticks |= {attributes[name]: (ticked, label) for name in _IDS if name in attributes}

    def _take_value(self, attributes: Attributes) -> None:
        self._keep(attributes, attributes.get(_VALUE, attributes.get(_FIRST_VALUE, "")))

    def _open_list(self, attributes: Attributes) -> None:
        self._list = next((attributes[name] for name in _IDS if name in attributes), "")

    def _take_option(self, attributes: Attributes) -> None:
        chosen = attributes.get(_SELECTED, attributes.get(_FIRST_SELECTED))
        if self._list and chosen == "true":
            before = self._shown.get(self._list)
            label = attributes.get(_LABEL, "")
            self._shown[self._list] = f"{before}, {label}" if before else label

    def _open_mark(self, attributes: Attributes) -> None:
        self._tick = UNTICKED if attributes.get(_KIND, "").endswith("FORMCHECKBOX") else ""
        self._entries, self._chosen = [], 0

    def _take_parameter(self, attributes: Attributes) -> None:
        name, said = attributes.get(_PARAMETER, ""), attributes.get(_SAID, "")
        if self._tick and name.endswith("Checkbox_Checked"):
            self._tick = TICKED if said in ("true", "1") else UNTICKED
        elif name.endswith("Dropdown_ListEntry") and len(self._entries) < _MAX_ENTRIES:
            self._entries.append(said)
        elif name.endswith("Dropdown_Selected"):
            self._chosen = count(said, _MAX_ENTRIES, 0)

    def _close_mark(self) -> None:
        """A tick box shows its state, a drop-down what is chosen; nothing else stands inside."""
        shown = self._tick or "".join(self._entries[self._chosen : self._chosen + 1])
        if self._stream.sink is not None:
            self._stream.sink.append(shown)
        self._tick, self._entries = "", []
