"""Names and values of Word's markup as expat gives them: "namespace local"; reads nothing."""

from __future__ import annotations

from functools import lru_cache

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (SPACE, "http://purl.oclc.org/ooxml/wordprocessingml/main")
_OFF = ("0", "false", "off", "none")


def value(attributes: dict[str, str], name: str) -> str:
    """An attribute of Word's own name space, "" where absent."""
    for space in _SPACES:
        found = attributes.get(f"{space} {name}")
        if found is not None:
            return found
    return ""


@lru_cache(maxsize=4096)
def local(tag: str) -> str:
    """The name of an element of Word's own name space, "" for every other element."""
    space, _, name = tag.rpartition(" ")
    return name if space in _SPACES else ""


def is_on(attributes: dict[str, str]) -> bool:
    """Whether a switch such as <w:b/> is on."""
    return value(attributes, "val") not in _OFF


def small(said: str, instead: int = 0) -> int:
    """A number of a level or a start; ``instead`` of what is none or is longer than anybody's."""
    return int(said) if said.isdecimal() and len(said) < len("1000000") else instead
