"""The command line: results on standard output, the log on standard error, exit codes for scripts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click
import structlog
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from catalogue.store import StoreError
from config.campaign import CampaignError
from config.settings import SettingsError
from intake.archive import ArchiveError
from intake.cli_shell import EXIT_USAGE, EXIT_WORLD, cli, cli_app
from intake.errors import UsageError
from intake.jobs_poll import AlreadyRunningError
from intake.mailbox import MailboxError
from intake.sender import CannotSend

ROOMS = {
    "intake.cli_setup": ("init", "check", "roster"),
    "intake.cli_work": ("poll", "import", "reprocess"),
    "intake.cli_service": ("run",),
    "intake.cli_show": ("status", "list", "show", "export"),
    "intake.cli_letters": ("ask", "remind", "digest", "send"),
    "intake.cli_decide": ("decide",),
}
"""Which module holds which commands, in the order of the help."""

WRONG_USE = (SettingsError, CampaignError, UsageError)
WORLD = (MailboxError, AlreadyRunningError, CannotSend, ArchiveError, StoreError, DBAPIError, OSError)


def main() -> None:
    """Run one command; every foreseen failure becomes one clear message and its exit code."""
    try:
        open_rooms(sys.argv[1:])
        code = cli(standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.Abort:
        code = 130
    except click.ClickException as error:
        error.show(sys.stderr)
        code = EXIT_USAGE
    except WRONG_USE as error:
        code = _say(EXIT_USAGE, error)
    except WORLD as error:
        code = _say(EXIT_WORLD, error)
    sys.exit(code if isinstance(code, int) else 0)


def open_rooms(words: Sequence[str]) -> None:
    """Import and register the commands that are asked for, all of them where none is (for the help).

    Cron starts the poll every minute: it need not load what draws letters, digests and schedules.
    """
    asked = [room for room, names in ROOMS.items() if not set(names).isdisjoint(words)]
    for room in asked or ROOMS:
        import_module(room).register(cli_app)


def _say(code: int, error: Exception) -> int:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"intake: {error}", markup=False)
    structlog.get_logger().debug("failed", exc_info=error)
    return code
