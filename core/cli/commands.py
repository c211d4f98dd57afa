"""The commands of the root as a table, so that its help imports none of them.

The names under RECORDS are core's resources; a test compares them with the registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

import click

from core.labels import Label, translations

_ = translations("core")


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: one line of help, and the module whose `command()` makes it."""

    text: Label
    module: str

    def load(self) -> click.Command:
        """Import and make it."""
        made: click.Command = import_module(f"core.cli.admin.{self.module}").command()
        return made


COMMANDS: Mapping[str, Entry] = MappingProxyType(
    {
        "init": Entry(_("Set up an installation: database, roles, administrator."), "init"),
        "demo": Entry(_("Set up, load demo customers, and serve."), "demo"),
        "serve": Entry(_("Serve the API."), "serve"),
        "worker": Entry(_("Do jobs, beside servers that do not."), "worker"),
        "jobs": Entry(_("See jobs, run them again, discard them."), "jobs"),
        "undo": Entry(_("See what was done at once, and undo it."), "undo"),
        "search": Entry(_("Find records of all kinds by words."), "search"),
        "changes": Entry(_("See who changed what, and when."), "changes"),
        "config": Entry(_("See and set the configuration of this installation."), "config"),
        "settings": Entry(_("See and set the settings of the company."), "settings"),
        "plugin": Entry(_("See, plan, enable, disable, remove and restore plugins."), "plugin"),
        "pack": Entry(_("The same for industry packs."), "pack"),
        "backup": Entry(_("Write the whole installation into one file."), "backup"),
        "backup-verify": Entry(_("Look whether a backup is whole."), "backup_verify"),
        "restore": Entry(_("Bring an installation back from a backup."), "restore"),
        "doctor": Entry(_("Look for what is wrong, and say how to mend it."), "doctor"),
        "db": Entry(_("See, upgrade and move the database."), "db"),
        "shell": Entry(_("Python with the application at hand."), "shell"),
        "completion": Entry(_("Complete commands in bash, zsh or fish."), "completion"),
    }
)
SECTIONS: Mapping[Label, Mapping[str, Label]] = MappingProxyType(
    {
        _("Begin"): {
            **{name: COMMANDS[name].text for name in ("init", "demo")},
            "serve, worker, jobs": _("Serve the API; do jobs, see and retry them."),
        },
        _("Tools"): {
            "plugin, pack": _("See, enable, disable, remove and restore plugins."),
            "search, changes, undo": _("Find records; see who changed what; undo it."),
            "config, settings": _("What holds for the installation, and for the company."),
            "backup, restore": _("Write everything into one file; bring it back."),
            "doctor, backup-verify": _("Look for what is wrong here, and with a backup."),
            "db, shell": _("See, upgrade, move the database; Python at hand."),
            "completion": COMMANDS["completion"].text,
        },
    }
)
"""What `guanxi` alone shows; it fits a small terminal, so some commands share a line."""

RECORDS_TITLE = _("Records (list, show, create, update, delete, import, export ...)")
RECORDS = (
    "customers",
    "contacts",
    "activities",
    "attachments",
    "users",
    "roles",
    "units",
    "tags",
    "saved_views",
    "exchange_rates",
    "tokens",
)
EXAMPLES = (
    "guanxi init --yes",
    "guanxi customers list --filter country=Germany --sort city",
    "guanxi customers create --help",
)
