"""The command that makes the officer's reports: digest."""

from __future__ import annotations

from typing import Annotated

import typer

from intake.cli_letters import DryRun, Out, show_made
from intake.cli_shell import JsonOption, say, shell_of, show_json
from intake.jobs_reports import digest, write_page
from intake.letter_examples import expect_sound_templates
from reports.digest_view import ReportKind

Kind = Annotated[
    ReportKind | None,
    typer.Option("--kind", help="Another report than the one that is due on this day."),
]


def register(cli: typer.Typer) -> None:
    """Hang the command on the root command."""
    cli.command("digest")(digest_command)


def digest_command(
    context: typer.Context,
    *,
    kind: Kind = None,
    dry_run: DryRun = False,
    out: Out = None,
    as_json: JsonOption = False,
) -> None:
    """Make the officer's report of today, once: the digest, on Mondays the weekly, after the deadline the final.

    With --dry-run as often as wanted.
    """
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        expect_sound_templates(app.campaign)
        letter = digest(app, kind, dry_run=dry_run)
        if letter is None:
            if shell.as_json:
                show_json([])
            else:
                say("today's digest was made before; `intake list letters --kind digest` shows it")
            return
        show_made(shell, app, [letter], out)
        if out is not None:
            write_page(letter, out)
