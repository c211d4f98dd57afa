"""Finding the users that inputs of actions name."""

from __future__ import annotations

from sqlalchemy import or_, select

from core.data.models import User
from core.errors import invalid
from core.labels import translations
from core.services.records.references import is_id
from core.services.work import Work

_ = translations("core")

UNKNOWN = _("There is no such active user, or you may not see him.")


def active_user(work: Work, field: str, named: int | str) -> int:
    """The id of an active user that an input names by id or login."""
    by_id = [User.id == int(named)] if is_id(str(named)) else []
    statement = select(User.id).where(or_(User.login == str(named), *by_id), User.active.is_(True))
    found = work.session.scalars(statement.order_by(User.login != str(named))).first()
    if found is None:
        raise invalid(field, "reference_unknown", UNKNOWN, named)
    return found
