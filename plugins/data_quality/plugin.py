"""The hooks of data quality."""

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
    Merge,
    Panel,
    Permission,
    Resource,
    RoleTemplate,
    Schedule,
    Setting,
    VisibilityRule,
    Work,
    hookimpl,
    translations,
)
from plugins.data_quality import jobs as declared_jobs
from plugins.data_quality import resources as declared
from plugins.data_quality.demo import DEMO_DATA
from plugins.data_quality.public import record_checks
from plugins.data_quality.services import beginning, following, pairs, settings_of
from plugins.data_quality.services.roles import ROLES
from plugins.data_quality.web import PANELS

_ = translations("data_quality")


@hookimpl()
def resources() -> Iterable[Resource]:
    """The pairs of likely duplicates."""
    return [declared.duplicates]


@hookimpl()
def extensions() -> Iterable[Extension]:
    """What stands beside customers and contacts."""
    return [declared.customer_quality, declared.contact_quality]


@hookimpl()
def permissions() -> Iterable[Permission]:
    """Rights beyond the general ones."""
    return [
        Permission(name="data_quality.examine", title=_("Have all customers examined")),
        Permission(name="data_quality.save_duplicates", title=_("Save likely duplicates all the same")),
    ]


@hookimpl()
def settings() -> Iterable[Setting]:
    """The rules of the company."""
    return settings_of.SETTINGS


@hookimpl()
def visibility_rules() -> Iterable[VisibilityRule]:
    """A pair is seen by whoever sees both."""
    return [VisibilityRule(model=declared.Duplicate, criterion=pairs.visible)]


@hookimpl()
def jobs() -> Iterable[Job]:
    """The examination of everything."""
    return declared_jobs.JOBS


@hookimpl()
def schedules() -> Iterable[Schedule]:
    """Every night."""
    return declared_jobs.SCHEDULES


@hookimpl()
def role_templates() -> Iterable[RoleTemplate]:
    """What the usual roles may do with it."""
    return ROLES


@hookimpl()
def cli_commands() -> Iterable[CommandGroup]:
    """The work list, the call list, and the examination."""
    return [
        CommandGroup(name="queue", help=_("The worst records first."), target=f"{__package__}.cli:queue"),
        CommandGroup(name="promising", help=_("Whom to call first."), target=f"{__package__}.cli:promising"),
        CommandGroup(name="examine", help=_("Examine everything."), target=f"{__package__}.cli:examine"),
    ]


@hookimpl()
def panels() -> Iterable[Panel]:
    """The likely duplicates of a customer."""
    return PANELS


@hookimpl()
def demo_data() -> Iterable[DemoData]:
    """Doubtful customers."""
    return DEMO_DATA


@hookimpl()
def hook_specs() -> Iterable[Callable[..., Any]]:
    """Checks of other plugins."""
    return [record_checks]


@hookimpl()
def plugin_enabled(work: Work) -> None:
    """Everything is examined once."""
    beginning.begin(work)


@hookimpl(resource="customers")
def record_validating(
    work: Work, changes: Sequence[Change]
) -> Mapping[int, FieldErrors | Mapping[str, Any]] | None:
    """Likely duplicates are pointed out before they are saved."""
    return pairs.judge(work, changes)


@hookimpl()
def record_created(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """New records are examined."""
    following.follow(work, resource, changes)


@hookimpl()
def record_updated(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Changed records are examined."""
    following.follow(work, resource, changes)


@hookimpl(resource="customers")
def record_deleting(work: Work, changes: Sequence[Change]) -> None:
    """Those in the trash are nobody's duplicate."""
    pairs.forget(work, [change.id for change in changes])


@hookimpl(resource="customers")
def records_merged(work: Work, merges: Sequence[Merge]) -> None:
    """Of two that are one now no pair is left."""
    pairs.joined(work, merges)
