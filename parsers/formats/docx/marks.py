"""The links, fields and content controls that are open around a run of a Word document; no text is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parsers.formats.container import Relationship
from parsers.formats.docx.names import is_on, value

_FIELD_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*(?:"([^"]*)"|([^\s\\]\S*))', re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    """An open field: its instruction, and the address of its result."""

    instruction: str = ""
    address: str = ""
    result: bool = False


@dataclass(slots=True)
class _Control:
    """An open content control: a tick box shows its state, a placeholder shows nothing."""

    ticked: bool | None = None
    placeholder: bool = False
    inside: bool = False


class Marks:
    """Tells of a run where it leads and whether a field or control hides it."""

    def __init__(self, relations: Mapping[str, Relationship]) -> None:
        self._relations = relations
        self._links: list[str] = []
        self._fields: list[_Field] = []
        self._controls: list[_Control] = []
        self._tick = False

    @property
    def address(self) -> str:
        """The address behind what is read now, "" where none."""
        if self._links:
            return self._links[-1]
        return next((field.address for field in self._fields if field.address), "")

    @property
    def mute(self) -> bool:
        """Whether what is read now is an instruction, a placeholder or a tick box's sign, already shown."""
        if self._fields and not self._fields[-1].result:
            return True
        control = self._controls[-1] if self._controls else None
        return bool(control and control.inside and (control.ticked is not None or control.placeholder))

    def open_link(self, attributes: dict[str, str]) -> None:
        relation = next((said for key, said in attributes.items() if key.endswith("relationships id")), "")
        target = self._relations.get(relation)
        self._links.append(target.target if target and target.external else "")

    def close_link(self) -> None:
        if self._links:
            self._links.pop()

    def open_simple_field(self, attributes: dict[str, str]) -> None:
        self._links.append(_address(value(attributes, "instr")))

    def take_field_mark(self, attributes: dict[str, str]) -> None:
        kind = value(attributes, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
            self._fields[-1].address = _address(self._fields[-1].instruction)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def add_instruction(self, text: str) -> None:
        if self._fields:
            self._fields[-1].instruction += text

    def open_form_tick(self, _attributes: dict[str, str]) -> None:
        self._tick = False

    def take_form_tick(self, attributes: dict[str, str]) -> None:
        self._tick = is_on(attributes)

    @property
    def form_tick(self) -> str:
        """The sign of the form's tick box that just ended."""
        return "☒" if self._tick else "☐"

    def open_control(self, _attributes: dict[str, str]) -> None:
        self._controls.append(_Control())

    def take_placeholder(self, attributes: dict[str, str]) -> None:
        if self._controls:
            self._controls[-1].placeholder = is_on(attributes)

    def take_foreign(self, name: str, attributes: dict[str, str]) -> None:
        """Word 2010 put the state of tick boxes into a name space of its own."""
        if not self._controls:
            return
        control = self._controls[-1]
        if name == "checkbox":
            control.ticked = bool(control.ticked)
        elif name == "checked":
            said = next((said for key, said in attributes.items() if key.endswith("val")), "1")
            control.ticked = said in ("1", "true")

    def control_tick(self, *, in_paragraph: bool) -> str:
        """The sign of the tick box whose content begins, "" for other controls."""
        control = self._controls[-1] if self._controls else _Control()
        shown = ""
        if control.ticked is not None and in_paragraph:
            shown = "☒" if control.ticked else "☐"
        elif control.ticked is not None:
            # A control around a whole paragraph or cell: its own sign will be read.
            control.ticked = None
        return shown

    def enter_control(self) -> None:
        if self._controls:
            self._controls[-1].inside = True

    def close_control(self) -> None:
        if self._controls:
            self._controls.pop()


def _address(instruction: str) -> str:
    match = _FIELD_ADDRESS.search(instruction)
    return (match[1] or match[2] or "") if match else ""
