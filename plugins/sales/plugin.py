"""The hooks of sales."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.plugin_api import (
    Change,
    Check,
    CommandGroup,
    DemoData,
    Extension,
    FieldErrors,
    Job,
    MenuItem,
    Page,
    Panel,
    Permission,
    Resource,
    RoleTemplate,
    Schedule,
    Setting,
    Work,
    hookimpl,
    translations,
)
from plugins.sales import jobs as declared_jobs
from plugins.sales import resources as declared
from plugins.sales.demo import DEMO_DATA
from plugins.sales.services import checking, following, roles, settings_of, validating
from plugins.sales.web import MENU, PAGES, PANELS

_ = translations("sales")

COMMANDS = {
    "answers": _("How soon leads were answered."),
    "clock": _("Look after leads that wait."),
}


@hookimpl()
def resources() -> Iterable[Resource]:
    """Leads, the rules for them, who is away."""
    return declared.RESOURCES


@hookimpl()
def extensions() -> Iterable[Extension]:
    """How leads stand, and whose turn it was."""
    return declared.EXTENSIONS


@hookimpl()
def permissions() -> Iterable[Permission]:
    """Rights beyond the general ones."""
    return [Permission(name=declared_jobs.RUN, title=_("Have leads that wait looked after"))]


@hookimpl()
def role_templates() -> Iterable[RoleTemplate]:
    """For salespeople and their managers."""
    return roles.ROLES


@hookimpl()
def settings() -> Iterable[Setting]:
    """The rules of the company."""
    return settings_of.SETTINGS


@hookimpl()
def jobs() -> Iterable[Job]:
    """The clock."""
    return declared_jobs.JOBS


@hookimpl()
def schedules() -> Iterable[Schedule]:
    """Every quarter of an hour."""
    return declared_jobs.SCHEDULES


@hookimpl()
def doctor_checks() -> Iterable[Check]:
    """Whether leads get to people."""
    return checking.CHECKS


@hookimpl()
def cli_commands() -> Iterable[CommandGroup]:
    """How soon leads were answered, and the clock by hand."""
    targets = {name: f"{__package__}.cli:{name}" for name in COMMANDS}
    return [CommandGroup(name=name, help=COMMANDS[name], target=targets[name]) for name in targets]


@hookimpl()
def panels() -> Iterable[Panel]:
    """On leads, customers and the start page."""
    return PANELS


@hookimpl()
def pages() -> Iterable[Page]:
    """How soon leads are answered."""
    return PAGES


@hookimpl()
def menu_items() -> Iterable[MenuItem]:
    """One's own leads, and the page of answers."""
    return MENU


@hookimpl()
def demo_data() -> Iterable[DemoData]:
    """Leads in all stages."""
    return DEMO_DATA


@hookimpl()
def record_validating(
    work: Work, resource: str, changes: Sequence[Change]
) -> Mapping[int, FieldErrors | Mapping[str, Any]] | None:
    """What was left out is filled in; the last next step stays."""
    return validating.judge(work, resource, changes)


@hookimpl()
def record_created(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Leads get to people."""
    following.created(work, resource, changes)


@hookimpl()
def record_updated(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """How leads stand follows."""
    following.updated(work, resource, changes)


@hookimpl()
def record_deleting(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Their steps end with leads; the last one of an open lead stays."""
    validating.refuse_last(work, resource, changes)
    following.deleting(work, resource, changes)
