"""Tabs of a record: other records that name it, and the panels of plugins that are tabs of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from core.contracts.fields import Field
from core.errors import NotFound
from core.host.record_types import SYSTEM_FIELDS, RecordType
from core.labels import Label, translations
from core.services import lists
from core.web.records.panels import offered
from core.web.records.subject import Subject, may
from core.web.shell import address

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

ROWS = 20
TIMELINE, HISTORY = "timeline", "history"


@dataclass(frozen=True, slots=True)
class Relation:
    """Records of a kind that name the record in one of their fields."""

    record_type: RecordType
    field: Field

    @property
    def name(self) -> str:
        """How the tab is addressed."""
        return f"{self.record_type.name}:{self.field.name}"

    @property
    def title(self) -> Label:
        """The kind of records; with the field's name, where that does not go without saying."""
        title = self.record_type.resource.title
        if self.field.name == self.record_type.resource.parent:
            return title
        return BY_FIELD.fill(records=title, field=self.field.label)


BY_FIELD = _("{records}: {field}")


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of the page."""

    name: str
    title: Label
    href: str
    current: bool


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """The first records of a relation, and where all of them and a new one are."""

    relation: Relation
    columns: Sequence[Field]
    rows: Sequence[dict[str, Any]]
    count: int | None
    all: str
    new: str


def tabs_of(work: Work, subject: Subject, current: str) -> list[Tab]:
    """The tabs of a record: its timeline, what names it, what plugins add, its changes."""
    found = [(TIMELINE, _("Timeline"), "timeline")]
    found += [(item.name, item.title, f"tabs/{item.name}") for item in relations(work, subject)]
    found += [
        (f"{owner}.{panel.name}", panel.title, f"panels/{owner}.{panel.name}")
        for owner, panel in offered(work, subject.record_type.model)
        if panel.slot == "tab"
    ]
    found.append((HISTORY, _("Changes"), "history"))
    return [Tab(name, title, subject.to(path), name == current) for name, title, path in found]


def relations(work: Work, subject: Subject) -> Iterator[Relation]:
    """What names records of this kind, as far as the actor may see it: what belongs to them first."""
    found = [
        Relation(item, field)
        for item, field in work.registry.naming(subject.record_type)
        if field.name not in SYSTEM_FIELDS
        and not (field.hidden or item.anchored)
        and may(work, item, "view")
        and field.name in work.access.field_rights(work.actor, item).visible
    ]
    yield from sorted(found, key=lambda item: item.field.name != item.record_type.resource.parent)


def table_of(work: Work, subject: Subject, name: str) -> Table:
    """The records of a tab; NotFound if there is no such tab for this actor."""
    relation = next((item for item in relations(work, subject) if item.name == name), None)
    if relation is None:
        raise NotFound
    record_type, field = relation.record_type, relation.field
    rights = work.access.field_rights(work.actor, record_type)
    names = [item for item in record_type.resource.columns if item != field.name and item in rights.visible]
    include = tuple(item for item in names if item in record_type.reference_names)
    where = {"field": field.name, "op": "eq", "value": subject.id}
    query = lists.Query(
        fields=("id", record_type.resource.label, *names), where=where, limit=ROWS, include=include
    )
    found = lists.list_records(work, record_type, query)
    here = address(record_type)
    new = f"{here}/new?{urlencode({field.name: subject.id})}" if may(work, record_type, "create") else ""
    everything = f"{here}?{urlencode({f'filter[{field.name}]': subject.id})}"
    columns = [record_type.fields[item] for item in names]
    return Table(relation, columns, found.rows, found.count, everything, new)
