"""The timeline of a record: a stretch of events as its template takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.contracts.fields import Field
from core.contracts.pages import Visit
from core.contracts.resources import Children
from core.errors import NotFound
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services import timeline
from core.services.lists.including import name_references
from core.services.timeline import Changed, Event, Kind, Position, Stretch
from core.web.records.subject import Subject

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

AT_ONCE = 20
SEEN_AT_ONCE = 5
BEFORE, KIND = "before", "kind"

OPERATIONS: Mapping[str, Label] = MappingProxyType(
    {
        "create": _("Created"),
        "update": _("Changed"),
        "delete": _("Deleted"),
        "restore": _("Restored from the trash"),
        "merge": _("Merged with another record"),
        "unmerge": _("Taken apart again"),
    }
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of events to choose; the first one has no name and is all of them."""

    title: Label
    href: str
    current: bool


@dataclass(frozen=True, eq=False, slots=True)
class Timeline:
    """What the template of a timeline takes; `more` is the address of the next stretch, or empty."""

    stretch: Stretch
    kinds: Sequence[Choice]
    icons: Mapping[str, str]
    titles: Mapping[str, Label]
    more: str


def timeline_of(work: Work, visit: Visit, subject: Subject) -> Timeline:
    """The stretch of the timeline that the address asks for."""
    offered = timeline.kinds_of(work, subject.record_type)
    kind = visit.query.get(KIND, "")
    if kind and kind not in {item.name for item in offered}:
        raise NotFound
    before = visit.query.get(BEFORE, "")
    position = Position.read(before) if before else None
    stretch = timeline.read_timeline(
        work, subject.record_type, subject.row, kind=kind, position=position, limit=AT_ONCE
    )
    chosen = {KIND: kind} if kind else {}
    more = subject.to("timeline", **chosen, before=str(stretch.next)) if stretch.next else ""
    kinds = [_choice(subject, Kind("", _("All")), kind), *(_choice(subject, item, kind) for item in offered)]
    icons = {item.name: item.icon for item in offered}
    titles = {item.name: item.title for item in offered}
    return Timeline(stretch, kinds if len(offered) > 1 else (), icons, titles, more)


def _choice(subject: Subject, kind: Kind, current: str) -> Choice:
    href = subject.to("timeline", kind=kind.name) if kind.name else subject.to("timeline")
    return Choice(kind.title, href, kind.name == current)


def latest(work: Work, subject: Subject) -> Sequence[Event]:
    """The last few events, for the preview beside a list."""
    found = timeline.read_timeline(work, subject.record_type, subject.row, limit=SEEN_AT_ONCE)
    return found.events


def activities_in(events: Sequence[Event]) -> list[Any]:
    """The rows of the activities among these events."""
    return [event.what for event in events if event.kind == timeline.ACTIVITIES]


def name_all(work: Work, subject: Subject, rows: Sequence[Any]) -> None:
    """Give the record, and activities beside it, the names of all that they refer to."""
    activities = work.registry.type_of(timeline.ACTIVITIES)
    parts: list[tuple[RecordType, Any]] = [(subject.record_type, [subject.row]), (activities, rows)]
    name_references(work, parts)


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a change; of lines only that they were changed is told."""

    title: Label | str
    field: Field | None
    known: bool
    before: Any = None
    after: Any = None


def lines_of(record_type: RecordType, change: Changed) -> list[Line]:
    """What a change did, field by field."""
    return [_line(record_type, name, values) for name, values in change.fields.items()]


def _line(record_type: RecordType, name: str, values: Mapping[str, Any] | None) -> Line:
    if values is None:
        children: Children = record_type.children[name].children
        return Line(children.title, None, known=False)
    field = record_type.fields[name]
    return Line(field.label, field, "after" in values, values.get("before"), values.get("after"))


def title_of(change: Changed) -> Label | str:
    """What was done."""
    return OPERATIONS.get(change.operation, change.operation)
