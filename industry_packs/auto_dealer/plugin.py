"""The hooks of the pack for car dealers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from industry_packs.auto_dealer import jobs as declared_jobs
from industry_packs.auto_dealer import resources as declared
from industry_packs.auto_dealer import web
from industry_packs.auto_dealer.demo import DEMO_DATA
from industry_packs.auto_dealer.services import appointments, following, plans, roles, settings_of
from industry_packs.auto_dealer.services.calls import settings_of as calls_settings
from industry_packs.auto_dealer.services.desk import resources as desk
from industry_packs.auto_dealer.services.desk import roles as desk_roles
from industry_packs.auto_dealer.services.desk import settings_of as desk_settings
from industry_packs.auto_dealer.services.desk import web as desk_web
from industry_packs.auto_dealer.services.exchange.names import GIVE, TAKE
from industry_packs.auto_dealer.services.leads import resources as leads
from industry_packs.auto_dealer.services.leads import roles as leads_roles
from industry_packs.auto_dealer.services.leads import web as leads_web
from industry_packs.auto_dealer.services.leads.names import RECEIVE
from industry_packs.auto_dealer.services.names import RUN
from industry_packs.auto_dealer.services.recalls import telling
from industry_packs.auto_dealer.services.recalls.template import TEMPLATES
from industry_packs.auto_dealer.services.vehicles import settling
from plugins.care.public import Appointment
from plugins.messaging.public import Outcome, Template

_ = translations("auto_dealer")

COMMANDS = {
    "vin": _("Judge vehicle identification numbers."),
    "fleet": _("Load a fleet with its plans and histories."),
    "due": _("What is due for each vehicle as of a day."),
    "run": _("Do now what happens every morning."),
    "leads": _("Import leads from ADF documents and mails."),
    "exchange": _("Exchange vehicles and their histories with other systems."),
}


PERMISSIONS = (
    Permission(name=RUN, title=_("Have it worked out who may buy a car again")),
    Permission(name=RECEIVE, title=_("Send documents with leads")),
    Permission(name=GIVE, title=_("Give vehicles and their histories to other systems")),
    Permission(name=TAKE, title=_("Take vehicles and their histories in from other systems")),
)


@hookimpl()
def resources() -> Iterable[Resource]:
    """What the pack keeps of vehicles, leads, calls and exchanged files."""
    return (*declared.RESOURCES, *leads.RESOURCES, *desk.RESOURCES)


@hookimpl()
def extensions() -> Iterable[Extension]:
    """What only vehicles have; what is worked out beside recalls and customers."""
    return (*declared.EXTENSIONS, *leads.EXTENSIONS, *desk.EXTENSIONS)


@hookimpl()
def demo_data() -> Iterable[DemoData]:
    """Two stores and a workshop."""
    return DEMO_DATA


@hookimpl()
def permissions() -> Iterable[Permission]:
    """Rights beyond the general ones."""
    return PERMISSIONS


@hookimpl()
def role_templates() -> Iterable[RoleTemplate]:
    """What the usual roles may do."""
    return (*roles.ROLES, *leads_roles.ROLES, *desk_roles.ROLES)


@hookimpl()
def settings() -> Iterable[Setting]:
    """Warranties, when cars are replaced, when people are called."""
    return (*settings_of.SETTINGS, *calls_settings.SETTINGS, *desk_settings.SETTINGS)


@hookimpl()
def panels() -> Iterable[Panel]:
    """Warranties, recalls and the number of a vehicle; documents and leads."""
    return (*web.PANELS, *leads_web.PANELS)


@hookimpl()
def pages() -> Iterable[Page]:
    """The list to find vehicles in; documents as they arrived."""
    return (*web.PAGES, *leads_web.PAGES, *desk_web.PAGES)


@hookimpl()
def menu_items() -> Iterable[MenuItem]:
    """The service desk with its sheet and measures; the list of vehicles."""
    return (*desk_web.MENU, *web.MENU)


@hookimpl()
def jobs() -> Iterable[Job]:
    """Notices of recalls; who may buy again."""
    return declared_jobs.JOBS


@hookimpl()
def schedules() -> Iterable[Schedule]:
    """Every morning."""
    return declared_jobs.SCHEDULES


@hookimpl()
def cli_commands() -> Iterable[CommandGroup]:
    """Numbers, fleets, what is due."""
    return [
        CommandGroup(name=name, help=help, target=f"{__package__}.cli.{name}:{name}")
        for name, help in COMMANDS.items()
    ]


@hookimpl(of="messaging")
def message_templates() -> Iterable[Template]:
    """Notices of recalls."""
    return TEMPLATES


@hookimpl(of="messaging")
def message_outcomes(work: Work, outcomes: Sequence[Outcome]) -> None:
    """What became of notices of recalls."""
    telling.note(work, outcomes)


@hookimpl(of="care")
def bookings(work: Work, subjects: Sequence[int]) -> Mapping[int, Sequence[Appointment]]:
    """Who has an appointment."""
    return appointments.known(work, subjects)


@hookimpl()
def plugin_enabled(work: Work) -> None:
    """Plans to begin with are there."""
    plans.put_templates(work)


@hookimpl()
def record_validating(
    work: Work, resource: str, changes: Sequence[Change]
) -> Mapping[int, FieldErrors | Mapping[str, Any]] | None:
    """What was left out is filled in."""
    return settling.settle(work, resource, changes)


@hookimpl()
def record_created(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Plates, recalls and appointments keep up."""
    following.follow(work, resource, changes)


@hookimpl()
def record_updated(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Plates, recalls and appointments keep up."""
    following.follow(work, resource, changes)


@hookimpl()
def record_deleting(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """What is left counts."""
    following.leave(work, resource, changes)
