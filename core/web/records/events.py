"""The timeline of a record: a stretch of events as its template takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.contracts.contributions import ActivityType
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
BEFORE, KIND, TYPE = "before", "kind", "type"

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
    """What the template of a timeline takes; `more` is the address of the next stretch, or empty.

    `types` are those of activities, as long as activities are among what is shown.
    """

    stretch: Stretch
    kinds: Sequence[Choice]
    types: Sequence[Choice]
    filtered: bool
    more: str


def timeline_of(work: Work, visit: Visit, subject: Subject) -> Timeline:
    """The stretch of the timeline that the address asks for."""
    offered = timeline.kinds_of(work, subject.record_type)
    types = timeline.types_of(work, subject.record_type)
    type = _one_of(visit, TYPE, (item.name for item in types))
    kind = timeline.ACTIVITIES if type else _one_of(visit, KIND, (item.name for item in offered))
    before = visit.query.get(BEFORE, "")
    position = Position.read(before) if before else None
    stretch = timeline.read_timeline(
        work, subject.record_type, subject.row, kind=kind, type=type, position=position, limit=AT_ONCE
    )
    chosen = {name: value for name, value in ((KIND, kind), (TYPE, type)) if value}
    more = subject.to("timeline", **chosen, before=str(stretch.next)) if stretch.next else ""
    kinds = [_kind(subject, item, kind) for item in (Kind("", _("All")), *offered)]
    return Timeline(
        stretch=stretch,
        kinds=kinds if len(offered) > 1 else (),
        types=[_type(subject, item, type) for item in types] if kind in ("", timeline.ACTIVITIES) else (),
        filtered=bool(kind),
        more=more,
    )


def _one_of(visit: Visit, name: str, known: Iterable[str]) -> str:
    """What the address says, empty if it says nothing; NotFound for what is not known."""
    value = visit.query.get(name, "")
    if value and value not in set(known):
        raise NotFound
    return value


def _kind(subject: Subject, kind: Kind, current: str) -> Choice:
    href = subject.to("timeline", kind=kind.name) if kind.name else subject.to("timeline")
    return Choice(kind.title, href, kind.name == current)


def _type(subject: Subject, type: ActivityType, current: str) -> Choice:
    """A type to choose; the one that is chosen leads back to all activities."""
    is_current = type.name == current
    chosen = {} if is_current else {TYPE: type.name}
    return Choice(type.title, subject.to("timeline", **{KIND: timeline.ACTIVITIES}, **chosen), is_current)


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
