"""One content, two renderings: a template of letters/ drawn once as text and once as HTML; knows no letter.

The templates call the same blocks (paragraph, heading, item, ...) in both; what a block looks like stands
in text/blocks.j2 and html/blocks.j2. So the two parts of a mail cannot say different things.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.wording import one_line

_TEMPLATES = Path(__file__).with_name("templates")
_Text = TypeVar("_Text", bound=str)


class Rendered(NamedTuple):
    """The two parts of a mail, the same content in both."""

    text: str
    html: str


def render(template: str, values: Mapping[str, Any]) -> Rendered:
    """Draw a template ("letters/<kind>.j2") as text and as HTML; a missing value is an error."""
    text = _environment("text").get_template(template).render(values)
    html = _environment("html").get_template(template).render(values)
    return Rendered(text=_without_wide_gaps(text), html=html.strip() + "\n")


def render_page(template: str, values: Mapping[str, Any]) -> str:
    """Draw a template that is a whole HTML page by itself, all values escaped."""
    return _environment("html").get_template(template).render(values).strip() + "\n"


@cache
def _environment(medium: Literal["text", "html"]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader((_TEMPLATES / medium, _TEMPLATES)),
        undefined=StrictUndefined,
        autoescape=medium == "html",  # noqa: S701 the text part is no HTML: "Kinh tế & Kỹ thuật" stays
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["line"] = _line
    return environment


def _line(text: _Text) -> _Text:
    """One line of text or of markup, whichever came in."""
    return type(text)(one_line(text))


def _without_wide_gaps(text: str) -> str:
    """The text without blank space at line ends and with one empty line between blocks at most."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before) + "\n"
