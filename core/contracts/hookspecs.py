"""The hooks. Each docstring has fixed sections: one sentence, When, Transaction, Returns, Since.

Hooks are called only through `core.host.hooks`, once per operation with a list, never per row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from core.contracts.changes import Change, Merge
from core.contracts.contributions import (
    ActivityType,
    CommandGroup,
    DemoData,
    Permission,
    RoleTemplate,
    Setting,
    VisibilityRule,
)
from core.contracts.doctor import Check
from core.contracts.jobs import Job, Schedule
from core.contracts.markers import hookspec
from core.contracts.pages import MenuItem, Page, Panel, TimelineSource
from core.contracts.resources import Extension, Resource, Values
from core.contracts.work import Work
from core.errors import FieldErrors


@hookspec
def resources() -> Iterable[Resource]:
    """Declare record types.

    When: once, at start. Transaction: none. Returns: resources. Since: 1.0.
    """
    return ()


@hookspec
def extensions() -> Iterable[Extension]:
    """Declare tables of the plugin's own beside customers, contacts, activities or what else is extensible.

    When: once, at start. Transaction: none. Returns: extensions. Since: 1.0.
    """
    return ()


@hookspec
def permissions() -> Iterable[Permission]:
    """Declare rights beyond the general ones of the resources.

    When: once, at start. Transaction: none. Returns: permissions. Since: 1.0.
    """
    return ()


@hookspec
def role_templates() -> Iterable[RoleTemplate]:
    """Declare roles that are made by `guanxi init`, or when the plugin is enabled.

    When: once, at start. Transaction: none. Returns: role templates. Since: 1.0.
    """
    return ()


@hookspec
def settings() -> Iterable[Setting]:
    """Declare settings that admins change for the whole company.

    When: once, at start. Transaction: none. Returns: settings. Since: 1.0.
    """
    return ()


@hookspec
def activity_types() -> Iterable[ActivityType]:
    """Declare kinds of activities.

    When: once, at start. Transaction: none. Returns: activity types. Since: 1.0.
    """
    return ()


@hookspec
def visibility_rules() -> Iterable[VisibilityRule]:
    """Limit further who may see or change the rows of a model.

    When: once, at start; a criterion is asked once for an actor and action, so it may depend on nothing else.
    Transaction: none. Returns: rules; a fault while one is asked denies. Since: 1.0.
    """
    return ()


@hookspec
def cli_commands() -> Iterable[CommandGroup]:
    """Add commands to `guanxi`.

    When: once, at start of the command line. Transaction: none. Returns: commands by import path. Since: 1.0.
    """
    return ()


@hookspec
def jobs() -> Iterable[Job]:
    """Declare kinds of jobs, which `work.enqueue` has done later, in a process of its own.

    When: once, at start. Transaction: none; `run` opens its own. Returns: jobs. Since: 1.0.
    """
    return ()


@hookspec
def schedules() -> Iterable[Schedule]:
    """Have jobs of the plugin's own done at fixed times.

    When: once, at start. Transaction: none. Returns: schedules. Since: 1.0.
    """
    return ()


@hookspec
def doctor_checks() -> Iterable[Check]:
    """Look for what may be wrong with what the plugin needs, and say how to mend it.

    When: `guanxi doctor`, after core's own; each `look(work)` has a second or two.
    Transaction: each in one of its own that cannot write. Returns: checks. Since: 1.0.
    """
    return ()


@hookspec
def pages() -> Iterable[Page]:
    """Add pages of the plugin's own to the web, under its name.

    When: once, at start; `run` whenever a page is asked for.
    Transaction: none; `run` is called in one, in which a GET cannot write. Returns: pages. Since: 1.0.
    """
    return ()


@hookspec
def menu_items() -> Iterable[MenuItem]:
    """Name pages in the sidebar and in the command palette.

    When: once, at start. Transaction: none. Returns: entries. Since: 1.0.
    """
    return ()


@hookspec
def panels() -> Iterable[Panel]:
    """Show pieces on the pages of records, core's and others', or on the start page.

    When: once, at start; `load` when a panel is looked at, `template` after it.
    Transaction: none; `load` is called in one that cannot write. A failure shows a notice in the panel's
    place. Returns: panels. Since: 1.0.
    """
    return ()


@hookspec
def timeline_sources() -> Iterable[TimelineSource]:
    """Put events of the plugin's own on the timelines of records.

    When: once, at start; `read` for each page of a timeline. Transaction: none; `read` is called in one that
    cannot write. Returns: sources. Since: 1.0.
    """
    return ()


@hookspec
def demo_data() -> Iterable[DemoData]:
    """Bring demo data.

    When: `guanxi demo`. Transaction: the loader opens its own. Returns: loaders. Since: 1.0.
    """
    return ()


@hookspec
def hook_specs() -> Iterable[Callable[..., Any]]:
    """Specify hooks for plugins that depend on this one, which implement them with `@hookimpl(of=...)`.

    When: once, at start, before those are registered. Transaction: none.
    Returns: functions marked with `@hookspec`. Since: 1.0.
    """
    return ()


@hookspec
def plugin_enabled(work: Work) -> None:
    """Prepare what the plugin needs, now that its tables are there. Only the plugin itself is told.

    When: while the plugin is enabled, the first time and again later; and after it was restored.
    Transaction: inside that of enabling; an exception undoes it all.
    Returns: nothing. Since: 1.0.
    """


@hookspec
def plugin_disabled(work: Work) -> None:
    """Put in order what must not stay as it is without the plugin. Only the plugin itself is told.

    When: while the plugin is disabled by somebody; not when it cannot run.
    Transaction: inside that of disabling; an exception undoes it all.
    Returns: nothing. Since: 1.0.
    """


@hookspec(firstresult=True)
def customer_numbers(work: Work, customers: Sequence[Values]) -> Sequence[str] | None:
    """Number new customers that came without a number; each already has its `id`.

    When: before the customers are written. Transaction: inside, before the insert.
    Returns: a number for each, or None to leave it to the next implementation; core's own comes last.
    Since: 1.0.
    """
    return None


@hookspec
def record_validating(
    work: Work, resource: str, changes: Sequence[Change]
) -> Mapping[int, FieldErrors | Mapping[str, Any]] | None:
    """Refuse or complete records before they are written.

    When: after the fields are valid, for creations and updates.
    Transaction: inside, before the write; do not write.
    Returns: by index in `changes`, a mapping by field of either errors (FieldError) or proposed values.
    Since: 1.0.
    """
    return None


@hookspec
def record_created(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Follow up on new records.

    When: after the insert. Transaction: inside; write through the records service only;
    an exception undoes everything.
    Returns: nothing. Since: 1.0.
    """


@hookspec
def record_updated(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Follow up on changed records.

    When: after the update, only for records that changed; and after records came out of the
    trash, with `before` equal to `after`. Transaction: inside;
    an exception undoes everything.
    Returns: nothing. Since: 1.0.
    """


@hookspec
def record_deleting(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Refuse the deletion of records (by raising Invalid), or follow up on it.

    When: before records go to the trash. Transaction: inside;
    an exception undoes everything.
    Returns: nothing. Since: 1.0.
    """


@hookspec
def records_merged(work: Work, resource: str, merges: Sequence[Merge]) -> None:
    """Follow up on records that became one, such as joining what the plugin had worked out for each.

    When: after a merge, when all links name the kept record (`record_updated` was told of each) and the lost
    one is in the trash. Transaction: inside; an exception undoes everything.
    Returns: nothing. Since: 1.0.
    """


@hookspec
def activity_completed(work: Work, changes: Sequence[Change]) -> None:
    """Follow up on activities that are now done.

    When: after the update or creation that made them done. Transaction: inside;
    an exception undoes everything.
    Returns: nothing. Since: 1.0.
    """


@hookspec
def committed(events: Sequence[Mapping[str, Any]]) -> None:
    """Learn what has been written, best effort: what must happen is enqueued instead.

    When: after the commit, isolated from the caller. Transaction: none.
    Returns: nothing; `events` are rows of the journal. Since: 1.0.
    """
