"""One stream of all sources: each is read as far as one stretch needs, and the newest of all are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from core.contracts.pages import Before, TimelineEntry, TimelineSource
from core.data.session import savepoint
from core.errors import PluginFault, invalid
from core.formats.moments import parse_moment
from core.formats.numbers import INTEGER_MAX, INTEGER_MIN
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services.timeline.activities import happened, has_activities
from core.services.timeline.changes import Changed, changes

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

Row = Mapping[str, Any]
ACTIVITIES, CHANGES = "activities", "changes"
HOOK = "timeline_sources"
NOT_A_PLACE = _("This is not a place of a timeline.")
WRONG_ENTRY = "it answered {kind} where TimelineEntry is expected"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of events: `name` is `activities`, `changes`, or `<plugin>.<source>`."""

    name: str
    title: Label
    icon: str = "circle"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: an activity (its row), a change, or what a plugin tells."""

    at: datetime
    id: int
    kind: str
    what: Row | Changed | TimelineEntry


@dataclass(frozen=True, slots=True)
class Position:
    """Where a stretch of a timeline ended: its last event."""

    at: datetime
    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.kind}~{self.id}"

    @classmethod
    def read(cls, text: str) -> Position:
        """The position that a text was made of; Invalid for anything else."""
        at, _sign, rest = text[:200].partition("~")
        kind, _sign, id = rest.partition("~")
        try:
            moment, number = parse_moment(at, None), int(id)
        except ValueError as error:
            raise invalid("before", "position_invalid", NOT_A_PLACE) from error
        if not INTEGER_MIN <= number <= INTEGER_MAX:
            raise invalid("before", "position_invalid", NOT_A_PLACE)
        return cls(moment, kind, number)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some events, newest first; `next` is where the following ones begin, None at the end.

    `failed` are the plugins whose events could not be read.
    """

    events: Sequence[Event]
    next: Position | None
    failed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    kind: Kind
    read: Callable[[Before, int], list[Event]]


def kinds_of(work: Work, record_type: RecordType) -> list[Kind]:
    """The kinds of events that the actor may see of records of a type."""
    return [source.kind for source in _sources(work, record_type, {}, [])]


def read_timeline(
    work: Work,
    record_type: RecordType,
    record: Row,
    *,
    kind: str = "",
    type: str = "",
    position: Position | None = None,
    limit: int,
) -> Stretch:
    """The newest events of a record (its visible row), of one kind or of all, that are older than a position.

    Of activities only those of a `type`, if it is not empty. One statement for each kind, whatever there is.
    A plugin that fails leaves its events out.
    """
    failed: list[str] = []
    sources = list(_sources(work, record_type, record, failed, type))
    ranks = {source.kind.name: rank for rank, source in enumerate(sources)}
    wanted = [source for source in sources if kind in ("", source.kind.name)]
    found = [
        event
        for source in wanted
        for event in source.read(_before(position, ranks, source.kind.name), limit + 1)
    ]
    found.sort(key=lambda event: (event.at, -ranks[event.kind], event.id), reverse=True)
    events = found[:limit]
    more = len(found) > limit
    last = events[-1] if events else None
    return Stretch(events, Position(last.at, last.kind, last.id) if last and more else None, failed)


def _before(position: Position | None, ranks: Mapping[str, int], kind: str) -> Before:
    """Where a source goes on: of one moment, kinds come in their order."""
    if position is None:
        return None
    mine, other = ranks[kind], ranks.get(position.kind, -1)
    if mine == other:
        return position.at, position.id
    return position.at, INTEGER_MIN if mine < other else INTEGER_MAX


def _sources(
    work: Work, record_type: RecordType, record: Row, failed: list[str], type: str = ""
) -> Iterator[_Source]:
    activities = work.registry.type_of(ACTIVITIES)
    if has_activities(record_type) and work.actor.reach(activities.resource.permission("view")):
        title = activities.resource.title
        read = partial(_activities, work, record_type, record, type)
        yield _Source(Kind(ACTIVITIES, title, activities.resource.icon), read)
    yield _Source(Kind(CHANGES, _("Changes"), "history"), partial(_changes, work, record_type, record))
    for owner, source in work.registry.timeline_sources:
        if source.of is record_type.model and work.actor.reach(source.permission):
            name = f"{owner}.{source.name}"
            read = partial(_of_plugin, work, owner, source, record, failed)
            yield _Source(Kind(name, source.title, source.icon), read)


def _activities(
    work: Work, record_type: RecordType, record: Row, type: str, before: Before, limit: int
) -> list[Event]:
    rows = happened(work, record_type, record["id"], before, limit, type)
    return [Event(row["happens_at"], row["id"], ACTIVITIES, row) for row in rows]


def _changes(work: Work, record_type: RecordType, record: Row, before: Before, limit: int) -> list[Event]:
    found = changes(work, record_type, record, before, limit)
    return [Event(item.at, item.id, CHANGES, item) for item in found]


def _of_plugin(
    work: Work,
    owner: str,
    source: TimelineSource,
    record: Row,
    failed: list[str],
    before: Before,
    limit: int,
) -> list[Event]:
    """What a plugin tells, newest first; a failure is recorded, and nothing of it is shown."""
    try:
        with savepoint(work.session):
            entries = work.hooks.ask(owner, HOOK, _entries, source, work, record, before, limit)
    except PluginFault:
        failed.append(owner)
        return []
    return [Event(entry.at, entry.id, f"{owner}.{source.name}", entry) for entry in entries]


def _entries(
    source: TimelineSource, work: Work, record: Row, before: Before, limit: int
) -> list[TimelineEntry]:
    """At most as many as were asked for, each checked to be one."""
    found = list(islice(source.read(work, record, before, limit), limit))
    for entry in found:
        if not isinstance(entry, TimelineEntry) or entry.at.tzinfo is None:
            raise TypeError(WRONG_ENTRY.format(kind=type(entry).__name__))
    return found
