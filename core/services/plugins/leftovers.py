"""What core keeps about a plugin beside the plugin's own tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, TableClause, column, delete, func, select, table

from core.data.models import PluginState, State
from core.labels import translations
from core.services.demo_data import LOADED
from core.services.plugins.archive import SEARCH, SETTINGS, TAGGINGS, begins

_ = translations("core")

TITLES = MappingProxyType(
    {
        "settings": _("Settings"),
        "search": _("Entries of the search"),
        "taggings": _("Tags on its records"),
        "jobs": _("Jobs"),
        "grants": _("Permissions in roles"),
        "saved_views": _("Saved views"),
        "activities": _("Activities of its types"),
        "changes": _("Entries of the journal"),
    }
)
"""What is kept. The first four go when the plugin is removed; the others hold names, which may stay."""

JOBS = table("core_job", column("owner"))
SCHEDULES = table("core_schedule", column("job"))
MARKS = table("core_job_mark", column("name"))
GRANTS = table("core_role_grant", column("permission"))
VIEWS = table("core_saved_view", column("resource"))
CHANGES = table("core_change", column("resource"))
ACTIVITIES = table("core_activity", column("type"))


def count(connection: Connection, name: str, activity_types: Collection[str]) -> Mapping[str, int]:
    """How many rows of core name something of the plugin; what nobody names is left out."""
    asked: Mapping[str, tuple[TableClause, ColumnElement[bool]]] = {
        "settings": (SETTINGS, begins(SETTINGS.c.name, name)),
        "search": (SEARCH, begins(SEARCH.c.resource, name)),
        "taggings": (TAGGINGS, begins(TAGGINGS.c.resource, name)),
        "jobs": (JOBS, JOBS.c.owner == name),
        "grants": (GRANTS, begins(GRANTS.c.permission, name)),
        "saved_views": (VIEWS, begins(VIEWS.c.resource, name)),
        "activities": (ACTIVITIES, ACTIVITIES.c.type.in_(list(activity_types))),
        "changes": (CHANGES, begins(CHANGES.c.resource, name)),
    }
    counts = {
        kind: connection.execute(select(func.count()).select_from(rows).where(criterion)).scalar_one()
        for kind, (rows, criterion) in asked.items()
    }
    return {kind: number for kind, number in counts.items() if number}


def forget(connection: Connection, name: str) -> None:
    """Delete its settings, search entries, tags, jobs and state, and the notes of its demo data."""
    connection.execute(delete(JOBS).where(JOBS.c.owner == name))
    for rows, job in ((SCHEDULES, SCHEDULES.c.job), (MARKS, MARKS.c.name)):
        connection.execute(delete(rows).where(begins(job, name)))
    for rows, subject in ((SETTINGS, SETTINGS.c.name), (SEARCH, SEARCH.c.resource)):
        connection.execute(delete(rows).where(begins(subject, name)))
    connection.execute(delete(TAGGINGS).where(begins(TAGGINGS.c.resource, name)))
    connection.execute(delete(PluginState).where(PluginState.name == name))
    connection.execute(delete(State).where(State.name.startswith(f"{LOADED}{name}.", autoescape=True)))
