"""The API in tests: `client.get("/api/v1/customers")`, in this process, with all that requests go through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.api.application import make_asgi
from core.api.logs import configure_logging
from core.builtin import tokens
from core.services import records
from core.services.work import App

SignUp = Callable[..., str]
AsUser = Callable[..., TestClient]
TokenOf = Callable[..., str]


@pytest.fixture(scope="session")
def one_event_loop() -> Iterator[None]:
    """One loop for all requests: clients begin a loop and a thread for each, which takes as long as most."""
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", portal)
        yield


@pytest.fixture
def asgi(app: App, one_event_loop: None) -> Starlette:
    """The application as it is served, logging as a server does."""
    configure_logging("info")
    return make_asgi(app)


@pytest.fixture
def anonymous(asgi: Starlette) -> Iterator[TestClient]:
    """A client without a token."""
    with TestClient(asgi, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def token_of(app: App) -> TokenOf:
    """A new token of a user: `token_of("anna", scopes="core.customers.view")`."""

    def token_of(user: int | str, **inputs: object) -> str:
        with app.work(app.system(door="test")) as work:
            return str(tokens.create(work, None, {"name": "test", "user": user, **inputs})["secret"])

    return token_of


@pytest.fixture
def sign_up(app: App, token_of: TokenOf) -> SignUp:
    """Make a user with these rights and answer his token: `sign_up({"core.customers.view": "own"})`."""
    numbers = count(1)

    def sign_up(grants: Mapping[str, str], scopes: str = "", **values: object) -> str:
        name = f"user{next(numbers)}"
        lines = [{"permission": permission, "reach": reach} for permission, reach in grants.items()]
        with app.work(app.system(door="test")) as work:
            (role,) = records.create(work, "roles", [{"name": name, "title": name, "grants": lines}])
            user = {"login": name, "name": name.title(), "roles": [{"role": role}], **values}
            (id,) = records.create(work, "users", [user])
        return token_of(id, scopes=scopes)

    return sign_up


@pytest.fixture
def as_user(asgi: Starlette, sign_up: SignUp) -> AsUser:
    """A client that is signed in as a new user with these rights."""

    def as_user(grants: Mapping[str, str], **values: object) -> TestClient:
        return signed_in(asgi, sign_up(grants, **values))

    return as_user


@pytest.fixture
def client(as_user: AsUser) -> TestClient:
    """A client that may do everything."""
    return as_user({"*": "all"})


def signed_in(asgi: Starlette, token: str) -> TestClient:
    """A client that sends this token."""
    headers = {"authorization": f"Bearer {token}"}
    return TestClient(asgi, raise_server_exceptions=False, headers=headers)
