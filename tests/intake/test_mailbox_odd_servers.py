import time

import pytest

from intake.mailbox import Account, ImapMailbox, LoginRefused, MailboxUnreachable, TlsRefused
from tests.support.scriptedimap import ScriptedImap


def account(server: ScriptedImap, security: str = "none") -> Account:
    values = {"name": "odd", "host": "127.0.0.1", "username": "u", "timeout_seconds": 3.0}
    return Account(port=server.port, security=security, secret=lambda: "hidden-word", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "idle",
    [
        pytest.param((b"+ idling\r\n", b"* 2 EXI", b"STS\r\n"), id="a line in two pieces"),
        pytest.param((b"+ idling\r\n* 2 EXISTS\r\n", b"* OK still here\r\n"), id="news with the go-ahead"),
        pytest.param((b"* 2 EXISTS\r\n+ idling\r\n",), id="news before the go-ahead"),
    ],
)
def test_news_is_heard_however_it_arrives(idle: tuple[bytes, ...]) -> None:
    with ScriptedImap({b"IDLE": idle}) as server, ImapMailbox(account(server)) as mailbox:
        assert mailbox.wait("INBOX", 20)


def test_a_server_that_only_says_it_is_alive_brings_no_news_and_costs_no_time() -> None:
    began, spent = time.monotonic(), time.process_time()
    chatter = (b"+ idling\r\n", b"* OK still here\r\n")
    with ScriptedImap({b"IDLE": chatter}) as server, ImapMailbox(account(server)) as mailbox:
        assert not mailbox.wait("INBOX", 0.6)
    waited = time.monotonic() - began
    assert waited >= 0.6
    assert time.process_time() - spent < waited / 2  # one that spins spends all of it


def test_a_server_in_trouble_is_not_taken_for_a_wrong_password() -> None:
    trouble = {b"LOGIN": (b"<tag> NO [UNAVAILABLE] Temporary authentication failure\r\n",)}
    with (
        ScriptedImap(trouble) as server,
        pytest.raises(MailboxUnreachable, match="Temporary"),
        ImapMailbox(account(server)),
    ):
        pass
    refusal = {b"LOGIN": (b"<tag> NO [AUTHENTICATIONFAILED] no\r\n",)}
    with (
        ScriptedImap(refusal) as server,
        pytest.raises(LoginRefused) as refused,
        ImapMailbox(account(server)),
    ):
        pass
    assert "hidden-word" not in str(refused.value)


def test_a_server_without_starttls_hears_no_password() -> None:
    with (
        ScriptedImap({}) as server,
        pytest.raises(TlsRefused, match="offers no STARTTLS"),
        ImapMailbox(account(server, "starttls")),
    ):
        pass
    assert b"LOGIN" not in server.heard
