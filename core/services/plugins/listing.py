"""Every plugin there is, or was: its state, and why it is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from core.data.exact_rows import count_rows, own_tables
from core.data.migrations import current_revision
from core.host.discovery import Found, find_all
from core.host.manifest import Manifest
from core.host.plugins import NO_CODE
from core.labels import translations
from core.services.plugins import naming, planning, states
from core.services.plugins.planning import Plan
from core.services.plugins.states import Stored
from core.services.work import App

_ = translations("core")

SAFE = "safe mode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A plugin in a list. `state` is available, enabled, disabled, quarantined or missing.

    `reason` says why it does not run, where that is not by an admin's will; `fix` what to do.
    """

    name: str
    title: str
    kind: str
    version: str
    state: str
    source: str
    location: str
    reason: str = ""
    fix: str = ""
    requires: tuple[str, ...] = ()
    required_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """All about one plugin: what it declares, its rows, and what core keeps about it."""

    listed: Listed
    manifest: Manifest | None
    revision: str | None
    restricts: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    stored: Mapping[str, int] = field(default_factory=dict)
    adds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def list_plugins(app: App) -> list[Listed]:
    """All of them, by name."""
    with app.database.reading() as connection:
        kept = states.stored(connection)
    found = find_all(app.places)
    return [_listed(app, name, found, kept) for name in sorted({*found, *kept})]


def named(app: App, name: str) -> Listed:
    """One of them. Raises NotFound, with a suggestion, if there is none of this name."""
    with app.database.reading() as connection:
        return _listed(app, name, *_known(app, connection, name))


def describe(app: App, name: str) -> Described:
    """Everything about one. Raises NotFound, with a suggestion, if there is none of this name."""
    with app.database.reading() as connection:
        found, kept = _known(app, connection, name)
        owner = planning.owner_of(app, name)
        rows = count_rows(connection, own_tables(connection, owner))
        revision = current_revision(connection, owner)
    plan = _plan(app, name, kept)
    return Described(
        listed=_listed(app, name, found, kept),
        manifest=found[name].manifest if name in found else None,
        revision=revision,
        restricts=kept[name].restricts if name in kept else (),
        rows=rows,
        stored=plan.stored if plan else {},
        adds=(plan.adds or plan.takes_away) if plan else {},
    )


def _known(app: App, connection: Connection, name: str) -> tuple[Mapping[str, Found], Mapping[str, Stored]]:
    """All plugins that lie somewhere, and those that were enabled once; `name` is among them."""
    found, kept = find_all(app.places), states.stored(connection)
    if name not in kept and name not in found:
        naming.require_found(app.places, name)
    return found, kept


def _plan(app: App, name: str, kept: Mapping[str, Stored]) -> Plan | None:
    """What it adds to an application is what disabling would take away, or enabling would bring."""
    if name in kept and kept[name].is_enabled:
        return planning.plan_disabling(app, name)
    return planning.plan_enabling(app, name) if naming.is_usable(app.places, name) else None


def _listed(app: App, name: str, found: Mapping[str, Found], kept: Mapping[str, Stored]) -> Listed:
    item, row = found.get(name), kept.get(name)
    manifest = item.manifest if item else None
    state, reason, fix = _state(app, name, item, row)
    requires = item.requires if item and item.manifest else row.requires if row else ()
    others = {other for other, each in found.items() if name in each.requires}
    others |= {other for other, each in kept.items() if name in each.requires}
    return Listed(
        name=name,
        title=manifest.title if manifest else name,
        kind=manifest.kind if manifest else "plugin",
        version=manifest.version if manifest else row.version if row else "",
        state=state,
        source=item.source if item else "",
        location=str(item.location) if item else "",
        reason=reason,
        fix=fix,
        requires=requires,
        required_by=tuple(sorted(others)),
    )


def _state(app: App, name: str, item: Found | None, row: Stored | None) -> tuple[str, str, str]:
    """State, reason and remedy."""
    problem = (item.problem or "", item.fix) if item else (NO_CODE, "")
    if row is None:
        return "available", *problem
    if not row.is_enabled:
        return states.DISABLED, *((row.paused_because, "") if row.paused_because else problem)
    stopped = app.plugins.stopped.get(name)
    if stopped is None:
        return states.ENABLED, "", ""
    kind = "quarantined" if stopped.kind == SAFE else stopped.kind
    return kind, stopped.reason, stopped.fix
