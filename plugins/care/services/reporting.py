"""A finished task of a plan leaves a report: what was done, when, and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from core.plugin_api import Change, Work, records
from plugins.care.models import Reminder, Subject
from plugins.care.services.computing import CAUSE
from plugins.care.services.days import company_zone
from plugins.care.services.subjects import SERVICES


def report(work: Work, changes: Sequence[Change]) -> None:
    """Note what was done with the tasks that care made; other activities are none of its business."""
    done = {change.id: change.after for change in changes if change.after}
    with work.unlimited(CAUSE) as everything:
        rows = select(Reminder.activity_id, Reminder.codes, Subject.id, Subject.asset_id, Subject.customer_id)
        about = rows.join(Subject, Subject.id == Reminder.subject_id).where(
            Reminder.activity_id.in_(list(done))
        )
        zone = company_zone(everything)
        found = [_service(row, done[row.activity_id], zone) for row in everything.session.execute(about)]
        records.create(everything, SERVICES, found)


def _service(row: Any, activity: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    told = filter(None, (activity.get("outcome"), activity.get("next_step")))
    about = {"asset": row.asset_id} if row.asset_id else {"subject": row.id}
    return {
        **about,
        "customer": row.customer_id,
        "codes": row.codes,
        "done_on": activity["done_at"].astimezone(zone).date(),
        "report": "\n".join(told) or None,
    }
