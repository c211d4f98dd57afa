"""Following changes: what is due is worked out anew for what is concerned, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from core.plugin_api import Change, Work, among, chunks, records
from plugins.assets.public import ASSETS, HOLDINGS, METER_EVENTS, METERS, NewReading, put_readings
from plugins.care.models import Subject, SubjectState
from plugins.care.services import coming, subjects
from plugins.care.services.computing import CAUSE, recompute
from plugins.care.services.names import REFRESH
from plugins.care.services.subjects import BOOKINGS, PLANS, SERVICES, SUBJECTS

AT_ONCE = 1_000
LONG_AGO = date(1970, 1, 1)
BY_ASSET = (METERS, METER_EVENTS)


def follow(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Records were created or changed."""
    rule = RULES.get(resource)
    if rule:
        with work.unlimited(CAUSE) as everything:
            rule(everything, changes)


def judged(work: Work, assets: Sequence[int]) -> None:
    """What is believed of the meters of these assets has changed."""
    with work.unlimited(CAUSE) as everything:
        recompute(everything, concerned(everything, assets, ()))


def _of_meters(work: Work, changes: Sequence[Change]) -> None:
    recompute(work, concerned(work, named(changes, "asset"), ()))


def _of_assets(work: Work, changes: Sequence[Change]) -> None:
    new = [change.after for change in changes if change.after and _is_new_make(change)]
    subjects.come_under_plans(work, new)
    known = {
        c.id for c in changes if c.before is not None and c.changed("status", "in_service_date", "meter_unit")
    }
    recompute(work, concerned(work, known, ()))


def _is_new_make(change: Change) -> bool:
    return change.before is None or change.changed("definition")


def _of_holdings(work: Work, changes: Sequence[Change]) -> None:
    assets = sorted(named(changes, "asset"))
    for part in chunks(assets, AT_ONCE):
        subjects.new_owners(work, part)


def _of_subjects(work: Work, changes: Sequence[Change]) -> None:
    recompute(work, [change.id for change in changes])


def _of_plans(work: Work, changes: Sequence[Change]) -> None:
    subjects.plan_began(
        work, [change for change in changes if _is_new_make(change) or change.changed("active")]
    )
    changed = [change.id for change in changes if change.before is not None]
    if changed:
        stale(work, Subject.plan_id.in_(changed))


def _of_services(work: Work, changes: Sequence[Change]) -> None:
    """Meters were read with services; whoever was reminded has come."""
    put_readings(work, *_readings(changes))
    found = concerned(work, named(changes, "asset"), named(changes, "subject"))
    recompute(work, found)
    coming.came(work, [change.after for change in changes if change.before is None and change.after])


def _readings(changes: Iterable[Change]) -> tuple[list[NewReading], list[str]]:
    """The readings that services bring, and the origins of those that bring none any more."""
    rows: list[NewReading] = []
    gone: list[str] = []
    for change in changes:
        after, origin = change.after or {}, f"{SERVICES}:{change.id}"
        if after.get("asset") and after.get("value") is not None:
            unit = after.get("meter_unit") or ""
            rows.append(NewReading(after["asset"], after["done_on"], after["value"], origin, unit))
        elif (change.before or {}).get("value") is not None:
            gone.append(origin)
    return rows, gone


def _of_bookings(work: Work, changes: Sequence[Change]) -> None:
    recompute(work, named(changes, "subject"))


RULES: Mapping[str, Callable[[Work, Sequence[Change]], None]] = {
    **dict.fromkeys(BY_ASSET, _of_meters),
    ASSETS: _of_assets,
    HOLDINGS: _of_holdings,
    SUBJECTS: _of_subjects,
    PLANS: _of_plans,
    SERVICES: _of_services,
    BOOKINGS: _of_bookings,
}


def forget(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Records go to the trash: what they were about is worked out by a job, once they are there."""
    if resource not in RULES or resource in (SUBJECTS, PLANS):
        return
    with work.unlimited(CAUSE) as everything:
        if resource == SERVICES:
            read = (c.id for c in changes if (c.before or {}).get("value") is not None)
            put_readings(everything, [], [f"{SERVICES}:{id}" for id in read])
        about = or_(Subject.asset_id.in_(named(changes, "asset")), Subject.id.in_(named(changes, "subject")))
        stale(everything, about)
    if resource == HOLDINGS:
        work.enqueue(REFRESH, {"assets": sorted(named(changes, "asset"))})


def stale(work: Work, about: Any) -> None:
    """Have subjects worked out anew by a job, such as all under a plan."""
    ids = list(work.session.scalars(select(Subject.id).where(about).order_by(Subject.id)))
    records.derive(work, SubjectState, [{"id": id, "next_on": LONG_AGO} for id in ids])
    if ids:
        # A job of its own: one that is under way may have had its last look.
        work.enqueue(REFRESH)


def named(changes: Iterable[Change], name: str) -> set[int]:
    """The records that these name, or named before."""
    sides = (side for change in changes for side in (change.before, change.after) if side)
    return {side[name] for side in sides if side.get(name)}


def concerned(work: Work, assets: Iterable[int], ids: Iterable[int]) -> set[int]:
    """The subjects about these assets, and these subjects."""
    about = select(Subject.id).where(among(Subject.asset_id, sorted(set(assets))))
    return {*ids, *work.session.scalars(about)}
