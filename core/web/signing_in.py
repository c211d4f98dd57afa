"""Signing in and out: the pages for whoever is not signed in yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.contracts.pages import Parameters, Shown
from core.errors import GuanxiError, NotSignedIn, TooManyAttempts
from core.http.failures import status_of
from core.services.sessions import Browser, sign_in, sign_out
from core.web.cookies import SESSION
from core.web.origin import local_address, refuse_foreign
from core.web.reading import sent
from core.web.setting import Setting
from core.web.shell import door_values
from core.web.shown import HEADERS
from core.web.typed import unpacked

TEMPLATE = "sign_in.html"
# What this browser kept of pages that only the one who was signed in may see.
FORGET = {**HEADERS, "clear-site-data": '"cache"'}


@dataclass(frozen=True, eq=False)
class SigningIn:
    """The endpoints; none of them needs a session."""

    setting: Setting

    async def page(self, request: Request) -> Response:
        """The form, or what it does."""
        request.scope["guanxi.route"] = "/sign-in"
        try:
            if request.method == "POST":
                refuse_foreign(request)
                async with sent(request, self.setting.app.settings.max_body_bytes, None) as found:
                    return await self._in_thread(self._sign_in, request, found.form)
            return await self._in_thread(self._form, request)
        except GuanxiError as error:
            return await self._in_thread(self.setting.failed, request, error)

    async def leave(self, request: Request) -> Response:
        """End the session."""
        request.scope["guanxi.route"] = "/sign-out"
        try:
            refuse_foreign(request)
            return await self._in_thread(self._sign_out, request)
        except GuanxiError as error:
            return await self._in_thread(self.setting.failed, request, error)

    async def _in_thread(self, function: Callable[..., Response], *arguments: object) -> Response:
        run = partial(function, *arguments)
        return await to_thread.run_sync(run, limiter=self.setting.context.limiter)

    def _form(self, request: Request) -> Response:
        next_page = local_address(request.query_params.get("next", ""))
        response = self._show(request, next_page)
        if language := request.query_params.get("lang"):
            self.setting.cookies.set_language(request, response, language[:10])
        return response

    def _show(
        self,
        request: Request,
        next_page: str,
        login: str = "",
        error: GuanxiError | None = None,
        kept: str = "",
    ) -> Response:
        locale = self.setting.locale_of(request)
        translate = self.setting.app.catalogues.translator(locale)
        said = " ".join(filter(None, (translate(error.message), translate(error.fix)))) if error else ""
        values = {
            **door_values(self.setting.app, locale, next_page, kept),
            "login": login,
            "errors": [said] if said else [],
        }
        status = int(status_of(error)) if error else 200
        headers = {"retry-after": str(error.retry_after)} if isinstance(error, TooManyAttempts) else {}
        return self.setting.show(
            request, Shown(template=TEMPLATE, values=values, status=status, headers=headers), locale
        )

    def _sign_in(self, request: Request, form: Parameters) -> Response:
        login, next_page = form.get("login", "").strip(), local_address(form.get("next", ""))
        browser = Browser(
            address=request.client.host if request.client else "", name=request.headers.get("user-agent", "")
        )
        try:
            secret = sign_in(self.setting.app, login, form.get("password", ""), browser)
        except (NotSignedIn, TooManyAttempts) as error:
            return self._show(request, next_page, login[:64], error, form.get("kept", ""))
        response = self._onward(request, next_page, form.get("kept", ""))
        self.setting.cookies.set_session(request, response, secret)
        return response

    def _onward(self, request: Request, next_page: str, kept: str) -> Response:
        """To where one wanted to go; or back to what was typed before the session had ended."""
        typed = unpacked(next_page, kept) if kept else None
        if typed is None:
            return RedirectResponse(next_page, 303, headers=dict(HEADERS))
        shown = Shown(template="signed_in_again.html", values={"typed": typed})
        return self.setting.show(request, shown, self.setting.locale_of(request))

    def _sign_out(self, request: Request) -> Response:
        if secret := request.cookies.get(SESSION):
            sign_out(self.setting.app, secret)
        response = RedirectResponse("/sign-in", 303, headers=FORGET)
        self.setting.cookies.forget(response, SESSION)
        return response
