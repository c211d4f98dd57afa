"""The hooks of messaging."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    Permission,
    Resource,
    RoleTemplate,
    Schedule,
    Setting,
    TimelineSource,
    Work,
    hookimpl,
    translations,
)
from plugins.messaging import jobs as declared_jobs
from plugins.messaging import resources as declared
from plugins.messaging import web
from plugins.messaging.demo import DEMO_DATA
from plugins.messaging.services import checking, editing, hooks, reminding, settings_of, telling
from plugins.messaging.services.roles import ROLES

_ = translations("messaging")

HELP = {
    "log": _("The latest messages, and how they stand."),
    "decide": _("Decide of a message: again, sent, cancel."),
    "take_bounces": _("Read e-mails that came back."),
    "try": _("Try the settings of a channel."),
}


@hookimpl()
def resources() -> Iterable[Resource]:
    """Consents, templates, addresses that came back, notices, preferences."""
    return declared.RESOURCES


@hookimpl()
def extensions() -> Iterable[Extension]:
    """Addresses that core does not know."""
    return declared.EXTENSIONS


@hookimpl()
def permissions() -> Iterable[Permission]:
    """Rights beyond the general ones."""
    return [
        Permission(name="messaging.log.view", title=_("See the messages to visible customers")),
        Permission(name="messaging.bounces.take", title=_("Hand in e-mails that came back")),
        Permission(name="messaging.log.decide", title=_("Send messages again, or take them back")),
    ]


@hookimpl()
def settings() -> Iterable[Setting]:
    """Servers, gateways, limits."""
    return settings_of.SETTINGS


@hookimpl()
def jobs() -> Iterable[Job]:
    """Sending."""
    return declared_jobs.JOBS


@hookimpl()
def schedules() -> Iterable[Schedule]:
    """Every minute."""
    return declared_jobs.SCHEDULES


@hookimpl()
def pages() -> Iterable[Page]:
    """The log, and each message."""
    return web.PAGES


@hookimpl()
def menu_items() -> Iterable[MenuItem]:
    """The log."""
    return web.MENU


@hookimpl()
def timeline_sources() -> Iterable[TimelineSource]:
    """Messages on the timelines of customers and contacts."""
    return web.TIMELINES


@hookimpl()
def role_templates() -> Iterable[RoleTemplate]:
    """What the usual roles may do with it."""
    return ROLES


@hookimpl()
def cli_commands() -> Iterable[CommandGroup]:
    """The log, decisions, what came back, and trying a channel."""
    names = {"log": "show_log", "decide": "decide", "take_bounces": "take_bounces", "try": "try_channel"}
    return [
        CommandGroup(name=name, help=HELP[name], target=f"{__package__}.cli:{target}")
        for name, target in names.items()
    ]


@hookimpl()
def doctor_checks() -> Iterable[Check]:
    """Messages that wait for a person, or for a worker."""
    return checking.CHECKS


@hookimpl()
def demo_data() -> Iterable[DemoData]:
    """Templates, consents and messages."""
    return DEMO_DATA


@hookimpl()
def hook_specs() -> Iterable[Callable[..., Any]]:
    """Channels, templates and purposes of other plugins, and what became of messages."""
    return [
        hooks.message_channels,
        hooks.message_templates,
        hooks.message_purposes,
        hooks.message_outcomes,
    ]


@hookimpl()
def record_created(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """New activities may remind at once; teams get their notices."""
    after = {"activities": reminding.follow, "messaging.notices": telling.tell_teams}
    if resource in after:
        after[resource](work, changes)


@hookimpl()
def record_updated(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Activities remind at another moment; owners are told of new numbers and addresses."""
    if resource == "activities":
        reminding.follow(work, changes)
    elif resource in telling.REACHING:
        telling.tell_owners(work, resource, changes)


@hookimpl(resource="activities")
def record_deleting(work: Work, changes: Sequence[Change]) -> None:
    """Nobody is reminded of what is in the trash."""
    reminding.follow(work, changes)


@hookimpl()
def record_validating(
    work: Work, resource: str, changes: Sequence[Change]
) -> Mapping[int, FieldErrors | Mapping[str, Any]] | None:
    """What is asked of consents and templates."""
    judge = {"messaging.consents": editing.judge_consents, "messaging.templates": editing.judge_templates}
    return judge[resource](work, changes) if resource in judge else None
