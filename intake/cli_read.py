"""The command that shows what a reader sees in files: no settings, no database, nothing is kept or sent."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from catalogue.records import PartStatus
from config.campaign import Campaign, load_campaign
from config.settings import ReadingSettings
from intake.cli_shell import EXIT_ATTENTION, JsonOption, say, shell_of, show_json
from intake.errors import UsageError
from intake.reader_limits import TooDearError, bounded
from intake.seeing import see_file
from reports.seen import BODY, Seen, part_name, parts_meant
from reports.seen_json import seen_facts
from reports.seen_page import seen_page
from reports.seen_paper import Sight
from reports.seen_text import seen_lines

SHIPPED = "course-catalogue-2025"
STDIN = "-"
MOST_BYTES = 256 << 20
NARROWEST, USUAL, WIDEST = 60, 100, 160


def register(cli: typer.Typer) -> None:
    """Hang the command on the root command."""
    cli.command()(read)


def read(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help='Files of any kind, whole mails (.eml), or "-".')
    ],
    *,
    campaign: Annotated[str, typer.Option(help="Campaign id, or the path of its TOML.")] = SHIPPED,
    part: Annotated[
        str, typer.Option(help='Only the parts of this name, or whose names hold it; "body" is the text.')
    ] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many of each list (--json: all).")] = 40,
    html: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Draw everything into this HTML file instead.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the reader sees in files: parts, tables, fields, records, and what nobody claimed."""
    shell = shell_of(context, as_json=as_json)
    if html is not None and html.exists() and any(html.samefile(one) for one in files if Path(one).exists()):
        raise UsageError(f"{html}: is one of the files to read; choose another name for the page")
    chosen = load_campaign(campaign)
    given = [(name, _bytes(name)) for name in files]
    seen = [see("stdin" if name == STDIN else _shown(Path(name).name), data, chosen) for name, data in given]
    sights = [_sight(one, part, limit) for one in seen]
    if html is not None:
        html.write_text(seen_page(seen), encoding="utf-8")
        say(f"written: {html}")
    elif shell.as_json:
        show_json([seen_facts(one, sight) for one, sight in zip(seen, sights, strict=True)])
    else:
        pages = ["\n".join(seen_lines(one, sight)) for one, sight in zip(seen, sights, strict=True)]
        sys.stdout.write("\n\n".join(pages) + "\n")
    if any(_needs_attention(one, sight) for one, sight in zip(seen, sights, strict=True)):
        raise typer.Exit(EXIT_ATTENTION)


def see(name: str, data: bytes, campaign: Campaign) -> Seen:
    """Read one file as the program would, within the limits of a worker."""
    usual = ReadingSettings()
    try:
        with bounded(usual.memory_mb << 20, usual.cpu_seconds):
            return see_file(name, data, campaign)
    except TooDearError as error:
        raise UsageError(f"{name}: {error}; the service would leave it unread") from error


def _bytes(name: str) -> bytes:
    if name == STDIN:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        try:
            with Path(name).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise UsageError(f"{_shown(name)}: cannot be read ({error.strerror}); give a file") from error
    if len(data) > MOST_BYTES:
        raise UsageError(f"{_shown(name)}: bigger than {MOST_BYTES >> 20} MB, which no mail brings")
    return data


def _shown(name: str) -> str:
    """A name whose bytes are no UTF-8 as it can be printed."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _sight(seen: Seen, part: str, limit: int) -> Sight:
    width = shutil.get_terminal_size((USUAL, 24)).columns if sys.stdout.isatty() else USUAL
    width = min(max(width, NARROWEST), WIDEST)
    parts = parts_meant(seen, part) if part else ()
    if part and not parts:
        names = ", ".join([BODY, *(part_name(one) for one in seen.reading.parts if one.is_file)])
        raise UsageError(f"{seen.name}: no part is called {part!r}; there are: {names}")
    return Sight(width=width, limit=limit, parts=parts)


def _needs_attention(seen: Seen, sight: Sight) -> bool:
    """Whether a part that was asked for could not be read."""
    return any(
        one.status is PartStatus.UNREADABLE and sight.shows(part_name(one)) for one in seen.reading.parts
    )
