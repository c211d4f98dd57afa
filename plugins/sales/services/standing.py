"""How leads stand: their clock, their first answer and their next step, worked out of their activities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.plugin_api import Activity, Work, chunks, records
from plugins.sales.models import Lead, LeadState
from plugins.sales.services import steps
from plugins.sales.services.names import LEADS
from plugins.sales.services.settings_of import Rules, rules_of
from plugins.sales.services.words import NEW, OPEN
from plugins.sales.services.zones import zones_of

AT_ONCE = 500
COLUMNS = (
    *(Lead.id, Lead.name, Lead.interest, Lead.stage, Lead.owner_id, Lead.unit_id, Lead.customer_id),
    *(Lead.phone, Lead.email, Lead.created_at),
    *(LeadState.answer_due_at, LeadState.reroute_at, LeadState.waiting),
)
DONE = (
    *(Activity.id, Activity.record_id, Activity.status, Activity.channel, Activity.direction),
    *(Activity.due_at, Activity.done_at, Activity.owner_id, Activity.customer_id),
)


def refresh(work: Work, ids: Iterable[int], *, without: Collection[int] = (), plan: bool = True) -> None:
    """Work out how these leads stand, and plan a next step for open ones that have none.

    Activities `without` do not count: they go to the trash. Without `plan` nothing is planned.
    """
    wanted = sorted(set(ids))
    for part in chunks(wanted, AT_ONCE):
        _refresh(work, part, without, plan=plan)


def _refresh(work: Work, ids: Sequence[int], without: Collection[int], *, plan: bool) -> None:
    _wait_for_others(work, ids)
    beside = select(*COLUMNS).outerjoin(LeadState, LeadState.id == Lead.id)
    leads = work.session.execute(beside.where(Lead.id.in_(ids)).order_by(Lead.id)).all()
    done = _activities(work, ids, without)
    settings = rules_of(work)
    zones = zones_of(work, (lead.unit_id for lead in leads))
    rows = [_state(settings, lead, done[lead.id], zones[lead.unit_id]) for lead in leads]
    # Before steps are made: what follows from those finds the clock there.
    records.derive(work, LeadState, rows)
    if plan:
        due = {row["id"]: row["answer_due_at"] for row in rows}
        lacking = [lead for lead in leads if lead.stage in OPEN and not _planned(done[lead.id])]
        steps.plan(work, lacking, due)
    steps.settle(work, leads, done)


def _wait_for_others(work: Work, ids: Sequence[int]) -> None:
    """Two people may close the last two steps of a lead at the same moment: the second sees what is left."""
    states = select(LeadState.id).where(LeadState.id.in_(ids)).order_by(LeadState.id)
    work.session.execute(states.with_for_update())


def _activities(work: Work, ids: Sequence[int], without: Collection[int]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    about = select(*DONE).where(Activity.resource == LEADS, Activity.record_id.in_(ids))
    for row in work.session.execute(about.order_by(Activity.id)):
        if row.id not in without:
            found[row.record_id].append(row)
    return found


def _planned(done: Sequence[Any]) -> list[Any]:
    return [row for row in done if row.status == "planned"]


def _state(settings: Rules, lead: Any, done: Sequence[Any], zone: str | None) -> dict[str, Any]:
    hours, planned = settings.hours(zone), _planned(done)
    answered = first_answer(done)
    clock = lead.answer_due_at
    if clock is None and lead.stage == NEW:
        clock = hours.end_of(lead.created_at, settings.answer)
    waits = lead.stage == NEW and answered is None
    return {
        "id": lead.id,
        "answer_due_at": clock,
        "answered_at": answered,
        "answer_minutes": hours.minutes_between(lead.created_at, answered) if answered else None,
        "reroute_at": lead.reroute_at if waits else None,
        "waiting": lead.waiting if lead.stage in OPEN and lead.owner_id is None else None,
        "next_at": min((row.due_at for row in planned if row.due_at), default=None),
        "planned": bool(planned),
    }


def first_answer(done: Sequence[Any]) -> datetime | None:
    """When somebody first got in touch: by any channel, but not when it was the other side who did."""
    answers = (
        row.done_at
        for row in done
        if row.status == "done" and row.channel and row.direction != "in" and row.done_at
    )
    return min(answers, default=None)
