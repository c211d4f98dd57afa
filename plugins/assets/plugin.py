"""The hooks of assets."""

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
    Panel,
    Resource,
    RoleTemplate,
    Schedule,
    TimelineSource,
    VisibilityRule,
    Work,
    hookimpl,
    translations,
)
from plugins.assets import jobs as declared_jobs
from plugins.assets import resources as declared
from plugins.assets.demo import DEMO_DATA
from plugins.assets.models import Asset
from plugins.assets.public import readings_judged
from plugins.assets.services import following, rights, validating
from plugins.assets.services.roles import ROLES
from plugins.assets.web import PANELS, TIMELINE_SOURCES

_ = translations("assets")


@hookimpl()
def resources() -> Iterable[Resource]:
    """Definitions, assets, holders, meters, readings, replaced meters."""
    return declared.RESOURCES


@hookimpl()
def extensions() -> Iterable[Extension]:
    """What is worked out beside assets and readings."""
    return declared.EXTENSIONS


@hookimpl()
def visibility_rules() -> Iterable[VisibilityRule]:
    """An asset is seen with the customers who hold it."""
    return [VisibilityRule(model=Asset, criterion=rights.visible)]


@hookimpl()
def jobs() -> Iterable[Job]:
    """Readings are judged again."""
    return declared_jobs.JOBS


@hookimpl()
def schedules() -> Iterable[Schedule]:
    """Every night: what was dated in the future may have come true."""
    return declared_jobs.SCHEDULES


@hookimpl()
def role_templates() -> Iterable[RoleTemplate]:
    """What the usual roles may do with it."""
    return ROLES


@hookimpl()
def cli_commands() -> Iterable[CommandGroup]:
    """What is likely wrong with the readings of an asset."""
    return [
        CommandGroup(
            name="check", help=_("Check the readings of an asset."), target=f"{__package__}.cli:check"
        )
    ]


@hookimpl()
def demo_data() -> Iterable[DemoData]:
    """Vehicles, electricity meters, a transformer, an appliance."""
    return DEMO_DATA


@hookimpl()
def hook_specs() -> Iterable[Callable[..., Any]]:
    """What is believed of meters has changed."""
    return [readings_judged]


@hookimpl()
def panels() -> Iterable[Panel]:
    """What a customer has; who has an asset, and its meter."""
    return PANELS


@hookimpl()
def timeline_sources() -> Iterable[TimelineSource]:
    """Who got an asset and gave it away."""
    return TIMELINE_SOURCES


@hookimpl()
def record_validating(
    work: Work, resource: str, changes: Sequence[Change]
) -> Mapping[int, FieldErrors | Mapping[str, Any]] | None:
    """What is left out follows from the asset; what cannot be is refused."""
    return validating.judge(work, resource, changes)


@hookimpl()
def record_created(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Owners and verdicts keep up."""
    following.follow(work, resource, changes)


@hookimpl()
def record_updated(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Owners and verdicts keep up."""
    following.follow(work, resource, changes)


@hookimpl()
def record_deleting(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Owners and verdicts keep up."""
    following.leave(work, resource, changes)
