"""Records whose links are moved: they get a version, a row in the journal, and the hooks are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from core.contracts import hookspecs
from core.contracts.changes import Change
from core.host.record_types import RecordType
from core.services.records.history import PASSING
from core.services.records.hooks import tell
from core.services.records.loading import load
from core.services.records.references import customer_of
from core.services.records.writing import change_rows

if TYPE_CHECKING:
    from core.services.work import Work

Row = dict[str, Any]
Touched = Mapping[str, set[int]]
"""Ids of records by the name of their record type."""


def holders(work: Work) -> dict[str, tuple[RecordType, str]]:
    """For each table of a running owner: whose records its rows belong to, and the column with their id."""
    found: dict[str, tuple[RecordType, str]] = {}
    for record_type in work.registry.types.values():
        beside = (item.model for item in record_type.extensions.values())
        found |= {model.__tablename__: (record_type, "id") for model in (record_type.model, *beside)}
        for child in record_type.children.values():
            found[child.model.__tablename__] = (record_type, child.parent)
    return found


@contextmanager
def touching(work: Work, touched: Touched) -> Iterator[None]:
    """While links of these records are moved: note what they were before, and afterwards what became of them.

    Records in the trash are moved without a word.
    """
    before = {name: _by_id(_locked(work, name, sorted(ids))) for name, ids in touched.items() if ids}
    yield
    for name, rows in before.items():
        _follow(work, work.registry.type_of(name), rows)


def _locked(work: Work, name: str, ids: list[int]) -> list[Row]:
    """As they stand until the end of the transaction: what others write meanwhile is not the merge's."""
    load(work, work.registry.type_of(name), ids, children=(), for_action="edit")
    return _load(work, name, ids)


def _load(work: Work, name: str, ids: list[int]) -> list[Row]:
    return load(work, work.registry.type_of(name), ids)


def _by_id(rows: Iterable[Row]) -> dict[int, Row]:
    return {row["id"]: row for row in rows}


def _follow(work: Work, record_type: RecordType, before: Mapping[int, Row]) -> None:
    after = _by_id(_load(work, record_type.name, list(before)))
    different = {id: _differences(row, after[id]) for id, row in before.items() if id in after}
    different = {id: names for id, names in different.items() if names}
    _raise_versions(work, record_type, list(different))
    for id in different:
        after[id].update(version=after[id]["version"] + 1, updated_at=work.now)
    _log(work, record_type, different, after)
    changes = [Change(record_type.name, id, before[id], after[id]) for id in different]
    if changes:
        tell(work, hookspecs.record_updated, record_type, changes)


def _differences(before: Row, after: Row) -> Row:
    """The values before of what is different."""
    return {name: value for name, value in before.items() if name not in PASSING and value != after[name]}


def _raise_versions(work: Work, record_type: RecordType, ids: list[int]) -> None:
    model = record_type.model
    change_rows(work, model, ids, {"version": model.version + 1, "updated_at": work.now})


def _log(work: Work, record_type: RecordType, different: Mapping[int, Row], after: Mapping[int, Row]) -> None:
    work.log(
        [
            work.entry(
                "update",
                resource=record_type.name,
                record_id=id,
                customer_id=customer_of(record_type, id, after[id]),
                version=after[id]["version"],
                before=names,
            )
            for id, names in different.items()
        ]
    )


def gather(found: Iterable[tuple[RecordType, int]]) -> Touched:
    """Records by the name of their type."""
    ids: dict[str, set[int]] = defaultdict(set)
    for record_type, id in found:
        ids[record_type.name].add(id)
    return ids
