"""Put back what core kept about a plugin: settings, search entries, tags on its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, column, delete, exists, select, table

from core.data.exact_rows import Shape, shapes
from core.errors import ArchiveError
from core.labels import translations
from core.services import records
from core.services.archives.parts import Part
from core.services.plugins.archive import (
    KEPT,
    SEARCH,
    SETTINGS,
    TAGGINGS,
    TAGS,
    WHAT_CORE_KEEPS,
    Manifest,
)
from core.services.plugins.unpacking import Archive
from core.services.work import Work

_ = translations("core")

FOREIGN = _("The archive {path} holds {name}, which does not belong to the plugin {plugin}.")
NOT_AS_EXPECTED = _("The archive {path} has other columns in {name} than this version writes.")

Rows = Iterator[tuple[Any, ...]]
RowsOf = Callable[[str, Part], Rows]
"""The rows of a member of the archive."""

TABLES = {"settings": SETTINGS, "search": SEARCH, "taggings": TAGGINGS}


def sources(
    archive: Archive, connection: Connection, work: Work, rows_of: RowsOf
) -> Iterator[tuple[Shape, Sequence[str], Rows]]:
    """The tables of core with the columns and rows that go into them."""
    found = {shape.name: shape for shape in shapes(connection, [each.name for each in TABLES.values()])}
    for name, part in archive.manifest.kept.items():
        member = KEPT.format(name=name)
        expected = tuple(WHAT_CORE_KEEPS[name](archive.manifest.plugin).selected_columns.keys())
        if part.columns != expected:
            raise ArchiveError(NOT_AS_EXPECTED.fill(path=archive.path, name=member))
        rows = _own(archive, rows_of(member, part))
        columns = part.columns
        if name == "taggings":
            ids = _tag_ids(connection, work, {row[-1] for row in archive.rows(member, part)})
            columns = (*part.columns[:-1], TAGGINGS.c.tag_id.name)
            rows = ((*row[:-1], ids[row[-1]]) for row in rows)
        yield found[TABLES[name].name], columns, rows


def drop_dangling(connection: Connection, manifest: Manifest) -> None:
    """Search entries and tags of records that were left out go, too."""
    for resource, name in manifest.resources.items():
        target = table(name, column("id"))
        for rows in (SEARCH, TAGGINGS):
            if name in manifest.tables and resource.startswith(f"{manifest.plugin}."):
                there = exists(select(1).select_from(target).where(target.c.id == rows.c.record_id))
                connection.execute(delete(rows).where(rows.c.resource == resource, ~there))


def _own(archive: Archive, rows: Rows) -> Rows:
    """The rows, each of which must begin with a name of the plugin's."""
    plugin = archive.manifest.plugin
    for row in rows:
        if not str(row[0]).startswith(f"{plugin}."):
            raise ArchiveError(FOREIGN.fill(path=archive.path, name=str(row[0])[:100], plugin=plugin))
        yield row


def _tag_ids(connection: Connection, work: Work, words: set[str]) -> dict[str, int]:
    """The ids of tags by their words; those that are gone are made anew."""
    living = select(TAGS.c.name, TAGS.c.id).where(TAGS.c.deleted_at.is_(None))
    known = {name: id for name, id in connection.execute(living) if name in words}
    missing = sorted(words - set(known))
    made = records.create(work, "tags", [{"name": word} for word in missing]) if missing else []
    return known | dict(zip(missing, made, strict=True))
