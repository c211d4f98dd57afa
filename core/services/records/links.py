"""Everything in the database that names records, of plugins that do not run too: asked of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, Table, TableClause, column, inspect, table

from core.contracts.base import Anchored, Base, Fact
from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.data.models.journal import JournalEntry
from core.host.record_types import RecordType
from core.host.registry import Registry

if TYPE_CHECKING:
    from core.services.work import Work

Effect = Literal["goes", "follows", "emptied", "stays"]
BY_DATABASE = frozenset({"CASCADE", "SET NULL"})


@dataclass(frozen=True)
class Link:
    """A column that names records of one table, and what becomes of its rows when these are purged.

    They *go* with them, *follow* as records of the type `follower` with all that belongs to these, are
    *emptied* of the name, or *stay*: then the records have to stay too.
    """

    table: str
    column: str
    effect: Effect
    follower: RecordType | None = None

    @cached_property
    def rows(self) -> TableClause | Table:
        """The table, whoever declared it."""
        declared = Base.metadata.tables.get(self.table)
        return table(self.table, column("id"), column(self.column)) if declared is None else declared

    @property
    def names(self) -> ColumnElement[Any]:
        """The column."""
        return self.rows.c[self.column]


Links = Mapping[str, Sequence[Link]]
"""The links to each table."""


def read_links(work: Work) -> Links:
    """Every foreign key of the database to a table of records."""
    registry, owners = work.registry, running(work)
    found: dict[str, list[Link]] = defaultdict(list)
    inspector: Any = inspect(work.session.get_bind())
    for (_schema, name), keys in inspector.get_multi_foreign_keys().items():
        for key in keys:
            rule = (key["options"].get("ondelete") or "").upper()
            known = name in Base.metadata.tables and name.startswith(tuple(f"{owner}_" for owner in owners))
            if known and rule in BY_DATABASE:
                continue
            of_key = key["constrained_columns"][0]
            link = _known(registry, name, of_key) if known else Link(name, of_key, "stays")
            found[key["referred_table"]].append(link)
    return found


def running(work: Work) -> Collection[str]:
    """Core, and the plugins whose code is there to say what its tables mean."""
    extending = (owner for item in work.registry.types.values() for owner in item.extensions)
    declaring = (item.resource.owner for item in work.registry.types.values())
    return {"core", *declaring, *extending, *(item.name for item in work.app.plugins.running)}


def anchored_facts(work: Work) -> Iterator[type[Any]]:
    """The tables, but for the journal, of rows that only say something about a record."""
    owners = tuple(f"{owner}_" for owner in running(work))
    for mapper in Base.registry.mappers:
        model: type[Any] = mapper.class_
        is_fact = (
            issubclass(model, Anchored) and issubclass(model, Fact) and not issubclass(model, JournalEntry)
        )
        if is_fact and model.__tablename__.startswith(owners):
            yield model


def _known(registry: Registry, name: str, of_key: str) -> Link:
    """A link of core or of a plugin that runs."""
    fields, follower = _fields(registry, name)
    field = next((item for item in fields if item.attribute == of_key), None)
    if field is None:
        return Link(name, of_key, _effect_of_rows(name))
    kind = field.kind
    how = kind.on_delete if isinstance(kind, ReferenceKind) else "refuse"
    if how == "follow":
        return Link(name, of_key, "follows" if follower else "goes", follower)
    empties = how == "keep" and Base.metadata.tables[name].c[of_key].nullable
    return Link(name, of_key, "emptied" if empties else "stays", follower)


def _fields(registry: Registry, name: str) -> tuple[Collection[Field], RecordType | None]:
    """The fields of a table of records or of their lines; the record type only for a table of records."""
    for item in registry.types.values():
        if item.model.__tablename__ == name:
            return item.fields.values(), item
        for child in item.children.values():
            if child.model.__tablename__ == name:
                return child.fields.values(), None
    return (), None


def _effect_of_rows(name: str) -> Effect:
    """What becomes of rows that are neither records nor lines: what is said about a record goes with it."""
    if name == JournalEntry.__tablename__:
        return "emptied"
    models = (mapper.class_ for mapper in Base.registry.mappers)
    model: type[Any] = next((item for item in models if item.__tablename__ == name), object)
    return "goes" if issubclass(model, Anchored) and issubclass(model, Fact) else "stays"
