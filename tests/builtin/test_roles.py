"""Roles, and the rights that follow from them."""

from collections.abc import Callable, Mapping

import pytest

from core.contracts.work import ReachName
from core.errors import Invalid
from core.services.grants import Grants
from core.services.role_templates import create_missing
from core.services.work import App
from tests.builtin.conftest import Create, SignIn, Update

User = Callable[..., int]
Role = Callable[[str, Mapping[str, str]], str]


def test_a_misspelt_permission_is_refused_with_a_suggestion(role: Role) -> None:
    with pytest.raises(Invalid) as refused:
        role("sales", {"core.costumers.view": "all"})
    (error,) = refused.value.errors["grants.0.permission"]
    assert "core.customers.view" in error.message


def test_permissions_of_plugins_that_do_not_run_are_kept(role: Role) -> None:
    assert role("sales", {"sales.quotes.view": "unit", "sales.*": "own"})


@pytest.mark.parametrize("name", ["core.nonsense.*", "nonsense", "cor*e", "**"])
def test_what_is_no_permission_at_all_is_refused(role: Role, name: str) -> None:
    with pytest.raises(Invalid):
        role("sales", {name: "all"})


def test_a_permission_stands_once_in_a_role(create: Create) -> None:
    grants = [{"permission": "core.customers.view", "reach": reach} for reach in ("own", "all")]
    with pytest.raises(Invalid) as refused:
        create("roles", name="sales", title="Sales", grants=grants)
    assert set(refused.value.errors) == {"grants.1.permission"}


def test_nobody_grants_more_than_he_holds(
    role: Role, user: User, sign_in: SignIn, create: Create, update: Update
) -> None:
    held = {"core.roles.*": "all", "core.customers.view": "unit", "core.contacts.*": "unit"}
    actor = sign_in(user("ann", role("lead", held)))
    for permission, reach in [("core.customers.view", "all"), ("core.contacts.*", "all"), ("core.*", "own")]:
        with pytest.raises(Invalid) as refused:
            create("roles", actor, name="x", title="X", grants=[{"permission": permission, "reach": reach}])
        assert refused.value.errors["grants.0.permission"][0].code == "not_held"
    grants = [{"permission": "core.contacts.edit", "reach": "unit"}]
    made = create("roles", actor, name="x", title="X", grants=grants)
    with pytest.raises(Invalid):
        update("roles", made, actor, grants=[{"permission": "core.contacts.edit", "reach": "all"}])


def test_the_templates_become_roles_once(app: App) -> None:
    with app.work(app.system("test")) as work:
        assert len(create_missing(work)) == 5
        assert create_missing(work) == []


def test_a_salesperson_sees_own_and_team_customers_only(
    app: App, user: User, sign_in: SignIn, create: Create
) -> None:
    with app.work(app.system("test")) as work:
        create_missing(work)
    actor = sign_in(user("ann", "salesperson"))
    assert actor.reach("core.customers.view") == "team"
    assert actor.reach("core.customers.export") is None
    assert sign_in(user("bob", "read_only")).reach("core.customers.phone") is None
    assert sign_in(user("cid", "administrator")).reach("anything.at.all") == "all"


LADDER: Mapping[str, ReachName] = {"core.*": "own", "core.customers.*": "unit", "core.customers.edit": "team"}


@pytest.mark.parametrize(
    ("permission", "reach"),
    [
        ("core.customers.edit", "unit"),
        ("core.contacts.view", "own"),
        ("core.customers.*", "unit"),
        ("core.*", "own"),
        ("*", None),
        ("sales.quotes.view", None),
        ("core", None),
    ],
)
def test_the_widest_of_all_that_fit_counts(permission: str, reach: str | None) -> None:
    assert Grants(LADDER.items()).get(permission) == reach


def test_scopes_only_take_away() -> None:
    own = Grants([("core.customers.*", "unit"), ("core.contacts.view", "all")])
    limited = own.limited_to(["core.customers.view", "core.contacts.*", "sales.*", "core.customers.view*"])
    assert dict(limited.items()) == {
        "core.customers.view": "unit",
        "core.customers.view*": "unit",
        "core.contacts.view": "all",
    }
    assert Grants([("*", "all")]).limited_to(["*"]).get("core.customers.view") == "all"
    assert not own.limited_to(["core.users.*"])
