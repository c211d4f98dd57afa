"""Rows beside records: made with the first value, changed, and removed with the last, under one version.

Whether a draft has a row is told by its hidden field `<plugin>.id`: 0 while the record has no id itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, null, select
from sqlalchemy import update as sql_update

from core.data.bulk import insert_rows
from core.host.extension_types import ExtensionType
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.host.schemas import REQUIRED
from core.services.records.drafts import Draft
from core.services.records.writing import change_rows, delete_rows

if TYPE_CHECKING:
    from core.services.work import Work

Row = dict[str, Any]
EMPTY: tuple[Any, ...] = (None, [])
"""What a field is that says nothing; several choices are a list."""


def begin(record_type: RecordType, draft: Draft) -> None:
    """Say which rows there are to be, and give new ones their defaults."""
    for extension in _written(record_type):
        values = draft.values
        if all(values.get(name) in EMPTY for name in extension.inputs):
            values[extension.id] = None
        elif values.get(extension.id) is None:
            values[extension.id] = draft.record.id
            missing = extension.beginnings.keys() - draft.record.sent.keys()
            values.update({name: extension.beginnings[name] for name in missing})


def complete(record_type: RecordType, draft: Draft) -> None:
    """Note what rows lack; where there is no row, nothing has been worked out either."""
    for extension in _written(record_type):
        if draft.values[extension.id] is None:
            worked_out = [name for name in extension.fields if draft.values.get(name) not in EMPTY]
            draft.values.update(dict.fromkeys(worked_out))
            continue
        for name in extension.required:
            if draft.values.get(name) is None:
                draft.complain(name, "required", REQUIRED)


def number(record_type: RecordType, draft: Draft) -> None:
    """Give the rows of a new record its id."""
    for extension in _written(record_type):
        if draft.values[extension.id] is not None:
            draft.values[extension.id] = draft.record.id


def _written(record_type: RecordType) -> list[ExtensionType]:
    """Those whose rows are saved with the record."""
    return [item for item in record_type.extensions.values() if not item.extension.derived]


def insert(work: Work, record_type: RecordType, drafts: Sequence[Draft]) -> None:
    """Write the rows of records that have none yet."""
    for extension in _written(record_type):
        rows = [_columns(extension, d.values) for d in drafts if d.values[extension.id] is not None]
        insert_rows(work.session, extension.model, rows)


def update(work: Work, record_type: RecordType, drafts: Sequence[Draft]) -> None:
    """Write what is different beside changed records."""
    for extension in _written(record_type):
        there = [d for d in drafts if (d.record.before or {}).get(extension.id) is not None]
        rest = [d for d in drafts if d not in there and d.values[extension.id] is not None]
        gone = [d.record.id for d in there if d.values[extension.id] is None]
        insert_rows(work.session, extension.model, [_columns(extension, d.values) for d in rest])
        _change(work, extension, [d for d in there if d.values[extension.id] is not None])
        delete_rows(work, extension.model, gone)


def mark(work: Work, record_type: RecordType, ids: Sequence[int], moment: Any) -> None:
    """Put the rows into the trash with their records, or take them out (no moment)."""
    for extension in record_type.extensions.values():
        change_rows(work, extension.model, ids, {"deleted_at": null() if moment is None else moment})


def match_trash(connection: Connection, registry: Registry, owner: str) -> None:
    """Put the rows of an owner's extensions into the trash, or out of it, as their records are.

    For the moment when the owner begins to run: until then others have deleted and restored records without
    it. Raises IntegrityError if a unique value was given to two records meanwhile.
    """
    for record_type in registry.types.values():
        if owner in record_type.extensions:
            row, record = record_type.extensions[owner].model, record_type.model
            deleted = select(record.deleted_at).where(record.id == row.id).scalar_subquery()
            wrong = row.deleted_at.is_distinct_from(deleted)
            # What goes in makes unique values free for what comes out.
            for which in (deleted.is_not(None), deleted.is_(None)):
                connection.execute(sql_update(row).where(wrong, which).values(deleted_at=deleted))


def _columns(extension: ExtensionType, values: Row) -> Row:
    return extension.columns(values, values)


def _change(work: Work, extension: ExtensionType, drafts: Sequence[Draft]) -> None:
    """One UPDATE for all rows that get the same values."""
    groups: dict[str, tuple[Row, list[int]]] = defaultdict(lambda: ({}, []))
    for draft in drafts:
        before = _columns(extension, dict(draft.record.before or {}))
        different = {k: v for k, v in _columns(extension, draft.values).items() if v != before[k]}
        if different:
            columns, ids = groups[repr(different)]
            columns.update(different)
            ids.append(draft.record.id)
    for columns, ids in groups.values():
        change_rows(work, extension.model, ids, columns)
