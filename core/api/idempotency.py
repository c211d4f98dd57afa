"""`Idempotency-Key`: a repeated POST is given the first answer; nothing happens twice.

The key is written in the transaction of the request itself, so it exists exactly if the data does. A second
request with the same key waits for the first one: on SQLite for its turn to write, on PostgreSQL for the row.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from starlette.requests import Request

from core.api.decoding import bearer_token
from core.api.operations import Call
from core.api.responses import Answer
from core.data.models.idempotency import IdempotencyEntry
from core.errors import Conflict
from core.http.errors import BadRequest, KeyReused
from core.labels import translations

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

HEADER = "idempotency-key"
LONGEST_KEY = 255
REPLAYED = {"idempotency-replayed": "true"}
NOT_KEPT = 0
DONE_BEFORE = _("This request was carried out before.")


def fingerprint(request: Request, body: bytes) -> str:
    """What makes two requests the same: method, path, query and body.

    The token is the key of the hash, for a body can hold a password, which must not be guessed from it.
    """
    target = f"{request.method} {request.url.path}?{request.scope['query_string'].decode('latin-1')}\n"
    return hmac.new(bearer_token(request.headers).encode(), target.encode() + body, "sha256").hexdigest()


def key_of(call: Call) -> str | None:
    """The key that was sent, if any; BadRequest for one that is not 1 to 255 printable ASCII characters."""
    key = call.headers.get(HEADER)
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise BadRequest(
            _("The header Idempotency-Key cannot be used."),
            fix=_("Send 1 to {limit} printable ASCII characters, such as a UUID.").fill(limit=LONGEST_KEY),
        )
    return key


def once(work: Work, call: Call, run: Callable[[], Answer], *, secret: bool = False) -> Answer:
    """What `run` answers, within this transaction; with a key that was sent before, what it answered then.

    A `secret` answer is kept nowhere. Raises KeyReused for another request with the same key, Conflict where
    the first answer was secret.
    """
    key = key_of(call)
    kept = None if key is None or _claim(work, call, key) else kept_answer(work, call, key)
    if kept is not None:
        return kept
    answer = run()
    if key is not None and not secret:
        _remember(work, key, answer)
    return answer


def kept_answer(work: Work, call: Call, key: str) -> Answer | None:
    """The answer that this key has had, or None; raises like `once`."""
    kept = work.session.execute(_entry(work, key)).one_or_none()
    if kept is None:
        return None
    if kept.request_hash != call.fingerprint:
        raise KeyReused(fix=_("Use a new key for every new request."))
    if kept.status == NOT_KEPT:
        raise Conflict(DONE_BEFORE, why=_("The answer held a secret, which is shown only once."))
    headers: Mapping[str, str] = kept.headers
    return Answer(kept.body, kept.status, {**headers, **REPLAYED})


def keep(work: Work, call: Call, key: str, answer: Answer) -> None:
    """Keep the answer of a request of several transactions, which cannot claim its key before."""
    if _claim(work, call, key):
        _remember(work, key, answer)


def _remember(work: Work, key: str, answer: Answer) -> None:
    """Keep the answer with the key that was claimed, in the same transaction."""
    work.session.execute(
        update(IdempotencyEntry)
        .where(IdempotencyEntry.actor_id == work.actor.user_id, IdempotencyEntry.key == key)
        .values(status=int(answer.status), headers=dict(answer.headers), body=answer.body)
        .execution_options(synchronize_session=False)
    )


def _claim(work: Work, call: Call, key: str) -> bool:
    insert: Any = postgresql.insert if work.app.database.kind == "postgresql" else sqlite.insert
    values: dict[str, Any] = {
        "actor_id": work.actor.user_id,
        "key": key,
        "request": call.address[:500],
        "request_hash": call.fingerprint,
        "status": NOT_KEPT,
        "headers": {},
        "body": b"",
        "at": work.now,
    }
    statement = insert(IdempotencyEntry).values(values).on_conflict_do_nothing()
    return work.session.execute(statement.returning(IdempotencyEntry.id)).first() is not None


def _entry(work: Work, key: str) -> Any:
    return select(
        IdempotencyEntry.request_hash,
        IdempotencyEntry.status,
        IdempotencyEntry.headers,
        IdempotencyEntry.body,
    ).where(IdempotencyEntry.actor_id == work.actor.user_id, IdempotencyEntry.key == key)
