"""`Endpoint`: all methods of one path as an ASGI application.

The body is read in the event loop; the rest happens in one of a few threads (`settings.threads`): decode,
open the transaction, call, encode, commit. The answer leaves after the commit, so a 2xx means it is on disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import anyio
import anyio.to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from core.api import idempotency
from core.api.decoding import bearer_token, decode_json, read_body, require_json
from core.api.operations import Call, Operation, SignedIn
from core.api.problems import TranslatorOf, problem_answer
from core.api.responses import Answer
from core.contracts.work import Actor
from core.services.work import App, Work

DOOR = "api"


@dataclass(frozen=True, eq=False)
class Context:
    """What all endpoints of one application share."""

    app: App
    translator: TranslatorOf
    limiter: anyio.CapacityLimiter = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "limiter", anyio.CapacityLimiter(self.app.settings.threads))


@dataclass(frozen=True, eq=False)
class Endpoint:
    """The operations of one path, by method."""

    context: Context
    path: str
    operations: Mapping[str, Operation]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["guanxi.route"] = self.path
        request = Request(scope, receive)
        operation = self.operations["GET" if request.method == "HEAD" else request.method]
        try:
            body = await self._body(operation, request)
            answer = await anyio.to_thread.run_sync(
                answer_call, self.context, operation, request, body, limiter=self.context.limiter
            )
        except Exception as error:  # noqa: BLE001  # every error becomes an answer; unknown ones are logged there
            answer = problem_answer(
                error,
                scope.get("guanxi.request_id", ""),
                self.context.translator(request.headers.get("accept-language", "")),
            )
        await answer.response()(scope, receive, send)

    async def _body(self, operation: Operation, request: Request) -> bytes:
        if operation.body is None:
            return b""
        return await read_body(request, self.context.app.settings.max_body_bytes)


def answer_call(context: Context, operation: Operation, request: Request, body: bytes) -> Answer:
    """Everything of a request that happens in a thread."""
    actor = authenticate(context.app, request.headers)
    call = decode(operation, request, body)
    open_work = context.app.work if operation.writes else context.app.reading
    with open_work(actor) as work:
        if not isinstance(operation.permission, SignedIn):
            work.require(operation.permission)
        return carry_out(work, operation, call)


def authenticate(app: App, headers: Headers) -> Actor:
    """Whose token the request carries; raises NotSignedIn."""
    return app.actors.of_token(bearer_token(headers), DOOR, app.clock())


def decode(operation: Operation, request: Request, body: bytes) -> Call:
    """The request as values."""
    decoded = None
    if operation.body is not None and (body or not operation.empty_body):
        require_json(request.headers)
        decoded = decode_json(body)
    return Call(
        path=request.path_params,
        query=tuple(request.query_params.multi_items()),
        headers=request.headers,
        body=decoded,
        fingerprint=idempotency.fingerprint(request, body) if request.method == "POST" else "",
    )


def carry_out(work: Work, operation: Operation, call: Call) -> Answer:
    """Run the operation, unless it is a POST that was answered before."""
    key = idempotency.key_of(call) if operation.method == "POST" else None
    if key is None:
        return operation.run(work, call)
    kept = idempotency.first_answer(work, call, key, f"{operation.method} {operation.path}")
    if kept is None:
        kept = operation.run(work, call)
        if not operation.secret:
            idempotency.remember(work, key, kept)
    return kept
