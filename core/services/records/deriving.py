"""Rows beside records that machines work out: written many at once, without versions and journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ARRAY, Connection, Dialect, Select, bindparam, func, inspect, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from core.contracts.base import Extra
from core.data.among import among
from core.data.bulk import Converters, as_tuples, converters
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
    known = {name.partition(".")[2]: field.attribute for name, field in extension.declared.items()}
    connection = cast(Connection, work.session.get_bind())
    for part in chunks(sorted(rows, key=lambda row: row["id"])):
        living = _living(connection, record_type, [row["id"] for row in part])
        values = [_attributes(known, row) for row in part if row["id"] in living]
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
    there = select(table.c.id).where(among(table.c.id, list(ids)), table.c.deleted_at.is_(None))
    return set(connection.execute(there).scalars())


def _attributes(known: Mapping[str, str], row: Mapping[str, Any]) -> dict[str, Any]:
    """The row by the model's names instead of the fields'."""
    return {"id": row["id"], **{known[name]: value for name, value in row.items() if name != "id"}}


def _write(connection: Connection, model: Any, rows: list[dict[str, Any]]) -> None:
    table = model.__table__
    known = {inspect(model).columns[name].name: name for name in rows[0]}
    # An INSERT names its columns in the order of the table.
    columns = {column.name: known[column.name] for column in table.c if column.name in known}
    if connection.dialect.name == "postgresql":
        statement = postgresql.insert(table).from_select(list(columns), _in_arrays(table, columns, rows))
        connection.execute(_or_change(statement, table, columns))
    else:
        text, converting = _prepared(table, tuple(columns), connection.dialect)
        connection.exec_driver_sql(text, as_tuples(rows, columns.values(), converting))


@lru_cache(200)
def _prepared(table: Any, names: tuple[str, ...], dialect: Dialect) -> tuple[str, Converters]:
    """The statement for SQLite, and what turns values into what the driver takes."""
    marks = {name: bindparam(name, type_=table.c[name].type) for name in names}
    statement = _or_change(sqlite.insert(table).values(marks), table, names).compile(dialect=dialect)
    assert statement.positiontup == list(names)  # noqa: S101  # as the columns of the table are ordered
    return str(statement), converters((table.c[name].type for name in names), dialect)


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
