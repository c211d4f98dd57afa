"""Working out what is due, and writing it down: for many subjects at once, only when something happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select

from core.plugin_api import Work, records
from plugins.care.models import DueTask, Reminded, Subject, SubjectState
from plugins.care.services import rule
from plugins.care.services.codes import written
from plugins.care.services.days import number, today
from plugins.care.services.histories import Looked, read
from plugins.care.services.plans import Plans
from plugins.care.services.visits import BUNDLE_DAYS, bundle_of

PART = 2_000
"""Subjects in one statement."""
CAUSE = "care"
PLACES = 10_000
ORDER = ("overdue", "due_soon", "ok", "unknown_history", "not_scheduled")
"""From the most urgent to the least."""
MOST_PLACES = Decimal(10) ** 14
WITHIN = timedelta(BUNDLE_DAYS)


def recompute(work: Work, ids: Iterable[int], plans: Plans | None = None) -> int:
    """Work out anew what is due for these subjects; answers how many there were.

    What is due is the same for everybody, so the rights of whoever caused it play no part.
    """
    wanted, plans = sorted(set(ids)), plans or Plans()
    if not wanted:
        return 0
    with work.unlimited(CAUSE) as everything:
        on = today(everything)
        for start in range(0, len(wanted), PART):
            _recompute(everything, wanted[start : start + PART], plans, on)
    return len(wanted)


def _recompute(work: Work, ids: Sequence[int], plans: Plans, on: date) -> None:
    looked = read(work, ids)
    plans.read(work, {each.plan for each in looked})
    reminded = _reminded(work, ids)
    dues: list[dict[str, Any]] = []
    states = {id: _nothing(id) for id in ids}
    for each in looked:
        found = rule.outlook(plans.in_unit(each.plan, each.unit), each.history, on)
        dues += [_row(each.id, due) for due in found.dues]
        states[each.id] = _state(each, found, plans, reminded.get(each.id, frozenset()), on)
    gone = delete(DueTask).where(DueTask.subject_id.in_(ids))
    work.session.execute(gone.execution_options(synchronize_session=False))
    records.add_facts(work, DueTask, dues)
    records.derive(work, SubjectState, list(states.values()))


def _row(subject: int, due: rule.Due) -> dict[str, Any]:
    return {
        "subject_id": subject,
        "code": due.code,
        "state": due.state,
        "anchor": due.anchor,
        "anchor_day": due.anchor_day.toordinal(),
        "time_due": number(due.time_due),
        "distance_due": due.distance_due,
        "distance_due_date": number(due.distance_due_date),
        "basis": due.basis,
        "due_date": number(due.due_date),
        "due_by": due.due_by,
        "soon_on": number(due.soon_on),
        "overdue_on": number(due.overdue_on),
    }


def _nothing(id: int) -> dict[str, Any]:
    """The state of what cannot be worked out: nobody knows since when it is in service."""
    names = ("due_on", "visit", "missed_on", "remind_on", "next_on")
    return {"id": id, "urgency": "not_scheduled", **dict.fromkeys(names), **_use(None)}


def _use(usage: rule.Usage | None) -> dict[str, Any]:
    """How much it is used; nothing is known of what has no meter."""
    if usage is None:
        return dict.fromkeys(("last_day", "last_value", "gain", "gain_days", "per_day", "source"))
    return {
        "last_day": usage.day.toordinal(),
        "last_value": usage.value,
        "gain": usage.gain,
        "gain_days": usage.days,
        "per_day": shown(usage),
        "source": usage.source,
    }


def _state(
    each: Looked, found: rule.Outlook, plans: Plans, reminded: AbstractSet[str], on: date
) -> dict[str, Any]:
    bundle = bundle_of(found.dues, on)
    reminds = each.active and plans.known[each.plan].reminds
    return {
        "id": each.id,
        "urgency": _urgency(found.dues, on) if each.active else ORDER[-1],
        "due_on": min([due.due_date for due in bundle if due.due_date], default=None),
        "visit": written([due.code for due in bundle])[:1_000] or None,
        "missed_on": _missed(each, found.dues, on),
        "remind_on": _remind_on(found.dues, reminded) if reminds else None,
        "next_on": _next_turn(found, on),
        **_use(found.usage if each.unit else None),
    }


def _urgency(dues: Sequence[rule.Due], on: date) -> str:
    """The most urgent of all."""
    statuses = {due.status(on) for due in dues}
    return next((name for name in ORDER if name in statuses), ORDER[-1])


def shown(usage: rule.Usage) -> Decimal:
    """The rate with four decimals, half up."""
    whole = (2 * usage.gain * PLACES + usage.days) // (2 * usage.days)
    return min(Decimal(whole).scaleb(-4), MOST_PLACES)


def _missed(each: Looked, dues: Sequence[rule.Due], on: date) -> date | None:
    """When the first of the promised visits that are overdue became so."""
    if not (each.promised and each.active):
        return None
    late = (due for due in dues if due.overdue_on and due.overdue_on <= on)
    until = each.promised_until
    return min((due.overdue_on for due in late if _is_promised(due, until) and due.overdue_on), default=None)


def _is_promised(due: rule.Due, until: date | None) -> bool:
    return until is None or (due.due_date is not None and due.due_date <= until)


def _remind_on(dues: Sequence[rule.Due], reminded: AbstractSet[str]) -> date | None:
    """The first day on which a task is due soon of which nobody was reminded yet."""
    days = [due.soon_on for due in dues if due.soon_on and not (reminded and due.occurrence in reminded)]
    return min(days, default=None)


def _next_turn(found: rule.Outlook, on: date) -> date | None:
    """The first day after this one on which time alone changes what was written down."""
    following = found.refresh_on
    for due in found.dues:
        if due.due_date is not None:
            for day in (due.soon_on, due.overdue_on, due.due_date, due.due_date - WITHIN):
                if day is not None and day > on and (following is None or day < following):
                    following = day
    return following


def _reminded(work: Work, ids: Sequence[int]) -> dict[int, set[str]]:
    """By subject, of what it was reminded."""
    found: dict[int, set[str]] = {}
    rows = select(Reminded.subject_id, Reminded.occurrence).where(Reminded.subject_id.in_(ids))
    for subject, occurrence in work.session.execute(rows):
        found.setdefault(subject, set()).add(occurrence)
    return found


def due_now(work: Work, limit: int) -> list[int]:
    """Subjects for which time alone has changed something."""
    turned = select(SubjectState.id).where(SubjectState.next_on <= today(work))
    return list(work.session.scalars(turned.order_by(SubjectState.next_on, SubjectState.id).limit(limit)))


def after(work: Work, id: int, limit: int) -> list[int]:
    """Subjects in the order of their ids."""
    return list(
        work.session.scalars(select(Subject.id).where(Subject.id > id).order_by(Subject.id).limit(limit))
    )
