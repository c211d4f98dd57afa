"""`PageEndpoint`: all methods of one address as an ASGI application.

The form is read in the event loop; the rest happens in one of a few threads: who it is, one transaction, then
the template. What a POST refuses (a page with an error) is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from anyio import to_thread
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from core.contracts.pages import Page, Redirect, Reply, Shown, Visit
from core.contracts.work import Actor
from core.errors import NotSignedIn
from core.labels import Translator
from core.services.actors import SignedInBrowser
from core.services.sessions import SEEN_IS_NOTED_EVERY, note_use
from core.services.work import App, Work
from core.web.cookies import SESSION
from core.web.failing import failure_page
from core.web.once import done_before, remember
from core.web.origin import refuse_foreign
from core.web.reading import Sent, query_of, sent
from core.web.setting import Setting
from core.web.shown import is_partial
from core.web.typed import note_typed

REFUSED = 400


class _RolledBack(Exception):
    """Ends the transaction of a form that was refused; carries the page that says why."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown = shown


@dataclass(frozen=True, eq=False)
class PageEndpoint:
    """The pages of one address, by method."""

    setting: Setting
    path: str
    pages: Mapping[str, Page]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["guanxi.route"] = self.path
        request = Request(scope, receive)
        page = self.pages["GET" if request.method == "HEAD" else request.method]
        try:
            response = await self._answer(page, request)
        except Exception as error:  # noqa: BLE001  # every error becomes a page; unknown ones are logged there
            response = await self._in_thread(self.setting.failed, request, error)
        await response(scope, receive, send)

    async def _answer(self, page: Page, request: Request) -> Response:
        if page.method == "GET":
            return await self._in_thread(looked_at, self.setting, page, request)
        refuse_foreign(request)
        settings = self.setting.app.settings
        file_limit = settings.max_attachment_bytes if page.takes_files else None
        async with sent(request, settings.max_body_bytes, file_limit) as found:
            note_typed(request, found.form)
            return await self._in_thread(visited, self.setting, page, request, found)

    async def _in_thread(self, function: Any, *arguments: Any) -> Response:
        limiter = self.setting.context.limiter
        answer: Response = await to_thread.run_sync(partial(function, *arguments), limiter=limiter)
        return answer


def looked_at(setting: Setting, page: Page, request: Request) -> Response:
    """A page that changes nothing, when it is its turn."""
    with setting.context.turns.turn():
        return visited(setting, page, request, Sent())


def visited(setting: Setting, page: Page, request: Request, form: Sent) -> Response:
    """Everything of a request that happens in a thread; who it is and what he reads, in one transaction."""
    app, is_reading = setting.app, page.method == "GET" or page.reads
    with app.database.reading() as connection:
        browser = app.actors.of_session(connection, request.cookies.get(SESSION, ""), app.clock())
        translate = app.catalogues.translator(browser.actor.locale)
        visit = visit_of(request, browser, form, translate)
        if is_reading:
            reply = _tried(request, visit, _read, setting, page, browser.actor, connection)
    if app.clock() - browser.seen_at >= SEEN_IS_NOTED_EVERY:
        note_use(app, browser.session)
    if not is_reading:
        reply = _tried(request, visit, _write, setting, page, browser.actor)
    return setting.answer(request, reply, browser, visit)


def _tried(request: Request, visit: Visit, run: Callable[..., Reply], *arguments: Any) -> Reply:
    """What a page answers, or the page about its failure."""
    try:
        return run(visit, *arguments)
    except NotSignedIn:
        raise
    except Exception as error:  # noqa: BLE001  # as above, with the shell of whoever is signed in
        return refused(visit, failure_page(request, error, visit.translate))


def visit_of(request: Request, browser: SignedInBrowser, form: Sent, translate: Translator) -> Visit:
    """The request as values."""
    query = request.url.query
    return Visit(
        path={name: str(value) for name, value in request.path_params.items()},
        address=request.url.path + (f"?{query}" if query else ""),
        query=query_of(request),
        origin=f"{request.url.scheme}://{request.url.netloc}",
        form=form.form,
        files=form.files,
        partial=is_partial(request),
        target=request.headers.get("hx-target", "").partition("#")[2],
        translate=translate,
        preferences=browser.preferences,
        session=browser.session,
    )


def _read(visit: Visit, setting: Setting, page: Page, actor: Actor, connection: Connection) -> Reply:
    with setting.app.reading(actor, connection) as work:
        _require(work, page)
        reply: Reply = page.run(work, visit)
        return reply


def _write(visit: Visit, setting: Setting, page: Page, actor: Actor) -> Reply:
    """Run a form's page in a transaction, unless the same form was sent before; a refusal is rolled back."""
    visit = _staged(setting.app, page, visit, actor)
    try:
        with setting.app.work(actor) as work:
            _require(work, page)
            return done_before(work, visit) or _carried_out(work, page, visit)
    except _RolledBack as back:
        return back.shown


def _staged(app: App, page: Page, visit: Visit, actor: Actor) -> Visit:
    """The visit with what the page does before its transaction, if it does anything."""
    if page.stage is None:
        return visit
    if page.permission:
        app.access.require(actor, page.permission)
    return replace(visit, staged=page.stage(app, actor, visit))


def _carried_out(work: Work, page: Page, visit: Visit) -> Reply:
    reply: Reply = page.run(work, visit)
    if isinstance(reply, Shown) and reply.status >= REFUSED:
        raise _RolledBack(reply)
    if isinstance(reply, Redirect):
        remember(work, visit, reply)
    return reply


def _require(work: Work, page: Page) -> None:
    if page.permission:
        work.require(page.permission)


def refused(visit: Visit, shown: Shown) -> Shown:
    """A page about a failure, as it is answered: to a partial request only the toast, nothing is replaced."""
    if not visit.partial:
        return shown
    return Shown(
        template="nothing.html",
        status=shown.status,
        toast=shown.toast,
        headers={**shown.headers, "hx-reswap": "none"},
    )
