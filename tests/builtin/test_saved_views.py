"""Saved views: whose they are, who sees them, and what may stand in them."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from core.contracts.work import Actor
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.services import records
from core.services.work import App
from tests.builtin.conftest import Create, SignIn, Update

User = Callable[..., int]
Role = Callable[[str, Mapping[str, str]], str]
VIEW: dict[str, Any] = {"resource": "customers", "name": "Mine", "definition": {"q": "acme"}}


@pytest.fixture
def actor(create: Create, role: Role, user: User, sign_in: SignIn) -> Callable[..., Actor]:
    """Make a user of a unit who may use saved views: `actor("ann", unit)`."""

    def actor(login: str, unit: int | None = None, extra: Mapping[str, str] | None = None) -> Actor:
        grants = {f"core.saved_views.{action}": "all" for action in ("view", "create", "edit", "delete")}
        return sign_in(user(login, role(f"role_{login}", {**grants, **(extra or {})}), unit=unit))

    return actor


def sees(app: App, actor: Actor, view: int) -> bool:
    with app.reading(actor) as work:
        return bool(records.read_many(work, "saved_views", [view]))


def test_a_private_view_is_its_owners_alone(app: App, create: Create, actor: Callable[..., Actor]) -> None:
    ann, bob = actor("ann"), actor("bob")
    view = create("saved_views", ann, **VIEW)
    assert (sees(app, ann, view), sees(app, bob, view)) == (True, False)
    with app.work(bob) as work, pytest.raises((NotFound, Forbidden, Conflict)):
        records.update(work, "saved_views", [records.Update(view, {"name": "Stolen"})])


def test_a_team_view_is_seen_in_the_unit_and_above(
    app: App, create: Create, actor: Callable[..., Actor]
) -> None:
    head = create("units", code="HQ", name="Head office")
    branch = create("units", code="B", name="Branch", parent=head)
    ann, bob, boss, guest = (
        actor(*who) for who in [("ann", branch), ("bob", branch), ("boss", head), ("x",)]
    )
    view = create("saved_views", ann, **VIEW, visibility="team")
    assert [sees(app, who, view) for who in (ann, bob, boss, guest)] == [True, True, True, False]


def test_only_publishers_share_with_everybody(
    app: App, create: Create, actor: Callable[..., Actor], update: Update
) -> None:
    ann, editor, guest = actor("ann"), actor("ed", None, {"core.saved_views.publish": "all"}), actor("x")
    with pytest.raises(Invalid) as refused:
        create("saved_views", ann, **VIEW, visibility="public")
    assert set(refused.value.errors) == {"visibility"}
    view = create("saved_views", editor, **VIEW, visibility="public")
    assert sees(app, guest, view)
    with pytest.raises((NotFound, Forbidden)):
        update("saved_views", view, guest, name="Mine now")


@pytest.mark.parametrize(
    "definition",
    [
        {"filter": {}},
        {"where": []},
        {"columns": "name"},
        {"columns": [1]},
        {"sort": {}},
        {"group": []},
        [],
        {"q": None},
    ],
)
def test_a_definition_of_the_wrong_form_is_refused(create: Create, definition: Any) -> None:
    with pytest.raises(Invalid) as refused:
        create("saved_views", resource="customers", name="X", definition=definition)
    assert set(refused.value.errors) == {"definition"}


def test_names_of_disabled_plugins_are_kept_and_misspelt_resources_refused(
    create: Create, read: Callable[[str, int], Any]
) -> None:
    definition = {"columns": ["name", "utilities.credit_grade"], "sort": "-sales.value", "group": "owner"}
    view = create("saved_views", resource="sales.quotes", name="X", definition=definition)
    assert read("saved_views", view)["definition"] == definition
    with pytest.raises(Invalid) as refused:
        create("saved_views", resource="custmers", name="X", definition={})
    assert "customers" in refused.value.errors["resource"][0].message
