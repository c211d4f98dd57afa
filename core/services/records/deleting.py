"""Deleting puts records into the trash; restoring takes them out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, func, null, select
from sqlalchemy import update as sql_update
from sqlalchemy.orm import InstrumentedAttribute

from core.contracts import hookspecs
from core.contracts.changes import Change
from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.data.among import among
from core.errors import NotFound, invalid
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services import search
from core.services.chunks import chunks
from core.services.records import conflicts, extensions
from core.services.records.hooks import tell
from core.services.records.loading import load, select_records
from core.services.records.references import customer_of
from core.services.records.restoring import refuse_dangling, refuse_unseen
from core.services.records.writing import writing
from core.services.undo.noting import DELETION, DELETIONS, noted

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

Row = dict[str, Any]
IN_USE = _("{record} {id} cannot be deleted: {count} {others} name it as {field}.")
NAMED = _("Some of {others} name it as {field}.")
WHY = "what others use is refused even if the actor cannot see them"
MOVE_THEM = _("Give them another value in that field, or delete them first.")


def delete(work: Work, resource: Any, ids: Sequence[int], versions: Mapping[int, int] | None = None) -> None:
    """Put records into the trash; all of them or none.

    Raises NotFound, Forbidden, Conflict for a stale version, Invalid while other records name one of them.
    """
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("delete"))
    with noted(work, DELETION if len(ids) == 1 else DELETIONS, record_type.name):
        _delete(work, record_type, ids, versions or {})


def _delete(work: Work, record_type: RecordType, ids: Sequence[int], versions: Mapping[int, int]) -> None:
    rows = load(work, record_type, ids, children=(), for_action="delete")
    found = {row["id"]: row for row in rows}
    for id in ids:
        if id not in found:
            raise conflicts.missing(work, record_type, id, "delete")
        expected = versions.get(id)
        if expected is not None and found[id]["version"] != expected:
            raise conflicts.conflict(work, record_type, id, expected)
    changes = [Change(record_type.name, row["id"], row, None) for row in rows]
    # First the hooks: they know better what to do about it than "others name it", and may settle it.
    tell(work, hookspecs.record_deleting, record_type, changes)
    _refuse_used(work, record_type, list(found))
    _put_away(work, record_type, load(work, record_type, ids, children=(), for_action="delete"))


def discard(work: Work, record_type: RecordType, rows: Sequence[Row]) -> None:
    """Put records into the trash that nothing names any more, since they were merged into others."""
    changes = [Change(record_type.name, row["id"], row, None) for row in rows]
    tell(work, hookspecs.record_deleting, record_type, changes)
    _put_away(work, record_type, load(work, record_type, [row["id"] for row in rows], children=()))


def _put_away(work: Work, record_type: RecordType, rows: Sequence[Row]) -> None:
    ids = [row["id"] for row in rows]
    _mark(work, record_type, ids, work.now)
    _log(work, record_type, rows, "delete")
    search.remove_entries(work, record_type, ids)


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
    statement = select_records(record_type).where(model.id.in_(ids), model.deleted_at.is_not(None))
    return list(work.session.scalars(statement.with_only_columns(model.id).execution_options(**options)))


def bring_back(work: Work, record_type: RecordType, found: Sequence[int]) -> None:
    """Take these out of the trash."""
    with writing(record_type):
        _mark(work, record_type, found, None)
    rows = load(work, record_type, found)
    refuse_unseen(found, rows)
    refuse_dangling(work, record_type, rows)
    _log(work, record_type, rows, "restore")
    subjects = [search.Subject(row["id"], customer_of(record_type, row["id"], row), row) for row in rows]
    search.write_entries(work, record_type, subjects, new=False)
    changes = [Change(record_type.name, row["id"], row, row) for row in rows]
    tell(work, hookspecs.record_updated, record_type, changes)


def _mark(work: Work, record_type: RecordType, ids: Sequence[int], moment: Any) -> None:
    extensions.mark(work, record_type, ids, moment)
    model = record_type.model
    for part in chunks(ids):
        statement = (
            sql_update(model)
            .where(among(model.id, part))
            .values(
                deleted_at=null() if moment is None else moment,
                version=model.version + 1,
                updated_at=work.now,
            )
            .execution_options(
                guanxi_writer=True, guanxi_action="delete", guanxi_trash=True, synchronize_session=False
            )
        )
        work.session.execute(statement)


def _log(work: Work, record_type: RecordType, rows: Sequence[Row], operation: str) -> None:
    restored = 0 if operation == "restore" else 1
    work.log(
        [
            work.entry(
                operation,
                resource=record_type.name,
                record_id=row["id"],
                customer_id=customer_of(record_type, row["id"], row),
                version=row["version"] + restored,
                before={},
            )
            for row in rows
        ],
    )


class _Naming(NamedTuple):
    """A column by which records (or their lines) name others: the condition says which of them are living."""

    by: RecordType
    field: Field
    column: InstrumentedAttribute[Any]
    record: InstrumentedAttribute[Any]
    living: ColumnElement[bool]


def _refuse_used(work: Work, record_type: RecordType, ids: Sequence[int]) -> None:
    """Refuse to delete what other living records still name, and say who and how many."""
    for naming in _namings(work, record_type):
        count, named = _uses(work, naming, ids)
        if count:
            message = IN_USE.fill(
                record=record_type.resource.singular,
                id=named,
                count=count,
                others=naming.by.resource.title,
                field=naming.field.label,
            )
            raise invalid("id", "in_use", message, named, fix=MOVE_THEM)


def in_use(work: Work, record_type: RecordType, ids: Sequence[int]) -> dict[int, Label]:
    """Which of these records others name that keep them from being deleted, and what they are."""
    found: dict[int, Label] = {}
    with work.access.unrestricted(work, WHY) as session:
        for naming in _namings(work, record_type):
            reason = NAMED.fill(others=naming.by.resource.title, field=naming.field.label)
            for part in chunks(ids):
                uses = select(naming.column).where(naming.column.in_(part), naming.living).distinct()
                found |= dict.fromkeys(session.execute(uses).scalars(), reason)
    return found


def _namings(work: Work, target: RecordType) -> Iterator[_Naming]:
    """Every column that keeps a record of `target` from being deleted."""
    table = target.model.__tablename__
    for by in work.registry.types.values():
        alive = by.model.deleted_at.is_(None)
        for field in by.fields.values():
            if _refuses(field, table):
                holder = by.holder(field.name)
                there = holder.deleted_at.is_(None)
                yield _Naming(by, field, by.attribute(field.name), holder.id, there)
        for child in by.children.values():
            parent = getattr(child.model, child.parent)
            for field in child.fields.values():
                if _refuses(field, table):
                    living = parent.in_(select(by.model.id).where(alive))
                    yield _Naming(by, field, child.attribute(field.name), parent, living)


def _refuses(field: Field, table: str) -> bool:
    kind = field.kind
    return isinstance(kind, ReferenceKind) and kind.table == table and kind.on_delete == "refuse"


def _uses(work: Work, naming: _Naming, ids: Sequence[int]) -> tuple[int, int]:
    """How many living records name one of `ids`, and one id that is named."""
    total, named = 0, 0
    with work.access.unrestricted(work, WHY) as session:
        for part in chunks(ids):
            uses = select(func.count(naming.record.distinct()), func.min(naming.column))
            count, first = session.execute(uses.where(naming.column.in_(part), naming.living)).one()
            total, named = total + count, named or first
    return total, named
