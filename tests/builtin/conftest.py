"""Short ways to write, act and sign in."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from core.contracts.work import Actor
from core.services import records
from core.services.work import App

Create = Callable[..., int]
Update = Callable[..., None]
Act = Callable[..., Any]
SignIn = Callable[[int], Actor]


@pytest.fixture
def create(app: App) -> Create:
    """Make one record in a transaction of its own: `create("contacts", customer=1, name="Ann")`."""

    def create(resource: str, actor: Actor | None = None, /, **values: Any) -> int:
        with app.work(actor or app.system("test")) as work:
            return records.create(work, resource, [values])[0]

    return create


@pytest.fixture
def update(app: App) -> Update:
    """Change one record: `update("contacts", 1, main=True)`."""

    def update(resource: str, id: int, actor: Actor | None = None, /, **values: Any) -> None:
        with app.work(actor or app.system("test")) as work:
            records.update(work, resource, [records.Update(id, values)])

    return update


@pytest.fixture
def delete(app: App) -> Update:
    """Put records into the trash: `delete("contacts", 1)`."""

    def delete(resource: str, *ids: int) -> None:
        with app.work(app.system("test")) as work:
            records.delete(work, resource, ids)

    return delete


@pytest.fixture
def act(app: App) -> Act:
    """Carry out an action of a resource: `act("activities", "complete", 1, outcome="sold")`."""

    def act(
        resource: str, name: str, id: int | None = None, actor: Actor | None = None, /, **inputs: Any
    ) -> Any:
        actions = app.registry.type_of(resource).resource.actions
        (action,) = (item for item in actions if item.name == name)
        with app.work(actor or app.system("test")) as work:
            work.require(action.permission)
            return action.run(work, id, inputs)

    return act


@pytest.fixture
def sign_in(app: App) -> SignIn:
    """The actor that a user is."""

    def sign_in(user: int) -> Actor:
        return app.actors.of_user(user, "test")

    return sign_in


@pytest.fixture
def role(create: Create) -> Callable[[str, Mapping[str, str]], str]:
    """Make a role with these rights; answers its name."""

    def role(name: str, grants: Mapping[str, str]) -> str:
        lines = [{"permission": permission, "reach": reach} for permission, reach in grants.items()]
        create("roles", name=name, title=name.title(), grants=lines)
        return name

    return role


@pytest.fixture
def user(create: Create) -> Callable[..., int]:
    """Make a user with these roles: `user("ann", "manager", unit=1)`."""

    def user(login: str, *roles: str, **values: Any) -> int:
        return create("users", login=login, name=login, roles=[{"role": name} for name in roles], **values)

    return user
