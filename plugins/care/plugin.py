"""The hooks of care."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from core.plugin_api import (
    Change,
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
from plugins.care import jobs as declared_jobs
from plugins.care import resources as declared
from plugins.care.demo import DEMO_DATA
from plugins.care.services import following, reporting, settings_of, subjects, templates
from plugins.care.services.hooks import bookings
from plugins.care.services.outcomes import note
from plugins.care.services.roles import ROLES
from plugins.care.web import MENU, PAGES, PANELS
from plugins.messaging.public import Outcome, Template

_ = translations("care")

COMMANDS = {
    "run": _("Do now what happens every morning."),
    "recompute": _("Work out all due dates."),
    "measures": _("What came of reminders."),
}


@hookimpl()
def resources() -> Iterable[Resource]:
    """Plans, the due list, services, bookings, reminders, greetings."""
    return declared.RESOURCES


@hookimpl()
def extensions() -> Iterable[Extension]:
    """What stands beside subjects, customers and contacts."""
    return declared.EXTENSIONS


@hookimpl()
def permissions() -> Iterable[Permission]:
    """Rights beyond the general ones."""
    return [Permission(name=declared_jobs.RUN, title=_("Have due dates worked out, and reminders sent"))]


@hookimpl()
def settings() -> Iterable[Setting]:
    """The rules of the company."""
    return settings_of.SETTINGS


@hookimpl()
def jobs() -> Iterable[Job]:
    """The daily work, and what follows changes."""
    return declared_jobs.JOBS


@hookimpl()
def schedules() -> Iterable[Schedule]:
    """Every morning."""
    return declared_jobs.SCHEDULES


@hookimpl()
def role_templates() -> Iterable[RoleTemplate]:
    """What the usual roles may do with it."""
    return ROLES


@hookimpl()
def cli_commands() -> Iterable[CommandGroup]:
    """The daily work by hand, and what came of it."""
    targets = {name: f"{__package__}.cli:{name}" for name in COMMANDS}
    return [CommandGroup(name=name, help=COMMANDS[name], target=targets[name]) for name in targets]


@hookimpl()
def panels() -> Iterable[Panel]:
    """What is due, on assets, customers and subjects."""
    return PANELS


@hookimpl()
def pages() -> Iterable[Page]:
    """What came of reminders."""
    return PAGES


@hookimpl()
def menu_items() -> Iterable[MenuItem]:
    """The page of measures."""
    return MENU


@hookimpl()
def demo_data() -> Iterable[DemoData]:
    """Plans, things that are looked after, greetings."""
    return DEMO_DATA


@hookimpl()
def hook_specs() -> Iterable[Callable[..., Any]]:
    """Appointments that other plugins know."""
    return [bookings]


@hookimpl(of="messaging")
def message_templates() -> Iterable[Template]:
    """What is due, and greetings."""
    return templates.TEMPLATES


@hookimpl(of="messaging")
def message_outcomes(work: Work, outcomes: Sequence[Outcome]) -> None:
    """Reminders and greetings are told what became of them."""
    note(work, outcomes)


@hookimpl(of="assets")
def readings_judged(work: Work, assets: Sequence[int]) -> None:
    """What is due follows, also where a job judged readings again."""
    following.judged(work, assets)


@hookimpl()
def record_validating(
    work: Work, resource: str, changes: Sequence[Change]
) -> Mapping[int, FieldErrors | Mapping[str, Any]] | None:
    """What was left out is filled in."""
    return subjects.settle(work, resource, changes)


@hookimpl()
def record_created(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """What is due follows."""
    following.follow(work, resource, changes)


@hookimpl()
def record_updated(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """What is due follows."""
    following.follow(work, resource, changes)


@hookimpl()
def record_deleting(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """What is due follows."""
    following.forget(work, resource, changes)


@hookimpl()
def activity_completed(work: Work, changes: Sequence[Change]) -> None:
    """A finished task of a plan leaves its report."""
    reporting.report(work, changes)
