"""Rules of users: their logins, their roles, and what must be settled before one is deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from core.builtin import administrators
from core.builtin.findings import doubles
from core.builtin.granting import not_held
from core.contracts.changes import Change
from core.contracts.resources import Values
from core.data.models import Activity, Customer, RoleGrant
from core.errors import FieldError, FieldErrors, invalid
from core.labels import translations
from core.services import rights_generation
from core.services.work import Work

_ = translations("core")

WHY = "what somebody owns is counted whoever asks"
LOGIN = _("A login is written in lower case, without spaces.")
OUTSIDE = _("You may move people only within your own branch of the company.")
OWNS = _("{name} cannot be deleted: he owns {customers} customers and {activities} planned activities.")
REASSIGN = _("Hand them over first: guanxi users reassign {login} --to LOGIN.")


def check_login(values: Values) -> Mapping[str, FieldError]:
    """A login is one word, and the same however it is typed."""
    login = values["login"]
    if login != login.casefold() or login.split() != [login]:
        return {"login": FieldError("login_invalid", LOGIN, login)}
    return {}


def check_roles(values: Values) -> Mapping[str, FieldError]:
    """No role stands twice."""
    return doubles(values, "roles", "role")


def judge(work: Work, changes: Sequence[Change]) -> Mapping[int, FieldErrors]:
    """Refuse roles that hold more than the actor does himself, and moves out of his branch."""
    added = {index: _added_roles(change) for index, change in enumerate(changes)}
    grants = grants_of(work, {role for roles in added.values() for role in roles.values()})
    found: dict[int, FieldErrors] = {}
    for index, roles in added.items():
        errors = {path: tuple(not_held(work.actor, grants[role])) for path, role in roles.items()}
        errors["unit"] = tuple(_moved_outside(work, changes[index]))
        if any(errors.values()):
            found[index] = {path: problems for path, problems in errors.items() if problems}
    return found


def _moved_outside(work: Work, change: Change) -> Iterator[FieldError]:
    """A unit widens the reach of rights, so it is given like a right."""
    action = "create" if change.before is None else "edit"
    unit = (change.after or {})["unit"]
    everywhere = work.actor.reach(f"core.users.{action}") == "all"
    if change.changed("unit") and not everywhere and unit not in work.actor.unit_ids:
        yield FieldError("not_held", OUTSIDE, unit)


def _added_roles(change: Change) -> dict[str, int]:
    """The roles that a user gets now, by the path of their line."""
    before = {line["role"] for line in (change.before or {}).get("roles", ())}
    lines = enumerate((change.after or {}).get("roles", ()))
    return {f"roles.{number}.role": line["role"] for number, line in lines if line["role"] not in before}


def grants_of(work: Work, roles: Collection[int]) -> Mapping[int, list[tuple[str, str]]]:
    """The rights of these roles as (permission, reach)."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if roles:
        statement = select(RoleGrant.role_id, RoleGrant.permission, RoleGrant.reach)
        with work.access.unrestricted(work, "nobody grants more than he holds, seen or unseen") as session:
            for role, permission, reach in session.execute(statement.where(RoleGrant.role_id.in_(roles))):
                found[role].append((permission, reach))
    return found


def after_update(work: Work, changes: Sequence[Change]) -> None:
    """After a change: rights are read anew, and there still is an administrator."""
    rights_generation.grow(work.session)
    administrators.keep_one(work, changes)


def before_delete(work: Work, changes: Sequence[Change]) -> None:
    """Refuse to delete who owns something, and the last administrator."""
    for change in changes:
        owned = count_owned(work, change.id)
        if any(owned.values()):
            values: dict[str, Any] = dict(change.before or {})
            message = OWNS.fill(name=values["name"], **owned)
            raise invalid("id", "in_use", message, change.id, fix=REASSIGN.fill(login=values["login"]))
    rights_generation.grow(work.session)
    administrators.keep_one(work, changes, gone=[change.id for change in changes])


def count_owned(work: Work, user: int) -> dict[str, int]:
    """How many living customers and planned activities a user owns."""
    customers = select(func.count()).where(Customer.owner_id == user, Customer.deleted_at.is_(None))
    planned = Activity.status == "planned", Activity.deleted_at.is_(None)
    activities = select(func.count()).where(Activity.owner_id == user, *planned)
    with work.access.unrestricted(work, WHY) as session:
        return {
            "customers": session.scalar(customers) or 0,
            "activities": session.scalar(activities) or 0,
        }
