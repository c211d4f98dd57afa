"""What every table is made of: `Record`, `Child` and `Fact`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, ForeignKey, Identity, Index, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from core.contracts.fields import Field
from core.contracts.types import Identifier, Moment

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def declared_field(column: object) -> Field | None:
    """The `Field` that a helper of `core.contracts.fields` left on a mapped column, if any."""
    info = column.column.info if isinstance(column, MappedColumn) else getattr(column, "info", {})
    field = info.get("field")
    return field if isinstance(field, Field) else None


def only_where(condition: ColumnElement[bool]) -> dict[str, Any]:
    """Keywords for an `Index` over only the rows that meet a condition, on either kind of database."""
    return {"sqlite_where": condition, "postgresql_where": condition}


class Base(DeclarativeBase):
    """The declarative base of core and of every plugin; adds the columns and indexes that fields ask for."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)

    def __init_subclass__(cls, **keywords: Any) -> None:
        """Add companion columns before mapping (sort key of a name, mark of a phone), indexes after."""
        for name, column in list(vars(cls).items()):
            field = declared_field(column)
            for companion in field.companions(name) if field else ():
                setattr(cls, companion.attribute, companion.column)
                cls.__annotations__ = {**cls.__annotations__, companion.attribute: companion.annotation}
        super().__init_subclass__(**keywords)
        if hasattr(cls, "__tablename__"):
            _add_indexes(cls)


def _add_indexes(model: type[Base]) -> None:
    """Unique and sorting indexes; where records can be in the trash, only over the living ones."""
    table = cast(Table, model.__table__)
    living: dict[str, Any] = {}
    if "deleted_at" in table.c:
        living = only_where(table.c.deleted_at.is_(None))
        if issubclass(model, Record):
            _add_trash_index(table)
    for column in list(table.c):
        field = declared_field(column)
        if field is None:
            continue
        if field.unique:
            Index(f"uq_{table.name}_{column.name}", column, unique=True, **living)
        beside = issubclass(model, Extra)
        if field.sorted_by(column.name) or (beside and field.unique):
            # Who asks for rows of an extension looks for the trash in the record, not in its row.
            Index(f"ix_{table.name}_{column.name}", column, table.c.id, **({} if beside else living))


def _add_trash_index(table: Table) -> None:
    """What is in the trash, by when it went there: few rows, which are found without the living ones."""
    thrown = only_where(table.c.deleted_at.is_not(None))
    Index(f"ix_{table.name}_deleted_at", table.c.deleted_at, table.c.id, **thrown)


class Identified(Base):
    """A row with an id that is never used twice."""

    __abstract__ = True
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # declarative reads a plain attribute

    id: Mapped[int] = mapped_column(Identifier, Identity(), primary_key=True, sort_order=-10)


class Record(Identified):
    """A row that people see and edit. Written only by `core.services.records`."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(Integer, default=1, sort_order=-9)
    created_at: Mapped[datetime] = mapped_column(Moment, sort_order=90)
    updated_at: Mapped[datetime] = mapped_column(Moment, sort_order=91)
    # No foreign key: users are records too, and tables that point at each other cannot be created in order.
    created_by: Mapped[int | None] = mapped_column(Identifier, sort_order=92)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment, sort_order=93)


class Child(Identified):
    """A line of a record (an order line, a further phone): read, written and guarded with its parent.

    A child class declares one `parent(...)` column; its parent's `Resource` names it in `children`.
    """

    __abstract__ = True

    position: Mapped[int] = mapped_column(Integer, default=0, sort_order=-8)


class Extra(Base):
    """A plugin's own row beside a record: the record's id, its fields, and nothing else.

    A class declares `id: Mapped[int] = extends(Customer)` and fields; an `Extension` says where they appear.
    Read, written, put into the trash and guarded with the record. The row is there as long as any of its
    fields has a value. What is unique is so among the rows whose records are not in the trash.
    """

    __abstract__ = True

    deleted_at: Mapped[datetime | None] = mapped_column(Moment, sort_order=93)


class Fact(Identified):
    """A row that machines make in masses and nobody edits; corrected by adding, never by changing."""

    __abstract__ = True


class Anchored:
    """Mix-in for tables that point at any record: which resource, which id, and the customer they belong to.

    `customer_id` is the anchor: whoever may not see that customer may not see this row. Written by
    `core.services.records` only.
    """

    resource: Mapped[str | None] = mapped_column(String(64), sort_order=80)
    record_id: Mapped[int | None] = mapped_column(Identifier, sort_order=81)
    customer_id: Mapped[int | None] = mapped_column(
        Identifier, ForeignKey("core_customer.id"), index=True, sort_order=82
    )
