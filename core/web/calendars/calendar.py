"""The calendar of a record type: its records on their days, moved by dragging or by a dialog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.contracts.kinds import MomentKind
from core.contracts.pages import Page, Redirect, Reply, Shown, Toast, Visit
from core.contracts.resources import Calendar
from core.errors import invalid
from core.formats.moments import parse_day
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.http.requests import record_id, whole_number
from core.labels import translations
from core.services import lists, records
from core.web.boards.board import label_of
from core.web.calendars.spans import LENGTHS, span_of
from core.web.lists.chips import chips_of
from core.web.lists.state import ListState, state_of
from core.web.shell import address

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

MOST = 500
FIXED = _("This stands where it happened and cannot be moved.")
NO_DAY = _("Write the day as 2026-11-21.")
MOVED = _("Moved to {day}.")


@dataclass(frozen=True, kw_only=True)
class Event:
    """A record on its day; `at` is its local time, None for the whole day."""

    id: int
    version: int
    title: str
    day: date
    at: datetime | None
    may_move: bool
    row: Mapping[str, Any]


def pages(registry: Registry) -> Iterator[Page]:
    """The calendars of all record types that have one."""
    for record_type in registry.types.values():
        if record_type.resource.calendar:
            yield from _pages(record_type)


def _pages(record_type: RecordType) -> Iterator[Page]:
    here, permission = address(record_type), record_type.resource.permission
    moving, edit = partial(move, record_type), permission("edit")
    yield Page(path=f"{here}/calendar", permission=permission("view"), run=partial(calendar, record_type))
    yield Page(path=f"{here}/calendar/move", permission=edit, run=moving, method="POST")
    yield Page(path=f"{here}/{{id}}/reschedule", permission=edit, run=partial(choose, record_type))


def declared(record_type: RecordType) -> Calendar:
    """How the records stand in their calendar."""
    found = record_type.resource.calendar
    assert found is not None  # noqa: S101  # only those with one have pages
    return found


def calendar(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The page: a month, a week or a day."""
    zone = ZoneInfo(work.actor.time_zone)
    today = work.now.astimezone(zone).date()
    span = span_of(visit.query.get("span", ""), visit.query.get("day", ""), today)
    state = state_of(work, record_type, visit)
    found = events(work, state, span.start, span.end)
    values = {
        "record_type": record_type,
        "resource": record_type.resource,
        "path": state.here,
        "span": span,
        "spans": LENGTHS,
        "events": _by_day(found),
        "today": today,
        "scope": state.pairs(),
        "chips": chips_of(work, state, "/calendar", [("span", span.length), ("day", span.day.isoformat())]),
        "asked": state.now.q,
        "zone": work.actor.time_zone,
        "is_complete": len(found) < MOST,
        "mine": _mine(work, state),
    }
    return Shown(template="calendar/calendar.html", values=values, block="content")


def _mine(work: Work, state: ListState) -> list[tuple[str, str]] | None:
    """The scope of only one's own records; None where records belong to nobody or it is chosen already."""
    owner = state.record_type.resource.reach.owner.removesuffix("_id")
    own, scope = (f"filter[{owner}]", str(work.actor.user_id)), state.pairs()
    return None if not owner or own in scope else [*scope, own]


def events(work: Work, state: ListState, start: date, end: date) -> list[Event]:
    """What stands on the days from `start` to before `end`, in order, at most 500."""
    record_type = state.record_type
    declaration, label = declared(record_type), label_of(work, record_type)
    by = declaration.by
    edges = [_edge(record_type, work, day) for day in (start, end)]
    conditions: list[Any] = [
        {"field": by, "op": "gte", "value": edges[0]},
        {"field": by, "op": "lt", "value": edges[1]},
    ]
    if state.now.where is not None:
        conditions.append(state.now.where)
    shown = dict.fromkeys([label, "version", by, *movable(record_type), *_end(record_type)])
    more = [name for name in (record_type.resource.board, "customer") if name in record_type.fields]
    query = lists.Query(
        fields=[*shown, *more],
        where={"and": conditions},
        q=state.now.q or None,
        sort=by,
        limit=MOST,
        count="none",
    )
    listed = lists.list_records(work, record_type, query)
    zone = ZoneInfo(work.actor.time_zone)
    return [_event(record_type, row, label, zone) for row in listed.rows]


def _end(record_type: RecordType) -> Sequence[str]:
    end = declared(record_type).end
    return (end,) if end else ()


def _edge(record_type: RecordType, work: Work, day: date) -> str:
    """The beginning of a day as a value of the field by which records stand."""
    if not isinstance(record_type.fields[declared(record_type).by].kind, MomentKind):
        return day.isoformat()
    local = datetime.combine(day, time(), ZoneInfo(work.actor.time_zone))
    return local.astimezone(UTC).isoformat()


def movable(record_type: RecordType) -> Sequence[str]:
    """The fields of which the first with a value changes when a record is moved."""
    declaration = declared(record_type)
    return declaration.moves or (declaration.by,)


def _event(record_type: RecordType, row: Mapping[str, Any], label: str, zone: ZoneInfo) -> Event:
    by = declared(record_type).by
    value = row[by]
    at = value.astimezone(zone) if isinstance(value, datetime) else None
    moved = next((name for name in movable(record_type) if row[name] is not None), None)
    return Event(
        id=row["id"],
        version=row["version"],
        title=str(row[label] or f"#{row['id']}"),
        day=at.date() if at else value,
        at=at,
        may_move=moved is not None and row[moved] == value,
        row=row,
    )


def _by_day(found: Sequence[Event]) -> dict[date, list[Event]]:
    days: dict[date, list[Event]] = {}
    for event in found:
        days.setdefault(event.day, []).append(event)
    return days


def move(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Put a record on another day at the same time of the day; its toast takes that back."""
    sent = visit.form if visit.form.get("id") else visit.query
    id, day = record_id(sent.get("id", "")), _day(sent.get("value", ""))
    row = records.read(work, record_type, id)
    name = next((item for item in movable(record_type) if row[item] is not None), None)
    if name is None or row[name] != row[declared(record_type).by]:
        raise invalid("value", "cannot_move", FIXED)
    zone = ZoneInfo(work.actor.time_zone)
    expected = whole_number(sent.get("version", ""))
    changes = _moved(record_type, row, name, day, zone)
    records.update(work, record_type, [records.Update(id, changes, expected)])
    before = row[name].astimezone(zone).date() if isinstance(row[name], datetime) else row[name]
    back = f"{address(record_type)}/calendar/move?id={id}&value={before}"
    toast = Toast(text=MOVED.fill(day=day.isoformat()), undo=back)
    if visit.partial:
        headers = {"x-version": str(records.read(work, record_type, id)["version"])}
        return Shown(template="nothing.html", toast=toast, headers=headers)
    return Redirect(to=visit.form.get("next", "") or f"{address(record_type)}/calendar", toast=toast)


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise invalid("value", "day_invalid", NO_DAY, text[:40]) from error


def _moved(
    record_type: RecordType, row: Mapping[str, Any], name: str, day: date, zone: ZoneInfo
) -> dict[str, Any]:
    """The fields that change: the clock shows the same as before, also across a change to summer time."""
    value, end = row[name], declared(record_type).end
    if not isinstance(value, datetime):
        return {name: day.isoformat()}
    local = value.astimezone(zone)
    there = datetime.combine(day, local.timetz().replace(tzinfo=None), zone).astimezone(UTC)
    changes = {name: there.isoformat()}
    if end and row.get(end) and name == movable(record_type)[0]:
        length: timedelta = row[end] - value
        changes[end] = (there + length).isoformat()
    return changes


def choose(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The dialog in which a day is chosen: moving without dragging."""
    row = records.read(work, record_type, record_id(visit.path["id"]))
    value = row[declared(record_type).by]
    zone = ZoneInfo(work.actor.time_zone)
    values = {
        "record_type": record_type,
        "row": row,
        "label": label_of(work, record_type),
        "day": value.astimezone(zone).date() if isinstance(value, datetime) else value,
        "next": visit.query.get("next", ""),
    }
    return Shown(template="calendar/move.html", values=values, block="dialog")
