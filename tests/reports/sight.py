"""How a mail program shows a page: each text with the colour, ground and size that reach it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "img", "link"})
SHOWN_NOWHERE = frozenset({"style", "title"})


@dataclass(frozen=True)
class Look:
    """What holds for the texts of an element. ``font`` says whether its own cell or paragraph names one."""

    tag: str = ""
    color: str = "#000000"
    background: str = "#ffffff"
    size: float = 16
    wraps: bool = True
    font: bool = False


@dataclass(frozen=True)
class Seen:
    text: str
    look: Look = field(default_factory=Look)


def texts_of(html: str, *, dark: bool = False) -> Iterator[Seen]:
    """The texts of a page as styled; ``dark``: the rules of the dark scheme win over what stands inline."""
    page = _Page(_dark_rules(html) if dark else {})
    page.feed(html)
    yield from page.seen


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 counts it: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def inverted(color: str) -> str:
    """A colour as clients invert it that know no dark scheme: its lightness turned round, its hue kept."""
    red, green, blue = _channels(color)
    shift = 255 - max(red, green, blue) - min(red, green, blue)
    return "#" + "".join(f"{channel + shift:02x}" for channel in (red, green, blue))


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _declared(style: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in style.split(";") if ":" in one)
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}


def _dark_rules(html: str) -> Mapping[str, dict[str, str]]:
    block = re.search(r"prefers-color-scheme: dark\) \{(.*?)\n\}", html, re.DOTALL)
    rules: dict[str, dict[str, str]] = {}
    for names, style in re.findall(r"([^{}]+)\{([^}]*)\}", block[1] if block else ""):
        for name in names.split(","):
            rules.setdefault(name.strip(), {}).update(_declared(style))
    return rules


class _Page(HTMLParser):
    def __init__(self, dark: Mapping[str, dict[str, str]]) -> None:
        super().__init__()
        self._dark = dark
        self._open = [Look()]
        self.seen: list[Seen] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given = {name: value or "" for name, value in attrs}
        style = _declared(given.get("style", ""))
        for name in (tag, *(f".{one}" for one in given.get("class", "").split())):
            style |= self._dark.get(name, {})
        self._open.append(_styled(replace(self._open[-1], tag=tag), style))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip("\xa0 \n") and self._open[-1].tag not in SHOWN_NOWHERE:
            self.seen.append(Seen(" ".join(data.split()), self._open[-1]))


def _styled(above: Look, style: Mapping[str, str]) -> Look:
    size = style.get("font-size", "").removesuffix("px")
    own_font = "font-family" in style
    return replace(
        above,
        color=style.get("color", above.color),
        background=style.get("background", above.background),
        size=float(size) if size else above.size,
        wraps=above.wraps and style.get("white-space") != "nowrap",
        # Outlook hands a font down to inline marks, but not into tables.
        font=own_font or (above.font and above.tag not in ("table", "tr", "td")),
    )
