"""A form that is sent twice does its work once: a double click, a reload, the back button."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from core.contracts.pages import Redirect, Visit
from core.data.models.idempotency import IdempotencyEntry
from core.data.upserts import insert_unless_there

if TYPE_CHECKING:
    from core.services.work import Work

FIELD = "_once"
"""The hidden field of a form that makes something; `new_key` gives its value."""

LONGEST = 64
SEE_OTHER = 303


def new_key() -> str:
    """A key for one form."""
    return secrets.token_urlsafe(16)


def done_before(work: Work, visit: Visit) -> Redirect | None:
    """Where the same form led when it was sent before; None after claiming its key for this time."""
    key = visit.form.get(FIELD, "")[:LONGEST]
    if not key:
        return None
    values: dict[str, Any] = {
        "actor_id": work.actor.user_id,
        "key": f"form:{key}",
        "request": visit.address[:500],
        "request_hash": _hash(visit),
        "status": 0,
        "headers": {},
        "body": b"",
        "at": work.now,
    }
    unique = (IdempotencyEntry.actor_id, IdempotencyEntry.key)
    if insert_unless_there(work.session, IdempotencyEntry, values, unique, answer=IdempotencyEntry.id):
        return None
    mine = (IdempotencyEntry.actor_id == work.actor.user_id, IdempotencyEntry.key == f"form:{key}")
    kept = work.session.scalar(select(IdempotencyEntry.headers).where(*mine)) or {}
    return Redirect(to=kept.get("location", visit.address))


def remember(work: Work, visit: Visit, reply: Redirect) -> None:
    """Keep where the form led, in the transaction that did what it asked for."""
    if key := visit.form.get(FIELD, "")[:LONGEST]:
        work.session.execute(
            update(IdempotencyEntry)
            .where(IdempotencyEntry.actor_id == work.actor.user_id, IdempotencyEntry.key == f"form:{key}")
            .values(status=SEE_OTHER, headers={"location": reply.to})
            .execution_options(synchronize_session=False)
        )


def release(work: Work, visit: Visit) -> None:
    """Nothing was done yet (a line was added to the form, somebody is typing): its key is free again."""
    if key := visit.form.get(FIELD, "")[:LONGEST]:
        mine = (IdempotencyEntry.actor_id == work.actor.user_id, IdempotencyEntry.key == f"form:{key}")
        work.session.execute(
            delete(IdempotencyEntry).where(*mine).execution_options(synchronize_session=False)
        )


def _hash(visit: Visit) -> str:
    return hashlib.sha256(repr(visit.form.pairs).encode("utf-8", "surrogatepass")).hexdigest()
