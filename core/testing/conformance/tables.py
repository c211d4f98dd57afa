"""Rules about the tables that the models declare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Table
from sqlalchemy.orm import Mapper

from core.contracts.base import Base
from core.host.sources import within
from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject

CORE = "core"


def mappers(subject: Subject) -> Sequence[Mapper[object]]:
    """The classes of the plugin that have a table."""
    found = [item for item in Base.registry.mappers if within(item.class_.__module__, subject.found.package)]
    return sorted(found, key=lambda item: item.class_.__name__)


def own_tables(subject: Subject) -> Sequence[Table]:
    """Its tables."""
    tables = sorted(Base.metadata.tables.items())
    return [table for name, table in tables if name.startswith(f"{subject.name}_")]


def indexes_are_named_after_their_table(subject: Subject) -> Iterator[Finding]:
    """Every index has the name of its table in its own, since all indexes of a database share their names."""
    for table in own_tables(subject):
        for index in table.indexes:
            if table.name not in str(index.name):
                yield Finding(
                    f"The index {index.name} of {table.name} could be another plugin's.",
                    f"Call it ix_{table.name}_..., or leave the name out.",
                    _where(subject, table),
                )


def foreign_keys_stay_in_bounds(subject: Subject) -> Iterator[Finding]:
    """Foreign keys point at primary keys of core, its own tables, or those of plugins that it requires."""
    allowed = (subject.name, CORE, *(item.name for item in subject.required))
    for table in own_tables(subject):
        for key in table.foreign_keys:
            target, _dot, column = key.target_fullname.partition(".")
            column_name = f"{table.name}.{key.parent.name}"
            if not target.startswith(tuple(f"{owner}_" for owner in allowed)):
                yield Finding(
                    f"{column_name} points at {key.target_fullname}, whose plugin it does not require.",
                    "Name that plugin in requires, or keep the value without a foreign key.",
                    _where(subject, table),
                )
            elif target.startswith(f"{CORE}_") and column != "id":
                yield Finding(
                    f"{column_name} points at {key.target_fullname}, which is no primary key.",
                    f"Point at {target}.id; only primary keys of core never change.",
                    _where(subject, table),
                )


def relationships_go_one_way(subject: Subject) -> Iterator[Finding]:
    """No relationship is put onto a class of core, or of another plugin: these must work without it."""
    own = {mapper.class_ for mapper in mappers(subject)}
    for mapper in Base.registry.mappers:
        if mapper.class_ in own:
            continue
        for relationship in mapper.relationships:
            if relationship.mapper.class_ in own:
                yield Finding(
                    f"{mapper.class_.__name__} gets the relationship {relationship.key} to "
                    f"{relationship.mapper.class_.__name__}.",
                    "Leave out backref and back_populates, and ask by a query.",
                    subject.where_of(relationship.mapper.class_),
                )


def _where(subject: Subject, table: Table) -> str:
    """Where the class of a table stands."""
    classes = (mapper.class_ for mapper in mappers(subject) if mapper.local_table is table)
    return subject.where_of(next(classes, None))


RULES = (indexes_are_named_after_their_table, foreign_keys_stay_in_bounds, relationships_go_one_way)
