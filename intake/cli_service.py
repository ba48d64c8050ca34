"""The command that stays: run."""

from __future__ import annotations

import threading

import typer

from intake.cli_shell import shell_of
from intake.errors import UsageError
from intake.jobs_poll import AlreadyRunningError, only_one
from intake.letter_examples import expect_sound_templates
from intake.scheduler import serve


def register(cli: typer.Typer) -> None:
    """Hang the command on the root command."""
    cli.command("run")(run_command)


def run_command(context: typer.Context) -> None:
    """Run as a service: poll (IDLE), ask, remind, digest and send, each at its own times, until SIGTERM."""
    shell = shell_of(context)
    stop = threading.Event()
    with shell.app(stopping=stop.is_set) as app:
        expect_sound_templates(app.campaign)
        try:
            with only_one(app):
                serve(app, stop)
        except AlreadyRunningError as error:
            raise UsageError(f"{error}; stop it first") from error
