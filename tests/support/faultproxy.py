"""A line to a server that can be cut, reset or stalled at a chosen byte, or cut at a client's plain word.

with FaultProxy(server_port) as proxy:
    proxy.faults = [Fault(cut_after=20_000), None]   # first connection, second; later ones are whole
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What befalls one connection: after so many bytes from the server, or on a word of the client."""

    cut_after: int | None = None
    stall_after: int | None = None
    cut_on: bytes | None = None
    reset: bool = False


class FaultProxy:
    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.faults: list[Fault | None] = []
        self.connections = 0
        self.cuts = 0
        self._open: set[_Pair] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._let_in, daemon=True)]
        self.port: int = self._door.getsockname()[1]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A shutdown wakes the thread in accept; a close alone would not.
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self.cut_all()
        for thread in self._threads:
            thread.join(5)
        self._door.close()

    def cut_all(self) -> None:
        """End every connection that is open now."""
        for pair in tuple(self._open):
            pair.wake()

    def stall_all(self) -> None:
        """Let nothing more through from the server, and tell nobody: a router that forgot the line."""
        for pair in tuple(self._open):
            pair.stalled = True

    def _let_in(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            fault = self.faults.pop(0) if self.faults else None
            self.connections += 1
            server = socket.create_connection(("127.0.0.1", self.server_port), 5)
            pair = _Pair(client, server, fault or Fault())
            self._open.add(pair)
            thread = threading.Thread(target=self._carry, args=(pair,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _carry(self, pair: _Pair) -> None:
        cut = False
        with contextlib.suppress(OSError):
            cut = pair.carry()
        self.cuts += cut
        self._open.discard(pair)
        pair.end(reset=cut and pair.fault.reset)


class _Pair:
    """One connection, carried by one thread: a close from another would not end what stands in recv."""

    def __init__(self, client: socket.socket, server: socket.socket, fault: Fault) -> None:
        self.client, self.server, self.fault = client, server, fault
        self._words = b""
        self._sent = 0
        self.stalled = False

    def carry(self) -> bool:
        """Carry both ways until an end hangs up (False) or the fault strikes (True)."""
        while True:
            for ready in select.select([self.client, self.server], [], [])[0]:
                data = ready.recv(65536)
                if not data:
                    return False
                if self._to_server(data) if ready is self.client else self._to_client(data):
                    return True

    def wake(self) -> None:
        with contextlib.suppress(OSError):
            self.client.shutdown(socket.SHUT_RDWR)

    def end(self, *, reset: bool) -> None:
        if reset:
            self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.client.close()
        self.server.close()

    def _to_server(self, data: bytes) -> bool:
        self._words = (self._words + data)[-70_000:]
        if self.fault.cut_on and self.fault.cut_on in self._words:
            return True
        self.server.sendall(data)
        return False

    def _to_client(self, data: bytes) -> bool:
        limit = self.fault.cut_after if self.fault.cut_after is not None else self.fault.stall_after
        if self.stalled:
            return False
        if limit is not None and self._sent + len(data) >= limit:
            self.client.sendall(data[: limit - self._sent])
            self.stalled = self.fault.cut_after is None
            return not self.stalled
        self.client.sendall(data)
        self._sent += len(data)
        return False
