"""Making and revoking API tokens. The secret is answered once and kept only as a hash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.builtin.granting import unknown_permission
from core.builtin.lookups import active_user
from core.contracts.resources import Values
from core.errors import Forbidden, Invalid, invalid
from core.labels import translations
from core.services import authentication, records
from core.services.grants import both
from core.services.work import Work

_ = translations("core")

FOR_YOURSELF = _("You can make tokens for yourself only.")
WHOSE = _("Say whose token it is to be.")
PAST = _("This day is over.")
WIDER = _("A token cannot make one that may do more than itself.")
LONGER = _("A token cannot make one that works longer than itself.")


def create(work: Work, id: int | None, inputs: Values) -> Mapping[str, Any]:
    """The action: a new token; the answer is the only place where its secret ever stands."""
    _check_scopes(work, inputs.get("scopes") or "")
    expires_on = inputs.get("expires_on")
    if expires_on and expires_on < work.now.date():
        raise invalid("expires_on", "past", PAST, expires_on)
    if work.actor.until and (expires_on is None or expires_on > work.actor.until):
        raise Forbidden(LONGER)
    secret, hashed = authentication.new_token()
    values = {name: inputs.get(name) for name in ("name", "scopes", "expires_on")}
    (token,) = records.create(work, "tokens", [{**values, **_whose(work, inputs.get("user"))}])
    authentication.keep_token(work.session, token, hashed)
    return {"id": token, "name": inputs["name"], "secret": secret}


def revoke(work: Work, id: int | None, inputs: Values) -> int:
    """The action: the token stops working now; it stays in the list."""
    assert id is not None  # noqa: S101  # an action on a record
    records.update(work, "tokens", [records.Update(id, {"revoked_at": work.now})])
    return id


def _check_scopes(work: Work, scopes: str) -> None:
    problems = [problem for scope in scopes.split() if (problem := unknown_permission(work.registry, scope))]
    if problems:
        raise Invalid({"scopes": problems})
    own, wanted = work.actor.scopes.split(), scopes.split()
    if own and not (wanted and all(any(both(held, scope) == scope for held in own) for scope in wanted)):
        raise Forbidden(WIDER)


def _whose(work: Work, named: int | str | None) -> dict[str, int]:
    """The field that says whose token it is: nothing, for one's own; the system itself names somebody."""
    if named is None:
        if work.actor.is_system:
            raise invalid("user", "required", WHOSE)
        return {}
    user = active_user(work, "user", named)
    if not work.actor.is_system and user != work.actor.user_id:
        raise Forbidden(FOR_YOURSELF)
    return {"user": user}
