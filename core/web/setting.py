"""`Setting`: what all pages of one application share, and how a reply becomes an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.contracts.pages import Reply, Shown, Visit
from core.errors import NotSignedIn
from core.host.translations import accepted, locale_of
from core.http.context import Context
from core.labels import translations
from core.services.actors import SignedInBrowser
from core.services.work import App
from core.web.cookies import LANGUAGE, Cookies
from core.web.failing import failure_page
from core.web.once import new_key
from core.web.presenting import Presenter
from core.web.rendering import Compiled, Renderer
from core.web.shell import LANGUAGES, address, door_values, make_shell
from core.web.shown import HEADERS, Answers, is_partial
from core.web.typed import typed_of

_ = translations("core")

KEPT = _("Your session has ended. Sign in again: what you typed is kept.")


@dataclass(frozen=True, eq=False)
class Setting:
    """Makes answers of replies: with the shell around them, in the language of whoever asked."""

    context: Context
    renderer: Renderer = field(init=False)
    cookies: Cookies = field(init=False)

    def __post_init__(self) -> None:
        app = self.app
        object.__setattr__(
            self,
            "renderer",
            Renderer(app.catalogues, app.plugins.running, app.registry.prepared.get(Compiled)),
        )
        key = app.settings.secret_key
        object.__setattr__(self, "cookies", Cookies(key.get_secret_value() if key else ""))

    @property
    def app(self) -> App:
        """The application."""
        return self.context.app

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """Where the records of each table are."""
        return {item.model.__tablename__: address(item) for item in self.app.registry.types.values()}

    def presenter(self, browser: SignedInBrowser) -> Presenter:
        """How values look to somebody."""
        actor = browser.actor
        return Presenter(
            locale=actor.locale,
            time_zone=actor.time_zone,
            country=actor.country,
            now=self.app.clock(),
            translate=self.app.catalogues.translator(actor.locale),
            addresses=self.addresses,
        )

    def answer(self, request: Request, reply: Reply, browser: SignedInBrowser, visit: Visit) -> Response:
        """The answer for somebody who is signed in."""
        values: dict[str, Any] = {}
        if isinstance(reply, Shown):
            values = self._surroundings(request, browser, visit)
        answers = Answers(self.renderer, self.cookies)
        return answers.answer(request, reply, browser.actor.locale, visit.translate, values)

    def _surroundings(self, request: Request, browser: SignedInBrowser, visit: Visit) -> dict[str, Any]:
        """What stands in every template: the shell (around whole pages), the visit, how values look."""
        toast = None if visit.partial else self.cookies.toast(request)
        shell = None
        if not visit.partial:
            shell = make_shell(self.app, browser, request.url.path, toast)
        can = partial(_can, browser)
        show = self.presenter(browser)
        return {"shell": shell, "visit": visit, "show": show, "can": can, "once": new_key, "toast": toast}

    def failed(self, request: Request, error: Exception) -> Response:
        """The answer where nobody is signed in, or nothing else could be answered."""
        if isinstance(error, NotSignedIn) and not is_partial(request):
            return self._sign_in_again(request) or self.to_sign_in(request)
        locale = self.locale_of(request)
        translate = self.app.catalogues.translator(locale)
        shown = failure_page(request, error, translate)
        return self.show(request, shown, locale)

    def show(self, request: Request, shown: Shown, locale: str) -> Response:
        """A page without a shell."""
        translate = self.app.catalogues.translator(locale)
        answers = Answers(self.renderer, self.cookies)
        values = {"shell": None, "toast": None, "lang": LANGUAGES[locale][0]}
        return answers.answer(request, shown, locale, translate, values)

    def _sign_in_again(self, request: Request) -> Response | None:
        """The page on which people sign in, if it can keep what was typed into a form until they have."""
        typed, locale = typed_of(request), self.locale_of(request)
        if typed is None:
            return None
        translate = self.app.catalogues.translator(locale)
        values = door_values(self.app, locale, typed.address, typed.packed)
        values["errors"] = [translate(KEPT)]
        return self.show(request, Shown(template="sign_in.html", values=values, status=401), locale)

    def to_sign_in(self, request: Request) -> Response:
        """On to the page on which people sign in, and back here afterwards, if this can be asked for."""
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        query = {"next": here} if request.method in ("GET", "HEAD") and here != "/" else {}
        where = f"/sign-in?{urlencode(query)}" if query else "/sign-in"
        return RedirectResponse(where, 303, headers=dict(HEADERS))

    def locale_of(self, request: Request) -> str:
        """The language of somebody who is not signed in: what he chose, or what his browser asks for."""
        chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE)
        return locale_of(chosen) if chosen else accepted(request.headers.get("accept-language", ""))


def _can(browser: SignedInBrowser, permission: str) -> bool:
    return browser.actor.reach(permission) is not None
