"""The life of status fields: which value may follow which, and what must be filled in to enter one."""

from __future__ import annotations

from core.contracts.resources import Transitions
from core.host.record_types import RecordType
from core.labels import translations
from core.services.records.drafts import Draft

_ = translations("core")

NOT_A_START = _("A new record cannot begin as {status}; it can begin as: {allowed}.")
NOT_A_MOVE = _("From {before} it can only become: {allowed}.")
NEEDED = _("This field is required to become {status}.")


def check(record_type: RecordType, draft: Draft) -> None:
    """Note every forbidden move and every field that the new status needs."""
    for name, life in record_type.resource.transitions.items():
        status = draft.values[name]
        before = draft.record.before[name] if draft.record.before else None
        if status == before:
            continue
        _check_move(draft, name, life, before, status)
        for needed in life.needs.get(status, ()):
            if draft.values.get(needed) in (None, "", []):
                draft.complain(needed, "required", NEEDED.fill(status=status))


def _check_move(draft: Draft, name: str, life: Transitions, before: str | None, status: str) -> None:
    allowed = life.initial if before is None else life.moves.get(before, ())
    if status not in allowed:
        listed = ", ".join(allowed) or "-"
        message = NOT_A_START if before is None else NOT_A_MOVE
        draft.complain(
            name, "transition_forbidden", message.fill(status=status, before=before, allowed=listed), status
        )
