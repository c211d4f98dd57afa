"""Actors: users with the rights of this moment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Integer, Select, String, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session

from core.contracts.work import Actor
from core.data.models import Role, RoleGrant, StoredSetting, Unit, User, UserRole
from core.errors import NotSignedIn
from core.host.translations import locale_of
from core.labels import translations
from core.services.grants import Grants

_ = translations("core")

NOT_ACTIVE = _("There is no active user {user}.")
COMPANY = {name: f"core.{name}" for name in ("language", "time_zone", "country")}

_columns = (User.id, User.name, User.unit_id, User.language, User.time_zone)


def actor_of_user(session: Session, user: int | str, door: str, *, scopes: Sequence[str] = ()) -> Actor:
    """A user by id or login as actor; `scopes` limit his rights. Raises NotSignedIn if he is not active."""
    known = User.id == user if isinstance(user, int) else User.login == user
    active = select(*_columns, Unit.country, Unit.time_zone).outerjoin(Unit, Unit.id == User.unit_id)
    row = session.execute(active.where(known, User.active.is_(True), User.deleted_at.is_(None))).one_or_none()
    if row is None:
        raise NotSignedIn(NOT_ACTIVE.fill(user=user))
    id, name, unit_id, language, time_zone, unit_country, unit_time_zone = row
    facts = list(session.execute(_facts(id, unit_id)))
    grants = Grants((text, reach) for kind, text, reach, _ in facts if kind == "grant")
    company = {text: json.loads(value) for kind, text, value, _ in facts if kind == "setting"}
    return Actor(
        user_id=id,
        name=name,
        door=door,
        unit_id=unit_id,
        unit_ids=tuple(number for kind, _text, _reach, number in facts if kind == "unit"),
        grants=grants.limited_to(scopes) if scopes else grants,
        locale=locale_of(language or company.get(COMPANY["language"])),
        time_zone=time_zone or unit_time_zone or company.get(COMPANY["time_zone"]) or "UTC",
        country=unit_country or company.get(COMPANY["country"]) or "",
    )


def _facts(user: int, unit: int | None) -> Any:
    """In one statement: what his roles grant, his branch of the tree of units, and the company's settings."""
    return union_all(_grants(user), _branch(unit), _settings(COMPANY.values()))


def _fact(kind: str, text: Any, value: Any, number: Any) -> Select[Any]:
    return select(literal(kind, String), text, value, number)


def _grants(user: int) -> Select[Any]:
    return (
        _fact("grant", RoleGrant.permission, RoleGrant.reach, literal(0, Integer))
        .join(Role, Role.id == RoleGrant.role_id)
        .join(UserRole, UserRole.role_id == Role.id)
        .where(UserRole.user_id == user, Role.deleted_at.is_(None))
    )


def _branch(unit: int | None) -> Select[Any]:
    top = select(Unit.id).where(Unit.id == unit, Unit.deleted_at.is_(None)).cte("branch", recursive=True)
    below = select(Unit.id).join(top, Unit.parent_id == top.c.id).where(Unit.deleted_at.is_(None))
    branch = top.union(below)
    return _fact("unit", literal("", String), literal("", String), branch.c.id)


def _settings(names: Iterable[str]) -> Select[Any]:
    value = type_coerce(StoredSetting.value, String)
    return _fact("setting", StoredSetting.name, value, literal(0, Integer)).where(
        StoredSetting.name.in_(names)
    )
