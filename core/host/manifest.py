"""What a plugin says about itself before any of its code is imported."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from core.errors import ManifestError, did_you_mean
from core.labels import Label, translations

_ = translations("core")

Kind = Literal["plugin", "pack"]
OnFault = Literal["stop", "pause"]

OFFERED_API = "1.0"
"""The version of core.plugin_api: the first number grows when plugins may break, the second otherwise."""

FILE = "plugin.toml"
NAME = re.compile(r"[a-z][a-z0-9_]{1,23}")
API = re.compile(r"(\d{1,4})\.(\d{1,4})")
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+!_-]{0,39}")
BLOCK = re.compile(r"(?m)^# /// guanxi-plugin[ \t]*$\n(?P<lines>(?:^#(?:| .*)$\n)+?)^# ///[ \t]*$")
BEGINNING = "# /// guanxi-plugin"
LONGEST = 200
# Folders of the program, beginnings of tables, and first words of commands and addresses that are core's.
RESERVED = frozenset(
    {"core", "cli", "plugins", "industry_packs", "migrations", "tests", "benchmarks", "tools"}
    | {"guanxi", "guanxi_home", "alembic", "alembic_version", "sqlite", "api", "static", "health", "metrics"}
    | {"customers", "contacts", "activities", "users", "roles", "units", "tags", "saved_views", "tokens"}
    | {"exchange_rates", "init", "demo", "serve", "search", "changes", "config", "settings", "db", "shell"}
    | {"completion", "plugin", "pack", "me", "jobs", "worker", "undo", "attachments"}
    | {"backup", "backup-verify", "restore", "doctor"}
    | {"codes", "notifications", "palette", "profile", "today", "trash", "ui"}
)
NEEDED = ("name", "title", "version", "api")
NEEDED_IN_A_FILE = ("title",)

UNUSABLE = _("The manifest {where} cannot be used.")
NO_BLOCK = _("There is no block of comments that begins with # /// guanxi-plugin and ends with # ///.")
ADD_BLOCK = _('Begin the file with:\n# /// guanxi-plugin\n# title = "What it does"\n# ///')
NO_TOML = _("It is not valid TOML: {error}.")
UNKNOWN_KEY = _("It has the key {key}, which manifests do not know.")
KEYS = _("The keys are {names}.")
MISSING_KEY = _("It does not say its {key}.")
ADD_KEY = _("Add a line {key} = ...")
BAD_VALUE = _("The value of {key} is {value}.")
MUST_BE = _("It must be {what}.")
BAD_NAME = _("The name {name} cannot be used.")
NAME_RULE = _("A name has 2 to 24 characters: a small letter, then small letters, digits and _.")
TAKEN_BY_PYTHON = _("The name {name} belongs to a module of Python's standard library.")
TAKEN_BY_PROGRAM = _("The name {name} belongs to Guanxi itself.")
OTHER_NAME = _("Choose another name.")
NOT_ITS_FOLDER = _("It says that its name is {name}, but it lies in {folder}.")
SAME_NAME = _("Give both the same name.")
NEEDS_ITSELF = _("It names itself in {key}.")
TAKE_OUT = _("Take {name} out of {key}.")
NEWER_API = _("It was written for version {wanted} of the plugin API; this Guanxi offers {offered}.")
OLDER_API = _("It was written for version {wanted} of the plugin API; this Guanxi offers {offered} only.")
UPGRADE_GUANXI = _("Upgrade Guanxi, or install an older version of the plugin.")
UPGRADE_PLUGIN = _("Install a newer version of the plugin.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The content of `plugin.toml`, or of the comment block of a plugin in one file.

    `requires` are plugins that must be enabled too; `after` only say the order, if they are. `api` is the
    version of core.plugin_api that it was written for. With `on_fault = "pause"` a plugin that fails in a
    hook inside a transaction is disabled by itself.
    """

    name: str
    title: str
    version: str = "0"
    api: str = OFFERED_API
    kind: Kind = "plugin"
    summary: str = ""
    requires: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    license: str = ""
    authors: tuple[str, ...] = ()
    on_fault: OnFault = "stop"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value must be: `read` answers it as it is kept, or None for one that is not so."""

    what: str
    read: Callable[[Any], Any]


def read_manifest(text: str, where: Path, name: str = "") -> Manifest:
    """The manifest that stands in `text`, a `plugin.toml` or a plugin in one `.py` file at `where`.

    `name` is what it must be called, else what its folder or file is called. Whether this Guanxi offers the
    API that it wants is a question of its own (`api_problem`). Raises ManifestError.
    """
    in_one_file = where.suffix == ".py"
    name = name or (where.stem if in_one_file else where.parent.name)
    content = _toml(_block(text, where) if in_one_file else text, where)
    if unknown := sorted(set(content) - set(RULES)):
        raise _refused(
            where,
            UNKNOWN_KEY.fill(key=unknown[0]),
            did_you_mean(unknown[0], RULES) or KEYS.fill(names=", ".join(RULES)),
        )
    for key in NEEDED_IN_A_FILE if in_one_file else NEEDED:
        if key not in content:
            raise _refused(where, MISSING_KEY.fill(key=key), ADD_KEY.fill(key=key))
    manifest = Manifest(**{"name": name, **{key: _value(key, content[key], where) for key in content}})
    _check_names(manifest, name, where)
    return manifest


def name_problem(name: str) -> tuple[Label, Label] | None:
    """Why no plugin may have this name, and what to do; None if one may."""
    if not NAME.fullmatch(name):
        return BAD_NAME.fill(name=name), NAME_RULE
    if name in sys.stdlib_module_names:
        return TAKEN_BY_PYTHON.fill(name=name), OTHER_NAME
    if name in RESERVED or name.startswith(("core_", "sqlite_", "alembic_version_")):
        return TAKEN_BY_PROGRAM.fill(name=name), OTHER_NAME
    return None


def api_problem(manifest: Manifest, offered: str = OFFERED_API) -> tuple[Label, Label] | None:
    """Why this Guanxi cannot run what the manifest describes, and what to do; None if it can."""
    wanted_version, offered_version = _numbers(manifest.api), _numbers(offered)
    names = {"wanted": manifest.api, "offered": offered}
    if wanted_version > offered_version:
        return NEWER_API.fill(**names), UPGRADE_GUANXI
    if wanted_version[0] < offered_version[0]:
        return OLDER_API.fill(**names), UPGRADE_PLUGIN
    return None


def _numbers(api: str) -> tuple[int, int]:
    major, minor = api.split(".")
    return int(major), int(minor)


def _block(text: str, where: Path) -> str:
    """The TOML in the comment block of a plugin in one file."""
    found = BLOCK.search(text.replace("\r\n", "\n"))
    if found is None:
        raise _refused(where, NO_BLOCK, ADD_BLOCK)
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in found["lines"].splitlines())


def _toml(text: str, where: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(where, NO_TOML.fill(error=error)) from error


def _value(key: str, value: object, where: Path) -> Any:
    found = RULES[key].read(value)
    if found is None:
        what = MUST_BE.fill(what=RULES[key].what)
        raise _refused(where, BAD_VALUE.fill(key=key, value=repr(value)[:LONGEST]), what)
    return found


def _check_names(manifest: Manifest, name: str, where: Path) -> None:
    if manifest.name != name:
        raise _refused(where, NOT_ITS_FOLDER.fill(name=manifest.name, folder=name), SAME_NAME)
    if problem := name_problem(name):
        raise _refused(where, *problem)
    for key in ("requires", "after"):
        if name in getattr(manifest, key):
            raise _refused(where, NEEDS_ITSELF.fill(key=key), TAKE_OUT.fill(name=name, key=key))


def _refused(where: Path, why: str, fix: str = "") -> ManifestError:
    return ManifestError(UNUSABLE.fill(where=where), why=why, fix=fix)


def _line(value: Any) -> str | None:
    """A text of one line: it is shown in lists and terminals."""
    fits = isinstance(value, str) and value.isprintable() and 0 < len(value.strip()) <= LONGEST
    return value.strip() if fits else None


def _text(value: Any) -> str | None:
    return "" if value == "" else _line(value)


def _lines(value: Any) -> tuple[str, ...] | None:
    found = tuple(map(_line, value)) if isinstance(value, list) else (None,)
    return None if None in found else found  # type: ignore[return-value]  # no None is left


def _names(value: Any) -> tuple[str, ...] | None:
    found = _lines(value)
    return found if found is not None and all(map(NAME.fullmatch, found)) else None


def _like(pattern: re.Pattern[str]) -> Callable[[Any], str | None]:
    return lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None


def _one_of(choices: tuple[str, ...]) -> Rule:
    what = _("one of {names}").fill(names=", ".join(choices))
    return Rule(what, lambda value: value if isinstance(value, str) and value in choices else None)


LINE = Rule(_("a text of one line, at most 200 characters"), _line)
TEXT = Rule(LINE.what, _text)
PLUGINS = Rule(_("a list of names of plugins"), _names)
RULES: Mapping[str, Rule] = {
    "name": LINE,
    "title": LINE,
    "version": Rule(_('a version such as "1.4.2", at most 40 characters'), _like(VERSION)),
    "api": Rule(_('a version such as "1.0"'), _like(API)),
    "kind": _one_of(get_args(Kind)),
    "summary": TEXT,
    "requires": PLUGINS,
    "after": PLUGINS,
    "license": TEXT,
    "authors": Rule(_("a list of texts"), _lines),
    "on_fault": _one_of(get_args(OnFault)),
}
