"""The references of our letters that a message bears, hidden sheets too; looks nothing up, no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from catalogue.tokens import references_within
from parsers.body import Body
from parsers.document import Document, Grid, Paragraph

_MOST = 20
_LONGEST_TEXT = 200_000


def references_in(bodies: Sequence[Body], files: Iterable[Document]) -> tuple[str, ...]:
    """What has the shape of a reference, each once: in a mail's own words first, then in what it quotes."""
    spoken = (one for body in bodies for one in (body.new, body.forwarded, body.signature, body.quoted))
    texts = [text for one in spoken if one is not None for text in _texts(one.blocks)]
    texts += [text for one in files for text in _texts([grid for grid in one.grids if grid.hidden])]
    return references_within("\n".join(texts)[:_LONGEST_TEXT])[:_MOST]


def _texts(blocks: Iterable[object]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
            yield from (address for _shown, address in block.hrefs)
        elif isinstance(block, Grid):
            yield from (cell.text for cell in block.cells.values())
