"""Core's own implementations of the hooks. No logic here: each hook names what answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from core.builtin import activities, attachments, contacts, customers, roles, saved_views, users
from core.builtin.activity_types import ACTIVITY_TYPES
from core.builtin.customers import numbers
from core.builtin.doctor import CHECKS
from core.builtin.jobs import JOBS, SCHEDULES
from core.builtin.permissions import PERMISSIONS
from core.builtin.resources import RESOURCES
from core.builtin.role_templates import ROLE_TEMPLATES
from core.builtin.settings import SETTINGS
from core.contracts.changes import Change
from core.contracts.contributions import (
    ActivityType,
    DemoData,
    Permission,
    RoleTemplate,
    Setting,
    VisibilityRule,
)
from core.contracts.doctor import Check
from core.contracts.jobs import Job, Schedule
from core.contracts.markers import hookimpl
from core.contracts.resources import Resource, Values
from core.data.models import SavedView
from core.demo import customers as demo_customers
from core.demo import people as demo_people
from core.errors import FieldErrors
from core.services import rights_generation
from core.services.work import Work

Verdicts = Mapping[int, FieldErrors | Mapping[str, Any]]
Follow = Callable[[Work, Sequence[Change]], None]


def renew(work: Work, changes: Sequence[Change]) -> None:
    """What follows from changes of users, roles, units and tokens: rights are read anew."""
    rights_generation.grow(work.session)


JUDGES: Mapping[str, Callable[[Work, Sequence[Change]], Verdicts]] = MappingProxyType(
    {
        "customers": customers.complete,
        "contacts": contacts.complete,
        "activities": activities.settle,
        "attachments": attachments.complete,
        "users": users.judge,
        "roles": roles.judge,
        "saved_views": saved_views.complete,
    }
)
AFTER_CREATE: Mapping[str, Follow] = MappingProxyType(
    {
        "contacts": contacts.keep_one_main,
        **dict.fromkeys(("users", "roles", "units", "tokens"), renew),
    }
)
AFTER_UPDATE: Mapping[str, Follow] = MappingProxyType(
    {**AFTER_CREATE, "users": users.after_update, "roles": roles.after_update}
)
BEFORE_DELETE: Mapping[str, Follow] = MappingProxyType(
    {
        "contacts": contacts.before_delete,
        "users": users.before_delete,
        **dict.fromkeys(("roles", "units", "tokens"), renew),
    }
)


class CorePlugin:
    """Core as the first plugin."""

    @hookimpl()
    def resources(self) -> Iterable[Resource]:
        """The record types of core."""
        return RESOURCES

    @hookimpl()
    def permissions(self) -> Iterable[Permission]:
        """Rights beyond the general ones."""
        return PERMISSIONS

    @hookimpl()
    def role_templates(self) -> Iterable[RoleTemplate]:
        """Roles to begin with."""
        return ROLE_TEMPLATES

    @hookimpl()
    def settings(self) -> Iterable[Setting]:
        """Settings of the company."""
        return SETTINGS

    @hookimpl()
    def activity_types(self) -> Iterable[ActivityType]:
        """Kinds of activities."""
        return ACTIVITY_TYPES

    @hookimpl()
    def demo_data(self) -> Iterable[DemoData]:
        """Customers to try with."""
        return (*demo_customers.DEMO_DATA, *demo_people.DEMO_DATA)

    @hookimpl()
    def jobs(self) -> Iterable[Job]:
        """What core does later, or at fixed times."""
        return JOBS

    @hookimpl()
    def schedules(self) -> Iterable[Schedule]:
        """When core does it."""
        return SCHEDULES

    @hookimpl()
    def doctor_checks(self) -> Iterable[Check]:
        """What may be wrong with the database and what is in it."""
        return CHECKS

    @hookimpl()
    def visibility_rules(self) -> Iterable[VisibilityRule]:
        """Saved views are seen by those with whom they are shared."""
        return (VisibilityRule(model=SavedView, criterion=saved_views.visible),)

    @hookimpl()
    def customer_numbers(self, work: Work, customers: Sequence[Values]) -> list[str]:
        """The numbers of customers for whom no plugin has any."""
        return numbers(work, customers)

    @hookimpl()
    def record_validating(self, work: Work, resource: str, changes: Sequence[Change]) -> Verdicts | None:
        """The rules of core over its records."""
        judge = JUDGES.get(resource)
        return judge(work, changes) if judge else None

    @hookimpl()
    def record_created(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        """What follows from new records."""
        AFTER_CREATE.get(resource, _nothing)(work, changes)

    @hookimpl()
    def record_updated(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        """What follows from changed records."""
        AFTER_UPDATE.get(resource, _nothing)(work, changes)

    @hookimpl()
    def record_deleting(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        """What forbids or follows from a deletion."""
        BEFORE_DELETE.get(resource, _nothing)(work, changes)


def _nothing(work: Work, changes: Sequence[Change]) -> None:
    """Nothing follows."""
