"""The command line: results on standard output, the log on standard error, exit codes for scripts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import structlog
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from catalogue.memory.store import StoreError
from config.campaign import CampaignError
from config.settings import SettingsError
from intake.archive import ArchiveError
from intake.cli_shell import EXIT_USAGE, EXIT_WORLD, cli_app
from intake.errors import UsageError
from intake.jobs_poll import AlreadyRunningError
from intake.mailbox import MailboxError
from intake.sender import CannotSend

ROOMS = {
    "intake.cli_setup": ("init", "check", "roster"),
    "intake.cli_work": ("poll", "import", "reprocess"),
    "intake.cli_service": ("run",),
    "intake.cli_read": ("read",),
    "intake.cli_show": ("status", "list", "show"),
    "intake.cli_export": ("export",),
    "intake.cli_letters": ("ask", "remind", "overdue", "answer", "send", "letters"),
    "intake.cli_digest": ("digest",),
    "intake.cli_watch": ("watch",),
    "intake.cli_decide": ("decide",),
    "intake.cli_person": ("person",),
    "intake.cli_desk": ("desk", "user"),
}
"""Which module holds which commands, in the order of the help."""

WRONG_USE = (SettingsError, CampaignError, UsageError)
WORLD = (MailboxError, AlreadyRunningError, CannotSend, ArchiveError, StoreError, DBAPIError, OSError)


def main() -> None:
    """Run one command and leave with its exit code; every foreseen failure becomes one clear message."""
    try:
        open_rooms(sys.argv[1:])
        cli_app()  # leaves by itself: 0, what the command says, or 2 for wrong use
    except WRONG_USE as error:
        sys.exit(_say(EXIT_USAGE, error))
    except WORLD as error:
        sys.exit(_say(EXIT_WORLD, error))


def open_rooms(words: Sequence[str]) -> None:
    """Import and register the commands that are asked for, all of them where none is (for the help).

    Cron starts the poll every minute: it need not load what draws letters, digests and schedules.
    """
    asked = [room for room, names in ROOMS.items() if not set(names).isdisjoint(words)]
    for room in asked or ROOMS:
        import_module(room).register(cli_app)


def _say(code: int, error: Exception) -> int:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"intake: {error}", markup=False)
    if structlog.is_configured():  # before that it would print everything, local values and all
        structlog.get_logger().debug("failed", exc_info=error)
    return code
