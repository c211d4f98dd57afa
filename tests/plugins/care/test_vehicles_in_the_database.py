"""The worked cases once more, through records, hooks and tables; and day after day without any event."""

from datetime import date
from typing import Any

from sqlalchemy import select

from core.plugin_api import records
from core.services.work import App, Work
from core.testing.app import Clock
from plugins.assets.public import Meter
from plugins.care.models import DueTask
from plugins.care.services.computing import due_now, recompute
from plugins.care.services.days import of_number
from tests.plugins.care.vehicles import AS_OF, EXPECTED, FILE, VEHICLES

STATE = ("care.urgency", "care.due_on", "care.visit", "care.per_day", "care.source", "care.missed_on")


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def write_down(work: Work) -> dict[str, int]:
    """Everything of the file as records; answers the subjects by the vehicles' ids."""
    plans = {name: _plan(work, name, plan) for name, plan in FILE["plans"].items()}
    return {id: _vehicle(work, vehicle, plans[vehicle["plan"]]) for id, vehicle in VEHICLES.items()}


def _plan(work: Work, name: str, plan: dict[str, Any]) -> int:
    same = {key: plan[key] for key in ("default_per_year", "lead_days", "lead_distance", "tasks")}
    return records.create(work, "care.plans", [{"name": name, "meter_unit": plan["unit"], **same}])[0]


def _vehicle(work: Work, vehicle: dict[str, Any], plan: int) -> int:
    start = day(vehicle["in_service_date"])
    values = {"name": vehicle["id"], "meter_unit": vehicle["unit"], "in_service_date": start}
    (asset,) = records.create(work, "assets.assets", [{**values, "status": vehicle["status"]}])
    (meter,) = work.session.scalars(select_meter(asset))
    limit = {"max_per_day": FILE["plans"][vehicle["plan"]]["max_per_day"]}
    records.update(work, "assets.meters", [records.Update(meter, limit)])
    subject = {"plan": plan, "asset": asset, "known_from": day(vehicle["history_known_from"])}
    (id,) = records.create(work, "care.subjects", [subject])
    for each in vehicle["odometer_events"]:
        event = {"asset": asset, "replaced_on": day(each["date"])}
        event |= {name: each[name] for name in ("old_value", "new_value")}
        records.create(work, "assets.meter_events", [event])
    for each in vehicle["readings"]:
        reading = {
            "asset": asset,
            "read_on": day(each["date"]),
            "value": each["value"],
            "unit": each.get("unit"),
        }
        reading["void_reason"] = "void" if each.get("voided") else None
        records.create(work, "assets.readings", [reading])
    for each in vehicle["services"]:
        service = {"asset": asset, "done_on": day(each["date"]), "codes": " ".join(each["codes"])}
        records.create(work, "care.services", [{**service, "value": each["odometer"]}])
    return id


def select_meter(asset: int) -> Any:
    return select(Meter.id).where(Meter.asset_id == asset)


def test_every_vehicle_is_due_as_expected(app: App) -> None:
    with app.work(app.system("test")) as work:
        subjects = write_down(work)
    with app.reading(app.system("test")) as work:
        for id, subject in subjects.items():
            found = work.session.scalars(select(DueTask).where(DueTask.subject_id == subject))
            assert {due.code: _told(due) for due in found} == {
                task["code"]: {name: task[name] for name in KEYS} for task in EXPECTED[id]["tasks"]
            }
            row = records.read(work, "care.subjects", subject)
            assert str(row["care.per_day"]) == EXPECTED[id]["rate_per_day"]
            assert row["care.visit"] == ", ".join(EXPECTED[id]["bundle"])


KEYS = ("due_date", "due_by", "time_due", "distance_due", "distance_due_date", "basis", "anchor", "status")


def _told(due: DueTask) -> dict[str, Any]:
    status, on = "ok", AS_OF.toordinal()
    if due.soon_on and due.soon_on <= on:
        status = "overdue" if due.overdue_on and due.overdue_on <= on else "due_soon"
    values = {name: getattr(due, name) for name in KEYS if name != "status"}
    values["status"] = status if due.state == "scheduled" else due.state
    days = {name: of_number(values[name]) for name in ("due_date", "time_due", "distance_due_date")}
    return {**values, **{name: day.isoformat() if day else None for name, day in days.items()}}


def states(work: Work, ids: list[int]) -> list[dict[str, Any]]:
    return records.read_many(work, "care.subjects", ids, ("id", *STATE))


def test_looking_at_what_has_turned_is_as_good_as_working_out_everything(app: App, clock: Clock) -> None:
    with app.work(app.system("test")) as work:
        subjects = list(write_down(work).values())
    turned = 0
    for days in (1, 1, 1, 3, 6, 9, 30, 60, 90, 200, 400):
        clock.forward(days=days)
        with app.work(app.system("test")) as work:
            turned += recompute(work, due_now(work, 100))
            followed = states(work, subjects)
            recompute(work, subjects)
            assert followed == states(work, subjects)
    assert 0 < turned < 11 * len(subjects)
