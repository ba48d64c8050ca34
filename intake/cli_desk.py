"""The commands of the desk: serve it, and say who may use it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from catalogue.accounts import Role
from intake.cli_facts import local
from intake.cli_shell import JsonOption, say, shell_of, show_json, show_rows
from intake.desk import logins, server
from intake.errors import UsageError

user_app = typer.Typer(help="Who may use the desk.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The name to log in by.")]
PasswordFile = Annotated[
    Path | None, typer.Option(help="Read the password from this file's first line, - for standard input.")
]


def register(cli: typer.Typer) -> None:
    """Hang the commands on the root command."""
    cli.command("desk")(desk_command)
    cli.add_typer(user_app, name="user")


def desk_command(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Where to listen (default: desk.host, this machine alone).")] = "",
    port: Annotated[int | None, typer.Option(help="The port (default: desk.port).", min=0, max=65535)] = None,
) -> None:
    """Serve the officer's web pages until SIGTERM; beside `run` or cron."""
    shell = shell_of(context)
    with shell.app_beside() as beside:
        named = {"host": host or None, "port": port}
        changes = {key: value for key, value in named.items() if value is not None}
        desk = beside.settings.desk.model_copy(update=changes)
        app = replace(beside, settings=beside.settings.model_copy(update={"desk": desk}))
        if not any(not one.closed for one in logins.users(app)):
            say("nobody may log in yet: make an account with `intake user add NAME --role officer`")
        say(f"desk: http://{desk.host}:{desk.port}/ (stop with Ctrl+C)")
        server.serve(app)


@user_app.command("add")
def add_user(
    context: typer.Context,
    name: Name,
    role: Annotated[Role, typer.Option(help="What the user may do.")] = Role.OFFICER,
    password_file: PasswordFile = None,
) -> None:
    """Make an account; asks for its password twice."""
    password = _password(password_file)
    with shell_of(context).app() as app:
        logins.add_user(app, name, role, password)
    say(f"{name} may log in as {role.value}")


@user_app.command("password")
def set_password(context: typer.Context, name: Name, password_file: PasswordFile = None) -> None:
    """Give an account a new password; its logins end, and a closed one opens."""
    password = _password(password_file)
    with shell_of(context).app() as app:
        logins.set_password(app, name, password)
    say(f"{name} has a new password")


@user_app.command("role")
def set_role(
    context: typer.Context, name: Name, role: Annotated[Role, typer.Argument(help="What the user may do.")]
) -> None:
    """Give an account another role; its logins end."""
    with shell_of(context).app() as app:
        logins.set_role(app, name, role)
    say(f"{name} is {role.value} now")


@user_app.command("close")
def close_user(context: typer.Context, name: Name) -> None:
    """Let an account in no more; what it did stays told."""
    with shell_of(context).app() as app:
        logins.close_user(app, name)
    say(f"{name} may not log in any more")


@user_app.command("list")
def list_users(context: typer.Context, as_json: JsonOption = False) -> None:
    """All accounts."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        rows = [
            [one.name, one.role.value, "closed" if one.closed else "open", local(app, one.changed_at)]
            for one in logins.users(app)
        ]
    headings = ["name", "role", "state", "changed"]
    if shell.as_json:
        show_json([dict(zip(headings, row, strict=True)) for row in rows])
    else:
        show_rows(headings, rows)


def _password(file: Path | None) -> str:
    """The password: from a file, standard input, or typed twice where nobody can see it."""
    if file is None:
        typed: str = typer.prompt("password", hide_input=True, confirmation_prompt=True)
        return typed
    if str(file) == "-":
        return sys.stdin.readline().rstrip("\r\n")
    try:
        with file.open(encoding="utf-8") as lines:
            return lines.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read; give a file whose first line is the password") from error
