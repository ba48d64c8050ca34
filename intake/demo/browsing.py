"""What the demo leaves for a browser: the portal's pages, and settings with an account for the desk; serves nothing."""

from __future__ import annotations

import json
from pathlib import Path

from catalogue.accounts import Role
from intake.app import App
from intake.desk.logins import add_user
from intake.jobs_site import SiteDone, publish_site
from reports.site.drawing import SiteRules

USER, PASSWORD = "demo", "hoa phuong no do"  # opens invented data on this machine alone
SETTINGS, SECRET, PORTAL = "intake.toml", "intake.secret", "portal"
TEMPLATE = """\
# Settings of the demo's desk: it looks and decides; nothing is fetched, nothing leaves.
database_url = {database}
archive_url = {archive}
sending = false

[secret]
file = {secret}
"""


def write_portal(app: App, output: Path) -> SiteDone:
    """The public site of what the schools of the demo sent."""
    return publish_site(app, output / PORTAL, SiteRules(), lambda _what, _count, _of: None)


def prepare_desk(app: App, output: Path) -> str:
    """Make an account, and settings that hold in every folder; the command that serves the desk at that moment."""
    add_user(app, USER, Role.OFFICER, PASSWORD)
    (output / SECRET).write_text(app.settings.secret.reveal("secret"), encoding="utf-8")
    home = output.resolve()
    values = {
        "database": f"sqlite:///{home / 'intake.db'}",
        "archive": str(home / "archive"),
        "secret": str(home / SECRET),
    }
    # What JSON writes of a string is a string of TOML too.
    said = TEMPLATE.format(**{key: json.dumps(value, ensure_ascii=False) for key, value in values.items()})
    (output / SETTINGS).write_text(said, encoding="utf-8")
    return f".venv/bin/intake --settings {output / SETTINGS} --now {app.clock().isoformat()} desk"
