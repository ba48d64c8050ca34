"""A visitor who says nothing is not waited for: whoever takes a line must ask for something, soon."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

FIRST_WORD_SECONDS = 10.0


def impatient(seconds: float) -> type[H11Protocol]:
    """The server's side of a line that is given up where its first request is not there in time.

    uvicorn waits for ever, and lines that say nothing would take the places of all others.
    """

    class Impatient(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._gives_up = asyncio.get_running_loop().call_later(seconds, self._give_up)

        def connection_lost(self, exc: Exception | None) -> None:
            self._gives_up.cancel()
            super().connection_lost(exc)

        def _give_up(self) -> None:
            asked: object = self.cycle  # None until a request was read, whatever its type says
            if asked is None:
                self.transport.close()

    return Impatient
