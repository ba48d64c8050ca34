"""The commands by which a person decides; each becomes a row of its own that no re-reading can undo."""

from __future__ import annotations

from typing import Annotated

import typer

from intake import jobs_decide, jobs_returned
from intake.cli_shell import say, shell_of
from intake.decision_steps import Step
from intake.log import short_id

decide_app = typer.Typer(
    help="The officer's word: who a sender is, which value is right.", no_args_is_help=True
)

Note = Annotated[str, typer.Option(help="Why, for whoever reads the decision later.")]
MessageId = Annotated[
    str, typer.Argument(help="Id of a message (6 or more of its first letters), or its Message-ID.")
]
RecordId = Annotated[str, typer.Argument(help="Id of a course or contact.")]
FieldKey = Annotated[str, typer.Argument(help="Field, such as fee, url, phone.")]
UnitId = Annotated[str, typer.Argument(help="Id of a unit of the roster.")]


def register(cli: typer.Typer) -> None:
    """Hang the commands on the root command."""
    cli.add_typer(decide_app, name="decide")


@decide_app.command("sender")
def sender(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="Mail address.")],
    unit: UnitId,
    note: Note = "",
) -> None:
    """Mail from ADDRESS, past and to come, is UNIT's."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.assign_sender(app, address, unit, note)
    _say(step, f"{step.messages} messages routed anew")


@decide_app.command("message")
def message(context: typer.Context, message_id: MessageId, unit: UnitId, note: Note = "") -> None:
    """One message is UNIT's ("-" for no unit's)."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.assign_message(app, message_id, "" if unit == "-" else unit, note)
    _say(step, f"{step.messages} message routed anew")


@decide_app.command("kind")
def kind(
    context: typer.Context,
    message_id: MessageId,
    is_kind: Annotated[str, typer.Argument(help="submission, reply, question, auto_reply, bounce or other.")],
    note: Note = "",
) -> None:
    """The message is of that kind."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.set_kind(app, message_id, is_kind, note)
    _say(step, f"{step.messages} message routed anew")


@decide_app.command("ignore")
def ignore(context: typer.Context, message_id: MessageId, note: Note = "") -> None:
    """The message says nothing; its bytes stay in the archive."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.ignore_message(app, message_id, note)
    _say(step, f"{step.messages} message ignored")


@decide_app.command("set")
def set_value(
    context: typer.Context,
    record_id: RecordId,
    field: FieldKey,
    value: Annotated[str, typer.Argument(help="As a school would write it.")],
    note: Note = "",
) -> None:
    """FIELD of the record is VALUE."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.set_value(app, record_id, field, value, note)
    now = step.record.values.get(field)
    _say(step, f"{step.record.id} {step.record.name}: {field} = {now.value if now else None}")


@decide_app.command("confirm")
def confirm(context: typer.Context, record_id: RecordId, field: FieldKey, note: Note = "") -> None:
    """The doubtful value of FIELD ("record": the whole record) is right."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.confirm_value(app, record_id, field, note)
    record = step.record
    _say(step, f"{record.id} {record.name}: still doubtful: {', '.join(record.doubtful) or 'nothing'}")


@decide_app.command("merge")
def merge(context: typer.Context, record_id: RecordId, other: RecordId, note: Note = "") -> None:
    """Two records are one; the first keeps its id."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.merge(app, record_id, other, note)
    _say(step, f"{step.record.id} {step.record.name} now holds both")


@decide_app.command("split")
def split(context: typer.Context, record_id: RecordId, message_id: MessageId, note: Note = "") -> None:
    """What that message said is a record of its own."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.split(app, record_id, message_id, note)
    _say(step, f"{step.record.id} {step.record.name} without what that message said")


@decide_app.command("drop")
def drop(context: typer.Context, record_id: RecordId, note: Note = "") -> None:
    """The record does not belong in the catalogue."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.drop_record(app, record_id, note)
    _say(step, "dropped")


@decide_app.command("accept-late")
def accept_late(context: typer.Context, unit: UnitId, note: Note = "") -> None:
    """A unit's late messages count as in time."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.accept_late(app, unit, note)
    _say(step, f"{unit}: late messages count as in time")


@decide_app.command("complete")
def complete(
    context: typer.Context,
    unit: UnitId,
    off: Annotated[bool, typer.Option("--off", help="Open the case again.")] = False,
    note: Note = "",
) -> None:
    """UNIT's case is closed as it stands: what lacks stays visible, and nothing is asked."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.complete_by_hand(app, unit, note, off=off)
    _say(step, f"{unit}: {'open as far as something lacks' if off else 'closed by hand'}")


@decide_app.command("stop-asking")
def stop_asking(
    context: typer.Context,
    unit: UnitId,
    off: Annotated[bool, typer.Option("--off", help="Take it back.")] = False,
    note: Note = "",
) -> None:
    """UNIT is asked and reminded of nothing more; what it sends is still received and thanked for."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.stop_asking(app, unit, note, off=off)
    _say(step, f"{unit}: {'asked again as usual' if off else 'not asked any more'}")


@decide_app.command("release")
def release(
    context: typer.Context,
    record_id: Annotated[str, typer.Argument(help="Id of a contact (`intake list contacts`).")],
    off: Annotated[bool, typer.Option("--off", help="Take it back.")] = False,
    note: Note = "",
) -> None:
    """The contact person may be shown on the public portal, with telephone and address of mail."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.release(app, record_id, note, off=off)
    shown = "not shown" if off else "shown"
    _say(step, f"{step.record.id} {step.record.name}: {shown} with the next `intake export`")


@decide_app.command("ask-again")
def ask_again(context: typer.Context, unit: UnitId, note: Note = "") -> None:
    """UNIT is asked once more for what it lacks, beyond the campaign's number too."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.ask_again(app, unit, note)
    _say(step, f"{unit}: asked once more with the next `intake ask`")


@decide_app.command("answered")
def answered(
    context: typer.Context,
    message_id: MessageId,
    how: Annotated[str, typer.Option(help="telephone, mail, ...")] = "telephone",
    note: Note = "",
) -> None:
    """The question has its answer; it leaves the digest."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.answered(app, message_id, how, note)
    _say(step, f"{short_id(step.decisions[0].subject)} closed")


@decide_app.command("seen")
def seen(
    context: typer.Context,
    mark: Annotated[str, typer.Argument(help="Mark of a statement, as the digest names it.")],
    note: Note = "",
) -> None:
    """A statement that found no record was taken note of; it leaves the digest."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.seen(app, mark, note)
    _say(step, f"{mark}: seen")


@decide_app.command("undo")
def undo(
    context: typer.Context,
    decision_id: Annotated[int, typer.Argument(help="Id of a decision (`intake list decisions`).")],
    note: Note = "",
) -> None:
    """A decision, with all of its step, counts no more; an undo is undone like any decision."""
    with shell_of(context).app_beside() as app:
        step = jobs_decide.undo(app, *jobs_decide.whole_step(app, decision_id), note=note)
    taken = ", ".join(f"{one.id} {one.kind.value}" for one in step.undone)
    late = "; a later decision on the same stands" if step.overtaken else ""
    _say(step, f"taken back: {taken}{late}; {step.messages} messages routed anew")


@decide_app.command("retry")
def retry(context: typer.Context, message_id: MessageId) -> None:
    """Work once more on a message in quarantine."""
    with shell_of(context).app_beside() as app:
        say(f"{jobs_decide.retry_quarantined(app, message_id)} message worked on again")


@decide_app.command("letter")
def letter(
    context: typer.Context,
    letter_id: Annotated[int, typer.Argument(help="Id of a letter (`intake list letters`).")],
    verb: Annotated[str, typer.Argument(help="approve, hold or cancel.")],
) -> None:
    """Let a letter that waits go, hold it, or never send it."""
    with shell_of(context).app_beside() as app:
        jobs_decide.decide_letter(app, letter_id, verb)
    say(f"letter {letter_id}: {verb} done")


@decide_app.command("unmute")
def unmute(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="An address (`intake list addresses`).")],
) -> None:
    """ADDRESS gets mail again: its bounces and its owner's absence are forgotten."""
    with shell_of(context).app_beside() as app:
        jobs_returned.unmute(app, address)
    say(f"{address}: gets mail again")


def _say(step: Step, text: str) -> None:
    """What was decided, with the id by which it is taken back."""
    say(f"{text} (decision {', '.join(str(one) for one in step.ids)})")
