"""What every command shares: the root command with its options, the lazily built application, printing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from config.settings import Settings, load_settings
from intake.app import App, build_app
from intake.errors import UsageError
from intake.log import configure_log

EXIT_ATTENTION = 1
EXIT_USAGE = 2
EXIT_WORLD = 3

HELP = """Reads the submissions of schools from a mailbox into a catalogue, asks for what is missing, reports.

Exit codes: 0 all well; 1 some messages need attention; 2 wrong use or settings; 3 the world failed
(mailbox, mail server, database, archive). Results go to standard output, the log to standard error.
"""


@dataclass(slots=True)
class Shell:
    """One run of the command: its common options. The application is built only when a command needs it."""

    settings_file: Path | None = None
    now: datetime | None = None
    as_json: bool = False

    def settings(self) -> Settings:
        """The settings, read now; also sets up the log as they say."""
        settings = load_settings(self.settings_file)
        configure_log(settings.log.format, settings.log.level)
        return settings

    @contextmanager
    def app(self, *, campaign: str = "", stopping: Callable[[], bool] = lambda: False) -> Iterator[App]:
        """The application of these settings; ``campaign`` overrides theirs. Closed at the end."""
        settings = self.settings()
        if campaign:
            settings = settings.model_copy(update={"campaign": campaign})
        app = build_app(settings, now=self.now, stopping=stopping)
        try:
            yield app
        finally:
            app.close()

    @contextmanager
    def app_beside(self) -> Iterator[App]:
        """The application for a command that may run beside a poll: its claims bear a name of their own."""
        with self.app() as app:
            yield replace(app, worker=f"{app.worker}/{os.getpid()}")


cli_app = typer.Typer(help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

SettingsOption = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        envvar="INTAKE_SETTINGS",
        help="The settings file (default ./intake.toml if it is there).",
    ),
]
NowOption = Annotated[
    str | None,
    typer.Option(
        envvar="INTAKE_NOW", help="Run as if it were this moment (ISO 8601 with offset), for simulations."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
CampaignOption = Annotated[str, typer.Option(help="Campaign id (default: the settings').")]


@cli_app.callback()
def root(
    context: typer.Context,
    settings: SettingsOption = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold the options that every command shares."""
    context.obj = Shell(settings_file=settings, now=_moment(now), as_json=as_json)


def shell_of(context: typer.Context, *, as_json: bool = False) -> Shell:
    """The shell of a running command; a command's own --json counts too."""
    shell: Shell = context.find_object(Shell) or Shell()
    shell.as_json = shell.as_json or as_json
    return shell


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--now {text}: not an ISO 8601 moment such as 2025-05-26T07:30:00+07:00") from error
    if moment.tzinfo is None:
        raise UsageError(f"--now {text}: the offset from UTC is missing, such as +07:00")
    return moment


# --- printing ---------------------------------------------------------------------------------


def console() -> Console:
    """Where results go. Wide where it is no terminal, so that nothing is cut for a script."""
    return Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 200)


def say(text: str) -> None:
    """One line of result."""
    console().print(text, markup=False)


def show_json(value: Any) -> None:
    """A value as JSON; moments as ISO 8601."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (tuple, set, frozenset)):
        return list(value)
    return str(value)


def show_rows(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table of results."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console().print(table)


def show_facts(facts: Mapping[str, object], *, as_json: bool) -> None:
    """Names and figures, a line each, or one JSON object."""
    if as_json:
        show_json(dict(facts))
        return
    for name, value in facts.items():
        say(f"{name}: {value}")
