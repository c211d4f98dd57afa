"""The clock: leads that nobody answered go to somebody else, those that wait for a person are tried again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select

from core.plugin_api import JobRun, Work, notify, one_at_a_time, records, translations
from plugins.sales.models import Lead, LeadState
from plugins.sales.services import standing
from plugins.sales.services.assigning import (
    LIST,
    assign,
    known_rules,
    known_turns,
    reroute_at,
    tell,
    write_turns,
)
from plugins.sales.services.names import CLOCK, LEADS, LOCK
from plugins.sales.services.settings_of import Rules, rules_of
from plugins.sales.services.words import NEW, OPEN
from plugins.sales.services.zones import zones_of

_ = translations("sales")

AT_ONCE = 200
TAKEN = _("{name} was not answered in time and went to somebody else.")
STILL = _("{name} was not answered in time, and nobody else is there.")


def set_clock(work: Work) -> None:
    """Have the clock looked at when the next lead is to go to somebody else; often nothing is to be done."""
    due = select(func.min(LeadState.reroute_at)).where(LeadState.reroute_at > work.now)
    at = work.session.scalar(due)
    if at is not None:
        work.enqueue(CLOCK, key=f"{CLOCK}:{at.isoformat(timespec='seconds')}", due_at=at)


def run(run: JobRun) -> dict[str, int]:
    """The job."""
    rerouted, given = _late(run), _waiting(run)
    with run.work("steps") as work:
        standing.refresh(work, _without_step(work))
        set_clock(work)
    return {"rerouted": rerouted, "given": given}


def _late(run: JobRun) -> int:
    done = 0
    while True:
        with run.work("late") as work:
            one_at_a_time(work.session, LOCK)
            leads = late(work)
            reroute(work, leads)
        if not leads:
            return done
        done += len(leads)


def late(work: Work) -> Sequence[Any]:
    """Leads whose time is up, which nobody answered."""
    columns = Lead.id, Lead.name, Lead.owner_id, Lead.unit_id, LeadState.route_id, LeadState.reroutes
    found = select(*columns).join(LeadState, LeadState.id == Lead.id)
    due = found.where(LeadState.reroute_at <= work.now, Lead.stage == NEW, LeadState.answered_at.is_(None))
    ordered = due.order_by(LeadState.reroute_at, Lead.id).limit(AT_ONCE)
    # Locked: one that somebody is answering at this moment is waited for, and then is none of these.
    return work.session.execute(ordered.with_for_update(of=LeadState)).all()


def reroute(work: Work, leads: Sequence[Any]) -> None:
    """Each goes to the next of its rule; where there is none, it stays, and whoever has it is told."""
    settings = rules_of(work)
    rules = {rule.id: rule for rule in known_rules(work)}
    turns, zones = known_turns(work, settings), zones_of(work, (lead.unit_id for lead in leads))
    to: dict[int, int | None] = {}
    for lead in leads:
        rule = rules.get(lead.route_id or 0)
        may = settings.reroute and (lead.reroutes or 0) < settings.most
        to[lead.id] = turns.pick(rule, {lead.owner_id}) if rule and may else None
    records.update(work, LEADS, [records.Update(id, {"owner": user}) for id, user in to.items() if user])
    states = [_state(work, settings, lead, to[lead.id], zones[lead.unit_id]) for lead in leads]
    records.derive(work, LeadState, states)
    write_turns(work, turns)
    if settings.reroute:  # else it was switched off meanwhile: the clocks stop without a word
        _tell(work, leads, to)


def _state(work: Work, settings: Rules, lead: Any, user: int | None, zone: str | None) -> dict[str, Any]:
    """Without somebody else the clock stops, and the lead waits where it is."""
    again = reroute_at(work, settings, zone) if user else None
    times = (lead.reroutes or 0) + (1 if user else 0)
    return {"id": lead.id, "reroute_at": again, "reroutes": times}


def _tell(work: Work, leads: Sequence[Any], to: dict[int, int | None]) -> None:
    tell(work, {lead.id: (to[lead.id], lead.name) for lead in leads})
    for lead in leads:
        if lead.owner_id:
            text = (TAKEN if to[lead.id] else STILL).fill(name=lead.name or "")
            notify(work, [lead.owner_id], text, f"{LIST}/{lead.id}")


def _waiting(run: JobRun) -> int:
    """Leads that nobody has are tried again: somebody may be back, or a rule be new."""
    last = given = 0
    while True:
        with run.work("waiting") as work:
            open_ones = select(Lead.id).where(Lead.owner_id.is_(None), Lead.stage.in_(OPEN), Lead.id > last)
            ids = list(work.session.scalars(open_ones.order_by(Lead.id).limit(AT_ONCE)))
            rows = records.read_many(work, LEADS, ids, children=())
            assign(work, rows)
            standing.refresh(work, ids)
            still = select(func.count()).where(Lead.id.in_(ids), Lead.owner_id.is_(None))
            given += len(ids) - (work.session.scalar(still) or 0)
        if not ids:
            return given
        last = ids[-1]


def _without_step(work: Work) -> list[int]:
    """Open leads without a planned step: there are none, unless something was undone."""
    lacking = or_(LeadState.planned.is_(None), LeadState.planned.is_(False))
    found = select(Lead.id).outerjoin(LeadState, LeadState.id == Lead.id)
    return list(work.session.scalars(found.where(Lead.stage.in_(OPEN), lacking).order_by(Lead.id)))
