"""What becomes of reminders when somebody comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import or_, select

from core.plugin_api import Work, records
from plugins.care.models import Reminder, Subject
from plugins.care.services.bookings import fulfil
from plugins.care.services.codes import codes_of
from plugins.care.services.days import today

REMINDERS = "care.reminders"
OPEN = ("waiting", "reminded", "not_sent")


def came(work: Work, services: Iterable[Mapping[str, Any]]) -> None:
    """Services were noted: open reminders of these tasks end with the result that the customer came."""
    done = _by_subject(work, list(services))
    if not done:
        return
    # Whoever had booked was told long ago, but comes only now.
    open_ones = select(Reminder.id, Reminder.subject_id, Reminder.codes).where(
        Reminder.subject_id.in_(sorted(done)), or_(Reminder.state.in_(OPEN), Reminder.result == "booked")
    )
    rows = [row for row in work.session.execute(open_ones) if done[row.subject_id] & set(codes_of(row.codes))]
    values = {"result": "came", "state": "closed", "why": None, "result_on": today(work)}
    records.update(work, REMINDERS, [records.Update(row.id, values) for row in rows])
    fulfil(work, done)


def _by_subject(work: Work, services: list[Mapping[str, Any]]) -> dict[int, frozenset[str]]:
    by_asset: dict[int, frozenset[str]] = {}
    found: dict[int, frozenset[str]] = {}
    for service in services:
        codes = frozenset(codes_of(service["codes"]))
        if service.get("asset"):
            by_asset[service["asset"]] = by_asset.get(service["asset"], frozenset()) | codes
        if service.get("subject"):
            found[service["subject"]] = found.get(service["subject"], frozenset()) | codes
    about = select(Subject.id, Subject.asset_id).where(Subject.asset_id.in_(sorted(by_asset)))
    for id, asset in work.session.execute(about) if by_asset else ():
        found[id] = found.get(id, frozenset()) | by_asset[asset or 0]
    return found
