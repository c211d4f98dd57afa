"""Preferences: how a user likes to work. Nobody else reads them, so they need no right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

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
    if value is None:
        mine = (Preference.user_id == user, Preference.name == name)
        work.session.execute(delete(Preference).where(*mine))
        return
    if len(encode(value)) > LONGEST:
        raise invalid(name, "too_long", _("This is too much to be kept."))
    row = {"user_id": user, "name": name, "value": value}
    insert_or_change(work.session, Preference, [row], {"value": value})
