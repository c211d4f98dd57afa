"""A short way to undo, and the operations that there are."""

from collections.abc import Callable
from typing import Any

import pytest

from core.contracts.work import Actor
from core.services import lists, records
from core.services.undo import managing
from core.services.undo.undoing import Undoing
from core.services.work import App
from core.testing.app import actor_with

Undo = Callable[..., Undoing]
Operations = Callable[[], list[dict[str, Any]]]
Names = Callable[..., list[Any]]
Somebody = Callable[..., Actor]


@pytest.fixture
def undo(app: App) -> Undo:
    """`undo()` takes the last operation back, `undo(id, actor, dry_run=True)` another one."""

    def undo(id: int | None = None, actor: Actor | None = None, **options: Any) -> Undoing:
        actor = actor or app.system("test")
        with app.reading(actor) as work:
            id = id or managing.list_operations(work, managing.OperationsQuery()).rows[0]["id"]
        opened = lambda: app.work(actor), lambda: app.reading(actor)
        undoing = managing.undoing(app, *opened, id, **options)
        undoing.go()
        return undoing

    return undo


@pytest.fixture
def operations(app: App) -> Operations:
    """All operations, the newest first."""

    def read() -> list[dict[str, Any]]:
        with app.reading(app.system("test")) as work:
            return managing.list_operations(work, managing.OperationsQuery()).rows

    return read


@pytest.fixture
def values(app: App) -> Names:
    """One value of each living record, by id: `values("customers", "city")`."""

    def read(resource: str, name: str) -> list[Any]:
        with app.reading(app.system("test")) as work:
            query = lists.Query(fields=(name,), sort="id")
            return [row[name] for rows in lists.iterate(work, resource, query) for row in rows]

    return read


@pytest.fixture
def somebody(app: App) -> Somebody:
    """A user who has exactly these rights: `somebody("anna", {"core.customers.edit": "all"})`."""

    def make(login: str, grants: dict[str, Any]) -> Actor:
        with app.work(app.system("test")) as work:
            (id,) = records.create(work, "users", [{"login": login, "name": login.title()}])
        return actor_with(grants, user_id=id)

    return make
