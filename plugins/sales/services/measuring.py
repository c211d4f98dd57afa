"""How soon leads are answered: by unit and person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select

from core.plugin_api import Unit, User, Work
from plugins.sales.models import Lead, LeadState
from plugins.sales.services.names import LEADS

DAYS = 30
SEE = f"{LEADS}.view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Leads of one person in one unit: how many, answered, in time; minutes are open ones, on average."""

    unit: str
    person: str
    leads: int
    answered: int
    in_time: int
    minutes: int | None
    lost: int
    won: int


def answers(work: Work, days: int = DAYS) -> Sequence[Answers]:
    """Of the leads that the actor may see and that arrived in the last `days`."""
    since = work.now - timedelta(days=days)
    in_time = LeadState.answered_at <= LeadState.answer_due_at
    columns = (
        Lead.unit_id,
        Lead.owner_id,
        func.count(Lead.id),
        func.count(LeadState.answered_at),
        func.sum(case((in_time, 1), else_=0)),
        func.avg(LeadState.answer_minutes),
        func.sum(case((Lead.stage == "lost", 1), else_=0)),
        func.sum(case((Lead.stage == "won", 1), else_=0)),
    )
    found = select(*columns).outerjoin(LeadState, LeadState.id == Lead.id).where(Lead.created_at >= since)
    rows = work.session.execute(found.group_by(Lead.unit_id, Lead.owner_id)).all()
    units = _names(work, Unit, {row[0] for row in rows})
    people = _names(work, User, {row[1] for row in rows})
    told = [
        Answers(
            unit=units.get(unit, ""), person=people.get(person, ""), leads=leads, answered=answered,
            in_time=int(timely or 0), minutes=None if minutes is None else round(minutes),
            lost=int(lost or 0), won=int(won or 0),
        )
        for unit, person, leads, answered, timely, minutes, lost, won in rows
    ]  # fmt: skip
    return sorted(told, key=lambda each: (each.unit, each.person))


def _names(work: Work, model: type[Unit | User], ids: set[int | None]) -> dict[int | None, str]:
    wanted = {id for id in ids if id}
    return dict(work.session.execute(select(model.id, model.name).where(model.id.in_(wanted))).all())
