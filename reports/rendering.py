"""One content, two renderings: a template of letters/ drawn once as text and once as HTML; knows no letter.

The templates call the same blocks (paragraph, heading, item, ...) in both; what a block looks like stands
in text/blocks.j2 and html/blocks.j2. So the two parts of a mail cannot say different things.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.loaders import FunctionLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from config.templates import Templates
from reports.wording import one_line

SHIPPED = "shipped"
"""The folder under which a campaign's template reaches the one it replaces: shipped/letters/reminder.j2."""

_TEMPLATES = Path(__file__).with_name("templates")
_NONE_OF_ITS_OWN = Templates()
_Medium = Literal["text", "html"]
_Text = TypeVar("_Text", bound=str)


class Rendered(NamedTuple):
    """The two parts of a mail, the same content in both."""

    text: str
    html: str


def render(template: str, values: Mapping[str, Any], own: Templates = _NONE_OF_ITS_OWN) -> Rendered:
    """Draw a template ("letters/<kind>.j2") as text and as HTML; a missing value is an error.

    ``own`` are the campaign's templates, which win over ours of the same name.
    """
    text = environment("text", own).get_template(template).render(values)
    html = environment("html", own).get_template(template).render(values)
    return Rendered(text=_without_wide_gaps(text), html=html.strip() + "\n")


def render_page(template: str, values: Mapping[str, Any]) -> str:
    """Draw a template that is a whole HTML page by itself, all values escaped."""
    return environment("html", _NONE_OF_ITS_OWN).get_template(template).render(values).strip() + "\n"


def environment(medium: _Medium, own: Templates) -> Environment:
    """What draws templates in one medium. In a sandbox: a campaign's templates may only lay out values."""
    return _environment(medium, own.folder, tuple(sorted(own.texts.items())))


def shipped_names() -> frozenset[str]:
    """The templates that a campaign may replace, as paths below its folder."""
    ours = (path.relative_to(_TEMPLATES).as_posix() for path in _TEMPLATES.rglob("*.j2"))
    return frozenset(name for name in ours if not name.startswith(("seen/", "desk/", "site/")))


@lru_cache(maxsize=8)
def _environment(medium: _Medium, folder: str, own: tuple[tuple[str, str], ...]) -> Environment:
    shipped = FileSystemLoader((_TEMPLATES / medium, _TEMPLATES))
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(
            [_own_loader(medium, folder, dict(own)), shipped, PrefixLoader({SHIPPED: shipped})]
        ),
        undefined=StrictUndefined,
        autoescape=medium == "html",  # the text part is no HTML: "Kinh tế & Kỹ thuật" stays
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["line"] = _line
    return made


def _own_loader(medium: str, folder: str, own: Mapping[str, str]) -> BaseLoader:
    """The campaign's templates, with the paths of their files, so that a fault names file and line."""

    def load(name: str) -> tuple[str, str | None, None] | None:
        found = next((one for one in (f"{medium}/{name}", name) if one in own), None)
        return None if found is None else (own[found], f"{folder}/{found}", None)

    return FunctionLoader(load)


def _line(text: _Text) -> _Text:
    """One line of text or of markup, whichever came in."""
    return type(text)(one_line(text))


def _without_wide_gaps(text: str) -> str:
    """The text without blank space at line ends and with one empty line between blocks at most."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before) + "\n"
