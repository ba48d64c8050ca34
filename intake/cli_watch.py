"""The command that looks after the service itself: watch."""

from __future__ import annotations

import typer

from intake.cli_shell import EXIT_ATTENTION, JsonOption, say, shell_of, show_json, show_rows
from intake.jobs_watch import watch
from reports.operator_mail import without_addresses


def register(cli: typer.Typer) -> None:
    """Hang the command on the root command."""
    cli.command("watch")(watch_command)


def watch_command(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Tell what is wrong with the service, and mail it to operator.mail_to, each trouble once. Safe in cron."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        done = watch(app)
    rows = [[one.name, one.title, without_addresses(one.detail), " ".join(one.cure)] for one in done.troubles]
    headings = ["trouble", "what", "detail", "what to do"]
    if shell.as_json:
        show_json([dict(zip(headings, row, strict=True)) for row in rows])
    elif rows:
        show_rows(headings, rows)
    else:
        say("all is well")
    if rows:
        raise typer.Exit(EXIT_ATTENTION)
