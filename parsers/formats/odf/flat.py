"""OpenDocument as one XML file (fods, fodt), read by what it says it is; no part beside it is looked for."""

from __future__ import annotations

from xml.parsers.expat import ExpatError

from parsers.document import Document, Reason, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.odf.names import full
from parsers.formats.odf.ods import read_sheets
from parsers.formats.odf.odt import read_story
from parsers.formats.odf.package import FlatFile

_HEAD = 1 << 16
_MIME, _ROOT = full("office:mimetype"), full("office:document")
_KINDS = {
    "application/vnd.oasis.opendocument.spreadsheet": read_sheets,
    "application/vnd.oasis.opendocument.text": read_story,
}


def read_flat_odf(data: bytes) -> Document:
    """A flat spreadsheet or text; drawings and presentations are unsupported."""
    said = _declared(data)
    read = _KINDS.get(said.removesuffix("-template"))
    if read is None:
        raise UnreadableError(Reason.UNSUPPORTED, f"a flat document of kind {said[:100] or 'unknown'}")
    return read(FlatFile(data))


def _declared(data: bytes) -> str:
    """The kind that the outermost element names."""
    said: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        said.append(attributes.get(_MIME, "") if tag == _ROOT else "")
        parser.StartElementHandler = None

    parser = xmlstream.parser(start)
    try:
        parser.Parse(data[:_HEAD], False)  # noqa: FBT003  (expat's own signature)
    except (ExpatError, LookupError, ValueError) as error:
        raise UnreadableError(Reason.CORRUPT, f"the flat document: {error}") from error
    return said[0] if said else ""
