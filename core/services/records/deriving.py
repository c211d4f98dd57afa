"""Rows beside records that machines work out: written many at once, without versions and journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ARRAY, Connection, Select, func, inspect, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from core.contracts.base import Extra
from core.host.extension_types import ExtensionType
from core.host.record_types import RecordType
from core.services.chunks import chunks

if TYPE_CHECKING:
    from core.services.work import Work

NOT_DERIVED = "{model} is no derived extension of a plugin that runs"


def derive(work: Work, model: type[Extra], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of a derived extension, each with the `id` of its record and all with the same fields.

    A row that is there is changed; fields that are left out stay as they are. Records in the trash, and those
    that are gone, are passed over. The rights of the actor play no part: what is worked out is nobody's wish.
    """
    record_type, extension = _extension(work, model)
    connection = cast(Connection, work.session.get_bind())
    for part in chunks(sorted(rows, key=lambda row: row["id"])):
        living = _living(connection, record_type, [row["id"] for row in part])
        values = [_columns(extension, row) for row in part if row["id"] in living]
        if values:
            _write(connection, model, values)


def _extension(work: Work, model: type[Extra]) -> tuple[RecordType, ExtensionType]:
    for record_type in work.registry.types.values():
        for item in record_type.extensions.values():
            if item.model is model and item.extension.derived:
                return record_type, item
    raise ValueError(NOT_DERIVED.format(model=model.__name__))


def _living(connection: Connection, record_type: RecordType, ids: Iterable[int]) -> set[int]:
    table = record_type.model.__table__
    there = select(table.c.id).where(table.c.id.in_(ids), table.c.deleted_at.is_(None))
    return set(connection.execute(there).scalars())


def _columns(extension: ExtensionType, row: Mapping[str, Any]) -> dict[str, Any]:
    known = {name.partition(".")[2]: field for name, field in extension.declared.items()}
    return {"id": row["id"], **{known[name].attribute: value for name, value in row.items() if name != "id"}}


def _write(connection: Connection, model: Any, rows: list[dict[str, Any]]) -> None:
    table = model.__table__
    columns = {inspect(model).columns[name].name: name for name in rows[0]}
    if connection.dialect.name == "postgresql":
        statement = postgresql.insert(table).from_select(list(columns), _in_arrays(table, columns, rows))
        connection.execute(_or_change(statement, table, columns))
    else:
        connection.execute(_or_change(sqlite.insert(table), table, columns), rows)


def _or_change(statement: Any, table: Any, columns: Iterable[str]) -> Any:
    """The same, where a row that is there is changed."""
    changed = {name: statement.excluded[name] for name in columns if name != "id"}
    return statement.on_conflict_do_update(index_elements=[table.c.id], set_=changed)


def _in_arrays(
    table: Any, columns: Mapping[str, str], rows: list[dict[str, Any]]
) -> Select[*tuple[Any, ...]]:
    """The rows as a query: one array for each column, which costs a tenth of a statement for each row."""
    values = (
        func.unnest(literal([row[attribute] for row in rows], ARRAY(table.c[name].type, dimensions=1))).label(
            name
        )
        for name, attribute in columns.items()
    )
    return select(*values)
