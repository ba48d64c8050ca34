"""Expat with the doors shut: no DOCTYPE, no entities; names come as "namespace local"; no meaning."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat
from xml.parsers.expat import XMLParserType

from parsers.document import Reason, UnreadableError

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Characters = Callable[[str], None]


def parser(start: Start, end: End | None = None, characters: Characters | None = None) -> XMLParserType:
    """A parser that refuses every document type, the carrier of entity bombs and of outside entities."""
    made = expat.ParserCreate(namespace_separator=" ")
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse_doctype
    made.EntityDeclHandler = _refuse_doctype
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = characters
    return made


def skip(parser: XMLParserType, tag: str) -> None:
    """In a start handler: pass over the element (which must not hold its own kind) at expat's own speed."""
    start, end, characters = parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler

    def wait(name: str) -> None:
        if name == tag:
            parser.StartElementHandler = start
            parser.EndElementHandler = end
            parser.CharacterDataHandler = characters

    parser.StartElementHandler = None
    parser.CharacterDataHandler = None
    parser.EndElementHandler = wait


def _refuse_doctype(*_declaration: object) -> None:
    raise UnreadableError(Reason.HOSTILE, "the XML declares a document type")
