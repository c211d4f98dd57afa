"""The due list as programs are told it: the form of the worked cases, with the same keys and values."""

from __future__ import annotations

from datetime import date
from typing import Any

from industry_packs.auto_dealer.services.fleet.due import VehicleDue
from plugins.care.public import Due, shown_rate


def told(each: VehicleDue, as_of: date) -> dict[str, Any]:
    """One vehicle."""
    usage = each.outlook.usage
    return {
        "id": each.name,
        "accepted_readings": [[day.isoformat(), value] for day, value in each.scanned.accepted],
        "flags": [
            {"date": judged.reading.day.isoformat(), "value": judged.reading.value, "flag": judged.flag}
            for judged in each.scanned.flagged
        ],
        "rate_source": usage.source,
        "rate_per_day": str(shown_rate(usage)),
        "odometer_estimate": usage.at(as_of).__floor__(),
        "tasks": [_task(due, as_of) for due in each.outlook.dues],
        "bundle": [due.code for due in each.bundle],
        "notify": {
            "send": each.decision.send,
            "reason": each.decision.reason,
            "channel": each.decision.channel,
        },
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
