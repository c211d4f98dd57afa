"""A form that is sent twice does its work once: a double click, a reload, the back button."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, delete, select, update

from core.contracts.pages import Redirect, Visit
from core.data.models.idempotency import IdempotencyEntry
from core.data.upserts import insert_unless_there

if TYPE_CHECKING:
    from core.services.work import Work

FIELD = "_once"
"""The hidden field of a form that makes something; `new_key` gives its value."""

LONGEST, SHOWN = 64, 32
SEE_OTHER = 303


def new_key() -> str:
    """A key for one form."""
    return secrets.token_urlsafe(16)


def done_before(work: Work, visit: Visit) -> Redirect | None:
    """Where the same form led when it was sent before; None after claiming its key for this time."""
    key = _key(visit)
    if not key:
        return None
    values: dict[str, Any] = {
        "actor_id": work.actor.user_id,
        "key": key,
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
    kept = work.session.scalar(select(IdempotencyEntry.headers).where(*_mine(work, key))) or {}
    return Redirect(to=kept.get("location", visit.address))


def remember(work: Work, visit: Visit, reply: Redirect) -> None:
    """Keep where the form led, in the transaction that did what it asked for."""
    if key := _key(visit):
        work.session.execute(
            update(IdempotencyEntry)
            .where(*_mine(work, key))
            .values(status=SEE_OTHER, headers={"location": reply.to})
            .execution_options(synchronize_session=False)
        )


def release(work: Work, visit: Visit) -> None:
    """Nothing was done yet (a line was added to the form): its key is free again."""
    if key := _key(visit):
        mine = _mine(work, key)
        work.session.execute(
            delete(IdempotencyEntry).where(*mine).execution_options(synchronize_session=False)
        )


def _key(visit: Visit) -> str:
    """The key of a form with what was typed; empty where it has none.

    Who goes back to a form and types something else into it means another one, though its key is the same.
    """
    key = visit.form.get(FIELD, "")[:LONGEST]
    return f"form:{key}:{_hash(visit)[:SHOWN]}" if key else ""


def _mine(work: Work, key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return IdempotencyEntry.actor_id == work.actor.user_id, IdempotencyEntry.key == key


def _hash(visit: Visit) -> str:
    """A mark of what was typed; which button was pressed, which begins with a low line, is none of it."""
    typed = [pair for pair in visit.form.pairs if not pair[0].startswith("_")]
    return hashlib.sha256(repr(typed).encode("utf-8", "surrogatepass")).hexdigest()
