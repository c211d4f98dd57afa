"""Next steps: the planned activities of leads, made, moved, taken back and linked to who the lead became."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.plugin_api import Activity, Work, records
from plugins.sales.services.names import ACTIVITIES, CAUSE, LEADS
from plugins.sales.services.words import CLOSED

LONGEST = 200
PLANNED, CANCELLED = "planned", "cancelled"


def plan(work: Work, leads: Sequence[Any], due: Mapping[int, datetime | None]) -> None:
    """Plan to get in touch with these leads: by the time that the clock says, or at once."""
    records.create(work, ACTIVITIES, [_step(work, lead, due.get(lead.id)) for lead in leads])


def _step(work: Work, lead: Any, due: datetime | None) -> dict[str, Any]:
    kind = "call" if lead.phone else "email" if lead.email else "task"
    subject = " · ".join(filter(None, (lead.name, lead.interest)))
    return {
        "type": kind,
        "subject": subject[:LONGEST] or LEADS,
        "resource": LEADS,
        "record_id": lead.id,
        "owner": lead.owner_id,
        "unit": lead.unit_id,
        "due_at": max(due or work.now, work.now),
    }


def settle(work: Work, leads: Sequence[Any], done: Mapping[int, Sequence[Any]]) -> None:
    """Cancel what was planned for leads that are closed; activities belong to whoever the lead became."""
    changes: dict[int, dict[str, Any]] = {}
    for lead in leads:
        for row in done.get(lead.id, ()):
            if row.customer_id != lead.customer_id:
                changes.setdefault(row.id, {}).update(resource=LEADS, record_id=lead.id)
            if lead.stage in CLOSED and row.status == PLANNED:
                changes.setdefault(row.id, {}).update(status=CANCELLED)
    _change(work, changes)


def cancel(work: Work, leads: Iterable[int]) -> None:
    """Cancel all that is planned for these leads."""
    found = _of(leads).where(Activity.status == PLANNED)
    _change(work, {id: {"status": CANCELLED} for id in work.session.scalars(found)})


def hand_over(work: Work, moves: Mapping[int, tuple[int | None, int | None, int | None]]) -> None:
    """Planned steps of each lead go from its owner before to the one that it has now, with its unit."""
    found = _of(moves).where(Activity.status == PLANNED)
    rows = work.session.execute(found.with_only_columns(Activity.id, Activity.record_id, Activity.owner_id))
    changes = {}
    for id, lead, owner in rows:
        before, after, unit = moves[lead or 0]
        if owner in (None, before):
            changes[id] = {"owner": after, "unit": unit}
    _change(work, changes)


def _of(leads: Iterable[int]) -> Any:
    return select(Activity.id).where(Activity.resource == LEADS, Activity.record_id.in_(list(leads)))


def _change(work: Work, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Under a cause of its own: what undoes the change of a lead has them follow it again."""
    if changes:
        with work.unlimited(CAUSE) as everything:
            updates = [records.Update(id, values) for id, values in sorted(changes.items())]
            records.update(everything, ACTIVITIES, updates)
