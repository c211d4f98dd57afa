"""What an undo does to each record: fields that nobody else has changed since become what they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import select

from core.contracts.fields import Field
from core.data.among import among
from core.data.models.journal import JournalEntry
from core.formats.plain_json import plain_values
from core.host.record_types import RecordType
from core.services.chunks import chunks
from core.services.work import Work

Values = dict[str, Any]
Existence = Literal["living", "absent"]
EXISTED: Mapping[str, Existence] = {"create": "absent", "restore": "absent", "delete": "living"}
"""What there was of a record before an operation on it."""


@dataclass(eq=False)
class Past:
    """What the journal says of one record since an operation began.

    `before`: the values before the operation, of fields that it changed; `after` those that it left behind,
    of fields that others have changed since. `existed`: what there was of it before, if that changed;
    `moved`: whether others have deleted or restored it since; `newest`: the operation's last row.
    """

    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    existed: Existence | None = None
    moved: bool = False
    merged: bool = False
    newest: int = 0
    _closed: set[str] = field(default_factory=set)

    def add(self, row: Any, *, ours: bool) -> None:
        """One row of the journal; the newest come first."""
        values = row.before or {}
        if not ours:
            self._add_foreign(row.operation, values)
            return
        self.newest = self.newest or row.id
        self.before.update({name: value for name, value in values.items() if name not in self._closed})
        self.existed = EXISTED.get(row.operation, self.existed)

    def _add_foreign(self, operation: str, values: Values) -> None:
        self._closed |= values.keys() & self.before.keys()
        self.after.update({name: value for name, value in values.items() if name not in self.before})
        if not self.newest:
            self.moved = self.moved or operation in EXISTED
            self.merged = self.merged or operation == "merge"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a living record: the values it gets, and the fields that stay as they are."""

    values: Values
    stays: list[str]


def pasts(
    work: Work, resource: str, ids: Sequence[int], first: int, own: Collection[str], undo: Collection[str]
) -> dict[int, Past]:
    """What happened to these records after the row `first` of the journal.

    `own` are the causes of the operation, `undo` those of its undo, which do not count.
    """
    names = ("id", "record_id", "operation", "cause", "before")
    columns = [getattr(JournalEntry, name) for name in names]
    found: dict[int, Past] = defaultdict(Past)
    for part in chunks(ids):
        of_records = (JournalEntry.resource == resource, among(JournalEntry.record_id, part))
        statement = select(*columns).where(*of_records, JournalEntry.id > first)
        for row in work.session.execute(statement.order_by(JournalEntry.id.desc())):
            if row.cause not in undo:
                found[row.record_id].add(row, ours=row.cause in own)
    return found


def lines_of(record_type: RecordType, found: Iterable[Past]) -> set[str]:
    """The children (and tags) that have to be loaded to judge."""
    names = {name for past in found for name in (*past.before, *past.after)}
    return names & {*record_type.children, "tags"}


def was_edited(past: Past, row: Values) -> bool:
    """Whether others have changed anything of a record that the operation created."""
    return past.merged or any(_plain(row, name) != value for name, value in past.after.items())


def judge(record_type: RecordType, past: Past, row: Values) -> Fate:
    """What a living record, which stands as `row`, gets back."""
    values, stays = Values(), []
    for name, before in past.before.items():
        now = _plain(row, name)
        if now == before:
            continue
        if name in past.after and now != past.after[name]:
            stays.append(name)
        elif name in record_type.children:
            values[name] = _lines(record_type, name, before, row.get(name) or ())
        elif name in _writable(record_type):
            values[name] = before
        elif name not in record_type.fields:
            stays.append(name)
    return Fate(values, stays)


def _plain(row: Values, name: str) -> Any:
    return plain_values(row.get(name))


def _writable(record_type: RecordType) -> set[str]:
    """What is not worked out from other fields."""
    return {item.name for item in record_type.writable}


def _lines(
    record_type: RecordType, name: str, before: Sequence[Values], now: Sequence[Mapping[str, Any]]
) -> list[Values]:
    """The lines as they were; those that are not there any more are written anew."""
    child = record_type.children[name]
    names = {item.name for item in child.public if _is_set(item)}
    there = {line["id"] for line in now}
    return [
        {key: value for key, value in line.items() if key in names or (key == "id" and value in there)}
        for line in before
    ]


def _is_set(field: Field) -> bool:
    return not field.read_only and field.computed is None
