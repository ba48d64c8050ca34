"""OpenDocument files written by hand, so that the dialect of every producer can be spelled out."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_PREFIXES = {
    "office": f"{_OASIS}:office:1.0", "style": f"{_OASIS}:style:1.0", "text": f"{_OASIS}:text:1.0",
    "table": f"{_OASIS}:table:1.0", "draw": f"{_OASIS}:drawing:1.0", "number": f"{_OASIS}:datastyle:1.0",
    "fo": f"{_OASIS}:xsl-fo-compatible:1.0", "svg": f"{_OASIS}:svg-compatible:1.0",
    "form": f"{_OASIS}:form:1.0", "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
}  # fmt: skip
_SPACES = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _PREFIXES.items())
MIME = "application/vnd.oasis.opendocument"


def package(
    kind: str, body: str, automatic: str = "", parts: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A package whose content has this body; ``kind`` is "spreadsheet" or "text"."""
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"{MIME}.{kind}")
        for name, text in {"content.xml": content, **(parts or {})}.items():
            archive.writestr(name, text)
    return target.getvalue()


def styles_part(common: str = "", masters: str = "", automatic: str = "") -> str:
    """The part with common styles and master pages."""
    return (
        f"<office:document-styles {_SPACES}><office:styles>{common}</office:styles>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
    )


def flat(kind: str, body: str, automatic: str = "") -> bytes:
    """The same as one XML document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_SPACES} office:mimetype="{MIME}.{kind}">'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    ).encode()


def style(name: str, family: str, inside: str, attributes: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="{family}" {attributes}>{inside}</style:style>'


def text_look(attributes: str) -> str:
    return f"<style:text-properties {attributes}/>"
