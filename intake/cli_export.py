"""The command that gives the catalogue away: as files for programs and people, or as a site for the public."""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from catalogue.publishing import Refused
from intake.app import App
from intake.cli_shell import CampaignOption, say, shell_of
from intake.errors import UsageError
from intake.jobs_export import FORMATS, export
from intake.jobs_public import PUBLIC_FORMATS, export_public
from intake.jobs_site import SiteDone, publish_site
from reports.export import UTF8_MARK
from reports.sheets import defused
from reports.site.drawing import SiteRules
from reports.site.words import WITHHELD_WORDS

SITE = "site"
EVERY = 0.5
"""Seconds between two words of progress."""


def register(cli: typer.Typer) -> None:
    """Hang the command on the root command."""
    cli.command("export")(export_command)


def export_command(
    context: typer.Context,
    form: Annotated[str, typer.Option("--format", help=" | ".join([*FORMATS, "jsonld", SITE]))] = "json",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File (default: standard output); for a site its folder."),
    ] = None,
    *,
    publishable: Annotated[
        bool, typer.Option("--publishable", help="csv, xlsx: only what the public may see.")
    ] = False,
    in_person: Annotated[
        bool, typer.Option("--in-person", help="Publish courses that are taught on site only, too.")
    ] = False,
    base_url: Annotated[
        str, typer.Option(help="site, jsonld: the address under which the site is to be found.")
    ] = "",
    why: Annotated[
        Path | None, typer.Option(help="Write to this CSV which courses are not published, and why.")
    ] = None,
    campaign: CampaignOption = "",
) -> None:
    """The catalogue as JSON, CSV (UTF-8 with BOM) or a workbook; what may be published as JSON-LD or a site."""
    _check(form, output, publishable=publishable)
    rules = SiteRules(base_url=_base(base_url), in_person=in_person)
    with shell_of(context).app(campaign=campaign) as app:
        if form == SITE and output is not None:
            _site(app, output, rules, why)
        elif publishable or form not in FORMATS:
            refused: list[Refused] = []
            _write(export_public(app, form, rules, refused), output)
            _tell(refused, why, loud=output is not None)
        else:
            _write(export(app, form), output)
    if output is not None:
        say(f"written: {output}")


def _check(form: str, output: Path | None, *, publishable: bool) -> None:
    if form not in {*FORMATS, *PUBLIC_FORMATS, SITE}:
        raise UsageError(f"no format {form!r}; there are {', '.join([*FORMATS, 'jsonld', SITE])}")
    if form == SITE and output is None:
        raise UsageError("a site needs its folder: --output FOLDER")
    if publishable and form == "json":
        raise UsageError("json is for programs of the department; --publishable goes with csv and xlsx")


def _base(url: str) -> str:
    """The site's address with a slash at its end."""
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(f"--base-url {url}: not an address such as https://hoctap.example/khoa-hoc")
    return url.rstrip("/") + "/"


def _write(chunks: Iterable[bytes], output: Path | None) -> None:
    if output is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        return
    with output.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)


def _site(app: App, output: Path, rules: SiteRules, why: Path | None) -> None:
    done = publish_site(app, output, rules, _Progress())
    _Progress.end()
    say(f"published: {done.courses} courses of {done.schools} schools")
    say(f"units made anew: {done.made}; files written: {done.written}, removed: {done.removed}")
    _faults(done)
    _tell(done.refused, why, loud=True)


def _faults(done: SiteDone) -> None:
    for reason, count in Counter(reason for _course, _name, reason in done.faults).most_common():
        say(f"pictures left out: {count} ({reason})")


def _tell(refused: Sequence[Refused], why: Path | None, *, loud: bool) -> None:
    """Count the courses that are not published by reason, and list them where wanted."""
    if loud:
        say(f"not published: {len(refused)} courses")
        for reason, count in Counter(reason for one in refused for reason in one.reasons).most_common():
            say(f"  {count}: {reason.value} ({WITHHELD_WORDS[reason]})")
    if why is not None:
        with why.open("w", encoding="utf-8", newline="") as file:
            file.write(UTF8_MARK)
            table = csv.writer(file)
            table.writerow(["Mã", "Tên khóa học", "Lý do chưa đăng"])
            for one in refused:
                words = "; ".join(WITHHELD_WORDS[reason] for reason in one.reasons)
                table.writerow([one.id, defused(one.title), words])


class _Progress:
    """Says to the standard error how far it is, not too often; stays silent where all is quickly done."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, what: str, count: int, of: int) -> None:
        now = time.monotonic()
        if now - self._last < EVERY:
            return
        self._last = now
        share = f"{count} of {of}" if of else str(count)
        line_end = "\r" if sys.stderr.isatty() else "\n"
        sys.stderr.write(f"{what}: {share}   {line_end}")
        sys.stderr.flush()

    @staticmethod
    def end() -> None:
        """Leave the line of progress behind."""
        if sys.stderr.isatty():
            sys.stderr.write("\x1b[K")
