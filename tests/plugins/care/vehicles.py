"""The vehicles of tests/data/service_due.json as values of the rule, and what it says in the file's shape."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from plugins.assets.public import PlainReading, Replacement, converted, scan
from plugins.care.public import (
    Appointment,
    Due,
    History,
    Plan,
    Service,
    Task,
    bundle_of,
    converted_plan,
    decision,
    outlook,
)

FILE: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "service_due.json").read_bytes())
AS_OF = date.fromisoformat(FILE["as_of"])
VEHICLES: dict[str, dict[str, Any]] = {vehicle["id"]: vehicle for vehicle in FILE["vehicles"]}
EXPECTED: dict[str, dict[str, Any]] = {each["id"]: each for each in FILE["expected"]}


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def certain(text: str) -> date:
    return date.fromisoformat(text)


def plan_of(vehicle: Mapping[str, Any], file: Mapping[str, Any] = FILE) -> Plan:
    """Its plan, in the vehicle's own unit."""
    found = file["plans"][vehicle["plan"]]
    names = ("code", "every", "months", "first", "first_months")
    tasks = tuple(Task(**{name: task.get(name) for name in names}) for task in found["tasks"])
    plan = Plan(tasks, found["default_per_year"], found["lead_days"], found["lead_distance"])
    return converted_plan(plan, lambda value: converted(value, found["unit"], vehicle["unit"]))


def history_of(
    vehicle: Mapping[str, Any], file: Mapping[str, Any] = FILE
) -> tuple[History, list[dict[str, Any]]]:
    """What is known of it, and the readings that cannot be true."""
    events = [
        Replacement(certain(e["date"]), e["old_value"], e["new_value"]) for e in vehicle["odometer_events"]
    ]
    per_day, as_of = file["plans"][vehicle["plan"]], certain(file["as_of"])
    limit = converted(per_day["max_per_day"], per_day["unit"], vehicle["unit"])
    readings = [
        PlainReading(certain(r["date"]), r["value"], r.get("unit") or "", bool(r.get("voided")))
        for r in vehicle["readings"]
    ]
    noted = [s for s in vehicle["services"] if s["odometer"] is not None]
    readings += [PlainReading(certain(s["date"]), s["odometer"]) for s in noted]
    start = certain(vehicle["in_service_date"])
    scanned = scan(readings, events, start, as_of, limit, vehicle["unit"])
    services = [
        Service(certain(s["date"]), frozenset(s["codes"]), _cumulative(s, events))
        for s in vehicle["services"]
    ]
    flags = [{"date": str(j.reading.day), "value": j.reading.value, "flag": j.flag} for j in scanned.flagged]
    return History(start, scanned.accepted, services, day(vehicle["history_known_from"])), flags


def _cumulative(service: Mapping[str, Any], events: list[Replacement]) -> int | None:
    on, value = certain(service["date"]), service["odometer"]
    return None if value is None else value + sum(e.old_value - e.new_value for e in events if e.day <= on)


def told(vehicle: Mapping[str, Any], file: Mapping[str, Any] = FILE) -> dict[str, Any]:
    """What care says of a vehicle of a file, in the shape of the file."""
    as_of = certain(file["as_of"])
    history, flags = history_of(vehicle, file)
    found = outlook(plan_of(vehicle, file), history, as_of)
    bundle = bundle_of(found.dues, as_of)
    rate = found.usage.per_day * 10_000
    shown = (2 * rate.numerator + rate.denominator) // (2 * rate.denominator)
    return {
        "id": vehicle["id"],
        "accepted_readings": [[str(on), value] for on, value in history.readings],
        "flags": flags,
        "rate_source": found.usage.source,
        "rate_per_day": f"{shown // 10_000}.{shown % 10_000:04}",
        "odometer_estimate": found.usage.at(as_of).__floor__(),
        "tasks": [_task(due, as_of) for due in found.dues],
        "bundle": [due.code for due in bundle],
        "notify": _notify(vehicle, bundle, as_of),
    }


def _task(due: Due, as_of: date) -> dict[str, Any]:
    return {
        "code": due.code,
        "status": due.status(as_of),
        "due_date": _text(due.due_date),
        "due_by": due.due_by,
        "time_due": _text(due.time_due),
        "distance_due": due.distance_due,
        "distance_due_date": _text(due.distance_due_date),
        "basis": due.basis,
        "anchor": due.anchor,
        "remind_on": _text(due.remind_on(as_of)),
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _notify(vehicle: Mapping[str, Any], bundle: list[Due], as_of: date) -> dict[str, Any]:
    appointments = [
        Appointment(certain(a["date"]), frozenset(a["codes"]), a["status"]) for a in vehicle["appointments"]
    ]
    decided = decision(
        bundle,
        as_of,
        active=vehicle["status"] == "active",
        do_not_contact=vehicle["owner"]["do_not_contact"],
        consented=vehicle["owner"]["consent"],
        appointments=appointments,
    )
    return {"send": decided.send, "reason": decided.reason, "channel": decided.channel}
