"""Giving a user one role more or less; all of his roles can be set by editing him."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import or_, select

from core.contracts.resources import Values
from core.data.models import Role
from core.errors import invalid
from core.labels import translations
from core.services import records
from core.services.records.references import is_id
from core.services.work import Work

_ = translations("core")

UNKNOWN = _("There is no such role, or you may not see it.")


def grant(work: Work, id: int | None, inputs: Values) -> int:
    """The action: this role too; nothing changes for who has it."""
    assert id is not None  # noqa: S101  # an action on a record
    held, role = _held(work, id), _role(work, inputs["role"])
    return _write(work, id, held, [*held, *({role} - held.keys())])


def revoke(work: Work, id: int | None, inputs: Values) -> int:
    """The action: no longer this role; nothing changes for who does not have it."""
    assert id is not None  # noqa: S101  # an action on a record
    held, role = _held(work, id), _role(work, inputs["role"])
    return _write(work, id, held, held.keys() - {role})


def _held(work: Work, user: int) -> dict[int, int]:
    """The lines of the user's roles, by role."""
    return {line["role"]: line["id"] for line in records.read(work, "users", user)["roles"]}


def _role(work: Work, named: int | str) -> int:
    """The id of a role that an input names by id or name."""
    by_id = [Role.id == int(named)] if is_id(str(named)) else []
    statement = select(Role.id).where(or_(Role.name == str(named), *by_id))
    found = work.session.scalars(statement.order_by(Role.name != str(named))).first()
    if found is None:
        raise invalid("role", "reference_unknown", UNKNOWN, named)
    return found


def _write(work: Work, user: int, held: Mapping[int, int], roles: Iterable[int]) -> int:
    """Set the user's roles; lines that stay keep their ids."""
    lines: list[dict[str, Any]] = [{"id": held[role]} if role in held else {"role": role} for role in roles]
    records.update(work, "users", [records.Update(user, {"roles": lines})])
    return user
