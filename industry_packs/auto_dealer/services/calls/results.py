"""What comes of follow-up calls: reached, tried again, handed to whoever is in charge of the unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core.plugin_api import Activity, Change, Work, among, in_charge, invalid, notify, records, translations
from industry_packs.auto_dealer.services.calls.owing import call_at
from industry_packs.auto_dealer.services.calls.settings_of import Rules, rules_of
from industry_packs.auto_dealer.services.calls.words import LEFT, RESULTS
from industry_packs.auto_dealer.services.days import morning, today
from industry_packs.auto_dealer.services.desk.models import FollowUp
from industry_packs.auto_dealer.services.names import ACTIVITIES, CAUSE, FOLLOW_UPS

_ = translations("auto_dealer")

OVER = _("This call has its result already.")
HANDED = _("Nobody reached the customer, or nobody called: {subject}")
LINK = "/auto_dealer/follow_ups/{id}"
PLANNED, DONE = "planned", "done"

Row = Mapping[str, Any]


def record_result(work: Work, id: int | None, inputs: Row) -> int:
    """The action: what came of a call. Raises Invalid for one that is over."""
    assert id is not None  # noqa: S101  # an action on a record
    records.read(work, FOLLOW_UPS, id, ("id",))
    with work.unlimited(CAUSE) as everything:
        # Locked: two people may have called at the same time, and only one of them plans the next attempt.
        (row,) = records.load(everything, work.registry.type_of(FOLLOW_UPS), [id], for_action="edit")
        if row["state"] not in LEFT:
            raise invalid("result", "over", OVER, inputs["result"])
        _note(everything, row, inputs["result"], inputs.get("note"))
    return id


def _note(work: Work, row: Row, result: str, note: str | None) -> None:
    """The follow-up first: an activity that is done by hand would count as reached."""
    day = today(work)
    called = {"called_on": row["called_on"] or day, "attempts": row["attempts"] + 1, "note": note}
    if result == "unreached":
        _again(work, {**row, **called}, rules_of(work))
    else:
        ended = {"state": result, "done_on": day, "next_on": None}
        records.update(work, FOLLOW_UPS, [records.Update(row["id"], called | ended)])
    _end_call(work, row["activity"], work.translate(RESULTS[result]), note)


def _end_call(work: Work, activity: int | None, outcome: str, note: str | None) -> None:
    """The activity is done, with what came of it; one that somebody ended already stays."""
    still = select(Activity.id).where(Activity.id == activity, Activity.status == PLANNED)
    text = f"{outcome}: {note}" if note else outcome
    updates = [
        records.Update(id, {"status": DONE, "outcome": text[:500]}) for id in work.session.scalars(still)
    ]
    records.update(work, ACTIVITIES, updates)


def _again(work: Work, row: Row, rules: Rules) -> None:
    """Another call in some days; after so many attempts it is somebody else's."""
    if row["attempts"] >= rules.most and row["state"] == "open":
        hand_over(work, [row])
        return
    on = today(work) + timedelta(rules.again)
    _plan(work, [(row, {name: row[name] for name in ("called_on", "attempts", "note")})], on)


def _plan(work: Work, rows: Sequence[tuple[Row, dict[str, Any]]], on: date) -> None:
    """New calls for follow-ups, each with the values that change with it."""
    subjects = _subjects(work, [row["activity"] for row, _values in rows if row["activity"]])
    at = morning(work, on)
    calls = [
        call_at({**row, **values}, subjects.get(row["activity"] or 0, FOLLOW_UPS), at) for row, values in rows
    ]
    made = records.create(work, ACTIVITIES, calls)
    updates = [
        records.Update(row["id"], {**values, "activity": call, "next_on": on})
        for (row, values), call in zip(rows, made, strict=True)
    ]
    records.update(work, FOLLOW_UPS, updates)


def _subjects(work: Work, ids: Sequence[int]) -> Mapping[int, str]:
    found = select(Activity.id, Activity.subject).where(among(Activity.id, ids))
    return {id: subject or "" for id, subject in work.session.execute(found)}


def hand_over(work: Work, rows: Sequence[Row]) -> None:
    """Calls go to whoever is in charge of their units, who is told; without anybody they stay."""
    managers = in_charge(work, {row["unit"] for row in rows if row["unit"]})
    subjects = _subjects(work, [row["activity"] for row in rows if row["activity"]])
    moved = []
    for row in rows:
        people = managers.get(row["unit"] or 0, [])
        known = {name: row[name] for name in ("called_on", "attempts", "note")}
        moved.append((row, {**known, "state": "escalated", "owner": people[0] if people else row["owner"]}))
        text = HANDED.fill(subject=subjects.get(row["activity"] or 0, ""))
        notify(work, people, text, LINK.format(id=row["id"]))
    _plan(work, moved, today(work))


def follow_activities(work: Work, changes: Sequence[Change]) -> None:
    """Whoever ends the call where he sees it has given its result."""
    ended = {c.id: c.after["status"] for c in changes if c.after and c.changed("status")}
    ended = {id: status for id, status in ended.items() if status != PLANNED}
    if not ended:
        return
    left = select(FollowUp.id, FollowUp.activity_id, FollowUp.called_on, FollowUp.attempts).where(
        FollowUp.activity_id.in_(list(ended)), FollowUp.state.in_(LEFT)
    )
    found = work.session.execute(left).all()
    records.update(
        work, FOLLOW_UPS, [records.Update(row.id, _ended(work, row, ended[row.activity_id])) for row in found]
    )


def _ended(work: Work, row: Any, status: str) -> dict[str, Any]:
    if status != DONE:
        return {"state": "cancelled", "next_on": None}
    day = today(work)
    called = {"called_on": row.called_on or day, "attempts": row.attempts + 1}
    return {**called, "state": "reached", "done_on": day, "next_on": None}
