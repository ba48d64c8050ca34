"""The static files of the desk, loaded once by name: what is not in the table does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import reports

_OURS = Path(reports.__file__).with_name("static") / "desk"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is served; ``mark`` changes with its bytes, so that a browser may keep it for a year."""

    data: bytes
    media_type: str
    mark: str


def static_files() -> dict[str, StaticFile]:
    """All files that pages refer to, by name."""
    found = {path.name: path for path in sorted(_OURS.iterdir()) if path.suffix in _TYPES}
    return {name: _loaded(path) for name, path in {**found, "htmx.js": _htmx()}.items()}


def _loaded(path: Path) -> StaticFile:
    data = path.read_bytes()
    return StaticFile(data, _TYPES[path.suffix], sha256(data).hexdigest()[:12])


def _htmx() -> Path:
    # The package is only a carrier: it is not imported.
    spec = find_spec("django_htmx")
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise RuntimeError("django-htmx is not installed: install the program with its dependencies")
    return Path(places[0]) / "static" / "django_htmx" / "htmx-2.min.js"
