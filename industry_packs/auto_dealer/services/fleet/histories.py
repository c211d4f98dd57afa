"""What was read, done, replaced and booked: what the file has and is not there yet is written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, among, records
from industry_packs.auto_dealer.models import Appointment
from industry_packs.auto_dealer.services.fleet.form import VehicleForm
from industry_packs.auto_dealer.services.fleet.pairing import Wanted, by_key, paired
from industry_packs.auto_dealer.services.names import APPOINTMENTS
from plugins.assets.public import METER_EVENTS, READINGS, MeterEvent, Reading
from plugins.care.public import SERVICES, ServiceRecord, codes_of, written

Vehicles = Mapping[int, VehicleForm]
"""By asset, what the file says of it."""
VOID = "void in the file of the fleet"


def put_histories(work: Work, vehicles: Vehicles) -> None:
    """Write down what is new, a kind at a time; readings that became void, or count again, follow."""
    _put_events(work, vehicles)
    _put_readings(work, vehicles)
    _put_services(work, vehicles)
    _put_appointments(work, vehicles)


def _put_events(work: Work, vehicles: Vehicles) -> None:
    columns = MeterEvent.asset_id, MeterEvent.replaced_on, MeterEvent.old_value, MeterEvent.new_value
    rows = work.session.execute(select(*columns).where(among(MeterEvent.asset_id, list(vehicles))))
    there = by_key((tuple(row), 0) for row in rows)
    names = ("asset", "replaced_on", "old_value", "new_value")
    keys = [(a, e.date, e.old_value, e.new_value) for a, v in vehicles.items() for e in v.odometer_events]
    wanted = [(key, dict(zip(names, key, strict=True))) for key in keys]
    _create(work, METER_EVENTS, paired(wanted, there))


def _put_readings(work: Work, vehicles: Vehicles) -> None:
    """Those that services bring are care's; they name where they come from."""
    columns = Reading.asset_id, Reading.read_on, Reading.value, Reading.unit, Reading.id, Reading.voided_at
    mine = among(Reading.asset_id, list(vehicles)), Reading.origin.is_(None)
    rows = work.session.execute(select(*columns).where(*mine).order_by(Reading.id))
    there = by_key(((a, d, v, u), (id, void is not None)) for a, d, v, u, id, void in rows)
    pairs = paired(_readings(vehicles), there)
    _create(work, READINGS, pairs)
    changed = [
        records.Update(known[0], {"void_reason": values["void_reason"]})
        for values, known in pairs
        if known is not None and known[1] != bool(values["void_reason"])
    ]
    records.update(work, READINGS, changed)


def _readings(vehicles: Vehicles) -> Iterator[Wanted]:
    for asset, vehicle in vehicles.items():
        for each in vehicle.readings:
            void = VOID if each.voided else None
            yield _reading(asset, each.date, each.value, each.unit or vehicle.unit, void, "file")
        for done in vehicle.services:
            if not done.codes and done.odometer is not None:
                yield _reading(asset, done.date, done.odometer, vehicle.unit, None, "service")


def _reading(asset: int, day: Any, value: int, unit: str, void: str | None, source: str) -> Wanted:
    values = {"asset": asset, "read_on": day, "value": value, "unit": unit}
    return (asset, day, value, unit), {**values, "void_reason": void, "source": source}


def _put_services(work: Work, vehicles: Vehicles) -> None:
    record = ServiceRecord
    columns = record.asset_id, record.done_on, record.value, record.codes
    rows = work.session.execute(select(*columns).where(among(record.asset_id, list(vehicles))))
    there = by_key(((a, day, value, frozenset(codes_of(codes))), 0) for a, day, value, codes in rows)
    wanted = [
        (
            (asset, done.date, done.odometer, frozenset(done.codes)),
            {"asset": asset, "done_on": done.date, "value": done.odometer, "codes": written(done.codes)},
        )
        for asset, vehicle in vehicles.items()
        for done in vehicle.services
        if done.codes
    ]
    _create(work, SERVICES, paired(wanted, there))


def _put_appointments(work: Work, vehicles: Vehicles) -> None:
    columns = Appointment.asset_id, Appointment.booked_on, Appointment.codes, Appointment.id
    about = select(*columns, Appointment.status).where(among(Appointment.asset_id, list(vehicles)))
    rows = work.session.execute(about.order_by(Appointment.id))
    there = by_key(((a, day, frozenset(codes_of(codes))), (id, status)) for a, day, codes, id, status in rows)
    pairs = paired(_appointments(vehicles), there)
    _create(work, APPOINTMENTS, pairs)
    changed = [
        records.Update(known[0], {"status": values["status"]})
        for values, known in pairs
        if known is not None and known[1] != values["status"]
    ]
    records.update(work, APPOINTMENTS, changed)


def _appointments(vehicles: Vehicles) -> Iterator[Wanted]:
    for asset, vehicle in vehicles.items():
        for each in vehicle.appointments:
            values = {"asset": asset, "booked_on": each.date, "status": each.status}
            yield (asset, each.date, frozenset(each.codes)), {**values, "codes": written(each.codes)}


def _create(work: Work, resource: str, pairs: Iterable[tuple[Mapping[str, Any], Any]]) -> None:
    rows: Sequence[Mapping[str, Any]] = [values for values, known in pairs if known is None]
    records.create(work, resource, rows)
