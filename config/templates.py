"""A campaign's own templates of letters: read from its folder as texts; knows nothing of what they draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

ENDING = ".j2"
MOST_BYTES = 100_000
MOST_FILES = 100


class TemplateFolderError(ValueError):
    """The folder of templates is absent, or a file in it cannot be a template; the message names it."""


@dataclass(frozen=True, slots=True)
class Templates:
    """Texts of templates by name ("letters/reminder.j2"), and the folder they came from, for messages."""

    folder: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def read_templates(folder: Traversable) -> Templates:
    """Read every template below a folder; raise TemplateFolderError where one cannot be read."""
    if not folder.is_dir():
        raise TemplateFolderError(f"{folder}: no such folder")
    texts: dict[str, str] = {}
    _gather(folder, "", texts)
    if not texts:
        raise TemplateFolderError(f"{folder}: no file that ends in {ENDING}")
    return Templates(folder=str(folder), texts=texts)


def _gather(folder: Traversable, way: str, texts: dict[str, str]) -> None:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            _gather(one, f"{way}{one.name}/", texts)
        elif one.name.endswith(ENDING):
            if len(texts) == MOST_FILES:
                raise TemplateFolderError(f"{one}: more than {MOST_FILES} templates")
            texts[f"{way}{one.name}"] = _text(one)


def _text(file: Traversable) -> str:
    try:
        data = file.read_bytes()
        if len(data) > MOST_BYTES:
            raise TemplateFolderError(f"{file}: more than {MOST_BYTES} bytes")
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateFolderError(f"{file}: cannot be read as UTF-8: {error}") from error
