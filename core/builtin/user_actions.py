"""What can be done with a user beside editing: disable, enable, set the password, hand over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from core.builtin.granting import not_held
from core.builtin.lookups import active_user
from core.builtin.users import count_owned, grants_of
from core.contracts.resources import Values
from core.data.models import Activity, Customer, CustomerTeamMember
from core.errors import Forbidden, invalid
from core.labels import translations
from core.services import authentication, records
from core.services.chunks import chunks
from core.services.records import conflicts
from core.services.undo.noting import REASSIGNMENT, noted
from core.services.work import Work

_ = translations("core")

SHORTEST_PASSWORD = 10

TOO_SHORT = _("A password has at least {count} characters.").fill(count=SHORTEST_PASSWORD)
IS_LOGIN = _("A password is not the login.")
MORE_POWERFUL = _("You may not set the password of somebody who may do more than you.")
SAME_USER = _("This is the same user.")


def disable(work: Work, id: int | None, inputs: Values) -> Mapping[str, Any]:
    """The action: he cannot sign in any more; answers how much he still owns."""
    assert id is not None  # noqa: S101  # an action on a record
    records.update(work, "users", [records.Update(id, {"active": False})])
    return {"id": id, "active": False, "owns": count_owned(work, id)}


def enable(work: Work, id: int | None, inputs: Values) -> int:
    """The action: he can sign in again."""
    assert id is not None  # noqa: S101
    records.update(work, "users", [records.Update(id, {"active": True})])
    return id


def set_password(work: Work, id: int | None, inputs: Values) -> int:
    """The action: give a user a new password. Nobody can take over somebody who may do more than he."""
    assert id is not None  # noqa: S101
    users = work.registry.type_of("users")
    rows = records.load(work, users, [id], children=("roles",), for_action="password")
    if not rows:
        raise conflicts.missing(work, users, id, "edit")
    _refuse_takeover(work, rows[0])
    password = inputs["password"]
    check_password(password, rows[0]["login"])
    authentication.set_password(work.session, id, password, work.now)
    work.record("password", f"users/{id}", {})
    return id


def check_password(password: str, login: str) -> None:
    """Raise Invalid for a password that is too short, or the login."""
    if len(password) < SHORTEST_PASSWORD:
        raise invalid("password", "too_short", TOO_SHORT)
    if password.casefold() == login.casefold():
        raise invalid("password", "is_login", IS_LOGIN)


def _refuse_takeover(work: Work, user: Values) -> None:
    if user["id"] == work.actor.user_id:
        return
    grants = grants_of(work, {line["role"] for line in user["roles"]})
    if any(not_held(work.actor, [pair for pairs in grants.values() for pair in pairs])):
        raise Forbidden(MORE_POWERFUL)


def reassign(work: Work, id: int | None, inputs: Values) -> Mapping[str, int]:
    """The action: somebody else gets his customers, planned activities and places in teams."""
    assert id is not None  # noqa: S101
    records.read(work, "users", id)
    heir = active_user(work, "to", inputs["to"])
    if heir == id:
        raise invalid("to", "same_user", SAME_USER, inputs["to"])
    planned = (Activity.owner_id == id) & (Activity.status == "planned")
    with noted(work, REASSIGNMENT, "users", details={"from": id, "to": heir}):
        return {
            "customers": _hand_over(work, "customers", Customer, Customer.owner_id == id, heir),
            "activities": _hand_over(work, "activities", Activity, planned, heir),
            "teams": _replace_in_teams(work, id, heir),
        }


def _hand_over(work: Work, resource: str, model: Any, owned: ColumnElement[bool], heir: int) -> int:
    """Change the owner chunk by chunk; answers how many."""
    ids = list(work.session.scalars(select(model.id).where(owned).order_by(model.id)))
    for chunk in chunks(ids):
        records.update(work, resource, [records.Update(id, {"owner": heir}) for id in chunk])
    return len(ids)


def _replace_in_teams(work: Work, leaver: int, heir: int) -> int:
    """Give the places that somebody has in teams to his heir, who may be there already; answers how many."""
    of_leaver = CustomerTeamMember.user_id == leaver
    customers = select(CustomerTeamMember.customer_id).where(of_leaver)
    ids = list(work.session.scalars(select(Customer.id).where(Customer.id.in_(customers))))
    for chunk in chunks(ids):
        rows = records.load(work, work.registry.type_of("customers"), chunk, children=("team",), lock=False)
        changes = [
            records.Update(row["id"], {"team": _team_after(row["team"], leaver, heir)}) for row in rows
        ]
        records.update(work, "customers", changes)
    return len(ids)


def _team_after(team: Sequence[Values], leaver: int, heir: int) -> list[Values]:
    if any(member["user"] == heir for member in team):
        return [member for member in team if member["user"] != leaver]
    return [{**member, "user": heir} if member["user"] == leaver else member for member in team]
