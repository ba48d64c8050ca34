"""The commands that only look: status, list, show, export."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from catalogue.memory.tables import MessageState
from catalogue.outbox import Letter
from catalogue.records import (
    CONTACT,
    COURSE,
    LetterKind,
    LetterState,
    MessageKind,
    Record,
    Unit,
    UnitState,
    UnitStatus,
    Value,
)
from catalogue.views import LetterFilter, MessageFilter, StoredMessage
from intake.app import App
from intake.cli_shell import (
    CampaignOption,
    JsonOption,
    Shell,
    say,
    shell_of,
    show_facts,
    show_json,
    show_rows,
)
from intake.errors import UsageError
from intake.jobs_export import FORMATS, export

list_app = typer.Typer(
    help="List messages, units, courses, contacts, letters, decisions or runs.", no_args_is_help=True
)

Limit = Annotated[int, typer.Option(help="At most so many.")]


def register(cli: typer.Typer) -> None:
    """Hang the commands on the root command."""
    cli.command()(status)
    cli.add_typer(list_app, name="list")
    cli.command()(show)
    cli.command("export")(export_command)


def local(app: App, moment: datetime | None) -> str:
    """A moment by the campaign's clock, with its offset; "" for none."""
    return moment.astimezone(app.campaign.time_zone).isoformat(timespec="minutes") if moment else ""


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
        "last poll": local(app, polls[0].finished_at) if polls else "never",
        "last poll failed": (polls[0].error or "no") if polls else "no",
    }


def _unit_status(unit: Unit, states: dict[str | None, UnitState]) -> UnitStatus:
    state = states.get(unit.id)
    return state.status if state else UnitStatus.NOT_SUBMITTED


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
        made = app.store.decisions(app.campaign.id)
    rows = [[one.id, one.kind.value, one.subject, one.value, one.made_by, one.note] for one in made]
    _show(shell, ["id", "kind", "subject", "value", "by", "note"], rows)


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
        facts = _message_facts(app, message) if message else _other_facts(app, wanted)
    if shell.as_json:
        show_json(facts)
    else:
        for line in _lines(facts):
            say(line)


def _find_message(app: App, wanted: str) -> StoredMessage | None:
    shortest = 6
    return app.store.message(wanted) if len(wanted) >= shortest else None


def _other_facts(app: App, wanted: str) -> dict[str, Any]:
    for unit in app.store.units(app.campaign.id):
        if unit.id == wanted:
            return _unit_facts(app, unit)
    found = [one for one in app.store.find_records(app.campaign.id, wanted) if one.id.startswith(wanted)]
    if len(found) == 1:
        return record_facts(found[0])
    letter = app.store.letter(int(wanted)) if wanted.isdigit() else None
    if letter is not None:
        return {"letter": letter.id, "kind": letter.kind.value, "state": letter.state.value, "to": letter.to,
                "subject": letter.subject, "text": letter.text}  # fmt: skip
    raise UsageError(
        f"nothing has the id {wanted!r} ({len(found)} records begin so); `intake list` shows the ids"
    )


def _message_facts(app: App, message: StoredMessage) -> dict[str, Any]:
    reading = app.store.reading(message.sha256)
    copies = [f"{one.folder} UID {one.uid}" for one in app.store.copies(message.sha256)]
    return {
        "message": message.sha256,
        "message_id": message.message_id,
        "received_at": local(app, message.received_at),
        "from": message.sender,
        "subject": message.subject,
        "state": message.state.value,
        "kind": message.kind.value if message.kind else None,
        "unit": message.unit_id,
        "why": f"{message.reason} ({message.confidence:.2f})",
        "needs_officer": message.needs_officer,
        "late": message.late,
        "on the server": copies,
        "parts": [
            {"part": one.number, "file": "/".join(filter(None, [one.filename, one.path])), "status": one.status.value,
             "reason": one.reason, "note": one.note}
            for one in app.store.parts(message.sha256)
        ],
        "entries": [
            {"kind": entry.kind, "doubt": entry.doubt, "values": {key: value_facts(value) for key, value in entry.values.items()}}
            for entry in (reading.entries if reading else ())
        ],
        "unclaimed": [
            {"text": one.text, "heading": one.heading, "at": one.origin.at} for one in (reading.unclaimed if reading else ())
        ],
        "error": message.error,
    }  # fmt: skip


def _unit_facts(app: App, unit: Unit) -> dict[str, Any]:
    state = app.store.unit_state(app.campaign.id, unit.id)
    history = app.store.letter_history(app.campaign.id, unit.id)
    messages = app.store.messages(app.campaign.id, MessageFilter(unit_id=unit.id), 1000)
    return {
        "unit": unit.id,
        "name": unit.name,
        "kind": unit.kind,
        "status": state.status.value if state else UnitStatus.NOT_SUBMITTED.value,
        "messages": [f"{one.short_id} {local(app, one.received_at)} {one.subject}" for one in messages],
        "letters": [f"{one.id} {one.kind.value} {one.window[:12]} {one.state.value}" for one in history],
        "unread files": [f"{one.filename}: {one.reason}" for one in (state.unread if state else ())],
        "records": [record_facts(one) for one in (state.records if state else ())],
        "unresolved": [
            {"doubt": one.doubt, "values": {key: value_facts(value) for key, value in one.values.items()}}
            for one in (state.unresolved if state else ())
        ],
    }


def record_facts(record: Record) -> dict[str, Any]:
    """A record with the origin of each value and what stood there before."""
    return {
        record.kind: record.id,
        "unit": record.unit_id,
        "values": {key: value_facts(value) for key, value in record.values.items()},
        "missing": list(record.missing),
        "doubtful": list(record.doubtful),
        "doubt": record.doubt,
        "conflicts": {one.field: [value_facts(value) for value in one.values] for one in record.conflicts},
        "history": {key: [value_facts(value) for value in values] for key, values in record.history.items()},
        "aliases": list(record.aliases),
    }


def value_facts(value: Value) -> dict[str, Any]:
    """A value with where it came from, how sure its reading is and why, and what is doubted."""
    origin = value.origin
    source = (
        f"decision {origin.decision}"
        if origin.decision
        else f"{origin.message[:10]} {origin.part or 'body'} {origin.at}"
    )
    facts: dict[str, Any] = {"value": value.value, "from": source}
    if value.text and value.text != value.value:
        facts["as written"] = value.text
    if value.reason:
        facts |= {"confidence": value.confidence, "reason": value.reason}
    if value.doubt:
        facts["doubt"] = doubt_words(value.doubt)
    return facts


def doubt_words(doubt: str) -> str:
    """Why a value waits for confirmation, in English; the codes of doubts are followed by their words."""
    code, _colon, why = doubt.partition(": ")
    return f"confidence: read with little certainty ({why})" if code == "confidence" else doubt


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


def export_command(
    context: typer.Context,
    form: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "json",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File (default: standard output).")
    ] = None,
    *,
    campaign: CampaignOption = "",
) -> None:
    """The catalogue as JSON, CSV (UTF-8 with BOM) or a workbook."""
    if form not in FORMATS:
        raise UsageError(f"no format {form!r}; there are {', '.join(FORMATS)}")
    with shell_of(context).app(campaign=campaign) as app:
        if output is None:
            for chunk in export(app, form):
                sys.stdout.buffer.write(chunk)
            return
        with output.open("wb") as file:
            for chunk in export(app, form):
                file.write(chunk)
    say(f"written: {output}")
