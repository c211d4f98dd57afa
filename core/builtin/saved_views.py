"""Rules of saved views: whose they are, who sees them, and what may stand in their definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_

from core.contracts.changes import Change
from core.contracts.resources import Values
from core.contracts.work import Actor
from core.data.models import SavedView
from core.errors import FieldError, FieldErrors, NotFound
from core.labels import translations
from core.services.work import Work

_ = translations("core")

PUBLISH = "core.saved_views.publish"
PARTS: Mapping[str, type[Any]] = {
    "where": dict,
    "sort": str,
    "group": str,
    "columns": list,
    "widths": dict,
    "q": str,
    "roles": list,
}

UNKNOWN_PART = _("A definition has only these parts: {parts}.").fill(parts=", ".join(PARTS))
WRONG_PART = _("In a definition, {part} is {kind}.")
KINDS: Mapping[str, str] = {
    "where": _("a filter tree"),
    "sort": _("a text"),
    "group": _("the name of a field"),
    "columns": _("a list of names of fields"),
    "widths": _("an object of widths in pixels"),
    "q": _("a text"),
    "roles": _("a list of names of roles"),
}
MAY_NOT_PUBLISH = _("You may not share views with everybody.")


def check_definition(values: Values) -> Mapping[str, FieldError]:
    """The parts are of the right form; the names in them may be those of a disabled plugin."""
    definition = values["definition"]
    if not isinstance(definition, dict) or definition.keys() - PARTS.keys():
        return {"definition": FieldError("definition_invalid", UNKNOWN_PART)}
    for part, value in definition.items():
        if not _fits(value, PARTS[part]):
            message = WRONG_PART.fill(part=part, kind=KINDS[part])
            return {"definition": FieldError("definition_invalid", message, value)}
    return {}


def _fits(value: object, kind: type[Any]) -> bool:
    """Whether a part is of its kind; the only lists are lists of names."""
    names = not isinstance(value, list) or all(isinstance(item, str) for item in value)
    return isinstance(value, kind) and names


def complete(work: Work, changes: Sequence[Change]) -> Mapping[int, FieldErrors | Mapping[str, Any]]:
    """Give new views their owner; refuse unknown resources and views that may not be public."""
    verdicts: dict[int, FieldErrors | Mapping[str, Any]] = {}
    for index, change in enumerate(changes):
        if errors := _errors(work, change):
            verdicts[index] = errors
        elif change.before is None:
            verdicts[index] = _belonging(work.actor, change.after or {})
    return verdicts


def _belonging(actor: Actor, view: Values) -> dict[str, Any]:
    """The owner and the unit of a new view that does not name them."""
    whose = {"owner": actor.user_id, "unit": actor.unit_id}
    return {name: value for name, value in whose.items() if value is not None and view[name] is None}


def _errors(work: Work, change: Change) -> FieldErrors:
    after, found = change.after or {}, {}
    if change.changed("visibility") and after["visibility"] == "public" and not work.actor.reach(PUBLISH):
        found["visibility"] = (FieldError("field_forbidden", MAY_NOT_PUBLISH, "public"),)
    if _roles(change.before) != _roles(after) and not work.actor.reach(PUBLISH):
        found["definition"] = (FieldError("field_forbidden", MAY_NOT_PUBLISH),)
    if change.changed("resource") and "." not in after["resource"]:
        try:
            work.registry.type_of(after["resource"])
        except NotFound as error:
            found["resource"] = (FieldError("resource_unknown", str(error), after["resource"]),)
    return found


def _roles(view: Values | None) -> Any:
    """The roles whose people's lists open with a view."""
    return (view or {}).get("definition", {}).get("roles") or None


def visible(actor: Actor, action: str) -> ColumnElement[bool] | None:
    """One's own views; to see, also the public ones and those of one's branch of the company.

    Whoever may publish may change public views too.
    """
    if actor.is_system:
        return None
    mine, public = SavedView.owner_id == actor.user_id, SavedView.visibility == "public"
    if action != "view":
        return or_(mine, public) if actor.reach(PUBLISH) else mine
    return or_(mine, public, (SavedView.visibility == "team") & SavedView.unit_id.in_(actor.unit_ids))
