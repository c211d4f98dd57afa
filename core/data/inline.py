"""Tables of a plugin in one file: it has no migrations, so its tables follow its models.

What is added to the models is added to the tables. Nothing is ever taken away or changed: data would be lost,
and nobody has said how to keep it. Who needs that writes migrations, in a folder.
"""

from __future__ import annotations

from collections.abc import Iterator

from alembic.autogenerate import produce_migrations
from alembic.operations import Operations
from alembic.operations.ops import (
    AddColumnOp,
    CreateForeignKeyOp,
    CreateIndexOp,
    CreateTableOp,
    MigrateOperation,
    ModifyTableOps,
    OpContainer,
)
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, delete, insert

from core.contracts.base import Base
from core.data.autogenerate import comparison
from core.data.exact_rows import own_tables
from core.data.owners import Owner, fingerprint
from core.errors import MigrationError
from core.labels import translations

_ = translations("core")

ADDING = (CreateTableOp, AddColumnOp, CreateIndexOp, CreateForeignKeyOp)


def synchronise(connection: Connection, owner: Owner) -> None:
    """Add what the tables lack; raises MigrationError for a difference that would take something away."""
    options = {
        "version_table": owner.version_table,
        "render_as_batch": True,
        **comparison(owner, Base.metadata),
    }
    context = MigrationContext.configure(connection, opts=options)
    script = produce_migrations(context, Base.metadata)
    assert script.upgrade_ops is not None  # noqa: S101  # for the type checker
    _refuse_losses(owner, script.upgrade_ops)
    operations = Operations(context)
    for operation in script.upgrade_ops.ops:
        _invoke(operations, operation)
    _note(connection, owner)


def drop(connection: Connection, owner: Owner) -> None:
    """Drop all tables of the owner, whatever its code says today."""
    found, names = MetaData(), own_tables(connection, owner)
    found.reflect(connection, only=names)
    found.drop_all(connection, [found.tables[name] for name in names])


def _leaves(operation: MigrateOperation) -> Iterator[MigrateOperation]:
    if isinstance(operation, OpContainer):
        for part in operation.ops:
            yield from _leaves(part)
    else:
        yield operation


def _refuse_losses(owner: Owner, operation: MigrateOperation) -> None:
    losses = [leaf for leaf in _leaves(operation) if not isinstance(leaf, ADDING) or _is_required(leaf)]
    if losses:
        raise MigrationError(
            _("The tables of {owner} cannot follow its models.").fill(owner=owner.name),
            why=_("More than adding would be needed: {what}.").fill(what="; ".join(map(_described, losses))),
            fix=_("Take the change back, or make the plugin a folder with migrations."),
        )


def _is_required(operation: MigrateOperation) -> bool:
    """Whether a new column of an old table must have a value, which the rows there have not."""
    return isinstance(operation, AddColumnOp) and not operation.column.nullable


def _described(operation: MigrateOperation) -> str:
    column = getattr(operation, "column", None)
    name = column.name if column is not None else getattr(operation, "column_name", "")
    parts = (type(operation).__name__.removesuffix("Op"), getattr(operation, "table_name", ""), name)
    return " ".join(str(part) for part in parts if part)


def _invoke(operations: Operations, operation: MigrateOperation) -> None:
    if isinstance(operation, ModifyTableOps):
        with operations.batch_alter_table(operation.table_name) as batch:
            for part in operation.ops:
                batch.invoke(part)
    else:
        operations.invoke(operation)


def _note(connection: Connection, owner: Owner) -> None:
    """Write down what the tables follow now, where Alembic keeps its revisions."""
    context = MigrationContext.configure(connection, opts={"version_table": owner.version_table})
    context._ensure_version_table()
    connection.execute(delete(context._version))
    connection.execute(insert(context._version).values(version_num=fingerprint(owner)))
