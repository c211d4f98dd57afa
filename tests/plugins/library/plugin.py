"""The hooks of the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.plugin_api import (
    ActivityType,
    Change,
    CommandGroup,
    Extension,
    FieldErrors,
    Permission,
    Resource,
    Setting,
    Work,
    hookimpl,
    integer,
    translations,
)

from . import resources as declared
from . import services

_ = translations("library")


@hookimpl()
def resources() -> Iterable[Resource]:
    return [declared.loans]


@hookimpl()
def extensions() -> Iterable[Extension]:
    return [declared.cards]


@hookimpl()
def permissions() -> Iterable[Permission]:
    return [Permission(name="library.loans.give_back", title=_("Give back books"))]


@hookimpl()
def settings() -> Iterable[Setting]:
    return [Setting(name="library.days", field=integer(_("Days of a loan"), minimum=1, default=28))]


@hookimpl()
def activity_types() -> Iterable[ActivityType]:
    return [ActivityType(name="library.reminder", title=_("Reminder"))]


@hookimpl()
def cli_commands() -> Iterable[CommandGroup]:
    return [CommandGroup(name="count", help=_("Count the loans."), target=f"{__package__}.cli:count")]


@hookimpl(resource="library.loans")
def record_validating(
    work: Work, changes: Sequence[Change]
) -> Mapping[int, FieldErrors | Mapping[str, Any]] | None:
    return services.late(work, changes)
