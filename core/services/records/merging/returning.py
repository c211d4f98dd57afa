"""Moving links back to a record that comes back, as far as they still lead where the merge has led them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sqlalchemy import Connection, TableClause, inspect, select, update

from core.data.models.merging import MergeLink
from core.host.record_types import RecordType
from core.services.chunks import chunks
from core.services.records.merging.rows import named_table, put_back, read_rows, take_rows
from core.services.records.merging.tables import STAYING
from core.services.records.merging.touching import Touched, gather, holders, touching

if TYPE_CHECKING:
    from core.services.work import Work

Row = dict[str, Any]


class Link(NamedTuple):
    """One remembered value of one row."""

    table: str
    column: str
    id: int
    before: int | None
    after: int | None
    row: Row | None


@dataclass(eq=False)
class Returner:
    """Takes the links of one merge back; what was changed since is left, and named."""

    work: Work
    record_type: RecordType
    merge: int
    stayed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = cast(Connection, self.work.session.get_bind())
        self.holders = holders(self.work)

    def go(self) -> list[str]:
        """Take everything back; answers what stayed."""
        links = self._links()
        with touching(self.work, self._touched(links)):
            for (name, column_name), found in _by_column(link for link in links if link.row is None).items():
                self._move_back(name, column_name, found)
            for link in links:
                if link.row is not None:
                    self._put_back(link, link.row)
        return self.stayed

    def _links(self) -> list[Link]:
        """What the merge has moved, in tables that are still there."""
        names = ("table_name", "column_name", "row_id", "before", "after", "row")
        columns = (getattr(MergeLink, name) for name in names)
        statement = select(*columns).where(MergeLink.merge_id == self.merge).order_by(MergeLink.id)
        there = set(inspect(self.connection).get_table_names())
        found = [Link(*row) for row in self.work.session.execute(statement)]
        self.stayed += sorted({f"{link.table}: -" for link in found if link.table not in there})
        return [link for link in found if link.table in there]

    def _touched(self, links: Sequence[Link]) -> Touched:
        found: list[tuple[RecordType, int]] = []
        for (name, _column), part in _by_column(links).items():
            if name in self.holders:
                record_type, of_record = self.holders[name]
                found += [(record_type, id) for id in self._records(name, of_record, part)]
        return gather(found)

    def _records(self, name: str, of_record: str, links: Sequence[Link]) -> Iterator[int]:
        """The records that rows belong to, rows that were taken away too."""
        rows = named_table(name, {"id", of_record})
        yield from (link.row[of_record] for link in links if link.row is not None)
        for part in chunks([link.id for link in links if link.row is None]):
            yield from self.connection.execute(select(rows.c[of_record]).where(rows.c.id.in_(part))).scalars()

    def _move_back(self, name: str, column_name: str, links: Sequence[Link]) -> None:
        rows = _rows(self.connection, name)
        by_values: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
        for link in links:
            by_values[link.before, link.after].append(link.id)
        for (before, after), ids in by_values.items():
            for part in chunks(ids):
                mine = rows.c.id.in_(part) & rows.c[column_name].is_not_distinct_from(after)
                moved = set(self.connection.execute(select(rows.c.id).where(mine)).scalars())
                self.connection.execute(
                    update(rows).where(rows.c.id.in_(moved)).values(self._values(rows, column_name, before))
                )
                self._name(name, column_name, self._there(rows, set(part) - moved))

    def _there(self, rows: TableClause, ids: set[int]) -> set[int]:
        """Those that still exist: what was worked out anew since is nobody's change."""
        return set(self.connection.execute(select(rows.c.id).where(rows.c.id.in_(ids))).scalars())

    def _values(self, rows: TableClause, column_name: str, before: int | None) -> Row:
        values: Row = {column_name: before}
        if rows.name not in self.holders and "version" in rows.c and "updated_at" in rows.c:
            values |= {"version": rows.c.version + 1, "updated_at": self.work.now}
        return values

    def _put_back(self, link: Link, row: Row) -> None:
        """A row that was taken away comes back; a copy goes, unless it was changed."""
        if link.after is None:
            if not put_back(self.connection, link.table, row):
                self._name(link.table, link.column, {link.id})
            return
        if read_rows(self.connection, link.table, [link.id]).get(link.id) == row:
            take_rows(self.connection, link.table, [link.id])
        else:
            self._name(link.table, link.column, {link.id})
        own = _rows(self.connection, link.table)
        if "deleted_at" in own.c:
            self.connection.execute(update(own).where(own.c.id == link.before).values(deleted_at=None))

    def _name(self, name: str, column_name: str, ids: set[int]) -> None:
        if name in STAYING:
            return  # what is kept beside records goes with them anyway
        title = self.holders[name][0].name if name in self.holders else name
        self.stayed += [f"{title} {id}: {column_name}" for id in sorted(ids)]


def _by_column(links: Any) -> dict[tuple[str, str], list[Link]]:
    found: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        found[link.table, link.column].append(link)
    return found


def _rows(connection: Connection, name: str) -> TableClause:
    return named_table(name, (str(item["name"]) for item in inspect(connection).get_columns(name)))
