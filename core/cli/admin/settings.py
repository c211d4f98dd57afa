"""`guanxi settings`: what holds for the whole company, kept in the database."""

from __future__ import annotations

from typing import Any

from core.cli.elements import Argument, Command, Group
from core.cli.invocation import Invocation
from core.cli.resources.cells import Cells
from core.cli.resources.options import DRY_RUN, JSON
from core.cli.words import parse_json
from core.contracts.kinds import JsonKind
from core.host.registry import Registry
from core.labels import translations
from core.services import settings

_ = translations("core")


def command() -> Group:
    """The group."""
    name = Argument("name", _("The setting, such as core.country."), metavar="NAME")
    return Group(
        "settings",
        _("See and set the settings of the company."),
        (
            Command("list", _("List all settings."), run_list, (JSON,), ("guanxi settings list",)),
            Command(
                "show", _("Show one setting."), show, (name, JSON), ("guanxi settings show core.country",)
            ),
            Command(
                "set",
                _("Set one setting; an empty value goes back to the default."),
                run_set,
                (name, Argument("value", _("The new value."), metavar="VALUE"), DRY_RUN, JSON),
                ("guanxi settings set core.country DE", 'guanxi settings set core.country ""'),
            ),
        ),
        ("guanxi settings list", "guanxi settings set core.time_zone Asia/Shanghai"),
    )


def run_list(invocation: Invocation, *, json: bool) -> None:
    """All settings with their values."""
    with invocation.reading() as work:
        found = settings.get_all(work)
    _print(invocation, found, json=json)


def show(invocation: Invocation, *, name: str, json: bool) -> None:
    """One setting."""
    with invocation.reading() as work:
        settings.field_of(work.registry, name)
        found = settings.get_all(work)[name]
    _print(invocation, {name: found}, json=json)


def run_set(invocation: Invocation, *, name: str, value: str, dry_run: bool, json: bool) -> None:
    """Set it, and print what it is now."""
    with invocation.writing(dry_run=dry_run) as work:
        is_json = isinstance(settings.field_of(work.registry, name).kind, JsonKind)
        now = settings.set_value(work, name, parse_json(value, name) if is_json and value.strip() else value)
    _print(invocation, {name: now}, json=json)


def _print(invocation: Invocation, values: Any, *, json: bool) -> None:
    if json:
        invocation.output.json(data=dict(values))
        return
    rows = [_cells(invocation, invocation.registry, name, value) for name, value in values.items()]
    invocation.table((_("Setting"), _("Value"), _("Meaning")), rows)


def _cells(invocation: Invocation, registry: Registry, name: str, value: Any) -> list[str]:
    field = settings.field_of(registry, name)
    cells = Cells.of(invocation)
    meaning = [cells.heading(field), invocation.translate(field.help)]
    return [name, cells.text(field, value), ". ".join(filter(None, meaning))]
