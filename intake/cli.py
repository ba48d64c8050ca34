"""The command line: results on standard output, the log on standard error, exit codes for scripts."""

from __future__ import annotations

import sys

import click
import structlog
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from catalogue.store import StoreError
from config.campaign import CampaignError
from config.settings import SettingsError
from intake import cli_decide, cli_letters, cli_setup, cli_show, cli_work
from intake.archive import ArchiveError
from intake.cli_shell import EXIT_USAGE, EXIT_WORLD, UsageError, cli, cli_app
from intake.jobs_decide import DecisionError
from intake.jobs_poll import AlreadyRunningError
from intake.mailbox import MailboxError
from intake.sender import CannotSend

for room in (cli_setup, cli_work, cli_show, cli_letters, cli_decide):
    room.register(cli_app)

WRONG_USE = (SettingsError, CampaignError, UsageError, DecisionError)
WORLD = (MailboxError, AlreadyRunningError, CannotSend, ArchiveError, StoreError, DBAPIError, OSError)


def main() -> None:
    """Run one command; every foreseen failure becomes one clear message and its exit code."""
    try:
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


def _say(code: int, error: Exception) -> int:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"intake: {error}", markup=False)
    structlog.get_logger().debug("failed", exc_info=error)
    return code
