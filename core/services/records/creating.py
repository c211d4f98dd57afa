"""New records: ids first, then rows, lines, tags, journal and search in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.contracts import hookspecs
from core.contracts.changes import Change
from core.data.bulk import insert_rows
from core.host.record_types import RecordType
from core.services import search
from core.services.records import extensions, lines, tags
from core.services.records.drafts import Drafts, refuse
from core.services.records.hooks import tell
from core.services.records.ids import allocate
from core.services.records.preparing import prepare_new
from core.services.records.references import customer_of
from core.services.records.writing import writing

if TYPE_CHECKING:
    from core.services.work import Work


def create(work: Work, resource: Any, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Create records from rows of field values; all of them or none. Returns their ids in order.

    Raises Forbidden without the right, Invalid with the errors of every wrong row.
    """
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("create"))
    prepared = prepare_new(work, record_type, rows)
    refuse(prepared.errors)
    return insert_drafts(work, record_type, prepared.drafts)


def insert_drafts(work: Work, record_type: RecordType, drafts: Drafts) -> list[int]:
    """Write drafts that have been judged; used by `create` and by the importer."""
    if not drafts:
        return []
    _number(work, record_type, drafts)
    with writing(record_type):
        _insert(work, record_type, drafts)
        extensions.insert(work, record_type, list(drafts.values()))
        for name, child in record_type.children.items():
            lines.write(work, child, [(d, d.children.get(name, [])) for d in drafts.values()])
        tags.write(work, record_type, [draft for draft in drafts.values() if draft.values.get("tags")])
    changes = [Change(record_type.name, d.record.id, None, d.after()) for d in drafts.values()]
    _log(work, record_type, changes)
    tell(work, hookspecs.record_created, record_type, changes)
    return [draft.record.id for draft in drafts.values()]


def _number(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    """Give every draft its id, and customers without a number theirs."""
    ids = allocate(work, record_type.model, len(drafts))
    for id, draft in zip(ids, drafts.values(), strict=True):
        draft.values.update(id=id, version=1, created_at=work.now, updated_at=work.now)
        draft.values["created_by"] = work.actor.user_id
        extensions.number(record_type, draft)
    if record_type.name == "customers":
        _number_customers(work, [draft.values for draft in drafts.values() if not draft.values["number"]])


def _number_customers(work: Work, customers: Sequence[dict[str, Any]]) -> None:
    if customers:
        numbers = work.hooks.first(hookspecs.customer_numbers, work=work, customers=customers)
        for values, number in zip(customers, numbers or (), strict=True):
            values["number"] = number


def _insert(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    rows = [draft.record.stored(draft.values) for draft in drafts.values()]
    insert_rows(work.session, record_type.model, rows)


def _log(work: Work, record_type: RecordType, changes: Sequence[Change]) -> None:
    """The journal's row and the search rows of each new record."""
    entries, found = [], []
    for change in changes:
        after = change.after or {}
        id, customer = change.id, customer_of(record_type, change.id, after)
        entries.append(
            work.entry("create", resource=record_type.name, record_id=id, customer_id=customer, version=1)
        )
        found.append(search.Subject(id, customer, after))
    work.log(entries)
    search.write_entries(work, record_type, found, new=True)
