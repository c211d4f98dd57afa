"""Moving every link from the lost record to the kept one, and remembering each so that it can go back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    TableClause,
    and_,
    column,
    insert,
    literal,
    not_,
    select,
    table,
    true,
    update,
)

from core.data.bulk import insert_rows
from core.data.models.merging import MergeLink
from core.errors import invalid
from core.host.record_types import RecordType
from core.labels import translations
from core.services.chunks import chunks
from core.services.records.merging.rows import has_row, named_table, read_rows, take_rows
from core.services.records.merging.tables import STAYING, LinkColumn, Links, links_to
from core.services.records.merging.touching import Touched, gather, holders, touching

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

BOTH_USED = _("{others} {id} belongs to the one and {double} to the other, and only one can belong to both.")
MEND = _("Delete or merge one of these first.")
LINE = frozenset({"id", "position"})

Row = dict[str, Any]


@dataclass(eq=False)
class Mover:
    """Moves what names `lose` to `keep`; `anchor` is the customer that the kept record belongs to."""

    work: Work
    record_type: RecordType
    keep: int
    lose: int
    anchor: int | None
    remembered: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = cast(Connection, self.work.session.get_bind())
        self.links: Links = links_to(self.connection, self.record_type)
        self.holders = holders(self.work)

    def counts(self) -> dict[tuple[str, str], int]:
        """How many rows name the lost record, by (kind of record or table, field)."""
        found: Counter[tuple[str, str]] = Counter()
        about: dict[str, set[int]] = {}
        for link in self.links.columns:
            if link.table not in STAYING:
                ids = set(self._ids(link)) - about.get(link.table, set())
                found[self._title(link)] += len(ids)
                about |= {link.table: ids} if link.by_pair else {}
        for name in self.links.beside:
            found[name, "id"] += has_row(self.connection, name, self.lose)
        return {key: count for key, count in found.items() if count}

    def move(self, merge_id: int) -> None:
        """Move everything, and write down what was moved. Raises Invalid where both are used uniquely."""
        with touching(self.work, self._touched()):
            for link in self.links.columns:
                self._take_doubles(link)
                self._move(link)
        for name in self.links.beside:
            self._copy_beside(name)
        rows = [{"merge_id": merge_id, **row} for row in self.remembered]
        for part in chunks(rows, 5_000):
            insert_rows(self.work.session, MergeLink, part)

    @property
    def _is_customers(self) -> bool:
        return self.record_type.name == "customers"

    def _title(self, link: LinkColumn) -> tuple[str, str]:
        held = self.holders.get(link.table)
        return (held[0].name if held else link.table), link.column

    def _touched(self) -> Touched:
        """The living records of running owners whose links are moved, or whose lines' are."""
        found: list[tuple[RecordType, int]] = []
        for link in self.links.columns:
            if link.table in self.holders:
                record_type, of_record = self.holders[link.table]
                found += [(record_type, id) for id in self._ids(link, of_record)]
        return gather(found)

    def _ids(self, link: LinkColumn, of: str = "id") -> list[int]:
        rows = rows_of(link)
        statement = select(rows.c[of]).where(self._names(rows, link, self.lose))
        return list(self.connection.execute(statement.order_by(rows.c.id)).scalars())

    def _names(self, rows: FromClause, link: LinkColumn, id: int) -> ColumnElement[bool]:
        """Whether a row names a record by this column, other than as a part of that record."""
        named = rows.c[link.column] == id
        own = rows.c.resource == self.record_type.name if link.anchored else None
        if link.by_pair:
            return named & own if own is not None else named
        if link.table in STAYING and own is not None and self._is_customers:
            return named & not_(own & (rows.c.record_id == id))
        if link.table == self.record_type.model.__tablename__:
            return named & rows.c.id.not_in((self.keep, self.lose))
        return named

    def _move(self, link: LinkColumn) -> None:
        ids = self._ids(link)
        if link.by_pair:
            self._move_anchor(link, ids)
        self._remember(link.table, link.column, dict.fromkeys(ids, self.lose), self.keep)
        rows = rows_of(link)
        values: Row = {link.column: self.keep}
        if link.versioned and link.table not in self.holders:
            values |= {"version": rows.c.version + 1, "updated_at": self.work.now}
        for part in chunks(ids):
            self.connection.execute(update(rows).where(rows.c.id.in_(part)).values(values))

    def _move_anchor(self, link: LinkColumn, ids: Sequence[int]) -> None:
        """What is about the lost record belongs to the customer of the kept one from now on."""
        rows = rows_of(link)
        for part in chunks(ids):
            mine = rows.c.id.in_(part) & rows.c.customer_id.is_distinct_from(self.anchor)
            before = _pairs(self.connection.execute(select(rows.c.id, rows.c.customer_id).where(mine)))
            self._remember(link.table, "customer_id", before, self.anchor)
            self.connection.execute(update(rows).where(mine).values(customer_id=self.anchor))

    def _take_doubles(self, link: LinkColumn) -> None:
        """Take away lines and facts that would stand twice; records are not thrown away for that."""
        for others, living in link.uniques:
            self._take(link, self._doubles(link, others, living=living))
        if link.table in self.holders and not link.versioned and "position" in link.columns:
            # Lines that are alike altogether are one.
            self._take(link, self._doubles(link, sorted(link.columns - LINE - {link.column}), alike=True))

    def _take(self, link: LinkColumn, doubles: dict[int, int]) -> None:
        if doubles:
            if link.versioned:
                id, double = next(iter(doubles.items()))
                message = BOTH_USED.fill(others=self._title(link)[0], id=id, double=double)
                raise invalid("lose", "both_used", message, fix=MEND)
            for id, row in take_rows(self.connection, link.table, list(doubles)).items():
                self._remember(link.table, link.column, {id: self.lose}, None, row)

    def _doubles(
        self, link: LinkColumn, others: Sequence[str], *, living: bool = False, alike: bool = False
    ) -> dict[int, int]:
        """The ids of rows that would be the same as another one's when they are moved, with that one's."""
        lost, kept = rows_of(link).alias("lost"), rows_of(link).alias("kept")
        pairs = [(lost.c[name], kept.c[name]) for name in others]
        same = [a.is_not_distinct_from(b) if alike else a == b for a, b in pairs]
        where = [self._names(lost, link, self.lose), self._names(kept, link, self.keep)]
        if living:
            where += [side.c.deleted_at.is_(None) for side in (lost, kept)]
        both = lost.join(kept, and_(true(), *same))
        statement = select(lost.c.id, kept.c.id).select_from(both).where(*where)
        return _pairs(self.connection.execute(statement))

    def _copy_beside(self, name: str) -> None:
        """What an owner who does not run keeps beside the lost record is copied, if the kept one has none."""
        if has_row(self.connection, name, self.keep) or not has_row(self.connection, name, self.lose):
            return
        row = read_rows(self.connection, name, [self.lose])[self.lose]
        own = named_table(name, ("id", "deleted_at"))
        if "deleted_at" in row:
            self.connection.execute(update(own).where(own.c.id == self.lose).values(deleted_at=self.work.now))
        source = table(name, *map(column, row))
        copied = [
            (source.c[key] if key != "id" else literal(self.keep)) for key in row if key != "deleted_at"
        ]
        names = [key for key in row if key != "deleted_at"]
        found = select(*copied).where(source.c.id == self.lose)
        self.connection.execute(insert(source).from_select(names, found))
        after = read_rows(self.connection, name, [self.keep])[self.keep]
        self._remember(name, "id", {self.keep: self.lose}, self.keep, after)

    def _remember(
        self, name: str, column_name: str, before: dict[int, Any], after: int | None, row: Row | None = None
    ) -> None:
        shared = {"table_name": name, "column_name": column_name, "after": after, "row": row}
        self.remembered += [{**shared, "row_id": id, "before": value} for id, value in before.items()]


def _pairs(found: Iterable[Any]) -> dict[int, Any]:
    return {first: second for first, second in found}  # noqa: C416  # rows are no pairs to a type checker


def rows_of(link: LinkColumn) -> TableClause:
    """The table of a column, known by its columns' names alone."""
    return named_table(link.table, sorted(link.columns))
