"""Unique fields: asked before the write for a good message, enforced by the index for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.contracts.fields import Field
from core.errors import Conflict, GuanxiError, Invalid, invalid
from core.host.record_types import RecordType
from core.labels import translations
from core.services.chunks import chunks
from core.services.records.drafts import Drafts

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

TAKEN = _("This value is already used by {record} {id}.")
TWICE = _("This value stands twice in the same request.")
CANNOT_USE = _("This value cannot be used here.")
GONE = _("A record that this one names has just been removed.")


def check(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    """Note values that another record, or another draft of the same request, has already."""
    for field in record_type.stored:
        if field.unique:
            _check_field(work, record_type, field, drafts)


def _check_field(work: Work, record_type: RecordType, field: Field, drafts: Drafts) -> None:
    wanted: dict[object, int] = {}
    for index, draft in drafts.items():
        value = draft.values.get(field.name)
        if value is None or (draft.record.before and draft.record.before[field.name] == value):
            continue
        if value in wanted:
            draft.complain(field.name, "not_unique", TWICE, value)
        else:
            wanted[value] = index
    for value, id, visible in _holders(work, record_type, field, list(wanted)):
        draft = drafts[wanted[value]]
        if id != draft.record.id:
            title = record_type.resource.singular
            message = field.taken or (TAKEN.fill(record=title, id=id) if visible else CANNOT_USE)
            draft.complain(field.name, "not_unique", message, value)


def _holders(
    work: Work, record_type: RecordType, field: Field, values: list[object]
) -> list[tuple[object, int, bool]]:
    """Who has these values: value, id, and whether the actor may see that record."""
    column, model = record_type.attribute(field.name), record_type.holder(field.name)
    found: list[tuple[object, int, bool]] = []
    for part in chunks(values):
        statement = select(column, model.id).where(column.in_(part), model.deleted_at.is_(None))
        visible = {(value, id) for value, id in work.session.execute(statement)}
        if len(visible) < len(part) and not work.actor.is_system:
            with work.access.unrestricted(work, "uniqueness holds among all records") as session:
                everything = {(value, id) for value, id in session.execute(statement)}
        else:
            everything = visible
        found += [(value, id, (value, id) in visible) for value, id in everything]
    return found


def explain(record_type: RecordType, error: IntegrityError) -> GuanxiError:
    """The database refused after all: another one was faster. Which field, in our words."""
    reason = str(error.orig)
    for field in record_type.stored:
        table = record_type.holder(field.name).__tablename__
        column, index = f"{table}.{field.attribute}", f"uq_{table}_{field.attribute}"
        if field.unique and (column in reason or index in reason):
            return invalid(field.name, "not_unique", field.taken or CANNOT_USE)
    if "foreign key" in reason.casefold():
        return Conflict(GONE)
    return Invalid(message=_("The database refused the record: {reason}").fill(reason=reason.splitlines()[0]))
