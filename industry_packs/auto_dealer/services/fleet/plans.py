"""The plans of a fleet: made, or changed where the file says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plugin_api import Work, chunks, lists, records
from industry_packs.auto_dealer.services.fleet.form import PlanForm, TaskForm
from plugins.care.public import PLANS

LEGS = ("every", "months", "first", "first_months")
OF_PLAN = ("meter_unit", "default_per_year", "lead_days", "lead_distance")
AT_ONCE = 500


def put_plans(work: Work, plans: Mapping[str, PlanForm]) -> dict[str, int]:
    """The ids of plans by their names; their tasks are exactly those of the file."""
    known = _known(work, list(plans))
    new = [name for name in plans if name not in known]
    made = records.create(work, PLANS, [{"name": name, **_values(plans[name])} for name in new])
    changed = [name for name in known if _differs(known[name], _values(plans[name]))]
    updates = [records.Update(known[name]["id"], _values(plans[name])) for name in changed]
    records.update(work, PLANS, updates)
    return {name: row["id"] for name, row in known.items()} | dict(zip(new, made, strict=True))


def _known(work: Work, names: list[str]) -> dict[str, Mapping[str, Any]]:
    fields = ("id", "name", *OF_PLAN, "tasks")
    found: dict[str, Mapping[str, Any]] = {}
    for part in chunks(names, AT_ONCE):
        named = {"field": "name", "op": "in", "value": part}
        page = lists.list_records(work, PLANS, lists.Query(fields=fields, where=named, limit=AT_ONCE))
        found |= {row["name"]: row for row in page.rows}
    return found


def _values(plan: PlanForm) -> dict[str, Any]:
    return {
        "meter_unit": plan.unit,
        "default_per_year": plan.default_per_year,
        "lead_days": plan.lead_days,
        "lead_distance": plan.lead_distance,
        "tasks": [_task(task) for task in plan.tasks],
    }


def _task(task: TaskForm) -> dict[str, Any]:
    """What has no interval is never due by itself: it is noted as done, once."""
    legs = {leg: getattr(task, leg) for leg in LEGS}
    return {"code": task.code, "title": task.title, **legs, "once": not any(legs.values())}


def _differs(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    tasks = [{name: task[name] for name in (*LEGS, "code", "title", "once")} for task in row["tasks"]]
    return any(row[name] != wanted[name] for name in OF_PLAN) or tasks != wanted["tasks"]
