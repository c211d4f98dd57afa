"""Preferences: how a user likes to work. Nobody else reads them, so they need no right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete

from core.data.models import Preference
from core.data.upserts import insert_or_change
from core.errors import invalid
from core.formats.plain_json import encode
from core.labels import translations

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

LONGEST = 20_000


def set_preference(work: Work, name: str, value: Any) -> None:
    """Keep a choice of the actor under a name, such as `columns:customers`; None forgets it.

    Raises Invalid for a value of more than 20,000 bytes of JSON.
    """
    user = work.actor.user_id
    connection = work.session.connection()
    if value is None:
        mine = (Preference.user_id == user, Preference.name == name)
        connection.execute(delete(Preference).where(*mine))
        return
    if len(encode(value)) > LONGEST:
        raise invalid(name, "too_long", _("This is too much to be kept."))
    _keep(connection, {"user_id": user, "name": name, "value": value})


def _keep(connection: Connection, row: Mapping[str, Any]) -> None:
    insert_or_change(connection, Preference, [row], {"value": row["value"]})
