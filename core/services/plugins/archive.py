"""What an archive of a removed plugin holds: a zip file with a manifest and one file of lines for each table.

`manifest.json` describes every other member. `tables/<table>.jsonl` are the plugin's own tables;
`core/<part>.jsonl` are the rows that core keeps about it: its settings, and the search words and tags of its
records. A line is a list of values (`core.data.exact_rows`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, column, select, table

from core.services.archives.parts import Name, Part, Strict

FORMAT = 1
"""Grows when an older Guanxi could not read the archive."""

TABLE, KEPT = "tables/{name}.jsonl", "core/{name}.jsonl"


class Manifest(Strict):
    """`manifest.json`: whose data, of which revision, and what is in which member.

    `resources` maps the names of its record types to their tables, where that was known.
    """

    format: int
    plugin: Name
    version: str
    requires: tuple[Name, ...]
    restricts: tuple[Name, ...]
    revision: str | None
    guanxi: str
    database: Literal["sqlite", "postgresql"]
    at: datetime
    resources: dict[Name, Name]
    tables: dict[Name, Part]
    kept: dict[Name, Part]

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows each table has."""
        return {name: part.rows for name, part in self.tables.items()}


def begins(name: ColumnElement[Any], plugin: str) -> ColumnElement[bool]:
    """Whether a name is one of the plugin's: `sales.orders`."""
    return name.startswith(f"{plugin}.", autoescape=True)


SETTINGS = table("core_setting", column("name"), column("value"))
SEARCH = table("core_search", *map(column, ("resource", "record_id", "customer_id", "token_group", "tokens")))
TAGGINGS = table("core_tagging", *map(column, ("resource", "record_id", "customer_id", "tag_id")))
TAGS = table("core_tag", column("id"), column("name"), column("deleted_at"))


def _settings(plugin: str) -> Select[Any]:
    return select(*SETTINGS.c).where(begins(SETTINGS.c.name, plugin)).order_by(SETTINGS.c.name)


def _search(plugin: str) -> Select[Any]:
    order = (SEARCH.c.resource, SEARCH.c.record_id, SEARCH.c.token_group)
    return select(*SEARCH.c).where(begins(SEARCH.c.resource, plugin)).order_by(*order)


def _taggings(plugin: str) -> Select[Any]:
    columns = (TAGGINGS.c.resource, TAGGINGS.c.record_id, TAGGINGS.c.customer_id, TAGS.c.name.label("tag"))
    joined = TAGGINGS.join(TAGS, TAGS.c.id == TAGGINGS.c.tag_id)
    return (
        select(*columns)
        .select_from(joined)
        .where(begins(TAGGINGS.c.resource, plugin))
        .order_by(TAGGINGS.c.resource, TAGGINGS.c.record_id, TAGS.c.name)
    )


WHAT_CORE_KEEPS: Mapping[str, Callable[[str], Select[Any]]] = MappingProxyType(
    {"settings": _settings, "search": _search, "taggings": _taggings}
)
"""The rows about a plugin in tables of core, by the name of their member."""
