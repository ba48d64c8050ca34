"""The desk behind a real port of this machine, served by a thread as `intake desk` serves it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn

from intake.app import App
from intake.desk.server import config_of

PATIENCE_SECONDS = 20


@contextmanager
def served(app: App, first_word_seconds: float = 10.0) -> Iterator[str]:
    """The address at which a desk over an application answers, while the block lasts."""
    desk = app.settings.desk.model_copy(update={"port": 0})
    app = replace(app, settings=app.settings.model_copy(update={"desk": desk}))
    server = uvicorn.Server(config_of(app, first_word_seconds))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://{desk.host}:{_port(server)}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive(), "the desk did not stop"


def _port(server: uvicorn.Server) -> int:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not server.started:
        assert time.monotonic() < ends, "the desk did not start"
        time.sleep(0.02)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
