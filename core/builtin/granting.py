"""Nobody can grant more than he holds, and nobody can grant what does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from core.contracts.work import REACHES, Actor
from core.errors import FieldError
from core.host.registry import Registry
from core.labels import translations

_ = translations("core")

UNKNOWN = _("There is no permission {name}.")
UNKNOWN_BUT_NEAR = _("There is no permission {name}. Did you mean {near}?")
NOT_HELD = _("You cannot grant {name} with the reach {reach}, since you do not hold it yourself.")


def holds(actor: Actor, permission: str, reach: str) -> bool:
    """Whether the actor has this permission (or all that begin so) with at least this reach."""
    own = actor.reach(permission)
    return own is not None and [*REACHES].index(own) >= [*REACHES].index(reach)  # type: ignore[arg-type]


def unknown_permission(registry: Registry, name: str) -> FieldError | None:
    """What is wrong with the name of a permission; those of owners that do not run now are kept."""
    beginning = name.removesuffix("*")
    if name == "*" or any(_fits(known, name, beginning) for known in registry.permissions):
        return None
    owner = name.partition(".")[0]
    running = {known.partition(".")[0] for known in registry.permissions}
    if owner not in running and "." in name:
        return None
    near = get_close_matches(name, registry.permissions, 1)
    message = UNKNOWN_BUT_NEAR.fill(name=name, near=near[0]) if near else UNKNOWN.fill(name=name)
    return FieldError("permission_unknown", message, name)


def _fits(known: str, name: str, beginning: str) -> bool:
    return known == name or (name.endswith("*") and known.startswith(beginning))


def not_held(actor: Actor, grants: Iterable[tuple[str, str]]) -> Iterator[FieldError]:
    """The rights among `grants` (permission, reach) that the actor does not hold himself."""
    for permission, reach in grants:
        if not holds(actor, permission, reach):
            message = NOT_HELD.fill(name=permission, reach=reach)
            yield FieldError("not_held", message, permission)
