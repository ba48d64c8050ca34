"""The commands that only look: status, list, show."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from catalogue.records import (
    Unit,
    UnitState,
    UnitStatus,
)
from catalogue.views import StoredMessage
from intake.app import App
from intake.cli_facts import facts_of, local, message_facts
from intake.cli_list import list_app
from intake.cli_shell import (
    CampaignOption,
    JsonOption,
    say,
    shell_of,
    show_facts,
    show_json,
)
from intake.errors import UsageError
from intake.outbox import outbox_now


def register(cli: typer.Typer) -> None:
    """Hang the commands on the root command."""
    cli.command()(status)
    cli.add_typer(list_app, name="list")
    cli.command()(show)


def status(context: typer.Context, *, campaign: CampaignOption = "", as_json: JsonOption = False) -> None:
    """Where everything is: messages by state, units by status, letters by state, the last poll."""
    shell = shell_of(context, as_json=as_json)
    with shell.app(campaign=campaign) as app:
        show_facts(_status(app), as_json=shell.as_json)


def _status(app: App) -> dict[str, object]:
    ledger = app.store.ledger(app.campaign.id)
    states = {state.unit_id: state for state in app.store.unit_states(app.campaign.id)}
    units = [_unit_status(unit, states) for unit in app.store.units(app.campaign.id)]
    polls = [run for run in app.store.last_runs("poll", 20) if run.finished_at is not None]
    return {
        "campaign": app.campaign.id,
        "messages": ledger.messages,
        **{f"messages {name}": count for name, count in ledger.messages_by_state.items()},
        "copies on the server": ledger.copies,
        "units": len(units),
        **{f"units {status.value}": units.count(status) for status in UnitStatus},
        **{
            f"letters {state.value}": count
            for state, count in app.store.letters_by_state(app.campaign.id).items()
        },
        **_outbox(app),
        "last poll": local(app, polls[0].finished_at) if polls else "never",
        "last poll failed": (polls[0].error or "no") if polls else "no",
    }


def _outbox(app: App) -> dict[str, object]:
    """What should have left and has not; a stuck outbox is seen here also while nothing is sent."""
    outbox = outbox_now(app)
    return {
        "sending": "on" if outbox.sending else "off (sending = false)",
        "letters overdue to leave": outbox.waiting,
        "oldest of them due": local(app, outbox.since) if outbox.since else "",
        "last trouble in sending": outbox.error,
    }


def _unit_status(unit: Unit, states: dict[str | None, UnitState]) -> UnitStatus:
    state = states.get(unit.id)
    return state.status if state else UnitStatus.NOT_SUBMITTED


def show(
    context: typer.Context,
    wanted: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a message, unit, course, contact or letter.")
    ],
    *,
    raw: Annotated[bool, typer.Option("--raw", help="A message's exact bytes, to standard output.")] = False,
    as_json: JsonOption = False,
) -> None:
    """One message, unit or record with the origin of every value and its history."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        message = _find_message(app, wanted)
        if raw:
            if message is None:
                raise UsageError(f"no message {wanted!r}; --raw shows messages only")
            sys.stdout.buffer.write(app.archive.get(message.sha256))
            return
        facts = message_facts(app, message) if message else facts_of(app, wanted)
    if shell.as_json:
        show_json(facts)
    else:
        for line in _lines(facts):
            say(line)


def _find_message(app: App, wanted: str) -> StoredMessage | None:
    shortest = 6
    return app.store.message(wanted) if len(wanted) >= shortest else None


def _lines(facts: Any, indent: int = 0) -> Iterator[str]:
    """Nested facts as indented lines; what is empty is left out."""
    pad = "  " * indent
    pairs = facts.items() if isinstance(facts, dict) else enumerate(facts, 1)
    for name, value in pairs:
        if value in (None, "", [], {}, ()):
            continue
        if isinstance(value, (dict, list, tuple)):
            yield f"{pad}{name}:"
            yield from _lines(value, indent + 1)
        else:
            text = str(value).replace("\n", f"\n{pad}    ")
            yield f"{pad}{name}: {text}"
