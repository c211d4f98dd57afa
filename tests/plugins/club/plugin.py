"""The hooks of the club."""

from __future__ import annotations

from collections.abc import Iterable

from core.plugin_api import (
    ActivityType,
    Children,
    CommandGroup,
    Permission,
    Resource,
    Setting,
    VisibilityRule,
    Work,
    hookimpl,
    integer,
    translations,
)

from .models import Guest, Member
from .rules import visible

_ = translations("club")

members = Resource(
    Member,
    name="members",
    title=_("Members"),
    singular=_("Member"),
    sorts=("id", "name"),
    children=(Children(model=Guest, name="guests", title=_("Guests")),),
    taggable=True,
)


@hookimpl()
def resources() -> Iterable[Resource]:
    return [members]


@hookimpl()
def permissions() -> Iterable[Permission]:
    return [Permission(name="club.members.celebrate", title=_("Celebrate members"))]


@hookimpl()
def settings() -> Iterable[Setting]:
    return [Setting(name="club.fee", field=integer(_("Fee"), default=10))]


@hookimpl()
def activity_types() -> Iterable[ActivityType]:
    return [ActivityType(name="club.party", title=_("Party"))]


@hookimpl()
def visibility_rules() -> Iterable[VisibilityRule]:
    return [VisibilityRule(model=Member, criterion=visible)]


@hookimpl()
def cli_commands() -> Iterable[CommandGroup]:
    return [CommandGroup(name="greet", help=_("Greet."), target=f"{__package__}.cli:greet")]


@hookimpl()
def plugin_enabled(work: Work) -> None:
    work.record("club_opened", "club", {})


@hookimpl()
def plugin_disabled(work: Work) -> None:
    work.record("club_closed", "club", {})
