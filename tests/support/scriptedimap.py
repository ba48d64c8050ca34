"""An IMAP server of a few lines that says what the test scripts: for answers that no good server gives."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self

GREETING = b"* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n"
ANSWERS: Mapping[bytes, tuple[bytes, ...]] = {
    b"CAPABILITY": (b"* CAPABILITY IMAP4rev1 IDLE\r\n<tag> OK done\r\n",),
    b"LOGIN": (b"<tag> OK welcome\r\n",),
    b"EXAMINE": (b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ids\r\n* OK [UIDNEXT 2] next\r\n<tag> OK done\r\n",),
    b"IDLE": (b"+ idling\r\n",),
    b"DONE": (b"<idle> OK done\r\n",),
    b"LOGOUT": (b"* BYE\r\n<tag> OK done\r\n",),
}
PAUSE = 0.15


class ScriptedImap:
    """One connection; each command gets its pieces, with a pause between so that they arrive apart."""

    def __init__(self, changes: Mapping[bytes, tuple[bytes, ...]]) -> None:
        self.answers = {**ANSWERS, **changes}
        self.heard: list[bytes] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._door.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            line, _ = self._door.accept()
            with line, line.makefile("rb") as words:
                line.sendall(GREETING)
                self._talk(line, iter(words.readline, b""))

    def _talk(self, line: socket.socket, commands: Iterator[bytes]) -> None:
        idle_tag = b""
        for command in commands:
            tag, _, rest = command.strip().partition(b" ")
            word = (rest or tag).split()[0].upper()
            self.heard.append(word)
            idle_tag = tag if word == b"IDLE" else idle_tag
            for number, piece in enumerate(self.answers[word]):
                time.sleep(PAUSE if number else 0)
                line.sendall(piece.replace(b"<tag>", tag).replace(b"<idle>", idle_tag))
