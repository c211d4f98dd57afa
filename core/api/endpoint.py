"""`Endpoint`: all methods of one path as an ASGI application.

The body is read in the event loop; the rest happens in one of a few threads (`settings.threads`): decode,
open the transaction, call, encode, commit. The answer leaves after the commit, so a 2xx means it is on disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from core.api import idempotency
from core.api.decoding import bearer_token, decode_json, require_json
from core.api.operations import Call, Described, FileOperation, Operation, SignedIn
from core.api.problems import problem_answer
from core.api.responses import Answer, AnyAnswer
from core.contracts.work import Actor
from core.host.translations import accepted
from core.http.context import Context
from core.http.requests import read_body
from core.http.uploads import uploaded
from core.services.work import App, Work

DOOR = "api"
ACCEPT_LANGUAGE = "accept-language"
LANGUAGE = "guanxi.language"
"""Where the scope of a request says the language of its user, if it names none itself."""


@dataclass(frozen=True, eq=False)
class Endpoint:
    """The operations of one path, by method."""

    context: Context
    path: str
    operations: Mapping[str, Described]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["guanxi.route"] = self.path
        request = Request(scope, receive)
        operation = self.operations["GET" if request.method == "HEAD" else request.method]
        try:
            answer = await self._answer(operation, request)
        except Exception as error:  # noqa: BLE001  # every error becomes an answer; unknown ones are logged there
            language = request.headers.get(ACCEPT_LANGUAGE) or scope.get(LANGUAGE, "")
            translate = self.context.translator(language)
            answer = problem_answer(error, scope.get("guanxi.request_id", ""), translate)
        await answer.response()(scope, receive, send)

    async def _answer(self, operation: Described, request: Request) -> AnyAnswer:
        if isinstance(operation, FileOperation):
            return await answer_transfer(self.context, operation, request)
        assert isinstance(operation, Operation)  # noqa: S101 - for the type checker: there are no others
        body = await self._body(operation, request)
        return await anyio.to_thread.run_sync(
            answer_call, self.context, operation, request, body, limiter=self.context.limiter
        )

    async def _body(self, operation: Operation, request: Request) -> bytes:
        if operation.body is None:
            return b""
        return await read_body(request, self.context.app.settings.max_body_bytes)


def answer_call(context: Context, operation: Operation, request: Request, body: bytes) -> Answer:
    """Everything of a request that happens in a thread."""
    actor = authenticate(context.app, request)
    call = decode(operation, request, body)
    open_work = context.app.work if operation.writes else context.app.reading
    with open_work(actor) as work:
        if not isinstance(operation.permission, SignedIn):
            work.require(operation.permission)
        return carry_out(work, operation, call)


async def answer_transfer(context: Context, operation: FileOperation, request: Request) -> AnyAnswer:
    """Everything of a request with a file: who it is and what he may, then the file, then the work."""
    run = partial(anyio.to_thread.run_sync, limiter=context.transfers)
    actor = await run(admit, context.app, operation, request)
    named = operation.limit
    limit = named if isinstance(named, int) else getattr(context.app.settings, named)
    async with uploaded(request, operation.takes, limit) as upload:
        call = Call(
            path=request.path_params,
            query=tuple(request.query_params.multi_items()),
            headers=request.headers,
            fingerprint=idempotency.fingerprint(request, upload.digest) if upload else "",
            address=operation.address,
            file_name=upload.name if upload else "",
        )
        file = upload.file if upload else None
        return await run(carry_over, context.app, actor, operation, call, file)


def admit(app: App, operation: FileOperation, request: Request) -> Actor:
    """The actor of the request, who must have the right to what it asks for."""
    actor = authenticate(app, request)
    if not isinstance(operation.permission, SignedIn):
        app.access.require(actor, operation.permission)
    return actor


def carry_over(
    app: App, actor: Actor, operation: FileOperation, call: Call, file: BinaryIO | None
) -> AnyAnswer:
    """Run the operation, unless it is a POST that was answered before.

    One of several transactions has its answer kept when it is finished: if it is interrupted, it goes on when
    it is sent again. Others keep theirs by `idempotency.once`.
    """
    key = idempotency.key_of(call) if operation.method == "POST" else None
    if key is not None:
        with app.reading(actor) as work:
            if kept := idempotency.kept_answer(work, call, key):
                return kept
    answer = operation.transfer(app, actor, call, file)
    if key is not None and not operation.keeps and isinstance(answer, Answer):
        with app.work(actor) as work:
            idempotency.keep(work, call, key, answer)
    return answer


def authenticate(app: App, request: Request) -> Actor:
    """Whose token the request carries, in the language that it wants, or else in his; raises NotSignedIn."""
    actor = app.actors.of_token(bearer_token(request.headers), DOOR, app.clock())
    wanted = request.headers.get(ACCEPT_LANGUAGE)
    if wanted:
        return replace(actor, locale=accepted(wanted))
    request.scope[LANGUAGE] = actor.locale.replace("_", "-")
    return actor


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
        address=operation.address,
    )


def carry_out(work: Work, operation: Operation, call: Call) -> Answer:
    """Run the operation, unless it is a POST that was answered before."""
    run = partial(operation.run, work, call)
    return idempotency.once(work, call, run, secret=operation.secret) if operation.method == "POST" else run()
