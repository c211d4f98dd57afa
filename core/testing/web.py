"""The web in tests: `visitor("manager").get("/customers")`, in this process, with a real session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.api.logs import configure_logging
from core.asgi import served
from core.services import records
from core.services.role_templates import create_missing
from core.services.work import App, Work
from core.testing.sessions import open_session
from core.web.cookies import SESSION

EVERYTHING: Mapping[str, str] = {"*": "all"}


class Visitor(TestClient):
    """A browser without scripts in which a user is signed in; `user` is his id. It follows no redirects."""

    def __init__(self, site: Starlette, user: int, secret: str) -> None:
        headers = {"sec-fetch-site": "same-origin"}
        super().__init__(site, raise_server_exceptions=False, follow_redirects=False, headers=headers)
        self.user = user
        self.cookies.set(SESSION, secret)


Arrive = Callable[..., Visitor]


@pytest.fixture
def site(app: App, one_event_loop: None) -> Starlette:
    """API and web as they are served, logging as a server does."""
    configure_logging("info")
    return served(app)


@pytest.fixture
def visitor(app: App, site: Starlette) -> Arrive:
    """Sign somebody new in.

    `visitor()` may do everything, `visitor("manager", language="zh-Hans")` has roles of a new installation,
    `visitor({"core.customers.view": "own"})` has exactly these rights.
    """
    numbers = count(1)

    def visitor(*rights: str | Mapping[str, str], **values: object) -> Visitor:
        name = f"visitor{next(numbers)}"
        with app.work(app.system(door="test")) as work:
            roles = [_role(work, name, item) for item in rights or (EVERYTHING,)]
            person = {"login": name, "name": name.title(), "roles": [{"role": role} for role in roles]}
            (id,) = records.create(work, "users", [{**person, **values}])
        return Visitor(site, id, open_session(app, id))

    return visitor


def _role(work: Work, name: str, rights: str | Mapping[str, str]) -> int | str:
    """A role of a new installation by its name, or a new one with these rights."""
    if isinstance(rights, str):
        create_missing(work)
        return rights
    lines = [{"permission": permission, "reach": reach} for permission, reach in rights.items()]
    return records.create(work, "roles", [{"name": name, "title": name, "grants": lines}])[0]
