"""The stored states of plugins, and the generation that grows with each change of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core.data.models.journal import JournalEntry
from core.data.models.plugin import PluginState
from core.data.models.state import State

NAME = "plugins"
ENABLED, DISABLED = "enabled", "disabled"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database knows of a plugin that was enabled once."""

    name: str
    state: str
    version: str
    requires: tuple[str, ...]
    restricts: tuple[str, ...]
    paused_because: str

    @property
    def is_enabled(self) -> bool:
        """Whether it is to run."""
        return self.state == ENABLED


def generation(connection: Connection) -> int:
    """The number of the present set of plugins; processes that run another must end."""
    return int(connection.execute(select(State.value).where(State.name == NAME)).scalar_one())


def grow(connection: Connection) -> int:
    """Begin a new generation; answers its number."""
    statement = update(State).where(State.name == NAME).values(value=State.value + 1)
    return int(connection.execute(statement.returning(State.value)).scalar_one())


def stored(connection: Connection) -> Mapping[str, Stored]:
    """Every plugin that was enabled once and not removed since, by name."""
    columns: list[Any] = [getattr(PluginState, name) for name in Stored.__slots__]
    rows: Iterable[Any] = connection.execute(select(*columns).order_by(PluginState.name))
    return {row.name: Stored(*map(_unchanging, row)) for row in rows}


def dependents(connection: Connection, name: str) -> Iterator[str]:
    """The enabled plugins that need this one, near and far; those that nobody else needs come first."""
    enabled = {row.name: row.requires for row in stored(connection).values() if row.is_enabled}
    found = [name]
    for needed in found:
        found += [other for other, needs in enabled.items() if needed in needs and other not in found]
    return reversed(found[1:])


def disable(connection: Connection, names: Iterable[str], now: datetime, because: str = "") -> None:
    """Note that these are disabled; `because` says why, where the program itself has done it."""
    values = {"state": DISABLED, "paused_because": because, "changed_at": now}
    connection.execute(update(PluginState).where(PluginState.name.in_(list(names))).values(values))


def note(
    connection: Connection, operation: str, name: str, now: datetime, uid: str, **details: object
) -> None:
    """Write a row of the journal about what the program itself has done to a plugin, without a `Work`."""
    values = {
        "at": now,
        "actor_name": "system",
        "door": "server",
        "operation": operation,
        "work_uid": uid,
        "details": {"subject": name, **details},
    }
    connection.execute(insert(JournalEntry).values(values))


def _unchanging(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
