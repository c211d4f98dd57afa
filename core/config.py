"""Settings of one installation: from flag > environment > $GUANXI_HOME/guanxi.toml > default."""

from __future__ import annotations

import os
import re
import secrets
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

# Not pydantic-settings: of it we would use the reading of environment variables, for 130 ms of every start.
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
)

from core.errors import ConfigurationError, did_you_mean
from core.labels import translations

_ = translations("core")

FILE_NAME = "guanxi.toml"
PREFIX = "GUANXI_"
DEFAULT_HOME = Path("var")
SECRET_KEY_NAME = "secret_key"  # noqa: S105 (the name of a file)
HIDDEN = "********"
# A password stands before the host or among the parameters of a database's URL.
PASSWORD = re.compile(r"(://[^/:@]*:).*(@)|([?&]password=)[^&]*")


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _never_is_none(value: object) -> object:
    return None if value == "never" else value


def _yes_or_no(value: object) -> object:
    # TOML has its own words for them.
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else _lower(value)


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _most_jobs(database_url: str) -> int:
    # On SQLite one writes at a time, and a small machine's memory is worth more than a second process.
    return 1 if database_url.startswith("sqlite") else max(2, os.cpu_count() or 1)


class Settings(BaseModel):
    """What an installation runs with. Made by `load`; made directly, it takes nothing but its arguments."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    home: Annotated[Path, AfterValidator(_absolute)] = Field(
        default=DEFAULT_HOME,
        description=_("The folder of the database, the secret key, files and guanxi.toml."),
    )
    database_url: str = Field(
        default_factory=lambda earlier: f"sqlite:///{earlier['home']}/guanxi.sqlite3",
        description=_("sqlite:///path/to/file or postgresql://user:password@host/name."),
        repr=False,
    )
    secret_key: SecretStr | None = Field(
        default=None,
        min_length=32,
        description=_("Signs sessions and links; made by `guanxi init` in a file of its own."),
    )
    host: str = Field(default="127.0.0.1", min_length=1, description=_("The address to serve on."))
    port: int = Field(
        default=8000, ge=0, le=65535, description=_("The port to serve on; 0 takes any free one.")
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        description=_("Processes that serve."),
    )
    threads: int = Field(
        default=4, ge=1, le=64, description=_("Requests that a process works on at once; 2 to 4 are best.")
    )
    max_body_bytes: int = Field(
        default=32 * 2**20, ge=1024, description=_("The largest request that is read, in bytes.")
    )
    max_file_bytes: int = Field(
        default=2**30, ge=1024, description=_("The largest file that is imported, in bytes.")
    )
    max_attachment_bytes: int = Field(
        default=25 * 2**20, ge=1, description=_("The largest file that is attached to a record, in bytes.")
    )
    max_in_flight: int = Field(
        default=64, ge=1, description=_("Requests in a process before others are told to come again.")
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = Field(
        default="info", description=_("The least important messages that are logged.")
    )
    safe: bool = Field(default=False, description=_("Run without plugins, to mend what one of them broke."))
    serve_worker: Annotated[Literal["auto", "yes", "no"], BeforeValidator(_yes_or_no)] = Field(
        default="auto",
        description=_("Whether `guanxi serve` does jobs too; auto: with SQLite. Else run `guanxi worker`."),
    )
    worker_processes: int = Field(
        default_factory=lambda earlier: _most_jobs(earlier["database_url"]),
        ge=1,
        le=256,
        description=_("Jobs that are done at once, each in a process of its own."),
    )
    worker_metrics_port: int | None = Field(
        default=None,
        ge=0,
        le=65535,
        description=_("The port on which `guanxi worker` tells its numbers; 0 takes any free one."),
    )
    hook_seconds: float = Field(
        default=30.0,
        gt=0,
        le=86400,
        description=_("Seconds after which a process is ended in which a hook of a plugin hangs."),
    )
    write_hook_seconds: float = Field(
        default=10.0,
        gt=0,
        le=86400,
        description=_("The same for hooks for which others wait, as they run while something is written."),
    )
    drain_seconds: float = Field(
        default=30.0,
        ge=1,
        le=3600,
        description=_("Seconds that requests get to finish when a process is to end."),
    )
    outbound_hosts: str = Field(
        default="",
        description=_(
            "Hosts (or host:port), with commas between them, that may be asked although they are private."
        ),
    )
    lock_timeout: float = Field(
        default=10.0, gt=0, le=600, description=_("Seconds to wait for others who write.")
    )
    statement_timeout: float = Field(
        default=30.0,
        ge=0,
        le=86400,
        description=_("Seconds that PostgreSQL works on one statement; 0: without limit."),
    )
    prepare_threshold: Annotated[int | None, BeforeValidator(_never_is_none)] = Field(
        default=5,
        ge=0,
        description=_("Runs before PostgreSQL prepares a statement; `never` behind pgbouncer."),
    )

    _origins: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @property
    def serves_jobs(self) -> bool:
        """Whether the server does jobs too."""
        if self.serve_worker == "auto":
            return self.database_url.startswith("sqlite")
        return self.serve_worker == "yes"

    @property
    def secret_key_file(self) -> Path:
        """Where `guanxi init` keeps the secret key."""
        return self.home / SECRET_KEY_NAME

    def explain(self, key: str) -> Explanation:
        """A setting's value without secrets, and its origin; raises ConfigurationError if there is none."""
        if key not in type(self).model_fields:
            raise _unknown(key, "")
        return Explanation(key, _shown(key, getattr(self, key)), self._origins.get(key, "default"))


@dataclass(frozen=True, slots=True)
class Explanation:
    """A setting's value as it may be shown, and its origin (`flag`, `environment GUANXI_PORT`, ...)."""

    key: str
    value: str
    origin: str


def load(flags: Mapping[str, object] | None = None) -> Settings:
    """The settings of this process; raises ConfigurationError for an unknown key or a value that cannot be.

    `flags` come from the command line; those that are None were not given.
    """
    given = {key: value for key, value in (flags or {}).items() if value is not None}
    environment = _read_environment()
    home = _absolute(Path(str(given.get("home", environment.get("home", DEFAULT_HOME)))))
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    # Later sources win.
    for origin, source in (
        (f"file {home / SECRET_KEY_NAME}", _read_secret_key(home / SECRET_KEY_NAME)),
        (f"file {home / FILE_NAME}", _read_file(home / FILE_NAME)),
        ("environment {variable}", environment),
        ("flag", given),
    ):
        values |= source
        origins |= {key: origin.format(variable=PREFIX + key.upper()) for key in source}
    return _validated(values, origins)


def create_secret_key(settings: Settings) -> bool:
    """Write a new secret key that only this user can read; False if there is one already."""
    path = settings.secret_key_file
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(secrets.token_urlsafe(48))
    try:
        path.hardlink_to(draft)  # whole or not at all, and never over a key that exists
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def _read_environment() -> dict[str, object]:
    variables = {key: os.environ.get(PREFIX + key.upper()) for key in Settings.model_fields}
    return {key: value for key, value in variables.items() if value}


def _read_file(path: Path) -> dict[str, object]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigurationError(
            _("The settings in {path} cannot be read.").fill(path=path),
            why=str(error),
            fix=_("Mend the file; it holds lines such as port = 8000."),
        ) from error
    for key in content:
        if key not in Settings.model_fields:
            raise _unknown(key, str(path))
    if "home" in content:
        raise ConfigurationError(
            _("The file {path} cannot set home, as it lies in it.").fill(path=path),
            fix=_("Remove the line and set GUANXI_HOME or --home."),
        )
    return content


def _read_secret_key(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigurationError(
            _("The secret key in {path} can be read by other users.").fill(path=path),
            fix=_("Run chmod 600 {path}.").fill(path=path),
        )
    return {"secret_key": path.read_text(encoding="utf-8").strip()}


def _validated(values: Mapping[str, object], origins: Mapping[str, str]) -> Settings:
    for key in values:
        if key not in Settings.model_fields:
            raise _unknown(key, origins[key])
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise _unusable(error, values, origins) from None  # its text would show secrets
    settings._origins = origins
    return settings


def _unusable(
    error: ValidationError, values: Mapping[str, object], origins: Mapping[str, str]
) -> ConfigurationError:
    first = error.errors(include_input=False, include_url=False)[0]
    key = str(first["loc"][0])
    return ConfigurationError(
        _("{key} cannot be {value}.").fill(key=key, value=_shown(key, values.get(key))),
        why=f"{first['msg']} ({origins.get(key, 'default')}).",
        fix=Settings.model_fields[key].description or "",
    )


def _unknown(key: str, where: str) -> ConfigurationError:
    return ConfigurationError(
        _("There is no setting {key}.").fill(key=key),
        why=_("It was found in {where}.").fill(where=where) if where else "",
        fix=did_you_mean(key, Settings.model_fields) or _("See guanxi config show."),
    )


def _shown(key: str, value: object) -> str:
    if key == "secret_key":
        return HIDDEN if value else ""
    if key == "database_url":
        return PASSWORD.sub(rf"\1\3{HIDDEN}\2", str(value))
    return "" if value is None else str(value)
