"""Restoring takes records out of the trash, as long as everything that they name is still there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.contracts import hookspecs
from core.contracts.changes import Change
from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.data.among import among
from core.errors import FieldError, FieldErrors, Invalid, NotFound, invalid
from core.host.record_types import RecordType
from core.labels import translations
from core.services import search
from core.services.chunks import chunks
from core.services.records.deleting import log, set_deleted_at
from core.services.records.hooks import tell
from core.services.records.loading import load
from core.services.records.references import customer_of
from core.services.records.writing import writing

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

Row = dict[str, Any]
WHY = "what a record names must be there, seen or unseen"
GONE = _("{record} {id}, which it names, is in the trash.")
BELONGS = _("It belongs to a record that is in the trash.")
FIRST = _("Restore that first.")


def restore(work: Work, resource: Any, ids: Sequence[int]) -> None:
    """Take records out of the trash, as they were; needs the right to delete.

    Raises NotFound for what is not in the trash, Invalid when a unique value has been given away meanwhile
    or when something that it names is in the trash itself.
    """
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("delete"))
    found = in_trash(work, record_type, ids)
    if len(found) < len(set(ids)):
        raise NotFound()
    bring_back(work, record_type, found)


def in_trash(work: Work, record_type: RecordType, ids: Sequence[int]) -> list[int]:
    """Those of the records that the actor may take out of the trash."""
    options: dict[str, Any] = {"guanxi_trash": True, "guanxi_action": "delete"}
    model = record_type.model
    statement = select(model.id).where(among(model.id, ids), model.deleted_at.is_not(None))
    return list(work.session.scalars(statement.execution_options(**options)))


def bring_back(work: Work, record_type: RecordType, found: Sequence[int]) -> None:
    """Take these out of the trash."""
    with writing(record_type):
        set_deleted_at(work, record_type, found, None)
    rows = load(work, record_type, found)
    _refuse_unseen(found, rows)
    _refuse_dangling(work, record_type, rows)
    log(work, record_type, rows, "restore")
    subjects = [search.Subject(row["id"], customer_of(record_type, row["id"], row), row) for row in rows]
    search.write_entries(work, record_type, subjects, new=False)
    changes = [Change(record_type.name, row["id"], row, row) for row in rows]
    tell(work, hookspecs.record_updated, record_type, changes)


def _refuse_unseen(ids: Sequence[int], rows: Sequence[Row]) -> None:
    """Raise Invalid if records that came back cannot be seen: what they belong to is not there."""
    unseen = set(ids) - {row["id"] for row in rows}
    if unseen:
        raise invalid("id", "reference_deleted", BELONGS, min(unseen), fix=FIRST)


def _refuse_dangling(work: Work, record_type: RecordType, rows: Sequence[Row]) -> None:
    """Raise Invalid if records that come back name others that are in the trash."""
    named = [(n, *place) for n, row in enumerate(rows) for place in _named(record_type, row)]
    wanted: dict[str, set[int]] = defaultdict(set)
    for _index, _path, kind, id in named:
        wanted[kind.table].add(id)
    living = {table: _living(work, work.registry.of_table(table), ids) for table, ids in wanted.items()}
    errors: dict[int, dict[str, tuple[FieldError, ...]]] = defaultdict(dict)
    for index, path, kind, id in named:
        if id not in living[kind.table]:
            singular = work.registry.of_table(kind.table).resource.singular
            message = GONE.fill(record=singular, id=id)
            errors[index][path] = (FieldError("reference_deleted", message, id),)
    if errors:
        found: dict[int, FieldErrors] = {**errors}
        raise Invalid(rows=found, fix=FIRST)


def _named(record_type: RecordType, row: Row) -> Iterator[tuple[str, ReferenceKind, int]]:
    """Every reference of a record and its lines that the target's deletion would have been refused for."""
    for path, field, value in _values(record_type, row):
        if isinstance(field.kind, ReferenceKind) and field.kind.on_delete != "keep" and value is not None:
            yield path, field.kind, value


def _values(record_type: RecordType, row: Row) -> Iterator[tuple[str, Field, Any]]:
    for field in record_type.references:
        yield field.name, field, row[field.name]
    for name, child in record_type.children.items():
        for number, line in enumerate(row[name]):
            yield from ((f"{name}.{number}.{f.name}", f, line[f.name]) for f in child.public)


def _living(work: Work, target: RecordType, ids: set[int]) -> set[int]:
    """Those of the records that are not in the trash."""
    model, found = target.model, set[int]()
    with work.access.unrestricted(work, WHY) as session:
        for part in chunks(sorted(ids)):
            living = select(model.id).where(model.id.in_(part), model.deleted_at.is_(None))
            found |= set(session.scalars(living))
    return found
