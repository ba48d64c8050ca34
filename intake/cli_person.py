"""The commands for the rights of persons: find, show, correct, erase; every look is logged."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from catalogue.erasing import ErrandKind, Held, Request
from intake import jobs_decide, jobs_privacy
from intake.app import App
from intake.cli_facts import local
from intake.cli_shell import JsonOption, say, shell_of, show_json, show_rows
from intake.erasure_plan import Planned

person_app = typer.Typer(help="What is held on a person: find, show, correct, erase.", no_args_is_help=True)

Key = Annotated[
    str, typer.Argument(help="Id of a contact, a telephone number or a mail address (never a mere name).")
]


def register(cli: typer.Typer) -> None:
    """Hang the commands on the root command."""
    cli.add_typer(person_app, name="person")


@person_app.command("find")
def find(
    context: typer.Context,
    words: Annotated[str, typer.Argument(help="Name, telephone number in any spelling, or mail address.")],
    as_json: JsonOption = False,
) -> None:
    """Everything in which WORDS stand: records, mails, letters, decisions."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        rows = [_row(app, one) for one in jobs_privacy.find(app, words, getpass.getuser())]
    _show_held(rows, as_json=shell.as_json)


@person_app.command("show")
def show(context: typer.Context, key: Key, as_json: JsonOption = False) -> None:
    """All that is held on a person, with its places; --json is the copy that a person is handed."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        person, found = jobs_privacy.show(app, key, getpass.getuser())
        facts = jobs_privacy.facts(app, person, found)
        rows = [_row(app, one) for one in found]
    if shell.as_json:
        show_json(facts)
        return
    for name in ("names", "phones", "emails"):
        say(f"{name}: {', '.join(facts[name]) or '-'}")
    _show_held(rows, as_json=False)


@person_app.command("correct")
def correct(
    context: typer.Context,
    record_id: Annotated[str, typer.Argument(help="Id of the contact.")],
    field: Annotated[str, typer.Argument(help="full_name, position, phone or email.")],
    value: Annotated[str, typer.Argument(help='The right value, or "chưa có".')],
    note: Annotated[str, typer.Option(help="Who asked for it, and when.")] = "",
) -> None:
    """A value of a person is corrected at his request: a decision that no later mail unsays."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.set_value(app, record_id, field, value, note)
        jobs_privacy.note_look(app, "person", getpass.getuser(), step.record.id)
    now = step.record.values.get(field)
    say(f"{step.record.id} {step.record.name}: {field} = {now.value if now else None}")


@person_app.command("erase")
def erase(
    context: typer.Context,
    key: Key,
    reason: Annotated[str, typer.Option(help="Why: the date and sign of the request.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """All that is held on a person goes for good: his mails, every mail that names him, values, letters."""
    with shell_of(context).app_beside() as app:
        if dry_run:
            _show_plan(app, jobs_privacy.plan(app, key, reason, getpass.getuser()))
            return
        done = jobs_privacy.erase(app, key, reason, getpass.getuser())
        _show_plan(app, done.planned)
        say(f"erased: request {done.request.id}")
        _show_owed(app, done.request)


@person_app.command("requests")
def requests(context: typer.Context, as_json: JsonOption = False) -> None:
    """The erasures so far, with what is still owed in backups and until when."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        rows = [_request_row(app, one) for one in jobs_privacy.requests(app)]
    headings = ["request", "at", "by", "reason", "state", "due", "backups owed"]
    if shell.as_json:
        show_json([dict(zip(headings, row, strict=True)) for row in rows])
    else:
        show_rows(headings, rows)


@person_app.command("backup-clean")
def backup_clean(
    context: typer.Context,
    request: Annotated[str, typer.Argument(help="Id of a request (`intake person requests`).")],
    place: Annotated[str, typer.Argument(help="The backup, as the settings name it.")],
) -> None:
    """Say that a backup holds nothing any more of what a request erased."""
    with shell_of(context).app() as app:
        _show_owed(app, jobs_privacy.mark_backup(app, request, place, getpass.getuser()))


@person_app.command("resume")
def resume(context: typer.Context) -> None:
    """End an erasure that was cut short; after a restore, erase again what the archive's marks name."""
    with shell_of(context).app_beside() as app:
        ended, again = jobs_privacy.resume(app), jobs_privacy.replay(app)
    say(f"{ended} erasures ended, {again} messages erased again")


_ERRANDS = {
    ErrandKind.SERVER: "on the mail server, folder {where} (message {subject})",
    ErrandKind.SENDER: "message {subject} came from {where}; if that is his own, `intake person erase` it too",
    ErrandKind.ROSTER: "the roster's file lists an address of his at unit {subject}; change and import it",
    ErrandKind.HANDED_OUT: "workbooks, exports and digests that left before; export the site anew",
}


def _show_plan(app: App, planned: Planned) -> None:
    show_rows(["kind", "id", "unit", "at", "what", "where"], [_row(app, one) for one in planned.held])
    for message in planned.erasure.messages:
        say(f"goes: the bytes of message {message.sha256[:10]}, with its attachments; its courses stay")
    for letter_id, position in planned.erasure.files:
        say(f"goes: file {position + 1} of letter {letter_id}")
    for letter_id in planned.erasure.cancelled:
        say(f"will not leave: letter {letter_id}, which was to go to him")
    for errand in planned.by_hand:
        say(f"by hand: {_ERRANDS[errand.kind].format(subject=errand.subject, where=errand.where)}")


def _show_owed(app: App, request: Request) -> None:
    for place in request.owed:
        say(f"by hand: backup {place}, until {local(app, request.due_at)}")
    if not request.owed:
        say("no backup is owed")


def _request_row(app: App, one: Request) -> list[object]:
    late = " (overdue)" if one.is_overdue(app.clock()) else ""
    state = "cut short: run `intake person resume`" if not one.is_finished else "done"
    owed = f"{', '.join(one.owed)}{late}"
    return [one.id, local(app, one.at), one.made_by, one.reason, state, local(app, one.due_at), owed]


def _row(app: App, one: Held) -> list[object]:
    short = one.id[:10] if len(one.id) == 64 else one.id  # noqa: PLR2004 - the length of a SHA-256
    return [one.kind.value, short, one.unit_id, local(app, one.at), one.what, one.place]


def _show_held(rows: Sequence[Sequence[Any]], *, as_json: bool) -> None:
    headings = ["kind", "id", "unit", "at", "what", "where"]
    if as_json:
        show_json([dict(zip(headings, row, strict=True)) for row in rows])
    else:
        show_rows(headings, rows)
        say(f"{len(rows)} places")
