"""People in tests: users with the roles of a new installation, each with a token and a command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.services import records
from core.services.role_templates import create_missing
from core.services.work import App
from core.testing.api import TokenOf, signed_in
from core.testing.cli import Cli


@dataclass(frozen=True, slots=True)
class Person:
    """A user at every door: `anna.api.get(...)`, `anna.cli("customers", "list")`."""

    id: int
    login: str
    api: TestClient
    cli: Cli


Hire = Callable[..., Person]


@pytest.fixture
def hire(app: App, asgi: Starlette, token_of: TokenOf, cli: Cli) -> Hire:
    """Make a user: `hire("anna", "salesperson", unit="HQ")`; roles are those of a new installation."""
    with app.work(app.system(door="test")) as work:
        create_missing(work)

    def hire(login: str, *roles: str, **values: object) -> Person:
        user = {"login": login, "name": login.title(), "roles": [{"role": role} for role in roles], **values}
        with app.work(app.system(door="test")) as work:
            (id,) = records.create(work, "users", [user])
        return Person(id, login, signed_in(asgi, token_of(id)), partial(cli, "--as", login))

    return hire
