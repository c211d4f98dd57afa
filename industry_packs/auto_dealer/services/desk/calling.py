"""A call from the desk: what is said, and what comes of it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from core.plugin_api import NotFound, Work, get_setting, invalid, records, translations
from industry_packs.auto_dealer.models import Recall, RecallVehicle
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.desk import listing
from industry_packs.auto_dealer.services.desk.rows import DeskRow, rows_of
from industry_packs.auto_dealer.services.names import ACTIVITIES, APPOINTMENTS, RECALL_VEHICLES
from plugins.care.public import RESULTS, WHY_NOT, PlanTask, Subject, codes_of, note_call, written

_ = translations("auto_dealer")

WHEN = _("Say for which day.")
NO_TIME = _("This is no time of the day.")
UNKNOWN = _("There is no such result.")
NO_CALL = _("Nobody is known to whom it belongs, so there is nobody to call.")
UNREACHED = "unreached"
OUTCOMES = {
    "booked": _("Booked for {day}"),
    "answered": RESULTS["answered"],
    UNREACHED: _("Not reached"),
    "declined": RESULTS["declined"],
}
SUBJECT = _("Service call: {vehicle}")
GREETING = _("Good day, {name}. This is {company}.")
IS_DUE = _("Your vehicle {vehicle} is due for {visit} on {day}.")
ESTIMATE = _("We think that it has run about {estimate} by now.")
IS_RECALLED = _("Its maker recalls it: {title}. It costs you nothing.")
NOT_SEEN = _("We have not seen your vehicle {vehicle} for a long time. Is everything all right with it?")
ASK = _("When would it suit you to come?")
RESPONSES = {"booked": "comes", "answered": "later", "declined": "refused"}
"""What a call means for the recalls of a vehicle."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody who is called about a vehicle: the row of the list, what recalls it, what is said."""

    row: DeskRow
    recalls: tuple[tuple[int, str, str], ...]
    script: tuple[str, ...]


def prepare(work: Work, asset: int, subject: int | None) -> Call:
    """What is to be known before the call; NotFound for a vehicle that the actor does not see."""
    found = listing.one(work, asset, subject)
    if found is None:
        raise NotFound
    (row,) = rows_of(work, [found], today(work))
    recalls = _recalls(work, asset) if row.recalled else ()
    return Call(row, recalls, tuple(_script(work, row, recalls)))


def _recalls(work: Work, asset: int) -> tuple[tuple[int, str, str], ...]:
    """The recalls that are to be remedied: id, title, code of the task."""
    columns = RecallVehicle.id, Recall.title, Recall.code, Recall.number
    found = select(*columns).join(Recall, Recall.id == RecallVehicle.recall_id)
    mine = found.where(RecallVehicle.asset_id == asset, RecallVehicle.state.in_(listing.TO_REMEDY))
    rows = work.session.execute(mine.order_by(RecallVehicle.id))
    return tuple((id, title, code or number) for id, title, code, number in rows)


def _script(work: Work, row: DeskRow, recalls: tuple[tuple[int, str, str], ...]) -> list[str]:
    """What may be said, in the language of whoever calls."""
    company = get_setting(work, "core.company")
    parts = [GREETING.fill(name=row.name or "", company=company)]
    if row.visit and row.due_on:
        visit = ", ".join(_titles(work, row))
        parts.append(IS_DUE.fill(vehicle=row.vehicle, visit=visit, day=row.due_on.isoformat()))
        if row.estimate is not None:
            parts.append(ESTIMATE.fill(estimate=f"{row.estimate:,} {row.meter_unit}"))
    elif not recalls:
        parts.append(NOT_SEEN.fill(vehicle=row.vehicle))
    parts += [IS_RECALLED.fill(title=title) for _id, title, _code in recalls]
    return [work.translate(part) for part in (*parts, ASK)]


def _titles(work: Work, row: DeskRow) -> list[str]:
    """What is done in the visit, in the words of the plan."""
    found = select(PlanTask.code, PlanTask.title).join(Subject, Subject.plan_id == PlanTask.plan_id)
    titles = dict(work.session.execute(found.where(Subject.id == row.subject)).all())
    return [titles.get(code) or code for code in codes_of(row.visit)]


def record(work: Work, asset: int, subject: int | None, said: Mapping[str, str | None]) -> None:
    """Write down what came of a call: on the reminder, as a call of the timeline, as an appointment.

    `said` has `result` (booked, answered, unreached, declined), `why` of a no, `note`, and of a booking
    `booked_on` and `starts_at`. Raises Invalid for what is missing.
    """
    call, result = prepare(work, asset, subject), said.get("result") or ""
    if result not in OUTCOMES:
        raise invalid("result", "choice_unknown", UNKNOWN, result)
    if call.row.customer is None:
        raise invalid("result", "no_customer", NO_CALL)
    if result == "booked":
        _book(work, call, said)
    if result != UNREACHED:
        _note(work, call, result, said)
    records.create(work, ACTIVITIES, [_activity(work, call.row, result, said)])


def _book(work: Work, call: Call, said: Mapping[str, str | None]) -> None:
    """An appointment for all that is due in this visit, and for what recalls it."""
    if not said.get("booked_on"):
        raise invalid("booked_on", "required", WHEN)
    codes = [*codes_of(call.row.visit), *(code for _id, _title, code in call.recalls)]
    values = {"asset": call.row.asset, "customer": call.row.customer, "codes": written(codes) or None}
    when = {"booked_on": said["booked_on"], "starts_at": _starts_at(work, said)}
    who = {"adviser": work.actor.user_id, "status": "confirmed", "note": said.get("note") or None}
    records.create(work, APPOINTMENTS, [{**values, **when, **who}])


def _starts_at(work: Work, said: Mapping[str, str | None]) -> datetime | None:
    """The moment of a day and a time as browsers send them, where whoever books lives."""
    if not said.get("starts_at"):
        return None
    try:
        day, at = date.fromisoformat(said["booked_on"] or ""), time.fromisoformat(said["starts_at"] or "")
    except ValueError as error:
        raise invalid("starts_at", "time_invalid", NO_TIME, said["starts_at"]) from error
    return datetime.combine(day, at, ZoneInfo(work.actor.time_zone))


def _note(work: Work, call: Call, result: str, said: Mapping[str, str | None]) -> None:
    """Reminders and recalls learn of it."""
    if call.row.subject is not None:
        why, note = said.get("why") or None, said.get("note") or None
        note_call(work, call.row.subject, result, why=why, note=note)
    answered = {"response": RESPONSES[result], "responded_on": today(work)}
    updates = [records.Update(id, answered) for id, _title, _code in call.recalls]
    records.update(work, RECALL_VEHICLES, updates)


def _activity(work: Work, row: DeskRow, result: str, said: Mapping[str, str | None]) -> dict[str, Any]:
    outcome = work.translate(OUTCOMES[result].fill(day=said.get("booked_on") or ""))
    why = WHY_NOT.get(said.get("why") or "") if result == "declined" else None
    parts = [outcome, *([work.translate(why)] if why else []), *filter(None, [said.get("note")])]
    return {
        "type": "call",
        "direction": "out",
        "status": "done",
        "subject": work.translate(SUBJECT.fill(vehicle=row.vehicle))[:200],
        "description": row.visit,
        "customer": row.customer,
        "owner": work.actor.user_id,
        "outcome": " · ".join(parts)[:500],
    }
