"""The commands that list what is stored, a row each: messages, units, records, letters, addresses, runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from catalogue.decided import undone_by
from catalogue.fields import CONTACT, COURSE
from catalogue.memory.tables import MessageState
from catalogue.outbox import Letter
from catalogue.records import (
    Decision,
    LetterKind,
    LetterState,
    MessageKind,
    Record,
    Unit,
    UnitState,
    UnitStatus,
)
from catalogue.views import KnownAddress, LetterFilter, MessageFilter, StoredMessage
from intake.app import App
from intake.cli_facts import local
from intake.cli_shell import JsonOption, Shell, shell_of, show_json, show_rows

list_app = typer.Typer(
    help="List messages, units, courses, contacts, letters, decisions, addresses or runs.",
    no_args_is_help=True,
)

Limit = Annotated[int, typer.Option(help="At most so many.")]


@list_app.command("messages")
def list_messages(  # noqa: PLR0917 - options of one command
    context: typer.Context,
    state: Annotated[MessageState | None, typer.Option(help="Only those in this state.")] = None,
    kind: Annotated[MessageKind | None, typer.Option(help="Only those of this kind.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit's.")] = None,
    attention: Annotated[
        bool, typer.Option("--attention", help="Only those that wait for the officer.")
    ] = False,
    limit: Limit = 50,
    as_json: JsonOption = False,
) -> None:
    """Messages, newest first."""
    shell = shell_of(context, as_json=as_json)
    wanted = MessageFilter(state=state, kind=kind, unit_id=unit, needs_officer=attention)
    with shell.app() as app:
        rows = [_message_row(app, one) for one in app.store.messages(app.campaign.id, wanted, limit)]
    _show(
        shell,
        ["id", "received", "kind", "unit", "state", "subject", "needs officer"],
        rows,
    )


def _message_row(app: App, one: StoredMessage) -> list[object]:
    kind = one.kind.value if one.kind else ""
    received = local(app, one.received_at)
    return [one.short_id, received, kind, one.unit_id or "", one.state.value, one.subject, one.needs_officer]


@list_app.command("units")
def list_units(context: typer.Context, as_json: JsonOption = False) -> None:
    """The roster with each unit's status."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        states = {state.unit_id: state for state in app.store.unit_states(app.campaign.id)}
        rows = [_unit_row(unit, states.get(unit.id)) for unit in app.store.units(app.campaign.id)]
    _show(shell, ["id", "name", "kind", "status", "courses", "contacts", "late"], rows)


def _unit_row(unit: Unit, state: UnitState | None) -> list[object]:
    if state is None:
        return [unit.id, unit.name, unit.kind, UnitStatus.NOT_SUBMITTED.value, 0, 0, ""]
    late = "late" if state.late else ""
    return [unit.id, unit.name, unit.kind, state.status.value, len(state.courses), len(state.contacts), late]


@list_app.command("courses")
def list_courses(
    context: typer.Context, unit: Annotated[str | None, typer.Option()] = None, as_json: JsonOption = False
) -> None:
    """The courses, unit by unit."""
    _list_records(shell_of(context, as_json=as_json), COURSE, unit)


@list_app.command("contacts")
def list_contacts(
    context: typer.Context, unit: Annotated[str | None, typer.Option()] = None, as_json: JsonOption = False
) -> None:
    """The contact persons, unit by unit."""
    _list_records(shell_of(context, as_json=as_json), CONTACT, unit)


def _list_records(shell: Shell, kind: str, unit: str | None) -> None:
    with shell.app() as app:
        rows = [_record_row(one) for one in app.store.records(app.campaign.id, kind, unit)]
    _show(shell, ["id", "unit", "name", "missing", "doubtful"], rows)


def _record_row(one: Record) -> list[object]:
    return [one.id, one.unit_id or "", one.name, ", ".join(one.missing), ", ".join(one.doubtful)]


@list_app.command("letters")
def list_letters(
    context: typer.Context,
    state: Annotated[LetterState | None, typer.Option()] = None,
    kind: Annotated[LetterKind | None, typer.Option()] = None,
    limit: Limit = 50,
    as_json: JsonOption = False,
) -> None:
    """Letters, newest first."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        found = app.store.letters(app.campaign.id, LetterFilter(state=state, kind=kind), limit)
        rows = [_letter_row(app, one) for one in found]
    _show(shell, ["id", "kind", "unit", "window", "state", "sent", "subject", "error"], rows)


def _letter_row(app: App, one: Letter) -> list[object]:
    sent = local(app, one.sent_at)
    return [
        one.id,
        one.kind.value,
        one.unit_id or "",
        one.window[:12],
        one.state.value,
        sent,
        one.subject,
        one.error,
    ]


@list_app.command("decisions")
def list_decisions(context: typer.Context, as_json: JsonOption = False) -> None:
    """All decisions in the order made."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        made = app.store.all_decisions(app.campaign.id)
    undone = undone_by(made)
    rows = [
        [one.id, one.kind.value, one.subject, one.value, one.made_by, one.note, _undo_of(undone.get(one.id))]
        for one in made
    ]
    _show(shell, ["id", "kind", "subject", "value", "by", "note", "taken back by"], rows)


def _undo_of(undo: Decision | None) -> object:
    return "" if undo is None else undo.id


@list_app.command("addresses")
def list_addresses(
    context: typer.Context,
    every: Annotated[
        bool, typer.Option("--all", help="Also those that get mail again and whose owners are back.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Addresses that get no mail now or whose owners are away, with the reason."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        now = app.clock()
        shut = app.store.muted(now) | app.store.away(now)
        known = [one for one in app.store.addresses() if every or one.address in shut]
        rows = [_address_row(app, one) for one in known]
    _show(shell, ["address", "bounces", "muted until", "reason", "away until", "deputy"], rows)


def _address_row(app: App, one: KnownAddress) -> list[object]:
    muted, away = local(app, one.muted_until), local(app, one.away_until)
    return [one.address, one.bounces, muted, one.reason, away, one.deputy]


@list_app.command("runs")
def list_runs(context: typer.Context, limit: Limit = 20, as_json: JsonOption = False) -> None:
    """The last runs of poll and digest, newest first."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        runs = app.store.last_runs(limit=limit)
        rows = [[one.verb, local(app, one.started_at), dict(one.counts), one.error] for one in runs]
    _show(shell, ["verb", "started", "counts", "error"], rows)


def _show(shell: Shell, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if shell.as_json:
        show_json([dict(zip(headings, row, strict=True)) for row in rows])
    else:
        show_rows(headings, rows)
