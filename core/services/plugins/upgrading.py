"""Upgrade the tables of plugins, enabled or not, each in one transaction, in the order of dependency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import inspect

from core.data.engine import Database
from core.data.migrations import Applied, pending, upgrade_owner
from core.data.models import PluginState
from core.errors import GuanxiError, MigrationError, PluginFault
from core.host.discovery import Found, Places
from core.host.loading import load
from core.host.plugins import NO_CODE
from core.labels import translations
from core.services.plugins import states
from core.services.plugins.order import installed

_ = translations("core")

REQUIRES = _("It requires {name}, which was not upgraded.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be done for a plugin, or why nothing can be done."""

    name: str
    is_enabled: bool
    found: Found | None = None
    revisions: tuple[str, ...] = ()
    skipped: str = ""
    error: GuanxiError | None = None


def waiting(database: Database, places: Places) -> list[Waiting]:
    """Every plugin that has tables here, with the revisions that its tables lack; the missing ones last."""
    with database.reading() as connection:
        if not inspect(connection).has_table(PluginState.__tablename__):
            return []
        kept = states.stored(connection)
    found, missing = installed(places, kept)
    looked = [_look(database, each, is_enabled=kept[each.name].is_enabled) for each in found]
    return [*looked, *(Waiting(name, kept[name].is_enabled, skipped=NO_CODE) for name in missing)]


def upgrade(database: Database, items: Sequence[Waiting]) -> Iterator[Waiting]:
    """Upgrade those that can be; answers each with what was done, or why it was left as it was.

    The generation grows with each, so that servers start what they could not start before.
    """
    failed: set[str] = set()
    for item in items:
        done = _upgraded(database, item, failed)
        failed |= {done.name} if done.skipped else set()
        yield done


def _look(database: Database, found: Found, *, is_enabled: bool) -> Waiting:
    try:
        if found.owner.inline:
            load(found)  # its tables are those of its models
        revisions = pending(database, [found.owner]).get(found.name, ())
    except (MigrationError, PluginFault) as error:
        return Waiting(found.name, is_enabled, found, skipped=f"{error.message} {error.why}", error=error)
    return Waiting(found.name, is_enabled, found, revisions)


def _upgraded(database: Database, item: Waiting, failed: set[str]) -> Waiting:
    if item.skipped or not item.revisions or item.found is None:
        return item
    if needed := sorted(failed.intersection(item.found.requires)):
        return replace(item, skipped=REQUIRES.fill(name=needed[0]))
    try:
        applied = _apply(database, item.found)
    except MigrationError as error:
        return replace(item, skipped=f"{error.message} {error.why}", error=error)
    return replace(item, revisions=tuple(name for each in applied for name in each.revisions))


def _apply(database: Database, found: Found) -> list[Applied]:
    with database.changing_plugins() as connection:
        applied = upgrade_owner(connection, found.owner)
        if applied:
            states.grow(connection)
    return applied
