"""Plans: what a change of plugins will do, worked out from code and database without changing either."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection

from core.contracts import hookspecs
from core.data.exact_rows import count_rows, own_tables
from core.data.migrations import current_revision, head
from core.data.owners import Owner, require_upgraded
from core.data.scratch import Difference, upgrade_difference
from core.errors import MigrationError
from core.host.discovery import Found, find
from core.host.imports import internals
from core.host.plugins import Assembly, StateOfPlugin
from core.labels import Label, translations
from core.services.plugins import leftovers, naming, states
from core.services.plugins.contents import contents, difference, restricted
from core.services.plugins.order import installed
from core.services.plugins.states import Stored
from core.services.work import App

_ = translations("core")

WOULD_STOP = _("{name} would not run any more: {reason}")
NEEDED_BY = _("{names} need it.")
DISABLE_FIRST = _("Disable first: guanxi plugin disable {name}")
REMOVE_FIRST = _("Remove first: guanxi plugin remove {name}")
NO_CODE = _("Its code is not installed, and only its own migrations can take its tables away.")
INSTALL = _("Install it again.")

Action = Literal["enable", "disable", "remove"]

Problem = tuple[str, str]
"""What is in the way, and what to do."""

NOTHING = Difference({}, {})


@dataclass(frozen=True, slots=True)
class Step:
    """A plugin that changes: from which state and revision, to which."""

    found: Found
    before: Stored | None
    revision: str | None
    head: str | None
    restricts: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name."""
        return self.found.name

    @property
    def version(self) -> str:
        """The version of its code."""
        return self.found.manifest.version if self.found.manifest else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What `action` ("enable", "disable", "remove") will do to the plugin `name`.

    `steps` are the plugins that it enables, in order. `schema`, `adds` and `takes_away` say what will differ
    in the database and in what is declared; `rows` what of it is kept or dropped, `stored` what else core
    keeps about it. `assembly` is what will run then.
    """

    action: Action
    name: str
    generation: int
    steps: tuple[Step, ...] = ()
    schema: Difference = NOTHING
    adds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    takes_away: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    stored: Mapping[str, int] = field(default_factory=dict)
    conflicts: tuple[Problem, ...] = ()
    assembly: Assembly | None = None


def plan_enabling(app: App, name: str) -> Plan:
    """What enabling a plugin will do, with all that it requires; one that runs already has no steps.

    Raises NotFound for a plugin that does not exist, and MigrationError for an old database.
    """
    found = naming.require_found(app.places, name)
    with app.database.reading() as connection:
        require_upgraded(connection)
        kept, generation = states.stored(connection), states.generation(connection)
        needed = closure(app, found, kept)
        before, after = _assembled(app, kept, generation), _assembled(app, kept, generation, adding=needed)
        added = [each for each in (find(each, app.places) for each in needed) if each]
        conflicts: list[Problem] = [problem for each in added for problem in internals(each)]
        conflicts += _not_running(before, after, {name, *needed})
        runs = [each for each in after.plugins.running if each.name in needed]
        schema = NOTHING if conflicts else _schema(app, connection, kept, runs, conflicts)
        steps = [] if conflicts else [_step(connection, each, kept, after) for each in runs]
    declared = contents(before), contents(after)
    return Plan(
        action="enable",
        name=name,
        generation=generation,
        steps=tuple(steps),
        schema=schema,
        adds=difference(*declared),
        takes_away=difference(*reversed(declared)),
        conflicts=tuple(conflicts),
        assembly=after,
    )


def plan_disabling(app: App, name: str) -> Plan:
    """What disabling a plugin will do, and what of it stays."""
    with app.database.reading() as connection:
        kept = states.stored(connection)
        conflicts = _needed(name, [each for each in kept.values() if each.is_enabled], DISABLE_FIRST)
        return _plan_end(app, connection, name, "disable", conflicts)


def plan_removing(app: App, name: str) -> Plan:
    """What removing a plugin will archive and drop."""
    with app.database.reading() as connection:
        conflicts = _needed(name, states.stored(connection).values(), REMOVE_FIRST)
        if find(name, app.places) is None and current_revision(connection, owner_of(app, name)):
            conflicts.append((NO_CODE, INSTALL))
        return _plan_end(app, connection, name, "remove", conflicts)


def _plan_end(
    app: App, connection: Connection, name: str, action: Action, conflicts: Sequence[Problem]
) -> Plan:
    kept, generation = states.stored(connection), states.generation(connection)
    naming.require_stored(app.places, name, kept)
    types = [item.name for owner, item in app.hooks.collect(hookspecs.activity_types) if owner == name]
    declared = [contents(_assembled(app, kept, generation, without=without)) for without in ((), (name,))]
    return Plan(
        action=action,
        name=name,
        generation=generation,
        takes_away=difference(declared[1], declared[0]),
        rows=count_rows(connection, own_tables(connection, owner_of(app, name))),
        stored=leftovers.count(connection, name, types),
        conflicts=tuple(conflicts),
    )


def owner_of(app: App, name: str) -> Owner:
    """Whose tables; its migrations are known only while its code is there."""
    found = find(name, app.places)
    return found.owner if found else Owner(name, app.places.home / name / "migrations")


def closure(app: App, found: Found, kept: Mapping[str, Stored]) -> list[str]:
    """The plugin and all that it requires, as far as they are not enabled."""
    wanted = [found]
    for item in wanted:
        present = {each.name for each in wanted}
        needed = [find(name, app.places) for name in item.requires if name not in present]
        wanted += [each for each in needed if each]
    missing = {name for item in wanted for name in item.requires}
    names = dict.fromkeys((*(item.name for item in wanted), *sorted(missing)))
    return [name for name in names if name not in kept or not kept[name].is_enabled]


def _assembled(
    app: App,
    kept: Mapping[str, Stored],
    generation: int,
    *,
    adding: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Assembly:
    """What the application would be with these enabled too, or without them."""
    enabled = [each for each in kept.values() if each.is_enabled and each.name not in without]
    present = [StateOfPlugin(name=each.name, restricts=each.restricts) for each in enabled]
    return app.assemble([*present, *(StateOfPlugin(name=name) for name in adding)], generation)


def _not_running(before: Assembly, after: Assembly, wanted: Collection[str]) -> Iterator[Problem]:
    """Why those that are wanted would not run, and which others would run no more."""
    for name, stopped in after.plugins.stopped.items():
        if name in wanted:
            yield _("{name}: {reason}").fill(name=name, reason=stopped.reason), stopped.fix
        elif name not in before.plugins.stopped:
            yield WOULD_STOP.fill(name=name, reason=stopped.reason), stopped.fix


def _schema(
    app: App,
    connection: Connection,
    kept: Mapping[str, Stored],
    runs: Sequence[Found],
    conflicts: list[Problem],
) -> Difference:
    """What the migrations of these will do; what is wrong with them is a conflict."""
    present, _missing = installed(app.places, kept)
    others = [each.owner for each in present if each not in runs]
    try:
        return upgrade_difference(connection, others, [each.owner for each in runs])
    except MigrationError as error:
        conflicts.append((f"{error.message} {error.why}", error.fix))
        return NOTHING


def _step(connection: Connection, found: Found, kept: Mapping[str, Stored], after: Assembly) -> Step:
    return Step(
        found=found,
        before=kept.get(found.name),
        revision=current_revision(connection, found.owner),
        head=head(found.owner),
        restricts=tuple(restricted(after, found.name)),
    )


def _needed(name: str, others: Iterable[Stored], fix: Label) -> list[Problem]:
    """Who needs it, if anybody does."""
    names = [each.name for each in others if name in each.requires]
    return [(NEEDED_BY.fill(names=", ".join(names)), fix.fill(name=names[0]))] if names else []
