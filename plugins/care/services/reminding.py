"""Whose turn it is to be reminded, and whether that is done: decided again and again until it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, get_setting, records
from plugins.assets.public import Asset
from plugins.care.models import DueTask, Reminded, Subject, SubjectState
from plugins.care.services import asking, reaching, rule
from plugins.care.services.bookings import appointments
from plugins.care.services.computing import CAUSE
from plugins.care.services.days import of_number, today
from plugins.care.services.plans import Known, Plans
from plugins.care.services.verdicts import Thing, Verdict
from plugins.care.services.visits import TO_REMIND_OF, Appointment, bundle_of, is_booked

RETRY = "care.retry_days"
BETWEEN = "care.days_between"
NOTED = frozenset({"do_not_contact", "no_consent", "no_address", "bounced", "no_customer"})
"""Reasons that somebody is to see: something is due, and nobody can be told."""


def waiting(work: Work, limit: int) -> list[int]:
    """The subjects whose turn it is: a look at an index."""
    turn = select(SubjectState.id).where(SubjectState.remind_on <= today(work))
    return list(work.session.scalars(turn.order_by(SubjectState.remind_on, SubjectState.id).limit(limit)))


def remind(work: Work, ids: Sequence[int], plans: Plans) -> int:
    """Decide about these subjects, remind, and note when to look again; answers how many were reminded."""
    on = today(work)
    verdicts = _judged(work, things_of(work, ids, plans), on)
    told = [verdict for verdict in verdicts if verdict.is_told]
    asking.ask(work, [each for each in verdicts if each.is_told or each.reason in NOTED], on)
    records.add_facts(work, Reminded, list(remembered(told, on)))
    looks = dict.fromkeys(ids) | {each.thing.id: look_again(each, on) for each in verdicts}
    records.derive(work, SubjectState, [{"id": id, "remind_on": again} for id, again in looks.items()])
    return len(told)


def remembered(told: Sequence[Verdict], on: date) -> Iterator[dict[str, Any]]:
    """Of what each was reminded: it is not reminded of that again."""
    for verdict in told:
        for due in verdict.thing.bundle:
            if due.occurrence not in verdict.thing.reminded:
                yield {"subject_id": verdict.thing.id, "occurrence": due.occurrence, "reminded_on": on}


def look_again(verdict: Verdict, on: date) -> date | None:
    """When to look again: never in the past."""
    if not verdict.is_told:
        return verdict.again
    done = verdict.thing.reminded | {due.occurrence for due in verdict.thing.bundle}
    left = (due.soon_on for due in verdict.thing.dues if due.soon_on and due.occurrence not in done)
    following = min(left, default=None)
    return None if following is None else max(following, on + timedelta(1))


def _judged(work: Work, things: Sequence[Thing], on: date) -> list[Verdict]:
    booked = appointments(work, [thing.id for thing in things])
    between, later = get_setting(work, BETWEEN), on + timedelta(get_setting(work, RETRY))
    found = [_obstacle(thing, booked.get(thing.id, ()), between, later, on) for thing in things]
    asked = [t for t, reason in zip(things, found, strict=True) if reason is None and t.plan.way == "message"]
    reach = reaching.reach(work, asked)
    return [reason or _reached(thing, reach, later) for thing, reason in zip(things, found, strict=True)]


def _obstacle(
    thing: Thing, booked: Sequence[Appointment], between: int, later: date, on: date
) -> Verdict | None:
    """What speaks against a reminder before anybody asks how to reach the customer."""
    if not thing.new:
        return Verdict(thing, "not_due", again=on + timedelta(1))
    if thing.customer is None:
        return Verdict(thing, "no_customer", again=later)
    if is_booked(thing.bundle, booked, on):
        last = min(max(each.day for each in booked), date.max - timedelta(1))
        return Verdict(thing, "already_booked", again=last + timedelta(1))
    if thing.last is not None and thing.last + timedelta(between) > on:
        return Verdict(thing, "cap", again=thing.last + timedelta(between))
    return None


def _reached(thing: Thing, reach: reaching.Reached, later: date) -> Verdict:
    """By which channel it is told; a task reaches whoever is in charge in any case."""
    if thing.plan.way == "task":
        return Verdict(thing)
    channel, reason = reach[thing.id]
    return Verdict(thing, reason, channel, later)


def things_of(work: Work, ids: Sequence[int], plans: Plans) -> list[Thing]:
    """Subjects with the visits that are due; those that are not looked after any more are left out."""
    rows = work.session.execute(_SUBJECTS.where(Subject.id.in_(ids))).all()
    with work.unlimited(CAUSE) as everything:  # what is due is due, whoever sees the plan
        plans.read(everything, {row.plan_id for row in rows})
    dues, reminded = _dues(work, ids, plans), _reminded(work, ids)
    things = (_thing(row, plans.known[row.plan_id], dues, reminded, today(work)) for row in rows)
    return [thing for thing in things if thing is not None]


def _thing(
    row: Any,
    plan: Known,
    dues: dict[int, list[rule.Due]],
    reminded: dict[int, tuple[set[str], date]],
    on: date,
) -> Thing | None:
    """A subject with its visit; None where there is nothing to be told, or nobody who tells it."""
    mine = dues.get(row.id, [])
    bundle = bundle_of(mine, on)
    if row.status != "active" or row.asset_status not in (None, "active") or not (plan.reminds and bundle):
        return None
    known, last = reminded.get(row.id, (set(), None))
    new = [due for due in bundle if due.occurrence not in known and due.status(on) in TO_REMIND_OF]
    name = row.name or plan.name
    return Thing(row.id, name, row.customer_id, row.contact_id, plan, mine, bundle, new, known, last)


def _dues(work: Work, ids: Sequence[int], plans: Plans) -> dict[int, list[rule.Due]]:
    found: dict[int, list[rule.Due]] = {}
    for row in work.session.execute(_DUES.where(DueTask.subject_id.in_(ids))):
        lead = plans.known[row.plan_id].rule.lead_days
        found.setdefault(row.subject_id, []).append(_due(row, lead))
    return found


def _due(row: Any, lead_days: int) -> rule.Due:
    """A task as the rule had told it."""
    due_date = of_number(row.due_date)
    return rule.Due(
        *(row.code, row.anchor, date.fromordinal(row.anchor_day), of_number(row.time_due), row.distance_due),
        *(of_number(row.distance_due_date), row.basis, due_date, row.due_by, row.state),
        None if due_date is None else rule.earlier(due_date, lead_days),
        *(of_number(row.soon_on), of_number(row.overdue_on)),
    )


def _reminded(work: Work, ids: Sequence[int]) -> dict[int, tuple[set[str], date]]:
    """By subject, of what it was reminded, and when for the last time."""
    found: dict[int, tuple[set[str], date]] = {}
    rows = select(Reminded.subject_id, Reminded.occurrence, Reminded.reminded_on)
    for subject, occurrence, day in work.session.execute(rows.where(Reminded.subject_id.in_(ids))):
        known, last = found.get(subject, (set(), day))
        found[subject] = ({*known, occurrence}, max(last, day))
    return found


_SUBJECTS = (
    select(
        Subject.id,
        Subject.name,
        Subject.plan_id,
        Subject.customer_id,
        Subject.contact_id,
        Subject.status,
        Asset.status.label("asset_status"),
    )
    .outerjoin(Asset, Asset.id == Subject.asset_id)
    .order_by(Subject.id)
)
_DUES = select(
    DueTask.subject_id,
    DueTask.code,
    DueTask.anchor,
    DueTask.anchor_day,
    DueTask.time_due,
    DueTask.distance_due,
    DueTask.distance_due_date,
    DueTask.basis,
    DueTask.due_date,
    DueTask.due_by,
    DueTask.state,
    DueTask.soon_on,
    DueTask.overdue_on,
    Subject.plan_id,
).join(Subject, Subject.id == DueTask.subject_id)
