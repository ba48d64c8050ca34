"""The commands that move messages along the road: poll, import, reprocess."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intake.cli_shell import (
    EXIT_ATTENTION,
    CampaignOption,
    JsonOption,
    say,
    shell_of,
    show_facts,
    show_json,
    show_rows,
)
from intake.errors import UsageError
from intake.jobs_poll import AlreadyRunningError, import_files, only_one, poll
from intake.jobs_reprocess import RecordChange, reprocess

IMPORT_WAIT_SECONDS = 600.0


def register(cli: typer.Typer) -> None:
    """Hang the commands on the root command."""
    cli.command("poll")(poll_command)
    cli.command("import")(import_command)
    cli.command("reprocess")(reprocess_command)


def poll_command(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """One pass over the mailbox: fetch, read, commit, acknowledge. Safe in cron every minute."""
    shell = shell_of(context, as_json=as_json)
    with shell.app() as app:
        try:
            with only_one(app):
                done = poll(app)
        except AlreadyRunningError as error:
            show_facts({"nothing done": str(error)}, as_json=shell.as_json)
            return
    show_facts(done.counts(), as_json=shell.as_json)
    if done.worked.needs_attention:
        raise typer.Exit(EXIT_ATTENTION)


def import_command(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help=".eml files, folders of them, mbox files, Maildirs.")],
    *,
    campaign: CampaignOption = "",
    as_json: JsonOption = False,
) -> None:
    """Read messages from files by the same road as the mailbox. Never mails anybody."""
    shell = shell_of(context, as_json=as_json)
    absent = [str(path) for path in paths if not path.exists()]
    if absent:
        raise UsageError(f"no such file or folder: {', '.join(absent)}")
    with shell.app(campaign=campaign) as app, only_one(app, IMPORT_WAIT_SECONDS):
        done = import_files(app, paths)
    facts = {
        "found": done.found,
        "new": done.new,
        "processed": done.worked.done,
        "needs_officer": done.worked.attention,
        "failed": done.worked.failed,
        "problems": [str(problem) for problem in done.problems],
    }
    show_facts(facts, as_json=shell.as_json)
    if done.worked.needs_attention or done.problems:
        raise typer.Exit(EXIT_ATTENTION)


def reprocess_command(
    context: typer.Context,
    messages: Annotated[
        list[str] | None, typer.Argument(help="Ids of messages (from `intake list messages`).")
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="All messages of the campaign.")] = False,
    apply: Annotated[
        bool, typer.Option("--apply", help="Write the changes; without it they are only shown.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read messages again with today's code and show what would change in the catalogue. Never sends."""
    if not messages and not every:
        raise UsageError("name messages by id, or --all")
    shell = shell_of(context, as_json=as_json)
    with shell.app_beside() as app:
        done = reprocess(app, messages or [], every=every, apply=apply)
    if shell.as_json:
        show_json(
            {
                "read": done.read,
                "applied": apply,
                "failed": done.failed,
                "erased": done.erased,
                "changes": [_change(one) for one in done.changes],
            }
        )
    else:
        show_rows(["record", "name", "field", "before", "after"], [_row(one) for one in done.changes])
        verb = "applied" if apply else "not applied (--apply writes them)"
        say(f"{done.read} messages read again, {len(done.changes)} changes {verb}, {done.failed} failed")
        if done.erased:
            say(f"{done.erased} messages were erased: of them there is nothing to read again")
    if done.failed:
        raise typer.Exit(EXIT_ATTENTION)


def _change(one: RecordChange) -> dict[str, object]:
    return {
        "record": one.record_id,
        "name": one.name,
        "field": one.field,
        "before": one.before,
        "after": one.after,
    }


def _row(one: RecordChange) -> list[object]:
    return [one.record_id, one.name, one.field, one.before, one.after]
