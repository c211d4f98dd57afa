"""Following changes, in the same transaction, a list at once: owners, main meters, verdicts of readings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from core.plugin_api import Change, Invalid, Values, Work, records
from plugins.assets.services import holdings
from plugins.assets.services.looking_up import meters_of, today
from plugins.assets.services.scanning import Without, count_again, own_again, rescan
from plugins.assets.services.warning import warn

READINGS, EVENTS, METERS = "assets.readings", "assets.meter_events", "assets.meters"
HOLDINGS, ASSETS, DEFINITIONS = "assets.holdings", "assets.assets", "assets.definitions"
DAY = {READINGS: "read_on", EVENTS: "replaced_on"}
TERMS = {METERS: ("unit", "max_per_day"), ASSETS: ("in_service_date", "definition")}
RESCAN = "assets.rescan"
OF_DEFINITION = ("meter_unit", "max_per_day")


def follow(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Keep up with records that were created, changed, or came out of the trash."""
    if resource in DAY:
        rescan(work, _days(changes, DAY[resource]))
        if resource == READINGS:
            warn(work, [change.id for change in changes])
    elif resource in FOLLOWING:
        FOLLOWING[resource](work, changes)


def leave(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Keep up with records that are about to go to the trash."""
    gone = frozenset(change.id for change in changes)
    if resource == READINGS:
        rescan(work, _days(changes, DAY[resource]), Without(readings=gone))
    elif resource == EVENTS:
        rescan(work, _days(changes, DAY[resource]), Without(events=gone))
    elif resource == METERS:
        count_again(work, _assets(changes), Without(meters=gone))
    elif resource == HOLDINGS:
        own_again(work, _assets(changes), gone)


def _days(changes: Iterable[Change], name: str) -> dict[int, date | None]:
    """By meter, the first day on which anything is different."""
    found: dict[int, date | None] = {}
    for change in changes:
        for side in filter(None, (change.before, change.after)):
            meter, day = side["meter"], side[name]
            found[meter] = min(found.get(meter) or day, day)
    return found


def _assets(changes: Iterable[Change]) -> set[int]:
    return {side["asset"] for change in changes for side in filter(None, (change.before, change.after))}


def _holdings(work: Work, changes: Sequence[Change]) -> None:
    holdings.verify(work, _assets(changes))
    own_again(work, _assets(changes))


def _new_assets(work: Work, rows: Sequence[Values]) -> None:
    """A new asset has its main meter, if it counts anything, and its first owner."""
    _add(work, METERS, ({"asset": row["id"], "unit": row["meter_unit"]} for row in rows if row["meter_unit"]))
    _add(work, HOLDINGS, _first_holdings(rows, today(work)))


def _first_holdings(rows: Iterable[Values], today: date) -> Iterator[Values]:
    """What goes into service later is had from today on."""
    for row in rows:
        if row["first_owner"]:
            since = row["in_service_date"] and min(row["in_service_date"], today)
            yield {"asset": row["id"], "customer": row["first_owner"], "role": "owner", "since": since}


def _add(work: Work, resource: str, rows: Iterable[Values]) -> None:
    """What belongs to an asset from the beginning needs no further right than to make the asset."""
    record_type = work.registry.type_of(resource)
    prepared = records.prepare_new(work, record_type, list(rows))
    for errors in prepared.errors.values():
        raise Invalid(errors)
    records.insert_drafts(work, record_type, prepared.drafts)


def _follow_assets(work: Work, changes: Sequence[Change]) -> None:
    _new_assets(work, [change.after for change in changes if change.before is None and change.after])
    changed = [change.id for change in changes if change.before and _matters(change, TERMS[ASSETS])]
    meters = meters_of(work, changed)
    rescan(work, {meter: None for of_asset in meters.values() for meter in of_asset})


def _follow_meters(work: Work, changes: Sequence[Change]) -> None:
    rescan(work, {c.id: None for c in changes if c.before and _matters(c, TERMS[METERS])})
    count_again(work, _assets(changes))


def _follow_definitions(work: Work, changes: Sequence[Change]) -> None:
    """There may be hundreds of thousands of such items: a job scans them."""
    for change in changes:
        if change.before and change.changed(*OF_DEFINITION):
            # A job that is under way may have passed some of them: so the key is that of this work.
            key = f"assets.definition:{change.id}:{work.uid}"
            work.enqueue(RESCAN, {"definition": change.id}, key=key)


def _matters(change: Change, names: Iterable[str]) -> bool:
    return change.changed(*names) or change.before == change.after


FOLLOWING: Mapping[str, Callable[[Work, Sequence[Change]], None]] = {
    ASSETS: _follow_assets,
    METERS: _follow_meters,
    HOLDINGS: _holdings,
    DEFINITIONS: _follow_definitions,
}
