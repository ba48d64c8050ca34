"""Where and how one installation runs: a TOML file, environment over it, secrets kept apart."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

SETTINGS_FILE = "intake.toml"
SECRET_COMMAND_SECONDS = 20


class SettingsError(Exception):
    """The settings cannot be used; the message names file, key and cure, never a secret."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Secret(_Section):
    """One secret from exactly one place: written (environment), in a file, or printed by a command."""

    value: SecretStr | None = None
    file: Path | None = None
    command: str = ""

    @property
    def given(self) -> bool:
        return self.value is not None or self.file is not None or bool(self.command)

    def reveal(self, key: str) -> str:
        """Fetch the secret now; ``key`` names it in the error. Raises SettingsError."""
        if self.value is not None:
            return self.value.get_secret_value()
        if self.file is not None:
            return self._from_file(self.file, key)
        if self.command:
            return self._from_command(key)
        raise SettingsError(f"{key}: no secret; set {key}.file, {key}.command or the environment variable")

    def _from_file(self, file: Path, key: str) -> str:
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{key}.file: {file} cannot be read: {error.__class__.__name__}") from error

    def _from_command(self, key: str) -> str:
        words = shlex.split(self.command)
        try:
            # The operator's own command from the operator's own file: no shell, bounded time.
            done = subprocess.run(  # noqa: S603
                words, capture_output=True, check=True, timeout=SECRET_COMMAND_SECONDS, text=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SettingsError(f"{key}.command: {words[0]} failed: {error.__class__.__name__}") from error
        return done.stdout.strip()


class MailboxSettings(_Section):
    """The submission mailbox over IMAP (RFC 3501). ``security`` never falls back to a weaker one."""

    host: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    security: Literal["tls", "starttls", "none"] = "tls"
    username: str = ""
    auth: Literal["password", "xoauth2"] = "password"
    password: Secret = Secret()
    ca_file: Path | None = None
    timeout_seconds: float = Field(default=60, gt=0, le=3600)
    folders: tuple[str, ...] = Field(default=("INBOX",), min_length=1)
    acknowledge: Literal["move", "keyword", "none"] = "move"
    processed_folder: str = "Da-tiep-nhan"
    keyword: str = "$IntakeDone"
    sent_folder: str = ""
    authserv_ids: tuple[str, ...] = ()


class SmtpSettings(_Section):
    """The submission server for letters out (RFC 6409)."""

    host: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    security: Literal["tls", "starttls", "none"] = "starttls"
    username: str = ""
    auth: Literal["password", "xoauth2"] = "password"
    password: Secret = Secret()
    ca_file: Path | None = None
    timeout_seconds: float = Field(default=60, gt=0, le=3600)
    sender: str = ""
    sender_name: str = ""


class ScheduleSettings(_Section):
    """How often the service does what; moments of the day come from the campaign."""

    poll_seconds: int = Field(default=300, ge=5, le=86400)
    idle: bool = True
    send_seconds: int = Field(default=60, ge=5, le=86400)
    ask_seconds: int = Field(default=300, ge=5, le=86400)
    settle_minutes: int = Field(default=10, ge=0, le=1440)


class ReadingSettings(_Section):
    """The worker processes that read messages, and what one of them may take for a file.

    ``workers`` 0 reads inside the process itself, without limits. ``ocr`` has scans recognised by the
    program tesseract; what it sees are suggestions only.
    """

    workers: Literal["auto"] | Annotated[int, Field(ge=0, le=64)] = "auto"
    memory_mb: int = Field(default=1536, ge=256, le=65536)
    cpu_seconds: int = Field(default=30, ge=1, le=3600)
    wall_seconds: float = Field(default=60, gt=0, le=3600)
    ocr: bool = False


class OfficerSettings(_Section):
    """The officer's word by mail: orders from his address, by the links of the digest.

    ``verified`` takes them only from mail that passed the checks of ``mailbox.authserv_ids``, and offers none
    where no server is named; ``unverified`` believes the From address; ``off`` takes none. ``addresses`` are
    his besides the one of the campaign.
    """

    by_mail: Literal["off", "verified", "unverified"] = "verified"
    addresses: tuple[str, ...] = ()


class DeskSettings(_Section):
    """The desk, the officer's web pages. It listens on this machine alone unless ``host`` says otherwise.

    ``public_url`` is where a proxy shows it to the world ("https://desk.example.vn"): its host is then
    accepted, and its scheme decides whether cookies travel over TLS only. ``client_header`` is the one header
    of that proxy that is believed: it names the address of the visitor (its last element counts).
    """

    host: str = "127.0.0.1"
    port: int = Field(default=8025, ge=0, le=65535)
    public_url: str = Field(default="", pattern=r"^(https?://[^/?#\s@]+)?$")
    client_header: str = Field(default="", pattern=r"^[A-Za-z0-9-]*$")
    idle_minutes: int = Field(default=60, ge=1, le=1440)
    session_hours: int = Field(default=12, ge=1, le=168)


class PrivacySettings(_Section):
    """What an erasure asks of the operator: where backups lie, and in what time they are to be clean.

    ``retention_days`` is after how long a backup is overwritten by itself; 0: it is kept until it is erased.
    """

    backups: tuple[str, ...] = ()
    erase_within_hours: int = Field(default=72, ge=1, le=480)
    retention_days: int = Field(default=0, ge=0, le=36500)


class OperatorSettings(_Section):
    """Who keeps the service running: where troubles are mailed to, and when a disk counts as nearly full."""

    mail_to: tuple[Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")], ...] = ()
    disk_free_mb: int = Field(default=1024, ge=0)


class LogSettings(_Section):
    """The log goes to standard error, one event a line."""

    format: Literal["human", "json"] = "human"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(BaseSettings):
    """One installation. Environment variables (INTAKE_MAILBOX__HOST, ...) win over the file."""

    model_config = SettingsConfigDict(
        env_prefix="INTAKE_", env_nested_delimiter="__", extra="forbid", frozen=True, env_ignore_empty=True
    )

    campaign: str = "course-catalogue-2025"
    campaigns_folder: Path | None = None
    database_url: str = "sqlite:///intake.db"
    archive_url: str = "archive"
    sending: bool = False
    digest_to: tuple[str, ...] = ()
    secret: Secret = Secret(file=Path("intake.secret"))
    mailbox: MailboxSettings = MailboxSettings()
    smtp: SmtpSettings = SmtpSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    reading: ReadingSettings = ReadingSettings()
    officer: OfficerSettings = OfficerSettings()
    desk: DeskSettings = DeskSettings()
    privacy: PrivacySettings = PrivacySettings()
    operator: OperatorSettings = OperatorSettings()
    log: LogSettings = LogSettings()


def load_settings(file: Path | None = None) -> Settings:
    """Read the settings file (``file``, else $INTAKE_SETTINGS, else ./intake.toml if it is there).

    A file that is named must exist. Raises SettingsError with all faults, each with its key.
    """
    path = _settings_file(file)
    try:
        return _settings_class(path)()
    except ValidationError as error:
        raise SettingsError(_faults(path, error)) from error
    except ValueError as error:  # TOML that does not parse, environment values that are no JSON
        raise SettingsError(f"{path or 'environment'}: {error}") from error


def _settings_file(file: Path | None) -> Path | None:
    named = file or (Path(os.environ["INTAKE_SETTINGS"]) if os.environ.get("INTAKE_SETTINGS") else None)
    if named is not None:
        if not named.is_file():
            raise SettingsError(f"{named}: no such settings file; `intake init` writes one")
        return named
    default = Path(SETTINGS_FILE)
    return default if default.is_file() else None


def _settings_class(path: Path | None) -> type[Settings]:
    class _FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            del init_settings, dotenv_settings, file_secret_settings  # one file and the environment, no more
            if path is None:
                return (env_settings,)
            return (env_settings, TomlConfigSettingsSource(settings_cls, toml_file=path))

    return _FromFile


def _faults(path: Path | None, error: ValidationError) -> str:
    # `input` is left out on purpose: it could hold a secret.
    lines = [f"  {'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors()]
    return "\n".join([f"{path or 'environment'}: {error.error_count()} fault(s)", *lines])
