"""Lines that say nothing are given up, so that they never shut the desk to those who ask."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from intake.desk.server import MOST_AT_ONCE
from tests.support.apps import Office
from tests.support.deskserver import served


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow:"])
def test_who_takes_all_lines_and_asks_for_nothing_is_put_out(office: Office, said: bytes) -> None:
    with served(office.app, first_word_seconds=0.5) as base:
        place = urlsplit(base)
        lines = [
            socket.create_connection((place.hostname or "", place.port or 0)) for _ in range(MOST_AT_ONCE)
        ]
        for line in lines:
            line.sendall(said)
            line.settimeout(10)
        assert [line.recv(1) for line in lines] == [b""] * MOST_AT_ONCE
        with urlopen(f"{base}/dang-nhap") as answer:
            assert answer.status == 200
        for line in lines:
            line.close()
