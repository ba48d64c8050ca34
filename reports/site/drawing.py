"""The pages of the site as HTML text, each from values; writes no file and reads no clock.

Every page stands alone: its links are relative, its script and style are files of the site, and all that a
school wrote is escaped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from catalogue.normalizing.phones import display_phone
from config.campaign import Campaign
from reports.site import cards, places
from reports.wording import short_date, thousands

FORM = 2
"""Grows with changes of these functions that templates and styles do not show."""

_TEMPLATES = Path(__file__).parents[1] / "templates" / "site"
_STATICS = Path(__file__).parents[1] / "static" / "site"


def shipped_statics() -> Mapping[str, bytes]:
    """Style, script and sign of the site, by their names."""
    return {path.name: path.read_bytes() for path in sorted(_STATICS.iterdir()) if path.is_file()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """What the operator chose: the site's address with a slash at its end, or "", and whom it shows."""

    base_url: str = ""
    in_person: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawing:
    """Draws the pages of one campaign's site."""

    campaign: Campaign
    rules: SiteRules
    statics: Mapping[str, bytes] = field(default_factory=shipped_statics)

    @cached_property
    def mark(self) -> str:
        """Another one whenever the same values would give other pages."""
        templates = "".join(path.read_text("utf-8") for path in sorted(_TEMPLATES.glob("*.html")))
        said = (self.campaign.id, self.campaign.title, self.campaign.department, self.campaign.office,
                self.campaign.portal_url, self.rules.base_url, str(self.rules.in_person))  # fmt: skip
        looks = [f"{name} {blake2b(data).hexdigest()}" for name, data in sorted(self.statics.items())]
        kinds = json.dumps(dict(self.campaign.unit_kinds), sort_keys=True)
        return cards.mark_of(str(FORM), templates, kinds, *looks, *said)

    def page(self, template: str, path: str, values: Mapping[str, Any]) -> bytes:
        """A page at a path of the site. ``values`` name other pages by their paths."""
        shared = {
            "campaign": self.campaign,
            "path": path,
            "root": places.root_of(path),
            "canonical": f"{self.rules.base_url}{path}" if self.rules.base_url else "",
            "look": self._look,
            "to": lambda target: places.link(path, target),
        }
        drawn = self._environment.get_template(template).render({**shared, **values})
        return (drawn.strip() + "\n").encode("utf-8", "replace")

    @cached_property
    def _look(self) -> Mapping[str, str]:
        """The paths of style and script, which change with their contents."""
        return {name: look_path(name, data) for name, data in self.statics.items()}

    @cached_property
    def _environment(self) -> Environment:
        made = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        made.filters |= {"thousands": thousands, "phone": display_phone, "day": short_date}
        made.globals |= {
            "LABELS": cards.LABELS,
            "facets_of": cards.facets_of,
            "course_path": places.course_path,
            "school_path": places.school_path,
            "list_path": places.list_path,
            "picture_path": places.picture_path,
            "safe_json": Markup,
        }
        return made


def look_path(name: str, data: bytes) -> str:
    """Where a file of the site's looks lies; its name holds its contents, so that a browser may keep it."""
    stem, _, ending = name.rpartition(".")
    return f"{places.LOOKS}/{stem}-{blake2b(data, digest_size=5).hexdigest()}.{ending}"


def letters_of(entries: Sequence[Any], first_pages: Mapping[str, str]) -> list[tuple[str, str]]:
    """The first letters of entries with the pages where they begin, in order, each once."""
    found: dict[str, str] = {}
    for entry in entries:
        letter = entry.key[:1].upper()
        if letter.isascii() and letter.isalpha():
            found.setdefault(letter, first_pages[entry.id])
    return list(found.items())
