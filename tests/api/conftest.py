"""The API as a client sees it, with the record types of core and of the sample plugin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.api.application import make_asgi
from core.api.logs import configure_logging
from core.builtin import tokens
from core.services import records
from core.services.work import App
from tests.sample.fixtures import plugins, preparation

__all__ = ["plugins", "preparation"]

SignUp = Callable[..., str]


@pytest.fixture(autouse=True)
def log() -> None:
    """Logged as by a server."""
    configure_logging("info")


@pytest.fixture
def asgi(app: App) -> Starlette:
    """The application as it is served."""
    return make_asgi(app)


@pytest.fixture
def anonymous(asgi: Starlette) -> Iterator[TestClient]:
    """A client without a token."""
    with TestClient(asgi, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def sign_up(app: App) -> SignUp:
    """Make a user with these rights and answer his token: `sign_up({"core.customers.view": "own"})`."""
    numbers = count(1)

    def sign_up(grants: Mapping[str, str], scopes: str = "", **values: object) -> str:
        name = f"user{next(numbers)}"
        lines = [{"permission": permission, "reach": reach} for permission, reach in grants.items()]
        with app.work(app.system(door="test")) as work:
            (role,) = records.create(work, "roles", [{"name": name, "title": name, "grants": lines}])
            user = {"login": name, "name": name.title(), "roles": [{"role": role}], **values}
            (id,) = records.create(work, "users", [user])
            return str(tokens.create(work, None, {"name": "test", "user": id, "scopes": scopes})["secret"])

    return sign_up


@pytest.fixture
def as_user(asgi: Starlette, sign_up: SignUp) -> Callable[..., TestClient]:
    """A client that is signed in as a new user with these rights."""

    def as_user(grants: Mapping[str, str], **values: object) -> TestClient:
        headers = {"authorization": f"Bearer {sign_up(grants, **values)}"}
        return TestClient(asgi, raise_server_exceptions=False, headers=headers)

    return as_user


@pytest.fixture
def client(as_user: Callable[..., TestClient]) -> TestClient:
    """A client that may do everything."""
    return as_user({"*": "all"})
