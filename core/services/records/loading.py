"""The one loader: records as plain dictionaries, within the rights of whoever asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from core.contracts.fields import Field
from core.data.among import among
from core.data.models.tag import Tag, Tagging
from core.host.record_types import ChildType, RecordType
from core.services.chunks import chunks
from core.services.records.merged import gone

if TYPE_CHECKING:
    from core.services.work import Work

Row = dict[str, Any]


def read(
    work: Work,
    resource: Any,
    id: int,
    fields: Sequence[str] | None = None,
    *,
    children: Iterable[str] | None = None,
) -> Row:
    """One record by its id, with children and tags (or only `fields`); NotFound if there is none to see.

    `children` names the children to load, and "tags" (None: all).
    """
    rows = read_many(work, resource, [id], fields, children=children)
    if not rows:
        raise gone(work, work.registry.type_of(resource), id)
    return rows[0]


def read_many(
    work: Work,
    resource: Any,
    ids: Sequence[int],
    fields: Sequence[str] | None = None,
    *,
    children: Iterable[str] | None = None,
) -> list[Row]:
    """Records by their ids, in the order of the ids; records and fields that cannot be seen are left out."""
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("view"))
    rows = load(work, record_type, ids, children=children)
    for row in rows:
        work.access.conceal(work.actor, record_type, row)
    return [{name: row[name] for name in fields if name in row} for row in rows] if fields else rows


def load(
    work: Work,
    record_type: RecordType,
    ids: Sequence[int],
    *,
    children: Iterable[str] | None = None,
    for_action: str = "",
    lock: bool = True,
) -> list[Row]:
    """Full rows without masking, for core's own services.

    `children` names the children to load (None: all); `for_action` ("edit", "delete") applies that action's
    criterion and locks the rows until the end of the transaction (without `lock` it only reads them).
    """
    found: dict[int, Row] = {}
    statement = work.registry.prepared.get(select_by_ids, record_type, bool(for_action))
    for part in chunks(list(dict.fromkeys(ids))):
        rows = fetch(work, record_type, statement, for_action, lock=lock, parameters={"ids": part})
        found |= {row["id"]: row for row in rows}
    rows = [found[id] for id in ids if id in found]
    attach_children(work, record_type, rows, children, hidden=bool(for_action))
    if "tags" in record_type.fields and (children is None or "tags" in children):
        attach_tags(work, record_type, rows)
    return rows


def select_records(record_type: RecordType, *, hidden: bool = False) -> Select[Any]:
    """A SELECT of the columns of a record type's own table, labelled with the fields' names."""
    return select(
        *(
            record_type.attribute(field.name).label(field.name)
            for field in record_type.own
            if hidden or not field.hidden
        )
    )


def select_by_ids(record_type: RecordType, hidden: bool) -> Select[Any]:
    """A SELECT of the records whose ids are in the parameter `ids`."""
    wanted = among(record_type.model.id, "ids")
    return select_records(record_type, hidden=hidden).where(wanted)


def fetch(
    work: Work,
    record_type: RecordType,
    statement: Select[Any],
    for_action: str = "",
    *,
    lock: bool = True,
    parameters: Mapping[str, Any] = MappingProxyType({}),
) -> list[Row]:
    """Run a SELECT of `select_records`; money comes in major units."""
    if for_action:
        options: dict[str, Any] = {"guanxi_action": for_action}
        # FOR NO KEY UPDATE: rows that name a locked record (its contacts, the journal) need not wait for it,
        # and two writers that both wrote such rows do not wait for each other for ever.
        locked = statement.with_for_update(of=record_type.model, key_share=True) if lock else statement
        statement = locked.execution_options(**options)
    result = work.session.execute(statement, parameters)
    names = tuple(result.keys())
    rows = [dict(zip(names, row, strict=True)) for row in result.all()]
    if record_type.extensions and rows:
        beside = work.registry.prepared.get(_names_beside, record_type, bool(for_action))
        attach_extensions(work, record_type, rows, beside, for_action)
    return with_kinds(record_type.dependent, rows)


def _names_beside(record_type: RecordType, hidden: bool) -> tuple[str, ...]:
    return tuple(f.name for f in record_type.stored if f.extension and (hidden or not f.hidden))


def attach_extensions(
    work: Work, record_type: RecordType, rows: Sequence[Row], names: Sequence[str], for_action: str = ""
) -> None:
    """Add these fields of extensions to the rows, None where there is no row: one query for all extensions.

    A query of its own, not a join: one that had to wait for a lock would join what stood there before.
    """
    by_id: dict[int, Row] = {row["id"]: row for row in rows}
    for row in rows:
        row.update(dict.fromkeys(names))
    statement = work.registry.prepared.get(_select_beside, record_type, tuple(names))
    if for_action:
        statement = statement.execution_options(guanxi_action=for_action)
    for part in chunks(list(by_id)):
        for id, *values in work.session.execute(statement, {"ids": part}):
            by_id[id].update(zip(names, values, strict=True))


def _select_beside(record_type: RecordType, names: Sequence[str]) -> Select[Any]:
    """A SELECT of these fields for the records whose ids are in the parameter `ids`."""
    model = record_type.model
    statement = select(model.id, *(record_type.attribute(name) for name in names)).select_from(model)
    for holder in dict.fromkeys(record_type.holder(name) for name in names):
        statement = statement.outerjoin(holder, holder.id == model.id)
    wanted = among(model.id, "ids")
    return statement.where(wanted).execution_options(guanxi_beside=True)


def with_kinds(dependent: Sequence[Field], rows: list[Row], parent: Row | None = None) -> list[Row]:
    """Finish the values that need their record (money needs the currency)."""
    for row in rows if dependent else ():
        for field in dependent:
            row[field.name] = field.kind.load(row[field.name], {**parent, **row} if parent else row)
    return rows


def attach_children(
    work: Work,
    record_type: RecordType,
    rows: Sequence[Row],
    names: Iterable[str] | None,
    *,
    hidden: bool = False,
) -> None:
    """Add the named children (None: all) to the rows: one query for each kind of children."""
    wanted = record_type.children if names is None else [n for n in names if n in record_type.children]
    by_id: dict[int, Row] = {row["id"]: row for row in rows}
    for name in wanted if by_id else ():
        lines = child_rows(work, record_type.children[name], by_id, hidden=hidden)
        for row in rows:
            row[name] = lines.get(row["id"], [])


def child_rows(
    work: Work, child: ChildType, parents: dict[int, Row], *, hidden: bool
) -> dict[int, list[Row]]:
    """The lines of these records in their order, by the record's id."""
    fields = [f for f in child.fields.values() if f.attribute != child.parent and (hidden or not f.hidden)]
    names = [field.name for field in fields]
    dependent = [field for field in fields if field.kind.needs_record]
    statement = work.registry.prepared.get(_select_lines, child, tuple(names))
    grouped: dict[int, list[Row]] = defaultdict(list)
    for part in chunks(list(parents)):
        for parent_id, *values in work.session.execute(statement, {"ids": part}):
            row = dict(zip(names, values, strict=True))
            grouped[parent_id] += with_kinds(dependent, [row], parents[parent_id])
    return grouped


def _select_lines(child: ChildType, names: Sequence[str]) -> Select[Any]:
    """A SELECT of the lines of the records whose ids are in the parameter `ids`, in their order."""
    owner = getattr(child.model, child.parent)
    return (
        select(owner, *(child.attribute(name) for name in names))
        .where(among(owner, "ids"))
        .order_by(owner, child.model.position, child.model.id)
    )


def attach_tags(work: Work, record_type: RecordType, rows: Sequence[Row]) -> None:
    """Add `tags`, the list of words on each record: one query."""
    by_id: dict[int, Row] = {row["id"]: row for row in rows}
    for row in rows:
        row["tags"] = []
    for part in chunks(list(by_id)):
        statement = (
            select(Tagging.record_id, Tag.name)
            .join(Tag, Tag.id == Tagging.tag_id)
            .where(Tagging.resource == record_type.name, among(Tagging.record_id, part))
            .order_by(Tag.name)
        )
        for record_id, word in work.session.execute(statement):
            by_id[record_id or 0]["tags"].append(word)
