"""Taking an import back: its journal, applied backwards. What others changed since stays, and is named."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from core.contracts.fields import Field
from core.contracts.work import Actor
from core.data.models.journal import JournalEntry
from core.errors import GuanxiError
from core.host.record_types import RecordType
from core.services import records
from core.services.chunks import chunks
from core.services.importing import runs
from core.services.importing.pace import Pace
from core.services.importing.runs import Run
from core.services.importing.task import Task
from core.services.work import BY_HOOK, App, Work

Values = dict[str, Any]
Key = tuple[str, int]
"""Resource and id of a record."""

LOOKED_AT = 500
"""Rows of the journal that are read at once."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the import did to one record, all its changes together: its version then, its values before."""

    key: Key
    created: bool
    version: int
    before: Mapping[str, Any]


class Undo:
    """Takes one run back. It may be interrupted and begun again: the journal says what is done."""

    def __init__(self, app: App, actor: Actor, run: Run) -> None:
        self._app = app
        # The system acts: who may create need not have the right to delete.
        self._actor = Actor(name=actor.name, door=actor.door)
        self._causes = (run.cause, run.cause + BY_HOOK)
        self._cause = f"undo:{run.cause}"
        self._pace = Pace(one_writer=app.database.kind == "sqlite", largest=LOOKED_AT)
        self.kept: list[str] = []

    def go(self) -> None:
        """Take back what is not taken back yet, the newest first."""
        before: int | None = None
        while entries := self._entries(before):
            before = entries[-1][0]
            keys = list(dict.fromkeys((resource, id) for _number, resource, id in entries))
            steps = self._steps(keys)
            while steps:
                part, steps = steps[: self._pace.rows], steps[self._pace.rows :]
                self._write(part)

    def _entries(self, before: int | None) -> list[Any]:
        """The next rows of the journal: id, resource, record."""
        statement = (
            select(JournalEntry.id, JournalEntry.resource, JournalEntry.record_id)
            .where(JournalEntry.cause.in_(self._causes), JournalEntry.record_id.is_not(None))
            .order_by(JournalEntry.id.desc())
            .limit(LOOKED_AT)
        )
        statement = statement if before is None else statement.where(JournalEntry.id < before)
        with self._app.reading(self._actor) as work:
            return list(work.session.execute(statement))

    def _steps(self, keys: Sequence[Key]) -> list[Step]:
        """What is to be taken back of these records; those that others have changed since are kept."""
        with self._app.reading(self._actor) as work:
            found = _changes(work, keys, self._causes)
            done = _changes(work, keys, (self._cause,))
            steps = [_step(key, found[key]) for key in keys if key not in done]
            versions = _versions(work, [step.key for step in steps])
        for step in steps:
            if versions.get(step.key, step.version) != step.version:
                self._keep(step)
        return [step for step in steps if versions.get(step.key) == step.version]

    def _write(self, steps: Sequence[Step]) -> None:
        """Take steps back in one transaction, or one by one where that is refused."""
        begun = time.monotonic()
        try:
            with self._app.work(self._actor, self._cause) as work:
                begun = time.monotonic()
                for (resource, created), group in groupby(steps, lambda step: (step.key[0], step.created)):
                    _take_back(work, work.registry.type_of(resource), list(group), created=created)
        except GuanxiError:
            if len(steps) == 1:
                return self._keep(steps[0])
            for step in steps:
                self._write([step])
        finally:
            self._pace.held(time.monotonic() - begun, len(steps))
        return None

    def _keep(self, step: Step) -> None:
        name = f"{step.key[0]} {step.key[1]}"
        if name not in self.kept:
            self.kept.append(name)


def undo(task: Task, run: Run) -> list[str]:
    """Take back what a run has written; answers the records that had to stay as they are."""
    undoing = Undo(task.app, task.actor, run)
    undoing.go()
    with task.app.work(task.actor, run.cause) as work:
        run.end(work, runs.UNDONE)
    return undoing.kept


def _changes(work: Work, keys: Sequence[Key], causes: Sequence[str]) -> dict[Key, list[Any]]:
    """The journal's rows of these records with these causes, newest first."""
    found: dict[Key, list[Any]] = defaultdict(list)
    for resource, ids in _by_resource(keys):
        for part in chunks(ids):
            statement = (
                select(
                    JournalEntry.record_id,
                    JournalEntry.operation,
                    JournalEntry.version,
                    JournalEntry.before,
                )
                .where(
                    JournalEntry.resource == resource,
                    JournalEntry.record_id.in_(part),
                    JournalEntry.cause.in_(causes),
                )
                .order_by(JournalEntry.id.desc())
            )
            for row in work.session.execute(statement):
                found[resource, row.record_id].append(row)
    return found


def _step(key: Key, changes: Sequence[Any]) -> Step:
    """All changes of a record as one: the values before the first of them."""
    before: Values = {}
    for change in changes:
        before |= change.before or {}
    return Step(key, any(c.operation == "create" for c in changes), changes[0].version, before)


def _versions(work: Work, keys: Sequence[Key]) -> dict[Key, int]:
    """The versions of those that are not in the trash."""
    found: dict[Key, int] = {}
    for resource, ids in _by_resource(keys):
        model = work.registry.type_of(resource).model
        for part in chunks(ids):
            rows = work.session.execute(select(model.id, model.version).where(model.id.in_(part)))
            found |= {(resource, id): version for id, version in rows}
    return found


def _by_resource(keys: Sequence[Key]) -> Iterator[tuple[str, list[int]]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for resource, id in keys:
        grouped[resource].append(id)
    yield from grouped.items()


def _take_back(work: Work, record_type: RecordType, steps: Sequence[Step], *, created: bool) -> None:
    """New records go to the trash, changed ones get their values back."""
    if created:
        versions = {step.key[1]: step.version for step in steps}
        return records.delete(work, record_type, list(versions), versions)
    changes = [records.Update(s.key[1], _writable(record_type, s.before), s.version) for s in steps]
    records.update(work, record_type, changes)
    return None


def _writable(record_type: RecordType, before: Mapping[str, Any]) -> Values:
    """The values that a request may set, lines with their ids."""
    own = {field.name for field in record_type.writable}
    values = {name: value for name, value in before.items() if name in own}
    for name, child in record_type.children.items():
        if name in before:
            names = {"id", *(item.name for item in child.public if _is_set(item))}
            values[name] = [{k: v for k, v in line.items() if k in names} for line in before[name]]
    return values


def _is_set(field: Field) -> bool:
    return not field.read_only and field.computed is None
