"""Names of people: made from their parts where nobody wrote the whole."""

from __future__ import annotations

from typing import Any

from core.contracts.changes import Change
from core.contracts.resources import Values
from core.formats.names import display_name

LONGEST_NAME = 200


def full_name(values: Values) -> str:
    """Family and given name, in the order of their language."""
    name = display_name(values.get("family_name") or "", values.get("given_name") or "")
    return name[:LONGEST_NAME].strip()


def proposed_name(change: Change) -> dict[str, Any]:
    """The name that follows from its parts: when there is none, or when it was made from the parts before."""
    before, after = change.before or {}, change.after or {}
    made = full_name(after)
    follows = bool(before) and not change.changed("name") and before["name"] == full_name(before)
    if made and made != after["name"] and (not after["name"] or follows):
        return {"name": made}
    return {}
