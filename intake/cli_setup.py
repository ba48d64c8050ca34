"""The commands that prepare an installation: init, check, roster import."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from catalogue.memory.store import migrate
from catalogue.units.roster import read_roster
from config.settings import SETTINGS_FILE, load_settings
from intake.checks import Finding, run_checks
from intake.cli_shell import (
    EXIT_ATTENTION,
    EXIT_USAGE,
    EXIT_WORLD,
    CampaignOption,
    JsonOption,
    say,
    shell_of,
    show_json,
    show_rows,
)
from intake.errors import UsageError
from intake.reader_limits import TooDearError, bounded
from intake.settings_template import TEMPLATE

roster_app = typer.Typer(help="The invited units.", no_args_is_help=True)


def register(cli: typer.Typer) -> None:
    """Hang the commands on the root command."""
    cli.command()(init)
    cli.command()(check)
    cli.add_typer(roster_app, name="roster")


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to write the settings.")] = Path(),
) -> None:
    """Write a commented settings file and a signing key, and make the database. Overwrites nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    settings_file, key_file = folder / SETTINGS_FILE, folder / "intake.secret"
    _write_new(settings_file, TEMPLATE, 0o640)
    _write_new(key_file, secrets.token_hex(32) + "\n", 0o600)
    os.chdir(folder)
    shell = shell_of(context)
    if shell.settings_file is None:
        shell.settings_file = Path(SETTINGS_FILE)
    settings = load_settings(shell.settings_file)
    migrate(settings.database_url)
    say(f"database ready: {_without_password(settings.database_url)}")
    say("next: fill in [mailbox] and [smtp], run `intake check`, then `intake roster import FILE`")


def _write_new(path: Path, text: str, mode: int) -> None:
    if path.exists():
        say(f"kept: {path} is there already")
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    say(f"written: {path}")


def _without_password(url: str) -> str:
    head, mark, rest = url.partition("@")
    if not mark:
        return url
    user = head.rpartition(":")[0] if head.count(":") > 1 else head
    return f"{user}@{rest}"


def check(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Test settings, campaign, mailbox, SMTP, database, archive, clock and roster: one line each, with the cure."""
    shell = shell_of(context, as_json=as_json)
    findings = run_checks(shell.settings_file, shell.now)
    if shell.as_json:
        show_json(
            [{"check": one.name, "ok": one.ok, "detail": one.detail, "cure": one.cure} for one in findings]
        )
    else:
        for one in findings:
            say(_line(one))
    failed = {one.name for one in findings if not one.ok}
    if failed:
        raise typer.Exit(EXIT_USAGE if failed & {"settings", "campaign"} else EXIT_WORLD)


def _line(one: Finding) -> str:
    mark = "ok  " if one.ok else "FAIL"
    cure = f" -> {one.cure}" if one.cure and not one.ok else ""
    return f"{mark} {one.name}: {one.detail}{cure}"


@roster_app.command("import")
def roster_import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="csv or xlsx: id, name, kind, aliases, emails, domains.")],
    *,
    campaign: CampaignOption = "",
    as_json: JsonOption = False,
) -> None:
    """Make FILE the campaign's roster; tells which rows or cells it did not understand."""
    shell = shell_of(context, as_json=as_json)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}); give a csv or xlsx file") from error
    with shell.app(campaign=campaign) as app:
        try:
            with bounded(app.settings.reading.memory_mb << 20, app.settings.reading.cpu_seconds):
                roster = read_roster(file.name, data, app.campaign.unit_kinds)
        except TooDearError as error:
            raise UsageError(f"{file}: {error}; save the list alone as .xlsx or .csv") from error
        if not roster.units:
            raise UsageError(f"{file}: no unit found in it\n" + "\n".join(roster.problems))
        app.store.replace_units(app.campaign.id, roster.units)
    if shell.as_json:
        show_json({"units": len(roster.units), "problems": list(roster.problems)})
    else:
        say(f"{len(roster.units)} units in the roster")
        if roster.problems:
            show_rows(["not understood"], [[problem] for problem in roster.problems])
    if roster.problems:
        raise typer.Exit(EXIT_ATTENTION)
