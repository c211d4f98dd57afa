"""`guanxi config`: the configuration of this installation, from flag > environment > file > default."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from core.cli.elements import Argument, Command, Group, Option
from core.cli.errors import UsageProblem
from core.cli.invocation import DRY_RUN_NOTE, SETTINGS, Invocation
from core.cli.resources.options import DRY_RUN, JSON, one_of
from core.config import FILE_NAME, Explanation, Settings, load
from core.labels import translations

_ = translations("core")

REFUSED: Mapping[str, str] = {
    "home": _("The file of settings lies in it. Set GUANXI_HOME, or say --home."),
    "secret_key": _("It would stay in the history of the shell. guanxi init makes one."),
}
CANNOT_SET = _("{key} cannot be set here.")
NEEDS_VALUE = _("Say the new value, or --default.")
SET = _("{key} is {value} in {path}.")
REMOVED = _("{key} is no longer in {path}.")
OVERRULED = _("It does not count while {origin} says {value}.")


def command() -> Group:
    """The group."""
    keys = one_of(Settings.model_fields)
    key = Argument("key", _("The name of the value, such as port."), metavar="KEY", shell_complete=keys)
    value = Argument("value", _("The new value."), metavar="[VALUE]", required=False)
    default = Option(["--default"], _("Go back to the default."), is_flag=True)
    return Group(
        "config",
        _("See and set the configuration of this installation."),
        (
            Command(
                "show",
                _("Show all values and where each comes from."),
                show,
                (JSON,),
                ("guanxi config show",),
            ),
            Command(
                "explain",
                _("Say where a value comes from, and what it is for."),
                explain,
                (key, JSON),
                ("guanxi config explain port",),
            ),
            Command(
                "set",
                _("Write a value into guanxi.toml."),
                run_set,
                (key, value, default, DRY_RUN),
                ("guanxi config set port 8080", "guanxi config set port --default"),
            ),
        ),
        ("guanxi config show", "guanxi config explain database_url"),
    )


def show(invocation: Invocation, *, json: bool) -> None:
    """All values; secrets are not shown."""
    found = [invocation.settings.explain(key) for key in Settings.model_fields]
    if json:
        invocation.output.json(data={item.key: _plain(item) for item in found})
        return
    rows = [[item.key, item.value, item.origin] for item in found]
    invocation.table((_("Key"), _("Value"), _("From")), rows)


def explain(invocation: Invocation, *, key: str, json: bool) -> None:
    """One value."""
    found = invocation.settings.explain(key)
    meaning = invocation.translate(Settings.model_fields[key].description or "")
    if json:
        invocation.output.json(data={"key": key, **_plain(found), "meaning": meaning})
        return
    invocation.output.text(f"{key} = {found.value}")
    invocation.text(_("From: {origin}").fill(origin=found.origin))
    invocation.output.text(meaning)


def _plain(found: Explanation) -> dict[str, str]:
    return {"value": found.value, "origin": found.origin}


def run_set(invocation: Invocation, *, key: str, value: str | None, default: bool, dry_run: bool) -> None:
    """Check the value as at start, then write it; the file's comments stay."""
    _refuse(invocation.settings, key, value, default=default)
    path = invocation.settings.home / FILE_NAME
    given = {name: invocation.given.get(name) for name in SETTINGS}
    written = None if value is None else _written(load({**given, key: value}), key, value)
    if not dry_run:
        _write(path, key, written)
    shown = load({**given, key: value}).explain(key).value if value is not None else ""
    invocation.text((REMOVED if value is None else SET).fill(key=key, value=shown, path=path))
    now = load(given).explain(key)
    if now.origin.startswith(("environment", "flag")):
        invocation.note(OVERRULED.fill(origin=now.origin, value=now.value))
    if dry_run:
        invocation.note(DRY_RUN_NOTE)


def _refuse(settings: Settings, key: str, value: str | None, *, default: bool) -> None:
    settings.explain(key)
    if key in REFUSED:
        raise UsageProblem(CANNOT_SET.fill(key=key), why=REFUSED[key])
    if (value is None) != default:
        raise UsageProblem(NEEDS_VALUE)


def _written(settings: Settings, key: str, text: str) -> str | int | float:
    """The value as TOML holds it: numbers as numbers, everything else as it was typed."""
    value = getattr(settings, key)
    return value if isinstance(value, int | float) else text


def _write(path: Path, key: str, value: str | int | float | None) -> None:
    """Replace the file as a whole, readable by this user only: a database's address may hold a password."""
    import tomlkit

    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    document.pop(key, None) if value is None else document.update({key: value})
    path.parent.mkdir(0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(tomlkit.dumps(document))
    draft.replace(path)
