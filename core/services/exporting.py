"""Export: what a list finds as a table that the importer reads back; in constant memory, within rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import func, select

from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.contracts.labelled import LabelledKind
from core.contracts.work import Actor
from core.data.among import among
from core.errors import Conflict, NotFound, invalid
from core.formats.plain_json import translated
from core.host.record_types import ChildType, RecordType
from core.labels import Translator, translations
from core.services.chunks import chunks
from core.services.files.table import WrittenFormat
from core.services.files.vcard_columns import CONTACTS, KINDS, OF_CONTACT, OF_CUSTOMER
from core.services.files.writing import CARDS, open_writer
from core.services.filters import unknown_field
from core.services.lists import Query, iterate
from core.services.lists.listing import criteria
from core.services.work import App, Work

_ = translations("core")

NO_CARDS = _("{records} are no contact cards; export them as csv or xlsx.")
NOT_OFFERED = _("{records} cannot be exported.")
MORE_LINES = _("Lines were added while the export ran.")
AGAIN = _("Export again.")

Row = dict[str, Any]
Keys = Mapping[tuple[str, int, bool], str]
"""The key, or (True) the label, of a record by its table and id."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: a field of the record, or of the `number`th of its lines of one kind."""

    field: Field
    child: str = ""
    number: int = 0
    by_label: bool = False
    """A reference by the name of what it names, instead of its key: for cards, which people read."""

    @property
    def heading(self) -> str:
        """The path by which the importer knows the field."""
        if self.by_label:
            return f"{self.field.name}.name"
        return f"{self.child}.{self.number}.{self.field.name}" if self.child else self.field.name

    def text(self, row: Row, keys: Keys, translate: Translator) -> str:
        """The cell of a record."""
        if self.child:
            lines = row[self.child]
            row = lines[self.number - 1] if self.number <= len(lines) else {}
        value = row.get(self.field.name)
        kind = self.field.kind
        if isinstance(kind, ReferenceKind) and value is not None:
            return keys.get((kind.table, value, self.by_label)) or ("" if self.by_label else str(value))
        if isinstance(kind, LabelledKind):
            value = translated(value, translate)
        return value if isinstance(value, str) else kind.text(value)


def export(
    app: App,
    actor: Actor,
    resource: Any,
    query: Query,
    columns: Sequence[str] | None,
    format: WrittenFormat,
    target: Path | BinaryIO,
    *,
    byte_order_mark: bool = False,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write every record that a query finds to a file or stream; answers how many there were.

    `columns` are fields, `tags` and names of children (None: all that the actor may see); the lines of a
    child become numbered columns (`phones.1.phone`). References are written as the key of what they name.
    The query's page and fields play no part. `progress` is told how many are written. Raises Forbidden
    without the right to export, Invalid for what is not offered.
    """
    with app.reading(actor) as work:
        return export_within(
            work, resource, query, columns, format, target, byte_order_mark=byte_order_mark, progress=progress
        )


def export_within(
    work: Work,
    resource: Any,
    query: Query,
    columns: Sequence[str] | None,
    format: WrittenFormat,
    target: Path | BinaryIO,
    *,
    byte_order_mark: bool = False,
    progress: Callable[[int], None] | None = None,
) -> int:
    """The same as `export`, in a transaction that is open already."""
    record_type = work.registry.type_of(resource)
    if "export" not in record_type.resource.verbs:
        raise NotFound(NOT_OFFERED.fill(records=record_type.resource.title))
    work.require(record_type.resource.permission("export"))
    shown = list(_shown(work, record_type, query, columns, format))
    fields = list(dict.fromkeys(column.child or column.field.name for column in shown))
    found = iterate(work, record_type, replace(query, fields=fields, after=None, include=()))
    headings = [column.heading for column in shown]
    with open_writer(target, format=format, headings=headings, byte_order_mark=byte_order_mark) as writer:
        count = 0
        for cells in _cells(work, record_type, shown, found):
            writer.write(cells)
            count += 1
            if progress:
                progress(count)
    return count


def _cells(
    work: Work, record_type: RecordType, shown: Sequence[Column], found: Iterable[list[Row]]
) -> Iterator[list[str]]:
    numbers = {column.child: column.number for column in shown if column.child}
    for rows in found:
        keys = _keys(work, shown, rows)
        for row in rows:
            if any(len(row[child]) > number for child, number in numbers.items()):
                raise Conflict(MORE_LINES, fix=AGAIN)
            yield [column.text(row, keys, work.translate) for column in shown]


def _shown(
    work: Work, record_type: RecordType, query: Query, names: Sequence[str] | None, format: WrittenFormat
) -> Iterator[Column]:
    """The columns of the table; of cards those that a card has, with the name of the company."""
    if format not in CARDS:
        yield from _columns(work, record_type, query, names)
        return
    if record_type.name not in KINDS:
        raise invalid("format", "choice_unknown", NO_CARDS.fill(records=record_type.resource.title))
    known = OF_CONTACT if record_type.name == CONTACTS else OF_CUSTOMER
    for column in _columns(work, record_type, query, names):
        if (column.child or column.field.name) in known:
            yield column
        if column.field.name == "customer" and not column.child:
            yield replace(column, by_label=True)


def _columns(
    work: Work, record_type: RecordType, query: Query, names: Sequence[str] | None
) -> Iterator[Column]:
    """The columns of these names, those of lines as often as any record has lines."""
    rights = work.access.field_rights(work.actor, record_type)
    own = [field.name for field in record_type.public if field.name in rights.visible]
    known = dict.fromkeys((*own, *record_type.children))
    for name in known if names is None else dict.fromkeys(names):
        if name not in known:
            raise unknown_field("columns", name, known)
        if name not in record_type.children:
            yield Column(record_type.fields[name])
            continue
        child = record_type.children[name]
        visible = [item for item in child.public if f"{name}.{item.name}" in rights.visible]
        for number in range(1, _most_lines(work, record_type, child, query) + 1):
            yield from (Column(item, name, number) for item in visible if item.name != "id")


def _most_lines(work: Work, record_type: RecordType, child: ChildType, query: Query) -> int:
    """How many lines of this kind the record with the most has."""
    owner = getattr(child.model, child.parent)
    ids = select(record_type.model.id).where(*criteria(work, record_type, query))
    counted = select(func.count().label("lines")).where(owner.in_(ids)).group_by(owner).subquery()
    return work.session.scalar(select(func.max(counted.c.lines))) or 0


def _keys(work: Work, shown: Sequence[Column], rows: Sequence[Row]) -> Keys:
    """The keys of everything that these records name, as far as the actor may see it."""
    wanted: dict[tuple[str, bool], set[int]] = defaultdict(set)
    for column in shown:
        kind = column.field.kind
        if isinstance(kind, ReferenceKind):
            wanted[kind.table, column.by_label].update(_named(column, rows))
    return {
        (table, id, by_label): key
        for (table, by_label), ids in wanted.items()
        for id, key in _keys_of(work, work.registry.of_table(table), sorted(ids), by_label)
    }


def _named(column: Column, rows: Sequence[Row]) -> Iterator[int]:
    for row in rows:
        holders = row[column.child][column.number - 1 : column.number] if column.child else (row,)
        yield from (holder[column.field.name] for holder in holders if holder.get(column.field.name))


def _keys_of(work: Work, target: RecordType, ids: Sequence[int], by_label: bool) -> Iterator[tuple[int, str]]:
    rights = work.access.field_rights(work.actor, target)
    key = target.resource.label if by_label else target.resource.key
    if key == "id" or key not in rights.readable:
        return
    for part in chunks(ids):
        statement = select(target.model.id, target.attribute(key)).where(among(target.model.id, part))
        yield from ((id, written) for id, written in work.session.execute(statement))
