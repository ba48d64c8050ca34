"""The commands that make and send letters: ask, remind, overdue, answer, send, letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from catalogue.outbox import Letter
from config.campaign import load_campaign
from intake.app import App
from intake.cli_shell import (
    EXIT_ATTENTION,
    JsonOption,
    Shell,
    say,
    shell_of,
    show_facts,
    show_json,
    show_rows,
)
from intake.jobs_answer import answer
from intake.jobs_letters import ask, remind
from intake.jobs_overdue import OverdueError, approve_overdue, make_overdue
from intake.jobs_send import queued, send, write_out
from intake.letter_examples import expect_sound_templates, write_examples

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be made; store nothing.")]
Out = Annotated[Path | None, typer.Option("--out", help="Also write each letter as .eml into this folder.")]


def register(cli: typer.Typer) -> None:
    """Hang the commands on the root command."""
    cli.command("ask")(ask_command)
    cli.command("remind")(remind_command)
    cli.command("overdue")(overdue_command)
    cli.command("answer")(answer_command)
    cli.command("send")(send_command)
    cli.command("letters")(letters_command)


def ask_command(
    context: typer.Context, *, dry_run: DryRun = False, out: Out = None, as_json: JsonOption = False
) -> None:
    """Put the letters that answer what came in into the outbox, one a unit and turn. Sends nothing itself."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        expect_sound_templates(app.campaign)
        show_made(shell, app, ask(app, dry_run=dry_run).made, out)


def remind_command(
    context: typer.Context, *, dry_run: DryRun = False, out: Out = None, as_json: JsonOption = False
) -> None:
    """Put reminders that are due into the outbox: for who sent nothing, and who sent not all."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        expect_sound_templates(app.campaign)
        show_made(shell, app, remind(app, dry_run=dry_run).made, out)


def overdue_command(
    context: typer.Context,
    *,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until", formats=["%Y-%m-%d"], help="The new deadline: the first day that is too late."
        ),
    ] = None,
    approve: Annotated[
        bool, typer.Option("--approve", help="Let the held letters go: the officer's yes.")
    ] = False,
    dry_run: DryRun = False,
    out: Out = None,
    as_json: JsonOption = False,
) -> None:
    """After the deadline: a letter to each unit whose case is open, held until it is approved."""
    shell = shell_of(context, as_json=as_json)
    if approve == (until is not None):
        raise typer.BadParameter(
            "give either --until DATE, to make the letters, or --approve, to let them go"
        )
    with shell.app() as app:
        if until is None:
            show_facts({"approved": approve_overdue(app)}, as_json=shell.as_json)
            return
        expect_sound_templates(app.campaign)
        try:
            done = make_overdue(app, until.date(), dry_run=dry_run)
        except OverdueError as error:
            raise typer.BadParameter(str(error)) from error
        show_made(shell, app, done.made, out)
        for unit in done.unreachable:
            say(f"no address to write to: {unit.name}")
    if done.unreachable:
        raise typer.Exit(EXIT_ATTENTION)


def answer_command(
    context: typer.Context,
    message_id: Annotated[
        str, typer.Argument(help="Id of a question (`intake list messages --kind question`).")
    ],
    text: Annotated[str, typer.Option("--text", help="The answer, in Vietnamese.")] = "",
    file: Annotated[
        Path | None, typer.Option("--file", exists=True, dir_okay=False, help="A text file with the answer.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a school's question through the outbox; the question is closed with it."""
    shell = shell_of(context, as_json=as_json)
    with shell.app_beside() as app:
        letter = answer(app, message_id, file.read_text("utf-8") if file else text)
        show_made(shell, app, [letter], None)


def send_command(
    context: typer.Context, *, dry_run: DryRun = False, out: Out = None, as_json: JsonOption = False
) -> None:
    """Send what is due. With `sending = false` (the default) nothing leaves: it tells what would."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        if dry_run or out is not None:
            show_made(shell, app, queued(app), out)
            return
        done = send(app)
    if done.waiting and not shell.as_json:
        say(f"sending = false: {len(done.waiting)} letters wait; --out FOLDER writes them as files")
    waiting = {"waiting": len(done.waiting)} if done.waiting else {}
    show_facts(dict(done.outcomes) or waiting or {"sent": 0}, as_json=shell.as_json)
    if set(done.outcomes) - {"sent", "found", "withdrawn"}:
        raise typer.Exit(EXIT_ATTENTION)


def letters_command(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")],
    campaign: Annotated[
        str, typer.Option(help="Campaign id, or the path of its TOML (default: the settings').")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Write an example of every letter of the campaign (.html, .txt, .eml), to be looked at beforehand.

    About an invented school. Needs no mailbox and no database, and sends nothing.
    """
    shell = shell_of(context, as_json=as_json)
    settings = shell.settings()
    chosen = load_campaign(campaign or settings.campaign, settings.campaigns_folder)
    written = write_examples(chosen, out)
    if shell.as_json:
        show_json([{"file": path.name, "subject": letter.subject} for path, letter in written])
    else:
        show_rows(["file", "subject"], [[path.name, letter.subject] for path, letter in written])
        say(f"{len(written)} letters written into {out}")


def show_made(shell: Shell, app: App, letters: Sequence[Letter], out: Path | None) -> None:
    """Print the letters that a command made, and lay them into a folder where one is named."""
    if out is not None:
        write_out(app, list(letters), out)
    rows = [[one.id or "", one.kind.value, one.unit_id or "", one.to, one.subject] for one in letters]
    headings = ["id", "kind", "unit", "to", "subject"]
    if shell.as_json:
        show_json([dict(zip(headings, row, strict=True)) for row in rows])
    else:
        show_rows(headings, rows)
        say(f"{len(letters)} letters" + (f", written into {out}" if out else ""))
