"""Who is in charge of units: the managers of each, or of the nearest one above that has any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.data.models import Role, Unit, User, UserRole

if TYPE_CHECKING:
    from core.services.work import Work

MANAGER = "manager"


def in_charge(work: Work, units: Iterable[int], role: str = MANAGER) -> dict[int, list[int]]:
    """By unit, the active users with this role who work for it, else for the nearest unit above it.

    Units without anybody, as far as the actor sees people and units, are left out. Two statements.
    """
    above = dict(work.session.execute(select(Unit.id, Unit.parent_id)).all())
    people = defaultdict(list)
    holders = (
        select(User.unit_id, User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .join(Role, Role.id == UserRole.role_id)
        .where(Role.name == role, User.active.is_(True))
    )
    for unit, user in work.session.execute(holders.order_by(User.id)):
        people[unit].append(user)
    nearest = {unit: next((u for u in _upwards(unit, above) if people.get(u)), None) for unit in units}
    return {unit: people[found] for unit, found in nearest.items() if found is not None}


def _upwards(unit: int, above: dict[int, int | None]) -> Iterable[int]:
    """A unit and all above it; a tree has no circles."""
    at: int | None = unit
    while at is not None:
        yield at
        at = above.get(at)
