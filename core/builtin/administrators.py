"""Administrators: active users with a role that may do everything. Once there is one, there is always one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from core.contracts.changes import Change
from core.contracts.resources import Values
from core.data.models import Role, RoleGrant, User, UserRole
from core.errors import Invalid
from core.labels import translations
from core.services.work import Work

_ = translations("core")

WHY = "whether an administrator is left does not depend on who asks"
EVERYTHING = ("*", "all")
LAST = _("After this, nobody could do everything any more.")
FIX = _("Make another active user an administrator first.")

powerful_roles = (
    select(RoleGrant.role_id)
    .join(Role, Role.id == RoleGrant.role_id)
    .where(RoleGrant.permission == EVERYTHING[0], RoleGrant.reach == EVERYTHING[1], Role.deleted_at.is_(None))
)


def keep_one(work: Work, changes: Sequence[Change], gone: Collection[int] = ()) -> None:
    """Refuse changes of users, or the deletion of `gone`, that take away the last administrator."""
    were_active = [change for change in changes if change.before and change.before["active"]]
    with work.access.unrestricted(work, WHY) as session:
        powerful = set(session.scalars(powerful_roles))
        held = UserRole.user_id.in_([change.id for change in were_active]), UserRole.role_id.in_(powerful)
        holders = set(session.scalars(select(UserRole.user_id).where(*held)))
    if any(change.id in holders or _roles(change.before or {}) & powerful for change in were_active):
        require_one(work, gone)


def keep_one_role(work: Work, changes: Sequence[Change]) -> None:
    """Refuse changes of roles that take the last administrator's rights away."""
    if any(EVERYTHING in _grants(change.before or {}) for change in changes):
        require_one(work)


def require_one(work: Work, gone: Collection[int] = ()) -> None:
    """Raise Invalid unless this transaction sees an administrator beside `gone`."""
    statement = (
        select(func.count())
        .select_from(UserRole)
        .join(User, User.id == UserRole.user_id)
        .where(User.active.is_(True), User.deleted_at.is_(None), User.id.not_in(gone))
        .where(UserRole.role_id.in_(powerful_roles))
    )
    with work.access.unrestricted(work, WHY) as session:
        if not session.scalar(statement):
            raise Invalid(message=LAST, fix=FIX)


def _roles(values: Values) -> set[int]:
    """The roles of a user; empty where the change is not about roles."""
    return {line["role"] for line in values.get("roles", ())}


def _grants(values: Values) -> set[tuple[str, str]]:
    """The rights of a role; empty where the change is not about rights."""
    return {(line["permission"], line["reach"]) for line in values.get("grants", ())}
