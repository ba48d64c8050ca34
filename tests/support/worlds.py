"""What surrounds an installation on a journey: mail on Dovecot, a sink for letters, its environment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from importlib import resources

from aiosmtpd.controller import Controller

from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.smtpsink import SmtpSink

SAMPLES = resources.files("intake.demo") / "samples"


def samples() -> list[bytes]:
    """The messages that ship with the demo, in order."""
    found = sorted((one for one in SAMPLES.iterdir() if one.name.endswith(".eml")), key=lambda one: one.name)
    return [one.read_bytes() for one in found]


def environment(dovecot: Dovecot, user: str, *, plain: bool = False, port: int = 0) -> dict[str, str]:
    """The settings of an installation whose mailbox is the user's, over TLS unless ``plain``."""
    return {
        "INTAKE_MAILBOX__HOST": "127.0.0.1" if plain else "localhost",
        "INTAKE_MAILBOX__PORT": str(port or (dovecot.imap_port if plain else dovecot.imaps_port)),
        "INTAKE_MAILBOX__SECURITY": "none" if plain else "tls",
        "INTAKE_MAILBOX__CA_FILE": "" if plain else dovecot.ca_file,
        "INTAKE_MAILBOX__USERNAME": user,
        "INTAKE_MAILBOX__PASSWORD__VALUE": PASSWORD,
        "INTAKE_MAILBOX__TIMEOUT_SECONDS": "20",
        "INTAKE_SECRET__VALUE": "a secret of the tests",
        "INTAKE_LOG__FORMAT": "json",
    }


def letters_to(sink: SmtpSink) -> dict[str, str]:
    """The settings by which letters really leave, into the sink."""
    return {
        "INTAKE_SENDING": "true",
        "INTAKE_SMTP__HOST": "127.0.0.1",
        "INTAKE_SMTP__PORT": str(sink.port),
        "INTAKE_SMTP__SECURITY": "none",
        "INTAKE_SMTP__SENDER": "tiepnhan.gdtx@sogddt.example",
    }


@contextmanager
def sink_running() -> Iterator[SmtpSink]:
    """A sink that lasts as long as the journey does."""
    sink = SmtpSink()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def deliver_dated(dovecot: Dovecot, user: str, raws: Iterable[bytes]) -> None:
    """Put messages into the user's mailbox, received when their Date says."""
    for raw in raws:
        dovecot.deliver(user, [raw])
        newest = max((dovecot.maildir(user) / "new").iterdir(), key=lambda path: path.name)
        moment = parsedate_to_datetime(str(message_from_bytes(raw)["Date"])).timestamp()
        os.utime(newest, (moment, moment))


def copy_mailbox(dovecot: Dovecot, of: str, to: str) -> None:
    """Give another user the same mail that nobody has looked at yet."""
    shutil.copytree(dovecot.maildir(of).parent, dovecot.maildir(to).parent)
    for path in (dovecot.maildir(to).parent, *dovecot.maildir(to).parent.rglob("*")):
        os.chown(path, dovecot.owner.pw_uid, dovecot.owner.pw_gid)


def messages_in(dovecot: Dovecot, user: str, folder: str) -> int:
    """How many messages lie in a folder, as the server says."""
    return int(dovecot.doveadm("-f", "tab", "mailbox", "status", "-u", user, "messages", folder).split()[-1])
