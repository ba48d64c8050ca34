"""A Dovecot of the tests' own: unprivileged, on loopback, in a throw-away folder, with its own CA.

Any user name logs in with PASSWORD, so that each test has a fresh mailbox without a restart. A token that is
in ``tokens`` logs in its user by XOAUTH2. Started as root it runs as nobody.
"""

from __future__ import annotations

import grp
import http.server
import itertools
import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
import trustme

from intake.mailbox import Account

PASSWORD = "correct-horse"

CONFIG = """\
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_max_userip_connections = 200
mail_fsync = never
ssl = yes
ssl_cert = <{base}/tls/server.pem
ssl_key = <{base}/tls/server.key
disable_plaintext_auth = no
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {base}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}/mail/%u allow_all_users=yes
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
"""

OAUTH2 = """\
introspection_mode = post
introspection_url = http://127.0.0.1:{port}/introspect
username_attribute = username
active_attribute = active
active_value = true
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class TokenProvider(http.server.ThreadingHTTPServer):
    """Answers Dovecot whether a token is good, and whose it is."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Introspection)
        self.tokens: dict[str, str] = {}
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.shutdown()
        self._thread.join(5)
        self.server_close()


class _Introspection(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        token = urllib.parse.parse_qs(body).get("token", [""])[0]
        assert isinstance(self.server, TokenProvider)
        user = self.server.tokens.get(token)
        answer = json.dumps({"active": user is not None, "username": user or ""}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        pass


class Dovecot:
    """The server while its context lasts; ``base`` is a folder that does not exist yet."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.getuid())
        self.imap_port, self.imaps_port = free_port(), free_port()
        self.ca_file = str(base / "tls" / "ca.pem")
        self.authority = trustme.CA()
        self.provider: TokenProvider
        self._process: subprocess.Popen[bytes]
        self._serial = itertools.count()

    def __enter__(self) -> Self:
        binary = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")
        if binary is None:
            raise RuntimeError(
                "these tests need Dovecot: apt-get install dovecot-imapd (./run setup does it)"
            )
        self.provider = TokenProvider()
        self._write_files()
        command = [*self._as_owner(), binary, "-F", "-c", str(self.base / "dovecot.conf")]
        self._process = subprocess.Popen(command, cwd=self.base)
        self._await_greeting()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(10)
        self.provider.close()

    def account(self, user: str, **changes: Any) -> Account:
        """An account at the TLS port that trusts this server's CA."""
        values: dict[str, Any] = {
            "name": "test",
            "host": "localhost",
            "port": self.imaps_port,
            "username": user,
            "secret": lambda: PASSWORD,
            "ca_file": self.ca_file,
            "timeout_seconds": 10.0,
        }
        return Account(**values | changes)

    def plain_account(self, user: str, port: int | None = None, **changes: Any) -> Account:
        """An account without encryption, at the plain port or at a proxy before it."""
        port = port or self.imap_port
        return self.account(user, host="127.0.0.1", port=port, security="none", **changes)

    def deliver(self, user: str, messages: Iterable[bytes], folder: str = "INBOX") -> None:
        """Put messages into the user's folder the way a delivery agent does."""
        maildir = self.maildir(user, folder)
        for sub in ("tmp", "new", "cur"):
            self._make_folder(maildir / sub)
        for raw in messages:
            name = f"{time.time_ns()}.{next(self._serial):06d}.test"
            (maildir / "tmp" / name).write_bytes(raw)
            os.chown(maildir / "tmp" / name, self.owner.pw_uid, self.owner.pw_gid)
            (maildir / "tmp" / name).rename(maildir / "new" / name)

    def maildir(self, user: str, folder: str = "INBOX") -> Path:
        home = self.base / "mail" / user / "Maildir"
        return home if folder == "INBOX" else home / ("." + folder.replace("/", "."))

    def renumber(self, user: str, uidvalidity: int, folder: str = "INBOX") -> None:
        """Give the folder another UIDVALIDITY."""
        self.doveadm("mailbox", "update", "-u", user, "--uid-validity", str(uidvalidity), folder)

    def doveadm(self, *words: str) -> str:
        command = [*self._as_owner(), "doveadm", "-c", str(self.base / "dovecot.conf"), *words]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == 0, f"doveadm {words}: {done.stderr}"
        return done.stdout

    def _write_files(self) -> None:
        for sub in ("run", "state", "mail", "tls"):
            (self.base / sub).mkdir(parents=True)
        self.authority.cert_pem.write_to_path(self.ca_file)
        certificate = self.authority.issue_cert("localhost", "127.0.0.1")
        certificate.private_key_pem.write_to_path(self.base / "tls" / "server.key")
        for part in certificate.cert_chain_pems:
            part.write_to_path(self.base / "tls" / "server.pem", append=True)
        (self.base / "dovecot.conf").write_text(self._config())
        (self.base / "oauth2.conf").write_text(OAUTH2.format(port=self.provider.server_port))
        for path in (self.base, *self.base.rglob("*")):
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def _config(self) -> str:
        return CONFIG.format(
            base=self.base,
            user=self.owner.pw_name,
            group=grp.getgrgid(self.owner.pw_gid).gr_name,
            uid=self.owner.pw_uid,
            gid=self.owner.pw_gid,
            imap=self.imap_port,
            imaps=self.imaps_port,
            password=PASSWORD,
        )

    def _as_owner(self) -> list[str]:
        if os.geteuid() != 0:
            return []
        return ["setpriv", f"--reuid={self.owner.pw_uid}", f"--regid={self.owner.pw_gid}", "--clear-groups"]

    def _make_folder(self, path: Path) -> None:
        missing = [parent for parent in (path, *path.parents) if not parent.exists()]
        for folder in reversed(missing):
            folder.mkdir()
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)

    def _await_greeting(self) -> None:
        deadline = time.monotonic() + 15
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", self.imap_port), 1) as line:
                    if line.recv(4) == b"* OK":
                        return
            except OSError:
                time.sleep(0.01)
        raise RuntimeError("Dovecot did not start:\n" + (self.base / "dovecot.log").read_text()[-2000:])


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One server for the whole run; each test takes a user of its own."""
    # Not pytest's own folder: that is closed to nobody.
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with Dovecot(Path(name) / "server") as server:
            yield server


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """A mail user that no other test has."""
    kept = "".join(letter for letter in request.node.name if letter.isalnum() or letter == "_")
    return f"{kept[:60]}-{abs(hash(request.node.nodeid)) % 10**8}"
