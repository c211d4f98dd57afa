"""What leads and their next steps must be like, and what follows where something was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from core.plugin_api import Activity, Change, FieldError, FieldErrors, Work, invalid, translations
from plugins.sales.models import Lead
from plugins.sales.services.following import about
from plugins.sales.services.names import ABSENCES, ACTIVITIES, LEADS
from plugins.sales.services.words import OPEN

_ = translations("sales")

Verdicts = dict[int, FieldErrors | Mapping[str, Any]]
Values = Mapping[str, Any]

NAMELESS = _("Say who it is: a name, a company, a telephone number or an e-mail address.")
LAST_STEP = _("This is the only next step of an open lead. Plan the next one, or close the lead.")
HOW = _("Say when the next step is due, plan another activity first, or set the lead to won or lost.")
BACKWARDS = _("It ends before it begins.")


def judge(work: Work, resource: str, changes: Sequence[Change]) -> Verdicts | None:
    """Errors and proposals for leads and for their activities; None for all others."""
    rule = RULES.get(resource)
    return rule(work, changes) if rule else None


def _leads(work: Work, changes: Sequence[Change]) -> Verdicts:
    found: Verdicts = {}
    for index, change in enumerate(changes):
        after = change.after or {}
        proposals = _completed(work, after) if change.before is None else {}
        if not after["name"]:
            proposals["name"] = name_of(after)
            if not proposals["name"]:
                found[index] = {"name": [FieldError("required", NAMELESS)]}
                continue
        if proposals:
            found[index] = proposals
    return found


def _completed(work: Work, after: Values) -> dict[str, Any]:
    """A new lead was asked for now, if nobody says when.

    One that has a number at its source came by a machine or a file: it belongs to whoever the rules say, not
    to whoever brought it. Another unit than his was named.
    """
    found: dict[str, Any] = {} if after["requested_at"] else {"requested_at": work.now}
    if after["source_key"] and after["owner"] and after["owner"] == work.actor.user_id:
        found |= {"owner": None, "unit": after["unit"] if after["unit"] != work.unit else None}
    return found


def name_of(values: Values) -> str | None:
    """How a lead is called that has no name of its own."""
    parts = [values[part] for part in ("given_name", "family_name") if values.get(part)]
    if parts and not all(part.isascii() for part in parts):
        parts = ["".join(reversed(parts))]
    others = (values.get(name) for name in ("company", "email", "phone"))
    return " ".join(parts) or next(filter(None, others), None)


def _activities(work: Work, changes: Sequence[Change]) -> Verdicts | None:
    """Nobody closes the last step of an open lead without another; what follows from other things may."""
    if work.depth or work.undoing:
        return None
    closing = {n: change for n, change in enumerate(changes) if change.before and _closes(change)}
    last = _last_ones(work, closing.values())
    error = FieldError("next_step_needed", LAST_STEP)
    return {n: {"next_step": [error]} for n, change in closing.items() if about([change]) & last}


def _closes(change: Change) -> bool:
    before = change.before or {}
    was = before["resource"] == LEADS and before["status"] == "planned"
    return was and change.changed("status", "resource", "record_id")


def _last_ones(work: Work, closing: Iterable[Change]) -> set[int]:
    """The open leads that these leave without a next step."""
    gone = Counter((change.before or {})["record_id"] for change in closing)
    if not gone:
        return set()
    with work.unlimited(work.cause) as everything:
        planned = select(Activity.record_id, func.count()).where(
            Activity.resource == LEADS, Activity.record_id.in_(gone), Activity.status == "planned"
        )
        left = Counter(dict(everything.session.execute(planned.group_by(Activity.record_id)).all()))
        still_open = select(Lead.id).where(Lead.id.in_(gone), Lead.stage.in_(OPEN))
        return {id for id in everything.session.scalars(still_open) if left[id] <= gone[id]}


def refuse_last(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Raise Invalid where the last step of an open lead would go to the trash."""
    if resource != ACTIVITIES or work.depth > 1 or work.undoing:
        return
    planned = [change for change in changes if change.before and change.before["status"] == "planned"]
    closing = [change for change in planned if about([change])]
    if _last_ones(work, closing):
        raise invalid("next_step", "next_step_needed", LAST_STEP, fix=HOW)


def _absences(_work: Work, changes: Sequence[Change]) -> Verdicts:
    rows = {n: change.after for n, change in enumerate(changes) if change.after}
    wrong = {n: row for n, row in rows.items() if row["until"] < row["since"]}
    return {n: {"until": [FieldError("ends_before", BACKWARDS, row["until"])]} for n, row in wrong.items()}


RULES: Mapping[str, Callable[[Work, Sequence[Change]], Verdicts | None]] = {
    LEADS: _leads,
    ACTIVITIES: _activities,
    ABSENCES: _absences,
}
