"""Ends a worker process that reaches for the network, another program or a file that is not its own.

Imported by workers that a test starts (``preload``): from then on the interpreter tells it of every such
deed, whichever library does it. A worker that does one is gone with exit code 77.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

CAUGHT = 77
FORBIDDEN = frozenset({
    "socket.connect", "socket.sendto", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname",
    "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.remove",
    "os.rename", "os.mkdir", "os.symlink", "os.link", "urllib.Request", "webbrowser.open",
})  # fmt: skip
OWN = tuple(
    str(Path(folder).resolve())
    for folder in (sys.prefix, sys.base_prefix, Path(__file__).parents[2], "/proc/self", "/usr", "/lib")
)


def watch(event: str, facts: tuple[object, ...]) -> None:
    """Told by the interpreter what is about to be done."""
    if event in FORBIDDEN or (event == "open" and not is_own(facts[0])):
        os.write(2, f"{event}: {facts!r}\n".encode("utf-8", "replace"))
        os._exit(CAUGHT)


def is_own(path: object) -> bool:
    """Whether a file is part of the program or its libraries; what is open already has a number."""
    return isinstance(path, int) or os.path.realpath(os.fsdecode(str(path))).startswith((*OWN, "/proc/"))


if "intake.reader_pool" not in sys.modules:
    sys.addaudithook(watch)
