"""Rules of activities: what follows from their type and status, and how one leads to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.builtin.findings import required
from core.contracts.changes import Change
from core.contracts.resources import Values
from core.errors import FieldError, invalid
from core.labels import translations
from core.services import records
from core.services.work import Work

_ = translations("core")

LONGEST_SUBJECT = 200
DONE_AT_ONCE = "note"

ENDS_BEFORE = _("It ends before it starts.")
DONE_ALREADY = _("This activity is done already.")
OPEN_AGAIN = _("Set its status back to planned first.")


def check_about(values: Values) -> Mapping[str, FieldError]:
    """An activity says what it is about, in its subject or in its description."""
    return {} if values["subject"] or values["description"] else required("subject")


def check_times(values: Values) -> Mapping[str, FieldError]:
    """Nothing ends before it starts."""
    start, end = values["starts_at"], values["ends_at"]
    return {"ends_at": FieldError("ends_before", ENDS_BEFORE, end)} if start and end and end < start else {}


def settle(work: Work, changes: Sequence[Change]) -> Mapping[int, Mapping[str, Any]]:
    """Fill in what follows: subject, channel, and when it was done."""
    proposals = {n: _proposal(work, change) for n, change in enumerate(changes)}
    return {n: proposal for n, proposal in proposals.items() if proposal}


def _proposal(work: Work, change: Change) -> dict[str, Any]:
    after = change.after or {}
    done = after["status"] == "done" or after["type"] == DONE_AT_ONCE
    kind = work.registry.activity_types.get(after["type"])
    wanted = {
        "subject": after["subject"] or _first_line(after["description"]),
        "channel": after["channel"] or (kind.channel if kind else None) or None,
        "status": "done" if done else after["status"],
        "done_at": (after["done_at"] or work.now) if done else None,
    }
    return {name: value for name, value in wanted.items() if value != after[name]}


def _first_line(description: str | None) -> str:
    line = next(line for line in (description or "").splitlines() if line.strip())
    return line.strip()[:LONGEST_SUBJECT]


def complete(work: Work, id: int | None, inputs: Values) -> int:
    """The action: done, with its outcome, and the next activity planned in the same transaction."""
    assert id is not None  # noqa: S101  # an action on a record
    before = records.read(work, "activities", id)
    if before["status"] == "done":
        raise invalid("status", "done_already", DONE_ALREADY, fix=OPEN_AGAIN)
    said = {name: inputs[name] for name in ("outcome", "next_step") if inputs.get(name)}
    # The next one first: a rule that something always has a next step never sees it without one.
    if inputs.get("next_due_at") or inputs.get("next_type"):
        records.create(work, "activities", [_next(before, inputs)])
    records.update(work, "activities", [records.Update(id, {"status": "done", **said})])
    return id


def _next(before: Values, inputs: Values) -> dict[str, Any]:
    """The planned activity that follows: about the same record, in the same hands."""
    about = ("resource", "record_id") if before["resource"] else ()
    same = {name: before[name] for name in (*about, "owner", "unit", "contact")}
    return {
        **same,
        "type": inputs.get("next_type") or before["type"],
        "subject": (inputs.get("next_step") or before["subject"])[:LONGEST_SUBJECT],
        "due_at": inputs.get("next_due_at"),
        "status": "planned",
    }
