"""Purging: what was in the trash long enough is deleted for good, with everything that belongs to it.

The journal keeps that it was there, when it was changed and by whom, but no longer what it said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, and_, delete, null, select, update

from core.contracts.base import Base
from core.data.models.journal import JournalEntry
from core.errors import Forbidden
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services.chunks import chunks
from core.services.records.doomed import Doomed
from core.services.records.links import Links, anchored_facts
from core.services.records.writing import writing

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

WHY = "what is deleted for good is not anybody's any more, and whatever names it counts, seen or unseen"
ONLY_SYSTEM = _("Only the system itself empties the trash.")
NAMED = _("Rows of the table {table} name it, or something that belongs to it.")


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge did: how many records of each type are gone, and why which of them had to stay."""

    removed: Counter[str]
    kept: Mapping[int, Label]


def due(work: Work, resource: Any, deleted_before: datetime, after: int, limit: int) -> Sequence[int]:
    """The next records, by id after one, that went into the trash before a moment."""
    _require_system(work)
    model = work.registry.type_of(resource).model
    found = select(model.id).where(model.deleted_at < deleted_before, model.id > after)
    with work.access.unrestricted(work, WHY) as session:
        return session.scalars(found.order_by(model.id).limit(limit)).all()


def purge(work: Work, resource: Any, ids: Sequence[int], deleted_before: datetime, links: Links) -> Purge:
    """Delete records for good that went into the trash before a moment; Forbidden but for the system.

    With them go lines, rows of extensions, tags, search entries, attachments and the records that only exist
    with them. What a table names whose plugin does not run stays, and is answered. `links` are those of
    `read_links`, read at the same generation of plugins. Raises Conflict when the database knows another
    reason why they must stay.
    """
    _require_system(work)
    record_type = work.registry.type_of(resource)
    with work.access.unrestricted(work, WHY) as session:
        model = record_type.model
        # Locked: whoever restores one meanwhile waits, and finds it gone.
        there = select(model.id).where(model.id.in_(ids), model.deleted_at < deleted_before)
        doomed = Doomed(session, work.registry, links, record_type)
        doomed.collect(session.scalars(there.with_for_update(of=model)).all())
    removed: Counter[str] = Counter()
    with writing(record_type):
        for item, going in doomed.in_order():
            _delete(work, links, item, going)
            removed[item.name] = len(going)
    return Purge(removed, {id: NAMED.fill(table=table) for id, table in doomed.kept.items()})


def _require_system(work: Work) -> None:
    if not work.actor.is_system:
        raise Forbidden(ONLY_SYSTEM)


def _delete(work: Work, links: Links, record_type: RecordType, ids: Sequence[int]) -> None:
    """Delete records of one type, what belongs to them first."""
    connection: Any = work.session.get_bind()
    model = record_type.model
    for part in chunks(ids):
        for link in links.get(model.__tablename__, ()):
            if link.effect == "goes":
                _delete_rows(connection, links, link.rows, link.names.in_(part))
            elif link.effect == "emptied":
                emptied = update(link.rows).where(link.names.in_(part)).values({link.column: null()})
                connection.execute(emptied)
        _forget(work, connection, links, record_type, part)
        connection.execute(delete(model.__table__).where(model.id.in_(part)))
    work.log([work.entry("purge", resource=record_type.name, record_id=id) for id in ids])


def _delete_rows(connection: Connection, links: Links, rows: Any, which: ColumnElement[bool]) -> None:
    """Delete rows that are no records, first those that are parts of them (the links of a merge)."""
    for link in links.get(rows.name, ()):
        if link.table in Base.metadata.tables:
            connection.execute(delete(link.rows).where(link.names.in_(select(rows.c.id).where(which))))
    connection.execute(delete(rows).where(which))


def _forget(
    work: Work, connection: Connection, links: Links, record_type: RecordType, ids: Sequence[int]
) -> None:
    """Delete what is said about records elsewhere; what else is about them is about their customer now."""
    for fact in anchored_facts(work):
        rows = fact.__table__
        about = and_(rows.c.resource == record_type.name, rows.c.record_id.in_(ids))
        _delete_rows(connection, links, rows, about)
    for item in work.registry.types.values():
        if item.anchored:
            rows = item.model.__table__
            about = and_(rows.c.resource == record_type.name, rows.c.record_id.in_(ids))
            values = {"resource": "customers", "record_id": rows.c.customer_id}
            connection.execute(update(rows).where(about, rows.c.customer_id.is_not(None)).values(values))
    entries: Any = JournalEntry.__table__
    told = (entries.c.resource == record_type.name, entries.c.record_id.in_(ids))
    connection.execute(update(entries).where(*told).values(before=null(), details=null()))
