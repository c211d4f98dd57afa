"""The cookies: the session's secret, and a toast for the next page."""

from __future__ import annotations

import json
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from core.contracts.pages import Toast
from core.labels import Translator
from core.services.sessions import LIFETIME

SESSION, TOAST, LANGUAGE = "guanxi_session", "guanxi_toast", "guanxi_language"
TOAST_SECONDS = 60
TONES = {"done": "green", "warning": "orange", "error": "red"}

ShownToast = dict[str, str]
"""A toast as templates and scripts take it: text, tone (a colour), undo (an address to post to, or "")."""


def shown_toast(toast: Toast, translate: Translator) -> ShownToast:
    """A toast in one language."""
    undo = f"/undo/{toast.undo}" if isinstance(toast.undo, int) else toast.undo or ""
    tone = TONES[toast.tone]
    return {"text": translate(toast.text), "tone": tone, "undo": undo, "draft": toast.draft}


@dataclass(frozen=True)
class Cookies:
    """Writes and reads cookies; `key` signs what they hold in plain text."""

    key: str

    def set_session(self, request: Request, response: Response, secret: str) -> None:
        """Have the browser keep the secret; no script can read it."""
        self._set(request, response, SESSION, secret, int(LIFETIME.total_seconds()))

    def set_language(self, request: Request, response: Response, language: str) -> None:
        """Remember a language for the page on which nobody is signed in."""
        self._set(request, response, LANGUAGE, language, int(LIFETIME.total_seconds()))

    def set_toast(self, request: Request, response: Response, toast: Toast, translate: Translator) -> None:
        """Have the next page show a toast."""
        self._set(request, response, TOAST, self._signer.dumps(shown_toast(toast, translate)), TOAST_SECONDS)

    def toast(self, request: Request) -> ShownToast | None:
        """The toast that the page before left, if any."""
        try:
            found: ShownToast = self._signer.loads(request.cookies[TOAST], max_age=TOAST_SECONDS)
        except (KeyError, BadSignature):
            return None
        return found

    def forget(self, response: Response, name: str) -> None:
        """Have the browser delete a cookie."""
        response.delete_cookie(name, path="/")

    @property
    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt=TOAST, serializer=json)

    def _set(self, request: Request, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
