"""What else rows bring along: the names of the records they refer to, and the newest that belong to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Executable, Select, String, cast, func, literal, null, select, union_all

from core.data.among import among
from core.host.field_sets import FieldSet
from core.host.record_types import RecordType
from core.services.filters import referred, unknown_field
from core.services.lists.query import Row
from core.services.lists.selection import select_fields

if TYPE_CHECKING:
    from core.services.work import Work

MOST_BELONGING = 100


@dataclass(frozen=True, slots=True)
class Inclusions:
    """References by the record type that they name, and record types whose parent the listed one is."""

    references: Mapping[RecordType, Sequence[str]]
    belonging: Sequence[RecordType]

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields that rows must have."""
        return tuple(name for names in self.references.values() for name in names)


def inclusions(work: Work, record_type: RecordType, names: Sequence[str]) -> Inclusions:
    """What `include` asks for; Invalid for a name that is neither, or is not for this actor."""
    if not names:
        return Inclusions({}, ())
    readable = work.access.field_rights(work.actor, record_type).visible
    targets = {
        field.name: target
        for field in record_type.references
        if field.name in readable and (target := referred(work.registry, field))
    }
    belonging = {item.name: item for item in _belonging(work, record_type)}
    references: dict[RecordType, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        if name in targets:
            references[targets[name]].append(name)
        elif name not in belonging:
            raise unknown_field("include", name, [*targets, *belonging])
    return Inclusions(references, [item for name, item in belonging.items() if name in set(names)])


def _belonging(work: Work, record_type: RecordType) -> Iterable[RecordType]:
    """The record types whose parent is this one and of which the actor may see any."""
    for item, field in work.registry.naming(record_type):
        if field.name == item.resource.parent and work.actor.reach(item.resource.permission("view")):
            yield item


def include(work: Work, record_type: RecordType, wanted: Inclusions, rows: Sequence[Row]) -> None:
    """Put `included` into every row: `{owner: {id, name} or None, contacts: [...]}`."""
    for row in rows:
        row["included"] = {}
    ids = {
        target: {row[name] for row in rows for name in names} - {None}
        for target, names in wanted.references.items()
    }
    labels = names_of(work, ids)
    for target, names in wanted.references.items():
        for row in rows:
            row["included"] |= {name: labels[target].get(row[name]) for name in names}
    for item in wanted.belonging:
        grouped = _newest(work, item, [row["id"] for row in rows])
        for row in rows:
            row["included"][item.name] = [item.as_json(found) for found in grouped[row["id"]]]


def name_references(work: Work, parts: Iterable[tuple[FieldSet, Sequence[Row]]]) -> None:
    """Put `included` with the names of all references into rows of several kinds, by one query.

    Of what the actor may not see there is None; references that rows do not have are left out.
    """
    parts = list(parts)
    wanted: dict[RecordType, list[tuple[Row, str]]] = defaultdict(list)
    for record_type, rows in parts:
        names = record_type.reference_names
        for row in rows:
            row["included"] = {name: None for name in row if name in names}
        for field in record_type.references:
            target = referred(work.registry, field)
            if target:
                wanted[target] += [(row, field.name) for row in rows if row.get(field.name) is not None]
    ids = {target: {row[name] for row, name in places} for target, places in wanted.items()}
    labels = names_of(work, ids)
    for target, places in wanted.items():
        for row, name in places:
            row["included"][name] = labels[target].get(row[name])


def labels_of(work: Work, target: RecordType, ids: set[int]) -> Mapping[int, Row]:
    """Id and name of those records that the actor may see."""
    return names_of(work, {target: ids})[target]


def names_of(
    work: Work, wanted: Mapping[RecordType, Iterable[int]]
) -> Mapping[RecordType, Mapping[int, Row]]:
    """Id and name of those records of several kinds that the actor may see, by one query."""
    found: dict[RecordType, dict[int, Row]] = {target: {} for target in wanted}
    asked = [(target, sorted(ids)) for target, ids in wanted.items() if ids]
    if not asked:
        return found
    targets = tuple((target, _reads_name(work, target)) for target, _ids in asked)
    statement = work.registry.prepared.get(_named, targets)
    parameters = {f"ids_{place}": ids for place, (_target, ids) in enumerate(asked)}
    for place, id, name in work.session.execute(statement, parameters):
        found[asked[place][0]][id] = {"id": id, "name": name}
    return found


def _reads_name(work: Work, target: RecordType) -> bool:
    rights = work.access.field_rights(work.actor, target)
    return target.resource.label in rights.readable


def _named(targets: Sequence[tuple[RecordType, bool]]) -> Executable:
    """Ids and names of several kinds behind their places; NULL for names that the actor does not read."""
    parts = [_part(place, target, is_read) for place, (target, is_read) in enumerate(targets)]
    return union_all(*parts) if len(parts) > 1 else parts[0]


def _part(place: int, target: RecordType, is_read: bool) -> Select[Any]:
    """Those of one kind whose ids are in the parameter `ids_0`, `ids_1`, ..."""
    name = target.attribute(target.resource.label) if is_read else cast(null(), String)
    wanted = among(target.model.id, f"ids_{place}")
    # One level below, where the criterion of the actor's rights reaches each part of a union.
    part = select(target.model.id.label("id"), name.label("name")).where(wanted).subquery()
    return select(literal(place), part.c.id, part.c.name)


def _newest(work: Work, item: RecordType, ids: Sequence[int]) -> Mapping[int, list[Row]]:
    """The newest records of a type that belong to each of these, at most MOST_BELONGING."""
    parent = item.resource.parent
    rights = work.access.field_rights(work.actor, item)
    selection = work.registry.prepared.get(select_fields, item, None, (parent,), rights)
    ranked = _ranked(item, item.attribute(parent), ids)
    statement = (
        select(*selection.columns)
        .join(ranked, ranked.c.id == item.model.id)
        .where(ranked.c.place <= MOST_BELONGING)
        .order_by(item.model.id.desc())
    )
    grouped: dict[int, list[Row]] = defaultdict(list)
    rows = selection.rows(work, work.session.execute(statement).all())
    for row in rows:
        grouped[row[parent]].append(row)
    selection.finish(rows)
    return grouped


def _ranked(item: RecordType, owner: Any, ids: Sequence[int]) -> Any:
    """The place of each record among those with the same parent, newest first."""
    place = func.row_number().over(partition_by=owner, order_by=item.model.id.desc()).label("place")
    return select(item.model.id.label("id"), place).where(owner.in_(ids)).subquery()
